# SPDX-License-Identifier: GPL-3.0-or-later
"""A POC is made and run, with the real parts: without a network first, and by the keyboard."""

import re
import unittest

from desk import DeskTestCase
from pmtest.proxy import Proxy
from pmtest.sight import State
from pmtest.waiting import wait_for

EDIT = 0  # of a task's menu, and of the POC's
ADD_GROUP = 0  # of what else can be added
ADD_TASK = 0  # of a group's menu
BLOCKED = 3  # of the statuses

LINK = "https://docs.example/a?b=1&c=2"
CODE = "nw load --all && nw check"


class Working(DeskTestCase):
    def setUp(self):
        super().setUp()
        self.network = self.enterContext(Proxy(self.server.port))
        self.network.accept()
        self.address = f"http://127.0.0.1:{self.network.port}"

    # --- Over the API ---

    def pocs(self, title):
        return [one for one in self.call("GET", "/pocs/?limit=100") if one["title"] == title]

    def tasks(self, poc):
        return self.call("GET", f"/tasks/pocs/{poc}/tasks")

    def comments(self, poc):
        return self.call("GET", f"/pocs/{poc}/comments")

    def add_task(self, poc, title):
        return self.call("POST", f"/tasks/pocs/{poc}/tasks", {"title": title})["id"]

    def title_of(self, poc, task):
        return self.call("GET", f"/tasks/pocs/{poc}/tasks/{task}")["title"]

    # --- At the desktop ---

    def go_offline(self):
        self.network.refuse()
        self.person.press("F5")
        self.person.wait_to_see("Offline: showing what was saved")

    def go_online(self):
        self.network.accept()
        self.person.press("F5")

    def item(self, title):
        """The row of something that begins with @title."""
        return self.person.find(re.compile("^" + re.escape(title)), "list item")

    def tab_to(self, title):
        """Goes to a row by nothing but Tab."""
        def is_there():
            if self.item(title).has(State.FOCUSED):
                return True
            self.person.press("Tab")
            return False
        wait_for(is_there, f"the keyboard at {title!r}", pause=0.2)

    def fill_in(self, first, others=None):
        """Fills in the dialog that is open, which begins with its title, and saves."""
        self.person.wait_to_be_in("Title")
        self.person.press("ctrl+a")
        self.person.type(first)
        for name, text in (others or {}).items():
            self.person.fill(name, text)
        self.person.press("ctrl+Return")
        wait_for(lambda: not self.person.find_all("Cancel", "button"), "the dialog gone")

    def create_poc(self, title, company):
        self.person.press("ctrl+n")
        self.fill_in(title, {"Customer’s Company": company})
        self.person.find("Invite Customer", "button")

    def add_criterion(self, title, target):
        self.person.click("Add Criterion", "button")
        self.fill_in(title, {"Target": target})
        self.person.click(f"“{title}” Is Met")

    def add_tasks(self):
        self.person.press("alt+3")
        self.person.go_into("Add a Task by Its Title")
        self.person.type("Measure\nWait for the firewall\n")
        self.person.click("Complete “Measure”")
        self.person.click("Not Started", within=self.item("Wait for the firewall"))
        self.person.choose_entry(BLOCKED)
        self.person.wait_to_see("Blocked")
        self.person.choose("More to Add", ADD_GROUP)
        self.fill_in("Get going")
        self.person.choose("Group Actions", ADD_TASK)
        self.fill_in("Install the agent")
        self.item("Install the agent")

    def choose_kind(self, kind):
        self.person.click("Kind", "combo box")
        self.person.click(kind, "label")
        # A click beside the open choice does no more than close it.
        wait_for(lambda: not self.person.find_all("File", "label"), "the choice of kinds gone")
        self.person.go_into("Title")

    def add_resource(self, kind, title, field, content):
        self.person.click("Add Resource", "button")
        if kind != "Link":
            self.choose_kind(kind)
        self.fill_in(title, {field: content})
        self.item(title)

    def add_resources(self):
        self.person.press("alt+4")
        self.add_resource("Link", "The <b>docs</b> & more", "Address", LINK)
        self.add_resource("Code", "Load", "Content", CODE)

    def post(self, text, audience, button):
        self.person.click(audience)
        self.person.go_into("Comment")
        self.person.type(text)
        self.person.find(button, "button")
        self.person.press("ctrl+Return")

    def talk(self):
        self.person.press("alt+5")
        self.post("Welcome aboard", "To the Customer", "Post to Customer")
        self.person.wait_to_see("Comment posted to the customer")
        self.post("Mind the budget", "Internal", "Post Internally")
        self.person.wait_to_see("Comment posted internally")
        self.post("Never mind", "To the Customer", "Post to Customer")
        self.person.click("Undo", "button")
        wait_for(lambda: self.person.text_of("Comment") == "Never mind", "the text to be back")

    # --- The tests ---

    def test_a_poc_is_made_and_filled_offline_and_sent_when_there_is_a_network(self):
        self.sit_down()
        self.go_offline()
        self.create_poc("Kraken", "Umbrella")
        self.add_criterion("Fast", "an hour")
        self.add_tasks()
        self.add_resources()
        self.talk()
        self.person.choose("POC Actions", EDIT)
        self.fill_in("Kraken II", {"Objectives": "Load it all."})
        self.assertEqual(self.pocs("Kraken"), [])

        self.go_online()
        self.end_undo_time()
        [poc] = wait_for(lambda: self.pocs("Kraken II"), "the POC on the server")
        self.assertEqual((poc["customer_company_name"], poc["objectives"]),
                         ("Umbrella", "Load it all."))
        [criterion] = self.call("GET", f"/pocs/{poc['id']}/success-criteria")
        self.assertEqual((criterion["target_value"], criterion["is_met"]), ("an hour", True))
        self.assertEqual({one["title"]: one["status"] for one in self.tasks(poc["id"])},
                         {"Measure": "completed", "Wait for the firewall": "blocked",
                          "Install the agent": "not_started"})
        [group] = self.call("GET", f"/tasks/pocs/{poc['id']}/task-groups")
        self.assertEqual((group["title"], [one["title"] for one in group["tasks"]]),
                         ("Get going", ["Install the agent"]))
        self.assertEqual({one["title"]: (one["resource_type"], one["content"])
                          for one in self.call("GET", f"/pocs/{poc['id']}/resources")},
                         {"The <b>docs</b> & more": ("link", LINK), "Load": ("code", CODE)})
        self.assertEqual({one["content"]: one["is_internal"] for one in self.comments(poc["id"])},
                         {"Welcome aboard": False, "Mind the budget": True})

    def change_on_both_sides(self, poc, task):
        """Changes a task's title offline and on the server; the outbox asks which is to stay."""
        self.person.press("alt+3")
        self.item("Draft the plan")
        self.go_offline()
        self.person.choose("Actions", EDIT, within=self.item("Draft the plan"))
        self.fill_in("Draft our plan")
        self.item("Draft our plan")
        self.call("PUT", f"/tasks/pocs/{poc}/tasks/{task}", {"title": "Draft their plan"})
        self.go_online()
        self.person.click("Outbox", "button")
        for button in self.person.find_all("Send Now", "button")[:1]:
            self.person.click_thing(button)
        self.person.wait_to_see("Draft their plan", seconds=40)
        self.person.wait_to_see("Draft our plan")

    def test_of_two_versions_a_person_keeps_one(self):
        poc = self.add_poc("Chimera")
        task = self.add_task(poc, "Draft the plan")
        self.sit_down("Chimera")
        self.change_on_both_sides(poc, task)
        self.person.click("Keep Mine", "button")
        wait_for(lambda: self.title_of(poc, task) == "Draft our plan", "mine on the server")
        self.person.wait_to_see("Nothing Is Waiting")
        self.person.press("Escape")

        self.call("PUT", f"/tasks/pocs/{poc}/tasks/{task}", {"title": "Draft the plan"})
        self.change_on_both_sides(poc, task)
        self.person.click("Keep Theirs", "button")
        self.person.wait_to_see("Nothing Is Waiting")
        self.person.press("Escape")
        self.item("Draft their plan")
        self.assertEqual(self.title_of(poc, task), "Draft their plan")

    def test_everything_is_within_reach_of_the_keyboard(self):
        poc = self.add_poc("Sphinx")
        self.add_task(poc, "Ask")
        self.sit_down("Sphinx")
        for number, words in enumerate(("Progress", "Participants and Invitations", "Add Task",
                                        "Add Resource", "Post Internally"), 1):
            self.person.press(f"alt+{number}")
            self.person.wait_to_see(words)
        self.person.press("alt+3")
        self.tab_to("Ask")
        self.person.press("Delete")
        self.person.wait_to_see("“Ask” deleted")
        self.end_undo_time()
        wait_for(lambda: not self.tasks(poc), "the task gone from the server")


if __name__ == "__main__":
    unittest.main()
