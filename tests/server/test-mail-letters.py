# SPDX-License-Identifier: GPL-3.0-or-later
"""Mails as another program reads them: whole, in every script, and without a header of somebody
else's making."""

import datetime
import email
import email.header
import email.utils
import re
import unittest

from office import PASSWORD, Office
from pmtest.mail import MailFolder, MailServer
from pmtest.waiting import wait_for

CONFIG = "mail-retry=0.2\nmail-from=Büro Acme <invitations@acme.example>"
HEADERS = ["From", "Date", "Subject", "Message-Id", "To", "Reply-To", "Auto-Submitted",
           "MIME-Version", "Content-Type"]
ODD = ["o'neill+tag@globex.example", "!#$%&'*+-/=?^_`{|}~@globex.example",
       '"john doe"@globex.example', '"john@home"@globex.example', r'"a\"b"@globex.example',
       "x@sub.domain.globex.example", "jörg@globex.example", "kim@münchen.example"]


def text_of(message, kind="plain"):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def name_of(message):
    """Whom it is to. The newer parser keeps spaces between encoded words."""
    name, _ = email.utils.parseaddr(str(message["To"]))
    raw = email.message_from_bytes(bytes(message))["To"]
    decoded = str(email.header.make_header(email.header.decode_header(raw)))
    return email.utils.parseaddr(decoded)[0] or name


class Letters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office(config=CONFIG))
        cls.inbox = MailFolder(cls.office.mail_folder)

    def send(self, address, poc=None, **fields):
        answer = self.office.invite(poc or self.office.add_poc(), address, **fields)
        self.assertEqual(answer.status, 201, answer.text)
        return self.inbox.wait_for_message(address)

    def assert_sound(self, message):
        self.assertEqual(sorted(message.keys()), sorted(HEADERS))
        self.assertEqual(message.defects, [])
        for name, value in message.items():
            self.assertEqual(getattr(value, "defects", ()), (), name)
        for part in message.walk():
            self.assertEqual(part.defects, [])

    def test_a_mail_is_both_in_words_and_as_a_page(self):
        message = self.send("both@globex.example")
        self.assert_sound(message)
        self.assertEqual(message.get_content_type(), "multipart/alternative")
        kinds = [(part.get_content_type(), part.get_content_charset(),
                  part["Content-Transfer-Encoding"]) for part in message.iter_parts()]
        self.assertEqual(kinds, [("text/plain", "utf-8", "quoted-printable"),
                                 ("text/html", "utf-8", "quoted-printable")])
        self.assertEqual(message["Auto-Submitted"], "auto-generated")
        sent = message["Date"].datetime
        now = datetime.datetime.now(datetime.timezone.utc)
        self.assertLess(abs((now - sent).total_seconds()), 60)
        self.assertEqual(sent.utcoffset(), datetime.timedelta(0))

    def test_every_script_arrives(self):
        for index, words in enumerate((
                "Ελληνικά и кириллица", "日本語の製品評価", "עברית ‏العربية", "Zoë 👩‍💻 naïve",
                "a" * 254, "Ä" * 200, "=?utf-8?q?looks_encoded?=", "100 % \\ \"quotes\" <b>&amp;")):
            with self.subTest(words=words):
                poc = self.office.add_poc(title=words)
                message = self.send(f"script{index}@globex.example", poc, first_name=words[:40],
                                    personal_message=words * 5)
                self.assert_sound(message)
                shown = words.replace("=?", "=\u200b?")
                self.assertEqual(message["Subject"],
                                 f"You've been invited to participate in {shown}")
                self.assertEqual(name_of(message), shown[:40])
                self.assertEqual(message["From"].addresses[0].display_name, "Büro Acme")
                self.assertIn(words * 5, text_of(message))

    def test_no_line_is_too_long_and_none_is_changed(self):
        line = "word " * 900 + "end."
        message = self.send("long@globex.example", personal_message=line)
        self.assertIn("\n" + line + "\n", text_of(message))
        path, = self.office.mail_folder.glob("*long@*.eml")
        content = path.read_bytes()
        self.assertLessEqual(max(map(len, content.split(b"\r\n"))), 998)
        self.assertTrue(content.isascii())

    def test_what_lies_in_the_database_becomes_no_header(self):
        """Whatever came in, by whatever way."""
        evil = "x\r\nBcc: evil@e.example\r\n\r\nbody\x00\x07"
        poc = self.office.add_poc()
        answer = self.office.invite(poc, "evil@globex.example")
        self.inbox.wait_for_message("evil@globex.example")
        self.office.change(("UPDATE account SET full_name = ?", evil),
                           ("UPDATE organization SET name = ?", evil),
                           ("UPDATE poc SET title = ?, customer_company_name = ?", evil, evil),
                           ("UPDATE invitation SET full_name = ?, first_name = ?, last_name = ?,"
                            " personal_message = ?", evil, evil, evil, evil))
        try:
            self.office.pass_time(11 * 60)
            path = f"/pocs/{poc}/invitations/{answer.json['id']}/resend"
            self.assertEqual(self.office.call("POST", path).status, 200)
            message = self.inbox.wait_for_message("evil@globex.example", 2)
            self.assert_sound(message)
            self.assertNotIn("evil@e.example", str(message["To"].addresses[0].addr_spec))
            self.assertNotIn("\x07", text_of(message))
        finally:
            self.office.change("UPDATE account SET full_name = 'Sam Rivera'",
                               "UPDATE organization SET name = 'Acme Systems'")

    def test_a_template_makes_no_header_either(self):
        tenant = self.office.call("GET", "/auth/me").json["current_tenant_id"]
        path = f"/tenants/{tenant}/invitation-template"
        text = "{link}\n\nBcc: evil@e.example\n\n.\n{message}"
        for subject in ("a\r\nBcc: evil@e.example", "a\nb", "a\x00b"):
            answer = self.office.call("PUT", path, {"subject": subject, "text": text}, "ruth")
            self.assertEqual(answer.status, 422)
        answer = self.office.call("PUT", path, {"subject": "Bcc: {poc}: {message}", "text": text},
                                  "ruth")
        self.assertEqual(answer.status, 200, answer.text)
        message = self.send("template@globex.example", personal_message="a\nBcc: evil@e.example")
        self.assert_sound(message)
        self.assertTrue(message["Subject"].startswith("Bcc: "))
        self.assertNotIn("\n", message["Subject"])
        self.assertEqual(self.office.call("DELETE", path, who="ruth").status, 200)

    def test_replies_go_to_who_invites(self):
        message = self.send("reply@globex.example")
        self.assertEqual(message["Reply-To"].addresses[0].addr_spec, "sam@acme.example")

    def test_every_mail_has_an_id_of_its_own(self):
        poc = self.office.add_poc()
        ids = {self.send(f"id{index}@globex.example", poc)["Message-ID"] for index in range(5)}
        self.assertEqual(len(ids), 5)
        for identity in ids:
            self.assertRegex(identity, r"^<[0-9a-f]{32}@acme\.example>$")


