# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server may refuse, hang or break off at every stage: no mail is lost, none sent twice in
effect, and nobody else's mails wait for it."""

import time
import unittest

from office import Office, token_of
from pmtest.mail import DROP, HANG, MailServer, StubbornMailServer
from pmtest.waiting import wait_for

CONFIG = "mail-retry=0.2\nmail-timeout=1\nallow-local-mail-servers=true"

# What is said to a stage, and what then becomes of the mail. What the server says before it knows
# the recipient is the server's trouble.
LATER = {
    "greeting": ("421 4.3.2 Closing", "450 4.3.2 Busy", "554 5.3.2 No service here"),
    "EHLO": ("421 4.3.2 Closing", "550 5.7.1 Who are you?"),
    "MAIL": ("451 4.3.0 Later", "550 5.7.1 Sender not known", "530 5.7.0 Sign in first"),
    "RCPT": ("450 4.2.1 Busy", "421 4.7.0 Too many", "530 5.7.0 Sign in first"),
    "DATA": ("451 4.3.0 Later", "421 4.3.2 Closing"),
    ".": ("452 4.3.1 Full", "421 4.3.2 Closing"),
}
NEVER = {
    "RCPT": "550 5.1.1 No such person",
    "DATA": "554 5.7.1 No mail from you",
    ".": "554 5.6.0 Content refused",
}
STAGES = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "body", ".")


class Stages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mail = cls.enterClassContext(StubbornMailServer())
        cls.office = cls.enterClassContext(Office(mail=cls.mail, config=CONFIG))
        cls.poc = cls.office.add_poc()
        cls.n_people = 0

    def tearDown(self):
        self.mail.answers.clear()

    def invite(self):
        """The address and the invitation's id."""
        type(self).n_people += 1
        address = f"person{self.n_people}@globex.example"
        return address, self.office.invite(self.poc, address).json["id"]

    def delivery(self, invitation):
        answer = self.office.call("GET", f"/pocs/{self.poc}/invitations/{invitation}").json
        return answer["delivery"] | {"status": answer["status"]}

    def wait_for_state(self, invitation, state):
        wait_for(lambda: self.delivery(invitation)["state"] == state, f"the mail is {state}")
        return self.delivery(invitation)

    def recover(self, address, invitation):
        self.mail.answers.clear()
        message = self.mail.wait_for_message(address)
        self.wait_for_state(invitation, "sent")
        self.assertEqual(len({copy["Message-ID"] for copy in self.mail.messages_to(address)}), 1)
        return message

    def test_later_is_later_with_the_servers_words(self):
        for stage, replies in LATER.items():
            for reply in replies:
                with self.subTest(stage=stage, reply=reply):
                    self.mail.answers[stage] = reply
                    if stage == "EHLO":
                        self.mail.answers["HELO"] = reply
                    address, invitation = self.invite()
                    delivery = self.wait_for_state(invitation, "deferred")
                    self.assertEqual(delivery["last_error"], reply)
                    self.assertEqual(delivery["status"], "pending")
                    self.recover(address, invitation)

    def test_no_is_no_with_the_servers_words(self):
        for stage, reply in NEVER.items():
            with self.subTest(stage=stage):
                self.mail.answers[stage] = reply
                address, invitation = self.invite()
                delivery = self.wait_for_state(invitation, "failed")
                self.assertEqual((delivery["last_error"], delivery["status"]), (reply, "failed"))
                self.mail.answers.clear()
                other, sent = self.invite()
                self.wait_for_state(sent, "sent")
                self.assertEqual(self.mail.messages_to(address), [])

    def test_a_server_that_hangs_is_left_in_time(self):
        for stage in STAGES:
            with self.subTest(stage=stage):
                self.mail.answers[stage] = HANG
                address, invitation = self.invite()
                delivery = self.wait_for_state(invitation, "deferred")
                self.assertIn("in time", delivery["last_error"])
                self.recover(address, invitation)

    def test_a_server_that_breaks_off_gets_the_same_mail_again(self):
        for stage in STAGES:
            with self.subTest(stage=stage):
                self.mail.answers[stage] = DROP
                address, invitation = self.invite()
                delivery = self.wait_for_state(invitation, "deferred")
                self.assertIn("broke off", delivery["last_error"])
                message = self.recover(address, invitation)
                self.assertEqual(self.office.accept(token_of(message)).status, 201)

    def test_one_invitations_mails_come_in_order(self):
        self.mail.answers["RCPT"] = "451 4.7.1 Later"
        address, invitation = self.invite()
        self.wait_for_state(invitation, "deferred")
        self.office.change(("INSERT INTO mail (tenant_id, invitation_id, kind, recipient,"
                            " message_id, link, state, attempts, not_before, give_up_at,"
                            " created_at) SELECT tenant_id, invitation_id, 'reminder', recipient,"
                            " 'second@acme.example', link, 'queued', 0, 0, give_up_at, created_at"
                            " FROM mail WHERE invitation_id = ?", invitation))
        self.mail.answers.clear()
        self.mail.wait_for_message(address, 2)
        subjects = [message["Subject"] for message in self.mail.messages_to(address)]
        self.assertEqual([subject.startswith("Reminder: ") for subject in subjects], [False, True])

    def test_health_tells_the_truth(self):
        def state():
            return self.office.server.request("GET", "/health").json["mail"]

        address, invitation = self.invite()
        self.wait_for_state(invitation, "sent")
        self.assertEqual((state()["state"], state()["waiting"]), ("ok", 0))
        self.mail.answers["greeting"] = "554 5.3.2 person@secret.example"
        address, invitation = self.invite()
        self.wait_for_state(invitation, "deferred")
        told = wait_for(lambda: state()["state"] == "failing" and state(), "it says so")
        self.assertEqual(told["waiting"], 1)
        self.assertNotIn("secret", str(told))
        self.recover(address, invitation)
        wait_for(lambda: state()["state"] == "ok", "all is well again")


