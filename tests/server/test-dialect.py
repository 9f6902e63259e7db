# SPDX-License-Identifier: GPL-3.0-or-later
"""A client written for API 1.0.0 finds what it expects: members, statuses and words."""

import unittest

from office import PASSWORD, Office, token_of
from pmtest.mail import MailFolder

MEMBERSHIP = {"tenant_id", "tenant_name", "tenant_slug", "role", "is_default"}
CHOSEN = {"access_token", "token_type", "tenant_id", "tenant_name", "tenant_slug", "role",
          "user_id", "email", "full_name"}
POC = {"title", "description", "customer_company_name", "executive_summary", "objectives",
       "start_date", "end_date", "id", "tenant_id", "created_by", "customer_logo_url", "status",
       "overall_success_score", "created_at", "updated_at"}
DETAIL = POC | {"participants", "products", "success_criteria_count", "tasks_count",
                "task_groups_count"}
INVITATION = {"id", "poc_id", "email", "full_name", "status", "is_customer", "personal_message",
              "invited_by", "created_at", "expires_at", "accepted_at", "email_sent",
              "email_error", "resend_count", "last_resent_at"}
PERSON = {"id", "user_id", "email", "full_name", "is_sales_engineer", "is_customer", "joined_at",
          "status", "invitation_id"}
INVITED = PERSON | {"invited_at", "expires_at", "resend_count"}
LINK = {"poc_id", "poc_title", "email", "full_name", "is_customer", "invited_by_name",
        "expires_at", "personal_message", "user_exists"}


class Dialect(unittest.TestCase):
    def expect(self, answer, status, members=None, words=None):
        self.assertEqual(answer.status, status, answer.text)
        self.assertEqual(answer.headers["Content-Type"].partition(";")[0], "application/json")
        if members:
            body = answer.json[0] if isinstance(answer.json, list) else answer.json
            self.assertLessEqual(members, set(body))
        if words:
            self.assertEqual(answer.json.get("detail", answer.json.get("message")), words)
        return answer.json

    def test_the_main_job_as_such_a_client_does_it(self):
        with Office() as office:
            self.office, self.inbox = office, MailFolder(office.mail_folder)
            self.sign_in()
            self.make_poc()
            self.invite()
            self.resend()
            self.cancel()
            self.accept()
            self.look()

    def sign_in(self):
        credentials = {"email": "sam@acme.example", "password": PASSWORD}
        request = self.office.server.request
        body = self.expect(request("POST", "/auth/login", credentials), 200,
                           {"user_id", "email", "full_name", "tenants", "requires_selection",
                            "access_token", "token_type"})
        self.assertEqual(set(body["tenants"][0]), MEMBERSHIP)
        self.assertIsNone(body["access_token"])
        credentials["tenant_id"] = body["tenants"][0]["tenant_id"]
        self.expect(request("POST", "/auth/select-tenant", credentials), 200, CHOSEN)
        wrong = request("POST", "/auth/login", credentials | {"password": "wrong"})
        self.expect(wrong, 401, words="Incorrect email or password")
        self.expect(request("GET", "/pocs/"), 401, words="Not authenticated")

    def make_poc(self):
        call = self.office.call
        body = {"title": "Data platform evaluation", "customer_company_name": "Globex",
                "start_date": "2026-11-01", "end_date": "2026-12-15"}
        self.poc = self.expect(call("POST", "/pocs/", body), 201, POC)["id"]
        self.expect(call("GET", "/pocs/?limit=3"), 200, POC)
        self.expect(call("GET", "/pocs?limit=3"), 200, POC)
        self.expect(call("GET", f"/pocs/{self.poc}"), 200, DETAIL)
        self.expect(call("GET", "/pocs/999999"), 404, words="POC not found")
        self.expect(call("PUT", f"/pocs/{self.poc}", {"status": "active"}), 200, POC)
        self.assertEqual(self.expect(call("GET", f"/tasks/pocs/{self.poc}/tasks"), 200), [])
        self.assertEqual(self.expect(call("GET", f"/pocs/{self.poc}/success-criteria"), 200), [])

    def invite(self):
        body = {"email": "john@globex.example", "full_name": "John Doe", "is_customer": True,
                "personal_message": "Welcome"}
        path = self.path = f"/pocs/{self.poc}/invitations/"
        made = self.expect(self.office.call("POST", path, body), 201, INVITATION)
        self.john = made["id"]
        self.assertEqual((made["status"], made["email_sent"], made["full_name"]),
                         ("pending", False, "John Doe"))
        self.expect(self.office.call("POST", path, body), 400,
                    words="Pending invitation already exists for this email")
        bad = self.expect(self.office.call("POST", path, {"email": "bad", "full_name": "x"}), 422)
        self.assertEqual((bad["detail"][0]["type"], bad["detail"][0]["loc"]),
                         ("value_error", ["body", "email"]))
        self.first_token = token_of(self.inbox.wait_for_message("john@globex.example"))
        listed = self.expect(self.office.call("GET", path), 200, INVITATION)
        self.assertEqual([row["id"] for row in listed], [self.john])

    def resend(self):
        self.office.pass_time(11 * 60)
        again = self.expect(self.office.call("POST", f"{self.path}{self.john}/resend"), 200,
                            INVITATION)
        self.assertEqual((again["status"], again["resend_count"]), ("pending", 1))

    def cancel(self):
        call = self.office.call
        kim = call("POST", self.path, {"email": "kim@globex.example", "full_name": ""}).json["id"]
        self.expect(call("DELETE", f"{self.path}{kim}"), 200,
                    words="Invitation revoked successfully")
        self.expect(call("DELETE", f"{self.path}{kim}"), 400,
                    words="Cannot revoke invitation with status: revoked")
        self.expect(call("POST", f"{self.path}{kim}/resend"), 400,
                    words="Cannot resend invitation with status: revoked")

    def accept(self):
        call = self.office.call
        token = token_of(self.inbox.wait_for_message("john@globex.example", 2))
        validate = "/poc-invitations/validate/"
        body = self.expect(call("GET", validate + token, who=None), 200, LINK)
        self.assertEqual((body["invited_by_name"], body["user_exists"]), ("Sam Rivera", False))
        self.expect(call("GET", validate + self.first_token, who=None), 404,
                    words="Invitation not found")
        self.expect(self.office.accept(token), 201, {"message", "user_created", "poc_id"},
                    "Invitation accepted successfully")
        self.expect(call("GET", validate + token, who=None), 400, words="Invitation is accepted")
        self.expect(call("GET", validate + "unknown", who=None), 404,
                    words="Invitation not found")

    def look(self):
        self.office.invite(self.poc, "late@globex.example", full_name="Late")
        people = self.expect(self.office.call("GET", f"/pocs/{self.poc}/participants"), 200)
        self.assertEqual([person["status"] for person in people],
                         ["accepted", "accepted", "pending"])
        self.assertLessEqual(PERSON, set(people[1]))
        self.assertLessEqual(INVITED, set(people[2]))
        self.expect(self.office.call("DELETE", f"/pocs/{self.poc}/participants/999"), 404,
                    words="Participant not found")
        self.expect(self.office.call("DELETE", f"/pocs/{self.poc}"), 200,
                    words="POC archived successfully")


if __name__ == "__main__":
    unittest.main()
