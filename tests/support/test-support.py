# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail, browser, server and network as tests use them do what they say."""

import datetime
import http.server
import os
import pathlib
import smtplib
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from pmtest.browser import Browser
from pmtest.clock import Clock
from pmtest.mail import MailFolder, MailServer
from pmtest.proxy import TO_CLIENT, TO_SERVER, Proxy
from pmtest.server import Server
from pmtest.waiting import wait_for

MESSAGE = "To: ada@example.com\r\nSubject: Hello\r\n\r\nWords\r\n"
PAGE = """<!doctype html><title>Page</title><label for=a>Name</label><input id=a>
<button onclick="document.body.append('Hello ' + document.getElementById('a').value)">Greet</button>
"""
# Stands in for the server's program: what is tested is how it is started, asked and ended.
PROGRAM = """#!/usr/bin/env python3
import http.server, sys, signal
if sys.argv[1] != "serve":
    print(*sys.argv[1:3], sys.stdin.read()); sys.exit(sys.argv[2] == "wrong")
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(418); self.end_headers(); self.wfile.write(b'{"path": "%s"}' % self.path.encode())
    log_message = lambda *_: None
host, _, port = sys.argv[sys.argv.index("--listen") + 1].partition(":")
http.server.HTTPServer.allow_reuse_address = True
server = http.server.HTTPServer((host, int(port)), Handler)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
"""


class Mail(unittest.TestCase):
    def send(self, server):
        with smtplib.SMTP("127.0.0.1", server.port, timeout=5) as client:
            client.sendmail("bob@example.com", ["ada@example.com"], MESSAGE)

    def test_is_taken_and_kept(self):
        with MailServer() as server:
            self.send(server)
            message = server.wait_for_message("ada@example.com")
            self.assertEqual(message["Subject"], "Hello")

    def test_is_refused_in_the_given_words(self):
        with MailServer() as server:
            server.refusal = "550 5.1.1 No such user"
            with self.assertRaises(smtplib.SMTPRecipientsRefused) as refusal:
                self.send(server)
            self.assertIn(b"No such user", str(refusal.exception).encode())
            self.assertEqual(server.messages, [])

    def test_hangs_until_it_is_let_go(self):
        with MailServer() as server:
            server.hanging = True
            sending = threading.Thread(target=self.send, args=[server])
            sending.start()
            wait_for(lambda: server.attempts == 1, "an attempt")
            self.assertEqual(server.messages, [])
            server.hanging = False
            sending.join(10)
            self.assertEqual(len(server.messages), 1)

    def test_in_a_folder_is_read(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "1.eml").write_bytes(MESSAGE.encode())
            message = MailFolder(folder).wait_for_message("ada@example.com")
            self.assertEqual(message.get_content().strip(), "Words")


class Network(unittest.TestCase):
    def setUp(self):
        self.echo = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.echo.close)
        self.proxy = Proxy(self.echo.getsockname()[1])
        self.proxy.__enter__()
        self.addCleanup(self.proxy.refuse)

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.proxy.port), 5)
        self.addCleanup(client.close)
        server, _ = self.echo.accept()
        server.settimeout(5)
        self.addCleanup(server.close)
        return client, server

    def read(self, end, count):
        data = b""
        try:
            while len(data) < count and (part := end.recv(count - len(data))):
                data += part
        except ConnectionResetError:
            pass
        return data

    def test_passes_both_ways_and_counts(self):
        client, server = self.connect()
        client.sendall(b"question")
        self.assertEqual(self.read(server, 8), b"question")
        server.sendall(b"yes")
        self.assertEqual(self.read(client, 3), b"yes")
        self.assertEqual(self.proxy.passed, {TO_SERVER: 8, TO_CLIENT: 3})

    def test_cuts_after_the_given_bytes_and_only_once(self):
        self.proxy.cut(TO_SERVER, after=3)
        client, server = self.connect()
        client.sendall(b"question")
        self.assertLessEqual(len(self.read(server, 8)), 3)
        wait_for(lambda: self.proxy.faults == 1, "the fault")
        client, server = self.connect()
        client.sendall(b"question")
        self.assertEqual(self.read(server, 8), b"question")

    def test_loses_the_reply_only(self):
        self.proxy.cut(TO_CLIENT)
        client, server = self.connect()
        client.sendall(b"question")
        self.assertEqual(self.read(server, 8), b"question")
        server.sendall(b"answer")
        self.assertEqual(self.read(client, 6), b"")

    def test_holds_until_released(self):
        self.proxy.hold(TO_CLIENT, after=2)
        client, server = self.connect()
        server.sendall(b"answer")
        self.assertEqual(self.read(client, 2), b"an")
        client.settimeout(0.1)
        self.assertRaises(TimeoutError, client.recv, 1)
        client.settimeout(5)
        self.proxy.release()
        self.assertEqual(self.read(client, 4), b"swer")

    def test_refuses_and_accepts_again_on_the_same_port(self):
        client, _ = self.connect()
        self.proxy.refuse()
        self.assertEqual(self.read(client, 1), b"")
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", self.proxy.port), 5)
        self.proxy.accept()
        self.connect()

    def test_keeps_its_port_while_it_refuses(self):
        self.proxy.refuse()
        with socket.socket() as stranger, self.assertRaises(OSError):
            stranger.bind(("127.0.0.1", self.proxy.port))

    def test_hook_is_called_before_bytes_pass_and_may_cut(self):
        def hook(way, data):
            raise RuntimeError

        self.proxy.hook = hook
        client, server = self.connect()
        client.sendall(b"question")
        self.assertEqual(self.read(server, 8), b"")


