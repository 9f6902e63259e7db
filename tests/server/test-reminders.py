# SPDX-License-Identifier: GPL-3.0-or-later
"""Reminders of pending invitations: by hand, and by itself where the organization wants it."""

import unittest

from office import Office, token_of
from pmtest.mail import MailFolder, MailServer
from pmtest.waiting import wait_for

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
LIFE = 7 * DAY
A_BIT = 5 * MINUTE


class ReminderCase(unittest.TestCase):
    def set_up_people(self, office, inbox):
        self.office, self.inbox = office, inbox
        self.address = f"john{id(self)}@globex.example"
        self.poc = office.add_poc()
        self.path = f"/pocs/{self.poc}/invitations/"

    def invite(self, **fields):
        answer = self.office.invite(self.poc, self.address, **fields)
        self.assertEqual(answer.status, 201, answer.text)
        return answer.json["id"]

    def invite_and_wait(self, **fields):
        invitation = self.invite(**fields)
        self.wait_for_mails(1)
        wait_for(lambda: self.one(invitation)["delivery"]["state"] == "sent", "the mail is sent")
        return invitation

    def one(self, invitation):
        return self.office.call("GET", f"{self.path}{invitation}").json

    def remind(self, invitation, who="sam"):
        return self.office.call("POST", f"{self.path}{invitation}/remind", who=who)

    def resend(self, invitation):
        return self.office.call("POST", f"{self.path}{invitation}/resend")

    def mails(self):
        return self.inbox.messages_to(self.address)

    def wait_for_mails(self, count):
        self.inbox.wait_for_message(self.address, count)
        wait_for(lambda: self.office.query(
            "SELECT count (*) FROM mail WHERE state = 'sent' AND recipient = ?",
            self.address) == [(count,)], f"{count} mails are recorded as sent")

    def validate(self, token):
        return self.office.call("GET", f"/poc-invitations/validate/{token}", who=None)

    def events(self, invitation, kind):
        return [event["by"] for event in self.one(invitation)["events"]
                if event["kind"] == kind]

    def assert_refused(self, answer, words, kind=None):
        self.assertEqual((answer.status, answer.json["detail"], answer.json.get("type")),
                         (400, words, kind))


