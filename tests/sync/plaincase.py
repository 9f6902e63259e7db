# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop without a window, and a server of API 1.0.0 with the defects of the real one.

The desktop's cache, remote and syncer run in a process of their own. What it knows is read from
its offline copy.
"""

import contextlib
import datetime
import glob
import json
import os
import queue
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import unittest

from pmtest.plain import PlainServer
from pmtest.waiting import wait_for

CHILD = os.environ["PM_PLAIN_CHILD"]
DAY = datetime.timedelta(days=1)

# What people write in an item, and what it belongs to within its POC.
WRITABLE = {
    "poc": ("title", "customer_company_name", "description", "executive_summary", "objectives",
            "start_date", "end_date", "status", "overall_success_score"),
    "task": ("title", "description", "status", "success_level", "sort_order", "start_date",
             "due_date", "poc_task_group_id"),
    "task_group": ("title", "description", "status", "success_level", "sort_order", "start_date",
                   "due_date"),
    "criterion": ("title", "description", "target_value", "achieved_value", "is_met",
                  "importance_level", "sort_order"),
    "resource": ("title", "description", "resource_type", "content", "sort_order",
                 "success_criteria_id"),
    "comment": ("subject", "content", "is_internal"),
}
PARENTS = {"resource": ("poc_task_id", "poc_task_group_id"),
           "comment": ("poc_task_id", "poc_task_group_id")}
FLAGS = ("is_met", "is_internal")


class Desktop:
    """A desktop without a window; its folder survives it."""

    def __init__(self, url, folder, keep=True, email="sam@acme.com", password="pw",
                 environment={}):
        self.folder = folder
        command = [CHILD, folder, url, email, password] + (["keep"] if keep else [])
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=os.environ | environment)
        self.said = queue.Queue()
        self.heard = []
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        self.expect("ready")

    def _listen(self):
        for line in self.process.stdout:
            self.said.put(line.strip())
        self.said.put(None)

    def expect(self, *words):
        """The rest of the first line that begins with one of the words."""
        while True:
            for line in self.heard:
                word, _, rest = line.partition(" ")
                if word in words:
                    self.heard.remove(line)
                    return rest
            try:
                said = self.said.get(timeout=20)
            except queue.Empty:
                raise AssertionError(f"it says nothing of {words}, only {self.heard}") from None
            if said is None:
                raise AssertionError(f"it ended without {words}")
            self.heard.append(said)

    def tell(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()

    # --- What people do ---

    def queue(self, **operation):
        """The numbers of the operation and of the item that it is about."""
        self.tell("queue", json.dumps(operation))
        return tuple(int(number) for number in self.expect("queued").split())

    def invite(self, poc, email, **fields):
        payload = {"email": email, "is_customer": True} | fields
        return self.queue(kind="invite", poc_id=poc, email=email, payload=payload)[0]

    def create(self, item_type, poc=None, **fields):
        """The item's number here."""
        return self.queue(kind="create", item_type=item_type, poc_id=poc, payload=fields)[1]

    def edit(self, item_type, item, **fields):
        """The operation's number."""
        names = [*fields, *PARENTS.get(item_type, ())]
        return self.queue(kind="edit", item_type=item_type, item_id=item, payload=fields,
                          poc_id=self.poc_of(item_type, item),
                          base=self.base(item_type, item, names))[0]

    def delete(self, item_type, item):
        """The operation's number."""
        names = [*WRITABLE[item_type], *PARENTS.get(item_type, ())]
        return self.queue(kind="delete", item_type=item_type, item_id=item,
                          poc_id=self.poc_of(item_type, item),
                          base=self.base(item_type, item, names))[0]

    def base(self, item_type, item, names):
        """What is known of the item: of one that the server has not shown, no more than was said."""
        unseen = self.operations(f"kind = 'create' AND item_id = {item}")
        return {name: value for name, value in self.look(item_type, item, names).items()
                if value is not None or not unseen}

    def change_access(self, kind, poc, user, email=None):
        return self.queue(kind=kind, poc_id=poc, user_id=user, email=email)[0]

    def wish(self, what, operation):
        """None, or why not: `retry`, `discard`, `mine`, `theirs`."""
        self.tell(what, operation)
        return self.expect("done", "refused") or None

    def look(self, item_type, item, names):
        """The item's fields as they are on screen."""
        row = self.query(f"SELECT {', '.join(names)} FROM {item_type} WHERE id = ?", item)[0]
        return {name: bool(value) if name in FLAGS and value is not None else value
                for name, value in zip(names, row)}

    def poc_of(self, item_type, item):
        column = "id" if item_type == "poc" else "poc_id"
        return self.query(f"SELECT {column} FROM {item_type} WHERE id = ?", item)[0][0]

    # --- What becomes of it ---

    def states(self):
        """All that it has said of syncing so far."""
        self.tell("rest")
        self.expect("resting")
        return [line.partition(" ")[2] for line in self.heard if line.startswith("state ")]

    def quit(self):
        self.tell("quit")
        status = self.process.wait(20)
        self._close()
        return status

    def kill(self):
        self.process.kill()
        self.process.wait(20)
        self._close()

    def _close(self):
        self.process.stdin.close()
        self.listener.join(5)
        self.process.stdout.close()

    def mirror(self):
        return max(glob.glob(f"{self.folder}/cache-*.db"))

    def query(self, sql, *values):
        return self._ask(self.mirror(), sql, values)

    def outbox(self):
        return self._ask(f"{self.folder}/drafts.db", "SELECT state, last_problem FROM operation",
                         ())

    @staticmethod
    def _ask(path, sql, values):
        connection = sqlite3.connect(path, timeout=5)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def operations(self, condition):
        """The numbers of those in the outbox."""
        rows = self._ask(f"{self.folder}/drafts.db",
                         f"SELECT id FROM operation WHERE {condition} ORDER BY id", ())
        return [row[0] for row in rows]

    def about(self, operation):
        """(kind of items, number here, what is done, whether others have changed the same)"""
        return self._ask(f"{self.folder}/drafts.db", "SELECT item_type, item_id, kind,"
                         " conflict IS NOT NULL FROM operation WHERE id = ?", (operation,))[0]

    def numbers(self, item_type):
        """(the server's, ours) of what was made here."""
        return self._ask(f"{self.folder}/drafts.db", "SELECT server_id, -id FROM local_id"
                         " WHERE item_type = ? AND server_id IS NOT NULL", (item_type,))

    def conflict(self, operation):
        """What the server has in the fields that were changed on both sides."""
        rows = self._ask(f"{self.folder}/drafts.db", "SELECT conflict FROM operation WHERE id = ?",
                         (operation,))
        return json.loads(rows[0][0])

    def forget_mirror(self):
        """As if it had been damaged. The desktop is closed."""
        for path in glob.glob(f"{self.folder}/cache-*"):
            os.unlink(path)

    def state(self):
        """(where the mirror stands, whether it is whole); it may be just being set up."""
        if not self.query("SELECT 1 FROM sqlite_schema WHERE name = 'meta'"):
            return None, 0
        return self.query("SELECT state, complete FROM meta")[0]

    def wait_for_rows(self, expected, sql, *values):
        wait_for(lambda: self.query(sql, *values) == expected,
                 lambda: f"{expected}, but there is {self.query(sql, *values)}")


