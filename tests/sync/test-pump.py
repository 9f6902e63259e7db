# SPDX-License-Identifier: GPL-3.0-or-later
"""What is queued has one effect, whatever dies on its way and wherever the network is cut.

The desktop's cache, remote and syncer run in a process of their own against the real server, with
a network between them that fails at the chosen byte.
"""

import json
import os
import random
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

from deeds import DEEDS
from office import PASSWORD, PEOPLE, Office
from pmtest.fault import PLACES, Fault
from pmtest.mail import MailFolder
from pmtest.proxy import Proxy

CHILD = os.environ["PM_PUMP_CHILD"]
LONG = os.environ.get("PM_LONG") == "1"
STEP = 1 if LONG else 600
SEED = int(os.environ.get("PM_SEED", random.randrange(1 << 32)))


class Desktop:
    """A desktop without a window that can be killed; its folder survives it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="desktop-")
        self.url = None
        self.process = None

    def start(self, operation=None):
        command = [CHILD, self.folder, self.url, PEOPLE["sam"][0], PASSWORD]
        if operation:
            command.append(json.dumps(operation))
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def says(self, word, seconds=15):
        """Whether that is the next thing it says."""
        watch = threading.Timer(seconds, self.process.kill)
        watch.start()
        said = self.process.stdout.readline().strip()
        watch.cancel()
        return said == word

    def kill(self):
        self.process.kill()

    def end(self):
        status = self.process.wait(30)
        self.process.stdout.close()
        return status

    def remove(self):
        if self.process and self.process.poll() is None:
            self.kill()
            self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def invitation(poc, address):
    return {"kind": "invite", "poc_id": poc, "email": address,
            "payload": {"email": address, "is_customer": True}}


class PumpTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        random.seed(SEED)
        print(f"# PM_SEED={SEED}", flush=True)
        # More than the server lets anybody invite in an hour.
        cls.office = cls.enterClassContext(Office(config="invitations-per-hour = 0"))
        cls.mail = MailFolder(cls.office.mail_folder)
        cls.desktops = []
        cls.desktop = None
        cls.n_deeds = 0

    @classmethod
    def tearDownClass(cls):
        """Not even after its round has anybody got a second mail."""
        for desktop in cls.desktops:
            desktop.remove()
        identities = {}
        for message in cls.mail.messages:
            kind = (message["To"], message["Subject"])
            identities.setdefault(kind, set()).add(message["Message-ID"])
        twice = [kind for kind, known in identities.items() if len(known) > 1]
        if twice or not identities:
            raise AssertionError(f"invited twice: {twice}")

    def take_desktop(self, url):
        """The desktop of the rounds before, signed in and with all that it has seen; another one
        where the last round went wrong."""
        desktop, PumpTest.desktop = PumpTest.desktop, None
        if desktop is None:
            desktop = Desktop()
            self.desktops.append(desktop)
        desktop.url = url
        return desktop

    def give_back(self, desktop):
        self.assertEqual(desktop.end(), 0)
        PumpTest.desktop = desktop

    def assert_one_effect(self, poc, address):
        invitations = self.office.call("GET", f"/pocs/{poc}/invitations/").json
        self.assertEqual([one["email"] for one in invitations], [address])
        live = self.office.query("SELECT count(*) FROM invitation_token WHERE invitation_id = ?"
                                 " AND dead_since IS NULL", invitations[0]["id"])
        self.assertEqual(live, [(1,)])
        self.mail.wait_for_message(address)
        messages = self.mail.messages_to(address)
        self.assertEqual(len({message["Message-ID"] for message in messages}), 1)

    def kill_at(self, operation, where, restart_server=False):
        with Proxy(self.office.server.port) as proxy:
            proxy.hook = fault = Fault(proxy, where, lambda: desktop.kill())
            desktop = self.take_desktop(f"http://127.0.0.1:{proxy.port}")
            desktop.start(operation)
            self.assertTrue(desktop.says("queued"))
            self.assertTrue(fault.struck.wait(20), f"nothing passed: {where}")
            desktop.end()
            if restart_server:
                self.office.server.restart()
            desktop.start()
            self.assertTrue(desktop.says("drained"))
            self.give_back(desktop)

    def test_a_desktop_killed_at_any_step_sends_once(self):
        rounds = 500 if LONG else 20
        for number in range(rounds):
            where = PLACES[number % len(PLACES)]
            restart = number % 7 == 6
            poc = self.office.add_poc(f"Round {number}")
            address = f"round{number}@globex.example"
            with self.subTest(number=number, where=where, restart=restart):
                self.kill_at(invitation(poc, address), where, restart)
                self.assert_one_effect(poc, address)

    def test_a_desktop_killed_at_any_moment_sends_once(self):
        for number in range(1000, 1100 if LONG else 1004):
            poc = self.office.add_poc(f"Round {number}")
            address = f"round{number}@globex.example"
            desktop = self.take_desktop(self.office.server.url)
            with self.subTest(number=number):
                desktop.start(invitation(poc, address))
                self.assertTrue(desktop.says("queued"))
                time.sleep(random.random() * 0.1)
                desktop.kill()
                desktop.end()
                desktop.start()
                self.assertTrue(desktop.says("drained"))
                self.give_back(desktop)
                self.assert_one_effect(poc, address)

    def cut_at(self, operation, where, after):
        """Whether there was so much to cut."""
        with Proxy(self.office.server.port) as proxy:
            proxy.hook = fault = Fault(proxy, where, lambda: None, after)
            desktop = self.take_desktop(f"http://127.0.0.1:{proxy.port}")
            desktop.start(operation)
            self.assertTrue(desktop.says("queued"))
            self.assertTrue(desktop.says("drained"))
            self.give_back(desktop)
            return after < fault.size

    def test_a_network_cut_at_any_byte_sends_once(self):
        number = 0
        for where in ("in the request", "in the reply"):
            after, struck = 0, True
            while struck:
                poc = self.office.add_poc(f"Cut {number}")
                address = f"cut{number}@globex.example"
                struck = False
                with self.subTest(where=where, after=after):
                    struck = self.cut_at(invitation(poc, address), where, after)
                    self.assert_one_effect(poc, address)
                number += 1
                after += 1 if LONG else 97
            print(f"# cut {where} at up to {after} bytes", flush=True)

    # --- All that is not an invitation ---

    def count_done(self):
        """How much the server has done under a key."""
        return self.office.query("SELECT count(*) FROM idempotency WHERE status < 300")[0][0]

    def assert_does_once(self, kind, do, *arguments):
        """Something new of that kind is done by @do, called with it, as if nothing were wrong."""
        PumpTest.n_deeds += 1
        deed = kind(self.office, self.poc, f"deed{PumpTest.n_deeds}")
        before = self.count_done()
        result = do(deed.operation, *arguments)
        self.assertEqual(self.count_done() - before, 1)
        self.assertTrue(deed.is_done())
        return result

    def test_whatever_a_desktop_does_that_is_killed_at_any_step_is_done_once(self):
        self.poc = self.office.add_poc("Killed")
        for kind in DEEDS * (5 if LONG else 1):
            for where in PLACES:
                with self.subTest(kind=kind.__name__, where=where):
                    self.assert_does_once(kind, self.kill_at, where)

    def test_whatever_is_done_over_a_network_cut_at_any_byte_is_done_once(self):
        self.poc = self.office.add_poc("Cut")
        for kind in DEEDS:
            for where in ("in the request", "in the reply"):
                after, struck = random.randrange(STEP), True
                while struck:
                    struck = False
                    with self.subTest(kind=kind.__name__, where=where, after=after):
                        struck = self.assert_does_once(kind, self.cut_at, where, after)
                    after += STEP

    def test_a_server_that_is_away_is_waited_for(self):
        poc = self.office.add_poc("Away")
        with Proxy(self.office.server.port) as proxy:
            desktop = self.take_desktop(f"http://127.0.0.1:{proxy.port}")
            desktop.start(invitation(poc, "first@globex.example"))
            self.assertTrue(desktop.says("queued"))
            self.assertTrue(desktop.says("drained"))
            self.assertEqual(desktop.end(), 0)
            proxy.refuse()
            desktop.start(invitation(poc, "away@globex.example"))
            self.assertTrue(desktop.says("queued"))
            time.sleep(0.3)
            self.assertIsNone(desktop.process.poll())
            proxy.accept()
            self.assertTrue(desktop.says("drained"))
            self.give_back(desktop)
        invitations = self.office.call("GET", f"/pocs/{poc}/invitations/").json
        self.assertEqual({one["email"] for one in invitations},
                         {"first@globex.example", "away@globex.example"})


if __name__ == "__main__":
    unittest.main(verbosity=2)
