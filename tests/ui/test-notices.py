# SPDX-License-Identifier: GPL-3.0-or-later
"""What went wrong with the files is told at the desktop: once, in sentences, with what to do."""

import fcntl
import sqlite3
import unittest

from desk import DeskTestCase
from pmtest.waiting import wait_for

ACCOUNT = """[Workspace]
ServerUrl=http://127.0.0.1:9
Email=sam@umbrella.example
Organization=Umbrella
UserId=1
TenantId=1
"""


class FilesTestCase(DeskTestCase):
    def workspaces(self):
        return self.home / "data/poc-manager/workspaces"

    def folder(self):
        """Of the only workspace."""
        [path] = self.workspaces().glob("*/workspace.ini")
        return path.parent

    def sit_down_once(self):
        """And leaves again, so that there is a workspace with a draft in it."""
        self.add_poc("Phoenix")
        self.sit_down("Phoenix")
        self.person.press("ctrl+i")
        self.person.fill("Email Address", "jane@globex.example")
        self.person.press("Escape")
        self.person.wait_to_see("Draft saved")
        self.assertEqual(self.person.close(), 0)

    @staticmethod
    def spoil(path):
        with open(path, "r+b") as file:
            file.write(b"no database any more" * 10)

    def assert_told_once(self, title):
        self.person.click("Dismiss", "button")
        self.person.wait_until_gone(title)
        self.assertEqual(self.person.close(), 0)
        self.start_desktop()
        self.person.wait_to_see("Up to date")
        self.assertFalse(self.person.sees(title))


class Notices(FilesTestCase):
    def test_damaged_drafts_are_told_with_where_they_are(self):
        self.sit_down_once()
        self.spoil(self.folder() / "drafts.db")
        self.start_desktop()
        self.person.wait_to_see("Drafts Were Damaged")
        [aside] = self.folder().glob("drafts-damaged-*.db")
        self.person.wait_to_see("1 draft and 0 unsent changes")
        self.person.wait_to_see(str(aside))
        self.person.find("Show File", "button")
        self.assert_told_once("Drafts Were Damaged")

    def test_a_lost_copy_is_told_and_comes_back(self):
        self.sit_down_once()
        self.spoil(next(self.folder().glob("cache-*.db")))
        self.start_desktop()
        self.person.wait_to_see("The offline copy could not be read and is fetched again")
        wait_for(lambda: any("Phoenix" in row for row in self.story.rows()), "the POC again")
        self.assert_told_once("The offline copy could not be read")
        self.story.open_poc("Phoenix")
        self.person.press("ctrl+i")
        self.person.wait_to_see("Your draft is back")


class Failures(FilesTestCase):
    def test_a_workspace_in_use_elsewhere_opens_once_it_is_free(self):
        self.sit_down_once()
        with open(self.folder() / "lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.start_desktop()
            self.person.wait_to_see("“Initech” Could Not Be Opened")
            self.person.wait_to_see("It is in use by another POC Manager.")
            self.person.wait_to_see("Nothing is lost")
            self.person.click("Try Again", "button")
            self.person.wait_to_see("is in use by another process")
        self.person.click("Try Again", "button")
        wait_for(lambda: any("Phoenix" in row for row in self.story.rows()), "the POC")
        self.assertFalse(self.person.sees("Could Not Be Opened"))

    def test_one_that_cannot_be_opened_keeps_no_other_out(self):
        self.sit_down_once()
        umbrella = self.workspaces() / "umbrella"
        umbrella.mkdir()
        (umbrella / "workspace.ini").write_text(ACCOUNT)
        database = sqlite3.connect(umbrella / "drafts.db")
        database.execute("PRAGMA user_version = 99")
        database.close()
        self.start_desktop()
        wait_for(lambda: any("Phoenix" in row for row in self.story.rows()), "the POC")
        self.person.wait_to_see("“Umbrella” Could Not Be Opened")
        self.person.wait_to_see("sam@umbrella.example")
        self.person.wait_to_see("written by a newer version of POC Manager")
        (umbrella / "drafts.db").unlink()
        self.person.click("Try Again", "button")
        self.person.wait_until_gone("Could Not Be Opened")
        self.person.click("Initech")
        self.person.find("Umbrella", "list item")

    def test_who_cannot_open_anything_can_sign_in_elsewhere(self):
        self.sit_down_once()
        (self.folder() / "workspace.ini").write_text("nothing that says anything")
        self.start_desktop()
        self.person.wait_to_see("Nothing Could Be Opened")
        self.person.wait_to_see("cannot be read")
        self.person.click("Sign In to Another Account", "button")
        self.person.find("Server Address")
        self.person.click("Back", "button")
        self.person.wait_to_see("Nothing Could Be Opened")
        self.person.click("Sign In to Another Account", "button")
        self.story.sign_in(self.address, "sam@initech.example", "quiet harbour at dawn")
        self.person.wait_to_see("Could Not Be Opened")


if __name__ == "__main__":
    unittest.main()
