# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources: links, code and texts of a POC, of its tasks and of its groups."""

import unittest

from office import Office

CARLA = "carla@globex.example"
MEMBERS = {"id", "poc_id", "poc_task_id", "poc_task_group_id", "title", "description",
           "resource_type", "content", "success_criteria_id", "sort_order", "created_at",
           "updated_at"}
NOTE = {"title": "Steps", "resource_type": "text", "content": "First\n\tthen"}


class Resources(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())

    def setUp(self):
        self.poc = self.office.add_poc()
        self.task = self.ask("POST", f"/tasks/pocs/{self.poc}/tasks", {"title": "x"})["id"]
        self.group = self.ask("POST", f"/tasks/pocs/{self.poc}/task-groups", {"title": "x"})["id"]
        self.of_poc = f"/pocs/{self.poc}/resources"
        self.of_task = f"/pocs/{self.poc}/tasks/{self.task}/resources"
        self.of_group = f"/pocs/{self.poc}/task-groups/{self.group}/resources"
        self.everywhere = (self.of_poc, self.of_task, self.of_group)

    def ask(self, method, path, body=None, who="sam"):
        answer = self.office.call(method, path, body, who)
        self.assertEqual(answer.status, 201 if method == "POST" else 200, answer.text)
        return answer.json

    def refused(self, status, words, method, path, body=None, who="sam"):
        answer = self.office.call(method, path, body, who)
        self.assertEqual((answer.status, answer.json), (status, {"detail": words}))

    def test_a_new_resource_names_what_it_belongs_to_and_nothing_else(self):
        for path, parents in ((self.of_poc, (self.poc, None, None)),
                              (self.of_task, (None, self.task, None)),
                              (self.of_group, (None, None, self.group))):
            made = self.ask("POST", path, NOTE)
            self.assertEqual(set(made), MEMBERS)
            self.assertEqual((made["poc_id"], made["poc_task_id"], made["poc_task_group_id"]),
                             parents)
            self.assertEqual((made["resource_type"], made["sort_order"], made["description"]),
                             ("text", 0, None))
            self.assertEqual(self.ask("GET", path), [made])
            self.assertEqual(self.ask("GET", f"{path}/{made['id']}"), made)

    def test_the_feed_tells_the_poc_as_well(self):
        state = self.office.changes()["new_state"]
        made = self.ask("POST", self.of_task, NOTE)["id"]
        row, = self.office.changes(state)["list"]
        self.assertEqual((row["type"], row["id"], row["poc_id"], row["poc_task_id"]),
                         ("resource", made, self.poc, self.task))

    def test_types_are_taken_in_both_cases_and_told_in_lower_case(self):
        for word in ("link", "CODE", "Text", "file", "LINK"):
            body = NOTE | {"resource_type": word, "content": "https://globex.example/docs"}
            self.assertEqual(self.ask("POST", self.of_poc, body)["resource_type"], word.lower())

    def test_they_come_in_their_order(self):
        made = [self.ask("POST", self.of_task, NOTE | {"sort_order": order})["id"]
                for order in (1, 0, 1)]
        self.assertEqual([row["id"] for row in self.ask("GET", self.of_task)],
                         [made[1], made[0], made[2]])

    def test_links_lead_to_pages_and_mails_only(self):
        for content in ("https://globex.example/a?b=c#d", "http://10.0.0.1:8080/",
                        "mailto:sam@acme.example"):
            made = self.ask("POST", self.of_poc, NOTE | {"resource_type": "link",
                                                         "content": content})
            self.assertEqual(made["content"], content)
        for content in ("javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x",
                        "file:///etc/passwd", "globex.example", "https://", " https://a.example",
                        "https://a.example/\nb", "ftp://a.example/"):
            for method, path, body in (
                    ("POST", self.of_poc, NOTE | {"resource_type": "link", "content": content}),
                    ("PUT", f"{self.of_poc}/{made['id']}", {"content": content})):
                answer = self.office.call(method, path, body)
                self.assertEqual(answer.status, 422, (content, answer.text))
                self.assertEqual(answer.json["detail"][0]["loc"], ["body", "content"])
        self.ask("POST", self.of_poc, NOTE | {"content": "javascript:alert(1)"})

    def test_a_change_touches_only_what_it_mentions_and_never_the_type(self):
        for path in self.everywhere:
            made = self.ask("POST", path, NOTE)
            changed = self.ask("PUT", f"{path}/{made['id']}",
                               {"title": "More", "resource_type": "link", "poc_task_id": 5})
            self.assertEqual(changed, made | {"title": "More", "updated_at": changed["updated_at"]})
            self.assertIsNotNone(changed["updated_at"])

    def test_what_a_resource_cannot_be_is_refused_by_name(self):
        made = self.ask("POST", self.of_poc, NOTE)
        for body, field in (
                ({"title": None}, "title"), ({"title": ""}, "title"), ({"content": None}, "content"),
                ({"content": " \n"}, "content"), ({"content": "x" * 20001}, "content"),
                ({"content": "\x1b"}, "content"), ({"content": {}}, "content"),
                ({"sort_order": None}, "sort_order"), ({"description": 5}, "description"),
                ({"success_criteria_id": "x"}, "success_criteria_id")):
            with self.subTest(body=body):
                for method, path in (("PUT", f"{self.of_poc}/{made['id']}"), ("POST", self.of_poc)):
                    answer = self.office.call(method, path, NOTE | body)
                    self.assertEqual(answer.status, 422, answer.text)
                    self.assertEqual(answer.json["detail"][0]["loc"], ["body", field])
        for kind in (None, "", "picture", 5):
            answer = self.office.call("POST", self.of_poc, NOTE | {"resource_type": kind})
            self.assertEqual((answer.status, answer.json["detail"][0]["loc"]),
                             (422, ["body", "resource_type"]))
        for name in NOTE:
            answer = self.office.call("POST", self.of_poc, {key: value for key, value in NOTE.items()
                                                            if key != name})
            self.assertEqual((answer.status, answer.json["detail"][0]["loc"]), (422, ["body", name]))
        self.assertEqual(self.ask("GET", self.of_poc), [made])

    def test_criteria_are_the_pocs_own(self):
        own = self.ask("POST", f"/pocs/{self.poc}/success-criteria", {"title": "x"})["id"]
        other = self.office.add_poc("Another")
        foreign = self.ask("POST", f"/pocs/{other}/success-criteria", {"title": "x"})["id"]
        made = self.ask("POST", self.of_task, NOTE | {"success_criteria_id": own})
        self.assertEqual(made["success_criteria_id"], own)
        for method, path in (("POST", self.of_task), ("PUT", f"{self.of_task}/{made['id']}")):
            self.refused(400, f"Invalid success criteria IDs: [{foreign}]", method, path,
                         NOTE | {"success_criteria_id": foreign})
        self.assertIsNone(self.ask("PUT", f"{self.of_task}/{made['id']}",
                                   {"success_criteria_id": None})["success_criteria_id"])

    def test_each_is_found_only_where_it_belongs(self):
        made = {path: self.ask("POST", path, NOTE)["id"] for path in self.everywhere}
        for path in self.everywhere:
            for other in self.everywhere:
                if other == path:
                    continue
                for method, body in (("GET", None), ("PUT", {"title": "y"}), ("DELETE", None)):
                    self.refused(404, "Resource not found", method, f"{other}/{made[path]}", body)

    def test_what_is_not_there_is_not_found(self):
        other = self.office.add_poc("Another")
        self.ask("POST", self.of_poc, NOTE)
        for parent in (self.task, 99999999, 0, 10 ** 30):
            path = f"/pocs/{other}/tasks/{parent}/resources"
            self.refused(404, "Task not found", "GET", path)
            self.refused(404, "Task not found", "POST", path, NOTE)
            self.refused(404, "Resource not found", "GET", f"{path}/1")
        for parent in (self.group, 99999999, 0, 10 ** 30):
            path = f"/pocs/{other}/task-groups/{parent}/resources"
            self.refused(404, "Task group not found", "GET", path)
            self.refused(404, "Task group not found", "POST", path, NOTE)
        self.assertEqual(self.ask("GET", f"/pocs/{other}/resources"), [])

    def test_deleting_leaves_a_tombstone(self):
        for path in self.everywhere:
            made = self.ask("POST", path, NOTE)["id"]
            state = self.office.changes()["new_state"]
            self.assertEqual(self.ask("DELETE", f"{path}/{made}"),
                             {"message": "Resource deleted successfully"})
            self.assertEqual(self.office.changes(state)["destroyed"],
                             [{"type": "resource", "id": made}])
            self.refused(404, "Resource not found", "DELETE", f"{path}/{made}")

    def test_customers_read_only(self):
        self.office.bring_in(self.poc, CARLA)
        for path in self.everywhere:
            made = self.ask("POST", path, NOTE)
            self.assertEqual(self.ask("GET", path, who=CARLA), [made])
            self.assertEqual(self.ask("GET", f"{path}/{made['id']}", who=CARLA), made)
            for method, tail, body in (("POST", "", NOTE), ("PUT", f"/{made['id']}", {"title": "y"}),
                                       ("DELETE", f"/{made['id']}", None)):
                self.refused(403, "Sales engineer access required", method, path + tail, body, CARLA)


if __name__ == "__main__":
    unittest.main()
