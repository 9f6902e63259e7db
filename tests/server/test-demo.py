# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo: an organization that looks as if people had worked in it for months."""

import collections
import unittest

from pmtest.server import Server

SAM = {"email": "sam.rivera@northwind.example", "password": "try-the-demo"}


def sign_in(server):
    login = server.request("POST", "/auth/login", SAM)
    tenant = login.json["tenants"][0]["tenant_id"]
    answer = server.request("POST", "/auth/select-tenant", SAM | {"tenant_id": tenant})
    return answer.json["access_token"]


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server("--demo"))
        cls.token = sign_in(cls.server)

    def get(self, path):
        answer = self.server.request("GET", path, token=self.token)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def test_every_kind_of_poc_and_invitation_is_there(self):
        pocs = self.get("/pocs/?limit=1000")
        self.assertEqual(len(pocs), 40)
        self.assertEqual({poc["status"] for poc in pocs},
                         {"draft", "active", "completed", "archived"})
        invitations = [row for poc in pocs for row in self.get(f"/pocs/{poc['id']}/invitations/")]
        statuses = collections.Counter(row["status"] for row in invitations)
        self.assertEqual(set(statuses), {"pending", "accepted", "expired", "failed", "revoked"})
        for row in invitations:
            self.assertTrue(row["email"].endswith(".example") and row["email"].isascii())
            if row["status"] == "failed":
                self.assertRegex(row["email_error"], r"^5\d\d ")
        tasks = self.get(f"/tasks/pocs/{pocs[0]['id']}/tasks")
        self.assertIn("completed", {task["status"] for task in tasks})
        self.assertTrue(self.get(f"/pocs/{pocs[0]['id']}/success-criteria"))

    def test_pocs_are_worked_on(self):
        pocs = self.get("/pocs/?limit=1000")
        poc = next(poc for poc in pocs if poc["title"] == "Data platform evaluation")
        groups = self.get(f"/tasks/pocs/{poc['id']}/task-groups")
        self.assertEqual([group["status"] for group in groups],
                         ["completed", "in_progress", "not_started"])
        tasks = self.get(f"/tasks/pocs/{poc['id']}/tasks")
        self.assertEqual([task["id"] for group in groups for task in group["tasks"]],
                         [task["id"] for task in tasks])
        self.assertEqual([bool(task["completed_by"]) for task in tasks], [True] * 3 + [False] * 4)
        self.assertEqual({len(task["assignees"]) for task in tasks}, {1})
        self.assertEqual(sorted({len(task["success_criteria_ids"]) for task in tasks}), [0, 1])
        for task in tasks:
            self.assertLessEqual(task["due_date"], poc["end_date"])
        self.assertTrue(self.get(f"/pocs/{poc['id']}/resources"))
        self.assertTrue(self.get(f"/pocs/{poc['id']}/tasks/{tasks[2]['id']}/resources"))
        comments = self.get(f"/pocs/{poc['id']}/comments")
        self.assertEqual({comment["is_internal"] for comment in comments}, {True, False})
        self.assertGreater(len({comment["user_id"] for comment in comments}), 1)

    def test_nobody_did_anything_before_they_came(self):
        for poc in self.get("/pocs/?limit=1000"):
            joined = {row["user_id"]: row["joined_at"].removesuffix("+00:00")
                      for row in self.get(f"/pocs/{poc['id']}/participants") if row["user_id"]}
            for comment in self.get(f"/pocs/{poc['id']}/comments"):
                self.assertGreater(comment["created_at"], joined[comment["user_id"]])
            for task in self.get(f"/tasks/pocs/{poc['id']}/tasks"):
                if task["completed_by"]:
                    self.assertGreater(task["completed_at"], joined[task["completed_by"]])

    def test_nothing_is_mailed_for_it(self):
        self.assertEqual(list((self.server.place / "mail").glob("*.eml")), [])

    def test_the_feed_brings_all_of_it(self):
        types, state = collections.Counter(), ""
        while True:
            page = self.get(f"/sync/changes?since={state}&max=500")
            types.update(row["type"] for row in page["list"])
            state = page["new_state"]
            if not page["has_more"]:
                break
        self.assertEqual(types["poc"], 40)
        self.assertEqual(types["template"], 1)
        for kind in ("user", "participant", "invitation", "task", "task_group", "criterion",
                     "resource", "comment"):
            self.assertGreater(types[kind], 40, kind)
        self.assertGreater(types["engagement"], 20)

    def test_customers_have_come_now_and_then(self):
        people = [row for poc in self.get("/pocs/?limit=1000")
                  for row in self.get(f"/pocs/{poc['id']}/participants")
                  if row["status"] == "accepted" and row["is_customer"]]
        self.assertTrue(all(row["last_seen_at"] for row in people))
        self.assertGreater(max(len(row["activity"]) for row in people), 4)

    def test_a_second_start_adds_nothing(self):
        self.server.stop()
        self.server.start()
        self.assertEqual(len(self.get("/pocs/?limit=1000")), 40)


class Crowd(unittest.TestCase):
    def test_as_many_pocs_as_are_asked_for(self):
        with Server("--demo=500") as server:
            pocs = server.request("GET", "/pocs/?limit=1000", token=sign_in(server)).json
            self.assertEqual(len(pocs), 500)
            self.assertEqual(len({poc["title"] for poc in pocs}), 500)


if __name__ == "__main__":
    unittest.main()
