# SPDX-License-Identifier: GPL-3.0-or-later
"""What thousands of desktops cost that wait for changes: memory, others' throughput, and how soon
the last of them has heard of one.
"""

import resource
import select
import socket
import time

import pmbench
from pmtest.waiting import wait_for

BENCH = "server-poll"
N_POCS = 200
N_PARKED = 5000
N_TOKENS = 20
AT_ONCE = 250


class Crowd:
    """Change requests that wait; use it with `with`."""

    def __init__(self, server, tokens, since):
        self._server = server
        self._requests = [
            (f"GET /sync/changes?since={since}&max=1000&wait=25 HTTP/1.1\r\nHost: x\r\n"
             f"Authorization: Bearer {token}\r\n\r\n").encode() for token in tokens]
        self._poll = select.epoll()
        self._peers = {}

    def __enter__(self):
        for number in range(N_PARKED):
            peer = socket.create_connection(("127.0.0.1", self._server.port))
            self._peers[peer.fileno()] = (peer, bytearray())
            self._poll.register(peer, select.EPOLLIN)
            peer.sendall(self._requests[number % len(self._requests)])
            if (number + 1) % AT_ONCE == 0:
                self._wait_until_waiting(number + 1)
        self._wait_until_waiting(N_PARKED)
        return self

    def _wait_until_waiting(self, count):
        wait_for(lambda: self._server.count_waiting() == count, f"{count} to wait")

    def __exit__(self, *_):
        for peer, _ in self._peers.values():
            peer.close()
        self._poll.close()

    def hear(self, words):
        """Returns when the last has an answer, which must hold @words."""
        waiting = len(self._peers)
        while waiting:
            for number, _ in self._poll.poll(30):
                peer, text = self._peers[number]
                part = peer.recv(65536)
                text += part
                if part:
                    continue
                if words not in text:
                    raise AssertionError(bytes(text))
                self._poll.unregister(number)
                waiting -= 1


def measure(place):
    """One round, on a server of its own, whose memory has not been used yet."""
    with pmbench.DemoServer(place, N_POCS) as server:
        tokens = [server.sign_in() for _ in range(N_TOKENS)]
        page = server.request("GET", "/sync/changes?max=1000", token=tokens[0]).json
        while page["has_more"]:
            page = server.request("GET", f"/sync/changes?max=1000&since={page['new_state']}",
                                  token=tokens[0]).json
        alone = pmbench.wrk(f"{server.url}/health", seconds=3)
        before = pmbench.resident(server.process)
        with Crowd(server, tokens, page["new_state"]) as crowd:
            memory = (pmbench.resident(server.process) - before) / N_PARKED
            beside = pmbench.wrk(f"{server.url}/health", seconds=3)
            begin = time.monotonic()
            answer = server.request("PUT", "/pocs/1", {"title": "Heard by all"}, tokens[0])
            if answer.status != 200:
                raise AssertionError(answer.text)
            crowd.hear(b"Heard by all")
            span = time.monotonic() - begin
    return memory / 1000, span, beside, alone


def main():
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    rounds = []
    for number in range(pmbench.ROUNDS):
        with pmbench.folder() as place:
            rounds.append(measure(place))
        pmbench.note(f"round {number + 1}: %.2f kB, %.3f s, health %.0f beside, %.0f alone"
                     % rounds[-1])
    memory, span, beside, alone = zip(*rounds)
    pmbench.report(BENCH, "memory of a waiting request", "kB", memory, at_most=4)
    pmbench.report(BENCH, "a write until 5,000 have it", "s", span, at_most=1)
    pmbench.report(BENCH, "/health beside 5,000", "requests/s", beside, alone, what="alone",
                   at_least=0.6)


main()
