# SPDX-License-Identifier: GPL-3.0-or-later
"""A vendor, a POC, and the customers who are invited to it, on the real server."""

import re
import sqlite3
import unittest

from pmtest.browser import Browser
from pmtest.mail import MailFolder
from pmtest.places import ARTIFACTS
from pmtest.server import Server

SELLER = "sam@initech.example"
PASSWORD = "quiet harbour at dawn"
LINK = re.compile(r"https?://\S+/i/[\w-]{43}")


class WebTestCase(unittest.TestCase):
    """One server for all tests of a case; every test has its own POC and people."""

    count = 0

    @classmethod
    def setUpClass(cls):
        cls.browsers = {}
        cls.server = cls.enterClassContext(Server())
        cls.mails = MailFolder(cls.server.mail.removeprefix("file:"))
        cls.server.admin("tenant", "add", "Initech", "--slug", "initech")
        cls.server.admin("user", "add", SELLER, "--tenant", "initech", "--role", "sales_engineer",
                         "--name", "Sam Engineer", input=PASSWORD + "\n")
        cls.sign_in_seller()

    @classmethod
    def sign_in_seller(cls):
        body = {"email": SELLER, "password": PASSWORD}
        tenant = cls.server.request("POST", "/auth/login", body).json["tenants"][0]["tenant_id"]
        body["tenant_id"] = tenant
        cls.token = cls.server.request("POST", "/auth/select-tenant", body).json["access_token"]

    def call(self, method, path, body=None):
        answer = self.server.request(method, path, body, token=self.token)
        self.assertLess(answer.status, 300, answer.text)
        return answer.json

    def make_poc(self, **members):
        members = {"title": "Phoenix", "customer_company_name": "Globex", "status": "active",
                   **members}
        poc = self.call("POST", "/pocs/", members)
        if members["status"] != poc["status"]:
            poc = self.call("PUT", f"/pocs/{poc['id']}", {"status": members["status"]})
        return poc

    def add_task(self, poc, title):
        self.change_database("INSERT INTO task (poc_id, title, status, sort_order, created_at) "
                             "VALUES (?, ?, 'not_started', 0, 1)", poc["id"], title)

    def new_address(self):
        WebTestCase.count += 1
        return f"jane{WebTestCase.count}@globex.example"

    def invite(self, poc, email, **members):
        """The invitation, with the link that its mail brought as `link`."""
        earlier = len(self.mails.messages_to(email))
        invitation = self.call("POST", f"/pocs/{poc['id']}/invitations/",
                               {"email": email, **members})
        invitation["link"] = self.link_in_mail(email, earlier + 1)
        return invitation

    def link_in_mail(self, email, count=1):
        mail = self.mails.wait_for_message(email, count)
        return LINK.search(mail.get_body(("plain",)).get_content())[0]

    def status_of(self, invitation):
        path = f"/pocs/{invitation['poc_id']}/invitations/"
        return next(one["status"] for one in self.call("GET", path)
                    if one["id"] == invitation["id"])

    def accept_by_api(self, invitation, password=PASSWORD):
        token = invitation["link"].rsplit("/", 1)[1]
        answer = self.server.request("POST", "/poc-invitations/accept",
                                     {"token": token, "password": password})
        self.assertEqual(answer.status, 201, answer.text)
        return answer.json["user_created"]

    def change_database(self, sql, *values):
        """Lets time pass, or a mail fail: what no call can do. The server is down meanwhile."""
        self.server.stop()
        for path in self.server.data.glob("*.db"):
            with sqlite3.connect(path) as database:
                tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
                if "invitation" in tables:
                    database.execute(sql, values)
            database.close()  # what `with` does not do
        self.server.start()

    @classmethod
    def _new_browser(cls, **options):
        return cls.enterClassContext(Browser(**options))

    def browse(self, url=None, **options):
        """A browser that remembers nothing, at @url. One program serves all tests of a case."""
        name = repr(sorted(options.items()))
        if name not in type(self).browsers:
            type(self).browsers[name] = self._new_browser(**options)
        browser = type(self).browsers[name]
        self.addCleanup(self._keep_picture, browser)
        browser.open("about:blank")
        browser.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.complaints()
        if url is not None:
            browser.open(url)
        return browser

    def _keep_picture(self, browser):
        if not self._outcome.success:
            ARTIFACTS.mkdir(parents=True, exist_ok=True)
            browser.screenshot(ARTIFACTS / f"{self.id()}.png")

    def sign_in(self, browser, email, password=PASSWORD):
        browser.open(self.server.url + "/app/sign-in")
        browser.fill("Email Address", email)
        browser.fill("Password", password)
        browser.click("Sign In")
        browser.wait_to_see("My POCs")
