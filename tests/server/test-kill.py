# SPDX-License-Identifier: GPL-3.0-or-later
"""The server is killed in the middle of everything, again and again: what it had answered is there,
once, and with all that belongs to it.

PM_KILL_ROUNDS says how often, PM_KILL_SEED repeats a run's choices.
"""

import collections
import http.client
import itertools
import os
import random
import threading
import time
import unittest
import uuid

from office import Office, PASSWORD, token_of
from pmtest.mail import MailFolder, parse
from pmtest.waiting import wait_for

ROUNDS = int(os.environ.get("PM_KILL_ROUNDS", "10"))
SEED = int(os.environ.get("PM_KILL_SEED", random.randrange(2 ** 32)))
WORKERS = 4
CUT = (OSError, http.client.HTTPException)

LIMITS = "invitations-per-hour=1000000\ninvitations-per-day=1000000\nmail-retry=0.2"


class Call:
    """One thing to be done, with a key if the route takes one; @answer is None while unknown."""

    def __init__(self, kind, method, path, body=None, keyed=True):
        self.kind, self.method, self.path, self.body = kind, method, path, body
        self.headers = {"Idempotency-Key": str(uuid.uuid4())} if keyed else {}
        self.who = "sam" if keyed else None
        self.answer = None

    def make(self, office):
        return office.call(self.method, self.path, self.body, self.who, headers=self.headers)

    @property
    def is_done(self):
        return self.answer is not None and self.answer.status < 300


class Worker(threading.Thread):
    """Does one thing after the other until it is told to stop, or the server is gone."""

    numbers = itertools.count()

    def __init__(self, office, poc, luck, calls):
        super().__init__()
        self.office, self.poc, self.luck, self.calls = office, poc, luck, calls
        self.mine = []      # invitations that this worker made: ids

    def run(self):
        try:
            while True:
                call = self.choose()
                self.calls.append(call)
                call.answer = call.make(self.office)
                if call.kind == "invite" and call.is_done:
                    self.mine.append(call.answer.json["id"])
        except CUT:
            pass

    def choose(self):
        invitations = f"/pocs/{self.poc}/invitations/"
        number = next(self.numbers)
        kind = self.luck.choice(["invite", "invite", "invite", "comment", "comment", "resend",
                                 "cancel", "rename", "accept"])
        if kind == "comment":
            return Call(kind, "POST", f"/pocs/{self.poc}/comments",
                        {"subject": "Kill", "content": f"comment {number}"})
        if kind == "rename":
            return Call(kind, "PUT", f"/pocs/{self.poc}", {"title": f"Title {number}"})
        if kind == "resend" and self.mine:
            return Call(kind, "POST", f"{invitations}{self.luck.choice(self.mine)}/resend", {})
        if kind == "cancel" and self.mine:
            chosen = self.mine.pop(self.luck.randrange(len(self.mine)))
            return Call(kind, "DELETE", f"{invitations}{chosen}")
        if kind == "accept" and (token := self.find_link()):
            return Call(kind, "POST", "/poc-invitations/accept",
                        {"token": token, "password": PASSWORD}, keyed=False)
        return Call("invite", "POST", invitations, {"email": f"guest-{number}@globex.example"})

    def find_link(self):
        paths = sorted(self.office.mail_folder.glob("*.eml"))
        return token_of(parse(self.luck.choice(paths).read_bytes())) if paths else None


class Kill(unittest.TestCase):
    def setUp(self):
        print(f"PM_KILL_SEED={SEED} PM_KILL_ROUNDS={ROUNDS}", flush=True)
        self.luck = random.Random(SEED)
        self.office = Office(config=LIMITS)
        self.office.__enter__()
        self.addCleanup(self.office.__exit__)
        self.poc = self.office.add_poc()
        self.calls = []

    def test_what_was_answered_is_there_once_and_whole(self):
        for _ in range(ROUNDS):
            self.work_and_kill()
            self.assertIn("sound", self.office.server.admin("check"))
            self.office.server.start()
            self.ask_again()
        self.assertGreater(sum(call.is_done for call in self.calls), 5 * ROUNDS)
        self.compare_invitations()
        self.compare_comments()
        self.compare_mails()
        self.office.server.stop()
        self.assertIn("sound", self.office.server.admin("check"))

    def work_and_kill(self):
        workers = [Worker(self.office, self.poc, random.Random(self.luck.random()), self.calls)
                   for _ in range(WORKERS)]
        for worker in workers:
            worker.start()
        time.sleep(self.luck.uniform(0.05, 0.4))    # the moment is what is tested
        self.office.server.kill()
        for worker in workers:
            worker.join(20)
            self.assertFalse(worker.is_alive())

    def ask_again(self):
        """What came to no answer gets one; what had one gets the same."""
        for call in self.calls:
            if call.answer is None:
                call.answer = call.make(self.office)
                self.assertLess(call.answer.status, 500, call.answer.text)
        known = [call for call in self.calls if call.headers and call.answer.status != 429]
        for call in self.luck.sample(known, min(5, len(known))):
            again = call.make(self.office)
            self.assertEqual((again.status, again.text), (call.answer.status, call.answer.text))
            self.assertEqual(again.headers["Idempotency-Replayed"], "true")

    def done(self, kind):
        return [call for call in self.calls if call.kind == kind and call.is_done]

    def compare_invitations(self):
        rows = self.office.query("SELECT id, email, status FROM invitation")
        stored = {row[0]: row for row in rows}
        addresses = [row[1] for row in rows]
        self.assertEqual(len(addresses), len(set(addresses)))
        for call in self.done("invite"):
            self.assertEqual(stored[call.answer.json["id"]][1], call.body["email"])
        self.assertEqual(len(rows), len(self.done("invite")))
        for call in self.done("cancel"):
            self.assertEqual(stored[int(call.path.rsplit("/", 1)[1])][2], "revoked")
        accepted = [row for row in rows if row[2] == "accepted"]
        self.assertGreaterEqual(len(accepted), len(self.done("accept")))

    def compare_comments(self):
        contents = [row[0] for row in self.office.query("SELECT content FROM comment")]
        wanted = [call.body["content"] for call in self.done("comment")]
        self.assertEqual(sorted(contents), sorted(wanted))

    def compare_mails(self):
        """Every mail goes out in the end; one that goes twice is the same one."""
        def waiting():
            return self.office.query("SELECT COUNT (*) FROM mail "
                                     "WHERE state IN ('queued', 'deferred')")[0][0]

        wait_for(lambda: waiting() == 0, "all mails gone out", seconds=20)
        rows = dict(self.office.query("SELECT message_id, state FROM mail"))
        links = collections.defaultdict(set)
        for message in MailFolder(self.office.mail_folder).messages:
            links[message["Message-ID"].strip("<>")].add(token_of(message))
        self.assertTrue(all(len(found) == 1 for found in links.values()))
        self.assertLessEqual(set(links), set(rows))
        sent = {message for message, state in rows.items() if state == "sent"}
        self.assertLessEqual(sent, set(links))


if __name__ == "__main__":
    unittest.main()
