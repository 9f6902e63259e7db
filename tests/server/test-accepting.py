# SPDX-License-Identifier: GPL-3.0-or-later
"""Links: whatever machines do to them, whoever comes at the same time, however often."""

import threading
import unittest

from office import PASSWORD, Office, token_of
from pmtest.mail import MailFolder, MailServer
from pmtest.waiting import wait_for


def at_once(*calls):
    """The answers of calls that are made at the same time."""
    answers, gate = [None] * len(calls), threading.Barrier(len(calls))

    def run(index):
        gate.wait()
        answers[index] = calls[index]()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


class Accepting(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())
        cls.inbox = MailFolder(cls.office.mail_folder)
        cls.office.token()

    def setUp(self):
        self.poc = self.office.add_poc()
        self.path = f"/pocs/{self.poc}/invitations/"
        self.address = f"john{self.poc}@globex.example"

    def invite(self, **fields):
        answer = self.office.invite(self.poc, self.address, **fields)
        self.assertEqual(answer.status, 201, answer.text)
        return answer.json["id"]

    def mailed_token(self, count=1):
        return token_of(self.inbox.wait_for_message(self.address, count))

    def one(self, invitation):
        return self.office.call("GET", f"{self.path}{invitation}").json

    def validate(self, token):
        return self.office.call("GET", f"/poc-invitations/validate/{token}", who=None)

    def accept_existing(self, token, who):
        return self.office.call("POST", "/poc-invitations/accept-existing", {"token": token}, who)

    def assert_dead(self, token, kind):
        answer = self.validate(token)
        self.assertEqual((answer.status in (400, 404), answer.json.get("type")), (True, kind),
                         answer.text)

    # Machines

    def test_what_mail_scanners_do_leaves_it_pending(self):
        invitation = self.invite()
        token = self.mailed_token()
        request = self.office.server.request
        page = f"/i/{token}"
        statuses = [
            request("HEAD", page).status,
            *(request("GET", page).status for _ in range(3)),
            self.validate(token).status,  # what the page's scripts do
            self.validate(token).status,
            request("POST", page).status,
            request("POST", page, {}).status,
            request("POST", "/poc-invitations/accept").status,
            request("POST", "/poc-invitations/accept", {}).status,
            request("POST", "/poc-invitations/accept", {"token": token}).status,
            request("POST", "/poc-invitations/accept", {"token": token, "password": None}).status,
            request("POST", "/poc-invitations/accept", {"token": token, "password": ""}).status,
            request("POST", "/poc-invitations/accept-existing", {"token": token}).status,
            request("POST", "/poc-invitations/accept-existing", {"token": token},
                    "x" * 43).status,
            request("PUT", page, {}).status,
            request("DELETE", page).status,
        ]
        self.assertNotIn(500, statuses)
        self.assertEqual(statuses[:6], [200] * 6)
        self.assertTrue(all(status >= 400 for status in statuses[6:]), statuses)
        after = self.one(invitation)
        self.assertEqual(after["status"], "pending")
        self.assertIsNotNone(after["delivery"]["link_opened_at"])
        self.assertEqual(self.office.query("SELECT count (*) FROM account WHERE email = ?",
                                           self.address), [(0,)])
        self.assertEqual(self.office.accept(token).status, 201)

    def test_looking_only_at_the_page_is_no_hint(self):
        invitation = self.invite()
        self.office.server.request("GET", f"/i/{self.mailed_token()}")
        self.assertIsNone(self.one(invitation)["delivery"]["link_opened_at"])

    # Secrets

    def test_no_answer_no_event_no_log_holds_a_token(self):
        invitation = self.invite()
        first = self.mailed_token()
        self.office.pass_time(3600)
        remind = self.office.call("POST", f"{self.path}{invitation}/remind")
        second = self.mailed_token(2)
        self.office.pass_time(3600)
        resend = self.office.call("POST", f"{self.path}{invitation}/resend")
        third = self.mailed_token(3)
        answers = [remind, resend, self.validate(third), self.office.accept(third)]
        for path in (self.path, f"{self.path}{invitation}", f"/pocs/{self.poc}/participants",
                     "/sync/changes"):
            answers.append(self.office.call("GET", path))
        self.assertEqual({answer.status for answer in answers}, {200, 201})
        audit = self.office.query("SELECT action, target, client FROM audit")
        kept = [answer.text for answer in answers] + [str(audit), self.office.server.said()]
        for text in kept:
            for token in (first, second, third):
                self.assertNotIn(token, text)

    # The whole history

    def test_the_history_is_complete_and_names_everybody(self):
        invitation = self.invite(first_name="John", last_name="Doe")
        wait_for(lambda: self.one(invitation)["delivery"]["state"] == "sent", "sent")
        self.office.pass_time(3600)
        self.office.call("POST", f"{self.path}{invitation}/remind", who="amelie")
        self.mailed_token(2)
        self.office.pass_time(3600)
        self.office.call("POST", f"{self.path}{invitation}/resend", who="ruth")
        token = self.mailed_token(3)
        wait_for(lambda: self.one(invitation)["delivery"]["state"] == "sent", "sent")
        self.validate(token)
        user = self.office.accept(token).json["user_created"]
        self.office.call("DELETE", f"/pocs/{self.poc}/participants/{user}", who="ruth")
        events = self.one(invitation)["events"]
        self.assertEqual(
            [(event["kind"], event["by"]) for event in events],
            [("invited", "Sam Rivera"), ("mail_sent", None), ("reminded", "Amélie Laurent"),
             ("mail_sent", None), ("resent", "Ruth Okafor"), ("mail_sent", None),
             ("link_opened", None), ("accepted", "John Doe"), ("removed", "Ruth Okafor")])
        moments = [event["at"] for event in events]
        self.assertEqual(moments, sorted(moments))
        actions = self.office.query("SELECT action FROM audit WHERE target = ? ORDER BY id",
                                    f"{self.address} to POC {self.poc}")
        self.assertEqual([action for action, in actions],
                         ["invited", "reminded", "resent", "accepted", "access_removed"])

    # At the same time

    def test_of_two_invitations_at_once_one_wins(self):
        for round_ in range(5):
            address = f"race{round_}-{self.poc}@globex.example"
            answers = at_once(*(lambda: self.office.invite(self.poc, address),) * 4)
            self.assertEqual(sorted(answer.status for answer in answers), [201, 400, 400, 400])
            for answer in answers:
                if answer.status == 400:
                    self.assertEqual(answer.json["detail"],
                                     "Pending invitation already exists for this email")
            rows = self.office.query(
                "SELECT (SELECT count (*) FROM invitation WHERE email = ?1),"
                " (SELECT count (*) FROM mail WHERE recipient = ?1)", address)
            self.assertEqual(rows, [(1, 1)])

    def test_of_two_acceptances_at_once_one_wins(self):
        self.invite()
        token = self.mailed_token()
        answers = at_once(*(lambda: self.office.accept(token),) * 3)
        self.assertEqual(sorted(answer.status for answer in answers), [201, 400, 400])
        self.assertEqual(self.office.query(
            "SELECT (SELECT count (*) FROM account WHERE email = ?1),"
            " (SELECT count (*) FROM participant WHERE poc_id = ?2),"
            " (SELECT count (*) FROM invitation_event e JOIN invitation i"
            "   ON i.id = e.invitation_id WHERE i.email = ?1 AND kind = 'accepted')",
            self.address, self.poc), [(1, 2, 1)])

    def test_who_is_signed_in_may_accept_twice_at_once(self):
        self.office.add_person(self.address, "John Doe", "customer")
        self.office.token(self.address)
        self.invite()
        token = self.mailed_token()
        answers = at_once(*(lambda: self.accept_existing(token, self.address),) * 3)
        self.assertEqual([(answer.status, answer.json["poc_id"]) for answer in answers],
                         [(200, self.poc)] * 3)
        self.assertEqual(self.office.query("SELECT count (*) FROM participant WHERE poc_id = ?",
                                           self.poc), [(2,)])

    def test_accepting_against_cancelling_has_one_winner(self):
        for round_ in range(5):
            self.address = f"versus{round_}-{self.poc}@globex.example"
            invitation = self.invite()
            token = self.mailed_token()
            accepted, cancelled = at_once(
                lambda: self.office.accept(token),
                lambda: self.office.call("DELETE", f"{self.path}{invitation}"))
            status = self.one(invitation)["status"]
            self.assertEqual((accepted.status, cancelled.status, status),
                             (201, 400, "accepted") if status == "accepted"
                             else (400, 200, "revoked"))
            people = self.office.call("GET", f"/pocs/{self.poc}/participants").json
            takes_part = self.address in [person["email"] for person in people]
            self.assertEqual(takes_part, status == "accepted")

    def test_accepting_against_resending_leaves_one_way_in(self):
        invitation = self.invite()
        token = self.mailed_token()
        self.office.pass_time(3600)
        accepted, resent = at_once(
            lambda: self.office.accept(token),
            lambda: self.office.call("POST", f"{self.path}{invitation}/resend"))
        self.assertIn((accepted.status, resent.status), [(201, 400), (404, 200)])

    # After the end

    def test_access_taken_away_by_the_admin_is_not_brought_back(self):
        self.office.add_person(self.address, "John Doe", "customer")
        invitation = self.invite()
        token = self.mailed_token()
        self.assertEqual(self.accept_existing(token, self.address).status, 200)
        self.office.change(("UPDATE membership SET is_active = 0 WHERE user_id ="
                            " (SELECT id FROM account WHERE email = ?)", self.address))
        self.assert_dead(token, "removed")
        self.assertEqual(self.one(invitation)["status"], "accepted")

    def test_a_removed_persons_link_points_to_a_newer_invitation(self):
        self.invite()
        token = self.mailed_token()
        user = self.office.accept(token).json["user_created"]
        self.office.call("DELETE", f"/pocs/{self.poc}/participants/{user}")
        self.assert_dead(token, "removed")
        self.invite()
        self.assert_dead(token, "replaced")
        self.assertEqual(self.accept_existing(token, self.address).status, 404)

    def test_the_next_sweep_stores_what_has_expired_once(self):
        invitation = self.invite()
        token = self.mailed_token()
        self.office.pass_time(8 * 24 * 3600)
        self.assertEqual(self.one(invitation)["status"], "expired")
        wait_for(lambda: self.office.query("SELECT status FROM invitation WHERE id = ?",
                                           invitation) == [("expired",)], "it is stored")
        self.office.server.restart()
        wait_for(lambda: self.office.server.request("GET", "/health").status == 200, "it is up")
        kinds = [event["kind"] for event in self.one(invitation)["events"]]
        self.assertEqual(kinds.count("expired"), 1)
        after = self.one(invitation)
        self.assertEqual(after["events"][-1]["at"], after["expires_at"])
        self.assertEqual(self.office.query(
            "SELECT count (*) FROM invitation_token WHERE invitation_id = ?"
            " AND dead_since IS NULL", invitation), [(0,)])
        self.assert_dead(token, "expired")
        listed = self.office.call("GET", f"{self.path}?status_filter=expired").json
        self.assertEqual([row["id"] for row in listed], [invitation])


