# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail servers that want encryption and a password, and organizations that have their own."""

import pathlib
import tempfile
import unittest

from office import Office, token_of
from pmtest.mail import Authority, MailServer, StubbornMailServer
from pmtest.waiting import wait_for

CONFIG = "mail-retry=0.2\nmail-timeout=5"
USER, PASSWORD = "mailer@acme.example", "p@ss: wörd%41"


def authority_of(test, **options):
    folder = test.enterClassContext(tempfile.TemporaryDirectory(prefix="authority-"))
    return Authority(pathlib.Path(folder), **options)


class Security(unittest.TestCase):
    """The server's own mail server."""

    @classmethod
    def setUpClass(cls):
        cls.authority = authority_of(cls)
        cls.office = cls.enterClassContext(Office(config=CONFIG))
        cls.poc = cls.office.add_poc()
        cls.n_people = 0

    def start(self, mail, user=None, query="", password=PASSWORD, authority=None):
        """Sends @self.address an invitation by @mail."""
        config = CONFIG
        if user:
            config += f"\nmail-password={password}"
        if authority:
            config += f"\nmail-ca-file={authority.file}"
        server = self.office.server
        server.stop()
        server.place.joinpath("config").write_text(f"[server]\n{config}\n")
        server.mail = mail.url.replace("//", f"//{user.replace('@', '%40')}@" if user else "//")
        server.mail += query
        server.start()
        type(self).n_people += 1
        self.address = f"person{self.n_people}@globex.example"
        self.invitation = self.office.invite(self.poc, self.address).json["id"]

    def delivery(self):
        path = f"/pocs/{self.poc}/invitations/{self.invitation}"
        return self.office.call("GET", path).json["delivery"]

    def wait_for_error(self, words):
        wait_for(lambda: self.delivery()["state"] == "deferred", "the mail is deferred")
        self.assertIn(words, self.delivery()["last_error"])
        status = self.office.call("GET", f"/pocs/{self.poc}/invitations/{self.invitation}").json
        self.assertEqual(status["status"], "pending")

    def test_starttls_is_used_where_it_is_offered(self):
        mail = self.enterContext(MailServer(tls=self.authority.context))
        self.start(mail, authority=self.authority)
        mail.wait_for_message(self.address)
        self.assertEqual(set(mail.secure), {True})

    def test_a_user_signs_in_encrypted(self):
        for implicit in (False, True):
            with self.subTest(implicit=implicit):
                mail = self.enterContext(MailServer(tls=self.authority.context, implicit=implicit,
                                                    users={USER: PASSWORD}))
                self.start(mail, user=USER, authority=self.authority)
                message = mail.wait_for_message(self.address)
                self.assertEqual((set(mail.secure), set(mail.signed_in)), ({True}, {USER}))
                self.assertEqual(self.office.accept(token_of(message)).status, 201)
                self.assertNotIn(PASSWORD, self.office.server.said())

    def test_a_wrong_password_defers_with_the_servers_words_and_can_be_mended(self):
        mail = self.enterContext(MailServer(tls=self.authority.context, users={USER: PASSWORD}))
        self.start(mail, user=USER, password="wrong", authority=self.authority)
        self.wait_for_error("535 5.7.8 Authentication credentials invalid")
        self.assertEqual(mail.signed_in, [])
        mail.users[USER] = "wrong"
        mail.wait_for_message(self.address)

    def test_no_password_travels_in_the_clear(self):
        mail = self.enterContext(StubbornMailServer())
        mail.answers["EHLO"] = "250-stubborn.example\r\n250 AUTH PLAIN LOGIN"
        self.start(mail, user=USER)
        self.wait_for_error("no encryption")
        self.assertEqual([line for line in mail.commands if line.startswith("AUTH")], [])

    def test_nothing_travels_in_the_clear_where_encryption_is_required(self):
        mail = self.enterContext(StubbornMailServer())
        self.start(mail, query="?tls=required")
        self.wait_for_error("no encryption")
        mail.answers["EHLO"] = "250-stubborn.example\r\n250 STARTTLS"
        mail.answers["STAR"] = "554 5.7.3 No TLS today"
        wait_for(lambda: self.delivery()["last_error"] == "554 5.7.3 No TLS today", "its words")
        self.assertEqual(self.delivery()["state"], "deferred")
        self.assertNotIn("MAIL", {line[:4] for line in mail.commands})

    def test_a_certificate_that_nobody_vouches_for_is_not_believed(self):
        for implicit in (False, True):
            with self.subTest(implicit=implicit):
                mail = self.enterContext(MailServer(tls=self.authority.context, implicit=implicit))
                self.start(mail)
                self.wait_for_error("could not be encrypted")
                self.assertEqual((mail.messages, mail.attempts), ([], 0))

    def test_a_certificate_for_another_host_is_not_believed(self):
        other = authority_of(type(self), host="other.example")
        mail = self.enterContext(MailServer(tls=other.context, implicit=True,
                                            users={USER: PASSWORD}))
        self.start(mail, user=USER, authority=other)
        self.wait_for_error("could not be encrypted")
        self.assertEqual(mail.sign_ins, 0)


