# SPDX-License-Identifier: GPL-3.0-or-later
"""Who changes or deletes something may say which revision of it they have seen."""

import unittest
import uuid

from office import Office


class Preconditions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())

    def call(self, method, path, body=None, seen=None, **headers):
        if seen is not None:
            headers["If-Match"] = str(seen)
        return self.office.call(method, path, body, headers=headers)

    def test_the_tag_is_the_feeds_revision(self):
        poc = self.office.add_poc()
        row, = [row for row in self.office.changes()["list"]
                if (row["type"], row["id"]) == ("poc", poc)]
        self.assertEqual(self.call("GET", f"/pocs/{poc}").headers["ETag"], f'"{row["rev"]}"')

    def test_what_was_seen_may_be_changed_and_brings_the_next_tag(self):
        poc = self.office.add_poc()
        for form in ('"%s"', "%s", '"1000000", "%s"', "*"):
            seen = self.call("GET", f"/pocs/{poc}").headers["ETag"].strip('"')
            changed = self.call("PUT", f"/pocs/{poc}", {"title": form},
                                form.replace("%s", seen))
            self.assertEqual((changed.status, changed.json["title"]), (200, form))
            self.assertNotEqual(changed.headers["ETag"], f'"{seen}"')

    def test_another_revision_is_refused_with_what_is_there(self):
        poc = self.office.add_poc("Mine")
        seen = self.call("GET", f"/pocs/{poc}").headers["ETag"]
        theirs = self.call("PUT", f"/pocs/{poc}", {"title": "Theirs"})
        for tag in (seen, seen.strip('"'), f"W/{seen}", "", "nonsense", '"', '""'):
            for method, body in (("PUT", {"title": "Mine again"}), ("DELETE", None)):
                with self.subTest(tag=tag, method=method):
                    answer = self.call(method, f"/pocs/{poc}", body, tag)
                    self.assertEqual((answer.status, answer.json["type"]),
                                     (412, "precondition_failed"))
                    self.assertEqual(answer.json["current"], theirs.json)
                    self.assertEqual(answer.headers["ETag"], theirs.headers["ETag"])
        self.assertEqual(self.call("GET", f"/pocs/{poc}").json["title"], "Theirs")

    def test_all_that_belongs_to_a_poc_is_guarded(self):
        poc = self.office.add_poc()
        work = f"/tasks/pocs/{poc}"
        for path, more in ((f"{work}/tasks", {}), (f"{work}/task-groups", {}),
                           (f"/pocs/{poc}/success-criteria", {}),
                           (f"/pocs/{poc}/resources", {"resource_type": "text", "content": "x"})):
            with self.subTest(path=path):
                made = self.call("POST", path, {"title": "Mine"} | more)
                one, seen = f"{path}/{made.json['id']}", made.headers["ETag"]
                self.assertEqual(self.call("GET", one).headers["ETag"], seen)
                theirs = self.call("PUT", one, {"title": "Theirs"}, seen)
                self.assertEqual(theirs.status, 200)
                for method, body in (("PUT", {"title": "Mine again"}), ("DELETE", None)):
                    answer = self.call(method, one, body, seen)
                    self.assertEqual((answer.status, answer.json["type"], answer.json["current"],
                                      answer.headers["ETag"]),
                                     (412, "precondition_failed", theirs.json,
                                      theirs.headers["ETag"]))
                self.assertEqual(self.call("GET", one).json, theirs.json)
                self.assertEqual(self.call("DELETE", one, seen=theirs.headers["ETag"]).status, 200)
                self.assertEqual(self.call("DELETE", one, seen="*").status, 404)

    def test_a_customer_is_refused_without_addresses(self):
        poc = self.office.add_poc()
        self.office.bring_in(poc, "carla@globex.example")
        part = self.office.bring_in(poc, "kim@globex.example", "Kim Lee")
        path = f"/tasks/pocs/{poc}/tasks"
        task = f"{path}/{self.call('POST', path, {'title': 'x'}).json['id']}"
        self.call("POST", f"{task}/assign", {"participant_ids": [part]})
        answer = self.office.call("PUT", task, {"status": "completed"}, "carla@globex.example",
                                  headers={"If-Match": '"1"'})
        self.assertEqual(answer.status, 412)
        self.assertEqual(answer.json["current"]["assignees"][0]["participant_name"], "Kim Lee")
        self.assertNotIn("kim@", answer.text)

    def test_a_refusal_does_not_stay_with_the_key(self):
        poc = self.office.add_poc()
        key, path, body = str(uuid.uuid4()), f"/pocs/{poc}", {"title": "Once"}
        first = self.call("PUT", path, body, '"1000000"', **{"Idempotency-Key": key})
        self.assertEqual(first.status, 412)
        again = self.call("PUT", path, body, first.headers["ETag"], **{"Idempotency-Key": key})
        self.assertEqual((again.status, again.json["title"]), (200, "Once"))
        self.assertNotIn("Idempotency-Replayed", again.headers)


if __name__ == "__main__":
    unittest.main()
