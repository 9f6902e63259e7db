# SPDX-License-Identifier: GPL-3.0-or-later
"""What customers do in a POC."""

import unittest

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from pmtest.waiting import wait_for
from story import PASSWORD, WebTestCase

HOSTILE = "<img src=x onerror=document.title='broken'>\u202egnp.exe\u202c " + "W" * 300


class PocCase(WebTestCase):

    def setUp(self):
        self.poc = self.make_poc()
        self.email = self.new_address()
        self.user = self.accept_by_api(self.invite(self.poc, self.email, first_name="Jane",
                                                   last_name="Doe"))

    def page(self, place="", email=None):
        browser = self.browse()
        self.sign_in(browser, email or self.email)
        browser.open(f"{self.server.url}/app/pocs/{self.poc['id']}#{place}")
        browser.wait_to_see("Overview")
        return browser

    def make_task(self, title="Read the guide", **members):
        return self.call("POST", f"/tasks/pocs/{self.poc['id']}/tasks", {"title": title, **members})

    def task_now(self, task):
        tasks = self.call("GET", f"/tasks/pocs/{self.poc['id']}/tasks")
        return next(one for one in tasks if one["id"] == task["id"])

    def comments(self):
        return self.call("GET", f"/pocs/{self.poc['id']}/comments")

    def say(self, content, **members):
        return self.call("POST", f"/pocs/{self.poc['id']}/comments",
                         {"subject": "", "content": content, **members})


class Tasks(PocCase):

    def test_a_task_is_marked_complete_and_incomplete_again(self):
        task = self.make_task()
        browser = self.page("tasks")
        browser.click("Mark as Complete: Read the guide")
        browser.wait_to_see("Everybody in this POC sees that it was you.")
        self.assertEqual(self.task_now(task)["status"], "not_started")
        browser.click("Mark as Complete")
        browser.wait_to_see("Completed by Jane Doe")
        browser.wait_to_see("Marked as complete.")
        browser.wait_to_see("1 of 1 done")
        self.assertEqual(self.task_now(task)["completed_by"], self.user)
        browser.click("Mark as Incomplete: Read the guide")
        browser.click("Mark as Incomplete")
        browser.wait_to_see("In Progress")
        browser.wait_to_see("0 of 1 done")
        now = self.task_now(task)
        self.assertEqual((now["status"], now["completed_at"], now["completed_by"]),
                         ("in_progress", None, None))

    def test_a_word_about_it_is_said_with_it(self):
        task = self.make_task()
        browser = self.page("tasks")
        browser.click("Mark as Complete: Read the guide")
        browser.fill("Comment (optional)", "Took ten minutes.")
        browser.click("Mark as Complete")
        browser.wait_to_see("1 comment")
        said = self.comments()
        self.assertEqual([(one["content"], one["poc_task_id"]) for one in said],
                         [("Took ten minutes.", task["id"])])

    def test_the_keyboard_is_enough_and_escape_changes_nothing(self):
        task = self.make_task()
        browser = self.page("tasks")
        browser.wait_to_see("Read the guide")
        button = browser.driver.find_element(By.CSS_SELECTOR, ".task-side button")
        button.send_keys(Keys.ENTER)
        browser.wait_to_see("Everybody in this POC sees")
        browser.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        browser.wait_until_gone("Everybody in this POC sees")
        self.assertEqual(browser.driver.switch_to.active_element.get_attribute("aria-label"),
                         "Mark as Complete: Read the guide")
        self.assertEqual(self.task_now(task)["status"], "not_started")
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        browser.wait_to_see("Completed by Jane Doe")

    def test_what_fails_is_taken_back_and_can_be_tried_again(self):
        task = self.make_task()
        browser = self.page("tasks")
        browser.click("Mark as Complete: Read the guide")
        browser.go_offline(True)
        self.addCleanup(browser.go_offline, False)
        browser.click("Mark as Complete")
        browser.wait_to_see("You are offline. Check your connection and try again.")
        browser.wait_to_see("Not Started")
        browser.go_offline(False)
        browser.click("Mark as Complete")
        browser.wait_to_see("Completed by Jane Doe")
        self.assertEqual(self.task_now(task)["status"], "completed")

    def test_verdicts_are_the_vendors(self):
        for status in ("blocked", "satisfied", "not_satisfied", "partially_satisfied"):
            task = self.make_task(f"Task {status}")
            self.call("PUT", f"/tasks/pocs/{self.poc['id']}/tasks/{task['id']}", {"status": status})
        browser = self.page("tasks")
        for word in ("Blocked", "Satisfied", "Not Satisfied", "Partially Satisfied"):
            browser.wait_to_see(word)
        self.assertEqual(browser.driver.find_elements(By.CSS_SELECTOR, ".task-side button"), [])

    def test_tasks_stand_in_their_groups_and_open_to_what_belongs_to_them(self):
        group = self.call("POST", f"/tasks/pocs/{self.poc['id']}/task-groups", {"title": "Set-up"})
        task = self.make_task("Grouped", description="How it goes.")
        self.make_task("Alone")
        self.put_into_group(task, group)
        self.call("POST", f"/pocs/{self.poc['id']}/tasks/{task['id']}/resources",
                  {"title": "Manual", "resource_type": "link", "content": "https://docs.example/"})
        self.call("POST", f"/pocs/{self.poc['id']}/task-groups/{group['id']}/resources",
                  {"title": "Plan", "resource_type": "text", "content": "First things first"})
        self.say("Any trouble?", poc_task_id=task["id"])
        browser = self.page(f"task-{task['id']}")
        for words in ("Set-up", "0 of 1 done", "More Tasks", "Alone", "How it goes.", "Manual",
                      "Any trouble?", "First things first"):
            browser.wait_to_see(words)
        browser.fill("Comment on this task", "None at all.")
        browser.click("Post Comment")
        browser.wait_to_see("2 comments")
        self.assertEqual(self.comments()[0]["poc_task_id"], task["id"])
        browser.open(browser.url.split("#")[0] + "#comments")
        browser.wait_to_see("On the task “Grouped”")

    def put_into_group(self, task, group):
        self.change_database("UPDATE task SET poc_task_group_id = ? WHERE id = ?", group["id"],
                             task["id"])

    def test_the_overview_counts_along(self):
        self.make_task(due_date="2026-01-02")
        browser = self.page()
        browser.wait_to_see("0 of 1 tasks done")
        browser.wait_to_see("1 task waits to be done")
        browser.wait_to_see("1 overdue")
        browser.click("Go to Tasks")
        browser.click("Mark as Complete: Read the guide")
        browser.click("Mark as Complete")
        browser.wait_to_see("Completed by")
        browser.driver.back()
        browser.wait_to_see("1 of 1 tasks done")


