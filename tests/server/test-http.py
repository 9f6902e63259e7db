# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's door: what it lets in, and how it refuses the rest."""

import http.client
import json
import socket
import unittest

from office import Office

MEBIBYTE = 1024 * 1024


def setUpModule():
    global office
    office = Office()
    office.__enter__()


def tearDownModule():
    office.__exit__()


def connect(test):
    connection = http.client.HTTPConnection("127.0.0.1", office.server.port, timeout=20)
    test.addCleanup(connection.close)
    return connection


def send_bytes(body, content_type="application/json", path="/auth/login"):
    connection = http.client.HTTPConnection("127.0.0.1", office.server.port, timeout=20)
    try:
        connection.request("POST", path, body, {"Content-Type": content_type})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


class Paths(unittest.TestCase):
    def test_both_slash_forms_are_served_and_never_redirected(self):
        for path in ("/health", "/health/", "/users", "/users/", "/pocs", "/pocs/", "//pocs//"):
            answer = office.call("GET", path)
            self.assertEqual(answer.status, 200, path)

    def test_an_unknown_path_is_not_found(self):
        answer = office.call("GET", "/nope", who=None)
        self.assertEqual((answer.status, answer.json), (404, {"detail": "Not Found"}))

    def test_a_wrong_method_is_told_the_right_ones(self):
        answer = office.call("DELETE", "/auth/login", who=None)
        self.assertEqual((answer.status, answer.json), (405, {"detail": "Method Not Allowed"}))
        self.assertEqual(answer.headers["Allow"], "POST")

    def test_text_where_an_integer_belongs_is_named(self):
        answer = office.call("GET", "/pocs/abc")
        self.assertEqual(answer.status, 422)
        self.assertEqual(answer.json["detail"][0]["loc"], ["path", "poc_id"])
        self.assertEqual(answer.json["detail"][0]["type"], "int_parsing")

    def test_an_integer_beyond_all_is_not_found(self):
        for number in ("99999999999999999999999", "-1", "9223372036854775807"):
            self.assertEqual(office.call("GET", f"/pocs/{number}").status, 404, number)

    def test_encoded_tricks_lead_nowhere(self):
        for path in ("/pocs/%00", "/pocs/..%2f..%2fetc%2fpasswd", "/%ff%fe", "/app/..%2f..%2fx",
                     "/app/%2e%2e/server.db", "/pocs/1%00"):
            self.assertIn(office.call("GET", path).status, (400, 404, 422), path)


class Root(unittest.TestCase):
    def test_it_says_what_it_can(self):
        answer = office.call("GET", "/", who=None)
        self.assertEqual(answer.json["message"], "POC Manager API")
        self.assertEqual(answer.json["version"], "1.0.0")
        self.assertIn("changes", answer.json["capabilities"])

    def test_a_browser_is_led_to_the_pages(self):
        connection = connect(self)
        connection.request("GET", "/", headers={"Accept": "text/html,*/*"})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.headers["Location"]), (302, "app/"))

    def test_health_is_public(self):
        answer = office.call("GET", "/health", who=None)
        self.assertEqual((answer.status, answer.json["status"]), (200, "healthy"))

    def test_head_has_the_headers_and_no_body(self):
        connection = connect(self)
        connection.request("HEAD", "/health")
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.read()), (200, b""))


