# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten thousand POCs: the list is there while it is still being fetched, and answers at once.

The times are printed for people. What is asserted is what happens, and that nothing takes seconds.
"""

import time
import unittest

from pmtest.case import DesktopTestCase
from pmtest.person import Box
from pmtest.places import APPLICATION
from pmtest.waiting import wait_for
from story import Story

N_POCS = 10000
N_POCS_TO_WAIT_FOR = 30000  # so many that somebody can type meanwhile
FIRST = "Audit trail for trading desks"
DEEP = "9777"
LAST = "Warehouse robots telemetry"
LONGEST_STALL = 3  # seconds


class LongListTestCase(DesktopTestCase):
    def sign_in(self):
        self.person.field("Server Address", seconds=60)
        wait_for(lambda: self.person.text_of("Server Address"), "the demo's address", seconds=60)
        self.person.click("Sign In", "button")
        wait_for(self.story.rows, "POCs in the list")

    def say(self, what, since):
        print(f"# {what}: {(time.monotonic() - since) * 1000:.0f} ms", flush=True)

    def is_syncing(self):
        return self.person.sees("Syncing…")

    def wait_until_synced(self):
        self.person.wait_to_see("Up to date", seconds=90)

    def is_alone(self, ending):
        rows = self.story.rows()
        return len(rows) == 1 and rows[0].endswith(ending)

    def type_and_wait(self, letters, ending):
        """Types letter by letter; the list must have answered to all of them with one row."""
        for letter in letters:
            self.person.type(letter)
        typed = time.monotonic()
        wait_for(lambda: self.is_alone(ending),
                 lambda: f"{ending} alone in the list, not {self.story.rows()}", pause=0.005)
        self.say(f"from the last letter of {letters!r} to the list", typed)

    def longest_stall(self, condition):
        """How long at most the window has let one wait for an answer while @condition held."""
        frame, _, _ = self.person.window()
        longest = 0
        while condition():
            for _ in range(20):
                asked = time.monotonic()
                Box.of(frame)
                longest = max(longest, time.monotonic() - asked)
        return longest


class WhileSyncing(LongListTestCase):
    def test_the_list_is_there_and_searched_while_syncing_goes_on(self):
        self.person = self.start(APPLICATION, f"--demo={N_POCS_TO_WAIT_FOR}")
        self.story = Story(self.person, None)
        self.sign_in()
        self.assertTrue(self.is_syncing(), "synced before the list was there")
        self.person.press("ctrl+f")
        self.type_and_wait("audit tra", FIRST)
        self.assertTrue(self.is_syncing(), "synced before the search had answered")
        self.person.press("ctrl+a", "Delete")
        wait_for(lambda: len(self.story.rows()) > 1, "the whole list again")

        stall = self.longest_stall(self.is_syncing)
        print(f"# longest stall while syncing: {stall * 1000:.0f} ms")
        self.assertLess(stall, LONGEST_STALL)
        self.wait_until_synced()
        self.assertEqual(self.story.rows()[0], FIRST)


class OnceSynced(LongListTestCase):
    """All at the same list."""

    person = None

    def setUp(self):
        is_new = self.person is None
        if is_new:
            type(self).person = self.start_for_all(APPLICATION, f"--demo={N_POCS}")
        self.watch(self.person)
        self.story = Story(self.person, None)
        if is_new:
            self.sign_in()
            self.wait_until_synced()
        else:
            self.go_to_the_top()

    def test_searching_all_of_it_answers_to_each_letter_from_the_top(self):
        self.person.press("ctrl+f")
        top = self.story.rows()[:5]
        self.type_and_wait("warehouse rob", LAST)
        self.person.press("ctrl+a", "Delete")
        wait_for(lambda: self.story.rows()[:5] == top, lambda: f"{top}, not {self.story.rows()}")

        typed = time.monotonic()
        self.person.type("w")
        wait_for(lambda: self.story.rows()[:5] != top, "another list", pause=0.005)
        self.say("from a first letter to the list", typed)
        self.person.press("ctrl+a")
        self.type_and_wait(DEEP, DEEP)
        self.person.press("Escape")

    def test_it_scrolls_to_its_end_and_back(self):
        pocs = self.person.find("POCs", "list")
        self.person.click(FIRST, "list item", within=pocs)
        pressed = time.monotonic()
        self.person.press("End")
        wait_for(lambda: self.story.rows()[-1:] == [LAST], lambda: f"{LAST!r} at the end of the "
                 f"list, not {self.story.rows()}")
        self.say("to the end of the list", pressed)
        self.person.press("Home")
        wait_for(lambda: self.story.rows()[:1] == [FIRST], "the beginning of the list")
        self.person.scroll_to(self.row_on_the_third_screen(), within="POCs")

    def go_to_the_top(self):
        """From wherever the last test has left it."""
        rows = self.person.find_all(role="list item", within=self.person.find("POCs", "list"))
        self.person.click_thing(rows[1])
        self.person.press("Next", "Home")
        wait_for(lambda: self.story.rows()[:1] == [FIRST], "the beginning of the list")

    def row_on_the_third_screen(self):
        """Found out with the keyboard, so that the wheel can look for it."""
        self.person.press("Next", "Next")
        wait_for(lambda: FIRST not in self.story.rows(), "a later part of the list")
        row = self.story.rows()[-1]
        self.person.press("Home")
        wait_for(lambda: self.story.rows()[:1] == [FIRST], "the beginning of the list")
        return row


if __name__ == "__main__":
    unittest.main()
