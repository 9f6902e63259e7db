# SPDX-License-Identifier: GPL-3.0-or-later
"""Mails: what they say, and that each is sent, once in effect, whatever happens on the way."""

import http.client
import itertools
import re
import stat
import threading
import unittest

from office import Office, token_of
from pmtest.mail import MailFolder, MailServer
from pmtest.waiting import wait_for

RETRY = "mail-retry=1\nmail-from=Acme <invitations@acme.example>"

TEXT = """\
Hello John Doe,

You've been invited to participate in a Proof of Concept engagement.

POC: Data platform evaluation
Invited by: Sam Rivera
Organization: Acme Systems
Company: Globex
Starts: 1 November 2026
Ends: 15 December 2026
Description: Six weeks with <b>real</b> data & people

Hi John,
see you <soon>.

To get started, click the link below:
LINK

If you don't have an account, you'll be prompted to create one.
The link is yours alone, works once, and expires on WHEN.

Best regards,
The POC Manager Team
"""


def text_of(message, kind="plain"):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def delivery_of(office, poc, invitation):
    answer = office.call("GET", f"/pocs/{poc}/invitations/{invitation}").json
    return answer["delivery"] | {"status": answer["status"], "error": answer["email_error"]}


class Letters(unittest.TestCase):
    """What stands in a mail."""

    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office(config=RETRY))
        cls.inbox = MailFolder(cls.office.mail_folder)

    def test_text_is_worded_as_it_was_agreed(self):
        poc = self.office.add_poc(description="Six weeks with <b>real</b> data & people",
                                  start_date="2026-11-01", end_date="2026-12-15")
        self.office.invite(poc, "john@globex.example", first_name="John", last_name="Doe",
                           personal_message="Hi John,\nsee you <soon>.")
        message = self.inbox.wait_for_message("john@globex.example")
        self.assertEqual(message["Subject"],
                         "You've been invited to participate in Data platform evaluation")
        text = text_of(message)
        text = re.sub(r"http://\S+", "LINK", text)
        text = re.sub(r"expires on .+\.\n", "expires on WHEN.\n", text)
        self.assertEqual(text, TEXT)

    def test_html_says_the_same_and_escapes_what_people_wrote(self):
        poc = self.office.add_poc(title="A <script>alert(1)</script> & B", company='"Q"')
        self.office.invite(poc, "html@globex.example", personal_message="<img src=x>\nline")
        message = self.inbox.wait_for_message("html@globex.example")
        html = text_of(message, "html")
        self.assertEqual(message.get_content_type(), "multipart/alternative")
        self.assertIn("A &lt;script&gt;alert(1)&lt;/script&gt; &amp; B", html)
        self.assertNotIn("<script>", html)
        self.assertNotIn("<img src=x", html)
        self.assertIn(f'/i/{token_of(message)}', html)

    def test_headers_name_the_people(self):
        poc = self.office.add_poc()
        self.office.invite(poc, "anna@globex.example", first_name="Änna", last_name="O'Néill, \"X\"",
                           who="amelie")
        message = self.inbox.wait_for_message("anna@globex.example")
        self.assertEqual(message["From"].addresses[0].addr_spec, "invitations@acme.example")
        self.assertEqual(message["From"].addresses[0].display_name, "Acme")
        self.assertEqual(message["To"].addresses[0].display_name, "Änna O'Néill, \"X\"")
        self.assertEqual(message["Reply-To"].addresses[0].addr_spec, "amelie@acme.example")
        self.assertEqual(message["Reply-To"].addresses[0].display_name, "Amélie Laurent")
        self.assertRegex(message["Message-ID"], r"^<[0-9a-f]{32}@acme\.example>$")
        self.assertIsNotNone(message["Date"])

    def test_files_are_crlf_ascii_private_and_sorted_by_age(self):
        poc = self.office.add_poc(title="Prüfung ⚙ 日本")
        for index in range(3):
            self.office.invite(poc, f"order{index}@globex.example")
        self.inbox.wait_for_message("order2@globex.example")
        paths = sorted(self.office.mail_folder.glob("*order*.eml"))
        self.assertEqual([path.name.rpartition("-")[2] for path in paths],
                         [f"order{index}@globex.example.eml" for index in range(3)])
        content = paths[0].read_bytes()
        self.assertNotIn(b"\n", content.replace(b"\r\n", b""))
        self.assertTrue(content.isascii())
        self.assertTrue(all(len(line) <= 998 for line in content.split(b"\r\n")))
        self.assertEqual(stat.S_IMODE(paths[0].stat().st_mode), 0o600)
        message = self.inbox.messages_to("order0@globex.example")[0]
        self.assertEqual(message["Subject"],
                         "You've been invited to participate in Prüfung ⚙ 日本")

    def test_no_text_becomes_a_header(self):
        poc = self.office.add_poc(title="Plain")
        for field in ("title", "customer_company_name"):
            answer = self.office.call("PUT", f"/pocs/{poc}", {field: "x\r\nBcc: evil@e.example"})
            self.assertEqual(answer.status, 422)
        self.office.invite(poc, "inject@globex.example",
                           personal_message="\nBcc: evil@e.example\n\n.\nMAIL FROM:<x@y.example>")
        message = self.inbox.wait_for_message("inject@globex.example")
        self.assertIsNone(message["Bcc"])
        self.assertIn("Bcc: evil@e.example", text_of(message))

    def test_an_unknown_name_gets_no_gap_and_no_message_neither(self):
        poc = self.office.add_poc()
        self.office.invite(poc, "nameless@globex.example")
        text = text_of(self.inbox.wait_for_message("nameless@globex.example"))
        self.assertTrue(text.startswith("Hello,\n"), text)
        self.assertNotIn("\n\n\n", text)
        self.assertNotIn("{", text)

    def test_the_template_can_be_read(self):
        tenant = self.office.call("GET", "/auth/me").json["current_tenant_id"]
        answer = self.office.call("GET", f"/tenants/{tenant}/invitation-template").json
        self.assertEqual(answer["subject"], "You've been invited to participate in {poc}")
        self.assertIn("{link}", answer["text"])
        self.assertIn("first_name", answer["placeholders"])
        self.assertEqual(
            self.office.call("GET", f"/tenants/{tenant + 1}/invitation-template").status, 404)

    def test_the_link_is_erased_once_the_mail_is_sent_and_the_key_is_private(self):
        poc = self.office.add_poc()
        invitation = self.office.invite(poc, "erased@globex.example").json["id"]
        wait_for(lambda: delivery_of(self.office, poc, invitation)["state"] == "sent", "sent")
        rows = self.office.query("SELECT link, state FROM mail WHERE invitation_id = ?",
                                 invitation)
        self.assertEqual(rows, [(None, "sent")])
        key = self.office.server.data / "mail.key"
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)


