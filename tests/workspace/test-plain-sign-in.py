# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in to a server of API 1.0.0, and staying signed in, with a keyring that works."""

import datetime
import os
import subprocess
import tempfile
import unittest

from pmtest.plain import PlainServer

CHILD = os.environ["PM_WORKSPACE_CHILD"]
EMAIL = "sam@acme.com"


class SignIn(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="desktop-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def serve(self, prefix=""):
        server = self.enterContext(PlainServer(prefix))
        server.office.add_tenant("Acme")
        sam = server.office.add_user(EMAIL, "Sam")
        server.office.add_poc("Trial", "Globex", sam)
        return server

    def run_child(self, *words):
        done = subprocess.run([CHILD, self.folder, *words], capture_output=True, text=True,
                              timeout=60, check=True)
        return done.stdout.splitlines()

    def sign_in(self, url, keep="keep", password="pw"):
        return self.run_child(url, EMAIL, password, keep)

    def test_a_plain_server_is_known_and_its_invitations_live_a_day(self):
        server = self.serve()
        self.assertEqual(self.sign_in(server.url), [f"server {server.url}", "plain 1", "in step"])

    def test_q33_the_address_of_the_web_pages_leads_to_the_api(self):
        server = self.serve("/api")
        site = server.url.removesuffix("/api")
        for address in (site, f"{site}/", server.url):
            with self.subTest(address=address):
                self.assertEqual(self.sign_in(address)[0], f"server {server.url}")

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


if __name__ == "__main__":
    unittest.main(verbosity=2)
