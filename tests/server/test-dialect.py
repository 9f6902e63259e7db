# SPDX-License-Identifier: GPL-3.0-or-later
"""A client written for API 1.0.0 does its work here: it finds the members, statuses and words that
it knows, and none of the things that went wrong with that version.
"""

import json
import unittest

from dialect import (ACCEPTED, ASSIGNEE, CHOSEN, Client, COMMENT, CRITERION, DETAIL, GROUP,
                     INVITATION, INVITED, LINK, ME, MESSAGE, misfit, POC, RESOURCE, TASK, TENANT,
                     text, USER, whole)
from office import PASSWORD, Office, token_of
from pmtest.mail import MailFolder
from pmtest.waiting import wait_for


def setUpModule():
    global office, inbox
    office = Office()
    office.__enter__()
    office.server.admin("tenant", "add", "Other Company", "--slug", "other")
    office.add_person("multi@shared.example", "Mul Ti", "sales_engineer", "other")
    office.add_person("multi@shared.example", "Mul Ti", "customer")
    inbox = MailFolder(office.mail_folder)


def tearDownModule():
    office.__exit__()


class Dialect(unittest.TestCase):
    def setUp(self):
        self.client = Client(office.server, self)
        self.call = self.client.call

    def be(self, who):
        self.client.token = office.token(who)

    def add_poc(self):
        body = {"title": "Data platform evaluation", "customer_company_name": "Globex",
                "description": "Six weeks", "objectives": "Prove it",
                "start_date": "2026-11-01", "end_date": "2026-12-15"}
        return self.call("POST", "/pocs/", body, 201, POC)

    def invite(self, poc, address, **fields):
        return self.call("POST", f"/pocs/{poc}/invitations/", {"email": address} | fields, 201,
                         INVITATION)

    def token_for(self, address, count=1):
        return token_of(inbox.wait_for_message(address, count))

    def bring_in(self, poc, address):
        """A new customer; their session's client."""
        self.invite(poc, address, full_name="Carol Dunn")
        self.call("POST", "/poc-invitations/accept",
                  {"token": self.token_for(address), "password": PASSWORD}, 201)
        client = Client(office.server, self)
        client.token = office.token(address)
        return client


class SigningIn(Dialect):
    def test_an_organization_is_chosen_before_there_is_a_token(self):
        login = self.client.sign_in("sam@acme.example", PASSWORD)
        self.assertFalse(login["requires_selection"])
        me = self.call("GET", "/auth/me", shape=ME)
        self.assertEqual((me["current_role"], me["current_tenant_id"]), ("sales_engineer", 1))

    def test_who_belongs_to_two_chooses_and_has_the_role_that_they_have_there(self):
        login = self.client.sign_in("multi@shared.example", PASSWORD)
        self.assertTrue(login["requires_selection"])
        self.assertEqual([(row["tenant_slug"], row["role"], row["is_default"])
                          for row in login["tenants"]],
                         [("other", "sales_engineer", True), ("acme", "customer", False)])
        switched = self.call("POST", "/auth/switch-tenant", {"tenant_id": 1}, shape=CHOSEN)
        self.assertEqual(switched["role"], "customer")
        self.client.token = switched["access_token"]
        self.assertEqual(self.call("GET", "/auth/me", shape=ME)["current_role"], "customer")
        self.call("GET", "/pocs/1/invitations/", status=403)

    def test_a_renewed_token_is_good(self):
        self.be("sam")
        for body in ({}, None):
            renewed = self.call("POST", "/auth/refresh", body, shape=CHOSEN)
            self.client.token = renewed["access_token"]
            self.call("GET", "/auth/me", shape=ME)

    def test_what_is_refused(self):
        credentials = {"email": "sam@acme.example", "password": "wrong"}
        self.call("POST", "/auth/login", credentials, 401, words="Incorrect email or password")
        refused = self.call("POST", "/auth/login", {"email": "sam@acme.example"}, 422)
        self.assertEqual([(row["type"], row["loc"], row["msg"]) for row in refused["detail"]],
                         [("missing", ["body", "password"], "Field required")])
        self.assertNotIn("sam@acme.example", json.dumps(refused))
        self.call("GET", "/pocs/", status=401, words="Not authenticated")
        self.client.token = "x" * 43
        self.call("GET", "/pocs/", status=401, words="Could not validate credentials")


class Service(Dialect):
    def test_the_server_presents_itself(self):
        root = self.call("GET", "/", shape=MESSAGE | {"version": text})
        self.assertEqual((root["message"], root["version"]), ("POC Manager API", "1.0.0"))
        self.assertEqual(self.call("GET", "/health")["status"], "healthy")
        self.call("GET", "/nope", status=404, words="Not Found")

    def test_people_and_their_organization(self):
        self.be("sam")
        people = self.call("GET", "/users/?limit=3", shape=[USER])
        self.assertEqual(len(people), 3)
        tenant = self.call("GET", "/tenants/1", shape=TENANT)
        self.assertEqual((tenant["name"], tenant["slug"]), ("Acme Systems", "acme"))
        self.call("GET", "/tenants/2", status=404, words="Tenant not found")


