# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page in every state that a customer may meet, one after the other."""

import datetime
import time

from story import PASSWORD, WebTestCase

WIDTHS = {"wide": (1280, 900), "phone": (360, 740)}
SCHEMES = ("light", "dark")

LONG = ("Connect the warehouse to the evaluation environment and load one representative month of "
        "data in all three regions")
HOSTILE = "<script>document.title='broken'</script> " + "W" * 90


def look(browser, width, scheme):
    """Makes the page as wide, and as bright, as it is on another device."""
    wide, high = WIDTHS[width]
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": wide, "height": high, "deviceScaleFactor": 1, "mobile": False})
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"}]})


def day(distance):
    return (datetime.date.today() + datetime.timedelta(distance)).isoformat()


class SightsCase(WebTestCase):
    """One POC with all that can be in one, and people who have seen much of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        story = cls("run")
        cls.furnish(story)

    @classmethod
    def furnish(cls, story):
        cls.poc = story.make_poc(
            title="Data platform evaluation", customer_company_name="Brightwater Energy",
            start_date=day(-18), end_date=day(24),
            description="Six weeks with the data platform on your own data: ingestion, governed "
                        "self-service and the first three dashboards that the business asked for.",
            objectives="Load a representative month of data in under an hour.\nAnswer the ten "
                       "questions of the steering group without help from IT.")
        cls.email = "hannah@brightwater.example"
        cls.user = story.accept_by_api(story.invite(cls.poc, cls.email, first_name="Hannah",
                                                    last_name="Lindqvist", title="Head of Data"))
        other = story.new_address()
        story.accept_by_api(story.invite(cls.poc, other, first_name="Tomás", last_name="Ibarra",
                                         title="Data Engineer"))
        story.accept_by_api(story.invite(cls.poc, story.new_address()))
        second = story.make_poc(title="Observability for the booking service", status="active",
                                customer_company_name="Brightwater Energy", end_date=day(3))
        story.accept_existing_by_api(story.invite(second, cls.email), cls.email)
        third = story.make_poc(title=HOSTILE, status="completed", customer_company_name="Globex")
        story.accept_existing_by_api(story.invite(third, cls.email), cls.email)
        story.invite(story.make_poc(title="Forecasting"), cls.email)
        cls.hostile = third
        cls.lonely = story.new_address()
        lone = story.make_poc(title="Left")
        gone = story.accept_by_api(story.invite(lone, cls.lonely))
        story.call("DELETE", f"/pocs/{lone['id']}/participants/{gone}")
        cls.dead_links = dict(story.make_dead_links())
        cls.fill_poc(story)

    def accept_existing_by_api(self, invitation, email):
        token = invitation["link"].rsplit("/", 1)[1]
        answer = self.server.request("POST", "/poc-invitations/accept-existing", {"token": token},
                                     token=self.sign_in_by_api(email))
        self.assertEqual(answer.status, 200, answer.text)

    def make_dead_links(self):
        def fresh(**members):
            return self.invite(self.make_poc(), self.new_address(), **members)

        cancelled, used, removed, expired = fresh(), fresh(), fresh(), fresh()
        path = "/pocs/{poc_id}/invitations/{id}"
        self.call("DELETE", path.format(**cancelled))
        self.accept_by_api(used)
        user = self.accept_by_api(removed)
        self.call("DELETE", f"/pocs/{removed['poc_id']}/participants/{user}")
        yield "cancelled", cancelled["link"]
        yield "used", used["link"]
        yield "removed", removed["link"]
        yield "unknown", self.server.url + "/i/" + "A" * 43
        self.change_database("UPDATE invitation SET expires_at = ? WHERE id = ?",
                             int(time.time() * 1e6) - 1, expired["id"])
        yield "expired", expired["link"]

    def fill_poc(self):
        poc, now = self.poc["id"], int(time.time() * 1e6)
        with self.open_database() as database:
            groups = [database.execute(
                "INSERT INTO task_group (poc_id, title, description, status, sort_order, created_at)"
                " VALUES (?, ?, ?, 'in_progress', ?, ?) RETURNING id",
                (poc, title, text, order, now)).fetchone()[0]
                for order, (title, text) in enumerate((("Set-up", "In the first week, with our "
                                                        "help."), ("Proof", None)))]
            tasks = (("Read the guide", "completed", None, None), (LONG, "not_started", 0, day(-2)),
                     ("Map roles to data domains", "in_progress", 0, day(5)),
                     ("Build the three agreed dashboards", "blocked", 1, day(9)),
                     ("Run the concurrency test", "satisfied", 1, None))
            for order, (title, status, group, due) in enumerate(tasks):
                done = status == "completed"
                database.execute(
                    "INSERT INTO task (poc_id, title, description, status, sort_order, due_date,"
                    " created_at, poc_task_group_id, completed_at, completed_by)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (poc, title, "It takes about an hour.\nAsk us when you are stuck.", status,
                     order, due, now, None if group is None else groups[group],
                     now if done else None, self.user if done else None))
            for title, target, achieved, met in (
                    ("Load time for one month of data", "under 60 minutes", "41 minutes", 1),
                    ("Dashboards open within", "3 seconds", None, 0)):
                database.execute(
                    "INSERT INTO criterion (poc_id, title, target_value, achieved_value, is_met,"
                    " importance_level, sort_order, created_at) VALUES (?, ?, ?, ?, ?, 3, 0, ?)",
                    (poc, title, target, achieved, met, now))
            for kind, title, content in (
                    ("link", "Quick start", "https://docs.initech.example/start?from=poc#first"),
                    ("code", "Sign in from the command line",
                     "initech login --workspace brightwater\ninitech load --month 2026-10 \\\n"
                     "    --tables orders,customers,invoices,deliveries,returns --and --more"),
                    ("text", "Whom to call", "Monday to Friday, 8 to 18:\n+49 30 5550100"),
                    ("link", "Not a link", "javascript:document.title='broken'"),
                    ("text", HOSTILE, HOSTILE)):
                database.execute(
                    "INSERT INTO resource (poc_id, title, resource_type, content, description,"
                    " sort_order, created_at) VALUES (?, ?, ?, ?, ?, 0, ?)",
                    (poc, title, kind, content, "For the first day." if kind == "link" else None,
                     now))
        type(self).task = self.query("SELECT id FROM task WHERE title = ?", LONG)[0][0]
        with self.open_database() as database:
            database.execute("INSERT INTO resource (poc_id, poc_task_id, title, resource_type,"
                             " content, sort_order, created_at) VALUES (?, ?, 'Address of the"
                             " warehouse', 'code', 'psql -h warehouse.example', 0, ?)",
                             (poc, self.task, now))
        self.say("Welcome! Start with the guide, and ask whatever you like.")
        self.say("The load job failed twice. See the log?", task=self.task, email=self.email)
        self.say("Looks good so far, thank you.\n\nOne question: who may see the invoices?",
                 email=self.email)
        self.say(HOSTILE, email=self.email)

    def say(self, content, task=None, email=None):
        token = self.sign_in_by_api(email) if email else self.token
        body = {"subject": "", "content": content, "poc_task_id": task}
        answer = self.server.request("POST", f"/pocs/{self.poc['id']}/comments", body, token=token)
        self.assertEqual(answer.status, 201, answer.text)

    # --- The sights: each leaves the browser where something is to be seen ---

    def poc_page(self, place=""):
        return f"{self.server.url}/app/pocs/{self.poc['id']}#{place}"

    def open(self, browser, url, words):
        browser.open("about:blank")
        browser.open(self.here(url))
        browser.wait_to_see(words)

    def sights(self, browser):
        """Goes through all of them; yields the name of each."""
        yield from self.sights_of_strangers(browser)
        yield from self.sights_of_links(browser)
        yield from self.sights_of_customers(browser)
        yield from self.sights_of_trouble(browser)

    def sights_of_strangers(self, browser):
        app = self.server.url + "/app/"
        self.open(browser, app + "sign-in", "Welcome back.")
        yield "sign-in"
        browser.click("Sign In")
        browser.wait_to_see("Enter your password.")
        yield "sign-in-empty"
        browser.fill("Email Address", self.email)
        browser.fill("Password", "not the password")
        browser.click("Sign In")
        browser.wait_to_see("Incorrect email or password")
        yield "sign-in-wrong"
        self.open(browser, app + "sign-in?ended&next=pocs/1", "Your session has ended.")
        yield "sign-in-ended"
        self.open(browser, app + "forgot", "Enter your address")
        yield "forgot"
        earlier = len(self.mails.messages_to(self.email))
        browser.fill("Email Address", self.email)
        browser.click("Send Link")
        browser.wait_to_see("Look Into Your Mailbox")
        yield "forgot-sent"
        self.open(browser, self.link_in_mail(self.email, earlier + 1, "r"), "Choose a New Password")
        yield "reset"
        browser.fill("New Password", PASSWORD)
        browser.fill("Repeat Password", PASSWORD)
        browser.click("Change Password")
        browser.wait_to_see("Your Password Is Changed")
        yield "reset-done"
        self.open(browser, app + "nowhere", "Page Not Found")
        yield "not-found"

    def sights_of_links(self, browser):
        for name, link in self.dead_links.items():
            self.open(browser, link, "")
            browser.wait_for_heading()
            yield f"link-{name}"
        for page in ("r", "a"):
            self.open(browser, f"{self.server.url}/{page}/{'A' * 43}", "This Link Does Not Work")
            yield f"link-{page}-unknown"
        invitation = self.invite(self.poc, self.new_address(), first_name="Jane",
                                 personal_message="It was good to meet you!\n\nSee you there, Sam")
        self.open(browser, invitation["link"], "Create Your Password")
        yield "accept-new"
        browser.fill("New Password", "short")
        browser.fill("Repeat Password", "shorter")
        browser.click("Accept Invitation")
        browser.wait_to_see("Use at least 10 characters.")
        yield "accept-new-refused"
        browser.fill("New Password", PASSWORD)
        browser.fill("Repeat Password", PASSWORD)
        browser.click("Accept Invitation")
        browser.wait_to_see("Complete Your Profile")
        yield "profile-welcome"
        existing = self.invite(self.make_poc(title="Griffin"), self.email)
        self.open(browser, existing["link"], "Another Account Is Signed In")
        yield "accept-wrong-account"
        browser.click("Switch Account")
        browser.wait_to_see("Sign In to Accept")
        yield "accept-signed-out"
        self.sign_in(browser, self.email)
        self.open(browser, existing["link"], "You are signed in as")
        yield "accept-signed-in"
        browser.forget_cookies()

    def sights_of_customers(self, browser):
        app = self.server.url + "/app/"
        self.sign_in(browser, self.lonely)
        self.open(browser, app, "No POCs Yet")
        yield "pocs-none"
        browser.forget_cookies()
        self.sign_in(browser, self.email)
        self.open(browser, app, "In Your Mailbox")
        yield "pocs"
        self.open(browser, self.poc_page(), "Success Criteria")
        browser.wait_to_see("Not Met Yet")
        yield "poc-overview"
        self.open(browser, self.poc_page("tasks"), "Map roles")
        yield "poc-tasks"
        self.open(browser, self.poc_page(f"task-{self.task}"), "psql -h")
        browser.wait_to_see("The load job failed")
        yield "poc-task"
        browser.click(f"Mark as Complete: {LONG}")
        browser.wait_to_see("Everybody in this POC sees")
        yield "poc-task-question"
        self.open(browser, self.poc_page("resources"), "Whom to call")
        yield "poc-resources"
        self.open(browser, self.poc_page("comments"), "who may see the invoices?")
        yield "poc-comments"
        browser.click("Edit")
        browser.wait_to_see("Edit your comment")
        browser.click("Delete")
        browser.wait_to_see("for everybody?")
        yield "poc-comments-editing"
        self.open(browser, self.poc_page("people"), "Tomás Ibarra")
        yield "poc-people"
        hostile = f"{self.server.url}/app/pocs/{self.hostile['id']}"
        self.open(browser, hostile, "No tasks yet.")
        yield "poc-hostile"
        self.open(browser, app + "pocs/99999999", "This POC Is Not Available")
        yield "poc-not-available"
        self.open(browser, app + "profile", "This Device")
        yield "account"
        new = self.new_address()
        browser.fill("New Email Address", new)
        browser.click("Change Address")
        browser.wait_to_see("Enter your password.")
        browser.fill("Password", PASSWORD)
        browser.click("Change Address")
        browser.wait_to_see("A link is on its way")
        yield "account-address"
        self.open(browser, self.link_in_mail(new, 1, "a"), "Confirm Your New Address")
        yield "address-confirm"
        earlier = len(self.mails.messages_to(self.email))
        browser.click("Confirm Address")
        browser.wait_to_see("Your Address Is Changed")
        yield "address-done"
        self.open(browser, self.link_in_mail(self.email, earlier + 1, "a"), "Keep Your Old Address?")
        yield "address-undo"
        browser.click("Undo the Change")
        browser.wait_to_see("The Change Is Undone")
        yield "address-undone"

    def sights_of_trouble(self, browser):
        self.sign_in(browser, self.email)
        self.open(browser, self.poc_page(), "Not Met Yet")
        browser.go_offline(True)
        browser.wait_to_see("You are offline.")
        browser.driver.execute_script("location.hash = 'comments'")
        browser.fill("Write a comment", "Is anybody there?")
        browser.click("Post Comment")
        browser.wait_to_see("You are offline. Check your connection")
        yield "poc-offline"
        browser.go_offline(False)
        self.open(browser, self.poc_page(), "Not Met Yet")
        self.server.kill()
        browser.click("Sign Out")
        browser.wait_to_see("The server cannot be reached.")
        yield "no-server"
        self.server.start()