class Comments(PocCase):

    def test_a_comment_is_posted_changed_and_deleted(self):
        browser = self.page("comments")
        browser.wait_to_see("Nobody has said anything yet.")
        browser.click("Post Comment")
        browser.wait_to_see("Write something first.")
        browser.fill("Write a comment", "  First line\n\nSecond line ")
        browser.click("Post Comment")
        browser.wait_to_see("Your comment is posted.")
        self.assertEqual([one["content"] for one in self.comments()], ["First line\n\nSecond line"])
        self.assertEqual(browser.value("Write a comment"), "")
        browser.click("Edit")
        browser.fill("Edit your comment", "Better")
        browser.click("Save")
        browser.wait_to_see("Your comment is changed.")
        self.assertEqual([one["content"] for one in self.comments()], ["Better"])
        browser.click("Delete")
        browser.wait_to_see("Delete this comment for everybody?")
        browser.click("Cancel")
        browser.wait_until_gone("Delete this comment for everybody?")
        browser.click("Delete")
        browser.wait_to_see("Delete this comment for everybody?")
        browser.click("Delete")
        browser.wait_to_see("Nobody has said anything yet.")
        self.assertEqual(self.comments(), [])

    def test_others_comments_are_read_and_left_alone(self):
        self.say("Welcome!")
        browser = self.page("comments")
        browser.wait_to_see("Welcome!")
        browser.wait_to_see("Sam Engineer")
        self.assertEqual(browser.driver.find_elements(By.CSS_SELECTOR, ".actions-line"), [])

    def test_internal_comments_never_arrive(self):
        self.say("They pay too little.", is_internal=True)
        self.say("Welcome!")
        browser = self.page("comments")
        browser.wait_to_see("Welcome!")
        source = browser.driver.execute_script("return document.documentElement.outerHTML")
        self.assertNotIn("They pay", source)
        self.assertFalse(browser.sees("Internal"))

    def test_what_was_typed_survives_the_end_of_the_session(self):
        browser = self.page("comments")
        browser.fill("Write a comment", "A long thought.")
        browser.forget_cookies()
        browser.click("Post Comment")
        browser.wait_to_see("Your session has ended.")
        browser.click("Sign in in a new tab, then try again here.")
        here, there = browser.driver.window_handles
        browser.driver.switch_to.window(there)
        browser.fill("Email Address", self.email)
        browser.fill("Password", PASSWORD)
        browser.click("Sign In")
        browser.wait_to_see("Write a comment")
        browser.driver.close()
        browser.driver.switch_to.window(here)
        browser.click("Post Comment")
        browser.wait_to_see("Your comment is posted.")
        self.assertEqual([one["content"] for one in self.comments()], ["A long thought."])

    def test_a_lost_answer_says_nothing_twice(self):
        browser = self.page("comments")
        browser.wait_to_see("Nobody has said anything yet.")
        browser.driver.execute_script("""
            const real = fetch;
            let lost = 0;
            window.fetch = async (url, options) => {
              const answer = await real(url, options);
              if (options.method === 'POST' && lost++ === 0)
                throw new TypeError('lost');
              return answer;
            };""")
        browser.fill("Write a comment", "Only once.")
        browser.click("Post Comment")
        browser.wait_to_see("The server cannot be reached.")
        browser.click("Post Comment")
        browser.wait_to_see("Your comment is posted.")
        self.assertEqual([one["content"] for one in self.comments()], ["Only once."])

    def test_too_much_is_counted_and_kept(self):
        browser = self.page("comments")
        browser.wait_to_see("Write a comment")
        field = browser.driver.find_element(By.TAG_NAME, "textarea")
        browser.driver.execute_script("arguments[0].value = 'x'.repeat(4001)", field)
        browser.click("Post Comment")
        browser.wait_to_see("4001 characters are too many.")
        self.assertEqual(len(browser.value("Write a comment")), 4001)