class Pocs(Dialect):
    def setUp(self):
        super().setUp()
        self.be("sam")

    def test_a_poc_is_made_listed_opened_changed_and_put_away(self):
        made = self.add_poc()
        self.assertEqual((made["status"], made["objectives"], made["updated_at"]),
                         ("draft", "Prove it", None))
        path = f"/pocs/{made['id']}"
        self.assertIn(made["id"], [row["id"] for row in
                                   self.call("GET", "/pocs/?limit=100", shape=[POC])])
        self.assertLessEqual(len(self.call("GET", "/pocs/?limit=3", shape=[POC])), 3)
        detail = self.call("GET", path, shape=DETAIL)
        self.assertEqual([(row["is_sales_engineer"], row["is_customer"])
                          for row in detail["participants"]], [(True, False)])
        changed = self.call("PUT", path, {"status": "active"}, shape=POC)
        self.assertEqual((changed["status"], changed["title"]), ("active", made["title"]))
        self.assertIsNotNone(changed["updated_at"])
        self.call("DELETE", path, shape=MESSAGE, words="POC archived successfully")
        self.assertEqual(self.call("GET", path, shape=DETAIL)["status"], "archived")

    def test_what_is_refused(self):
        refused = self.call("POST", "/pocs/", {"title": "x"}, 422)
        self.assertEqual([(row["type"], row["loc"]) for row in refused["detail"]],
                         [("missing", ["body", "customer_company_name"])])
        for method, body in (("GET", None), ("PUT", {"title": "x"}), ("DELETE", None)):
            self.call(method, "/pocs/999999", body, 404, words="POC not found")
        poc = self.add_poc()["id"]
        self.call("DELETE", f"/pocs/{poc}/participants/999", status=404,
                  words="Participant not found")