class AfterARefusal(unittest.TestCase):
    """A link whose mail was refused may have come through all the same."""

    def setUp(self):
        self.mail = self.enterContext(MailServer())
        self.office = self.enterContext(Office(mail=self.mail))
        self.poc = self.office.add_poc()
        self.path = f"/pocs/{self.poc}/invitations/"
        self.address = "john@globex.example"

    def failed(self):
        """An invitation that counts as failed, and its link, which came through."""
        invitation = self.office.invite(self.poc, self.address).json["id"]
        token = token_of(self.mail.wait_for_message(self.address))
        wait_for(lambda: self.status(invitation) == ("pending", "sent"), "it is sent")
        self.office.change(("UPDATE invitation SET status = 'failed', delivery_state = 'failed'"
                            " WHERE id = ?", invitation))
        return invitation, token

    def status(self, invitation):
        row = self.office.call("GET", f"{self.path}{invitation}").json
        return row["status"], row["delivery"]["state"]

    def validate(self, token):
        return self.office.call("GET", f"/poc-invitations/validate/{token}", who=None)

    def test_its_link_lives(self):
        _, token = self.failed()
        self.assertEqual(self.office.accept(token).status, 201)

    def test_a_new_invitation_kills_its_link_for_good(self):
        _, old = self.failed()
        self.assertEqual(self.office.invite(self.poc, self.address).status, 201)
        self.assertEqual(self.validate(old).json["type"], "replaced")
        token = token_of(self.mail.wait_for_message(self.address, 2))
        user = self.office.accept(token).json["user_created"]
        self.office.call("DELETE", f"/pocs/{self.poc}/participants/{user}")
        self.assertEqual(self.office.accept(old).status, 404)

    def test_only_the_newest_can_be_resent_and_reminded_of(self):
        old, _ = self.failed()
        self.office.invite(self.poc, self.address)
        answer = self.office.call("POST", f"{self.path}{old}/resend")
        self.assertEqual((answer.status, answer.json["detail"]),
                         (400, "A newer invitation exists"))

    def test_expired_it_is_still_failed_and_can_be_cancelled(self):
        invitation, token = self.failed()
        self.office.pass_time(8 * 24 * 3600)
        self.assertEqual(self.status(invitation)[0], "failed")
        self.assertEqual(self.validate(token).json["type"], "expired")
        self.assertEqual(self.office.call("DELETE", f"{self.path}{invitation}").status, 200)
        self.assertEqual(self.validate(token).json["type"], "revoked")


