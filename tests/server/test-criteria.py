# SPDX-License-Identifier: GPL-3.0-or-later
"""Success criteria: what a POC is measured by."""

import unittest

from office import Office

CARLA = "carla@globex.example"
MEMBERS = {"id", "poc_id", "title", "description", "target_value", "achieved_value", "is_met",
           "importance_level", "sort_order", "created_at", "updated_at"}


class Criteria(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())

    def setUp(self):
        self.poc = self.office.add_poc()
        self.path = f"/pocs/{self.poc}/success-criteria"

    def ask(self, method, path="", body=None, who="sam"):
        answer = self.office.call(method, self.path + path, body, who)
        self.assertEqual(answer.status, 201 if method == "POST" else 200, answer.text)
        return answer.json

    def add(self, title="Latency below 5 ms", **fields):
        return self.ask("POST", "", {"title": title} | fields)

    def test_a_new_criterion_has_the_dialects_members(self):
        made = self.add()
        self.assertEqual(set(made), MEMBERS)
        self.assertEqual((made["poc_id"], made["importance_level"], made["is_met"],
                          made["sort_order"], made["updated_at"]), (self.poc, 3, False, 0, None))
        self.assertEqual(self.ask("GET"), [made])
        self.assertEqual(self.ask("GET", f"/{made['id']}"), made)

    def test_importance_is_honoured_and_the_path_says_of_which_poc(self):
        made = self.add(importance_level=5, target_value="5 ms", achieved_value="4 ms", is_met=True,
                        poc_id=99999999)
        self.assertEqual((made["importance_level"], made["target_value"], made["achieved_value"],
                          made["is_met"], made["poc_id"]), (5, "5 ms", "4 ms", True, self.poc))

    def test_they_come_in_their_order(self):
        made = [self.add(sort_order=order)["id"] for order in (3, -1, 3)]
        self.assertEqual([row["id"] for row in self.ask("GET")], [made[1], made[0], made[2]])

    def test_a_change_touches_only_what_it_mentions(self):
        made = self.add(target_value="5 ms")
        state = self.office.changes()["new_state"]
        changed = self.ask("PUT", f"/{made['id']}", {"is_met": True, "achieved_value": "4 ms"})
        self.assertEqual(changed, made | {"is_met": True, "achieved_value": "4 ms",
                                          "updated_at": changed["updated_at"]})
        self.assertIsNotNone(changed["updated_at"])
        told = self.office.changes(state)["list"]
        self.assertEqual([(row["type"], row["id"], row["is_met"]) for row in told],
                         [("criterion", made["id"], True)])

    def test_what_a_criterion_cannot_be_is_refused_by_name(self):
        made = self.add()
        for body, field in (
                ({"title": None}, "title"), ({"title": "  "}, "title"),
                ({"importance_level": 0}, "importance_level"),
                ({"importance_level": 6}, "importance_level"),
                ({"importance_level": None}, "importance_level"),
                ({"importance_level": "5"}, "importance_level"), ({"is_met": None}, "is_met"),
                ({"is_met": 1}, "is_met"), ({"is_met": "yes"}, "is_met"),
                ({"sort_order": None}, "sort_order"), ({"target_value": 5}, "target_value"),
                ({"target_value": "x" * 5001}, "target_value"),
                ({"achieved_value": "\x1b[2J"}, "achieved_value")):
            with self.subTest(body=body):
                for method, path in (("PUT", f"{self.path}/{made['id']}"), ("POST", self.path)):
                    answer = self.office.call(method, path, {"title": "x"} | body)
                    self.assertEqual(answer.status, 422, answer.text)
                    self.assertEqual(answer.json["detail"][0]["loc"], ["body", field])
        missing = self.office.call("POST", self.path, {"poc_id": self.poc})
        self.assertEqual((missing.status, missing.json["detail"][0]["loc"]),
                         (422, ["body", "title"]))
        self.assertEqual(self.ask("GET"), [made])

    def test_what_is_not_there_is_not_found(self):
        foreign = self.add()["id"]
        self.path = f"/pocs/{self.office.add_poc('Another')}/success-criteria"
        for criterion in (foreign, 99999999):
            for method, body in (("GET", None), ("PUT", {"title": "y"}), ("DELETE", None)):
                answer = self.office.call(method, f"{self.path}/{criterion}", body)
                self.assertEqual((answer.status, answer.json),
                                 (404, {"detail": "Success criteria not found"}))

    def test_deleting_lets_go_of_what_was_done_for_it(self):
        made, kept = self.add()["id"], self.add("Kept")["id"]
        work = {"title": "x", "success_criteria_ids": [made, kept]}
        task = self.office.call("POST", f"/tasks/pocs/{self.poc}/tasks", work).json["id"]
        group = self.office.call("POST", f"/tasks/pocs/{self.poc}/task-groups", work).json["id"]
        note = {"title": "x", "resource_type": "text", "content": "x", "success_criteria_id": made}
        resource = self.office.call("POST", f"/pocs/{self.poc}/resources", note).json["id"]
        state = self.office.changes()["new_state"]
        self.assertEqual(self.ask("DELETE", f"/{made}"),
                         {"message": "Success criteria deleted successfully"})
        page = self.office.changes(state)
        told = {row["type"]: row for row in page["list"]}
        self.assertEqual(page["destroyed"], [{"type": "criterion", "id": made}])
        self.assertEqual((told["task"]["id"], told["task"]["success_criteria_ids"]), (task, [kept]))
        self.assertEqual((told["task_group"]["id"], told["task_group"]["success_criteria_ids"]),
                         (group, [kept]))
        self.assertEqual((told["resource"]["id"], told["resource"]["success_criteria_id"]),
                         (resource, None))
        self.assertEqual([row["id"] for row in self.ask("GET")], [kept])

    def test_customers_read_only(self):
        made = self.add()
        self.office.bring_in(self.poc, CARLA)
        self.assertEqual(self.ask("GET", who=CARLA), [made])
        self.assertEqual(self.ask("GET", f"/{made['id']}", who=CARLA), made)
        for method, path, body in (("POST", "", {"title": "x"}),
                                   ("PUT", f"/{made['id']}", {"is_met": True}),
                                   ("DELETE", f"/{made['id']}", None)):
            answer = self.office.call(method, self.path + path, body, CARLA)
            self.assertEqual((answer.status, answer.json),
                             (403, {"detail": "Sales engineer access required"}))


if __name__ == "__main__":
    unittest.main()
