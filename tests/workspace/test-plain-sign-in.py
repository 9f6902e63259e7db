# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in to a server of API 1.0.0, and staying signed in, with a keyring that works."""

import datetime
import unittest

from child import ChildTestCase
from pmtest.waiting import wait_for


class SignIn(ChildTestCase):
    def test_a_plain_server_is_known_and_its_invitations_live_a_day(self):
        server = self.serve()
        self.assertEqual(self.sign_in(server.url)[1:],
                         [f"server {server.url}", "plain 1", "in step"])

    def test_q33_the_address_of_the_web_pages_leads_to_the_api(self):
        server = self.serve("/api")
        site = server.url.removesuffix("/api")
        for address in (site, f"{site}/", server.url):
            with self.subTest(address=address):
                self.assertIn(f"server {server.url}", self.sign_in(address))

    def test_an_address_without_an_api_is_told_in_a_sentence(self):
        server = self.serve("/elsewhere")
        site = server.url.removesuffix("/elsewhere")
        self.assertEqual(self.sign_in(site), [
            "refused: This address answers with a web page. The API is often under /api."])

    def test_a_wrong_password_is_told(self):
        self.assertEqual(self.sign_in(self.serve().url, password="no"),
                         ["refused: Incorrect email or password"])

    def test_who_stays_signed_in_needs_no_password_the_next_time(self):
        server = self.serve()
        self.sign_in(server.url)
        server.office.clock_offset = datetime.timedelta(hours=1)
        self.assertEqual(self.run_child()[-1], "in step")

    def test_who_does_not_is_asked_again(self):
        server = self.serve()
        self.sign_in(server.url, "forget")
        self.assertEqual(self.run_child()[-1], "signed out")


class Inviting(ChildTestCase):
    def test_an_address_whose_mail_failed_is_corrected_without_cancelling(self):
        """Which such a server refuses."""
        server = self.serve()
        server.office.add_invitation(1, "jane@globx.com", status="failed")
        self.stay_at(server.url).tell("correct jane@globex.com")
        wait_for(lambda: len(server.office.invitations) == 2, "another invitation")
        self.assertEqual(server.office.invitations[1].email, "jane@globex.com")
        self.assertNotIn("DELETE", [method for method, _ in server.requests])


if __name__ == "__main__":
    unittest.main(verbosity=2)
