# SPDX-License-Identifier: GPL-3.0-or-later
"""The server of API 1.0.0 that tests use has the defects that the real one has."""

import contextlib
import datetime
import http.client
import json
import unittest

from pmtest.plain import PlainServer
from pmtest.waiting import wait_for

DAY = datetime.timedelta(days=1)


class Client:
    """A signed-in person."""

    def __init__(self, server, email=None, password="pw", tenant=1):
        self.server = server
        self.token = None
        if email:
            body = {"email": email, "password": password, "tenant_id": tenant}
            self.token = self.call("POST", "/auth/select-tenant", body)[1]["access_token"]

    def raw(self, method, path, body=None, headers=None):
        port = self.server.port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        headers = dict(headers or {})
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        data = None
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
            data = json.dumps(body)
        with contextlib.closing(connection):
            connection.request(method, self.server.prefix + path, data, headers)
            answer = connection.getresponse()
            return answer, answer.read().decode()

    def call(self, method, path, body=None):
        answer, text = self.raw(method, path, body)
        if answer.headers.get_content_type() == "application/json":
            return answer.status, json.loads(text)
        return answer.status, text


class Plain(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(PlainServer())
        self.office = self.server.office
        self.office.add_tenant("Acme")
        self.sam = self.office.add_user("sam@acme.com", "Sam")
        self.poc = self.office.add_poc("Trial", "Globex", self.sam, end_date="2026-12-15")
        self.client = Client(self.server, "sam@acme.com")

    def invite(self, email="john@globex.com", **fields):
        body = {"email": email, "full_name": "John"} | fields
        return self.client.call("POST", "/pocs/1/invitations/", body)

    def add_task(self, **fields):
        return self.client.call("POST", "/tasks/pocs/1/tasks", {"title": "Install"} | fields)[1]

    def test_signing_in_takes_two_steps(self):
        body = {"email": "sam@acme.com", "password": "pw"}
        status, login = Client(self.server).call("POST", "/auth/login", body)
        self.assertEqual((status, login["access_token"]), (200, None))
        self.assertEqual(login["tenants"][0]["role"], "sales_engineer")
        self.assertEqual(self.client.call("GET", "/auth/me")[1]["current_role"], "sales_engineer")

    def test_a_missing_field_says_again_what_was_sent(self):
        status, answer = Client(self.server).call("POST", "/auth/select-tenant",
                                                  {"tenant_id": 1, "password": "secret"})
        self.assertEqual(status, 422)
        self.assertIn("secret", json.dumps(answer))

    def test_q1_a_renewed_token_is_of_no_use(self):
        token = self.client.call("POST", "/auth/refresh", {})[1]["access_token"]
        self.client.token = token
        self.assertEqual(self.client.call("GET", "/auth/me"), (401, {"detail": "User not found"}))

    def test_q26_a_token_ends_after_half_an_hour(self):
        self.office.clock_offset = datetime.timedelta(minutes=31)
        self.assertEqual(self.client.call("GET", "/pocs/"),
                         (401, {"detail": "Could not validate credentials"}))

    def test_q2_an_assigned_task_breaks_its_list_and_hides_that_a_change_was_stored(self):
        task = self.add_task()
        self.client.call("POST", f"/tasks/pocs/1/tasks/{task['id']}/assign",
                         {"participant_ids": [1]})
        self.assertEqual(self.client.call("GET", "/tasks/pocs/1/tasks"),
                         (500, "Internal Server Error"))
        status, _ = self.client.call("PUT", f"/tasks/pocs/1/tasks/{task['id']}",
                                     {"status": "completed"})
        self.assertEqual((status, self.office.tasks[0].status), (500, "completed"))

    def test_q3_q10_comments(self):
        task = self.add_task()
        body = {"subject": "Plan", "content": "Good"}
        self.assertEqual(self.client.call("POST", "/pocs/1/comments?task_id=1", body)[0], 422)
        body["poc_task_id"] = task["id"]
        self.assertEqual(self.client.call("POST", "/pocs/1/comments", body)[0], 400)
        self.assertEqual(self.client.call("POST", "/pocs/1/comments?task_id=1", body)[0], 201)
        self.assertEqual(self.client.call("PUT", "/pocs/1/comments/1", {"content": "Bad"})[0], 500)
        self.assertEqual(self.client.call("GET", "/pocs/1/comments?task_id=1")[1][0]["content"],
                         "Bad")
        self.assertEqual(self.client.call("GET", "/pocs/1/comments")[0], 400)
        self.assertEqual(self.client.call("DELETE", "/tasks/pocs/1/tasks/1")[0], 500)  # Q9

    def test_q4_products_are_never_told_and_easily_wiped(self):
        self.assertEqual(self.client.call("GET", "/pocs/1")[1]["products"], [])
        self.client.call("PUT", "/pocs/1", {"title": "Other"})
        self.assertEqual(self.poc._products, [1])
        self.client.call("PUT", "/pocs/1", {"product_ids": []})
        self.assertEqual(self.poc._products, [])

    def test_q6_what_must_not_be_null_breaks_its_list(self):
        self.add_task()
        self.client.call("POST", "/pocs/1/success-criteria", {"title": "Fast", "poc_id": 1})
        for path, body in (("/tasks/pocs/1/tasks", {"status": None}),
                           ("/pocs/1/success-criteria", {"importance_level": None})):
            self.assertEqual(self.client.call("PUT", f"{path}/1", {"title": None})[0], 500)
            self.assertEqual(self.client.call("GET", path)[0], 200)
            self.assertEqual(self.client.call("PUT", f"{path}/1", body)[0], 500)
            self.assertEqual(self.client.call("GET", path)[0], 500)

    def test_q6_a_character_of_no_text_is_not_stored(self):
        self.assertEqual(self.client.call("PUT", "/pocs/1", {"title": "a\0b"})[0], 500)
        self.assertEqual(self.poc.title, "Trial")
        self.assertEqual(self.client.call("POST", "/tasks/pocs/1/tasks", {"title": "a\0b"})[0], 500)
        self.assertEqual(self.office.tasks, [])

    def test_q6_a_status_of_nothing_breaks_every_list(self):
        self.assertEqual(self.client.call("PUT", "/pocs/1", {"status": None})[0], 500)
        self.assertEqual(self.client.call("GET", "/pocs/")[0], 500)

    def test_q7_fields_are_dropped(self):
        _, poc = self.client.call("POST", "/pocs/", {"title": "x", "customer_company_name": "y",
                                                     "objectives": "z"})
        self.assertIsNone(poc["objectives"])
        _, criterion = self.client.call("POST", "/pocs/1/success-criteria",
                                        {"title": "x", "poc_id": 1, "importance_level": 5})
        self.assertEqual(criterion["importance_level"], 3)
        self.assertEqual(self.add_task(status="completed")["status"], "not_started")

    def test_q9_a_criterion_with_links_stays(self):
        self.client.call("POST", "/pocs/1/success-criteria", {"title": "Fast", "poc_id": 1})
        self.add_task(success_criteria_ids=[1])
        self.assertEqual(self.client.call("DELETE", "/pocs/1/success-criteria/1")[0], 500)
        self.assertEqual(len(self.office.criteria), 1)

    def test_a_group_cannot_be_deleted(self):
        self.client.call("POST", "/tasks/pocs/1/task-groups", {"title": "Setup"})
        self.assertEqual(self.client.call("DELETE", "/tasks/pocs/1/task-groups/1")[0], 405)

    def test_q23_who_takes_part_twice_is_removed_once(self):
        carla = self.office.add_user("carla@globex.com", "Carla", role="customer")
        for _ in range(2):
            self.office.take_part(self.poc, carla, True)
        self.assertEqual(self.client.call("POST", "/pocs/1/participants", {"user_id": carla.id}),
                         (400, {"detail": "User is already a participant"}))
        path = f"/pocs/1/participants/{carla.id}"
        self.assertEqual([self.client.call("DELETE", path)[0] for _ in range(3)], [200, 200, 404])

    def test_q8_an_address_that_is_none_breaks_the_list(self):
        self.client.call("POST", "/pocs/1/participants", {"email": "bad", "full_name": "Bad"})
        self.assertEqual(self.client.call("GET", "/pocs/1/invitations/")[0], 500)
        _, people = self.client.call("GET", "/pocs/1/participants")
        self.assertEqual([each["status"] for each in people], ["accepted", "pending"])

    def test_q11_what_is_changed_moves_to_the_end(self):
        self.office.add_poc("Second", "Globex", self.sam)
        self.client.call("PUT", "/pocs/1", {"title": "First"})
        self.assertEqual([poc["id"] for poc in self.client.call("GET", "/pocs/")[1]], [2, 1])

    def test_q12_pages_of_a_customer_are_short(self):
        carla = self.office.add_user("carla@globex.com", "Carla", role="customer")
        for _ in range(2):
            self.office.take_part(self.poc, carla, True)
        self.office.take_part(self.office.add_poc("Second", "Globex", self.sam), carla, True)
        client = Client(self.server, "carla@globex.com")
        self.assertEqual(len(client.call("GET", "/pocs/?limit=2")[1]), 1)
        self.assertEqual(len(client.call("GET", "/pocs/?limit=2&skip=2")[1]), 1)

    def test_q17_q18_an_invitation_lives_a_day_and_blocks_another_for_ever(self):
        self.assertEqual(self.invite()[0], 201)
        self.office.invitations[0].expires_at -= 2 * DAY
        self.assertEqual(self.client.call("GET", "/pocs/1/invitations/")[1][0]["status"],
                         "pending")
        self.assertEqual(self.client.call("GET", "/pocs/1/participants")[1][1]["status"],
                         "expired")
        self.assertEqual(self.invite(), (400, {"detail": "Pending invitation already exists for "
                                                         "this email"}))
        self.assertEqual(self.invite("John@globex.com")[0], 201)  # Q19

    def test_invitations_are_resent_and_revoked(self):
        self.invite()
        # A mail goes after the answer.
        wait_for(lambda: len(self.office.mails) == 1, "the first mail")
        _, resent = self.client.call("POST", "/pocs/1/invitations/1/resend")
        self.assertEqual(resent["resend_count"], 1)
        wait_for(lambda: len(self.office.mails) == 2, "the second mail")
        self.assertNotEqual(*self.office.mails)
        self.assertEqual(self.client.call("DELETE", "/pocs/1/invitations/1")[0], 200)
        self.assertEqual(self.client.call("DELETE", "/pocs/1/invitations/1"),
                         (400, {"detail": "Cannot revoke invitation with status: revoked"}))

    def test_q28_a_mail_that_fails_says_nothing_of_why(self):
        self.office.mail_works = False
        self.invite()
        wait_for(lambda: self.office.invitations[0].status == "failed", "the mail's failure")
        _, invitations = self.client.call("GET", "/pocs/1/invitations/")
        self.assertIn("check logs", invitations[0]["email_error"])

    def test_q27_a_line_break_in_the_title_keeps_mails_from_being_sent(self):
        self.poc.title = "Trial\nof ours"
        self.invite()
        wait_for(lambda: self.office.invitations[0].status == "failed", "the mail's failure")

    def test_q30_a_poc_may_end_before_it_begins_and_a_task_may_not(self):
        days = {"start_date": "2026-12-10", "end_date": "2026-12-01"}
        self.assertEqual(self.client.call("PUT", "/pocs/1", days)[0], 200)
        self.client.call("PUT", "/pocs/1", {"start_date": None, "end_date": None})
        days = {"start_date": "2026-12-10", "due_date": "2026-12-01"}
        self.assertEqual(self.client.call("POST", "/tasks/pocs/1/tasks", {"title": "x"} | days),
                         (400, {"detail": "Task start date cannot be after the task due date"}))

    def test_q2_assignees_can_be_told_and_taken_away(self):
        path = f"/tasks/pocs/1/tasks/{self.add_task()['id']}"
        self.assertEqual(self.client.call("GET", f"{path}/assignees"), (200, []))
        self.client.call("POST", f"{path}/assign", {"participant_ids": [1]})
        _, assignees = self.client.call("GET", f"{path}/assignees")
        self.assertEqual([each["participant_name"] for each in assignees], ["Sam"])
        self.client.call("DELETE", f"{path}/assign")
        self.assertEqual(self.client.call("GET", "/tasks/pocs/1/tasks")[0], 200)

    def test_q22_q37_tasks(self):
        task = self.add_task()
        self.assertEqual(task["due_date"], "2026-12-15")
        path = "/tasks/pocs/1/tasks/1"
        self.client.call("PUT", path, {"status": "completed"})
        self.assertIsNotNone(self.client.call("PUT", path, {"status": "in_progress"})[1]
                             ["completed_at"])
        self.client.call("PUT", "/pocs/1", {"end_date": "2026-12-01"})
        self.assertEqual(self.client.call("PUT", path, {"status": "blocked"}),
                         (400, {"detail": "Task due date cannot be after the POC end date"}))

    def test_q32_types_are_in_lower_case(self):
        body = {"title": "Docs", "resource_type": "LINK", "content": "https://example.com"}
        self.assertEqual(self.client.call("POST", "/pocs/1/resources", body)[0], 422)
        body["resource_type"] = "link"
        self.assertEqual(self.client.call("POST", "/pocs/1/resources", body)[0], 201)
        self.assertEqual(len(self.client.call("GET", "/pocs/1/resources")[1]), 1)
        for name in ("start_date", "end_date"):
            body = {"title": "x", "customer_company_name": "y", name: ""}
            self.assertEqual(self.client.call("POST", "/pocs/", body)[0], 422)

    def test_a_resource_of_a_task_that_is_gone_crashes(self):
        body = {"title": "Docs", "resource_type": "link", "content": "https://example.com"}
        self.assertEqual(self.client.call("POST", "/pocs/1/tasks/7/resources", body)[0], 500)
        self.assertEqual(self.client.call("GET", "/pocs/1/tasks/7/resources"), (200, []))
        self.assertEqual(self.client.call("GET", "/pocs/1/comments?task_id=7"),
                         (404, {"detail": "Task not found in this POC"}))

    def test_q33_the_other_slash_form_leads_astray(self):
        with PlainServer(prefix="/poc/api") as server:
            answer, text = Client(server).raw("GET", "/pocs")
            self.assertEqual((answer.status, text), (307, ""))
            self.assertTrue(answer.headers["Location"].endswith("/pocs/"))
            self.assertNotIn("/poc/api", answer.headers["Location"])

    def test_faults_strike_once(self):
        self.server.fail("html", "POST", "/invitations/")
        self.assertEqual(self.invite()[0], 502)
        self.assertEqual(len(self.office.invitations), 1)
        self.server.fail("before", "POST", "/invitations/")
        self.assertEqual(self.invite("kim@globex.com")[0], 502)
        self.assertEqual(len(self.office.invitations), 1)
        self.server.fail("silence", "POST", "/invitations/")
        with self.assertRaises(http.client.HTTPException):
            self.invite("kim@globex.com")
        self.assertEqual(len(self.office.invitations), 2)
        self.server.fail("crash", "POST", "/invitations/")
        self.assertEqual(self.invite("may@globex.com"), (500, "Internal Server Error"))
        self.assertEqual(len(self.office.invitations), 3)
        self.assertEqual(self.invite("lee@globex.com")[0], 201)

    def test_its_clock_may_be_wrong(self):
        self.office.clock_offset = datetime.timedelta(hours=5)
        client = Client(self.server, "sam@acme.com")
        answer, _ = client.raw("GET", "/pocs/")
        said = datetime.datetime.strptime(answer.headers["Date"], "%a, %d %b %Y %H:%M:%S %Z")
        away = said - datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
        self.assertGreater(away, datetime.timedelta(hours=4))


if __name__ == "__main__":
    unittest.main()
