# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop without a window, which can be killed; its folder survives it."""

import json
import os
import shutil
import subprocess
import tempfile
import threading

from office import PASSWORD, PEOPLE

CHILD = os.environ["PM_DESK_CHILD"]

# Fields that name an item by this desktop's number, and of which kind it is.
REFERENCES = ("id", "poc_id", "poc_task_id", "poc_task_group_id", "success_criteria_id")
KINDS = ("task", "task_group", "criterion", "resource", "comment")


class Refused(Exception):
    """The desktop said no; the words are those that a person would read."""


class Desk:
    """@who of PEOPLE sits at it. @url is asked for once: where it signs in."""

    def __init__(self, url, who="sam"):
        self.folder = tempfile.mkdtemp(prefix="desk-")
        self.url = url
        self.who = who
        self.process = None
        self.numbers = {}  # the server's, of what was made here

    def start(self):
        known = os.listdir(self.folder)
        words = [] if known else [self.url, PEOPLE[self.who][0], PASSWORD]
        self.process = subprocess.Popen([CHILD, self.folder, *words], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        assert self._hear() == {"ready": True}

    def _hear(self, seconds=30):
        watch = threading.Timer(seconds, self.process.kill)
        watch.start()
        line = self.process.stdout.readline()
        watch.cancel()
        if not line:
            raise AssertionError(f"the desktop ended with {self.process.wait()}")
        return json.loads(line)

    def tell(self, what, **words):
        """Has something done; returns what came of it."""
        self.process.stdin.write(json.dumps({"do": what} | words) + "\n")
        self.process.stdin.flush()
        answer = self._hear()
        if "refused" in answer:
            raise Refused(answer["refused"])
        return answer

    def look(self, poc=0):
        """What it shows, in one POC or in all; see desk_view_look()."""
        view = self.tell("look", poc=poc)
        if "stale" in view:
            raise AssertionError(f"lists differ from their rows: {json.dumps(view, indent=1)}")
        self.numbers |= {own: number for own, number in view["numbers"].items() if number}
        return view

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def quit(self):
        self.tell("quit")
        self._end()

    def kill(self):
        self.process.kill()
        self._end()

    def _end(self):
        self.process.wait(30)
        self.process.stdin.close()
        self.process.stdout.close()

    def restart(self):
        self.kill()
        self.start()

    def remove(self):
        if self.is_running:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def is_stuck(operation, outbox):
    """Whether an operation waits for a person, itself or through what it needs."""
    return operation["state"] == "needs_attention" or any(
        is_stuck(other, outbox) for other in outbox if needs(operation, other))


def needs(operation, other):
    """Whether an operation waits until another one is done."""
    if other is operation:
        return False
    if operation["depends_on"] == other["id"]:
        return True
    return other["kind"] == "create" and other["item_id"] in own_numbers(operation)


def own_numbers(operation):
    """What an operation names that was made on its desktop."""
    named = {"poc_id": operation["poc_id"], "id": operation["item_id"]} | (
        operation["payload"] or {})
    return {number for name, number in named.items() if name in REFERENCES and number
            and number < 0}


def is_loose(kind, reference):
    """Whether an item of that kind makes sense without what it names there."""
    return (kind, reference) in (("task", "poc_task_group_id"), ("resource", "success_criteria_id"))


def parents_of(kind, item):
    """What was made on this desktop and the item makes no sense without."""
    return {item[name] for name in REFERENCES[1:]
            if (item.get(name) or 0) < 0 and not is_loose(kind, name)}


def in_servers_numbers(row, numbers):
    """A row that a desktop shows, as the server would number it."""
    return row | {name: numbers.get(str(row[name]), row[name])
                  for name in REFERENCES if row.get(name)}