class ByHand(ReminderCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = cls.enterClassContext(Office())
        cls.folder = MailFolder(cls.shared.mail_folder)

    def setUp(self):
        self.set_up_people(self.shared, self.folder)

    def test_the_server_says_that_it_can(self):
        names = self.office.call("GET", "/", who=None).json["capabilities"]
        self.assertLessEqual({"reminders", "schedule"}, set(names))

    def test_a_reminder_brings_a_link_of_its_own_and_kills_none(self):
        invitation = self.invite_and_wait()
        self.office.pass_time(DAY)
        before = self.one(invitation)
        state = self.office.changes()["new_state"]
        answer = self.remind(invitation, "amelie")
        self.assertEqual(answer.status, 200, answer.text)
        body = answer.json
        self.assertEqual((body["reminder_count"], body["status"], body["resend_count"]),
                         (1, "pending", 0))
        self.assertIsNotNone(body["last_reminded_at"])
        self.assertEqual(body["expires_at"], before["expires_at"])
        self.assertEqual(body["delivery"], before["delivery"])
        self.wait_for_mails(2)
        first, second = (token_of(mail) for mail in self.mails())
        self.assertNotEqual(first, second)
        self.assertNotIn(second, answer.text)
        for token in (first, second):
            link = self.validate(token)
            self.assertEqual((link.status, link.json["expires_at"]), (200, before["expires_at"]))
        self.assertEqual(self.events(invitation, "reminded"), ["Amélie Laurent"])
        told = [row for row in self.office.changes(state)["list"] if row["type"] == "invitation"]
        self.assertEqual([row["reminder_count"] for row in told], [1])
        self.assertEqual(self.office.query(
            "SELECT email, target FROM audit JOIN account ON account.id = user_id"
            " WHERE action = 'reminded' ORDER BY audit.id DESC LIMIT 1"),
            [("amelie@acme.example", f"{self.address} to POC {self.poc}")])

    def test_whichever_link_is_followed_the_others_die(self):
        invitation = self.invite_and_wait()
        self.office.pass_time(DAY)
        self.remind(invitation)
        self.wait_for_mails(2)
        first, second = (token_of(mail) for mail in self.mails())
        self.assertEqual(self.office.accept(second).status, 201)
        self.assertEqual(self.office.query(
            "SELECT count (*) FROM invitation_token WHERE invitation_id = ?"
            " AND dead_since IS NULL", invitation), [(0,)])
        for token in (first, second):
            answer = self.validate(token)
            self.assertEqual((answer.status, answer.json["type"]), (400, "accepted"))
        self.assert_refused(self.remind(invitation),
                            "Cannot remind invitation with status: accepted")

    def test_two_reminders_are_all_there_are(self):
        invitation = self.invite_and_wait()
        for count in (1, 2):
            self.office.pass_time(11 * MINUTE)
            self.assertEqual(self.remind(invitation).json["reminder_count"], count)
            self.wait_for_mails(count + 1)
        self.office.pass_time(11 * MINUTE)
        self.assert_refused(
            self.remind(invitation),
            "Two reminders were sent already. Resend the invitation instead.",
            "reminders_used_up")
        self.assertEqual(len(self.events(invitation, "reminded")), 2)

    def test_a_reminder_too_soon_says_when_it_is_possible(self):
        invitation = self.invite_and_wait()
        answer = self.remind(invitation)
        self.assertEqual((answer.status, answer.json["type"]), (429, "resend_throttled"))
        self.assertRegex(answer.json["detail"],
                         r"^Already sent at \d\d:\d\d UTC\. Next possible \d\d:\d\d UTC\.$")
        self.assertGreater(int(answer.headers["Retry-After"]), 9 * MINUTE)
        self.assertEqual(self.one(invitation)["reminder_count"], 0)
        self.office.pass_time(11 * MINUTE)
        self.assertEqual(self.remind(invitation).status, 200)
        self.wait_for_mails(2)
        for again in (self.remind, self.resend):
            answer = again(invitation)
            self.assertEqual(answer.status, 429)
            self.assertTrue(answer.json["detail"].startswith("Already reminded at "), answer.text)

    def test_a_resend_kills_reminders_links_and_begins_anew(self):
        invitation = self.invite_and_wait()
        for count in (1, 2):
            self.office.pass_time(DAY)
            self.assertEqual(self.remind(invitation).status, 200)
            self.wait_for_mails(count + 1)
        self.office.pass_time(DAY)
        renewed = self.resend(invitation).json
        self.assertEqual((renewed["reminder_count"], renewed["last_reminded_at"]), (0, None))
        self.wait_for_mails(4)
        *old, new = (token_of(mail) for mail in self.mails())
        for token in old:
            self.assertEqual(self.validate(token).json["type"], "replaced")
        self.assertEqual(self.validate(new).status, 200)
        self.office.pass_time(DAY)
        self.assertEqual(self.remind(invitation).json["reminder_count"], 1)

    def test_resends_count_for_reminders_but_not_the_other_way_round(self):
        invitation = self.invite_and_wait()
        for count in range(1, 6):
            self.office.pass_time(11 * MINUTE)
            again = self.remind if count in (1, 2) else self.resend
            self.assertEqual(again(invitation).status, 200, count)
            self.wait_for_mails(count + 1)
        self.office.pass_time(11 * MINUTE)
        answer = self.remind(invitation)
        self.assertEqual((answer.status, answer.json["type"]), (429, "resend_throttled"))
        self.assertEqual(self.resend(invitation).status, 200)

    def test_cancelling_and_expiry_kill_reminders_links(self):
        for end, status, kind in (
                (lambda invitation: self.office.call("DELETE", f"{self.path}{invitation}"),
                 "revoked", "revoked"),
                (lambda invitation: self.office.pass_time(LIFE), "expired", "expired")):
            with self.subTest(status):
                self.address = f"{status}{self.address}"
                invitation = self.invite_and_wait()
                self.office.pass_time(HOUR)
                self.assertEqual(self.remind(invitation).status, 200)
                self.wait_for_mails(2)
                end(invitation)
                wait_for(lambda: self.office.query(
                    "SELECT count (*) FROM invitation_token WHERE dead_since IS NULL"
                    " AND invitation_id = ?", invitation) == [(0,)], "the links are dead")
                for mail in self.mails():
                    self.assertEqual(self.validate(token_of(mail)).json["type"], kind)
                self.assert_refused(self.remind(invitation),
                                    f"Cannot remind invitation with status: {status}")

    def test_a_key_makes_one_reminder_of_two_requests(self):
        invitation = self.invite_and_wait()
        self.office.pass_time(HOUR)
        headers = {"Idempotency-Key": f"remind-{invitation}-once"}
        path = f"{self.path}{invitation}/remind"
        first, second = (self.office.call("POST", path, headers=headers) for _ in range(2))
        self.assertEqual((first.status, first.json), (second.status, second.json))
        self.assertEqual(self.one(invitation)["reminder_count"], 1)

    def test_an_unknown_one_and_one_of_another_poc_are_not_found(self):
        invitation = self.invite()
        other = self.office.add_poc("Other")
        for path in (f"{self.path}999999/remind",
                     f"/pocs/{other}/invitations/{invitation}/remind"):
            answer = self.office.call("POST", path)
            self.assertEqual((answer.status, answer.json["detail"]),
                             (404, "Invitation not found"))


class ByItself(ReminderCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = cls.enterClassContext(Office())
        cls.folder = MailFolder(cls.shared.mail_folder)
        cls.shared.server.admin("tenant", "set", "acme", "--reminders", "on")

    def setUp(self):
        self.set_up_people(self.shared, self.folder)

    def swept(self):
        """Waits until the server, started anew, has looked at everything that is due."""
        wait_for(lambda: self.office.query(
            "SELECT count (*) FROM invitation WHERE status = 'pending'"
            " AND remind_at <= strftime ('%s', 'now') * 1000000") == [(0,)], "all was looked at")

    def pass_time(self, seconds):
        self.office.pass_time(seconds)
        self.swept()

    def count(self, invitation):
        return self.one(invitation)["reminder_count"]

    def test_two_go_by_themselves_and_nobody_did_it(self):
        invitation = self.invite_and_wait()
        self.pass_time(LIFE / 3 - A_BIT)
        self.assertEqual(self.count(invitation), 0)
        self.pass_time(2 * A_BIT)
        self.assertEqual(self.count(invitation), 1)
        self.wait_for_mails(2)
        self.pass_time(LIFE / 3 - 2 * A_BIT)
        self.assertEqual(self.count(invitation), 1)
        self.pass_time(2 * A_BIT)
        self.assertEqual(self.count(invitation), 2)
        self.wait_for_mails(3)
        self.pass_time(LIFE / 4)
        self.assertEqual(self.count(invitation), 2)
        self.assertEqual(self.events(invitation, "reminded"), [None, None])
        for mail in self.mails():
            self.assertEqual(self.validate(token_of(mail)).status, 200)
        self.assertEqual(self.office.query(
            "SELECT user_id, client FROM audit WHERE action = 'reminded' AND target LIKE ?",
            f"{self.address}%"), [(None, None)] * 2)

    def test_nothing_goes_shortly_after_another_mail(self):
        invitation = self.invite_and_wait()
        self.pass_time(LIFE / 3 - HOUR)
        self.assertEqual(self.remind(invitation).status, 200)
        self.wait_for_mails(2)
        self.pass_time(2 * HOUR)
        self.assertEqual(self.count(invitation), 1)
        self.pass_time(LIFE / 3)
        self.assertEqual(self.count(invitation), 2)

    def test_a_mail_that_came_late_moves_the_reminder(self):
        invitation = self.invite_and_wait()
        self.office.pass_time(LIFE / 3 - HOUR)
        self.office.change(("UPDATE invitation SET delivery_sent_at = created_at + ?"
                            " WHERE id = ?", int((LIFE / 3 - HOUR) * 1e6), invitation))
        self.pass_time(2 * HOUR)
        self.assertEqual(self.count(invitation), 0)
        self.pass_time(LIFE / 6)
        self.assertEqual(self.count(invitation), 1)

    def test_what_was_missed_is_not_made_up_for(self):
        invitation = self.invite_and_wait()
        self.pass_time(LIFE * 5 / 6)
        self.assertEqual(self.count(invitation), 1)
        self.pass_time(LIFE / 7)
        self.assertEqual(self.count(invitation), 1)

    def test_a_resend_counts_its_thirds_anew(self):
        invitation = self.invite_and_wait()
        self.pass_time(LIFE / 3 - HOUR)
        self.assertEqual(self.resend(invitation).status, 200)
        self.wait_for_mails(2)
        self.pass_time(LIFE / 3 - A_BIT)
        self.assertEqual(self.count(invitation), 0)
        self.pass_time(2 * A_BIT)
        self.assertEqual(self.count(invitation), 1)

    def test_whoever_accepted_or_was_cancelled_hears_no_more(self):
        accepted = self.invite_and_wait()
        self.office.accept(token_of(self.mails()[0]))
        self.address = f"cancelled{self.address}"
        cancelled = self.invite_and_wait()
        self.office.call("DELETE", f"{self.path}{cancelled}")
        self.pass_time(LIFE / 2)
        self.assertEqual([self.count(accepted), self.count(cancelled)], [0, 0])

    def test_colleagues_and_finished_pocs_are_left_alone(self):
        colleague = self.invite_and_wait(who="ruth", is_customer=False)
        self.address = f"done{self.address}"
        customer = self.invite_and_wait()
        self.office.call("PUT", f"/pocs/{self.poc}", {"status": "completed"})
        self.pass_time(LIFE / 2)
        self.assertEqual([self.count(colleague), self.count(customer)], [0, 0])

    def test_an_organization_that_does_not_want_them_sends_none(self):
        server = self.office.server
        invitation = self.invite_and_wait()
        server.admin("tenant", "set", "acme", "--reminders", "off")
        try:
            self.pass_time(LIFE / 3 + A_BIT)
            self.assertEqual(self.count(invitation), 0)
        finally:
            server.admin("tenant", "set", "acme", "--reminders", "on")
        self.pass_time(LIFE / 3)
        self.assertEqual(self.count(invitation), 1)


class WithAMailServer(ReminderCase):
    def setUp(self):
        mail = self.mail = self.enterContext(MailServer())
        office = self.enterContext(Office(mail=mail, config="mail-retry=1"))
        office.server.admin("tenant", "set", "acme", "--reminders", "on")
        self.set_up_people(office, mail)

    def state_is(self, invitation, state):
        wait_for(lambda: self.one(invitation)["delivery"]["state"] == state, state)

    def test_not_while_the_mail_is_refused_or_waits(self):
        self.mail.refusal = "451 4.7.1 Greylisted"
        invitation = self.invite()
        self.state_is(invitation, "deferred")
        self.assert_refused(self.remind(invitation), "The invitation has not been mailed yet",
                            "not_mailed")
        self.office.pass_time(LIFE / 3 + A_BIT)
        self.mail.refusal = "550 5.1.1 No such user"
        wait_for(lambda: self.one(invitation)["status"] == "failed", "the mail is refused")
        self.assert_refused(self.remind(invitation),
                            "Cannot remind invitation with status: failed")
        self.assertEqual(self.one(invitation)["reminder_count"], 0)

    def test_a_reminder_that_waits_is_followed_by_none(self):
        invitation = self.invite_and_wait()
        self.office.pass_time(HOUR)
        self.mail.refusal = "451 4.3.2 Later"
        self.assertEqual(self.remind(invitation).status, 200)
        self.office.pass_time(HOUR)
        self.assert_refused(self.remind(invitation), "The last reminder has not been mailed yet",
                            "not_mailed")
        self.office.call("DELETE", f"{self.path}{invitation}")
        rows = self.office.query("SELECT state, link FROM mail WHERE kind = 'reminder'")
        self.assertEqual(rows, [("dropped", None)])

    def test_a_refused_reminder_leaves_the_first_link_alive(self):
        invitation = self.invite_and_wait()
        self.office.pass_time(HOUR)
        self.mail.refusal = "550 5.7.1 Enough"
        self.assertEqual(self.remind(invitation).status, 200)
        wait_for(lambda: self.events(invitation, "mail_failed"), "the reminder is refused")
        self.assertEqual(self.one(invitation)["status"], "pending")
        self.assertEqual(self.validate(token_of(self.mails()[0])).status, 200)


if __name__ == "__main__":
    unittest.main()