class Addresses(unittest.TestCase):
    def test_links_begin_with_the_public_address(self):
        with Office(arguments=("--public-url", "https://poc.example.com/base/")) as office:
            office.invite(office.add_poc(), "link@globex.example")
            message = MailFolder(office.mail_folder).wait_for_message("link@globex.example")
            self.assertRegex(text_of(message), r"\nhttps://poc\.example\.com/base/i/[\w-]{43}\n")


class Delivery(unittest.TestCase):
    """Between the queue and a mail server."""

    def setUp(self):
        self.mail = self.enterContext(MailServer())
        self.office = self.enterContext(Office(mail=self.mail, config=RETRY))
        self.poc = self.office.add_poc()

    def invite(self, address="john@globex.example"):
        answer = self.office.invite(self.poc, address)
        self.assertEqual(answer.status, 201, answer.text)
        return answer.json["id"]

    def delivery(self, invitation):
        return delivery_of(self.office, self.poc, invitation)

    def wait_for_state(self, invitation, state):
        wait_for(lambda: self.delivery(invitation)["state"] == state, f"the mail is {state}")
        return self.delivery(invitation)

    def test_a_mail_server_gets_the_mail(self):
        invitation = self.invite()
        message = self.mail.wait_for_message("john@globex.example")
        delivery = self.wait_for_state(invitation, "sent")
        self.assertEqual((delivery["attempts"], delivery["last_error"]), (1, None))
        self.assertIsNotNone(delivery["sent_at"])
        self.assertEqual(self.office.accept(token_of(message)).status, 201)

    def test_lines_of_dots_arrive(self):
        self.office.invite(self.poc, "dots@globex.example", personal_message="a\n.\n..\n.end")
        text = text_of(self.mail.wait_for_message("dots@globex.example"))
        self.assertIn("a\n.\n..\n.end\n", text)

    def test_a_temporary_refusal_is_tried_again_with_the_same_mail(self):
        self.mail.refusal = "451 4.7.1 Greylisted, come back later"
        invitation = self.invite()
        delivery = self.wait_for_state(invitation, "deferred")
        self.assertEqual(delivery["last_error"], "451 4.7.1 Greylisted, come back later")
        self.assertEqual(delivery["status"], "pending")
        self.mail.refusal = None
        self.mail.wait_for_message("john@globex.example")
        delivery = self.wait_for_state(invitation, "sent")
        self.assertGreaterEqual(delivery["attempts"], 2)
        self.assertIsNone(delivery["last_error"])
        identity, = self.office.query("SELECT message_id FROM mail")
        self.assertEqual(self.mail.messages[0]["Message-ID"], f"<{identity[0]}>")

    def test_a_refusal_for_good_fails_with_the_servers_words(self):
        self.mail.refusal = "550 5.1.1 <john@globex.example>: no such user here"
        invitation = self.invite()
        delivery = self.wait_for_state(invitation, "failed")
        self.assertEqual(delivery["status"], "failed")
        self.assertEqual(delivery["last_error"], self.mail.refusal)
        self.assertEqual(delivery["error"], self.mail.refusal)
        attempts = self.mail.attempts
        self.mail.refusal = None
        resent = self.office.call("POST", f"/pocs/{self.poc}/invitations/{invitation}/resend")
        self.assertEqual((resent.status, resent.json["status"], resent.json["email_error"]),
                         (200, "pending", None))
        self.wait_for_state(invitation, "sent")
        self.assertEqual(self.mail.attempts, attempts + 1)

    def test_a_failed_one_does_not_block_a_new_one_and_can_be_cancelled(self):
        self.mail.refusal = "554 5.7.1 rejected"
        failed = self.invite()
        self.wait_for_state(failed, "failed")
        second = self.invite()
        self.wait_for_state(second, "failed")
        path = f"/pocs/{self.poc}/invitations/{second}"
        self.assertEqual(self.office.call("DELETE", path).status, 200)
        self.assertEqual(self.office.call("GET", path).json["status"], "revoked")

    def test_a_cancelled_invitations_mail_is_not_sent(self):
        self.mail.refusal = "450 4.2.0 busy"
        invitation = self.invite()
        self.wait_for_state(invitation, "deferred")
        self.office.call("DELETE", f"/pocs/{self.poc}/invitations/{invitation}")
        self.mail.refusal = None
        other = self.invite("kim@globex.example")
        self.wait_for_state(other, "sent")
        rows = self.office.query("SELECT state, link FROM mail WHERE invitation_id = ?",
                                 invitation)
        self.assertEqual(rows, [("dropped", None)])
        self.assertEqual(self.mail.messages_to("john@globex.example"), [])

    def test_a_mail_outlives_the_process_that_queued_it(self):
        self.mail.hanging = True
        invitation = self.invite()
        wait_for(lambda: self.mail.attempts == 1, "the attempt is under way")
        self.office.server.kill()
        (identity, link), = self.office.query("SELECT message_id, link FROM mail")
        self.assertIsNotNone(link)
        self.mail.hanging = False
        self.office.server.start()
        message = self.mail.wait_for_message("john@globex.example")
        self.wait_for_state(invitation, "sent")
        self.assertEqual(message["Message-ID"], f"<{identity}>")
        self.assertEqual(self.office.accept(token_of(message)).status, 201)

    def test_a_mail_whose_outcome_was_lost_is_the_same_mail_again(self):
        self.mail.hanging = True
        invitation = self.invite()
        wait_for(lambda: self.mail.attempts == 1, "the attempt is under way")
        self.office.server.stop()
        self.mail.hanging = False
        self.office.server.start()
        message = self.mail.wait_for_message("john@globex.example")
        rows = self.office.query("SELECT message_id FROM mail")
        self.assertEqual(rows, [(message["Message-ID"].strip("<>"),)])
        self.wait_for_state(invitation, "sent")

    def test_a_mail_that_nobody_takes_is_given_up_when_its_invitation_expires(self):
        self.mail.refusal = "452 4.3.1 Insufficient storage"
        invitation = self.invite()
        self.wait_for_state(invitation, "deferred")
        self.office.pass_time(8 * 24 * 60 * 60)
        delivery = self.wait_for_state(invitation, "failed")
        self.assertIn(delivery["status"], ("expired", "failed"))
        self.assertEqual(delivery["last_error"], self.mail.refusal)
        rows = self.office.query("SELECT count (*) FROM mail WHERE link IS NOT NULL")
        self.assertEqual(rows, [(0,)])

    def test_a_lost_key_fails_the_mail_and_holds_up_no_other(self):
        self.mail.refusal = "451 4.3.0 Later"
        lost = self.invite()
        self.wait_for_state(lost, "deferred")
        self.office.server.stop()
        (self.office.server.data / "mail.key").unlink()
        self.mail.refusal = None
        self.office.server.start()
        self.assertIn("key was replaced", self.wait_for_state(lost, "failed")["last_error"])
        self.wait_for_state(self.invite("kim@globex.example"), "sent")
        resent = self.office.call("POST", f"/pocs/{self.poc}/invitations/{lost}/resend")
        self.assertEqual(resent.status, 200)
        self.wait_for_state(lost, "sent")

    def test_a_hanging_mail_server_does_not_hold_up_the_end(self):
        self.mail.hanging = True
        self.invite()
        wait_for(lambda: self.mail.attempts == 1, "the attempt is under way")
        self.office.server.stop(seconds=5)

    def test_without_a_mail_server_mails_wait(self):
        port = self.mail.port
        self.mail.__exit__()
        invitation = self.invite()
        delivery = self.wait_for_state(invitation, "deferred")
        self.assertIn("connect", delivery["last_error"])
        self.assertNotIn(str(port), delivery["last_error"])