RESET = """\
Hello Zoë Kern,

Somebody, most likely you, asked for a new password for the POC Manager account of ADDRESS.

To choose a new password, click the link below:
LINK

The link is yours alone, works once, and expires on WHEN.
Until you have chosen a new password, the one you have stays as it is.

If it was not you, there is nothing to do: without this mail nobody can change your password.

Best regards,
The POC Manager Team
"""

CONFIRM = """\
Hello Zoë Kern,

WHO asked that your POC Manager account uses this address from now on:

New address: NEW

To confirm that it is yours, click the link below:
LINK

The link is yours alone, works once, and expires on WHEN.
Until you have confirmed it, you sign in with the address that you had before. Then you will be \
asked to sign in again.

If you know nothing of this, please ignore this mail: nothing changes.

Best regards,
The POC Manager Team
"""

UNDO = """\
Hello Zoë Kern,

WHO asked that your POC Manager account uses another address, and that address was confirmed. You \
sign in with it from now on:

New address: NEW

If that is right, there is nothing to do.

If it is not, take the change back with the link below, and then choose a new password:
LINK

The link is yours alone, works once, and expires on WHEN.

Best regards,
The POC Manager Team
"""


class Accounts(unittest.TestCase):
    """Mails about accounts."""

    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office(config=CONFIG))
        cls.inbox = MailFolder(cls.office.mail_folder)

    def add(self, name):
        address = f"{name}@globex.example"
        self.office.add_person(address, "Zoë Kern", "customer")
        return address

    def assert_says(self, message, subject, text, **words):
        self.assertEqual(message["Subject"], subject)
        self.assertEqual(message["Auto-Submitted"], "auto-generated")
        self.assertEqual(message["To"].addresses[0].display_name, "Zoë Kern")
        said = re.sub(r"http://\S+", "LINK", text_of(message))
        said = re.sub(r"expires on \d+ \w+ \d{4}, \d\d:\d\d UTC\.", "expires on WHEN.", said)
        for name, value in words.items():
            text = text.replace(name, value)
        self.assertEqual(said, text)
        html = text_of(message, "html")
        link = re.search(r"http://\S+", text_of(message))[0]
        self.assertIn(f'href="{link}"', html)
        self.assertIn("</html>", html)

    def wait_until_erased(self):
        wait_for(lambda: self.office.query("SELECT count (*) FROM mail WHERE link IS NOT NULL")
                 == [(0,)], "no link is kept")

    def test_a_forgotten_password(self):
        address = self.add("forgetful")
        self.office.call("POST", "/auth/forgot-password", {"email": address}, who=None)
        message = self.inbox.wait_for_message(address)
        self.assert_says(message, "Choose a new password for POC Manager", RESET, ADDRESS=address)
        self.assertNotIn("Reply-To", message)
        self.assertRegex(text_of(message), r"\nhttp://127\.0\.0\.1:\d+/r/[\w-]{43}\n")
        self.wait_until_erased()

    def change(self, old, who, path, body, words):
        new = old.replace("@", ".new@")
        answer = self.office.call("PUT", path, {"email": new} | body, who=who)
        self.assertIn(answer.status, (200, 202), answer.text)
        message = self.inbox.wait_for_message(new)
        self.assert_says(message, "Confirm your new email address for POC Manager", CONFIRM,
                         WHO=words, NEW=new)
        token = re.search(r"/a/([\w-]{43})\n", text_of(message))[1]
        done = self.office.call("POST", f"/address-changes/{token}", {}, who=None)
        self.assertEqual(done.status, 200, done.text)
        message = self.inbox.wait_for_message(old)
        self.assert_says(message, "Your email address for POC Manager was changed", UNDO,
                         WHO=words, NEW=f"{new[0]}•••@globex.example")
        self.wait_until_erased()
        return message

    def test_ones_own_new_address(self):
        address = self.add("mover")
        message = self.change(address, address, "/auth/email", {"password": PASSWORD}, "You")
        self.assertNotIn("Reply-To", message)

    def test_a_new_address_that_an_admin_asked_for(self):
        address = self.add("moved")
        (person,), = self.office.query("SELECT id FROM account WHERE email = ?", address)
        message = self.change(address, "ruth", f"/users/{person}/email", {},
                              "Ruth Okafor (Acme Systems)")
        self.assertEqual(message["Reply-To"].addresses[0].addr_spec, "ruth@acme.example")


