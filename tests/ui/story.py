# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job as a sales engineer and her customer do it, step by step.

The tour shows it on the demo, the test proves it on a server of its own. A step returns when what
it promises can be seen, and fails when it cannot.
"""

import re

from pmtest.waiting import wait_for

LINK = re.compile(r"https?://\S+/i/[A-Za-z0-9_-]{43}")


def link_in(message):
    """The invitation's link, as it stands in the mail's text."""
    text = message.get_body(("plain",)).get_content()
    return LINK.search(text)[0]


class Story:
    """@person sits at the application, @inbox is where the mail arrives."""

    def __init__(self, person, inbox):
        self.person = person
        self.inbox = inbox

    def sign_in(self, server=None, email=None, password=None, seconds=30):
        """Fills in what is given; the demo has filled in everything already."""
        self.person.wait_to_see("Sign In")
        for name, text in (("Server Address", server), ("Email Address", email),
                           ("Password", password)):
            if text is not None:
                self.person.fill(name, text)
        self.person.click("Sign In", role="button")
        self.person.wait_to_see("Up to date", seconds)

    def search(self, words, title):
        """Types @words; the POC with that @title is what is left."""
        self.person.press("ctrl+f")
        self.person.type(words)
        wait_for(lambda: self.rows() and all(title in row for row in self.rows()),
                 lambda: f"only {title!r} in the list, not {self.rows()}")

    def rows(self):
        """The names of the POC list's visible rows."""
        pocs = self.person.find_all("POCs", "list")
        found = self.person.find_all(role="list item", within=pocs[0]) if pocs else []
        return [row.name for row in found]

    def open_poc(self, title):
        row = self.person.scroll_to(re.compile(re.escape(title)), within="POCs")
        self.person.click_thing(row)
        self.person.find("Invite Customer", "button")

    def show_participants(self):
        self.person.press("alt+2")
        self.person.wait_to_see("Participants and Invitations")

    def write_invitation(self, email, first_name, last_name, title, message):
        self.person.press("ctrl+i")
        self.person.fill("Email Address", email)
        self.person.fill("First Name", first_name)
        self.person.fill("Last Name", last_name)
        self.person.fill("Role/Title", title)
        self.person.fill("Personal Message", message)

    def review(self, email):
        """What will be sent can be read: the address, the subject, the text."""
        self.person.click("Review", role="button")
        self.person.wait_to_see(email)
        self.person.wait_to_see("You've been invited to participate")
        self.person.wait_to_see("a personal link, made when sent")

    def send(self):
        self.person.click("Send Invitation", role="button")
        self.person.wait_until_gone("a personal link, made when sent")

    def wait_for_mail(self, email, seconds=30):
        return self.inbox.wait_for_message(email, seconds=seconds)

    def follow_link(self, browser, link, title):
        browser.open(link)
        browser.wait_to_see(title)
        browser.wait_to_see("Create Your Password")

    def create_password(self, browser, password):
        """Which accepts the invitation."""
        browser.fill("New Password", password)
        browser.fill("Repeat Password", password)
        browser.click("Accept Invitation")
        browser.wait_to_see("Complete Your Profile")

    def complete_profile(self, browser, title):
        """Leads to the POC, signed in."""
        browser.click("Continue")
        browser.wait_to_see(title)
        browser.wait_until_gone("Complete Your Profile")

    def wait_until_status(self, name, status, seconds=30):
        """The person's row in the participants view says @status, by itself."""
        def says():
            return any(name in line and status in line for line in self.person.reads())
        wait_for(says, lambda: f"{name} {status}; what can be read is: {self.person.reads()}",
                 seconds)