class Limits(unittest.TestCase):
    def test_who_fails_too_often_to_accept_has_to_wait(self):
        with Office(arguments=("--trust-proxy",)) as office:
            poc = office.add_poc()
            office.invite(poc)
            token = token_of(MailFolder(office.mail_folder).wait_for_message(
                "john@globex.example"))

            def accept(token, client):
                return office.server.request(
                    "POST", "/poc-invitations/accept", {"token": token, "password": PASSWORD},
                    headers={"X-Forwarded-For": client})

            for _ in range(100):
                self.assertEqual(accept("x" * 43, "203.0.113.7").status, 404)
            answer = accept(token, "203.0.113.7")
            self.assertEqual((answer.status, answer.json["detail"]),
                             (429, "Too many links that do not work. Please wait a few minutes."))
            self.assertGreater(int(answer.headers["Retry-After"]), 1)
            self.assertEqual(accept(token, "203.0.113.8").status, 201)

    def test_so_many_invitations_a_day_in_an_organization(self):
        with Office(config="invitations-per-day=3") as office:
            poc = office.add_poc()
            for index, who in enumerate(("sam", "ruth", "amelie")):
                self.assertEqual(office.invite(poc, f"p{index}@globex.example", who).status, 201)
            answer = office.invite(poc, "p4@globex.example")
            self.assertEqual((answer.status, answer.json["type"]), (429, "too_many_invitations"))
            self.assertGreater(int(answer.headers["Retry-After"]), 23 * 3600)
            office.pass_time(24 * 3600)
            self.assertEqual(office.invite(poc, "p4@globex.example").status, 201)

    def test_no_limit_is_possible(self):
        with Office(config="invitations-per-hour=0\ninvitations-per-day=0") as office:
            poc = office.add_poc()
            self.assertEqual(office.invite(poc).status, 201)


if __name__ == "__main__":
    unittest.main()