class PlainCase(unittest.TestCase):
    prefix = ""

    def setUp(self):
        self.server = self.enterContext(PlainServer(self.prefix))
        self.office = self.server.office
        self.office.add_tenant("Acme")
        self.sam = self.office.add_user("sam@acme.com", "Sam")
        self.poc = self.office.add_poc("Trial", "Globex", self.sam, end_date="2026-12-15")
        self.folder = tempfile.mkdtemp(prefix="desktop-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.desktop = None
        self.addCleanup(self.close)

    def add_task(self, title, **fields):
        fields = {"status": "not_started", "completed_at": None} | fields
        self.office.tasks.add(poc_id=1, title=title, description=None, success_level=None,
                              sort_order=0, start_date=None, due_date=None, task_id=None,
                              created_at=self.office.now(), _criteria=[], **fields)

    def open(self, **options):
        self.desktop = Desktop(self.server.url, self.folder, **options)
        return self.desktop

    def close(self):
        if self.desktop and self.desktop.process.poll() is None:
            self.desktop.kill()

    def open_in_step(self, **options):
        """And the first sweep is done."""
        desktop = self.open(**options)
        wait_for(lambda: desktop.state()[1] == 1, "the end of the first sweep")
        return desktop

    def sweep(self):
        """One more whole sweep."""
        before = self.count("GET", "/users/?skip=0&")
        wait_for(lambda: self.ask_for_sweep(before), "another sweep")
        self.desktop.tell("rest")
        self.desktop.expect("resting")

    def ask_for_sweep(self, before):
        """Asked while the last one is just ending, nobody hears it."""
        self.desktop.tell("sync")
        with contextlib.suppress(AssertionError):
            return wait_for(lambda: self.count("GET", "/users/?skip=0&") > before, "a sweep",
                            seconds=2)

    def count(self, method, part):
        with self.server.lock:
            return sum(each == method and part in path for each, path in self.server.requests)

    def change(self, function):
        with self.server.lock:
            return function()

    def settled(self):
        wait_for(lambda: self.desktop.outbox() == [], lambda: f"{self.desktop.outbox()}")