class Addresses(unittest.TestCase):
    def test_odd_addresses_are_reached(self):
        with MailServer() as mail, Office(mail=mail, config=CONFIG) as office:
            poc = office.add_poc()
            for address in ODD:
                with self.subTest(address=address):
                    answer = office.invite(poc, address)
                    self.assertEqual(answer.status, 201, answer.text)
                    path = f"/pocs/{poc}/invitations/{answer.json['id']}"
                    wait_for(lambda: office.call("GET", path).json["delivery"]["state"]
                             in ("sent", "failed"), "it is settled")
                    delivery = office.call("GET", path).json["delivery"]
                    self.assertEqual(delivery["state"], "sent", delivery["last_error"])
                    local, _, domain = address.rpartition("@")
                    domain = domain.encode("idna").decode()
                    self.assertEqual(mail.recipients[-1], f"{local}@{domain}")
                    self.assertEqual(len(mail.messages[-1]["To"].addresses), 1)

    def test_what_is_no_address_never_reaches_a_mail_server(self):
        with MailServer() as mail, Office(mail=mail, config=CONFIG) as office:
            poc = office.add_poc()
            for address in ("a@b\r\nRCPT TO:<evil@e.example>", "a@b.example>\r\nDATA", "a b@c.example",
                            "<a@b.example>", "a@b.example,c@d.example", "a\x00@b.example"):
                self.assertEqual(office.invite(poc, address).status, 422)
            # The second look: what lies in the queue is checked again.
            for index, address in enumerate(("a@b.example>\r\nRCPT TO:<evil@e.example", "nobody")):
                mail.refusal = "450 4.2.0 Later"
                invitation = office.invite(poc, f"john{index}@globex.example").json["id"]
                path = f"/pocs/{poc}/invitations/{invitation}"
                wait_for(lambda: office.call("GET", path).json["delivery"]["attempts"], "a try")
                office.server.stop()
                mail.refusal, attempts = None, mail.attempts
                office.change(("UPDATE mail SET recipient = ? WHERE invitation_id = ?", address,
                               invitation))
                wait_for(lambda: office.call("GET", path).json["delivery"]["state"] == "failed",
                         "it fails")
                self.assertEqual((mail.messages, mail.attempts), ([], attempts))


if __name__ == "__main__":
    unittest.main()
