# SPDX-License-Identifier: GPL-3.0-or-later
"""A vendor, a POC, and the customers who are invited to it, on the real server."""

import contextlib
import re
import sqlite3
import unittest
import urllib.parse

from pmtest.browser import Browser
from pmtest.mail import MailFolder
from pmtest.places import ARTIFACTS
from pmtest.server import Server

SELLER = "sam@initech.example"
PASSWORD = "quiet harbour at dawn"
LINK = r"https?://\S+/%s/[\w-]{43}"


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
        cls.token = cls.sign_in_by_api(SELLER)

    @classmethod
    def sign_in_by_api(cls, email, password=PASSWORD):
        """An access token."""
        body = {"email": email, "password": password}
        tenant = cls.server.request("POST", "/auth/login", body).json["tenants"][0]["tenant_id"]
        body["tenant_id"] = tenant
        return cls.server.request("POST", "/auth/select-tenant", body).json["access_token"]

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

    def link_in_mail(self, email, count=1, kind="i"):
        """The link that the mail brought, on the server as it listens now."""
        mail = self.mails.wait_for_message(email, count)
        return self.here(re.search(LINK % kind, mail.get_body(("plain",)).get_content())[0])

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

    def here(self, link):
        """The same link on the server as it listens now."""
        return urllib.parse.urlparse(link)._replace(
            netloc=urllib.parse.urlparse(self.server.url).netloc).geturl()

    @contextlib.contextmanager
    def open_database(self):
        """For what no call can do. The server is down meanwhile."""
        self.server.stop()
        with contextlib.closing(sqlite3.connect(self.database_path())) as database, database:
            yield database
        self.server.start()

    def change_database(self, sql, *values):
        """Lets time pass, or a mail fail."""
        with self.open_database() as database:
            database.execute(sql, values)

    def query(self, sql, *values):
        """Asks the database itself, without changing it."""
        uri = f"file:{self.database_path()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
            return database.execute(sql, values).fetchall()

    def database_path(self):
        return next(self.server.data.glob("*.db"))

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
        browser.forget_cookies()
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
        """As the sign-in page does it, but at once: the browser has the session's cookie then."""
        agent = browser.driver.execute_script("return navigator.userAgent")
        answer = self.server.request("POST", "/web/session", {"email": email, "password": password},
                                     headers={"X-Requested-With": "poc-manager",
                                              "Origin": self.server.url, "User-Agent": agent})
        self.assertEqual(answer.status, 200, answer.text)
        name, value = answer.headers["Set-Cookie"].split(";")[0].split("=")
        browser.driver.execute_cdp_cmd("Network.setCookie", {
            "name": name, "value": value, "url": self.server.url, "httpOnly": True,
            "sameSite": "Lax"})

    def sign_in_by_hand(self, browser, email, password=PASSWORD):
        browser.open(self.server.url + "/app/sign-in")
        browser.fill("Email Address", email)
        browser.fill("Password", password)
        browser.click("Sign In")
        browser.wait_to_see("Sign Out")
