# SPDX-License-Identifier: GPL-3.0-or-later
"""Following up, with the real parts: reminders, wrong addresses, access that is taken away, and
invitations that leave later."""

import unittest

from desk import DeskTestCase
from pmtest.browser import Browser
from pmtest.waiting import wait_for
from story import link_in

RESEND, REMIND, CORRECT, CANCEL = 0, 1, 2, 3  # of a pending row
REMOVE_ACCESS = 0  # of an accepted one


class FollowingUp(DeskTestCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.bring_back_server)

    def participants(self, poc):
        return [one["email"] for one in self.call("GET", f"/pocs/{poc}/participants")]

    def sit_before_people(self, title):
        self.sit_down(title)
        self.story.show_participants()

    def test_a_reminder_is_mailed_and_the_first_link_goes_on_working(self):
        poc, jane = self.add_poc("Phoenix"), "jane@globex.example"
        first = self.invite(poc, jane, first_name="Jane")
        self.let_an_hour_pass()
        self.sit_before_people("Phoenix")
        self.choose_for("Jane", REMIND)
        self.story.wait_until_status("Jane", "Reminding")
        self.end_undo_time()
        reminder = self.mails.wait_for_message(jane, 2)
        self.assertIn("Reminder", reminder["Subject"])
        self.story.wait_until_status("Jane", "Pending")
        self.assertTrue(self.is_live(first))
        self.assertTrue(self.is_live(link_in(reminder)))

    def test_a_wrong_address_is_corrected_offline_in_one_step(self):
        poc, wrong, right = self.add_poc("Griffin"), "kim@globx.example", "kim@globex.example"
        old = self.invite(poc, wrong, first_name="Kim", personal_message="See you on Monday!")
        self.sit_before_people("Griffin")
        self.server.kill()
        self.person.wait_to_see("Offline: showing what was saved")
        self.choose_for("Kim", CORRECT)
        self.person.wait_to_see("Correct Address")
        self.person.fill("Email Address", right)
        self.person.press("Return")
        self.person.wait_to_see(f"{right} will be invited instead when online")
        self.story.wait_until_status(wrong, "Cancelling")
        self.story.wait_until_status(right, "Waiting to Send")

        self.server.start()
        mail = self.mails.wait_for_message(right, seconds=60)
        self.assertIn("See you on Monday!", mail.get_body(("plain",)).get_content())
        self.story.wait_until_status(right, "Pending")
        self.story.wait_until_status(wrong, "Cancelled")
        self.assertFalse(self.is_live(old))
        self.assertEqual(len(self.mails.messages_to(wrong)), 1)

    def test_a_reminder_that_is_too_early_says_when_it_is_possible(self):
        poc, jim = self.add_poc("Unicorn"), "jim@globex.example"
        self.invite(poc, jim, first_name="Jim")
        self.sit_before_people("Unicorn")
        self.choose_for("Jim", REMIND)
        self.person.click("Outbox", "button")
        self.person.click("Send Now", "button")
        self.person.wait_to_see("This customer was sent a mail only recently. Next possible")
        self.person.click("Discard", "button")
        self.person.wait_to_see("Nothing Is Waiting")
        self.assertEqual(len(self.mails.messages_to(jim)), 1)

    def test_access_is_taken_away_on_the_customers_next_request(self):
        poc, lee = self.add_poc("Hydra"), "lee@globex.example"
        link = self.invite(poc, lee, first_name="Lee")
        self.sit_before_people("Hydra")
        with Browser() as browser:
            self.story.follow_link(browser, link, "Hydra")
            self.story.create_password(browser, "blue lakes, long nights")
            self.story.complete_profile(browser, "Hydra")
            self.story.wait_until_status("Lee", "Accepted")
            self.choose_for("Lee", REMOVE_ACCESS)
            self.story.wait_until_status("Lee", "Removing Access")
            self.end_undo_time()
            self.story.wait_until_status("Lee", "Removed")
            self.assertNotIn(lee, self.participants(poc))
            browser.open(browser.url)
            browser.wait_until_gone("Hydra")
        self.assertEqual(len(self.mails.messages_to(lee)), 1)

    def test_an_invitation_leaves_at_the_time_that_was_chosen(self):
        poc, mia = self.add_poc("Pegasus"), "mia@globex.example"
        self.sit_down("Pegasus")
        self.story.write_invitation(mia, "Mia", "", "", "Hello Mia")
        self.story.review(mia)
        self.person.choose("More Ways to Send", 0)
        self.person.wait_to_see("The server keeps the invitation and mails it at that time")
        self.person.fill("Time", "9:30")
        self.person.wait_to_see("09:30.")
        self.person.press("Return")
        self.person.wait_to_see("Invitation to Mia will be sent")
        self.end_undo_time()
        wait_for(lambda: self.invitations(poc, mia), "the invitation on the server")
        [invitation] = self.invitations(poc, mia)
        self.assertIn("T09:30:00", invitation["send_at"])
        self.assertEqual(invitation["delivery"]["state"], "queued")
        self.assertEqual(self.mails.messages_to(mia), [])


if __name__ == "__main__":
    unittest.main()
