# SPDX-License-Identifier: GPL-3.0-or-later
"""An invitation that was sent has one effect, whatever befalls the application on its way.

The real application is killed between **Send Invitation** and the server's answer, with a network
between the two that fails where the round wants it.
"""

import os
import random
import time
import unittest

from desk import DeskTestCase
from pmtest.fault import PLACES, Fault
from pmtest.proxy import Proxy
from pmtest.waiting import wait_for
from story import link_in

SEED = int(os.environ.get("PM_SEED", random.randrange(1 << 32)))
HELD, REFUSED, SOON = "while it can be undone", "before connecting", "soon after the click"
WHERES = (HELD, REFUSED, SOON, *PLACES)
ROUNDS = len(WHERES) * (5 if os.environ.get("PM_LONG") == "1" else 1)
ROUNDS_A_POC = 4


class Crashes(DeskTestCase):
    def setUp(self):
        super().setUp()
        random.seed(SEED)
        print(f"# PM_SEED={SEED}", flush=True)
        self.network = self.enterContext(Proxy(self.server.port))
        self.address = f"http://127.0.0.1:{self.network.port}"

    def send_invitation(self, email):
        """Returns when the application has said that the invitation is queued."""
        self.person.press("ctrl+i")
        self.person.fill("Email Address", email)
        self.person.press("ctrl+Return")
        self.person.find("Send Invitation", "button")
        self.person.press("ctrl+Return")
        self.person.wait_to_see(f"Invitation to {email.partition('@')[0]} queued")

    def send_now(self):
        self.person.click("Outbox", "button")
        self.person.click("Send Now", "button")

    def kill_at(self, where):
        """Kills the application on the invitation's way to the server and back."""
        if where == HELD:
            self.kill_desktop()
        elif where == REFUSED:
            self.network.refuse()
            self.send_now()
            self.person.wait_until_gone("Can Be Undone")
            self.kill_desktop()
            self.network.accept()
        elif where == SOON:
            self.send_now()
            time.sleep(random.random() * 0.1)
            self.kill_desktop()
        else:
            fault = Fault(self.network, where, self.person.process.kill)
            self.network.hook = fault
            self.send_now()
            self.assertTrue(fault.struck.wait(15), f"nothing passed {where}")
            self.person.process.wait()
            self.network.hook = None

    def assert_one_effect(self, poc, email):
        """On the screen, on the server and in the customer's inbox."""
        self.story.wait_until_status(email, "Pending")
        wait_for(lambda: not self.person.sees("Outbox"), "an empty outbox")
        self.assertEqual(self.status_of(poc, email), "pending")
        self.mails.wait_for_message(email)
        mails = self.mails.messages_to(email)
        self.assertEqual(len({mail["Message-ID"] for mail in mails}), 1)
        self.assertEqual(len({link_in(mail) for mail in mails}), 1)
        self.assertTrue(self.is_live(link_in(mails[0])))

    def test_killed_anywhere_between_sending_and_the_answer_it_sends_once(self):
        title = poc = None
        self.sit_down()
        for number in range(ROUNDS):
            if number % ROUNDS_A_POC == 0:
                title = f"Phoenix {number // ROUNDS_A_POC:02}"
                poc = self.add_poc(title)
                self.story.open_poc(title)
            where = WHERES[number % len(WHERES)]
            email = f"jane{number}@globex.example"
            print(f"# {number}: killed {where}", flush=True)
            self.send_invitation(email)
            self.kill_at(where)
            self.start_desktop()
            self.story.open_poc(title)
            self.story.show_participants()
            self.assert_one_effect(poc, email)

    def test_a_reply_that_is_lost_leaves_one_pending_invitation(self):
        poc, email = self.add_poc("Griffin"), "kim@globex.example"
        self.sit_down("Griffin")
        self.story.show_participants()
        self.send_invitation(email)
        fault = Fault(self.network, "before the reply",
                      lambda: self.assertEqual(self.status_of(poc, email), "pending"))
        self.network.hook = fault
        self.send_now()
        self.assertTrue(fault.struck.wait(15), "no reply came")
        self.person.press("Escape")
        self.assert_one_effect(poc, email)


if __name__ == "__main__":
    unittest.main()
