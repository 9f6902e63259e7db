# SPDX-License-Identifier: GPL-3.0-or-later
"""An invitation has one effect, whatever dies on its way and wherever the network is cut.

The desktop's cache, remote and syncer run in a process of their own against the real server, with
a network between them that fails at the chosen byte.
"""

import os
import random
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

from office import PASSWORD, PEOPLE, Office
from pmtest.fault import PLACES, Fault
from pmtest.mail import MailFolder
from pmtest.proxy import Proxy

CHILD = os.environ["PM_PUMP_CHILD"]
LONG = os.environ.get("PM_LONG") == "1"
SEED = int(os.environ.get("PM_SEED", random.randrange(1 << 32)))


class Desktop:
    """A desktop without a window that can be killed; its folder survives it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="desktop-")
        self.url = None
        self.process = None

    def start(self, *invitation):
        command = [CHILD, self.folder, self.url, PEOPLE["sam"][0], PASSWORD]
        self.process = subprocess.Popen(command + [str(word) for word in invitation],
                                        stdout=subprocess.PIPE, text=True)

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

    @classmethod
    def tearDownClass(cls):
        """Not even after its round has anybody got a second mail."""
        for desktop in cls.desktops:
            desktop.remove()
        identities = {}
        for message in cls.mail.messages:
            identities.setdefault(message["To"], set()).add(message["Message-ID"])
        twice = [address for address, known in identities.items() if len(known) > 1]
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

    def kill_at(self, number, where, restart_server):
        poc = self.office.add_poc(f"Round {number}")
        address = f"round{number}@globex.example"
        with Proxy(self.office.server.port) as proxy:
            proxy.hook = fault = Fault(proxy, where, lambda: desktop.kill())
            desktop = self.take_desktop(f"http://127.0.0.1:{proxy.port}")
            desktop.start(poc, address)
            self.assertTrue(desktop.says("queued"))
            self.assertTrue(fault.struck.wait(20), f"nothing passed: {where}")
            desktop.end()
            if restart_server:
                self.office.server.restart()
            desktop.start()
            self.assertTrue(desktop.says("drained"))
            self.give_back(desktop)
        self.assert_one_effect(poc, address)

    def test_a_desktop_killed_at_any_step_sends_once(self):
        rounds = 500 if LONG else 20
        for number in range(rounds):
            where = PLACES[number % len(PLACES)]
            restart = number % 7 == 6
            with self.subTest(number=number, where=where, restart=restart):
                self.kill_at(number, where, restart)

    def test_a_desktop_killed_at_any_moment_sends_once(self):
        for number in range(1000, 1100 if LONG else 1004):
            poc = self.office.add_poc(f"Round {number}")
            address = f"round{number}@globex.example"
            desktop = self.take_desktop(self.office.server.url)
            with self.subTest(number=number):
                desktop.start(poc, address)
                self.assertTrue(desktop.says("queued"))
                time.sleep(random.random() * 0.1)
                desktop.kill()
                desktop.end()
                desktop.start()
                self.assertTrue(desktop.says("drained"))
                self.give_back(desktop)
                self.assert_one_effect(poc, address)

    def cut_at(self, number, where, after):
        poc = self.office.add_poc(f"Cut {number}")
        address = f"cut{number}@globex.example"
        with Proxy(self.office.server.port) as proxy:
            proxy.hook = Fault(proxy, where, lambda: None, after)
            desktop = self.take_desktop(f"http://127.0.0.1:{proxy.port}")
            desktop.start(poc, address)
            self.assertTrue(desktop.says("queued"))
            self.assertTrue(desktop.says("drained"))
            self.give_back(desktop)
            struck = proxy.faults
        self.assert_one_effect(poc, address)
        return struck

    def test_a_network_cut_at_any_byte_sends_once(self):
        number = 0
        for where in ("in the request", "in the reply"):
            after, struck = 0, 1
            while struck:
                self.assertLess(after, 5000)
                with self.subTest(where=where, after=after):
                    struck = self.cut_at(number, where, after)
                number += 1
                after += 1 if LONG else 97
            print(f"# cut {where} at up to {after} bytes", flush=True)

    def test_a_server_that_is_away_is_waited_for(self):
        poc = self.office.add_poc("Away")
        with Proxy(self.office.server.port) as proxy:
            desktop = self.take_desktop(f"http://127.0.0.1:{proxy.port}")
            desktop.start(poc, "first@globex.example")
            self.assertTrue(desktop.says("queued"))
            self.assertTrue(desktop.says("drained"))
            self.assertEqual(desktop.end(), 0)
            proxy.refuse()
            desktop.start(poc, "away@globex.example")
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
