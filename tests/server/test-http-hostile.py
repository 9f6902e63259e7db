# SPDX-License-Identifier: GPL-3.0-or-later
"""Peers that mean no good, or are only slow and many: they get no further than the door."""

import contextlib
import json
import os
import pathlib
import re
import resource
import socket
import threading
import time
import unittest

from office import Office
from pmtest.waiting import wait_for

MEBIBYTE = 1024 * 1024
REFUSAL = {"detail": "The request could not be understood."}


class Case(unittest.TestCase):
    config = ""

    @classmethod
    def setUpClass(cls):
        cls.office = Office(config=cls.config)
        cls.office.__enter__()
        cls.addClassCleanup(cls.office.__exit__)
        cls.server = cls.office.server

    def connect(self):
        peer = socket.create_connection(("127.0.0.1", self.server.port), timeout=20)
        self.addCleanup(peer.close)
        return peer

    def exchange(self, data, half_close=False):
        """Everything that is answered until the server closes, or b"" if it only closes."""
        peer = self.connect()
        said = b""
        with contextlib.suppress(OSError):
            peer.sendall(data)
            if half_close:
                peer.shutdown(socket.SHUT_WR)
            while part := peer.recv(65536):
                said += part
        return said

    def assert_well(self):
        answer = self.server.request("GET", "/health")
        self.assertEqual((answer.status, answer.json["database"]), (200, "ok"))

    def assert_refused(self, data, status=400, body=None):
        said = self.exchange(data)
        head, _, rest = said.partition(b"\r\n\r\n")
        self.assertTrue(head[7:13] in (b"1 %d " % status, b"0 %d " % status), (data[:60], said[:200]))
        self.assertIn(b"content-type: application/json", head.lower())
        self.assertEqual(json.loads(rest), body or REFUSAL, data[:60])


