# SPDX-License-Identifier: GPL-3.0-or-later
"""The tour: the main job on the demo, step by step, with a picture and a line for each.

tour.py FOLDER writes the pictures and an index.md into FOLDER. It ends with 1 at the first step
that was not seen to work.
"""

import pathlib
import subprocess
import sys

from gi.repository import Gio, GLib

from pmtest.browser import Browser
from pmtest.mail import MailFolder
from pmtest.person import Person
from pmtest.places import APPLICATION
from story import Story, link_in

DEMO_ID = "io.github.poc_manager.PocManager.Demo"
DEMO_PATH = "/" + DEMO_ID.replace(".", "/")

TITLE = "Data platform evaluation"
EMAIL = "maya.lindqvist@brightwater.example"
NAME = "Maya Lindqvist"
MESSAGE = """Hi Maya,

Your data are loaded. Please start with "Review the sample dashboards". It takes half an hour, and \
tells us both whether we meet your objectives. I answer within a day.

Sam"""


class Tour:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.lines = []
        self.process = subprocess.Popen([str(APPLICATION), "--demo"])
        self.person = Person(self.process)

    def step(self, words, picture=None):
        """Says that @words were seen; @picture takes the picture, the window's by default."""
        name = f"{len(self.lines) + 1:02}.png"
        (picture or self.person.screenshot)(self.folder / name)
        self.lines.append(f"{words}\n\n![{words}]({name})\n")
        print(f"{len(self.lines):2}. {words}", flush=True)

    def write_index(self):
        (self.folder / "index.md").write_text("# The main job\n\n" + "\n".join(self.lines))

    def set_offline(self, offline):
        """Takes the demo's server off the network or back, as its menu entry does."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        state = GLib.Variant("(sva{sv})", ("demo-offline", GLib.Variant("b", offline), {}))
        bus.call_sync(DEMO_ID, DEMO_PATH, "org.gtk.Actions", "SetState", state, None,
                      Gio.DBusCallFlags.NONE, 10000, None)

    def mail_folder(self):
        cache = GLib.get_user_cache_dir()
        return next(pathlib.Path(cache).glob("**/mail"))

    def take(self):
        person, story = self.person, Story(self.person, None)

        story.sign_in()
        self.step("Sam signs in to the demo; her POCs are there, and in step with the server.")
        story.search("bright data", TITLE)
        self.step("She types what she remembers: a word of the company, one of the title.")
        story.open_poc(TITLE)
        self.step("The POC: where it stands, what it is to show, who takes part.")
        story.inbox = MailFolder(self.mail_folder())

        self.set_offline(True)
        person.wait_to_see("Offline")
        story.write_invitation(EMAIL, "Maya", "Lindqvist", "Data Architect", MESSAGE)
        self.step("On the train, without a network, she invites a customer.")
        story.review(EMAIL)
        self.step("Review: the very mail that Maya will get, with advice on what it lacks.")
        story.send()
        story.show_participants()
        story.wait_until_status(NAME, "Waiting to Send")
        self.step("Sent, and safely stored: Maya waits in the outbox until the network is back.")

        self.set_offline(False)
        message = story.wait_for_mail(EMAIL, seconds=60)
        story.wait_until_status(NAME, "Pending")
        self.step("The network is back: the outbox drains by itself, the mail has gone out.")

        with Browser(width=1000, height=900) as browser:
            story.follow_link(browser, link_in(message), TITLE)
            self.step("Maya follows the link in her mail.", browser.screenshot)
            story.create_password(browser, "blue-lakes-and-long-nights")
            self.step("A password accepts the invitation; she completes her profile.",
                      browser.screenshot)
            story.complete_profile(browser, TITLE)
            self.step("She is on the POC, signed in.", browser.screenshot)

        story.wait_until_status(NAME, "Accepted")
        self.step("On Sam's desktop the row turns Accepted by itself.")


def main():
    tour = Tour(sys.argv[1])
    try:
        tour.take()
    except Exception as error:
        tour.person.screenshot(tour.folder / "failed.png", whole_screen=True)
        (tour.folder / "failed.txt").write_text(tour.person.tree())
        print(f"The tour ended here: {error}\nSee {tour.folder}/failed.png.", file=sys.stderr)
        return 1
    finally:
        tour.write_index()
        tour.process.terminate()
        tour.process.wait(30)
    print(f"The pictures are in {tour.folder}/, told in {tour.folder}/index.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
