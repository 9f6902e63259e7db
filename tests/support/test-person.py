# SPDX-License-Identifier: GPL-3.0-or-later
"""The person that tests act with can do with a window what a person can."""

import pathlib
import re
import sys
import unittest

from pmtest import places
from pmtest.case import DesktopTestCase
from pmtest.person import Person
from pmtest.waiting import wait_for

SAMPLE = pathlib.Path(__file__).with_name("sample-window.py")


class PersonAtAWindow(DesktopTestCase):
    def setUp(self):
        self.person = self.start(sys.executable, SAMPLE)
        self.person.find("Sign In", "button")

    def test_fills_fields_switches_and_clicks(self):
        self.person.fill("Email Address", "zoë@example.com")
        self.person.fill("Password", "s3cret & <b>")
        self.person.click("Keep me signed in")
        self.person.click("Sign In")
        self.person.wait_to_see("zoë@example.com/s3cret & <b>/True")
        self.assertTrue(self.person.is_on("Keep me signed in"))
        self.assertEqual(self.person.text_of("Email Address"), "zoë@example.com")

    def test_filling_again_replaces(self):
        self.person.fill("Email Address", "first")
        self.person.fill("Email Address", "second")
        wait_for(lambda: self.person.text_of("Email Address") == "second", "the second text")

    def test_sees_a_toast(self):
        self.person.click("Sign In")
        self.person.wait_to_see("Signed in")
        self.person.find("Undo", "button")

    def test_chooses_from_a_menu_by_position(self):
        self.person.choose("Main Menu", 1)
        self.person.wait_to_see("Menu: delete")
        self.person.choose("Main Menu", 0)
        self.person.wait_to_see("Menu: rename")

    def test_opens_and_closes_a_dialog(self):
        self.person.click("Open Dialog")
        self.person.find("A Dialog", "dialog")
        self.person.click("Close It")
        self.person.wait_until_gone("A Dialog")

    def test_scrolls_to_a_row_and_opens_it(self):
        row = self.person.scroll_to("Person 100", within="People")
        self.person.click_thing(row, times=2)
        self.person.wait_to_see("Activated 100")

    def test_finds_by_pattern(self):
        self.assertEqual(self.person.find(re.compile("^Person 1$")).name, "Person 1")

    def test_writes_lines(self):
        self.person.fill("Note", "one\ntwo")
        self.person.wait_to_see("Note: one\ntwo")

    def test_takes_a_picture(self):
        picture = places.BUILD / "test-picture.png"
        self.addCleanup(picture.unlink)
        self.person.screenshot(picture)
        self.assertEqual(picture.read_bytes()[1:4], b"PNG")

    def test_missing_thing_fails_and_tells_what_is_there(self):
        with self.assertRaisesRegex(AssertionError, "Sign In"):
            self.person.find("Sign Out", seconds=0.2)

    def test_closes_the_window(self):
        self.assertEqual(self.person.close(), 0)


class WhatFailedIsKept(unittest.TestCase):
    def test_picture_and_tree(self):
        class Failing(DesktopTestCase):
            def runTest(self):
                self.start(sys.executable, SAMPLE).find("Sign In")
                self.fail("on purpose")

        case = Failing()
        case.run(unittest.TestResult())
        kept = [places.ARTIFACTS / (case.id().removeprefix("__main__.") + suffix)
                for suffix in (".txt", ".png")]
        self.assertIn("Email Address", kept[0].read_text())
        self.assertEqual(kept[1].read_bytes()[1:4], b"PNG")
        for path in kept:
            path.unlink()


if __name__ == "__main__":
    unittest.main()