class Bodies(unittest.TestCase):
    def test_a_large_body_is_refused_before_it_is_sent(self):
        head = (f"POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                f"Expect: 100-continue\r\nContent-Length: {50 * MEBIBYTE}\r\n\r\n")
        with socket.create_connection(("127.0.0.1", office.server.port), timeout=10) as peer:
            peer.sendall(head.encode())
            self.assertIn(b" 413 ", peer.recv(65536))

    def test_a_large_body_with_a_length_is_413(self):
        status, answer = send_bytes(b"x" * (MEBIBYTE + 1))
        self.assertEqual((status, answer), (413, {"detail": "The request is too large."}))

    def test_a_large_body_in_chunks_is_413(self):
        connection = connect(self)
        parts = (b"x" * 65536 for _ in range(20))
        connection.request("POST", "/auth/login", parts, {"Content-Type": "application/json"},
                           encode_chunked=True)
        self.assertEqual(connection.getresponse().status, 413)

    def test_a_body_just_within_the_limit_is_read(self):
        body = json.dumps({"email": "se@a.com", "password": ""}).encode()
        self.assertEqual(send_bytes(body + b" " * (MEBIBYTE - len(body)))[0], 401)

    def test_what_is_no_json_is_named_and_not_echoed(self):
        for body in (b"{", b"hunter2hunter2", b"{'a': 1}", b"\xff\xfe", b'{"email": "\xc3"}',
                     b'{"a": "x\x00y"}', b'{"email": "a\\u0000@b.de", "password": "x"}',
                     b"[" * 5000, b'{"a":' * 5000 + b"1" + b"}" * 5000):
            status, answer = send_bytes(body)
            self.assertEqual(status, 422, body[:20])
            self.assertEqual(answer["detail"][0]["type"], "json_invalid", body[:20])
            self.assertNotIn("hunter2", json.dumps(answer))

    def test_json_that_is_no_object_is_refused(self):
        for body in (b"[]", b"1", b'"text"', b"null", b"true"):
            status, answer = send_bytes(body)
            self.assertEqual((status, answer["detail"][0]["type"]),
                             (422, "model_attributes_type"), body)

    def test_another_content_type_is_refused(self):
        body = b'{"email": "se@a.com", "password": "x"}'
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
            status, answer = send_bytes(body, kind)
            self.assertEqual((status, answer["detail"][0]["type"]),
                             (422, "model_attributes_type"), kind)

    def test_wrong_types_are_named(self):
        for body, field, kind in (
                ({"password": "x"}, "email", "missing"),
                ({"email": None, "password": "x"}, "email", "missing"),
                ({"email": 7, "password": "x"}, "email", "string_type"),
                ({"email": ["a@b.de"], "password": "x"}, "email", "string_type"),
                ({"email": "not an address", "password": "x"}, "email", "value_error"),
                ({"email": "a@b.de", "password": {"a": 1}}, "password", "string_type"),
                ({"email": "a@b.de", "password": "x" * 5000}, "password", "string_too_long")):
            status, answer = send_bytes(json.dumps(body).encode())
            self.assertEqual(status, 422, body)
            detail = answer["detail"][0]
            self.assertEqual((detail["loc"], detail["type"]), (["body", field], kind))
            self.assertNotIn("input", detail)

    def test_unknown_members_are_ignored(self):
        body = {"email": "se@a.com", "password": "x", "colour": {"a": [1, 2, None]}}
        self.assertEqual(send_bytes(json.dumps(body).encode())[0], 401)


class Wire(unittest.TestCase):
    def test_what_is_no_http_is_refused_and_the_server_lives(self):
        for data in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
                     b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n\r\n\r\n", b"\x00" * 1000,
                     b"GET / HTTP/1.1\r\n\r\n", b"POST / HTTP/1.1\r\nHost: x\r\n"
                     b"Transfer-Encoding: whatever\r\n\r\n",
                     b"GET /" + b"a" * 200000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 200000 + b"\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", office.server.port), timeout=10) as peer:
                try:
                    peer.sendall(data)
                    peer.shutdown(socket.SHUT_WR)
                    said = peer.recv(65536)
                except OSError:
                    said = b""
            self.assertNotIn(b" 200 ", said, data[:20])
            self.assertEqual(office.call("GET", "/health", who=None).status, 200)

    def test_a_peer_that_leaves_in_the_middle_harms_nobody(self):
        body = json.dumps({"email": "se@a.com", "password": "x"}).encode()
        head = (f"POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode()
        whole = head + body
        for cut in (5, len(head) - 2, len(head), len(whole) - 1, len(whole)):
            with socket.create_connection(("127.0.0.1", office.server.port)) as peer:
                peer.sendall(whole[:cut])
        self.assertEqual(office.call("GET", "/health", who=None).status, 200)

    def test_a_connection_serves_many_requests(self):
        connection = connect(self)
        for _ in range(20):
            connection.request("GET", "/health")
            answer = connection.getresponse()
            self.assertEqual((answer.status, json.loads(answer.read())["status"]),
                             (200, "healthy"))

    def test_answers_are_not_stored_and_not_guessed_at(self):
        answer = office.call("GET", "/auth/me")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        self.assertIn("Date", answer.headers)


if __name__ == "__main__":
    unittest.main()
