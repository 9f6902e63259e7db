# SPDX-License-Identifier: GPL-3.0-or-later
"""Links that cannot be used, and machines that look at links."""

import time
import unittest
import urllib.request

from story import PASSWORD, WebTestCase


class DeadLinks(WebTestCase):

    def setUp(self):
        self.poc = self.make_poc()
        self.email = self.new_address()
        self.invitation = self.invite(self.poc, self.email)
        self.path = f"/pocs/{self.poc['id']}/invitations/{self.invitation['id']}"

    def expect(self, title, *words):
        browser = self.browse(self.invitation["link"])
        browser.wait_to_see(title)
        for more in words:
            browser.wait_to_see(more)
        return browser

    def test_an_expired_link_says_so(self):
        self.change_database("UPDATE invitation SET expires_at = ? WHERE id = ?",
                             int(time.time() * 1e6) - 1, self.invitation["id"])
        self.invitation["link"] = self.here(self.invitation["link"])
        self.expect("This Invitation Has Expired", "send it again")

    def test_a_cancelled_link_says_so(self):
        self.call("DELETE", self.path)
        self.expect("This Invitation Was Cancelled", "ask for a new one")

    def test_a_used_link_says_so_and_offers_to_sign_in(self):
        self.accept_by_api(self.invitation)
        browser = self.expect("This Invitation Was Already Accepted")
        browser.click("Sign In")
        browser.fill("Email Address", self.email)
        browser.fill("Password", PASSWORD)
        browser.click("Sign In")
        browser.wait_to_see("Phoenix")

    def test_a_replaced_link_points_to_the_newest_mail(self):
        self.change_database("UPDATE mail SET sent_at = 1 WHERE invitation_id = ?",
                             self.invitation["id"])
        self.change_database("UPDATE invitation SET delivery_sent_at = 1 WHERE id = ?",
                             self.invitation["id"])
        self.call("POST", self.path + "/resend")
        newest = self.link_in_mail(self.email, 2)
        self.invitation["link"] = self.here(self.invitation["link"])
        browser = self.expect("There Is a Newer Invitation", "spam folder")
        browser.open(newest)
        browser.wait_to_see("Create Your Password")

    def test_a_link_says_when_access_was_removed(self):
        user = self.accept_by_api(self.invitation)
        self.call("DELETE", f"/pocs/{self.poc['id']}/participants/{user}")
        self.expect("Your Access Was Removed", "ask the person who invited you")

    def test_an_unknown_link_says_so(self):
        for path in ("/i/" + "A" * 43, "/i/short", "/i/%25zz%20", "/i/" + "A" * 5000, "/i"):
            with self.subTest(path[:20]):
                browser = self.browse(self.server.url + path)
                browser.wait_to_see("This Link Does Not Work")


class Scanners(WebTestCase):
    """Mail programs look at links before people do, and some press what they find."""

    def setUp(self):
        self.invitation = self.invite(self.make_poc(), self.new_address())

    def fetch(self, method, url, data=None, headers={}):
        request = urllib.request.Request(url, data, dict(headers), method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return reply.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def test_looking_at_a_link_uses_nothing_up(self):
        link = self.invitation["link"]
        self.assertEqual(self.fetch("HEAD", link), 200)
        for _ in range(3):
            self.assertEqual(self.fetch("GET", link), 200)
        self.assertEqual(self.status_of(self.invitation), "pending")

    def test_running_the_pages_scripts_uses_nothing_up(self):
        browser = self.browse(self.invitation["link"])
        browser.wait_to_see("Create Your Password")
        browser.click("Accept Invitation")
        browser.wait_to_see("Use at least 10 characters.")
        self.assertEqual(self.status_of(self.invitation), "pending")

    def test_posting_without_what_only_a_person_has_uses_nothing_up(self):
        link, api = self.invitation["link"], self.server.url + "/poc-invitations/accept"
        token = link.rsplit("/", 1)[1].encode()
        json = {"Content-Type": "application/json"}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for url, data, headers in (
                (link, b"", {}), (link, b"accept=1", form), (api, b"", json), (api, b"{}", json),
                (api, b'{"token":"%s"}' % token, json),
                (api, b'{"token":"%s","password":""}' % token, json),
                (api, b'{"token":"%s","password":null}' % token, json),
                (api, b"token=%s&password=" % token, form),
                (api + "-existing", b'{"token":"%s"}' % token, json)):
            with self.subTest(url=url, data=data):
                self.assertGreaterEqual(self.fetch("POST", url, data, headers), 400)
                self.assertEqual(self.status_of(self.invitation), "pending")


if __name__ == "__main__":
    unittest.main()
