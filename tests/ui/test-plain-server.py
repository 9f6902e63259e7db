# SPDX-License-Identifier: GPL-3.0-or-later
"""The application at a server of API 1.0.0: it claims nothing that such a server does not tell,
and says why where one would look for it. At our own server nothing of that shows."""

import os
import re
import tempfile
import unittest

from pmtest.case import DesktopTestCase
from pmtest.person import tool
from pmtest.places import APPLICATION
from pmtest.plain import PlainServer
from pmtest.server import Server
from pmtest.waiting import wait_for
from story import Story

SAM, PASSWORD = "sam@acme.example", "quiet harbour at dawn"
DELIVERY = "This server tells only whether a mail was sent, not what became of it."
ENGAGEMENT = "This server does not tell how much customers take part."
TEMPLATE = "This server words the invitation mail itself, so that the preview may differ from it."
PROFILE = "This server knows one name of a person. Role and title stay on this computer."


class ServerTestCase(DesktopTestCase):
    def sit_down(self, url, email, password, title):
        home = self.enterContext(tempfile.TemporaryDirectory(prefix="desktop-"))
        self.person = self.start(APPLICATION, env=os.environ | {"XDG_DATA_HOME": home})
        self.story = Story(self.person, None)
        self.story.sign_in(url, email, password)
        self.person.press("ctrl+f")
        self.person.type(title)
        self.story.open_poc(title)

    def review(self):
        self.story.write_invitation("jane@globex.example", "Jane", "Doe", "CTO", "Hello Jane,\n")
        yield
        self.person.click("Review", "button")
        self.person.wait_to_see("a personal link, made when sent")
        yield
        self.person.click("Back", "button")
        self.person.press("Escape")
        self.person.wait_to_see("Draft saved")

    def resize(self, width):
        tool("windowsize", tool("getactivewindow").strip(), width, 860)


class PlainServerTest(ServerTestCase):
    def setUp(self):
        server = self.enterContext(PlainServer())
        office = server.office
        office.add_tenant("Acme")
        sam = office.add_user(SAM, "Sam Rivera", PASSWORD)
        carla = office.add_user("carla@globex.example", "Carla Diaz", role="customer")
        poc = office.add_poc("Trial", "Globex", sam, status="active")
        office.take_part(poc, carla, True)
        office.add_invitation(poc.id, "jane@globx.example", status="failed", email_sent=False)
        self.sit_down(server.url, SAM, PASSWORD, "Trial")

    def test_what_it_cannot_tell_is_said_where_one_would_look(self):
        self.person.wait_to_see(DELIVERY)
        self.assertFalse(self.person.sees("delivered"))
        self.story.show_participants()
        self.resize(1280)
        self.person.find("Carla Diaz")
        self.assertFalse(self.person.find_all("Engagement"))
        self.assertFalse(self.person.sees("Not seen yet"))
        self.person.click("Carla Diaz", times=2)
        self.person.wait_to_see(ENGAGEMENT)
        self.person.press("Escape")
        self.person.wait_until_gone(ENGAGEMENT)

        steps = self.review()
        next(steps)
        self.person.wait_to_see(PROFILE)
        next(steps)
        self.person.wait_to_see(TEMPLATE)

    def test_what_has_failed_is_not_offered_to_be_cancelled(self):
        """Such a server refuses that."""
        self.story.show_participants()
        row = self.person.find(re.compile("^jane@globx.example"), "table row")
        self.person.click("Actions", within=row)
        wait_for(lambda: self.person.find_all(role="menu item"), "a menu")
        offered = self.person.find_all(role="menu item")
        self.assertEqual(len(offered), 3, "Resend Invitation, Correct Address…, Details")

    def test_a_narrow_row_tells_since_when_instead(self):
        self.story.show_participants()
        self.resize(400)
        wait_for(lambda: {"just now", "1 minute ago"} & set(self.person.reads()), "since when")
        self.assertFalse(self.person.sees("Not seen yet"))
        self.resize(1280)
        self.person.wait_to_see("Expires")


class OurServerTest(ServerTestCase):
    def test_nothing_is_missing(self):
        server = self.enterContext(Server("--demo"))
        self.sit_down(server.url, "sam.rivera@northwind.example", "try-the-demo",
                      "Data platform evaluation")
        self.person.wait_to_see("delivered")
        self.story.show_participants()
        self.resize(1280)
        self.person.find("Engagement")
        steps = self.review()
        for _ in range(2):
            next(steps)
            self.assertFalse(self.person.sees("This server"))


if __name__ == "__main__":
    unittest.main()
