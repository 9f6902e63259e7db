# SPDX-License-Identifier: GPL-3.0-or-later
"""POCs, who takes part in them, and what each side sees."""

import unittest
import urllib.parse

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
                ({"overall_success_score": -1}, "overall_success_score"),
                ({"overall_success_score": "50"}, "overall_success_score"),
                ({"customer_logo_url": "javascript:alert(1)"}, "customer_logo_url"),
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

    def test_every_text_is_kept_from_the_start(self):
        texts = {"description": "What", "executive_summary": "Why\nindeed", "objectives": "How",
                 "overall_success_score": 100, "customer_logo_url": "https://globex.example/logo.png"}
        poc = self.office.add_poc(**texts)
        self.assertLessEqual(texts.items(), self.get(f"/pocs/{poc}").items())
        cleared = self.office.call("PUT", f"/pocs/{poc}", dict.fromkeys(texts)).json
        self.assertEqual({name: cleared[name] for name in texts}, dict.fromkeys(texts))

    def test_archiving_is_a_status_that_can_be_taken_back(self):
        poc = self.office.add_poc()
        state = self.office.changes()["new_state"]
        self.assertEqual(self.office.call("DELETE", f"/pocs/{poc}").json,
                         {"message": "POC archived successfully"})
        self.assertEqual(self.get(f"/pocs/{poc}")["status"], "archived")
        page = self.office.changes(state)
        self.assertEqual(([row["status"] for row in page["list"]], page["destroyed"]),
                         (["archived"], []))
        self.assertEqual(self.office.call("PUT", f"/pocs/{poc}", {"status": "active"}).status, 200)
        self.assertEqual(self.get(f"/pocs/{poc}")["status"], "active")

    def test_the_detail_counts_what_belongs_to_it(self):
        poc = self.office.add_poc()
        for path, n_made in ((f"/tasks/pocs/{poc}/tasks", 3), (f"/tasks/pocs/{poc}/task-groups", 2),
                             (f"/pocs/{poc}/success-criteria", 1)):
            for _ in range(n_made):
                self.assertEqual(self.office.call("POST", path, {"title": "x"}).status, 201)
        detail = self.get(f"/pocs/{poc}")
        self.assertEqual((detail["tasks_count"], detail["task_groups_count"],
                          detail["success_criteria_count"]), (3, 2, 1))
        self.assertNotIn("@", str(detail))

    def test_the_dashboard_counts_the_organization(self):
        before = self.get("/pocs/stats/dashboard")
        self.assertEqual(set(before), {"active_pocs", "completed_pocs", "in_progress_pocs",
                                       "team_members", "customers"})
        for status in ("draft", "active", "active", "completed", "archived"):
            poc = self.office.add_poc()
            self.office.call("PUT", f"/pocs/{poc}", {"status": status})
        self.office.bring_in(poc, "counted@globex.example")
        self.office.add_person("new@acme.example", "New Colleague", "administrator")
        after = self.get("/pocs/stats/dashboard")
        self.assertEqual({name: after[name] - before[name] for name in before},
                         {"active_pocs": 2, "completed_pocs": 1, "in_progress_pocs": 3,
                          "team_members": 1, "customers": 1})
        refused = self.office.call("GET", "/pocs/stats/dashboard", who="counted@globex.example")
        self.assertEqual(refused.status, 403)

    def find(self, who="sam", **filters):
        query = urllib.parse.urlencode(filters)
        return [poc["id"] for poc in self.get(f"/pocs/?limit=1000&{query}", who)]

    def test_names_are_found_anywhere_in_any_case_and_literally(self):
        percent, under = self.office.add_poc(company="100% Öko"), self.office.add_poc(company="a_b")
        greek = self.office.add_poc(company="ΣΊΣΥΦΟΣ AE")
        sharp = self.office.add_poc(company="Groß & Söhne")
        for text, found in (("öKO", [percent]), ("0% ", [percent]), ("A_B", [under]), ("a%b", []),
                            ("a.b", []), ("\\", []), ("σίσυφος", [greek]), ("GROSS", [sharp]),
                            ("SO\u0308HNE", [sharp]), ("Nobody", [])):
            self.assertEqual(self.find(customer_name=text), found, text)

    def test_people_are_found_by_name_where_they_take_part(self):
        first, second = self.office.add_poc("First"), self.office.add_poc("Second")
        self.office.bring_in(first, "zoe@vandelay.example", "Zoë Ångström")
        self.office.bring_in(second, "zoe@vandelay.example")
        self.office.bring_in(second, "art.v@vandelay.example", "art.v")
        for text in ("ZOË", "ångström", "ë å"):
            self.assertEqual(self.find(user_name=text), [first, second])
        self.assertEqual(self.find(user_name="zo%"), [])
        self.assertEqual(self.find(user_name="ART.V"), [second])
        self.assertEqual(self.find("zoe@vandelay.example", user_name="zoë"), [first, second])
        self.assertEqual(self.find("zoe@vandelay.example", user_name="art"), [])
        self.office.call("DELETE", f"/pocs/{first}")
        self.assertEqual(self.find(user_name="zoë", status="archived"), [first])
        self.assertEqual(self.find(user_name="zoë", customer_name="nobody"), [])
        page = self.get("/pocs/?user_name=zo%C3%AB&skip=1&limit=1")
        self.assertEqual([poc["id"] for poc in page], [second])

    def test_pages_are_stable_and_complete(self):
        made = [self.office.add_poc(f"Page {index}", "Pager & Söhne") for index in range(7)]
        self.office.call("PUT", f"/pocs/{made[2]}", {"status": "active"})
        seen = []
        while page := self.get(f"/pocs/?customer_name=pager%20%26&skip={len(seen)}&limit=3"):
            seen += [poc["id"] for poc in page]
        self.assertEqual(seen, made)
        active = self.get("/pocs/?customer_name=PAGER&status=active")
        self.assertEqual([poc["id"] for poc in active], [made[2]])
        self.assertEqual(self.get("/pocs/?customer_name=%25%25"), [])
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
