# SPDX-License-Identifier: GPL-3.0-or-later
"""A window that nobody sees asks its server less often, and is up to date when it is seen."""

import time
import unittest

from desk import DeskTestCase
from pmtest.person import tool
from pmtest.waiting import wait_for


class HiddenWindow(DeskTestCase):
    def rests(self):
        """Nobody waits in the server, and not just between two requests."""
        looks = []
        while len(looks) < 10 and not any(looks):
            looks.append(self.server.count_waiting())
            time.sleep(0.1)
        return not any(looks)

    def test_it_rests_between_two_waits_until_it_is_seen_again(self):
        self.add_poc("Phoenix")
        self.sit_down("Phoenix")
        window = tool("getactivewindow").strip()
        wait_for(lambda: self.server.count_waiting() == 1, "a waiting request")
        tool("windowminimize", window)
        wait_for(self.rests, "a rest", seconds=60)
        self.add_poc("Griffin")
        tool("windowactivate", window)
        wait_for(lambda: self.server.count_waiting() == 1, "a waiting request")
        self.person.wait_to_see("Griffin")


if __name__ == "__main__":
    unittest.main()
