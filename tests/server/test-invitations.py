# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of an invitation, from being written to access taken away."""

import datetime
import unittest

from office import PASSWORD, Office, token_of
from pmtest.mail import MailFolder
from pmtest.waiting import wait_for

JOHN = "john@globex.example"
MINUTE, DAY = 60, 24 * 60 * 60


class Invitations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())
        cls.inbox = MailFolder(cls.office.mail_folder)
        cls.counter = 0

    def setUp(self):
        type(self).counter += 1
        self.address = f"john{self.counter}@globex.example"
        self.poc = self.office.add_poc()

    def invite(self, address=None, **fields):
        answer = self.office.invite(self.poc, address or self.address, **fields)
        self.assertEqual(answer.status, 201, answer.text)
        return answer.json["id"]

    def mailed_token(self, count=1, address=None):
        return token_of(self.inbox.wait_for_message(address or self.address, count))

    def one(self, invitation):
        return self.office.call("GET", f"/pocs/{self.poc}/invitations/{invitation}").json

    def resend(self, invitation):
        return self.office.call("POST", f"/pocs/{self.poc}/invitations/{invitation}/resend")

    def cancel(self, invitation):
        return self.office.call("DELETE", f"/pocs/{self.poc}/invitations/{invitation}")

    def validate(self, token):
        return self.office.call("GET", f"/poc-invitations/validate/{token}", who=None)

    def assert_refused(self, answer, status, words, kind=None):
        self.assertEqual((answer.status, answer.json["detail"]), (status, words))
        self.assertEqual(answer.json.get("type"), kind)

    def wait_until_sent(self, invitation):
        wait_for(lambda: self.one(invitation)["delivery"]["state"] == "sent", "the mail is sent")

    # Inviting

    def test_the_answer_has_the_dialects_fields_and_ours(self):
        answer = self.office.invite(self.poc, "John@GLOBEX.example", first_name="John",
                                    last_name="Doe", title="CTO", personal_message="Hi\nthere")
        self.assertEqual(answer.status, 201)
        body = answer.json
        self.assertEqual(
            {key: body[key] for key in (
                "poc_id", "email", "full_name", "status", "is_customer", "personal_message",
                "accepted_at", "email_sent", "email_error", "resend_count", "last_resent_at",
                "first_name", "last_name", "title")},
            {"poc_id": self.poc, "email": "John@globex.example", "full_name": "John Doe",
             "status": "pending", "is_customer": True, "personal_message": "Hi\nthere",
             "accepted_at": None, "email_sent": False, "email_error": None, "resend_count": 0,
             "last_resent_at": None, "first_name": "John", "last_name": "Doe", "title": "CTO"})
        self.assertEqual(body["delivery"]["state"], "queued")
        self.assertNotIn("token", answer.text)

    def test_a_full_name_is_split_and_no_name_is_the_local_part(self):
        named = self.one(self.invite(full_name="Ana María Ruiz"))
        self.assertEqual((named["first_name"], named["last_name"]), ("Ana María", "Ruiz"))
        nameless = self.one(self.invite("kim.lee@globex.example"))
        self.assertEqual((nameless["full_name"], nameless["first_name"]), ("kim.lee", None))

    def test_one_pending_invitation_for_an_address_however_it_is_written(self):
        self.invite()
        again = self.office.invite(self.poc, self.address.upper())
        self.assert_refused(again, 400, "Pending invitation already exists for this email")
        elsewhere = self.office.add_poc("Another")
        self.assertEqual(self.office.invite(elsewhere, self.address).status, 201)

    def test_whoever_takes_part_cannot_be_invited(self):
        self.assert_refused(self.office.invite(self.poc, "SAM@acme.example"), 400,
                            "User is already a participant in this POC")

    def test_bad_input_is_named_and_not_echoed(self):
        for body, field in (
                ({"email": "bad"}, "email"), ({}, "email"), ({"email": None}, "email"),
                ({"email": JOHN, "first_name": 7}, "first_name"),
                ({"email": JOHN, "first_name": "x" * 101}, "first_name"),
                ({"email": JOHN, "title": "a\r\nBcc: me@evil.example"}, "title"),
                ({"email": JOHN + "\r\nBcc: me@evil.example"}, "email"),
                ({"email": "a@b.example>\r\nRCPT TO:<c@d.example"}, "email"),
                ({"email": JOHN, "personal_message": "x" * 5001}, "personal_message"),
                ({"email": JOHN, "personal_message": "a\x07b"}, "personal_message"),
                ({"email": JOHN, "is_customer": "yes"}, "is_customer"),
                ({"email": JOHN, "is_customer": False}, "is_customer")):
            with self.subTest(body=body):
                answer = self.office.call("POST", f"/pocs/{self.poc}/invitations/", body)
                self.assertEqual(answer.status, 422, answer.text)
                self.assertEqual(answer.json["detail"][0]["loc"], ["body", field])
                self.assertNotIn("input", answer.json["detail"][0])
        self.assertEqual(self.office.call("GET", f"/pocs/{self.poc}/invitations/").json, [])

    def test_only_admins_invite_colleagues(self):
        body = {"email": self.address, "is_customer": False}
        path = f"/pocs/{self.poc}/invitations/"
        self.assertEqual(self.office.call("POST", path, body, "amelie").status, 422)
        self.assertEqual(self.office.call("POST", path, body, "ruth").status, 201)
        self.office.accept(self.mailed_token())
        login = self.office.call("POST", "/auth/login",
                                 {"email": self.address, "password": PASSWORD}, who=None)
        self.assertEqual(login.json["tenants"][0]["role"], "sales_engineer")

    def test_invitations_need_a_poc_of_ones_own_organization(self):
        self.assert_refused(self.office.invite(999999), 404, "POC not found")

    # Reading

    def test_lists_are_newest_first_and_filtered_by_the_status_that_holds(self):
        first, second = self.invite(), self.invite("kim@globex.example")
        self.cancel(first)
        path = f"/pocs/{self.poc}/invitations/"
        ids = [row["id"] for row in self.office.call("GET", path).json]
        self.assertEqual(ids, [second, first])
        for status, expected in (("pending", [second]), ("revoked", [first]), ("expired", [])):
            rows = self.office.call("GET", f"{path}?status_filter={status}").json
            self.assertEqual([row["id"] for row in rows], expected)
        self.assertEqual(self.office.call("GET", f"{path}?status_filter=x").status, 422)

    def test_one_has_its_history(self):
        invitation = self.invite()
        self.wait_until_sent(invitation)
        self.cancel(invitation)
        events = self.one(invitation)["events"]
        self.assertEqual([(event["kind"], event["by"]) for event in events],
                         [("invited", "Sam Rivera"), ("mail_sent", None),
                          ("cancelled", "Sam Rivera")])
        self.assert_refused(self.office.call("GET", f"/pocs/{self.poc}/invitations/999999"), 404,
                            "Invitation not found")

    # Cancelling

    def test_cancelling_kills_the_link_at_once(self):
        invitation = self.invite()
        token = self.mailed_token()
        self.assertEqual(self.cancel(invitation).json,
                         {"message": "Invitation revoked successfully"})
        self.assert_refused(self.validate(token), 400, "Invitation is revoked", "revoked")
        self.assert_refused(self.office.accept(token), 400, "Invitation is revoked", "revoked")
        self.assert_refused(self.cancel(invitation), 400,
                            "Cannot revoke invitation with status: revoked")
        self.assert_refused(self.resend(invitation), 400,
                            "Cannot resend invitation with status: revoked")

    def test_after_cancelling_the_address_can_be_invited_again(self):
        self.cancel(self.invite())
        self.mailed_token()
        self.invite()
        self.assertEqual(self.validate(self.mailed_token(2)).status, 200)
        self.assert_refused(self.validate(self.mailed_token(1)), 404, "Invitation not found",
                            "replaced")

    # Resending

    def test_a_resend_brings_a_fresh_link_and_kills_the_old_one(self):
        invitation = self.invite()
        old = self.mailed_token()
        self.wait_until_sent(invitation)
        before = self.one(invitation)
        self.office.pass_time(11 * MINUTE)
        answer = self.resend(invitation)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.json["resend_count"], 1)
        self.assertIsNotNone(answer.json["last_resent_at"])
        self.assertGreater(answer.json["expires_at"], before["expires_at"])
        new = self.mailed_token(2)
        self.assertNotEqual(new, old)
        self.assert_refused(self.validate(old), 404, "Invitation not found", "replaced")
        self.assertEqual(self.validate(new).status, 200)

    def test_a_resend_too_soon_says_when_it_is_possible(self):
        invitation = self.invite()
        self.wait_until_sent(invitation)
        answer = self.resend(invitation)
        self.assertEqual((answer.status, answer.json["type"]), (429, "resend_throttled"))
        self.assertRegex(answer.json["detail"],
                         r"^Already sent at \d\d:\d\d UTC\. Next possible \d\d:\d\d UTC\.$")
        self.assertLessEqual(int(answer.headers["Retry-After"]), 10 * MINUTE)
        self.assertGreater(int(answer.headers["Retry-After"]), 9 * MINUTE)
        self.assertEqual(self.one(invitation)["resend_count"], 0)

    def test_five_resends_a_day(self):
        invitation = self.invite()
        for count in range(1, 6):
            self.wait_until_sent(invitation)
            self.office.pass_time(11 * MINUTE)
            self.assertEqual(self.resend(invitation).status, 200)
        self.wait_until_sent(invitation)
        self.office.pass_time(11 * MINUTE)
        self.assertEqual(self.resend(invitation).status, 429)
        self.office.pass_time(DAY)
        self.assertEqual(self.resend(invitation).status, 200)

    def test_only_the_newest_invitation_is_resent(self):
        old = self.invite()
        self.mailed_token()
        self.office.pass_time(8 * DAY)
        self.invite()
        self.assert_refused(self.resend(old), 400, "A newer invitation exists")

    # Expiring

    def test_an_invitation_expires_by_itself_and_says_so_in_the_feed(self):
        invitation = self.invite()
        token = self.mailed_token()
        self.wait_until_sent(invitation)
        state = self.office.changes()["new_state"]
        self.office.pass_time(7 * DAY + MINUTE)

        def told():
            page = self.office.changes(state)
            return [row for row in page["list"]
                    if row["type"] == "invitation" and row["id"] == invitation]

        self.assertEqual(wait_for(told, "the feed tells of it")[0]["status"], "expired")
        self.assert_refused(self.validate(token), 400, "Invitation has expired", "expired")
        self.assert_refused(self.office.accept(token), 400, "Invitation has expired", "expired")
        self.assert_refused(self.cancel(invitation), 400,
                            "Cannot revoke invitation with status: expired")

    def test_an_expired_one_is_resent_with_a_new_life(self):
        invitation = self.invite()
        self.mailed_token()
        self.office.pass_time(8 * DAY)
        self.assertEqual(self.resend(invitation).json["status"], "pending")
        self.assertEqual(self.office.accept(self.mailed_token(2)).status, 201)

    def test_an_expired_one_does_not_block_a_new_one(self):
        old = self.invite()
        self.mailed_token()
        self.office.pass_time(8 * DAY)
        new = self.invite()
        self.assertNotEqual(new, old)
        self.assertEqual(self.one(old)["status"], "expired")

    def test_the_life_is_the_organizations(self):
        self.office.server.admin("tenant", "add", "Brief", "--slug", "brief",
                                 "--invitation-days", "2")
        self.office.add_person("eve@brief.example", "Eve", "sales_engineer", "brief")
        poc = self.office.add_poc(who="eve@brief.example")
        answer = self.office.invite(poc, self.address, "eve@brief.example").json
        created, expires = (datetime.datetime.fromisoformat(answer[name])
                            for name in ("created_at", "expires_at"))
        self.assertEqual(expires - created, datetime.timedelta(days=2))

    # Accepting

    def test_looking_at_a_link_changes_nothing_but_the_hint(self):
        invitation = self.invite(first_name="John", last_name="Doe", personal_message="Welcome")
        token = self.mailed_token()
        for _ in range(3):
            answer = self.validate(token)
            self.assertEqual(answer.status, 200)
        body = answer.json
        self.assertEqual(
            {key: body[key] for key in ("poc_id", "poc_title", "email", "full_name", "is_customer",
                                        "invited_by_name", "personal_message", "user_exists")},
            {"poc_id": self.poc, "poc_title": "Data platform evaluation", "email": self.address,
             "full_name": "John Doe", "is_customer": True, "invited_by_name": "Sam Rivera",
             "personal_message": "Welcome", "user_exists": False})
        after = self.one(invitation)
        self.assertEqual(after["status"], "pending")
        self.assertIsNotNone(after["delivery"]["link_opened_at"])
        kinds = [event["kind"] for event in after["events"]]
        self.assertEqual(kinds.count("link_opened"), 1)

    def test_a_new_customer_accepts_and_is_on_the_poc(self):
        state = self.office.changes()["new_state"]
        invitation = self.invite(first_name="John", title="CTO")
        token = self.mailed_token()
        answer = self.office.accept(token)
        self.assertEqual(answer.status, 201, answer.text)
        self.assertEqual(answer.json["message"], "Invitation accepted successfully")
        self.assertEqual(answer.json["poc_id"], self.poc)
        after = self.one(invitation)
        self.assertEqual(after["status"], "accepted")
        self.assertIsNotNone(after["accepted_at"])
        self.assertEqual(after["events"][-1]["kind"], "accepted")
        people = self.office.call("GET", f"/pocs/{self.poc}/participants").json
        john = next(person for person in people if person["email"] == self.address)
        self.assertEqual((john["user_id"], john["status"], john["is_customer"], john["title"]),
                         (answer.json["user_created"], "accepted", True, "CTO"))
        told = {row["type"] for row in self.office.changes(state)["list"]}
        self.assertLessEqual({"user", "participant", "invitation"}, told)
        mine = self.office.call("GET", "/pocs/", who=self.address).json
        self.assertEqual([poc["id"] for poc in mine], [self.poc])

    def test_a_link_works_once(self):
        self.invite()
        token = self.mailed_token()
        self.assertEqual(self.office.accept(token).status, 201)
        self.assert_refused(self.office.accept(token), 400, "Invitation is accepted", "accepted")
        self.assert_refused(self.validate(token), 400, "Invitation is accepted", "accepted")

    def test_a_weak_or_missing_password_accepts_nothing(self):
        invitation = self.invite()
        token = self.mailed_token()
        for password in ("short", "password123", 5):
            self.assertEqual(self.office.accept(token, password).status, 422)
        missing = self.office.call("POST", "/poc-invitations/accept", {"token": token}, who=None)
        self.assert_refused(missing, 400, "Password is required for new users")
        self.assertEqual(self.one(invitation)["status"], "pending")

    def test_an_existing_customer_signs_in_and_accepts(self):
        self.invite()
        self.office.accept(self.mailed_token())
        second = self.office.add_poc("Second")
        self.office.invite(second, self.address)
        token = self.mailed_token(2)
        self.assertTrue(self.validate(token).json["user_exists"])
        self.assert_refused(
            self.office.accept(token), 400,
            "User already exists. Please login and use the authenticated acceptance endpoint.",
            "user_exists")
        body = {"token": token}
        wrong = self.office.call("POST", "/poc-invitations/accept-existing", body, "amelie")
        self.assert_refused(wrong, 403, "This invitation is not for your email address",
                            "wrong_account")
        for _ in range(2):  # again leads to the POC
            right = self.office.call("POST", "/poc-invitations/accept-existing", body,
                                     self.address)
            self.assertEqual((right.status, right.json["poc_id"]), (200, second))
        mine = self.office.call("GET", "/pocs/", who=self.address).json
        self.assertEqual([poc["id"] for poc in mine], [self.poc, second])

    def test_an_unknown_link_says_so(self):
        for token in ("unknown", "x" * 43, "%F0%9F%90%9F", "a'--"):
            self.assert_refused(self.validate(token), 404, "Invitation not found", "unknown")
        self.assert_refused(self.office.accept("y" * 43), 404, "Invitation not found", "unknown")

    def test_removed_access_ends_at_once_and_the_link_says_so(self):
        invitation = self.invite()
        token = self.mailed_token()
        user = self.office.accept(token).json["user_created"]
        self.assertEqual(self.office.call("GET", f"/pocs/{self.poc}", who=self.address).status,
                         200)
        path = f"/pocs/{self.poc}/participants/{user}"
        state = self.office.changes()["new_state"]
        self.assertEqual(self.office.call("DELETE", path).json,
                         {"message": "Participant removed successfully"})
        self.assert_refused(self.office.call("DELETE", path), 404, "Participant not found")
        self.assertEqual(self.office.call("GET", f"/pocs/{self.poc}", who=self.address).status,
                         404)
        self.assert_refused(self.validate(token), 400, "Invitation is accepted", "removed")
        again = self.office.call("POST", "/poc-invitations/accept-existing", {"token": token},
                                 self.address)
        self.assert_refused(again, 400, "Invitation is accepted", "removed")
        self.assertIn("participant",
                      [row["type"] for row in self.office.changes(state)["destroyed"]])
        self.assertEqual(self.one(invitation)["events"][-1]["kind"], "removed")
        self.assertEqual(self.office.invite(self.poc, self.address).status, 201)

    def test_customers_reach_no_invitation(self):
        invitation = self.invite()
        self.office.accept(self.mailed_token())
        other = self.invite("kim@globex.example")
        for method, path, body in (
                ("GET", "", None), ("POST", "", {"email": JOHN}), ("GET", f"{other}", None),
                ("DELETE", f"{other}", None), ("POST", f"{other}/resend", None)):
            answer = self.office.call(method, f"/pocs/{self.poc}/invitations/{path}", body,
                                      self.address)
            self.assertEqual(answer.status, 403, (method, path))
        self.assertEqual(self.one(invitation)["status"], "accepted")

    # Both or neither

    def test_a_replayed_request_invites_once_and_mails_once(self):
        body = {"email": self.address}
        path = f"/pocs/{self.poc}/invitations/"
        headers = {"Idempotency-Key": f"key-of-test-{self.counter}"}
        first = self.office.call("POST", path, body, headers=headers)
        second = self.office.call("POST", path, body, headers=headers)
        self.assertEqual((first.status, second.status), (201, 201))
        self.assertEqual(first.json["id"], second.json["id"])
        self.wait_until_sent(first.json["id"])
        self.assertEqual(len(self.inbox.messages_to(self.address)), 1)

    def test_every_invitation_has_its_mail_row_and_only_hashes_of_links(self):
        token = (self.invite(), self.mailed_token())[1]
        self.assert_refused(self.office.invite(self.poc, self.address), 400,
                            "Pending invitation already exists for this email")
        rows = self.office.query("SELECT count (*) FROM invitation i WHERE NOT EXISTS"
                                 " (SELECT 1 FROM mail WHERE invitation_id = i.id)")
        self.assertEqual(rows, [(0,)])
        for path in self.office.server.data.iterdir():
            if path.is_file():
                self.assertNotIn(token.encode(), path.read_bytes(), path)


class Limits(unittest.TestCase):
    def test_so_many_invitations_an_hour(self):
        with Office(config="invitations-per-hour=3") as office:
            poc = office.add_poc()
            for index in range(3):
                self.assertEqual(office.invite(poc, f"p{index}@globex.example").status, 201)
            answer = office.invite(poc, "p4@globex.example")
            self.assertEqual((answer.status, answer.json["type"]), (429, "too_many_invitations"))
            self.assertGreater(int(answer.headers["Retry-After"]), 50 * MINUTE)
            self.assertEqual(office.invite(poc, "p4@globex.example", "ruth").status, 201)


if __name__ == "__main__":
    unittest.main()
