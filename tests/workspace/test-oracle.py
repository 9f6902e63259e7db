# SPDX-License-Identifier: GPL-3.0-or-later
"""What desktops show is what the server has and what their own people have yet to tell it.

At once, what was written shows where it was written. When all is quiet, all desktops show what the
server says, nothing that was queued is lost, and everything was done once. One game is the same in
every run, the others are new; PM_SEED repeats the choices of one.
"""

import os
import random
import unittest

from game import Game

LONG = os.environ.get("PM_LONG") == "1"
GAMES, ROUNDS = (40, 10) if LONG else (2, 4)
MOVES = 60
KNOWN = 3


def choose_seeds():
    if "PM_SEED" in os.environ:
        return [int(os.environ["PM_SEED"])]
    return [KNOWN] + [random.randrange(1 << 32) for _ in range(GAMES - 1)]


class Oracle(unittest.TestCase):
    def test_all_desktops_show_what_the_server_has_and_nothing_is_lost_or_done_twice(self):
        for seed in choose_seeds():
            print(f"# PM_SEED={seed}", flush=True)
            with Game(seed) as game:
                for _ in range(ROUNDS):
                    game.play_round(MOVES)
                game.end()


if __name__ == "__main__":
    unittest.main(verbosity=2)
