# SPDX-License-Identifier: GPL-3.0-or-later
"""Who takes part in a POC: let in at once or by invitation, seen by others, sent away."""

import unittest

from office import PASSWORD, Office, token_of
from pmtest.mail import MailFolder


class Participants(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = office = cls.enterClassContext(Office())
        cls.inbox = MailFolder(office.mail_folder)
        office.add_other_company()
        office.add_person("carla@globex.example", "Carla Customer", "customer")
        office.add_person("gone@globex.example", "Gus Gone", "customer")
        cls.ids = dict(office.query("SELECT email, id FROM account"))

    def setUp(self):
        self.poc = self.office.add_poc()
        self.path = f"/pocs/{self.poc}/participants"
        self.address = f"john{self.poc}@globex.example"

    def add(self, who="sam", **body):
        return self.office.call("POST", self.path, body, who)

    def add_person(self, address, who="sam", **more):
        answer = self.add(who, user_id=self.ids[address], **more)
        self.assertEqual((answer.status, answer.json),
                         (200, {"message": "Participant added successfully"}))

    def remove(self, address, who="sam"):
        return self.office.call("DELETE", f"{self.path}/{self.ids[address]}", who=who)

    def people(self, who="sam"):
        return {person["email"]: person
                for person in self.office.call("GET", self.path, who=who).json}

    def audited(self):
        return self.office.query("SELECT action, target FROM audit ORDER BY id DESC LIMIT 1")[0]

    def invitation(self, invitation):
        return self.office.call("GET", f"/pocs/{self.poc}/invitations/{invitation}").json

    def assert_refused(self, answer, status, words):
        self.assertEqual((answer.status, answer.json["detail"]), (status, words))

    # At once

    def test_people_of_the_organization_take_part_at_once_and_without_a_mail(self):
        self.assertEqual(self.office.call("GET", f"/pocs/{self.poc}",
                                          who="carla@globex.example").status, 404)
        state = self.office.changes()["new_state"]
        self.add_person("carla@globex.example")
        self.assertEqual(self.office.call("GET", f"/pocs/{self.poc}",
                                          who="carla@globex.example").status, 200)
        told = [row for row in self.office.changes(state)["list"] if row["type"] == "participant"]
        self.assertEqual([row["email"] for row in told], ["carla@globex.example"])
        self.assertEqual(self.audited(),
                         ("access_given", f"carla@globex.example to POC {self.poc}"))
        self.assertEqual(self.inbox.messages_to("carla@globex.example"), [])

    def test_the_role_decides_on_the_side_not_the_request(self):
        self.add_person("carla@globex.example", is_sales_engineer=True, is_customer=False)
        self.add_person("amelie@acme.example", is_customer=True)
        people = self.people()
        self.assertEqual([(people[address]["is_customer"], people[address]["is_sales_engineer"])
                          for address in ("carla@globex.example", "amelie@acme.example")],
                         [(True, False), (False, True)])

    def test_nobody_else_is_found(self):
        self.office.change(("UPDATE membership SET is_active = 0 WHERE user_id = ?",
                            self.ids["gone@globex.example"]))
        for user in (self.ids["olga@other.example"], self.ids["gone@globex.example"], 999999, -1,
                     0):
            self.assert_refused(self.add(user_id=user), 404, "User not found")
        self.assertEqual(self.add(user_id="x").status, 422)
        self.assert_refused(self.office.call("POST", "/pocs/999999/participants",
                                             {"user_id": 1}), 404, "POC not found")

    def test_taking_part_twice_is_refused(self):
        self.assert_refused(self.add(user_id=self.ids["sam@acme.example"]), 400,
                            "User is already a participant")

    def test_an_open_invitation_has_nothing_left_to_offer(self):
        invitation = self.office.invite(self.poc, "carla@globex.example").json["id"]
        token = token_of(self.inbox.wait_for_message("carla@globex.example"))
        for path in self.office.mail_folder.glob("*.eml"):
            path.unlink()
        self.add_person("carla@globex.example")
        after = self.invitation(invitation)
        self.assertEqual((after["status"], after["events"][-1]["kind"], after["events"][-1]["by"]),
                         ("revoked", "cancelled", "Sam Rivera"))
        self.remove("carla@globex.example")
        answer = self.office.call("POST", "/poc-invitations/accept-existing", {"token": token},
                                  "carla@globex.example")
        self.assertEqual((answer.status, answer.json["type"]), (400, "revoked"))

    # By invitation

    def test_an_address_is_invited(self):
        answer = self.add(email=self.address, full_name="John Doe", is_customer=True)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(set(answer.json), {"message", "invitation_id", "expires_at"})
        self.assertEqual(answer.json["message"], "Invitation sent successfully")
        self.assertTrue(answer.json["expires_at"].endswith("+00:00"))
        made = self.invitation(answer.json["invitation_id"])
        self.assertEqual((made["email"], made["full_name"], made["is_customer"], made["status"]),
                         (self.address, "John Doe", True, "pending"))
        token = token_of(self.inbox.wait_for_message(self.address))
        self.assertEqual(self.office.accept(token).status, 201)
        self.assert_refused(self.add(email=self.address.upper(), full_name="x", is_customer=True),
                            400, "User is already a participant")

    def test_an_address_is_a_colleagues_unless_said_otherwise_and_only_admins_invite_those(self):
        for body in ({}, {"is_customer": False}, {"is_sales_engineer": True}):
            answer = self.add(email=self.address, full_name="New Colleague", **body)
            self.assertEqual((answer.status, answer.json["detail"][0]["loc"]),
                             (422, ["body", "is_customer"]), body)
        answer = self.add("ruth", email=self.address, full_name="New Colleague")
        self.assertEqual(answer.status, 200, answer.text)
        self.assertFalse(self.invitation(answer.json["invitation_id"])["is_customer"])
        self.office.accept(token_of(self.inbox.wait_for_message(self.address)))
        login = self.office.call("POST", "/auth/login",
                                 {"email": self.address, "password": PASSWORD}, who=None)
        self.assertEqual(login.json["tenants"][0]["role"], "sales_engineer")

    def test_what_cannot_be_invited_is_said_in_the_dialects_words(self):
        needed = "Email and full_name are required for invitations"
        for body in ({}, {"email": self.address}, {"full_name": "x"},
                     {"email": None, "full_name": "x", "user_id": None}):
            self.assert_refused(self.add(**body), 400, needed)
        for body, field in (({"email": "bad", "full_name": "x"}, "email"),
                            ({"email": "a@b.example\r\nBcc: c@d.example", "full_name": "x"}, "email"),
                            ({"email": self.address, "full_name": "x\ny"}, "full_name"),
                            ({"email": self.address, "full_name": "x", "is_customer": 1},
                             "is_customer"),
                            ({"email": self.address, "full_name": "x", "is_sales_engineer": "y"},
                             "is_sales_engineer")):
            answer = self.add(**body)
            self.assertEqual((answer.status, answer.json["detail"][0]["loc"]),
                             (422, ["body", field]), body)
        body = {"email": self.address, "full_name": "John", "is_customer": True}
        self.assertEqual(self.add(**body).status, 200)
        self.assert_refused(self.add(**body), 400,
                            "Pending invitation already exists for this email")

    # Taking access away

    def test_removing_leaves_nothing_behind(self):
        self.add_person("carla@globex.example")
        person = self.people()["carla@globex.example"]
        self.office.change(
            ("INSERT INTO task (poc_id, title, status, sort_order, created_at)"
             " VALUES (?, 'Look', 'not_started', 1, 1)", self.poc),
            ("INSERT INTO task_assignee (task_id, participant_id, assigned_at)"
             " SELECT max (id), ?, 1 FROM task", person["id"]))
        state = self.office.changes()["new_state"]
        answer = self.remove("carla@globex.example")
        self.assertEqual((answer.status, answer.json),
                         (200, {"message": "Participant removed successfully"}))
        page = self.office.changes(state)
        self.assertIn({"type": "participant", "id": person["id"]}, page["destroyed"])
        self.assertIn("task", [row["type"] for row in page["list"]])
        self.assertEqual(self.office.query("SELECT count (*) FROM task_assignee"), [(0,)])
        self.assertEqual(self.audited(),
                         ("access_removed", f"carla@globex.example to POC {self.poc}"))
        for path in (f"/pocs/{self.poc}", self.path, f"/pocs/{self.poc}/comments"):
            answer = self.office.call("GET", path, who="carla@globex.example")
            self.assert_refused(answer, 404, "POC not found")
        self.assert_refused(self.remove("carla@globex.example"), 404, "Participant not found")

    def test_the_history_names_who_removed(self):
        invitation = self.office.invite(self.poc, self.address).json["id"]
        token = token_of(self.inbox.wait_for_message(self.address))
        self.ids[self.address] = self.office.accept(token).json["user_created"]
        self.assertEqual(self.remove(self.address, "amelie").status, 200)
        last = self.invitation(invitation)["events"][-1]
        self.assertEqual((last["kind"], last["by"]), ("removed", "Amélie Laurent"))

    def test_oneself_and_the_last_of_the_organizations_people_can_go(self):
        self.assertEqual(self.remove("sam@acme.example").status, 200)
        self.assertEqual(self.people(), {})
        self.add_person("sam@acme.example")

    def test_who_comes_back_by_invitation_is_in_again(self):
        self.add_person("carla@globex.example")
        self.remove("carla@globex.example")
        self.assertEqual(self.office.invite(self.poc, "carla@globex.example").status, 201)

    # Seeing each other

    def test_customers_see_names_but_no_addresses_of_others(self):
        tokens = {}
        for name, who in (("kim", "sam"), ("lee", "amelie")):
            address = f"{name}{self.poc}@globex.example"
            self.office.invite(self.poc, address, who, first_name=name.title(), title="CTO")
            tokens[name] = token_of(self.inbox.wait_for_message(address))
            self.assertEqual(self.office.accept(tokens[name]).status, 201)
        nameless = f"secret.person{self.poc}@globex.example"
        self.office.invite(self.poc, nameless)
        self.office.accept(token_of(self.inbox.wait_for_message(nameless)))
        self.office.invite(self.poc, f"pending{self.poc}@globex.example")

        kim = f"kim{self.poc}@globex.example"
        answer = self.office.call("GET", self.path, who=kim)
        self.assertEqual({person["email"] for person in answer.json},
                         {None, kim, "sam@acme.example"})
        self.assertEqual([person["full_name"] for person in answer.json],
                         ["Sam Rivera", "Kim", "Lee", "Participant from Globex"])
        for text in ("lee", "secret.person", "pending", "amelie"):
            self.assertNotIn(text + str(self.poc), answer.text)
            self.assertNotIn(text + "@", answer.text)


if __name__ == "__main__":
    unittest.main()
