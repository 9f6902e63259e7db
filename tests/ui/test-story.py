# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, with the real parts: a customer is invited, offline too, and takes part."""

import http.server
import threading
import time
import unittest

from desk import PASSWORD, SAM, DeskTestCase
from pmtest.browser import Browser
from pmtest.waiting import wait_for
from story import link_in

RESEND, REMIND, CORRECT, CANCEL = 0, 1, 2, 3
UNDO_SECONDS = 10


class MainJob(DeskTestCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.bring_back_server)

    def test_a_customer_is_invited_offline_gets_one_mail_and_takes_part(self):
        title, jane = "Fraud detection pilot", "jane.doe@globex.example"
        message = "Hi Jane,\nyour data are loaded. See you on Monday!"
        poc = self.add_poc(title)
        self.add_poc("Warehouse robots", "Acme")
        self.start_desktop()
        story = self.story
        story.sign_in(self.address, SAM, PASSWORD)
        story.search("glob fraud", title)
        story.open_poc(title)

        self.server.kill()
        self.person.wait_to_see("Offline: showing what was saved")
        story.write_invitation(jane, "Jane", "Doe", "Head of Payments", message)
        story.review(jane)
        story.send()
        story.show_participants()
        story.wait_until_status("Jane Doe", "Waiting to Send")

        self.server.start()
        mail = story.wait_for_mail(jane, seconds=60)
        story.wait_until_status("Jane Doe", "Pending")
        self.check_mail(mail, title, message)
        with Browser() as browser:
            story.follow_link(browser, link_in(mail), title)
            story.create_password(browser, "blue lakes, long nights")
            story.wait_until_status("Jane Doe", "Accepted")
            story.complete_profile(browser, title)
            self.assertEqual(browser.complaints(), [])
        self.assertEqual(self.status_of(poc, jane), "accepted")
        self.assertEqual(len(self.mails.messages_to(jane)), 1)

    def check_mail(self, mail, title, message):
        self.assertEqual(mail["Subject"], f"You've been invited to participate in {title}")
        self.assertEqual(mail["To"], "Jane Doe <jane.doe@globex.example>")
        self.assertEqual(mail["Reply-To"], f"Sam Rivera <{SAM}>")
        text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
        for words in ("Hello Jane Doe,", f"POC: {title}", "Invited by: Sam Rivera",
                      "Organization: Initech", message):
            self.assertIn(words, text)
        self.assertTrue(link_in(mail).startswith(self.server.url + "/i/"), link_in(mail))


class Drafts(DeskTestCase):
    def test_what_was_written_is_there_again_even_after_a_power_cut(self):
        self.add_poc("Phoenix")
        self.sit_down("Phoenix")
        self.person.press("ctrl+i")
        self.person.fill("Email Address", "jane@globex.example")
        self.person.fill("Personal Message", "Dear Jane,\nit is about")
        self.person.press("Escape")
        self.person.wait_to_see("Draft saved")
        self.kill_desktop()

        self.start_desktop()
        self.story.open_poc("Phoenix")
        self.person.press("ctrl+i")
        self.person.wait_to_see("Your draft is back")
        self.assertEqual(self.person.text_of("Email Address"), "jane@globex.example")
        self.assertEqual(self.person.text_of("Personal Message"), "Dear Jane,\nit is about")
        self.assertEqual(self.mails.messages_to("jane@globex.example"), [])


