# SPDX-License-Identifier: GPL-3.0-or-later
"""A server whose clock is hours away from this machine's, online and offline."""

import datetime
import pathlib
import re
import unittest

from child import ChildTestCase
from pmtest.proxy import Proxy


class OtherClocks(ChildTestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.network = self.enterContext(Proxy(self.server.port))

    def set_servers_clock(self, hours):
        self.server.office.clock_offset = datetime.timedelta(hours=hours)

    def sign_in_at(self, hours):
        self.set_servers_clock(hours)
        return self.sign_in(f"http://127.0.0.1:{self.network.port}")

    def start_offline(self):
        self.network.refuse()
        said = self.run_child()
        self.assertEqual(said[-1], "offline")
        self.network.accept()
        return said

    def test_the_servers_time_counts_from_the_first_answer(self):
        for hours in (5, -7, 300):
            with self.subTest(hours=hours):
                self.assertEqual(self.sign_in_at(hours)[0], f"ahead {hours}")

    def test_it_is_remembered_for_a_start_without_a_network(self):
        for hours in (5, -7):
            with self.subTest(hours=hours):
                self.sign_in_at(hours)
                self.assertEqual(self.start_offline()[0], f"ahead {hours}")

    def test_a_remembered_time_that_is_wrong_ends_with_the_first_answer(self):
        self.sign_in_at(5)
        self.set_servers_clock(0)
        said = self.run_child()
        self.assertEqual((said[0], said[-1]), ("ahead 5", "in step"))
        self.assertEqual(self.start_offline()[0], "ahead 0")

    def test_time_begins_at_what_was_seen_last(self):
        self.sign_in_at(5)
        # As if this machine's clock had been set back since.
        [path] = pathlib.Path(self.folder).glob("*/workspace.ini")
        path.write_text(re.sub("ServerAhead=.*", "ServerAhead=0", path.read_text()))
        self.assertEqual(self.start_offline()[0], "ahead 5")


if __name__ == "__main__":
    unittest.main(verbosity=2)
