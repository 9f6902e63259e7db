# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists are kept as bytes, and nobody ever notices but by the clock."""

import pathlib
import re
import unittest

from office import Office, token_of
from pmtest.mail import MailFolder

LIST = "/pocs/?limit=100"


class Kept(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())
        cls.inbox = MailFolder(cls.office.mail_folder)
        cls.office.server.admin("tenant", "add", "Other Company", "--slug", "other")
        cls.office.add_person("olga@other.example", "Olga Other", "sales_engineer", "other")
        cls.poc = cls.office.add_poc("Changing")

    def titles(self, who="sam", path=LIST):
        """Twice, so that the second answer is one that was kept."""
        answers = [self.office.call("GET", path, who=who) for _ in range(2)]
        self.assertEqual([answer.status for answer in answers], [200, 200])
        self.assertEqual(answers[0].text, answers[1].text)
        return [poc["title"] for poc in answers[1].json]

    def bring_in(self, poc, address):
        self.assertEqual(self.office.invite(poc, address).status, 201)
        self.office.accept(token_of(self.inbox.wait_for_message(address)))

    def test_every_change_is_seen_at_once(self):
        for number in range(30):
            self.assertEqual(self.titles().count(f"Title {number}"), 0)
            answer = self.office.call("PUT", f"/pocs/{self.poc}", {"title": f"Title {number}"})
            self.assertEqual(answer.status, 200)
            self.assertEqual(self.titles().count(f"Title {number}"), 1)

    def test_a_change_by_others_is_seen_at_once(self):
        self.titles()
        self.office.add_poc("By Amelie", who="amelie")
        self.assertIn("By Amelie", self.titles())

    def test_an_organization_s_list_is_its_own(self):
        self.office.call("POST", "/pocs/", {"title": "Theirs", "customer_company_name": "O"},
                         "olga@other.example")
        self.assertEqual(self.titles("olga@other.example"), ["Theirs"])
        self.assertNotIn("Theirs", self.titles())

    def test_a_question_has_its_own_answer(self):
        self.office.add_poc("One more")
        whole = self.titles()
        self.assertEqual(self.titles(path="/pocs/?limit=100&skip=1"), whole[1:])
        self.assertEqual(self.titles(path="/pocs/?limit=1"), whole[:1])

    def test_a_customer_sees_their_own_until_access_ends(self):
        mine = [self.office.add_poc(f"With customer {number}") for number in range(2)]
        addresses = ["john@globex.example", "jane@globex.example"]
        self.bring_in(mine[0], addresses[0])
        self.bring_in(mine[1], addresses[1])
        self.assertEqual(self.titles(addresses[0]), ["With customer 0"])
        self.assertEqual(self.titles(addresses[1]), ["With customer 1"])
        [(user,)] = self.office.query("SELECT id FROM account WHERE email = ?", addresses[0])
        answer = self.office.call("DELETE", f"/pocs/{mine[0]}/participants/{user}", who="ruth")
        self.assertEqual(answer.status, 200, answer.text)
        answer = self.office.call("GET", LIST, who=addresses[0])
        self.assertNotIn("With customer 0", answer.text)

    def test_an_ended_session_is_refused_at_once(self):
        self.office.add_person("tom@acme.example", "Tom Leaver", "sales_engineer")
        token = self.office.token("tom@acme.example")
        self.titles("tom@acme.example")
        self.assertEqual(self.office.server.request("POST", "/auth/logout", token=token).status,
                         200)
        answer = self.office.server.request("GET", LIST, token=token)
        self.assertEqual(answer.status, 401)

    def test_a_deactivated_person_is_refused_at_once(self):
        self.office.add_person("ben@acme.example", "Ben Leaver", "sales_engineer")
        self.titles("ben@acme.example")
        self.office.server.admin("user", "deactivate", "ben@acme.example")
        self.assertIn(self.office.call("GET", LIST, who="ben@acme.example").status, (401, 403))

    def test_a_token_that_was_never_given_gets_nothing(self):
        self.titles()
        for token in ("x", "A" * 43, self.office.token("sam") + "x"):
            self.assertEqual(self.office.server.request("GET", LIST, token=token).status, 401)
        self.assertEqual(self.office.call("GET", LIST, who=None).status, 401)

    def test_what_is_kept_stays_within_bounds(self):
        if "libasan" in self.read("maps"):
            self.skipTest("the address sanitizer keeps what was freed")
        for _ in range(30):
            self.office.add_poc("Long", description="x" * 20000)
        answer = self.office.call("GET", LIST)
        before = self.resident()
        for number in range(300):
            self.office.call("GET", f"{LIST}&number={number}")
        self.assertGreater(300 * len(answer.text), 180e6)
        self.assertLess(self.resident() - before, 110e6)

    def resident(self):
        return int(re.search(r"VmRSS:\s+(\d+)", self.read("status"))[1]) * 1024

    def read(self, name):
        return pathlib.Path(f"/proc/{self.office.server.process.pid}/{name}").read_text()


if __name__ == "__main__":
    unittest.main()
