# SPDX-License-Identifier: GPL-3.0-or-later
"""Something that goes wrong while an invitation passes a network."""

import random
import threading

from pmtest.proxy import TO_CLIENT, TO_SERVER

POST = b"POST /pocs/"
CREATED = b"HTTP/1.1 201"
PLACES = ("before the request", "in the request", "before the reply", "in the reply",
          "after the reply")


class Fault:
    """What happens to the first invitation that passes @proxy: this is the proxy's hook.

    @where: one of PLACES. @strike is called there, once, and the connection is cut, but for `after
    the reply`. @after: how many bytes pass before the cut, by default half of them.
    """

    def __init__(self, proxy, where, strike, after=None):
        self.proxy = proxy
        self.where = where
        self.strike = strike
        self.after = after
        self.asked = False
        self.struck = threading.Event()

    def __call__(self, way, data):
        if self.struck.is_set():
            return
        if way == TO_SERVER and POST in data:
            self.asked = True
            if self.where == "before the request":
                self._strike()
                raise ConnectionAbortedError
            if self.where == "in the request":
                self._cut(TO_SERVER, len(data) // 2)
        elif way == TO_CLIENT and self.asked and CREATED in data:
            if self.where == "before the reply":
                self._strike()
                raise ConnectionAbortedError
            if self.where == "in the reply":
                self._cut(TO_CLIENT, len(data) // 2)
            elif self.where == "after the reply":
                threading.Timer(random.random() * 0.02, self._strike).start()

    def _cut(self, way, middle):
        self.proxy.cut(way, middle if self.after is None else self.after)
        self._strike()

    def _strike(self):
        if not self.struck.is_set():
            self.struck.set()
            self.strike()