class Crashes(unittest.TestCase):
    def test_invitations_and_mails_are_there_together_or_not_at_all(self):
        with Office(config=RETRY) as office:
            office.token()
            poc = office.add_poc()
            promised = []
            for round_ in range(5):
                threads = [threading.Thread(target=self.invite_until_it_dies,
                                            args=(office, poc, f"{round_}-{index}", promised))
                           for index in range(4)]
                for thread in threads:
                    thread.start()
                enough = 10 * (round_ + 1)
                wait_for(lambda: len(promised) >= enough, "some invitations are answered")
                office.server.kill()
                for thread in threads:
                    thread.join()
                office.server.start()
            self.check(office, promised)

    def invite_until_it_dies(self, office, poc, name, promised):
        for index in itertools.count():
            address = f"p{name}-{index}@globex.example"
            try:
                if office.invite(poc, address).status == 201:
                    promised.append(address)
            except (OSError, http.client.HTTPException):
                return

    def check(self, office, promised):
        stored = {row[0] for row in office.query("SELECT email FROM invitation")}
        self.assertLessEqual(set(promised), stored)
        for table in ("mail", "invitation_token", "invitation_event"):
            rows = office.query(f"SELECT count (*) FROM invitation i WHERE NOT EXISTS"
                                f" (SELECT 1 FROM {table} WHERE invitation_id = i.id)")
            self.assertEqual(rows, [(0,)], table)
        told = [row["id"] for row in office.changes()["list"] if row["type"] == "invitation"]
        self.assertEqual(len(told), len(stored))
        wait_for(lambda: len(list(office.mail_folder.glob("*.eml"))) == len(stored),
                 "all mails arrive")
        messages = MailFolder(office.mail_folder).messages
        self.assertEqual({message["To"].addresses[0].addr_spec for message in messages}, stored)
        self.assertEqual(len({token_of(message) for message in messages}), len(stored))


class Refusals(unittest.TestCase):
    """What the server does not start with."""

    def assert_does_not_start(self, office, words):
        with self.assertRaises(AssertionError) as caught:
            office.server.start()
        self.assertIn(words, str(caught.exception))

    def test_a_key_that_others_can_read(self):
        with Office() as office:
            office.server.stop()
            (office.server.data / "mail.key").chmod(0o644)
            self.assert_does_not_start(office, "chmod 600")

    def test_a_password_in_the_address(self):
        with Office() as office:
            office.server.stop()
            office.server.mail = "smtp://me:secret@mail.example"
            self.assert_does_not_start(office, "password")
            self.assertNotIn("secret", office.server.said())


if __name__ == "__main__":
    unittest.main()
