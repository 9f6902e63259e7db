# SPDX-License-Identifier: GPL-3.0-or-later
"""Something that goes wrong while what a desktop writes passes a network."""

import random
import re
import threading

from pmtest.proxy import TO_CLIENT, TO_SERVER

# What every write of a desktop bears, and every answer to it, and nothing else does.
WRITE = b"Idempotency-Key:"
DONE = b"Sync-Seq:"
LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
PLACES = ("before the request", "in the request", "before the reply", "in the reply",
          "after the reply")


def size_of(data):
    """Of a message whose head is in @data, whether or not its body is."""
    head, end, _ = data.partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    return len(head) + len(end) + (int(length[1]) if length else 0)


class Fault:
    """What happens to the first write that passes @proxy: this is the proxy's hook.

    @where: one of PLACES. @strike is called there, once, and the connection is cut, but for `after
    the reply`. @after: how many bytes pass before the cut, by default half of them. @size: how long
    what was cut would have been.
    """

    def __init__(self, proxy, where, strike, after=None):
        self.proxy = proxy
        self.where = where
        self.strike = strike
        self.after = after
        self.size = 0
        self.asked = False
        self.struck = threading.Event()

    def __call__(self, way, data):
        if self.struck.is_set():
            return
        if way == TO_SERVER and WRITE in data:
            self.asked = True
            if self.where == "before the request":
                self._strike()
                raise ConnectionAbortedError
            if self.where == "in the request":
                self._cut(TO_SERVER, data)
        elif way == TO_CLIENT and self.asked and DONE in data:
            if self.where == "before the reply":
                self._strike()
                raise ConnectionAbortedError
            if self.where == "in the reply":
                self._cut(TO_CLIENT, data)
            elif self.where == "after the reply":
                threading.Timer(random.random() * 0.02, self._strike).start()

    def _cut(self, way, data):
        self.size = size_of(data)
        self.proxy.cut(way, len(data) // 2 if self.after is None else self.after)
        self._strike()

    def _strike(self):
        if not self.struck.is_set():
            self.struck.set()
            self.strike()