class Connections(unittest.TestCase):
    def test_a_server_that_takes_two_mails_a_connection_is_no_trouble(self):
        with StubbornMailServer() as mail, Office(mail=mail) as office:
            mail.mails_per_connection = 2
            mail.answers["greeting"] = HANG
            poc = office.add_poc()
            addresses = [f"person{index}@globex.example" for index in range(7)]
            for address in addresses:
                office.invite(poc, address)
            mail.answers.clear()
            for address in addresses:
                mail.wait_for_message(address)
            self.assertEqual(len(mail.messages), 7)


class Company(unittest.TestCase):
    """Several organizations with mail servers of their own."""

    def setUp(self):
        self.house = self.enterContext(MailServer())
        self.office = self.enterContext(Office(mail=self.house, config=CONFIG.replace("timeout=1", "timeout=20")))
        self.office.server.admin("tenant", "add", "Initech", "--slug", "initech")
        self.office.add_person("peter@initech.example", "Peter Gibbons", "tenant_admin", "initech")

    def set_server(self, server):
        # Nothing is ever sent in the clear by the API's means.
        self.office.server.admin("mail", "set", "acme", server.url)

    def test_a_server_that_hangs_holds_up_no_other_organization(self):
        hanging = self.enterContext(StubbornMailServer())
        hanging.answers["greeting"] = HANG
        self.set_server(hanging)
        poc = self.office.add_poc()
        for index in range(6):
            self.office.invite(poc, f"slow{index}@globex.example")
        other = self.office.add_poc(who="peter@initech.example")
        begun = time.monotonic()
        for index in range(6):
            self.office.invite(other, f"fast{index}@globex.example", who="peter@initech.example")
        for index in range(6):
            self.house.wait_for_message(f"fast{index}@globex.example")
        self.assertLess(time.monotonic() - begun, 10)
        self.assertEqual(hanging.messages, [])
        self.assertLessEqual(hanging.most, 2)
        self.office.server.stop(seconds=5)

    def test_mails_go_by_the_organizations_own_server(self):
        own = self.enterContext(MailServer())
        self.set_server(own)
        self.office.invite(self.office.add_poc(), "john@globex.example")
        message = own.wait_for_message("john@globex.example")
        self.assertEqual(self.office.accept(token_of(message)).status, 201)
        other = self.office.add_poc(who="peter@initech.example")
        self.office.invite(other, "kim@globex.example", who="peter@initech.example")
        self.house.wait_for_message("kim@globex.example")
        self.assertEqual(self.house.messages_to("john@globex.example"), [])

    def test_a_killed_server_loses_no_mail_and_makes_none_of_its_own(self):
        stubborn = self.enterContext(StubbornMailServer())
        stubborn.pause = 0.02
        self.set_server(stubborn)
        poc = self.office.add_poc()
        addresses = [f"person{index}@globex.example" for index in range(20)]
        for address in addresses:
            self.office.invite(poc, address)
        for _ in range(4):
            arrived = len(stubborn.messages)
            wait_for(lambda before=arrived: len(stubborn.messages) > before, "mails flow")
            self.office.server.restart()
        for address in addresses:
            stubborn.wait_for_message(address)
        kept = {row[0] for row in self.office.query("SELECT message_id FROM mail")}
        self.assertEqual({message["Message-ID"].strip("<>") for message in stubborn.messages},
                         kept)
        for address in addresses:
            copies = {str(copy["Message-ID"]) for copy in stubborn.messages_to(address)}
            self.assertEqual(len(copies), 1)
        wait_for(lambda: self.office.query("SELECT count (*) FROM mail WHERE state = 'sent'")
                 == [(20,)], "all are sent")
        self.assertEqual(self.office.query("SELECT count (*) FROM mail WHERE link IS NOT NULL"),
                         [(0,)])


class Schedule(unittest.TestCase):
    def test_a_mail_is_not_sent_before_its_time_nor_after_it_was_cancelled(self):
        with MailServer() as mail, Office(mail=mail, config=CONFIG) as office:
            poc = office.add_poc()
            soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))
            sent = office.invite(poc, "later@globex.example", send_at=soon)
            cancelled = office.invite(poc, "never@globex.example", send_at=soon)
            office.invite(poc, "now@globex.example")
            mail.wait_for_message("now@globex.example")
            path = f"/pocs/{poc}/invitations/{cancelled.json['id']}"
            self.assertEqual(office.call("DELETE", path).status, 200)
            self.assertEqual(len(mail.messages), 1)
            office.pass_time(3600)
            mail.wait_for_message("later@globex.example")
            self.assertEqual(mail.messages_to("never@globex.example"), [])


if __name__ == "__main__":
    unittest.main()