class OwnServer(unittest.TestCase):
    """What an organization's admin does, by API 1.0.0."""

    @classmethod
    def setUpClass(cls):
        cls.authority = authority_of(cls)
        cls.house = cls.enterClassContext(MailServer())
        cls.office = cls.enterClassContext(Office(mail=cls.house, config=(
            f"{CONFIG}\nmail-ca-file={cls.authority.file}\nallow-local-mail-servers=true\n"
            "mail-from=House <no-reply@house.example>")))
        cls.tenant = cls.office.call("GET", "/auth/me").json["current_tenant_id"]
        cls.poc = cls.office.add_poc()

    def setUp(self):
        self.own = self.enterContext(MailServer(tls=self.authority.context,
                                                users={USER: PASSWORD}))

    def tearDown(self):
        self.put(server=None)

    def put(self, who="ruth", **fields):
        body = {f"custom_mail_{name}": value for name, value in fields.items()}
        return self.office.call("PUT", f"/tenants/{self.tenant}/email-config", body, who)

    def put_all(self, **fields):
        whole = {"server": "127.0.0.1", "port": self.own.port, "username": USER,
                 "password": PASSWORD, "from": "Acme <hello@acme.example>", "tls": True}
        answer = self.put(**(whole | fields))
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.json, {"message": "Email configuration updated successfully"})

    def show(self, who="ruth"):
        return self.office.call("GET", f"/tenants/{self.tenant}", who=who).json

    def try_it(self, address="ruth@acme.example", who="ruth"):
        return self.office.call("POST", f"/tenants/{self.tenant}/test-email",
                                {"recipient_email": address}, who)

    def test_mails_go_by_it_as_soon_as_it_is_set(self):
        poc = self.poc
        self.office.invite(poc, "first@globex.example")
        self.house.wait_for_message("first@globex.example")
        self.put_all()
        self.office.invite(poc, "second@globex.example")
        message = self.own.wait_for_message("second@globex.example")
        self.assertEqual(message["From"].addresses[0].addr_spec, "hello@acme.example")
        self.assertEqual((self.own.secure, self.own.signed_in, self.own.senders),
                         ([True], [USER], ["hello@acme.example"]))
        self.assertEqual(self.put(server=None).status, 200)
        self.office.invite(poc, "third@globex.example")
        self.house.wait_for_message("third@globex.example")

    def test_links_into_accounts_are_not_for_its_eyes(self):
        self.put_all()
        self.office.add_person("kay@globex.example", "Kay", "customer")
        (kay,), = self.office.query("SELECT id FROM account WHERE email = 'kay@globex.example'")
        answer = self.office.call("PUT", f"/users/{kay}/email", {"email": "kay@initech.example"},
                                  who="ruth")
        self.assertIn(answer.status, (200, 202), answer.text)
        self.house.wait_for_message("kay@initech.example")
        self.assertEqual(self.own.messages, [])

    def test_a_mended_server_gets_what_waits_at_once(self):
        self.put_all(password="wrong")
        invitation = self.office.invite(self.poc, "john@globex.example").json["id"]
        path = f"/pocs/{self.poc}/invitations/{invitation}"
        wait_for(lambda: "535" in (self.office.call("GET", path).json["delivery"]["last_error"]
                                   or ""), "its words")
        self.put(password=PASSWORD)
        self.own.wait_for_message("john@globex.example")

    def test_admins_see_it_but_never_the_password(self):
        before = self.show()
        self.assertEqual((before["has_custom_mail_config"], before["custom_mail_server"],
                          before["custom_mail_port"], before["custom_mail_from"],
                          before["custom_mail_tls"]), (False, None, None, None, None))
        self.put_all()
        shown = self.show()
        self.assertEqual((shown["has_custom_mail_config"], shown["custom_mail_server"],
                          shown["custom_mail_port"], shown["custom_mail_from"],
                          shown["custom_mail_tls"]),
                         (True, "127.0.0.1", self.own.port, "Acme <hello@acme.example>", True))
        self.assertNotIn(PASSWORD, str(shown))
        self.assertNotIn(USER, str(shown))
        others = self.show("sam")
        self.assertEqual((others["has_custom_mail_config"], others["custom_mail_server"]),
                         (True, None))
        (url, sealed), = self.office.query("SELECT url, password FROM mail_server")
        self.assertNotIn(PASSWORD, url)
        self.assertNotIn(PASSWORD.encode(), sealed)
        kept = self.office.server.data.joinpath("server.db").read_bytes()
        self.assertNotIn(PASSWORD.encode(), kept)

    def test_a_part_that_is_not_given_stays(self):
        self.put_all()
        self.assertEqual(self.put(**{"from": "news@acme.example"}).status, 200)
        self.assertEqual(self.try_it().status, 200)
        self.assertEqual(self.own.senders, ["news@acme.example"])
        self.assertEqual(self.put(password="").status, 200)
        self.assertEqual(self.try_it().status, 200)
        self.put(tls=False)
        shown = self.show()
        self.assertEqual((shown["custom_mail_port"], shown["custom_mail_tls"]), (465, False))

    def test_a_stored_password_goes_to_no_other_place(self):
        thief = self.enterContext(MailServer(tls=self.authority.context, users={USER: "any"}))
        for change in ({"server": "localhost", "port": thief.port}, {"username": "other"}):
            with self.subTest(change=change):
                self.put_all()
                self.put(**change)
                rows = self.office.query("SELECT password FROM mail_server")
                self.assertEqual(rows, [(None,)])

    def test_what_cannot_be_a_mail_server_is_refused(self):
        whole = {"server": "mail.acme.example", "from": "hello@acme.example"}
        for field, value in (("server", "two words"), ("server", "host/path"), ("server", "a@b"),
                             ("server", "x" * 300), ("server", "evil\r\nhost"), ("server", 7),
                             ("port", 0.5), ("port", -1), ("port", 65536), ("port", "587"),
                             ("username", "a\nb"), ("username", ["x"]), ("password", "a\r\nRSET"),
                             ("password", 5), ("from", "nobody"), ("from", "a@b\nBcc: c@d.example"),
                             ("from", "a@x.example, b@x.example"), ("from", None),
                             ("tls", "yes")):
            with self.subTest(field=field, value=value):
                answer = self.put(**(whole | {field: value}))
                self.assertEqual(answer.status, 422, answer.text)
                self.assertEqual(answer.json["detail"][0]["loc"], ["body", f"custom_mail_{field}"])
        self.assertEqual(self.put(port=25).json["detail"][0]["loc"],
                         ["body", "custom_mail_server"])
        self.assertEqual(self.office.query("SELECT count (*) FROM mail_server"), [(0,)])

    def test_the_test_says_what_the_mail_server_says(self):
        self.put_all()
        answer = self.try_it()
        self.assertEqual((answer.status, answer.json["success"]), (200, True))
        self.assertEqual(answer.json["answer"], "250 OK: taken")
        message = self.own.wait_for_message("ruth@acme.example")
        self.assertEqual(message["Subject"], "A test mail from POC Manager")
        self.own.refusal = "550 5.1.1 No such person"
        answer = self.try_it()
        self.assertEqual((answer.status, answer.json["detail"]),
                         (500, "Failed to send test email: 550 5.1.1 No such person"))
        self.put_all(password="wrong")
        self.assertIn("535 5.7.8", self.try_it().json["detail"])
        self.put_all(port=self.house.port)
        self.assertIn("no encryption", self.try_it().json["detail"])
        self.assertEqual(self.try_it("nobody").status, 422)

    def test_a_test_without_a_server_of_ones_own_goes_the_servers_way(self):
        self.assertEqual(self.try_it().status, 200)
        self.house.wait_for_message("ruth@acme.example")

    def test_tests_are_limited(self):
        self.office.server.restart()
        statuses = [self.try_it().status for _ in range(21)]
        self.assertEqual((statuses[:20], statuses[20]), ([200] * 20, 429))
        self.office.server.restart()

    def test_a_lost_key_is_said_and_mended_by_a_new_password(self):
        self.put_all()
        self.office.server.stop()
        (self.office.server.data / "mail.key").unlink()
        self.office.server.start()
        invitation = self.office.invite(self.poc, "kim@globex.example").json["id"]
        path = f"/pocs/{self.poc}/invitations/{invitation}"
        wait_for(lambda: "key was replaced" in
                 (self.office.call("GET", path).json["delivery"]["last_error"] or ""), "the words")
        self.assertIn("key was replaced", self.try_it().json["detail"])
        self.put(password=PASSWORD)
        self.own.wait_for_message("kim@globex.example")


class Guard(unittest.TestCase):
    def test_an_organization_cannot_lead_mails_to_this_machine(self):
        with MailServer() as mail, Office(mail=mail, config=CONFIG) as office:
            tenant = office.call("GET", "/auth/me").json["current_tenant_id"]
            for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::ffff:127.0.0.1",
                         "127.1", "2130706433", "169.254.169.254"):
                with self.subTest(host=host):
                    office.call("PUT", f"/tenants/{tenant}/email-config",
                                {"custom_mail_server": host, "custom_mail_port": mail.port,
                                 "custom_mail_from": "a@acme.example"}, "ruth")
                    answer = office.call("POST", f"/tenants/{tenant}/test-email",
                                         {"recipient_email": "ruth@acme.example"}, "ruth")
                    self.assertEqual(answer.status, 500)
                    self.assertIn("not allowed", answer.json["detail"])
            self.assertEqual(mail.attempts, 0)


if __name__ == "__main__":
    unittest.main()