class Malformed(Case):
    def test_what_cannot_be_understood_is_refused_in_json_and_the_connection_ends(self):
        post = b"POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        for data in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
                     b"GET\r\n\r\n",
                     b"GET /health HTTP/1.1\r\n\r\n",
                     b"GET health HTTP/1.1\r\nHost: x\r\n\r\n",
                     b"GET /health HTTP/1.1\r\nHost: a/b\r\n\r\n",
                     b"GET https://x/health HTTP/1.1\r\nHost: x\r\n\r\n",
                     post + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                     post + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}",
                     post + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                     post + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
                            b"0\r\n\r\n"):
            self.assert_refused(data)
        self.assert_refused(post + b"Transfer-Encoding: gzip\r\n\r\n", 501)
        self.assert_refused(b"GET /health HTTP/9.9\r\nHost: x\r\n\r\n", 505)
        self.assert_well()

    def test_what_stands_behind_a_refused_request_is_not_done(self):
        smuggled = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
        for lengths in (b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"):
            said = self.exchange(b"POST /auth/login HTTP/1.1\r\nHost: x\r\n" + lengths + smuggled)
            self.assertNotIn(b"healthy", said)
            self.assertLessEqual(said.count(b"HTTP/1.1"), 1)

    def test_a_broken_chunk_ends_the_connection(self):
        head = b"POST /auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        for chunks in (b"zz\r\n{}\r\n0\r\n\r\n", b"-1\r\n{}\r\n", b"ffffffffffffffffff\r\n{}\r\n",
                       b"2\r\n{}garbage\r\n0\r\n\r\n"):
            self.assertNotIn(b" 200 ", self.exchange(head + chunks, half_close=True))
        self.assert_well()

    def test_headers_beyond_all_measure_end_the_connection(self):
        for data in (b"GET /" + b"a" * 200000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
                     b"GET /health HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 200000 + b"\r\n\r\n",
                     b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 50000 + b"\r\n"):
            self.assertNotIn(b" 200 ", self.exchange(data))
        self.assert_well()

    def test_nothing_leads_out_of_the_tree(self):
        for path in ("/../server.db", "/app/../../server.db", "/app/%2e%2e/%2e%2e/server.db",
                     "/app/%252e%252e/server.db", "/app/..%2f..%2fserver.db", "/app/..\\server.db",
                     "//etc/passwd", "/app/\x00/x", "/app/%00", "/app/%c0%ae%c0%ae/server.db",
                     "/app/....//server.db"):
            said = self.exchange(b"GET " + path.encode() + b" HTTP/1.1\r\nHost: x\r\n"
                                 b"Connection: close\r\n\r\n")
            self.assertRegex(said[:12], rb"HTTP/1.[01] 4\d\d|^$", path)
            self.assertNotIn(b"SQLite", said)

    def test_an_absolute_target_is_served_as_its_path(self):
        said = self.exchange(b"GET http://elsewhere.example/health HTTP/1.1\r\nHost: x\r\n"
                             b"Connection: close\r\n\r\n")
        self.assertIn(b'"healthy"', said)

    def test_a_header_is_not_one_with_a_nul_or_another_line_in_it(self):
        for value in (b"a\x00b", b"a\r\n b", b"a\nX-B: c"):
            said = self.exchange(b"GET /auth/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                                 value + b"\r\nConnection: close\r\n\r\n")
            self.assertRegex(said[:12], rb"HTTP/1.[01] 40[01]|^$", value)
        self.assert_well()

    def test_who_has_said_all_and_listens_is_answered(self):
        said = self.exchange(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n", half_close=True)
        self.assertIn(b'"healthy"', said)

    def test_a_write_whose_head_was_cut_off_between_two_lines_is_not_done(self):
        """What is missing may be its key, or the revision that it is about."""
        poc = self.office.add_poc()
        task = self.office.call("POST", f"/tasks/pocs/{poc}/tasks", {"title": "Stay"}).json["id"]
        head = (f"DELETE /tasks/pocs/{poc}/tasks/{task} HTTP/1.1\r\nHost: x\r\n"
                f"Authorization: Bearer {self.office.token()}\r\n").encode()
        for data in (head, head[:-1], head + b"If-Match: \"0\"\r\n"):
            self.assertNotIn(b" 200 ", self.exchange(data, half_close=True)[:20])
            self.assertEqual(self.office.query("SELECT count(*) FROM task"), [(1,)])
        self.assertIn(b" 20", self.exchange(head + b"Connection: close\r\n\r\n")[:14])
        self.assertEqual(self.office.query("SELECT count(*) FROM task"), [(0,)])
        self.assert_well()

    def test_methods_that_nobody_knows_are_refused_in_json(self):
        for method in (b"TRACE", b"CONNECT", b"PATCH", b"OPTIONS", b"BREW", b"get"):
            target = b"x:1" if method == b"CONNECT" else b"/health"
            said = self.exchange(method + b" " + target + b" HTTP/1.1\r\nHost: x\r\n"
                                 b"Connection: close\r\n\r\n")
            head, _, body = said.partition(b"\r\n\r\n")
            self.assertRegex(head, rb"^HTTP/1.1 (405|404|400) ", method)
            self.assertIn("detail", json.loads(body), method)

    def test_a_body_without_end_takes_no_memory(self):
        before = self.memory()
        peer = self.connect()
        peer.sendall(b"POST /auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        peer.settimeout(2)
        sent = 0
        with contextlib.suppress(OSError):
            while sent < 200 * MEBIBYTE:
                peer.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
                sent += 65536
        self.assertLess(sent, 200 * MEBIBYTE)
        self.assertLess(self.memory() - before, 16 * MEBIBYTE)
        self.assert_well()

    def memory(self):
        """The most that the server has ever had, in bytes."""
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024


class Slow(Case):
    config = "request-seconds=2\nsocket-seconds=1"

    def assert_cut_off(self, data, rest, seconds):
        """@rest is dripped; the server loses patience in time."""
        peer = self.connect()
        peer.sendall(data)
        begin = time.monotonic()
        peer.settimeout(0.2)
        for number in range(100):
            with contextlib.suppress(TimeoutError):
                try:
                    if rest:
                        peer.sendall(rest[number % len(rest):][:1])
                    if peer.recv(4096) == b"":
                        break
                except (ConnectionResetError, BrokenPipeError):
                    break
        self.assertLess(time.monotonic() - begin, seconds)

    def test_headers_that_never_end(self):
        self.assert_cut_off(b"GET /health HTTP/1.1\r\n", b"X: y\r\n", 6)

    def test_a_body_that_never_ends(self):
        self.assert_cut_off(b"POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n",
                            b" ", 6)

    def test_a_connection_that_says_nothing(self):
        self.assert_cut_off(b"", b"", 5)

    def test_a_connection_that_falls_silent_after_a_request(self):
        self.assert_cut_off(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n", b"", 5)

    def test_others_are_served_meanwhile(self):
        peers = [self.connect() for _ in range(50)]
        for peer in peers:
            peer.sendall(b"POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
        begin = time.monotonic()
        self.assert_well()
        self.assertLess(time.monotonic() - begin, 1)


class Crowd(Case):
    def setUp(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))

    def test_a_thousand_idle_connections_hinder_nobody_and_leave_nothing_behind(self):
        peers = [self.connect() for _ in range(1000)]
        for _ in range(20):
            self.assert_well()
        for peer in peers:
            peer.close()
        self.assert_well()
        descriptors = pathlib.Path(f"/proc/{self.server.process.pid}/fd")
        wait_for(lambda: len(os.listdir(descriptors)) < 100, "their descriptors given back")
        # What was still held would be waited for.
        begin = time.monotonic()
        self.server.stop()
        self.assertLess(time.monotonic() - begin, 2)
        self.server.start()

    def test_when_descriptors_run_out_those_who_wait_are_let_in_later(self):
        pid = self.server.process.pid
        before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        held = len(os.listdir(f"/proc/{pid}/fd"))
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (held + 5, before[1]))
        peers = [self.connect() for _ in range(30)]
        wait_for(lambda: "accept error" in self.server.said(), "a complaint")
        for peer in peers:
            peer.close()
        self.assert_well()
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)

    def test_it_ends_in_time_under_load(self):
        stop = threading.Event()
        token = self.office.token()

        def ask():
            while not stop.is_set():
                with contextlib.suppress(OSError):
                    self.server.request("GET", "/pocs/", token=token)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        wait_for(lambda: self.server.said().count("route=/pocs/ ") > 50, "load")
        begin = time.monotonic()
        self.server.stop(5)
        self.assertLess(time.monotonic() - begin, 5)
        stop.set()
        for thread in threads:
            thread.join(10)
        self.server.start()


class Proxy(unittest.TestCase):
    def clients(self, config):
        """Whom the server takes its clients for, by what stands in X-Forwarded-For."""
        with Office(config=config) as office:
            for number, value in enumerate(("203.0.113.7", "203.0.113.7, 198.51.100.2",
                                            "198.51.100.2, 2001:db8:0::1", "nobody", "a b=c")):
                office.server.request("GET", f"/{number}", headers={"X-Forwarded-For": value})
            office.server.stop()
            return re.findall(r"route=- .*client=(\S+)", office.server.said())

    def test_forwarded_addresses_are_not_believed_from_just_anybody(self):
        self.assertEqual(self.clients(""), ["127.0.0.1"] * 5)

    def test_behind_a_proxy_the_one_is_believed_that_it_has_written(self):
        self.assertEqual(self.clients("trust-proxy=true"), [
            "203.0.113.7", "198.51.100.2", "2001:db8::1", "127.0.0.1", "127.0.0.1"])


class Limits(unittest.TestCase):
    def start(self, config):
        office = Office(config=config)
        office.__enter__()
        self.addCleanup(office.__exit__)
        return office.server

    def connect(self, server):
        peer = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        self.addCleanup(peer.close)
        return peer

    def is_served(self, peer):
        try:
            peer.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            return b" 200 " in peer.recv(4096)
        except OSError:
            return False

    def test_one_client_has_so_many_connections(self):
        self.check("connections-per-client=5", 5)

    def test_all_together_have_so_many(self):
        self.check("connections=5", 5)

    def check(self, config, limit):
        server = self.start(config)
        peers = [self.connect(server) for _ in range(2 * limit)]
        served = [self.is_served(peer) for peer in peers]
        self.assertEqual(sum(served), limit)
        for peer in peers:
            peer.close()
        wait_for(lambda: self.is_served(self.connect(server)), "room again")


if __name__ == "__main__":
    unittest.main()