class Resources(PocCase):

    def make(self, kind, content, **members):
        return self.call("POST", f"/pocs/{self.poc['id']}/resources",
                         {"title": f"A {kind}", "resource_type": kind, "content": content,
                          **members})

    def test_links_are_followed_code_is_copied_and_text_is_read(self):
        self.make("link", "https://docs.example/start?a=b#c", description="For the first day.")
        self.make("code", "load --month 10\n    --all")
        self.make("text", "Monday\nTuesday")
        browser = self.page("resources")
        browser.wait_to_see("Monday\nTuesday")
        browser.wait_to_see("For the first day.")
        link = browser.driver.find_element(By.LINK_TEXT, "https://docs.example/start?a=b#c")
        self.assertEqual((link.get_attribute("rel"), link.get_attribute("target")),
                         ("noopener noreferrer", "_blank"))
        browser.driver.execute_cdp_cmd("Browser.grantPermissions", {
            "origin": self.server.url,
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        browser.click("Copy “A code”")
        browser.wait_to_see("Copied.")
        copied = browser.driver.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0])")
        self.assertEqual(copied, "load --month 10\n    --all")

    def test_only_links_that_are_links_can_be_followed(self):
        targets = ("javascript:document.title='broken'", "data:text/html,hello", "file:///etc/passwd",
                   "vbscript:x", "blob:x", "/relative", "java\tscript:alert(1)", "http://")
        with self.open_database() as database:
            for kind in ("link", "file"):
                for target in targets:
                    database.execute(
                        "INSERT INTO resource (poc_id, title, resource_type, content, sort_order,"
                        " created_at) VALUES (?, 'x', ?, ?, 0, 1)", (self.poc["id"], kind, target))
        browser = self.page("resources")
        browser.wait_to_see("file:///etc/passwd")
        links = browser.driver.find_elements(By.CSS_SELECTOR, ".resource a")
        self.assertEqual([one.get_attribute("href") for one in links], [])


class Hostile(PocCase):

    def test_whatever_is_in_a_poc_is_only_words(self):
        poc = self.poc["id"]
        self.make_task("x", description="x")
        self.call("POST", f"/tasks/pocs/{poc}/task-groups", {"title": "x", "description": "x"})
        self.call("POST", f"/pocs/{poc}/success-criteria", {"title": "x", "poc_id": poc})
        for kind in ("link", "code", "text", "file"):
            self.call("POST", f"/pocs/{poc}/resources",
                      {"title": "x", "resource_type": kind, "content": "https://x.example/"})
        self.say("x", subject="x")
        self.poison(poc)
        browser = self.page()
        self.assertNotEqual(browser.driver.title, "broken")
        for place in ("overview", "tasks", "resources", "comments", "people"):
            with self.subTest(place):
                browser.driver.execute_script("location.hash = arguments[0]", place)
                wait_for(lambda: "W" * 300 in browser.driver.find_element(
                    By.CSS_SELECTOR, ".view:not([hidden])").text, "the words")
                found = browser.driver.execute_script("""
                    const inside = document.querySelectorAll('main img, main script, main iframe');
                    return [document.title.startsWith('broken'), inside.length]""")
                self.assertEqual(found, [False, 0])
                self.assertEqual(browser.complaints(), [])

    def poison(self, poc):
        """Past the door, which lets no such thing in any more."""
        with self.open_database() as database:
            for table, columns in (
                    ("poc", ("title", "description", "objectives", "customer_company_name")),
                    ("task", ("title", "description")), ("task_group", ("title", "description")),
                    ("criterion", ("title", "description", "target_value", "achieved_value")),
                    ("resource", ("title", "description", "content")),
                    ("comment", ("subject", "content"))):
                for column in columns:
                    key = "id" if table == "poc" else "poc_id"
                    database.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?",
                                     (HOSTILE, poc))
            database.execute("UPDATE account SET full_name = ?, title = ? WHERE id = ?",
                             (HOSTILE, HOSTILE, self.user))

    def test_every_field_that_a_customer_fills_in_is_only_words(self):
        self.make_task()
        browser = self.page("comments")
        attempt = "\"><script>document.title='broken'</script><img src=x onerror=alert(1)>"
        browser.fill("Write a comment", attempt)
        browser.click("Post Comment")
        browser.wait_to_see(attempt)
        browser.click("Edit")
        self.assertEqual(browser.value("Edit your comment"), attempt)
        browser.open(self.server.url + "/app/profile")
        browser.wait_to_see("Your Account")
        for label in ("First Name", "Last Name", "Role/Title"):
            browser.fill(label, attempt[:90])
        browser.click("Save")
        browser.wait_to_see("Your profile is saved.")
        browser.open(f"{self.server.url}/app/pocs/{self.poc['id']}#people")
        browser.wait_to_see(attempt[:90])
        self.assertEqual(browser.driver.find_elements(By.CSS_SELECTOR, "main img, main script"), [])
        self.assertEqual(browser.complaints(), [])