class AfterInviting(DeskTestCase):
    """What can be done with an invitation that a customer has in her hands."""

    def test_resending_gives_a_fresh_link_and_the_old_one_says_so(self):
        poc, jane = self.add_poc("Phoenix"), "jane@globex.example"
        old = self.invite(poc, jane, first_name="Jane")
        self.let_an_hour_pass()
        self.sit_down("Phoenix")
        self.story.show_participants()
        self.choose_for("Jane", RESEND)
        self.person.wait_to_see("Resending the invitation to Jane")
        self.end_undo_time()

        fresh = link_in(self.mails.wait_for_message(jane, 2))
        self.assertNotEqual(fresh, old)
        self.story.wait_until_status("Jane", "Pending")
        with Browser() as browser:
            browser.open(old)
            browser.wait_to_see("There Is a Newer Invitation")
            browser.open(fresh)
            browser.wait_to_see("Create Your Password")
        self.assertFalse(self.is_live(old))
        self.assertTrue(self.is_live(fresh))
        self.assertEqual(len(self.mails.messages_to(jane)), 2)

    def test_cancelling_can_be_undone_and_kills_the_link_when_it_is_not(self):
        poc = self.add_poc("Griffin")
        kept = self.invite(poc, "kim@globex.example", first_name="Kim")
        cancelled = self.invite(poc, "lee@globex.example", first_name="Lee")
        self.sit_down("Griffin")
        self.story.show_participants()
        self.choose_for("Kim", CANCEL)
        self.person.wait_to_see("Cancelling the invitation to Kim")
        self.person.click("Undo", "button")
        self.story.wait_until_status("Kim", "Pending")

        # By the time that Lee's is cancelled, Kim's would have been.
        self.choose_for("Lee", CANCEL)
        self.story.wait_until_status("Lee", "Cancelling")
        asked = time.monotonic()
        self.story.wait_until_status("Lee", "Cancelled")
        self.assertGreater(time.monotonic() - asked, UNDO_SECONDS - 2)
        self.assertEqual(self.status_of(poc, "lee@globex.example"), "revoked")
        self.assertEqual(self.status_of(poc, "kim@globex.example"), "pending")
        self.story.wait_until_status("Kim", "Pending")
        self.assertTrue(self.is_live(kept))
        with Browser() as browser:
            browser.open(cancelled)
            browser.wait_to_see("This Invitation Was Cancelled")


class ComingBack(DeskTestCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.bring_back_server)

    def test_the_saved_list_is_there_without_a_server_and_one_is_signed_in_after(self):
        self.add_poc("Phoenix")
        self.sit_down("Phoenix")
        self.kill_desktop()
        self.add_poc("Griffin")
        self.server.kill()

        self.start_desktop()
        self.person.wait_to_see("Phoenix")
        self.assertFalse(self.person.sees("Sign In"))
        self.person.wait_to_see("Offline: showing what was saved")
        self.server.start()
        self.person.wait_to_see("Up to date", seconds=60)
        self.person.wait_to_see("Griffin")
        self.assertFalse(self.person.sees("Sign"))


class WebPage(http.server.BaseHTTPRequestHandler):
    """Answers everything with a page for people."""

    def do_GET(self):
        page = b"<!DOCTYPE html><title>Welcome</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_POST = do_GET

    def log_message(self, *_):
        pass


class SigningIn(DeskTestCase):
    def sign_in(self, address, password):
        self.person.wait_to_see("Sign In")
        self.person.fill("Server Address", address)
        self.person.fill("Email Address", SAM)
        self.person.fill("Password", password)
        self.person.click("Sign In", "button")

    def test_a_wrong_password_is_said_and_the_right_one_leads_in(self):
        self.start_desktop()
        self.sign_in(self.address, "not the password")
        self.person.wait_to_see("Incorrect email or password")
        self.assertEqual(self.person.text_of("Email Address"), SAM)
        self.person.fill("Password", PASSWORD)
        self.person.click("Sign In", "button")
        self.person.wait_to_see("Up to date")

    def test_a_web_page_instead_of_the_api_is_said_with_a_better_address(self):
        site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), WebPage)
        self.addCleanup(site.server_close)
        threading.Thread(target=site.serve_forever, daemon=True).start()
        self.addCleanup(site.shutdown)
        address = f"http://127.0.0.1:{site.server_port}"
        self.start_desktop()
        self.sign_in(address, PASSWORD)
        self.person.wait_to_see(
            "This address answers with a web page. The API is often under /api.")
        self.person.click(f"Use {address}/api", "button")
        wait_for(lambda: self.person.text_of("Server Address") == address + "/api",
                 "the better address in the field")


if __name__ == "__main__":
    unittest.main()
