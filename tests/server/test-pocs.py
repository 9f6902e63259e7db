# SPDX-License-Identifier: GPL-3.0-or-later
"""POCs, who takes part in them, and what each side sees."""

import unittest

from office import Office, token_of
from pmtest.mail import MailFolder


class Pocs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())
        cls.inbox = MailFolder(cls.office.mail_folder)

    def get(self, path, who="sam"):
        answer = self.office.call("GET", path, who=who)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def bring_in(self, poc, address, **fields):
        self.assertEqual(self.office.invite(poc, address, **fields).status, 201)
        token = token_of(self.inbox.wait_for_message(address))
        return self.office.accept(token).json["user_created"]

    def test_a_new_poc_has_the_dialects_fields(self):
        body = {"title": "Data platform", "customer_company_name": "Globex",
                "description": "Six weeks", "objectives": "Kept", "start_date": "2026-11-01",
                "end_date": "2026-12-15", "product_ids": [1]}
        answer = self.office.call("POST", "/pocs/", body)
        self.assertEqual(answer.status, 201)
        poc = answer.json
        self.assertEqual(
            set(poc), {"title", "description", "customer_company_name", "executive_summary",
                       "objectives", "start_date", "end_date", "id", "tenant_id", "created_by",
                       "customer_logo_url", "status", "overall_success_score", "created_at",
                       "updated_at"})
        self.assertEqual((poc["status"], poc["objectives"], poc["updated_at"]),
                         ("draft", "Kept", None))
        detail = self.get(f"/pocs/{poc['id']}")
        self.assertEqual(detail["participants"],
                         [{"user_id": poc["created_by"], "is_sales_engineer": True,
                           "is_customer": False}])
        self.assertEqual((detail["products"], detail["tasks_count"]), ([], 0))

    def test_what_a_poc_cannot_be_is_refused_by_name(self):
        poc = self.office.add_poc(start_date="2026-11-01", end_date="2026-12-15")
        for body, field in (
                ({"title": None}, "title"), ({"title": " "}, "title"),
                ({"title": "x" * 256}, "title"), ({"title": "a\nb"}, "title"),
                ({"title": 5}, "title"), ({"customer_company_name": None},
                                          "customer_company_name"),
                ({"status": None}, "status"), ({"status": "planning"}, "status"),
                ({"start_date": ""}, "start_date"), ({"start_date": "2026-02-30"}, "start_date"),
                ({"start_date": "2027-01-01"}, "end_date"),
                ({"overall_success_score": 101}, "overall_success_score"),
                ({"description": "a\x07b"}, "description"),
                ({"objectives": "x" * 20001}, "objectives")):
            with self.subTest(body=body):
                answer = self.office.call("PUT", f"/pocs/{poc}", body)
                self.assertEqual(answer.status, 422, answer.text)
                self.assertEqual(answer.json["detail"][0]["loc"], ["body", field])
        missing = self.office.call("POST", "/pocs/", {"title": "x"})
        self.assertEqual(missing.json["detail"][0]["type"], "missing")
        self.assertEqual(self.get(f"/pocs/{poc}")["updated_at"], None)

    def test_a_change_touches_only_what_it_mentions(self):
        poc = self.office.add_poc(description="old", objectives="kept")
        state = self.office.changes()["new_state"]
        answer = self.office.call("PUT", f"/pocs/{poc}", {"status": "active", "description": None})
        self.assertEqual((answer.status, answer.json["status"], answer.json["description"],
                          answer.json["objectives"]), (200, "active", None, "kept"))
        self.assertIsNotNone(answer.json["updated_at"])
        told = self.office.changes(state)["list"]
        self.assertEqual([(row["type"], row["id"], row["status"]) for row in told],
                         [("poc", poc, "active")])

    def test_archiving_is_a_status(self):
        poc = self.office.add_poc()
        self.assertEqual(self.office.call("DELETE", f"/pocs/{poc}").json,
                         {"message": "POC archived successfully"})
        self.assertEqual(self.get(f"/pocs/{poc}")["status"], "archived")

    def test_pages_are_stable_and_complete(self):
        made = [self.office.add_poc(f"Page {index}", "Pager & Söhne") for index in range(7)]
        self.office.call("PUT", f"/pocs/{made[2]}", {"status": "active"})
        seen = []
        while page := self.get(f"/pocs/?customer_name=pager%20%26&skip={len(seen)}&limit=3"):
            seen += [poc["id"] for poc in page]
        self.assertEqual(seen, made)
        active = self.get("/pocs/?customer_name=PAGER&status=active")
        self.assertEqual([poc["id"] for poc in active], [made[2]])
        self.assertEqual(self.get("/pocs/?customer_name=%25"), [])
        self.assertEqual(self.get("/pocs/?limit=0"), [])
        for query in ("skip=-1", "limit=x", "status=planning"):
            self.assertEqual(self.office.call("GET", f"/pocs/?{query}").status, 422)

    def test_a_customer_sees_what_they_take_part_in_and_no_addresses(self):
        poc, other = self.office.add_poc(company="Initech"), self.office.add_poc("Not theirs")
        john = self.bring_in(poc, "john@initech.example", first_name="John", last_name="Doe",
                             title="CTO")
        kim = self.bring_in(poc, "kim.lee@initech.example")
        self.office.invite(poc, "pending@initech.example")
        self.office.call("POST", f"/pocs/{poc}/invitations/", {"email": "x@initech.example"},
                         "amelie")

        self.assertEqual([row["id"] for row in self.get("/pocs/", "john@initech.example")], [poc])
        self.assertEqual(
            self.office.call("GET", f"/pocs/{other}", who="john@initech.example").status, 404)
        people = {row["user_id"]: row
                  for row in self.get(f"/pocs/{poc}/participants", "john@initech.example")}
        self.assertEqual(len(people), 3)
        self.assertEqual({row["status"] for row in people.values()}, {"accepted"})
        self.assertEqual(people[john]["email"], "john@initech.example")
        self.assertEqual((people[kim]["email"], people[kim]["full_name"]),
                         (None, "Participant from Initech"))
        sam, = [row for row in people.values() if row["full_name"] == "Sam Rivera"]
        self.assertEqual(sam["email"], "sam@acme.example")
        seen = {row["user_id"]: row
                for row in self.get(f"/pocs/{poc}/participants", "kim.lee@initech.example")}
        self.assertEqual((seen[john]["email"], seen[john]["full_name"], seen[john]["title"]),
                         (None, "John Doe", "CTO"))

        internal = self.get(f"/pocs/{poc}/participants")
        self.assertEqual([row["status"] for row in internal],
                         ["accepted"] * 3 + ["pending"] * 2)
        self.assertRegex(internal[0]["joined_at"], r"\+00:00$")
        self.assertEqual(internal[3]["email"], "pending@initech.example")
        self.assertIsNone(internal[3]["user_id"])

    def test_a_customer_changes_nothing(self):
        poc = self.office.add_poc()
        user = self.bring_in(poc, "reader@initech.example")
        for method, path, body in (
                ("POST", "/pocs/", {"title": "x", "customer_company_name": "y"}),
                ("PUT", f"/pocs/{poc}", {"title": "x"}), ("DELETE", f"/pocs/{poc}", None),
                ("DELETE", f"/pocs/{poc}/participants/{user}", None)):
            answer = self.office.call(method, path, body, "reader@initech.example")
            self.assertEqual(answer.status, 403, (method, path))
        for path in (f"/tasks/pocs/{poc}/tasks", f"/pocs/{poc}/success-criteria"):
            self.assertEqual(self.get(path, "reader@initech.example"), [])

    def test_another_organization_finds_nothing(self):
        poc = self.office.add_poc()
        self.office.server.admin("tenant", "add", "Other", "--slug", "other")
        self.office.add_person("boss@other.example", "Boss", "tenant_admin", "other")
        for path in (f"/pocs/{poc}", f"/pocs/{poc}/participants", f"/pocs/{poc}/invitations/",
                     f"/tasks/pocs/{poc}/tasks", f"/pocs/{poc}/success-criteria"):
            answer = self.office.call("GET", path, who="boss@other.example")
            self.assertEqual((answer.status, answer.json["detail"]), (404, "POC not found"))
        self.assertEqual(self.get("/pocs/", "boss@other.example"), [])


if __name__ == "__main__":
    unittest.main()
