# SPDX-License-Identifier: GPL-3.0-or-later
"""A customer who signs in on the desktop works with the POCs they take part in.

The real server tells customers nothing of what changes in an organization, so their desktop reads
what is theirs from time to time.
"""

import itertools
import shutil
import sqlite3
import tempfile
import unittest

from office import PASSWORD, Office
from plaincase import Desktop
from pmtest.waiting import wait_for


class CustomerTest(unittest.TestCase):
    """Every test has a customer of its own, @carla."""

    numbers = itertools.count(1)

    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="desktop-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.desktop = None
        self.addCleanup(self.close)
        self.carla = f"carla{next(self.numbers)}@globex.example"
        self.poc = self.office.add_poc("Theirs")
        self.other = self.office.add_poc("Of others", company="Initrode")
        self.office.bring_in(self.poc, self.carla)
        self.office.bring_in(self.poc, "dora@globex.example", "Dora Lang")

    def open(self):
        self.desktop = Desktop(self.office.server.url, self.folder, email=self.carla,
                               password=PASSWORD)
        wait_for(lambda: self.ask("SELECT complete FROM meta") == [(1,)], "everything")
        return self.desktop

    def close(self):
        if self.desktop and self.desktop.process.poll() is None:
            self.desktop.kill()

    def call(self, method, path, body=None, who="sam"):
        answer = self.office.call(method, path, body, who)
        self.assertLess(answer.status, 300, answer.text)
        return answer.json

    def add_task(self, title):
        return self.call("POST", f"/tasks/pocs/{self.poc}/tasks", {"title": title})["id"]

    def comment(self, content, who="sam", **fields):
        body = {"subject": "Note", "content": content} | fields
        self.call("POST", f"/pocs/{self.poc}/comments", body, who)

    def set_role(self, role):
        self.office.change(("UPDATE membership SET role = ? WHERE user_id ="
                            " (SELECT id FROM account WHERE email = ?)", role, self.carla))
        self.office._tokens.clear()

    def titles(self):
        return [title for title, in self.ask("SELECT title FROM poc ORDER BY id")]

    def ask(self, sql):
        """Nothing while one offline copy gives way to another."""
        try:
            return self.desktop.query(sql)
        except sqlite3.OperationalError:
            return []

    def in_step(self):
        self.desktop.tell("rest")
        self.desktop.expect("resting")

    def settled(self):
        wait_for(lambda: self.desktop.outbox() == [], lambda: f"{self.desktop.outbox()}")


class Reading(CustomerTest):
    def test_the_pocs_they_take_part_in_come_with_all_that_is_in_them(self):
        task = self.add_task("Load the data")
        self.comment("about the POC")
        self.comment("about the task", poc_task_id=task)
        self.call("POST", f"/pocs/{self.poc}/resources",
                  {"title": "Guide", "resource_type": "link", "content": "https://example.com"})
        desktop = self.open()
        self.assertEqual(self.titles(), ["Theirs"])
        self.assertEqual(desktop.query("SELECT title FROM task"), [("Load the data",)])
        self.assertEqual(desktop.query("SELECT title FROM resource"), [("Guide",)])
        self.assertEqual(desktop.query("SELECT content, poc_task_id FROM comment ORDER BY id"),
                         [("about the POC", None), ("about the task", task)])
        self.assertEqual(desktop.quit(), 0)

    def test_what_is_not_for_customers_does_not_come(self):
        self.comment("between us", is_internal=True)
        self.office.invite(self.poc, "erin@globex.example")
        desktop = self.open()
        for table in ("comment", "invitation", "user"):
            self.assertEqual(desktop.query(f"SELECT count(*) FROM {table}"), [(0,)], table)
        people = dict(desktop.query("SELECT full_name, email FROM participant"))
        self.assertEqual(people["Carla Dunn"], self.carla)
        self.assertFalse(people["Dora Lang"])

    def test_what_happens_there_comes_by_itself(self):
        desktop = self.open()
        desktop.tell("watch", self.poc)
        self.comment("news")
        desktop.tell("sync")
        desktop.wait_for_rows([("news",)], "SELECT content FROM comment")

    def test_a_poc_they_are_taken_out_of_goes(self):
        desktop = self.open()
        user = desktop.query("SELECT user_id FROM participant WHERE email = ?", self.carla)[0][0]
        self.call("DELETE", f"/pocs/{self.poc}/participants/{user}")

        def gone():
            desktop.tell("sync")
            return self.titles() == []

        wait_for(gone, lambda: f"no POCs, not {self.titles()}", pause=0.2)


class Writing(CustomerTest):
    def test_a_completed_task_and_a_comment_arrive_and_settle(self):
        task = self.add_task("Load the data")
        desktop = self.open()
        desktop.edit("task", task, status="completed")
        desktop.create("comment", self.poc, subject="Done", content="It works", is_internal=False)
        self.settled()
        self.assertEqual(desktop.query("SELECT status FROM task"), [("completed",)])
        self.assertEqual(desktop.query("SELECT content FROM comment"), [("It works",)])
        [kept] = self.call("GET", f"/tasks/pocs/{self.poc}/tasks")
        self.assertEqual(kept["status"], "completed")
        said = self.call("GET", f"/pocs/{self.poc}/comments")
        self.assertEqual([one["content"] for one in said], ["It works"])


class ChangedRole(CustomerTest):
    def test_who_becomes_a_customer_keeps_their_own_pocs_only(self):
        self.set_role("sales_engineer")
        desktop = self.open()
        self.assertIn("Of others", self.titles())
        self.assertEqual(desktop.quit(), 0)

        self.set_role("customer")
        self.open()
        wait_for(lambda: self.titles() == ["Theirs"], lambda: f"one POC, not {self.titles()}")

    def test_who_becomes_internal_sees_all(self):
        self.assertEqual(self.open().quit(), 0)
        self.set_role("sales_engineer")
        self.open()
        wait_for(lambda: "Of others" in self.titles(), lambda: f"all POCs, not {self.titles()}")

    def test_who_becomes_a_customer_at_work_reads_on_as_one(self):
        self.set_role("sales_engineer")
        self.comment("between us", is_internal=True)
        self.comment("for all")
        desktop = self.open()
        self.assertIn("Of others", self.titles())

        self.set_role("customer")
        self.assertEqual(desktop.expect("role"), "customer")
        wait_for(lambda: self.titles() == ["Theirs"], lambda: f"one POC, not {self.titles()}")
        desktop.wait_for_rows([("for all",)], "SELECT content FROM comment")
        self.assertEqual(self.ask("SELECT count(*) FROM invitation"), [(0,)])
        self.assertNotIn("no-access", desktop.states())

        # And as one, they work on.
        desktop.create("comment", self.poc, subject="Hello", content="It's me", is_internal=False)
        self.settled()

    def test_who_becomes_internal_at_work_sees_all(self):
        desktop = self.open()
        self.assertEqual(self.titles(), ["Theirs"])
        self.set_role("sales_engineer")

        def told():
            desktop.tell("sync")
            return "Of others" in self.titles()

        wait_for(told, lambda: f"all POCs, not {self.titles()}", pause=0.2)
        self.assertEqual(desktop.expect("role"), "sales_engineer")
        self.in_step()
        desktop.invite(self.poc, "next@globex.example")
        self.settled()
        desktop.wait_for_rows([("next@globex.example",)],
                              "SELECT email FROM invitation WHERE status = 'pending'")


if __name__ == "__main__":
    unittest.main()
