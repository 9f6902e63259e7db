# SPDX-License-Identifier: GPL-3.0-or-later
"""Several desktops and clients of the API that do whatever can be done, at random, while networks
are cut, desktops killed and the server restarted."""

import contextlib
import random
import time

from desk import Desk, is_stuck
from ledger import Ledger
from office import PASSWORD, Office, token_of
from player import Player
from pmtest.mail import MailFolder
from pmtest.proxy import TO_CLIENT, TO_SERVER, Proxy
from truth import find_difference, read_truth

PATIENCE = 30

LIMITS = "invitations-per-hour=1000000\ninvitations-per-day=1000000\nmail-retry=0.2"


class Game:
    """Three desktops of two people, each with a network of its own, and one server. Use it with
    `with`; what was played is told when it goes wrong."""

    def __init__(self, seed):
        self.luck = random.Random(seed)
        self.played = []
        self.networks, self.players = [], []

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.office = stack.enter_context(Office(config=LIMITS))
            self.mail = MailFolder(self.office.mail_folder)
            self.ledger = Ledger(self.office)
            self.office.add_poc("First")
            for who in ("sam", "sam", "ruth"):
                self.seat(stack, who)
            self.compare()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            print("\n".join(self.played), flush=True)
        self._stack.close()

    def seat(self, stack, who):
        network = stack.enter_context(Proxy(self.office.server.port))
        desk = Desk(f"http://127.0.0.1:{network.port}", who)
        stack.callback(desk.remove)
        desk.start()
        self.networks.append(network)
        self.players.append(Player(desk, self.luck, self.ledger))

    def play_round(self, moves):
        """So many moves, and then quiet, in which everything must be right."""
        self.played.append("a new round")
        for _ in range(moves):
            self.play()
        self.come_to_rest()
        self.close_books()
        self.clear_up()
        self.check()

    def end(self):
        for player in self.players:
            player.desk.quit()

    # --- Moves ---

    def play(self):
        number = self.luck.randrange(len(self.players))
        what, = self.luck.choices([self.play_desk, self.write_by_api, self.accept, self.disturb],
                                  [20, 3, 1, 2])
        self.played.append(f"{number} {what(number)}")

    def play_desk(self, number):
        return self.players[number].play()

    def disturb(self, number):
        what = self.luck.choice([self.cut, self.cut_at, self.leave, self.come_back, self.kill,
                                 self.restart_server])
        return what(number) or what.__name__

    def cut(self, number):
        self.networks[number].cut_now()

    def cut_at(self, number):
        self.networks[number].cut(self.luck.choice([TO_SERVER, TO_CLIENT]),
                                  self.luck.randrange(1500))

    def leave(self, number):
        self.networks[number].refuse()

    def come_back(self, number):
        self.networks[number].accept()

    def kill(self, number):
        self.players[number].desk.restart()

    def restart_server(self, number):
        self.office.server.restart()

    def accept(self, number):
        messages = self.mail.messages
        if not messages:
            return None
        answer = self.office.accept(token_of(self.luck.choice(messages)), PASSWORD)
        return f"accept: {answer.status}"

    def write_by_api(self, number):
        """Somebody changes or removes something without a desktop."""
        who = self.luck.choice(["sam", "ruth", "amelie"])
        paths = {"task": "/tasks/pocs/{}/tasks", "task_group": "/tasks/pocs/{}/task-groups",
                 "criterion": "/pocs/{}/success-criteria"}
        kind = self.luck.choice(["poc", *paths])
        rows = self.office.query(f"SELECT id{', poc_id' if kind != 'poc' else ''} FROM {kind}"
                                 " ORDER BY id")
        if not rows:
            return None
        number, *poc = self.luck.choice(rows)
        path = paths.get(kind, "/pocs").format(*poc) + f"/{number}"
        mark = self.ledger.new_mark()
        body = self.luck.choice([{"title": f"By API {mark}"}, {"description": mark}])
        if kind != "poc" and self.luck.random() < 0.25:
            body = "removed"
            answer = self.office.call("DELETE", path, who=who)
            self.ledger.note_doing(None, kind, number)
        else:
            answer = self.office.call("PUT", path, body, who)
            self.ledger.note_doing(None, kind, number, body)
        assert answer.status < 300, answer.text
        return f"{kind} {number} by the API: {body} {answer.status}"

    # --- Quiet ---

    def come_to_rest(self):
        """Everybody is there again, and has sent what can be sent."""
        for network in self.networks:
            network.accept()
        for player in self.players:
            self.wait_for_rest(player)

    def wait_for_rest(self, player):
        deadline = time.monotonic() + PATIENCE
        while True:
            player.desk.tell("send_now")
            outbox = player.desk.look(-999)["outbox"]
            if all(is_stuck(operation, outbox) for operation in outbox):
                return
            assert time.monotonic() < deadline, f"never quiet: {outbox}"
            time.sleep(0.03)

    def close_books(self):
        for player in self.players:
            player.desk.look()
        for player in self.players:
            self.ledger.close(player.desk)

    def clear_up(self):
        """Every decision is taken, until none is left."""
        for player in self.players:
            for _ in range(20):
                player.attend()
        self.come_to_rest()
        self.close_books()
        for player in self.players:
            self.empty_outbox(player)
        self.close_books()

    def empty_outbox(self, player):
        deadline = time.monotonic() + PATIENCE
        while outbox := player.desk.look(-999)["outbox"]:
            assert time.monotonic() < deadline, f"never empty: {outbox}"
            player.give_everything_up()
            self.wait_for_rest(player)

    def check(self):
        self.compare()
        self.check_mails()
        assert "sound" in self.office.server.admin("check")

    def compare(self):
        truth = read_truth(self.office)
        for player in self.players:
            self.wait_for_truth(player, truth)

    def wait_for_truth(self, player, truth):
        deadline = time.monotonic() + PATIENCE
        while difference := find_difference(player.desk.look(), truth):
            assert time.monotonic() < deadline, f"{player.desk.who}: {difference}"
            time.sleep(0.03)

    def check_mails(self):
        """A pending invitation has one live link that is no reminder's, and one mail of its own."""
        for number, address in self.office.query(
                "SELECT id, email FROM invitation WHERE status = 'pending'"):
            links = self.office.query("SELECT count(*) FROM invitation_token WHERE dead_since IS"
                                      " NULL AND kind <> 'reminder' AND invitation_id = ?", number)
            assert links == [(1,)], f"{address} has {links} live links"
        for address, mails in self.office.query(
                "SELECT email, count(*) FROM mail JOIN invitation ON invitation.id = invitation_id"
                " WHERE state = 'sent' GROUP BY email"):
            messages = {message["Message-ID"] for message in self.mail.messages_to(address)}
            assert len(messages) == mails, f"{address} got {len(messages)} mails of {mails}"
