# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the log, and what must never stand there."""

import re
import socket
import unittest

from office import Office, PASSWORD, PEOPLE, token_of
from pmtest.mail import MailFolder
from pmtest.waiting import wait_for

LINE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (error|warning|info|debug) \S+( .*)?$")
NEW_PASSWORD = "another-horse-10"


class Story(unittest.TestCase):
    """Everything that knows secrets is done once, at the most talkative level."""

    @classmethod
    def setUpClass(cls):
        cls.office = Office(config="log-level=debug")
        cls.office.__enter__()
        cls.addClassCleanup(cls.office.__exit__)
        cls.secrets = {PASSWORD, NEW_PASSWORD}
        cls.tell()
        cls.office.server.stop()
        cls.said = cls.office.server.said()

    @classmethod
    def tell(cls):
        office, poc = cls.office, cls.office.add_poc()
        invited = office.invite(poc, "john.secretive@globex.example", personal_message="Psst")
        assert invited.status == 201, invited.text
        link = cls.read_link()
        for path in (f"/i/{link}", f"/poc-invitations/validate/{link}", "/i/unknown-token-here",
                     f"/pocs/?search={link}", f"/nothing/{link}"):
            office.call("GET", path)
        assert office.accept(link).status == 201
        cls.sign_in("john.secretive@globex.example")
        office.call("POST", "/auth/login", {"email": PEOPLE["sam"][0], "password": NEW_PASSWORD},
                    who=None)
        office.call("POST", "/auth/forgot-password", {"email": PEOPLE["ruth"][0]}, who=None)
        office.call("POST", f"/pocs/{poc}/invitations/", {"email": "not an address"})
        office.server.admin("user", "set-password", PEOPLE["ruth"][0], input=NEW_PASSWORD + "\n")
        office.server.request("GET", "/auth/me", token="made-up-token-of-nobody")
        cls.secrets |= {link, "Psst", "john.secretive", "made-up-token-of-nobody",
                        office.token("sam"), *cls.read_tokens()}

    @classmethod
    def sign_in(cls, address):
        answer = cls.office.call("POST", "/auth/login", {"email": address, "password": PASSWORD},
                                 who=None)
        tenant = answer.json["tenants"][0]["tenant_id"]
        chosen = cls.office.call("POST", "/auth/select-tenant", {
            "email": address, "password": PASSWORD, "tenant_id": tenant}, who=None)
        cls.secrets |= {chosen.json["access_token"], chosen.json["refresh_token"]}

    @classmethod
    def mails(cls):
        return MailFolder(cls.office.mail_folder).messages

    @classmethod
    def read_link(cls):
        return token_of(wait_for(cls.mails, "a mail")[0])

    @classmethod
    def read_tokens(cls):
        """Of every link in every mail."""
        texts = [mail.get_body(("plain",)).get_content() for mail in cls.mails()]
        return {token for text in texts for token in re.findall(r"/[ira]/([\w-]{20,})", text)}

    def test_no_secret_is_in_it(self):
        self.assertGreater(len(self.secrets), 8)
        for secret in self.secrets:
            self.assertNotIn(secret, self.said)

    def test_no_address_is_in_it(self):
        self.assertEqual(re.findall(r"[\w.]+@[\w.]+", self.said), [])

    def test_every_line_has_the_form(self):
        lines = self.said.splitlines()
        self.assertGreater(len(lines), 10)
        for line in lines:
            self.assertRegex(line, LINE)

    def test_a_request_has_one_line_with_all_that_matters(self):
        found = [line for line in self.said.splitlines()
                 if " request " in line and "route=/pocs/{poc}/invitations/ " in line]
        self.assertEqual(len(found), 2, self.said)
        self.assertRegex(found[0], r" info request method=POST route=/pocs/\{poc\}/invitations/ "
                                   r"status=201 ms=\d+\.\d user=1 client=127\.0\.0\.1$")
        self.assertIn("status=422", found[1])

    def test_a_path_that_leads_nowhere_is_not_repeated(self):
        self.assertIn("request method=GET route=- status=404", self.said)


class Levels(unittest.TestCase):
    def say(self, *arguments, config=""):
        with Office(config=config, arguments=arguments) as office:
            office.call("GET", "/health", who=None)
            office.call("GET", "/auth/me", who=None)
            office.server.stop()
            return office.server.said()

    def test_quiet_leaves_only_what_needs_an_eye(self):
        self.assertEqual(self.say("--quiet"), "")
        self.assertEqual(self.say("--log-level", "warning"), "")
        self.assertEqual(self.say(config="log-level=error"), "")

    def test_slow_requests_are_warnings(self):
        said = self.say("--quiet", config="slow-seconds=0.000001")
        self.assertRegex(said, r"warning request method=GET route=/health .* slow=yes\n")

    def test_what_is_refused_at_the_door_has_a_line(self):
        with Office() as office:
            with socket.create_connection(("127.0.0.1", office.server.port)) as peer:
                peer.sendall(b"POST /auth/login HTTP/1.1\r\nHost: x\r\n"
                             b"Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n")
                self.assertIn(b" 413 ", peer.recv(4096))
            wait_for(lambda: "refused status=413 client=127.0.0.1" in office.server.said(),
                     "the line")


if __name__ == "__main__":
    unittest.main()
