# SPDX-License-Identifier: GPL-3.0-or-later
"""The application's frame, at a display, against the real server: signing in, the browser, the
outbox, and ending."""

import os
import re
import sqlite3
import tempfile
import unittest

from pmtest.case import DesktopTestCase
from pmtest.mail import MailFolder
from pmtest.notifications import Notifications
from pmtest.places import APPLICATION
from pmtest.server import Server
from pmtest.waiting import wait_for
from story import Story

EMAIL = "sam.rivera@northwind.example"
PASSWORD = "try-the-demo"
TITLE = "Data platform evaluation"
CUSTOMER = "maya.lindqvist@brightwater.example"


class ShellTestCase(DesktopTestCase):
    def setUp(self):
        self.server = Server("--demo")
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.notifications = Notifications()
        self.notifications.__enter__()
        self.addCleanup(self.notifications.__exit__)
        self.inbox = MailFolder(self.server.place / "mail")
        home = tempfile.TemporaryDirectory(prefix="desktop-")
        self.addCleanup(home.cleanup)
        self.environment = os.environ | {"XDG_DATA_HOME": home.name}
        self.launch()

    def launch(self):
        self.person = self.start(APPLICATION, env=self.environment)
        self.story = Story(self.person, self.inbox)

    def sign_in(self, email=EMAIL, password=PASSWORD):
        self.person.find("Sign In", "button")
        self.person.fill("Server Address", self.server.url)
        self.person.fill("Email Address", email)
        self.person.fill("Password", password)
        self.person.click("Sign In", "button")

    def sign_in_and_see_pocs(self):
        self.sign_in()
        self.person.wait_to_see("Up to date", seconds=30)
        wait_for(self.story.rows, "POCs in the list")

    def go_offline(self):
        self.server.kill()
        self.person.press("F5")
        self.person.wait_to_see("Offline: showing what was saved", seconds=30)

    def change_database(self, *statements):
        self.server.stop()
        [path] = self.server.data.glob("*.db")
        database = sqlite3.connect(path)
        with database:
            for sql, *values in statements:
                database.execute(sql, values)
        database.close()
        self.server.start()

    def end_sessions(self):
        """As the server does when a password has been changed elsewhere."""
        self.change_database(*((f"DELETE FROM {table}",)
                               for table in ("access_token", "refresh_token", "session")))

    def set_role(self, email, role):
        self.change_database(("UPDATE membership SET role = ? WHERE user_id ="
                              " (SELECT id FROM account WHERE email = ?)", role, email))

    def bring_in(self, email, name):
        """A customer, into the POC with that TITLE."""
        self.server.admin("user", "add", email, "--tenant", "northwind", "--role", "customer",
                          "--name", name, input=PASSWORD + "\n")
        credentials = {"email": EMAIL, "password": PASSWORD}
        credentials["tenant_id"] = self.server.request(
            "POST", "/auth/login", credentials).json["tenants"][0]["tenant_id"]
        token = self.server.request("POST", "/auth/select-tenant", credentials).json["access_token"]
        poc = next(poc for poc in self.server.request("GET", "/pocs/", token=token).json
                   if poc["title"] == TITLE)
        user = next(user for user in self.server.request("GET", "/users/", token=token).json
                    if user["email"] == email)
        answer = self.server.request("POST", f"/pocs/{poc['id']}/participants",
                                     {"user_id": user["id"]}, token)
        self.assertEqual(answer.status, 200, answer.text)

    def invite_offline(self):
        self.sign_in_and_see_pocs()
        self.story.search("bright data", TITLE)
        self.story.open_poc(TITLE)
        self.go_offline()
        self.story.write_invitation(CUSTOMER, "Maya", "Lindqvist", "Data Architect", "Hello Maya,\n")
        self.story.review(CUSTOMER)
        self.story.send()
        self.person.find("Outbox", "button")


