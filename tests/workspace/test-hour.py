# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody does for an hour without a network arrives once, and in order.

They make, change, remove, invite, take back and put back what they like, much of it on top of what
has not arrived yet, and now and then the program ends and begins again. When the network is back,
everything arrives without a question, and all is as it showed before. In some games others are at
work meanwhile: then only what they have changed, too, is for a person to decide. PM_SEED repeats
the choices of one game.
"""

import os
import random
import time
import unittest

from desk import KINDS
from game import Game
from truth import find_loss

LONG = os.environ.get("PM_LONG") == "1"
GAMES = 10 if LONG else 1
MOVES = 600 if LONG else 100
RESTART = 40
PATIENCE = 60
SEED = int(os.environ.get("PM_SEED", random.randrange(1 << 32)))


class Hour(unittest.TestCase):
    def prepare(self, game):
        """There is something to work with, and somebody has accepted an invitation."""
        self.player = game.players[0]
        self.player.careful = True
        for _ in range(30):
            self.play(game)
        for _ in range(4):
            game.played.append(f"0 {self.player.invite()}")
        game.come_to_rest()
        for _ in range(4):
            game.played.append(f"- {game.accept(0)}")
        game.come_to_rest()
        game.close_books()
        game.check()

    def play(self, game):
        game.played.append(f"0 {self.player.play()}")

    def work_alone(self, game, meanwhile):
        game.networks[0].refuse()
        for number in range(MOVES):
            self.play(game)
            if number % RESTART == RESTART - 1:
                game.played.append("0 restarts")
                self.player.desk.restart()
            if number % 3 == 0:
                meanwhile()

    def assert_made_in_order(self):
        """What was made in one place has the server's numbers in the order of ours; what was refused
        has none."""
        view = self.player.desk.look()
        for poc, page in view["in"].items():
            for kind in KINDS:
                own = sorted((row["id"] for row in page[kind] if row["id"] < 0), reverse=True)
                numbers = [view["numbers"][str(number)] for number in own]
                numbers = [number for number in numbers if number]
                self.assertEqual(numbers, sorted(numbers), f"{kind} in {poc}")

    def play_games(self, play):
        for seed in range(SEED, SEED + GAMES):
            print(f"# PM_SEED={seed}", flush=True)
            with Game(seed) as game:
                self.prepare(game)
                play(game)
                game.end()

    def come_back_alone(self, game):
        self.work_alone(game, lambda: None)
        shown = self.player.desk.look()
        self.assertGreater(len(shown["outbox"]), MOVES / 4)
        game.networks[0].accept()
        self.assertEqual(self.send_once(), [])
        game.compare()
        self.assertIsNone(find_loss(shown, self.player.desk.look()))
        self.assert_made_in_order()
        game.close_books()
        game.check()

    def send_once(self):
        """What is left when nothing waits any more, without asking for anything twice."""
        self.player.desk.tell("send_now")
        deadline = time.monotonic() + PATIENCE
        while True:
            outbox = self.player.desk.look(-999)["outbox"]
            if all(operation["state"] == "needs_attention" for operation in outbox):
                return outbox
            self.assertLess(time.monotonic(), deadline, f"never quiet: {outbox}")
            time.sleep(0.1)

    def test_everything_that_was_done_without_a_network_arrives_as_it_showed(self):
        self.play_games(self.come_back_alone)

    def come_back_to_others(self, game):
        ruth = game.players[2]
        self.work_alone(game, lambda: game.played.append(f"2 {ruth.play()}"))
        game.come_to_rest()
        self.assert_made_in_order()
        game.close_books()
        game.clear_up()
        game.check()

    @unittest.skipUnless(LONG, "the oracle plays against others, too")
    def test_only_what_others_have_changed_too_is_asked_about(self):
        self.play_games(self.come_back_to_others)


if __name__ == "__main__":
    unittest.main(verbosity=2)
