# SPDX-License-Identifier: GPL-3.0-or-later
"""The server speaks TLS itself, when it has a certificate."""

import http.client
import signal
import socket
import ssl
import subprocess
import unittest
import warnings

from pmtest.server import Server
from pmtest.waiting import wait_for


def make_certificate(folder, name):
    """A certificate for this machine, signed by itself."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
                   check=True, capture_output=True)
    return certificate, key


class SecureServer(Server):
    def __init__(self, *arguments):
        super().__init__()
        self.certificate, self.key = make_certificate(self.place, "first")
        self._arguments = ("--tls-cert", self.certificate, "--tls-key", self.key, *arguments)


class Tls(unittest.TestCase):
    def setUp(self):
        self.server = SecureServer()
        self.addCleanup(self.server.__exit__)
        self.server.start()

    def connect(self, certificate=None):
        context = ssl.create_default_context(cafile=certificate or self.server.certificate)
        return http.client.HTTPSConnection("127.0.0.1", self.server.port, context=context,
                                           timeout=20)

    def peer(self, **options):
        context = ssl.create_default_context(cafile=self.server.certificate)
        for name, value in options.items():
            setattr(context, name, value)
        context.set_alpn_protocols(["h2", "http/1.1"])
        plain = socket.create_connection(("127.0.0.1", self.server.port), timeout=20)
        return context.wrap_socket(plain, server_hostname="127.0.0.1")

    def test_it_says_https_and_serves_many_requests_over_a_connection(self):
        self.assertTrue(self.server.url.startswith("https://127.0.0.1:"))
        connection = self.connect()
        self.addCleanup(connection.close)
        for _ in range(3):
            connection.request("GET", "/health")
            answer = connection.getresponse()
            self.assertEqual((answer.status, answer.read()[:18]), (200, b'{"status":"healthy'))

    def test_http_2_is_not_offered(self):
        with self.peer() as peer:
            self.assertEqual(peer.selected_alpn_protocol(), "http/1.1")

    def test_old_versions_are_refused(self):
        with warnings.catch_warnings(action="ignore"), self.assertRaises(OSError):
            self.peer(minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1)

    def test_plain_http_gets_nothing_and_harms_nobody(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as plain:
            plain.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            try:
                said = plain.recv(4096)
            except OSError:
                said = b""
        self.assertNotIn(b"HTTP/1.1 200", said)
        self.test_it_says_https_and_serves_many_requests_over_a_connection()

    def test_the_web_session_s_cookie_is_for_https_only(self):
        self.server.admin("tenant", "add", "Acme")
        self.server.admin("user", "add", "se@acme.example", "--tenant", "acme", "--role",
                          "sales_engineer", "--name", "S E", input="correct-horse-9\n")
        connection = self.connect()
        self.addCleanup(connection.close)
        connection.request("POST", "/web/session",
                           '{"email": "se@acme.example", "password": "correct-horse-9"}',
                           {"Content-Type": "application/json", "X-Requested-With": "page"})
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200, answer.read())
        cookie = answer.headers["Set-Cookie"]
        self.assertTrue(cookie.startswith("__Host-"), cookie)
        for word in ("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"):
            self.assertIn(word, cookie)

    def test_a_new_certificate_is_taken_up_by_a_signal(self):
        certificate, key = make_certificate(self.server.place, "second")
        key.rename(self.server.key)
        second = certificate.read_bytes()
        certificate.rename(self.server.certificate)
        self.server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "reload" in self.server.said(), "the certificate read again")
        with self.peer() as peer:
            self.assertEqual(peer.getpeercert(True), ssl.PEM_cert_to_DER_cert(second.decode()))

    def test_a_bad_new_certificate_is_said_and_the_old_one_stays(self):
        before = self.server.certificate.read_bytes()
        self.server.certificate.write_text("no certificate\n")
        self.server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "cannot be used" in self.server.said(), "a complaint")
        self.server.certificate.write_bytes(before)
        self.test_it_says_https_and_serves_many_requests_over_a_connection()


class Refusals(unittest.TestCase):
    def test_what_cannot_be_used_is_said_at_the_start(self):
        server = SecureServer()
        self.addCleanup(server.__exit__)
        open_key = server.place / "open.key"
        open_key.write_bytes(server.key.read_bytes())
        open_key.chmod(0o644)
        for arguments, words in (
                (("--tls-cert", server.certificate, "--tls-key", open_key), "chmod 600"),
                (("--tls-cert", server.certificate), "needs both"),
                (("--tls-cert", "/nowhere.pem", "--tls-key", server.key), "/nowhere.pem"),
                (("--tls-cert", server.key, "--tls-key", server.key), "cannot be used")):
            answer = server.admin("serve", "--listen", "127.0.0.1:0", *arguments, check=False)
            self.assertIn(answer.returncode, (1, 2), arguments)
            self.assertIn(words, answer.stderr)


if __name__ == "__main__":
    unittest.main()