class Inviting(Dialect):
    def setUp(self):
        super().setUp()
        self.be("sam")
        self.poc = self.add_poc()["id"]
        self.path = f"/pocs/{self.poc}/invitations/"
        self.address = f"john{self.poc}@globex.example"

    def test_an_invitation_is_sent_and_listed(self):
        made = self.invite(self.poc, self.address, full_name="John Doe", is_customer=True,
                           personal_message="Welcome")
        self.assertEqual((made["status"], made["email_sent"], made["full_name"],
                          made["personal_message"], made["resend_count"]),
                         ("pending", False, "John Doe", "Welcome", 0))
        self.token_for(self.address)
        listed = wait_for(lambda: [row for row in self.call("GET", self.path, shape=[INVITATION])
                                   if row["email_sent"]], "the mail to be sent")
        self.assertEqual([(row["id"], row["status"]) for row in listed],
                         [(made["id"], "pending")])
        self.assertEqual(self.call("GET", self.path + "?status_filter=accepted",
                                   shape=[INVITATION]), [])

    def test_what_is_refused(self):
        self.invite(self.poc, self.address, full_name="John Doe")
        self.call("POST", self.path, {"email": self.address, "full_name": "John Doe"}, 400,
                  words="Pending invitation already exists for this email")
        refused = self.call("POST", self.path, {"email": "bad", "full_name": "x"}, 422)
        self.assertEqual([(row["type"], row["loc"]) for row in refused["detail"]],
                         [("value_error", ["body", "email"])])

    def test_a_resent_one_has_a_new_link(self):
        made = self.invite(self.poc, self.address, full_name="John Doe")
        old = self.token_for(self.address)
        office.pass_time(11 * 60)
        again = self.call("POST", f"{self.path}{made['id']}/resend", shape=INVITATION)
        self.assertEqual((again["status"], again["resend_count"], again["email_sent"]),
                         ("pending", 1, False))
        self.assertIsNotNone(again["last_resent_at"])
        self.assertGreater(again["expires_at"], made["expires_at"])
        self.call("GET", f"/poc-invitations/validate/{old}", status=404,
                  words="Invitation not found")
        self.call("GET", f"/poc-invitations/validate/{self.token_for(self.address, 2)}",
                  shape=LINK)

    def test_a_revoked_one_is_over(self):
        path = f"{self.path}{self.invite(self.poc, self.address, full_name='')['id']}"
        self.call("DELETE", path, shape=MESSAGE, words="Invitation revoked successfully")
        self.call("DELETE", path, status=400,
                  words="Cannot revoke invitation with status: revoked")
        self.call("POST", f"{path}/resend", status=400,
                  words="Cannot resend invitation with status: revoked")
        self.call("DELETE", f"{self.path}999999", status=404, words="Invitation not found")
        self.invite(self.poc, self.address, full_name="Once more")

    def test_one_past_its_life_says_so_and_is_in_nobody_s_way(self):
        made = self.invite(self.poc, self.address, full_name="Late")
        office.pass_time(8 * 24 * 3600)
        self.assertEqual([row["status"] for row in
                          self.call("GET", self.path, shape=[INVITATION])], ["expired"])
        people = self.call("GET", f"/pocs/{self.poc}/participants")
        self.assertIsNone(misfit(people[1], INVITED))
        self.assertEqual((people[1]["status"], people[1]["invitation_id"]),
                         ("expired", made["id"]))
        self.call("POST", self.path, {"email": self.address, "full_name": "Late"}, 201,
                  INVITATION)

    def test_a_new_customer_accepts(self):
        self.invite(self.poc, self.address, full_name="John Doe", personal_message="Welcome")
        token = self.token_for(self.address)
        validate = f"/poc-invitations/validate/{token}"
        accept = {"token": token, "password": PASSWORD}
        self.client.token = None
        link = self.call("GET", validate, shape=LINK)
        self.assertEqual((link["poc_title"], link["invited_by_name"], link["user_exists"],
                          link["personal_message"], link["is_customer"]),
                         ("Data platform evaluation", "Sam Rivera", False, "Welcome", True))
        accepted = self.call("POST", "/poc-invitations/accept", accept, 201,
                             MESSAGE | {"user_created": whole, "poc_id": whole},
                             "Invitation accepted successfully")
        self.assertEqual(accepted["poc_id"], self.poc)
        self.call("GET", validate, status=400, words="Invitation is accepted")
        self.call("GET", "/poc-invitations/validate/unknown", status=404,
                  words="Invitation not found")
        self.client.sign_in(self.address, PASSWORD)
        self.assertEqual([row["id"] for row in self.call("GET", "/pocs/", shape=[POC])],
                         [self.poc])

    def test_one_with_an_account_accepts_signed_in(self):
        office.add_person(self.address, "John Doe", "customer")
        self.invite(self.poc, self.address, full_name="John Doe")
        token = self.token_for(self.address)
        self.call("POST", "/poc-invitations/accept-existing", {"token": token}, 403,
                  words="This invitation is not for your email address")
        self.be(self.address)
        self.assertTrue(self.call("GET", f"/poc-invitations/validate/{token}",
                                  shape=LINK)["user_exists"])
        self.call("POST", "/poc-invitations/accept-existing", {"token": token},
                  shape=MESSAGE | {"poc_id": whole})

    def test_participants_and_open_invitations_stand_in_one_list(self):
        self.bring_in(self.poc, self.address)
        self.invite(self.poc, f"late{self.poc}@globex.example", full_name="Late")
        people = self.call("GET", f"/pocs/{self.poc}/participants")
        for person, shape in zip(people, (ACCEPTED, ACCEPTED, INVITED), strict=True):
            self.assertIsNone(misfit(person, shape))
        self.assertEqual([(row["status"], row["is_sales_engineer"], row["is_customer"])
                          for row in people],
                         [("accepted", True, False), ("accepted", False, True),
                          ("pending", False, True)])

    def test_customers_invite_nobody(self):
        client = self.bring_in(self.poc, self.address)
        client.call("GET", self.path, status=403)
        client.call("POST", self.path, {"email": "x@globex.example", "full_name": "X"}, 403)


