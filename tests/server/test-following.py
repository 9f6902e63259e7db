# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever people do, and however a copy is fetched, it comes to be what the server has.

What happens is random. PM_SEED=<number> plays it again as far as the clock allows.
"""

import os
import random
import sys
import threading
import time
import unittest

from office import Office, PEOPLE, token_of
from pmtest.mail import MailFolder
from pmtest.waiting import wait_for

SEED = int(os.environ.get("PM_SEED") or random.randrange(2 ** 32))
ROUNDS = 3
WRITES = 40

CUSTOMERS = ("carol@globex.example", "dave@globex.example")


class Copy:
    """What a client has that follows the feed. It can stop anywhere and go on from its state."""

    def __init__(self, check):
        self.check = check
        self.objects, self.state, self.has_more, self.in_bootstrap = {}, "", True, True

    def pull(self, size, wait=0):
        before = self.state
        answer = office.call("GET", f"/sync/changes?since={before}&max={size}&wait={wait}")
        if answer.status == 410:
            raise AssertionError("a state that was given out is not known any more")
        self.check.assertEqual(answer.status, 200, answer.text)
        self.apply(answer.json, before, size)

    def apply(self, page, before, size):
        check = self.check
        names = [(row["type"], row["id"]) for row in page["list"] + page["destroyed"]]
        check.assertEqual(len(names), len(set(names)), "an object came twice in a page")
        check.assertLessEqual(len(names), size)
        check.assertEqual(page["old_state"], before)
        check.assertTrue(not page["has_more"] or page["new_state"] != before)
        for row in page["list"]:
            name = row["type"], row["id"]
            known = self.objects.get(name)
            check.assertLessEqual(known["rev"] if known else 0, row["rev"], "an older revision")
            row.pop("client_key", None)
            self.objects[name] = row
        for row in page["destroyed"]:
            self.objects.pop((row["type"], row["id"]), None)
        self.state, self.has_more = page["new_state"], page["has_more"]

    def pull_all(self, sizes):
        self.pull(sizes())
        while self.has_more:
            self.pull(sizes())


class Writer(threading.Thread):
    """Somebody who does one thing after the other, and some that cannot be done."""

    def __init__(self, who, seed, shared):
        super().__init__(name=who)
        self.who, self.random, self.shared = who, random.Random(seed), shared
        self.failures = []

    def run(self):
        try:
            for _ in range(WRITES):
                self.do_something()
        except Exception as error:  # Told by the test, which has the other thread.
            self.failures.append(repr(error))

    def call(self, method, path, body=None):
        headers = {}
        if self.random.random() < 0.5:
            headers["Idempotency-Key"] = f"{self.random.getrandbits(64):016x}"
        answer = office.call(method, path, body, self.who, headers=headers)
        if answer.status >= 500:
            raise AssertionError(f"{method} {path}: {answer.status} {answer.text}")
        if headers and self.random.random() < 0.2:
            again = office.call(method, path, body, self.who, headers=headers)
            # Others may have taken a customer's access away in between.
            if again.status != answer.status and "POC not found" not in again.text:
                raise AssertionError(f"{method} {path}: {answer.status}, then {again.status}")
        return answer

    def pick(self, kind):
        return self.random.choice(self.shared[kind])

    def words(self):
        return "".join(self.random.choices("aå漢 -.", k=self.random.randint(1, 30))) + "x"

    def make(self, kind, path, body):
        answer = self.call("POST", path, body)
        if answer.status == 201:
            self.shared[kind].append((path.rstrip("/"), answer.json["id"]))

    def do_something(self):
        doings = self.customers_doings if "@" in self.who else self.vendors_doings
        self.random.choice(doings)(self)

    def read(self):
        self.call("GET", f"/pocs/{self.pick('pocs')}")

    def say(self):
        body = {"content": self.words(), "is_internal": self.random.random() < 0.3}
        if self.random.random() < 0.5 and self.shared["tasks"]:
            body["poc_task_id"] = self.pick("tasks")[1]
        self.make("comments", f"/pocs/{self.pick('pocs')}/comments", body)

    def change_comment(self):
        self.change("comments", {"content": self.words()})

    def change_task(self):
        status = self.random.choice(("completed", "in_progress", "not_started"))
        self.change("tasks", {"status": status})

    def change(self, kind, body):
        if self.shared[kind]:
            path, number = self.pick(kind)
            self.call("PUT", f"{path}/{number}", body)

    def delete_something(self):
        kind = self.random.choice(("comments", "tasks", "groups", "criteria", "resources",
                                   "invitations"))
        if self.shared[kind]:
            path, number = self.pick(kind)
            self.call("DELETE", f"{path}/{number}")

    def add_poc(self):
        answer = self.call("POST", "/pocs/", {"title": self.words(),
                                              "customer_company_name": self.words()})
        if answer.status == 201:
            self.shared["pocs"].append(answer.json["id"])

    def change_poc(self):
        self.call("PUT", f"/pocs/{self.pick('pocs')}",
                  {"title": self.words(), "status": self.random.choice(("active", "archived"))})

    def add_work(self):
        poc = self.pick("pocs")
        kind, path, body = self.random.choice((
            ("tasks", f"/tasks/pocs/{poc}/tasks", {}),
            ("groups", f"/tasks/pocs/{poc}/task-groups", {}),
            ("criteria", f"/pocs/{poc}/success-criteria", {"poc_id": poc}),
            ("resources", f"/pocs/{poc}/resources",
             {"resource_type": "text", "content": self.words()})))
        self.make(kind, path, {"title": self.words()} | body)

    def change_work(self):
        self.change(self.random.choice(("groups", "criteria", "resources")),
                    {"title": self.words()})

    def assign(self):
        if self.shared["tasks"]:
            path, number = self.pick("tasks")
            poc = path.split("/")[3]
            people = [row["id"] for row in self.call("GET", f"/pocs/{poc}/participants").json
                      if row["id"]]
            chosen = self.random.sample(people, self.random.randint(0, len(people)))
            self.call("POST", f"{path}/{number}/assign", {"participant_ids": chosen})

    def invite(self):
        address = f"p{self.random.randrange(12)}@globex.example"
        self.make("invitations", f"/pocs/{self.pick('pocs')}/invitations/", {"email": address})

    def resend(self):
        if self.shared["invitations"]:
            path, number = self.pick("invitations")
            self.call("POST", f"{path}/{number}/resend")

    def remove(self):
        self.call("DELETE", f"/pocs/{self.pick('pocs')}/participants/{self.pick('people')}")

    def change_template(self):
        self.call("PUT", "/tenants/1/invitation-template",
                  {"subject": self.words(), "text": "{link} " + self.words()})

    customers_doings = (read, say, say, change_comment, change_task, change_task,
                        delete_something)
    vendors_doings = (read, say, change_comment, change_task, delete_something, delete_something,
                      add_poc, change_poc, add_work, add_work, change_work, assign, invite, resend,
                      remove, change_template)


def setUpModule():
    global office, inbox
    office = Office()
    office.__enter__()
    inbox = MailFolder(office.mail_folder)
    for address in CUSTOMERS:
        office.add_person(address, address.partition("@")[0].title(), "customer")
    for who in (*PEOPLE, *CUSTOMERS):
        office.token(who)


def tearDownModule():
    office.__exit__()


class Following(unittest.TestCase):
    n_invited = 0

    def bring_in(self, poc):
        self.n_invited += 1
        for address in CUSTOMERS:
            self.assertEqual(office.invite(poc, address).status, 201)
            token = token_of(inbox.wait_for_message(address, self.n_invited))
            office.call("POST", "/poc-invitations/accept-existing", {"token": token}, address)

    def play(self, chance, shared, copies):
        """Everybody writes while the copies follow."""
        writers = [Writer(who, chance.random(), shared) for who in (*PEOPLE, *CUSTOMERS)]
        for writer in writers:
            writer.start()
        while any(writer.is_alive() for writer in writers):
            number = chance.randrange(len(copies))
            if number > 0 and chance.random() < 0.05:
                copies[number] = Copy(self)
            copies[number].pull(chance.choice((1, 2, 3, 7, 50, 1000)), chance.randrange(2))
        for writer in writers:
            self.assertEqual(writer.failures, [], writer.name)

    def compare(self, copy, fresh):
        for name in copy.objects.keys() | fresh.objects.keys():
            self.assertEqual(copy.objects.get(name), fresh.objects.get(name), name)

    def test_every_copy_comes_to_be_what_the_server_has(self):
        print(f"PM_SEED={SEED}", file=sys.stderr)
        chance = random.Random(SEED)
        shared = {kind: [] for kind in ("tasks", "groups", "criteria", "resources", "comments",
                                        "invitations")}
        shared["pocs"] = [office.add_poc(f"POC {number}") for number in range(3)]
        for poc in shared["pocs"]:
            self.bring_in(poc)
        shared["people"] = [row[0] for row in office.query("SELECT id FROM account")]
        copies = [Copy(self) for _ in range(3)]
        for number in range(ROUNDS):
            self.play(chance, shared, copies)
            office.add_person(f"new{number}@acme.example", "New Colleague", "sales_engineer")
            office.server.admin("tenant", "set", "acme", "--invitation-days", str(9 + number))
            office.server.restart()
        wait_for(lambda: not office.query("SELECT 1 FROM mail WHERE state IN ('queued')"),
                 "the mails to be sent")

        fresh = Copy(self)
        fresh.pull_all(lambda: 1000)
        for copy in copies:
            copy.pull_all(lambda: chance.choice((1, 3, 20, 1000)))
            self.compare(copy, fresh)
        slow = Copy(self)
        slow.pull_all(lambda: 2)
        self.compare(slow, fresh)
        live = office.query("SELECT type, object_id FROM change WHERE tenant_id = 1"
                            " AND destroyed = 0")
        self.assertEqual(set(fresh.objects), set(live))
        self.assertEqual({name[0] for name in fresh.objects},
                         {"user", "poc", "participant", "invitation", "task", "task_group",
                          "resource", "comment", "criterion", "engagement", "template",
                          "organization"})


if __name__ == "__main__":
    unittest.main()
