# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop whose clock is wrong by hours, at the real server: what it shows is right."""

import datetime
import time
import unittest

from desk import DeskTestCase
from pmtest.clock import Clock

SECOND = 1000000


class WrongClock(DeskTestCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.bring_back_server)

    def set_clock(self, **ahead):
        self.clock = self.enterContext(Clock(**ahead))
        self.environment = self.clock.environment

    def time_there(self):
        """What the desktop's clock would say if it were right."""
        return time.time() + self.clock.passed.total_seconds()

    def add_poc_with_days_left(self, title, days):
        today = datetime.date.today()
        return self.add_poc(title, start_date=str(today - datetime.timedelta(days=3)),
                            end_date=str(today + datetime.timedelta(days=days)))

    def look_at_participants(self, title):
        self.story.open_poc(title)
        self.story.show_participants()

    def assert_reads(self, *words):
        for each in words:
            self.person.wait_to_see(each)

    def test_what_is_ahead_and_ago_is_told_by_the_servers_clock(self):
        right = "in 6 days", "12 days left"
        self.invite(self.add_poc_with_days_left("Phoenix", 12), "jane@globex.example")
        self.set_clock(hours=-48)
        self.sit_down("Phoenix")
        self.story.show_participants()
        self.assert_reads("just now", *right)
        self.assertEqual(self.person.close(), 0)

        self.server.kill()
        self.start_desktop()
        self.look_at_participants("Phoenix")
        self.assert_reads("Offline", *right)
        self.assertEqual(self.person.close(), 0)

        # The clock is put right while nobody looks.
        self.clock.ahead = datetime.timedelta()
        self.start_desktop()
        self.look_at_participants("Phoenix")
        self.assert_reads("Offline", *right)
        self.server.start()
        self.person.press("F5")
        self.assert_reads("Up to date", *right)

    def test_a_clock_that_is_set_meanwhile_changes_nothing(self):
        """A minute later everything has looked at the clock again."""
        self.invite(self.add_poc_with_days_left("Griffin", 12), "jane@globex.example")
        self.set_clock()
        self.sit_down("Griffin")
        self.story.show_participants()
        self.assert_reads("just now", "in 6 days")
        self.server.kill()
        self.assert_reads("Offline")
        self.clock.ahead = datetime.timedelta(days=20)
        self.clock.advance(minutes=1)
        self.person.wait_until_gone("just now")
        self.assert_reads("in 6 days", "12 days left")
        self.assertTrue(self.person.sees("Pending"))

    def test_a_desktop_that_wakes_up_tells_how_late_it_is(self):
        self.invite(self.add_poc_with_days_left("Pegasus", 12), "jane@globex.example")
        self.set_clock(hours=5)
        self.sit_down("Pegasus")
        self.story.show_participants()
        self.assert_reads("in 6 days")
        self.server.kill()
        self.assert_reads("Offline")
        self.clock.sleep(days=2)
        self.clock.advance(minutes=1)
        self.person.wait_to_see("in 4 days")
        self.assert_reads("10 days left")

    def test_an_invitation_expires_by_itself_at_the_servers_time(self):
        self.invite(self.add_poc("Expiry"), "jane@globex.example", first_name="Jane")
        expires_at = time.time() + 600
        self.change_database("UPDATE invitation SET expires_at = ?", int(expires_at * SECOND))
        self.set_clock(hours=30)
        self.sit_down("Expiry")
        self.story.show_participants()
        self.story.wait_until_status("Jane", "Pending")
        self.server.kill()
        self.assert_reads("Offline")

        self.clock.advance(seconds=expires_at - time.time() - 45)
        self.assert_reads("in less than a minute")
        self.story.wait_until_status("Jane", "Pending")
        self.clock.advance(seconds=expires_at - self.time_there() - 5)
        self.story.wait_until_status("Jane", "Expired")
        self.assertGreaterEqual(self.time_there(), expires_at - 2)


if __name__ == "__main__":
    unittest.main()
