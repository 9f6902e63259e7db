# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations that are sent later, and mails that the inviter sends to themselves first."""

import datetime
import unittest

from office import Office, token_of
from pmtest.mail import MailFolder
from pmtest.waiting import wait_for

HOUR, DAY = 60 * 60, 24 * 60 * 60
UTC = datetime.timezone.utc


def moment(seconds):
    """So many seconds from now, as the API writes it."""
    at = datetime.datetime.now(UTC) + datetime.timedelta(seconds=seconds)
    return at.isoformat().replace("+00:00", "Z")


def seconds_between(first, second):
    first, second = (datetime.datetime.fromisoformat(text) for text in (first, second))
    return (second - first).total_seconds()


class OfficeCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())
        cls.inbox = MailFolder(cls.office.mail_folder)

    def setUp(self):
        self.poc = self.office.add_poc()
        self.path = f"/pocs/{self.poc}/invitations/"
        self.address = f"john{self.poc}@globex.example"
        self.other = f"kim{self.poc}@globex.example"

    def invite(self, **fields):
        answer = self.office.invite(self.poc, self.address, **fields)
        self.assertEqual(answer.status, 201, answer.text)
        return answer.json

    def one(self, invitation):
        return self.office.call("GET", f"{self.path}{invitation['id']}").json

    def mails(self, address=None):
        return self.inbox.messages_to(address or self.address)