class TwoOrganizations(WebTestCase):
    """One customer works with two vendors, who know nothing of each other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.admin("tenant", "add", "Hooli", "--slug", "hooli")
        cls.server.admin("user", "add", "gavin@hooli.example", "--tenant", "hooli", "--role",
                         "sales_engineer", "--name", "Gavin Engineer", input=PASSWORD + "\n")

    def setUp(self):
        self.email = self.new_address()
        self.first = self.make_poc(title="Griffin")
        self.accept_by_api(self.invite(self.first, self.email, first_name="Jane"))
        self.token, ours = self.sign_in_by_api("gavin@hooli.example"), self.token
        self.addCleanup(setattr, self, "token", ours)
        self.second = self.make_poc(title="Nucleus", description="Compression.")
        self.second_link = self.invite(self.second, self.email)["link"]

    def test_both_are_reached_and_worked_on_with_one_session(self):
        browser = self.browse(self.second_link)
        browser.fill("Password", PASSWORD)
        browser.click("Sign In and Accept")
        browser.wait_to_see("Compression.")
        browser.wait_to_see("Gavin Engineer")
        task = self.call("POST", f"/tasks/pocs/{self.second['id']}/tasks", {"title": "Compress"})
        self.call("POST", f"/pocs/{self.second['id']}/resources",
                  {"title": "Notes", "resource_type": "text", "content": "Middle out"})
        browser.driver.refresh()
        browser.click("Go to Tasks")
        browser.click("Mark as Complete: Compress")
        browser.fill("Comment (optional)", "Ratio 5.2")
        browser.click("Mark as Complete")
        browser.wait_to_see("1 comment")
        tasks = self.call("GET", f"/tasks/pocs/{self.second['id']}/tasks")
        self.assertEqual([(one["id"], one["status"]) for one in tasks], [(task["id"], "completed")])
        browser.open(browser.url.split("#")[0] + "#resources")
        browser.wait_to_see("Middle out")
        browser.open(self.server.url + "/app/")
        for words in ("Griffin", "Initech · Customer", "Nucleus", "Hooli · Customer",
                      "1 of 1 tasks done"):
            browser.wait_to_see(words)
        browser.open(f"{self.server.url}/app/pocs/{self.first['id']}#comments")
        browser.fill("Write a comment", "Here too.")
        browser.click("Post Comment")
        browser.wait_to_see("Your comment is posted.")
        browser.wait_to_see("Here too.")

    def test_who_is_shut_out_of_one_works_on_in_the_other(self):
        browser = self.browse(self.second_link)
        browser.fill("Password", PASSWORD)
        browser.click("Sign In and Accept")
        browser.wait_to_see("Compression.")
        self.change_database("UPDATE organization SET is_active = 0 WHERE slug = 'initech'")
        self.addCleanup(self.change_database, "UPDATE organization SET is_active = 1")
        browser.open(self.server.url + "/app/")
        browser.wait_to_see("Nucleus")
        self.assertFalse(browser.sees("Griffin"))
        browser.open(f"{self.server.url}/app/pocs/{self.first['id']}")
        browser.wait_to_see("This POC Is Not Available")
        browser.open(self.server.url + "/app/profile")
        browser.wait_to_see("This Device")


if __name__ == "__main__":
    unittest.main()
