# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is written, fails, dies and is changed by others, in whatever order: in the end the
desktop shows what the server of API 1.0.0 has, everything was made once, and nothing that was
written is lost.

PM_SEED repeats a walk.
"""

import os
import random
import time
import unittest

from pmtest.waiting import wait_for
from plaincase import FLAGS, PARENTS, WRITABLE
from plainitems import LOST, TABLES, WHOLE, ItemCase, name_of

LONG = os.environ.get("PM_LONG") == "1"
SEED = int(os.environ.get("PM_SEED", random.randrange(1 << 32)))
STEPS = 60

# What is changed in each, and to what.
STATUSES = ("not_started", "in_progress", "completed", "blocked")
CHOICES = {
    "poc": {"objectives": None, "description": None, "status": ("draft", "active", "completed")},
    "task": {"description": None, "status": STATUSES, "success_level": range(5)},
    "task_group": {"description": None, "status": STATUSES},
    "criterion": {"target_value": None, "importance_level": range(1, 6), "is_met": (True, False)},
    "resource": {"description": None, "content": None},
    "comment": {"content": None},
}
REMOVABLE = ("task", "criterion", "resource", "comment")


class Walk(ItemCase):
    def setUp(self):
        super().setUp()
        self.seed = SEED
        self.carla = self.office.add_user("carla@globex.com", "Carla", role="customer")
        self.office.take_part(self.poc, self.carla, True)

    def begin(self, seed):
        print(f"# PM_SEED={seed}", flush=True)
        self.random = random.Random(seed)
        self.names = 0
        self.wanted = {}   # (kind, number here) → its fields as they must be in the end
        self.places = {}   # (kind, number here) → what it is in
        self.removed = {}  # operation → (kind, number here)
        self.access = True
        self.open_in_step()

    def new_word(self):
        self.names += 1
        return f"word {self.names}"

    # --- Steps ---

    def step(self):
        steps = ((self.step_make, 5), (self.step_change, 6), (self.step_remove, 2),
                 (self.step_access, 1), (self.step_invite, 1), (self.step_other, 3),
                 (self.step_fault, 6), (self.step_kill, 1), (self.step_sync, 2),
                 (self.step_away, 1), (self.step_resolve, 1))
        [step] = self.random.choices([each for each, _ in steps], [weight for _, weight in steps])
        step()

    def shown(self, item_type):
        return [row[0] for row in self.desktop.query(f"SELECT id FROM {item_type} ORDER BY id")]

    def step_make(self):
        item_type = self.random.choice(list(WHOLE))
        fields = {name: value for name, value in WHOLE[item_type].items()
                  if name not in ("poc_task_id", "end_date", "due_date")
                  and (name in ("customer_company_name", "resource_type", "content", "is_internal")
                       or self.random.random() < 0.5)}
        fields[name_of(item_type)] = self.new_word()
        poc = None if item_type == "poc" else self.random.choice(self.shown("poc"))
        if item_type in PARENTS:
            tasks = self.desktop.query("SELECT id, poc_id FROM task ORDER BY id")
            if not tasks:
                return
            fields["poc_task_id"], poc = self.random.choice(tasks)
        item = self.desktop.create(item_type, poc, **fields)
        self.wanted[item_type, item] = fields
        self.places[item_type, item] = {("poc", poc), ("task", fields.get("poc_task_id"))}

    def step_change(self):
        item_type = self.random.choice(list(CHOICES))
        items = self.shown(item_type)
        if not items:
            return
        item = self.random.choice(items)
        names = [name_of(item_type), *CHOICES[item_type]]
        fields = {name: self.choose(item_type, name)
                  for name in self.random.sample(names, self.random.randint(1, 2))}
        self.desktop.edit(item_type, item, **fields)
        self.wanted.setdefault((item_type, item), {}).update(fields)

    def choose(self, item_type, name):
        values = CHOICES[item_type].get(name)
        return self.random.choice(list(values)) if values else self.new_word()

    def step_remove(self):
        item_type = self.random.choice(REMOVABLE)
        items = self.shown(item_type)
        if items:
            item = self.random.choice(items)
            self.removed[self.desktop.delete(item_type, item)] = item_type, item

    def step_access(self):
        self.access = not self.access
        self.desktop.change_access("restore" if self.access else "remove", 1, self.carla.id,
                                   "carla@globex.com")

    def step_invite(self):
        self.names += 1
        self.desktop.invite(1, f"guest{self.names}@globex.com")

    def step_other(self):
        """Somebody else changes something. What they change counts, or a person decides."""
        item_type = self.random.choice([each for each in CHOICES if each != "comment"])
        with self.server.lock:
            rows = self.table(item_type)
            if not rows:
                return
            row = self.random.choice(rows)
            name = self.random.choice(list(CHOICES[item_type]))
            setattr(row, name, self.choose(item_type, name))
            if hasattr(row, "updated_at"):
                row.updated_at = self.office.now()
        # Which one that is here may not be known yet.
        for (each, _), fields in self.wanted.items():
            if each == item_type:
                fields.pop(name, None)

    def step_fault(self):
        method = self.random.choice(("POST", "PUT", "DELETE", "GET"))
        self.server.fail(self.random.choice(LOST), method, "/")

    def step_kill(self):
        self.server.away = False
        self.desktop.kill()
        with self.server.lock:
            self.server._faults.clear()  # signing in is not what is tested here
        self.open()

    def step_sync(self):
        self.desktop.tell("sync")
        time.sleep(self.random.random() * 0.3)

    def step_away(self):
        self.server.away = not self.server.away

    def step_resolve(self):
        for operation in self.desktop.operations("state = 'needs_attention'"):
            self.resolve(operation)

    # --- What needs attention ---

    def resolve(self, operation):
        item_type, item, kind, conflict = self.desktop.about(operation)
        wish = self.random.choice(("mine", "theirs")) if conflict else "discard"
        self.desktop.wish(wish, operation)
        self.removed.pop(operation, None)
        # Which of several versions stays is not foretold here, nor what goes with what.
        for each, place in self.places.items():
            if (item_type, item) in place:
                self.wanted.pop(each, None)
        self.wanted.pop((item_type, item), None)
        if wish == "mine" and kind == "delete":
            self.removed[operation] = item_type, item

    def drain(self):
        """Until nothing waits, and nobody has to be asked."""
        deadline = time.monotonic() + 90
        while self.desktop.outbox():
            self.step_resolve()
            self.desktop.tell("sync")
            time.sleep(0.3)
            self.assertLess(time.monotonic(), deadline, f"{self.desktop.outbox()}")

    # --- What must be so in the end ---

    def check_shown(self, item_type):
        """The desktop has what the server has."""
        ours = dict(self.desktop.numbers(item_type))
        theirs = {number: server for server, number in self.desktop.numbers("task")}
        names = [name for name in WRITABLE[item_type] if name != "poc_task_group_id"]
        columns = ", ".join(["id", *names, *PARENTS.get(item_type, ())])
        shown = {}
        for row in self.desktop.query(f"SELECT {columns} FROM {item_type}"):
            fields = dict(zip(columns.split(", ")[1:], row[1:]))
            for name in FLAGS:
                if name in fields:
                    fields[name] = bool(fields[name])
            if "poc_task_id" in fields:
                fields["poc_task_id"] = theirs.get(fields["poc_task_id"], fields["poc_task_id"])
            shown[row[0]] = fields
        there = {ours.get(row.id, row.id): {name: getattr(row, name)
                                            for name in columns.split(", ")[1:]}
                 for row in self.table(item_type)}
        self.assertEqual(shown, there, item_type)

    def check_wanted(self):
        gone = set(self.removed.values())
        for (item_type, item), fields in self.wanted.items():
            if gone & {(item_type, item), *self.places.get((item_type, item), ())}:
                continue
            if fields:
                row = self.desktop.look(item_type, item, list(fields))
                self.assertEqual(row, fields, f"{item_type} {item}")

    def check_made_once(self):
        for item_type in TABLES:
            names = [getattr(row, name_of(item_type)) for row in self.table(item_type)]
            self.assertEqual(len(names), len(set(names)), f"{item_type}: {sorted(names)}")
        addresses = [each.email for each in self.office.invitations]
        self.assertEqual(len(addresses), len(set(addresses)), addresses)

    def walk(self, seed):
        self.begin(seed)
        for _ in range(STEPS):
            self.step()
        with self.server.lock:
            self.server._faults.clear()
        self.server.away = False
        self.drain()
        for _ in range(2):
            self.sweep()
        self.check_made_once()
        for item_type in TABLES:
            self.check_shown(item_type)
        for operation, (item_type, item) in self.removed.items():
            self.assertNotIn(item, self.shown(item_type), f"{item_type} of {operation}")
        self.check_wanted()
        parts = self.office.participants.where(user_id=self.carla.id)
        self.assertEqual(len(parts), int(self.access))
        self.assertEqual(len(self.desktop.query("SELECT id FROM participant WHERE user_id = ?",
                                                self.carla.id)), int(self.access))

    def test_in_the_end_the_desktop_shows_what_the_server_has(self):
        self.walk(self.seed)

    @unittest.skipUnless(LONG, "takes an hour")
    def test_and_so_it_is_after_every_walk(self):
        for number in range(50):
            with self.subTest(seed=self.seed + number):
                if number:
                    self.doCleanups()
                    self.setUp()
                self.walk(self.seed + number)


if __name__ == "__main__":
    unittest.main(verbosity=2)