class SigningIn(ShellTestCase):
    def test_what_is_wrong_is_said_in_the_form(self):
        self.person.find("Sign In", "button")
        self.person.click("Sign In", "button")
        self.person.wait_to_see("Enter the address of your server.")
        self.sign_in(password="no idea")
        self.person.wait_to_see("Incorrect email or password")
        self.person.fill("Password", PASSWORD)
        self.person.press("Return")
        self.person.wait_to_see("Up to date", seconds=30)

    def test_a_remote_address_must_be_encrypted(self):
        self.person.find("Sign In", "button")
        self.person.fill("Server Address", "http://poc.example")
        self.person.fill("Email Address", EMAIL)
        self.person.fill("Password", PASSWORD)
        self.person.click("Sign In", "button")
        self.person.wait_to_see("Without https your password could be read on its way.")

    def test_an_organization_is_chosen_where_there_are_several(self):
        self.server.admin("tenant", "add", "Contoso & Sons", "--slug", "contoso")
        self.server.admin("user", "add", EMAIL, "--tenant", "contoso", "--role",
                          "account_executive", "--name", "Sam Rivera", input=PASSWORD + "\n")
        self.sign_in()
        self.person.wait_to_see("Choose an Organization", seconds=20)
        self.person.wait_to_see("Account Executive")
        self.person.click("Contoso & Sons", "list item")
        self.person.click("Continue", "button")
        self.person.wait_to_see("Up to date", seconds=30)
        self.person.wait_to_see("Contoso & Sons")

    def test_an_ended_session_is_renewed_in_place(self):
        self.sign_in_and_see_pocs()
        rows = self.story.rows()[:3]
        self.end_sessions()
        self.person.press("F5")
        self.person.click("Sign in again", "toggle button")
        self.person.wait_to_be_in("Password")
        self.person.type("no idea\n")
        self.person.wait_to_see("Incorrect email or password")
        self.assertEqual(self.story.rows()[:3], rows)
        self.person.press("ctrl+a")
        self.person.type(PASSWORD + "\n")
        self.person.wait_to_see("Up to date", seconds=30)

    def test_a_customer_sees_their_pocs_and_is_not_offered_to_invite(self):
        self.bring_in("carla@globex.example", "Carla Dunn")
        self.sign_in("carla@globex.example")
        self.person.wait_to_see("Up to date", seconds=30)
        wait_for(lambda: [TITLE in row for row in self.story.rows()] == [True],
                 lambda: f"only {TITLE!r}, not {self.story.rows()}")
        self.person.click(re.compile(TITLE), "list item", self.person.find("POCs", "list"))
        self.person.wait_to_see("inviting is up to the organization’s own people")
        self.assertFalse(self.person.sees("Invite Customer"))
        self.person.press("alt+3")
        self.person.wait_to_see("Provision the evaluation environment")
        self.person.wait_to_see("adding tasks is up to the organization’s own people")
        self.assertFalse(self.person.sees("Add Task"))

    def test_whose_role_changes_at_work_is_offered_what_they_may_do_by_then(self):
        self.bring_in("carla@globex.example", "Carla Dunn")
        self.sign_in("carla@globex.example")
        self.person.wait_to_see("Up to date", seconds=30)
        self.person.click(re.compile(TITLE), "list item", self.person.find("POCs", "list"))
        self.person.wait_to_see("inviting is up to the organization’s own people")

        self.set_role("carla@globex.example", "sales_engineer")
        self.person.press("F5")
        self.person.wait_to_see("Invite Customer", seconds=30)
        self.person.press("ctrl+n")
        self.person.wait_to_see("Customer’s Company")
        self.person.press("Escape")

        self.set_role("carla@globex.example", "customer")
        self.person.press("F5")
        self.person.wait_to_see("inviting is up to the organization’s own people", seconds=30)
        self.assertFalse(self.person.sees("Invite Customer"))

    def test_signing_out_stays_so_until_one_signs_in_again(self):
        self.sign_in_and_see_pocs()
        self.person.click("Northwind Systems")
        self.person.click("Sign Out of Northwind Systems", "button")
        self.person.find("Sign In", "button")
        self.assertEqual(self.person.close(), 0)
        self.launch()
        self.sign_in_and_see_pocs()


class Browsing(ShellTestCase):
    def test_search_finds_as_one_types_and_says_what_it_searched(self):
        self.sign_in_and_see_pocs()
        self.story.search("prazision", "ERP and web shop integration")
        self.person.press("ctrl+a")
        self.person.type("nowhere to be found")
        self.person.wait_to_see("No POCs match “nowhere to be found”")
        self.person.press("ctrl+a")
        self.person.type("container")
        self.person.click("Search Archived Too", "button")
        wait_for(lambda: self.story.rows() == ["Container platform telemetry"],
                 lambda: f"the archived POC, not {self.story.rows()}")

    def test_what_was_saved_is_there_without_a_network(self):
        self.sign_in_and_see_pocs()
        before = self.story.rows()
        self.assertEqual(self.person.close(), 0)
        self.server.kill()

        self.launch()
        wait_for(lambda: self.story.rows() == before, lambda: f"{before}, not {self.story.rows()}")
        self.person.wait_to_see("Offline: showing what was saved", seconds=30)
        self.server.start()
        self.person.press("F5")
        self.person.wait_to_see("Up to date", seconds=30)


class Outbox(ShellTestCase):
    def test_what_waits_can_be_taken_back_and_put_back(self):
        self.invite_offline()
        self.person.click("Outbox", "button")
        self.person.wait_to_see("Invite Maya Lindqvist")
        self.person.click("Discard", "button")
        self.person.wait_to_see("Nothing Is Waiting")
        self.person.click("Undo", "button")
        self.person.wait_to_see("Invite Maya Lindqvist")
        self.assertEqual(self.inbox.messages_to(CUSTOMER), [])

        # Offline this is tried at once and fails; it leaves by itself when the server is back.
        self.person.click("Send Now", "button")
        self.server.start()
        self.story.wait_for_mail(CUSTOMER)
        self.assertEqual(len(self.inbox.messages_to(CUSTOMER)), 1)

    def test_editing_opens_what_was_written(self):
        self.invite_offline()
        self.person.click("Outbox", "button")
        self.person.click("Edit", "button")
        wait_for(lambda: self.person.text_of("Email Address") == CUSTOMER, "the draft")
        self.assertEqual(self.person.text_of("First Name"), "Maya")


class Ending(ShellTestCase):
    def test_quitting_sends_what_was_held_for_undo(self):
        self.sign_in_and_see_pocs()
        self.story.search("bright data", TITLE)
        self.story.open_poc(TITLE)
        self.story.write_invitation(CUSTOMER, "Maya", "Lindqvist", "Data Architect", "Hello Maya,\n")
        self.story.review(CUSTOMER)
        self.story.send()
        self.person.press("ctrl+q")
        self.assertEqual(self.person.process.wait(15), 0)
        self.assertEqual(len(self.inbox.messages_to(CUSTOMER)), 1)

    def test_unsent_work_survives_quitting_offline(self):
        self.invite_offline()
        self.person.press("ctrl+q")
        self.assertEqual(self.person.process.wait(15), 0)
        self.notifications.wait_for("1 change is not sent yet")
        self.server.start()
        self.launch()
        self.story.wait_for_mail(CUSTOMER)
        self.assertEqual(len(self.inbox.messages_to(CUSTOMER)), 1)


if __name__ == "__main__":
    unittest.main()