class Later(OfficeCase):
    def test_it_waits_and_its_life_begins_when_it_is_sent(self):
        send_at = moment(3 * DAY)
        made = self.invite(send_at=send_at)
        self.assertEqual(seconds_between(made["send_at"], send_at), 0)
        self.assertEqual(seconds_between(made["send_at"], made["expires_at"]), 7 * DAY)
        self.assertEqual((made["status"], made["delivery"]["state"]), ("pending", "queued"))
        self.office.pass_time(2 * DAY)
        other = self.office.invite(self.poc, self.other)
        self.inbox.wait_for_message(self.other)
        self.assertEqual((self.mails(), other.status), ([], 201))
        self.assertEqual(self.one(made)["delivery"]["state"], "queued")
        self.office.pass_time(DAY)
        message = self.inbox.wait_for_message(self.address)
        wait_for(lambda: self.one(made)["delivery"]["state"] == "sent", "the mail is sent")
        self.assertEqual(self.office.accept(token_of(message)).status, 201)

    def test_it_is_sent_by_the_clock_too(self):
        self.invite(send_at=moment(2))
        self.assertEqual(self.mails(), [])
        self.inbox.wait_for_message(self.address)

    def test_the_past_is_now(self):
        for send_at in (moment(-DAY), moment(0), "2001-01-01T00:00:00+01:00", None):
            self.address = f"past{self.address}"
            made = self.invite(send_at=send_at)
            self.assertIsNone(made["send_at"])
            self.assertAlmostEqual(seconds_between(made["created_at"], made["expires_at"]),
                                   7 * DAY, delta=1)
            self.inbox.wait_for_message(self.address)

    def test_ninety_days_ahead_and_no_more(self):
        self.invite(send_at=moment(90 * DAY - 60))
        for send_at, words in ((moment(90 * DAY + 60), "at most 90 days"), ("soon", "datetime"),
                               ("", "datetime"), ("2026-12-01", "datetime"), (5, "string"),
                               ("9999999-01-01T00:00:00Z", "datetime"), (True, "string")):
            with self.subTest(send_at=send_at):
                answer = self.office.invite(self.poc, "late@globex.example", send_at=send_at)
                self.assertEqual(answer.status, 422, answer.text)
                self.assertEqual(answer.json["detail"][0]["loc"], ["body", "send_at"])
                self.assertIn(words, answer.json["detail"][0]["msg"])

    def test_cancelling_drops_the_mail(self):
        made = self.invite(send_at=moment(DAY))
        self.assertEqual(self.office.call("DELETE", f"{self.path}{made['id']}").status, 200)
        self.assertEqual(self.office.query(
            "SELECT state, link FROM mail WHERE invitation_id = ?", made["id"]),
            [("dropped", None)])
        self.assertEqual(self.one(made)["delivery"]["state"], "none")
        self.invite()
        self.inbox.wait_for_message(self.address)
        self.office.pass_time(2 * DAY)
        self.office.invite(self.poc, self.other)
        self.inbox.wait_for_message(self.other)
        self.assertEqual(len(self.mails()), 1)

    def test_a_waiting_one_counts_as_invited_and_cannot_be_reminded_of(self):
        made = self.invite(send_at=moment(DAY))
        again = self.office.invite(self.poc, self.address)
        self.assertEqual((again.status, again.json["detail"]),
                         (400, "Pending invitation already exists for this email"))
        answer = self.office.call("POST", f"{self.path}{made['id']}/remind")
        self.assertEqual((answer.status, answer.json["detail"]),
                         (400, "The invitation has not been mailed yet"))

    def test_resending_sends_it_at_once(self):
        made = self.invite(send_at=moment(30 * DAY))
        renewed = self.office.call("POST", f"{self.path}{made['id']}/resend").json
        self.assertIsNone(renewed["send_at"])
        self.assertAlmostEqual(seconds_between(moment(0), renewed["expires_at"]), 7 * DAY,
                               delta=60)
        self.inbox.wait_for_message(self.address)
        self.office.pass_time(31 * DAY)
        self.assertEqual(len(self.mails()), 1)

    def test_reminders_count_from_when_it_is_sent(self):
        made = self.invite(send_at=moment(7 * DAY))
        (remind_at, send_at), = self.office.query(
            "SELECT remind_at, send_at FROM invitation WHERE id = ?", made["id"])
        self.assertEqual(remind_at, send_at + int(7 * DAY * 1e6) // 3)

    def test_it_does_not_expire_before_it_was_sent(self):
        made = self.invite(send_at=moment(10 * DAY))
        self.office.pass_time(9 * DAY)
        self.assertEqual(self.one(made)["status"], "pending")

    def test_the_feed_says_when(self):
        state = self.office.changes()["new_state"]
        made = self.invite(send_at=moment(DAY))
        row, = self.office.changes(state)["list"]
        self.assertEqual(row["send_at"], made["send_at"])


class Trials(OfficeCase):
    def setUp(self):
        super().setUp()
        self.name = f"trial{self.poc}@acme.example"
        self.office.add_person(self.name, "Tina Trial", "sales_engineer")

    def try_out(self, who=None, **fields):
        body = {"email": self.address} | fields
        return self.office.call("POST", f"{self.path}trial", body, who or self.name)

    def test_the_mail_goes_to_oneself_without_a_link_and_nobody_is_invited(self):
        state = self.office.changes()["new_state"]
        answer = self.try_out(first_name="Ann", personal_message="Good to have you")
        self.assertEqual((answer.status, answer.json),
                         (200, {"message": f"A test mail is on its way to {self.name}"}))
        message = self.inbox.wait_for_message(self.name)
        text = message.get_body(("plain",)).get_content()
        self.assertIn("Good to have you", text)
        self.assertIn("Ann", text)
        self.assertNotIn("/i/", text)
        self.assertEqual(self.mails(), [])
        self.assertEqual(self.office.call("GET", self.path).json, [])
        self.assertEqual(self.office.query("SELECT count (*) FROM invitation WHERE poc_id = ?",
                                           self.poc), [(0,)])
        self.assertNotIn("invitation", [row["type"] for row in self.office.changes(state)["list"]])
        self.invite()

    def test_it_takes_and_refuses_the_same_as_an_invitation(self):
        self.assertEqual(self.try_out(send_at=moment(DAY)).status, 200)
        for fields, field in (({"email": "bad"}, "email"), ({"first_name": 5}, "first_name"),
                              ({"send_at": "x"}, "send_at"), ({"is_customer": False}, "is_customer"),
                              ({"personal_message": "x" * 5001}, "personal_message")):
            answer = self.try_out(**fields)
            self.assertEqual((answer.status, answer.json["detail"][0]["loc"]),
                             (422, ["body", field]))
        self.assertEqual(self.office.call("POST", "/pocs/999999/invitations/trial",
                                          {"email": self.address}).status, 404)

    def test_ten_an_hour(self):
        for _ in range(10):
            self.assertEqual(self.try_out().status, 200)
        answer = self.try_out()
        self.assertEqual((answer.status, answer.json["type"], answer.json["detail"]),
                         (429, "too_many_invitations",
                          "Too many test mails were sent. Please try again later."))
        self.assertGreater(int(answer.headers["Retry-After"]), 50 * 60)
        self.assertEqual(self.try_out("amelie").status, 200)
        self.assertEqual(self.invite()["status"], "pending")
        self.office.pass_time(HOUR)
        self.assertEqual(self.try_out().status, 200)


if __name__ == "__main__":
    unittest.main()