class ServerProcess(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.program = pathlib.Path(folder.name, "program")
        self.program.write_text(PROGRAM)
        self.program.chmod(stat.S_IRWXU)

    def test_answers_and_keeps_its_port_over_restarts(self):
        with Server(program=self.program) as server:
            answer = server.request("GET", "/health")
            self.assertEqual((answer.status, answer.json), (418, {"path": "/health"}))
            port = server.port
            server.restart()
            self.assertEqual(server.port, port)
            self.assertEqual(server.request("GET", "/again").json["path"], "/again")
            server.stop()
            self.assertFalse(server.is_running)

    def test_admin_commands_read_input_and_fail_loudly(self):
        server = Server(program=self.program)
        self.addCleanup(server.__exit__)
        self.assertEqual(server.admin("user", "add", input="pw"), "user add pw\n")
        self.assertRaises(AssertionError, server.admin, "user", "wrong")

    def test_program_that_does_not_listen_fails(self):
        self.program.write_text("#!/bin/sh\necho no >&2\nexit 3\n")
        server = Server(program=self.program)
        self.addCleanup(server.__exit__)
        self.assertRaisesRegex(AssertionError, "no\n", server.start)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_):
        pass


class AtABrowser(unittest.TestCase):
    def test_reads_fills_and_clicks(self):
        site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=site.serve_forever, daemon=True).start()
        self.addCleanup(site.server_close)
        self.addCleanup(site.shutdown)
        with Browser() as browser:
            browser.open(f"http://127.0.0.1:{site.server_port}/")
            browser.fill("Name", 'Ada "the first"')
            browser.click("Greet")
            browser.wait_to_see('Hello Ada "the first"')


READ_CLOCKS = """
import sys, time
for _ in sys.stdin:
    print(time.time(), time.clock_gettime(time.CLOCK_BOOTTIME), time.monotonic(), flush=True)
"""


class Clocks(unittest.TestCase):
    """What a program reads of its clocks, compared with ours."""

    def setUp(self):
        self.clock = self.enterContext(Clock(hours=-9, milliseconds=-300))
        self.program = subprocess.Popen(
            [sys.executable, "-c", READ_CLOCKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env=os.environ | self.clock.environment)
        self.addCleanup(self.program.communicate)

    def assert_ahead(self, wall, boot=0, timers=0):
        self.program.stdin.write("\n")
        self.program.stdin.flush()
        read = [float(word) for word in self.program.stdout.readline().split()]
        ours = time.time(), time.clock_gettime(time.CLOCK_BOOTTIME), time.monotonic()
        for theirs, our, ahead in zip(read, ours, (wall, boot, timers)):
            self.assertAlmostEqual(theirs - our, ahead, delta=5)

    def test_are_set_before_and_while_it_runs(self):
        self.assert_ahead(-9 * 3600)
        self.clock.ahead = datetime.timedelta(hours=4)
        self.assert_ahead(4 * 3600)

    def test_sleep_is_no_time_for_timers(self):
        self.clock.ahead = datetime.timedelta()
        self.clock.sleep(hours=8)
        self.assert_ahead(8 * 3600, 8 * 3600)

    def test_time_that_passes_at_once_is_time_for_timers(self):
        self.clock.ahead = datetime.timedelta()
        self.clock.advance(minutes=2)
        self.assert_ahead(120, 120, 120)


if __name__ == "__main__":
    unittest.main()