class Working(Dialect):
    def setUp(self):
        super().setUp()
        self.be("sam")
        self.poc = self.add_poc()["id"]
        self.tasks = f"/tasks/pocs/{self.poc}/tasks"
        self.groups = f"/tasks/pocs/{self.poc}/task-groups"
        self.comments = f"/pocs/{self.poc}/comments"

    def test_a_task_is_completed_and_reopened(self):
        made = self.call("POST", self.tasks, {"title": "Install agent"}, 201, TASK)
        self.assertEqual((made["status"], made["due_date"], made["assignees"]),
                         ("not_started", "2026-12-15", []))
        path = f"{self.tasks}/{made['id']}"
        done = self.call("PUT", path, {"status": "completed"}, shape=TASK)
        self.assertIsNotNone(done["completed_at"])
        self.assertEqual(self.call("GET", self.tasks, shape=[TASK])[0]["status"], "completed")
        again = self.call("PUT", path, {"status": "in_progress"}, shape=TASK)
        self.assertEqual((again["status"], again["completed_at"]), ("in_progress", None))
        self.call("PUT", f"{self.tasks}/999999", {"status": "completed"}, 404,
                  words="Task not found")
        self.call("DELETE", path, shape=MESSAGE, words="Task removed successfully")

    def test_an_assigned_task_can_be_read_and_changed(self):
        task = self.call("POST", self.tasks, {"title": "Install agent"}, 201)["id"]
        sam = self.call("GET", f"/pocs/{self.poc}/participants")[0]["id"]
        path = f"{self.tasks}/{task}"
        assigned = self.call("POST", f"{path}/assign", {"participant_ids": [sam]},
                             shape=[ASSIGNEE])
        self.assertEqual([(row["participant_id"], row["participant_name"],
                           row["participant_email"]) for row in assigned],
                         [(sam, "Sam Rivera", "sam@acme.example")])
        self.assertEqual(self.call("GET", self.tasks, shape=[TASK])[0]["assignees"], assigned)
        changed = self.call("PUT", path, {"status": "in_progress"}, shape=TASK)
        self.assertEqual(changed["assignees"], assigned)
        self.assertEqual(self.call("GET", f"{path}/assignees", shape=[ASSIGNEE]), assigned)
        self.call("DELETE", f"{path}/assign", shape=MESSAGE,
                  words="Removed 1 assignee(s) from task")
        self.assertEqual(self.call("GET", self.tasks, shape=[TASK])[0]["assignees"], [])

    def test_groups_criteria_and_resources(self):
        group = self.call("POST", self.groups, {"title": "Setup"}, 201, GROUP)
        self.assertEqual((group["status"], group["due_date"], group["tasks"]),
                         ("not_started", "2026-12-15", []))
        self.assertEqual(len(self.call("GET", self.groups, shape=[GROUP])), 1)
        path = f"/pocs/{self.poc}/success-criteria"
        body = {"title": "Latency < 5 ms", "poc_id": self.poc, "importance_level": 5}
        criterion = self.call("POST", path, body, 201, CRITERION)
        self.assertEqual((criterion["importance_level"], criterion["is_met"]), (5, False))
        self.assertEqual(self.call("GET", path, shape=[CRITERION]), [criterion])
        path = f"/pocs/{self.poc}/resources"
        body = {"title": "Docs", "resource_type": "link", "content": "https://example.com"}
        resource = self.call("POST", path, body, 201, RESOURCE)
        self.assertEqual(resource["poc_id"], self.poc)
        self.assertEqual(self.call("GET", path, shape=[RESOURCE]), [resource])
        detail = self.call("GET", f"/pocs/{self.poc}", shape=DETAIL)
        self.assertEqual((detail["success_criteria_count"], detail["tasks_count"],
                          detail["task_groups_count"]), (1, 0, 1))

    def test_comments_are_written_changed_and_deleted(self):
        task = self.call("POST", self.tasks, {"title": "Install agent"}, 201)["id"]
        where = f"{self.comments}?task_id={task}"
        body = {"subject": "Plan", "content": "Looks good", "is_internal": False}
        made = self.call("POST", where, body | {"poc_task_id": task}, 201, COMMENT)
        self.assertEqual((made["poc_task_id"], made["poc_task_group_id"], made["updated_at"],
                          made["user"]["full_name"]), (task, None, None, "Sam Rivera"))
        # Its clients had to say it twice; ours need not.
        self.call("POST", where, body, 201, COMMENT)
        path = f"{self.comments}/{made['id']}"
        changed = self.call("PUT", path, {"content": "edited"}, shape=COMMENT)
        self.assertEqual((changed["content"], changed["subject"]), ("edited", "Plan"))
        listed = self.call("GET", where, shape=[COMMENT])
        self.assertIn(changed, listed)
        self.assertEqual(self.call("GET", self.comments, shape=[COMMENT]), listed)
        self.call("DELETE", path, shape=MESSAGE, words="Comment deleted successfully")
        self.call("DELETE", path, status=404, words="Comment not found")
        self.call("GET", f"{self.comments}?task_id=999999", status=404,
                  words="Task not found in this POC")

    def test_a_customer_comments_and_completes(self):
        task = self.call("POST", self.tasks, {"title": "Install agent"}, 201)["id"]
        carol = self.bring_in(self.poc, f"carol{self.poc}@globex.example")
        carol.call("GET", f"/pocs/{self.poc}", shape=DETAIL)
        done = carol.call("PUT", f"{self.tasks}/{task}", {"status": "completed"}, shape=TASK)
        self.assertEqual(done["status"], "completed")
        carol.call("POST", f"{self.comments}?task_id={task}",
                   {"subject": "Done", "content": "Works", "poc_task_id": task}, 201)
        carol.call("POST", f"{self.comments}?task_id={task}",
                   {"subject": "s", "content": "c", "poc_task_id": task, "is_internal": True},
                   403, words="Customers cannot create internal comments")
        carol.call("POST", self.tasks, {"title": "Mine"}, 403,
                   words="Sales engineer access required")


if __name__ == "__main__":
    unittest.main()
