# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that wait for changes: many of them, and each gets what it may have, or nothing.

PM_WAITING says how many wait together; the long suite takes thousands.
"""

import json
import os
import re
import resource
import select
import socket
import ssl
import subprocess
import time
import unittest

from office import Office, PASSWORD
from pmtest.waiting import wait_for

MANY = int(os.environ.get("PM_WAITING", "1000"))
WHOLE = re.compile(rb"(.*Content-Length: (\d+).*?)\r\n\r\n(.*)", re.DOTALL)
OLGA = "olga@other.example"


def setUpModule():
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


class Peer:
    """A connection with one change request on it."""

    def __init__(self, office, who="sam", wait=25, method="GET", token=None, since=None,
                 connection=None):
        self.socket = connection or socket.create_connection(("127.0.0.1", office.server.port))
        self.socket.settimeout(30)
        since = since or state(office, who)
        self.socket.sendall(
            f"{method} /sync/changes?since={since}&max=1000&wait={wait} HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: Bearer {token or office.token(who)}\r\n\r\n".encode())

    @property
    def waits(self):
        poll = select.poll()
        poll.register(self.socket, select.POLLIN)
        return not poll.poll(0)

    def answer(self):
        """Status, head and body. Where it has waited, the connection must end well, too."""
        text = b""
        while not (match := WHOLE.match(text)) or len(match[3]) < int(match[2]):
            part = self.socket.recv(65536)
            assert part, text
            text += part
        if b"\r\nConnection: close\r\n" in text:
            assert self.socket.recv(65536) == b""
        self.socket.close()
        return int(text.split()[1]), match[1].decode(), match[3]

    def page(self):
        status, head, body = self.answer()
        assert status == 200, head
        return json.loads(body)


def state(office, who="sam"):
    since = ""
    while True:
        page = office.call("GET", f"/sync/changes?since={since}&max=1000", who=who).json
        since = page["new_state"]
        if not page["has_more"]:
            return since


def add_poc_of_others(office, title):
    answer = office.call("POST", "/pocs/", {"title": title, "customer_company_name": "O"}, OLGA)
    assert answer.status == 201, answer.text


def titles(page):
    return [item["title"] for item in page["list"] if item["type"] == "poc"]


def wait_until_waiting(office, count):
    wait_for(lambda: office.server.count_waiting() == count,
             lambda: f"{office.server.count_waiting()} wait instead of {count}")


class Waiting(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())
        cls.office.server.admin("tenant", "add", "Other Company", "--slug", "other")
        cls.office.add_person(OLGA, "Olga Other", "sales_engineer", "other")
        cls.office.add_poc("The first")
        add_poc_of_others(cls.office, "Their first")

    def park(self, count=1, **options):
        options.setdefault("since", state(self.office, options.get("who", "sam")))
        before = self.office.server.count_waiting()
        peers = []
        for number in range(count):
            peers.append(Peer(self.office, **options))
            if number % 500 == 499:
                wait_until_waiting(self.office, before + len(peers))
        wait_until_waiting(self.office, before + count)
        return peers

    def test_many_hear_of_a_change_and_only_of_their_own(self):
        ours, theirs = self.park(MANY - 100), self.park(100, who=OLGA)
        self.office.add_poc("For all of us")
        for peer in ours:
            self.assertEqual(titles(peer.page()), ["For all of us"])
        self.assertTrue(all(peer.waits for peer in theirs))
        add_poc_of_others(self.office, "For all of them")
        for peer in theirs:
            self.assertEqual(titles(peer.page()), ["For all of them"])

    def test_an_operation_s_key_is_told_to_its_maker_alone(self):
        people = ("amelie", "sam", "ruth")
        for who in people:
            self.office.token(who)
        since = state(self.office)
        peers = {who: self.park(3, who=who, since=since) for who in people}
        self.office.call("POST", "/pocs/", {"title": "Mine", "customer_company_name": "G"},
                         headers={"Idempotency-Key": "sam-s-operation"})
        for who, theirs in peers.items():
            for peer in theirs:
                [poc] = [item for item in peer.page()["list"] if item["type"] == "poc"]
                self.assertEqual(poc.get("client_key"),
                                 "sam-s-operation" if who == "sam" else None, who)

    def test_who_asked_from_elsewhere_gets_their_own_page(self):
        since = state(self.office)
        [peer] = self.park()
        answer = self.office.call("GET", f"/sync/changes?since={since}")
        self.assertEqual(answer.json["list"], [])
        self.office.add_poc("Elsewhere")
        page = peer.page()
        self.assertEqual((page["old_state"], titles(page)), (since, ["Elsewhere"]))
        self.assertEqual(page["new_state"], state(self.office))

    def test_rights_that_ended_meanwhile_are_ended(self):
        self.office.add_person("tom@acme.example", "Tom Leaver", "sales_engineer")
        self.office.add_person("ben@acme.example", "Ben Leaver", "sales_engineer")
        credentials = {"email": "tom@acme.example", "password": PASSWORD, "tenant_id": 1}
        token = self.office.server.request("POST", "/auth/select-tenant",
                                           credentials).json["access_token"]
        [tom] = self.park(token=token)
        self.office.server.request("POST", "/auth/logout", token=token)
        [ben] = self.park(who="ben@acme.example")
        [sam] = self.park()
        self.office.server.admin("user", "deactivate", "ben@acme.example")
        self.office.add_poc("Not for who has left")
        for peer in (tom, ben):
            status, head, body = peer.answer()
            self.assertIn(status, (401, 403), head)
            self.assertEqual(list(json.loads(body)), ["detail"])
        self.assertEqual(sam.answer()[0], 200)

    def test_time_ends_it_with_nothing(self):
        since = state(self.office)
        peers = self.park(50, wait=2, since=since)
        begin = time.monotonic()
        for peer in peers:
            page = peer.page()
            self.assertEqual((page["list"], page["new_state"]), ([], since))
        self.assertLess(time.monotonic() - begin, 4)

    def test_the_answer_is_whole_http(self):
        [peer] = self.park()
        self.office.add_poc("Whole")
        _, head, _ = peer.answer()
        lines = head.split("\r\n")
        self.assertEqual(lines[0], "HTTP/1.1 200 OK")
        for line in ("Connection: close", "Content-Type: application/json",
                     "Cache-Control: no-store", "X-Content-Type-Options: nosniff",
                     "Server: poc-manager-server"):
            self.assertIn(line, lines)
        self.assertRegex(head, r"\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT")

    def test_what_was_sent_behind_the_request_takes_nothing_away(self):
        [peer] = self.park()
        peer.socket.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        self.office.add_poc("In spite of that")
        self.assertEqual(titles(peer.page()), ["In spite of that"])

    def test_the_answer_to_head_is_not_waited_for(self):
        peer = Peer(self.office, method="HEAD")
        self.assertIn(b" 200 ", peer.socket.recv(65536))
        peer.socket.close()

    def test_who_leaves_is_forgotten(self):
        def descriptors():
            return len(os.listdir(f"/proc/{self.office.server.process.pid}/fd"))

        self.office.call("GET", "/health")
        before = descriptors()
        for peer in self.park(200):
            peer.socket.close()
        wait_until_waiting(self.office, 0)
        wait_for(lambda: descriptors() <= before + 2, "the connections to be closed")
        self.office.add_poc("Nobody is there")
        self.assertEqual(self.office.call("GET", "/health", who=None).status, 200)


class Ends(unittest.TestCase):
    def test_the_end_of_the_server_answers_all(self):
        with Office() as office:
            since = state(office)
            peers = [Peer(office, since=since) for _ in range(MANY // 5)]
            wait_until_waiting(office, len(peers))
            office.server.stop()
            for peer in peers:
                page = peer.page()
                self.assertEqual((page["list"], page["new_state"]), ([], since))

    def test_beyond_the_limit_the_answer_comes_at_once(self):
        with Office(config="connections=40") as office:
            since = state(office)
            peers = [Peer(office, since=since) for _ in range(30)]
            wait_until_waiting(office, 30)
            self.assertEqual(Peer(office, since=since).page()["list"], [])
            peers.pop().socket.close()
            wait_until_waiting(office, 29)
            peers.append(Peer(office, since=since))
            wait_until_waiting(office, 30)
            office.add_poc("For all who wait")
            for peer in peers:
                self.assertEqual(titles(peer.page()), ["For all who wait"])


class Secure(unittest.TestCase):
    """With TLS in the server itself the connection cannot be taken from libsoup."""

    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())
        place = cls.office.server.place
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj",
                        "/CN=localhost", "-keyout", place / "key.pem", "-out",
                        place / "cert.pem"], check=True, capture_output=True)
        cls.office.server.stop()
        cls.office.server._arguments += ("--tls-cert", place / "cert.pem",
                                         "--tls-key", place / "key.pem")
        cls.office.server.start()

    def park(self, count, since):
        context = ssl._create_unverified_context()
        return [Peer(self.office, since=since, connection=context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.office.server.port))))
            for _ in range(count)]

    def test_they_wait_all_the_same(self):
        since = state(self.office)
        gone, *peers = self.park(20, since)
        wait_until_waiting(self.office, 20)
        gone.socket.close()
        wait_until_waiting(self.office, 19)
        self.office.add_poc("By a secure line")
        for peer in peers:
            self.assertEqual(titles(peer.page()), ["By a secure line"])

    def test_the_end_of_the_server_answers_them(self):
        since = state(self.office)
        peers = self.park(5, since)
        wait_until_waiting(self.office, 5)
        self.office.server.stop()
        for peer in peers:
            self.assertEqual(peer.page()["new_state"], since)
        self.office.server.start()


if __name__ == "__main__":
    unittest.main()
