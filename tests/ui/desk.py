# SPDX-License-Identifier: GPL-3.0-or-later
"""A vendor with a server of its own, and a sales engineer at her desktop."""

import os
import pathlib
import re
import sqlite3
import tempfile

from gi.repository import GLib

from pmtest.case import DesktopTestCase
from pmtest.mail import MailServer
from pmtest.places import APPLICATION
from pmtest.server import Server
from pmtest.waiting import wait_for
from story import Story, link_in

SAM = "sam@initech.example"
PASSWORD = "quiet harbour at dawn"


class DeskTestCase(DesktopTestCase):
    """One server and one mail server for all tests of a case; every test has its own desktop."""

    @classmethod
    def setUpClass(cls):
        cls.mails = cls.enterClassContext(MailServer())
        cls.server = cls.enterClassContext(Server(mail=cls.mails.url))
        cls.server.admin("tenant", "add", "Initech", "--slug", "initech")
        cls.server.admin("user", "add", SAM, "--tenant", "initech", "--role", "sales_engineer",
                         "--name", "Sam Rivera", input=PASSWORD + "\n")
        cls._token = cls._sign_in_over_api()

    def setUp(self):
        self.home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="home-")))
        self.address = self.server.url
        self.environment = {}

    # --- Over the API ---

    @classmethod
    def _sign_in_over_api(cls):
        body = {"email": SAM, "password": PASSWORD}
        body["tenant_id"] = cls.server.request("POST", "/auth/login", body).json["tenants"][0][
            "tenant_id"]
        return cls.server.request("POST", "/auth/select-tenant", body).json["access_token"]

    def call(self, method, path, body=None):
        answer = self.server.request(method, path, body, token=self._token)
        self.assertLess(answer.status, 300, answer.text)
        return answer.json

    def add_poc(self, title, company="Globex", **members):
        members |= {"title": title, "customer_company_name": company}
        return self.call("POST", "/pocs/", members)["id"]

    def invite(self, poc, email, **members):
        """An invitation whose mail has arrived; returns the link in it."""
        self.call("POST", f"/pocs/{poc}/invitations/", {"email": email, **members})
        return link_in(self.mails.wait_for_message(email))

    def invitations(self, poc, email):
        return [one for one in self.call("GET", f"/pocs/{poc}/invitations/?limit=100")
                if one["email"] == email]

    def status_of(self, poc, email):
        """The status of the only invitation of @email."""
        [invitation] = self.invitations(poc, email)
        return invitation["status"]

    def is_live(self, link):
        token = link.rsplit("/", 1)[1]
        return self.server.request("GET", f"/poc-invitations/validate/{token}").status == 200

    def let_an_hour_pass(self):
        """For what was mailed: a mail can be sent again some minutes after the last one only."""
        self.change_database("UPDATE mail SET sent_at = sent_at - 3600000000")

    def change_database(self, sql, *values):
        """What no call of the API can do. Desktops see of it only what they do not have yet."""
        self.server.stop()
        [path] = self.server.data.glob("*.db")
        database = sqlite3.connect(path)
        with database:
            database.execute(sql, values)
        database.close()
        self.server.start()

    def bring_back_server(self):
        if not self.server.is_running:
            self.server.start()

    # --- At the desktop ---

    def start_desktop(self):
        """Starts the application, with what its earlier runs in this test have left behind."""
        self.person = self.start(APPLICATION, env=os.environ | self.environment | {
            "XDG_DATA_HOME": str(self.home / "data"), "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_STATE_HOME": str(self.home / "state")})
        self.story = Story(self.person, self.mails)
        return self.person

    def kill_desktop(self):
        """Ends the application as a power cut would."""
        self.person.process.kill()
        self.person.process.wait()

    def sit_down(self, title=None):
        """Starts the application and signs in; opens the POC with that @title."""
        self.start_desktop()
        self.story.sign_in(self.address, SAM, PASSWORD)
        if title is not None:
            self.story.open_poc(title)

    def row(self, name):
        """The row of the participants view that begins with @name."""
        return self.person.find(re.compile("^" + re.escape(name)), "table row")

    def choose_for(self, name, position):
        """Chooses from a row's menu."""
        self.person.choose("Actions", position, within=self.row(name))

    def end_undo_time(self):
        """Sends what could still be undone; on a busy machine it has left by itself meanwhile."""
        wait_for(self._has_left, "an empty outbox", pause=0.5)
        self.person.press("Escape")
        self.person.wait_until_gone("Nothing Is Waiting")

    def _has_left(self):
        for name in ("Send Now", "Outbox"):
            for button in self.person.find_all(name, "button")[:1]:
                try:
                    self.person.click_thing(button)
                except GLib.Error:
                    pass  # it went away while it was looked at
                return False
        return True
