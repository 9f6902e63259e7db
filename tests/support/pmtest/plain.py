# SPDX-License-Identifier: GPL-3.0-or-later
"""A POC Manager server of API 1.0.0 on this machine, with the defects of the real one.

What it knows and does is in plain_office and plain_routes; here is how it speaks HTTP.
"""

import http.server
import json
import sys
import threading
import urllib.parse

from pmtest.plain_office import CRASH, PlainOffice, Refusal
import pmtest.plain_work  # registers its routes
from pmtest.plain_routes import ROUTES

PUBLIC = ("/", "/health", "/auth/login", "/auth/select-tenant")
WEB_PAGE = b"<!doctype html><html><body><div id=root></div></body></html>"
TEXT = {"Content-Type": "text/plain; charset=utf-8"}
CRASH_WORDS = b"Internal Server Error"
UPSTREAM_ERROR = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


class Redirect(Exception):
    """To the other slash form."""


class Request:
    """@path, @query, @body, @user, @tenant_id; ids of the path by id()."""

    def __init__(self, path, query, body):
        self.path = path
        self.query = query
        self.body = body
        self.user = self.tenant_id = None
        self.ids = {}

    def id(self, name):
        try:
            return int(self.ids[name])
        except ValueError:
            raise Refusal(422, [{"type": "int_parsing", "loc": ["path", name],
                                 "msg": "Input should be a valid integer",
                                 "input": self.ids[name]}]) from None

    def cut(self, rows):
        """The page that was asked for, of rows in no order."""
        skip, limit = int(self.query.get("skip", 0)), int(self.query.get("limit", 100))
        if skip < 0 or limit < 0:
            raise Refusal(500)
        return rows[skip:skip + limit]


def match(pattern, path):
    """The ids of a path, None if it is another one."""
    ids = {}
    for expected, found in zip(pattern, path):
        if expected.startswith("{"):
            ids[expected[1:-1]] = found
        elif expected != found:
            return None
    return ids if len(pattern) == len(path) else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._serve()

    do_POST = do_PUT = do_DELETE = do_GET

    def log_message(self, *_):
        pass

    def _serve(self):
        server = self.server.plain
        if server.away:
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with server.lock:
            fault = server.next_fault(self.command, self.path)
            status, headers, answer = server.answer(self.command, self.path, self.headers, body,
                                                    fault == "before")
        if fault in ("html", "before"):
            status, headers, answer = 502, {"Content-Type": "text/html"}, UPSTREAM_ERROR
        elif fault == "crash":
            status, headers, answer = 500, TEXT, CRASH_WORDS
        if fault == "silence":
            self.close_connection = True
        else:
            self._reply(status, headers, answer)
        with server.lock:
            server.afterwards(self.command, self.path.removeprefix(server.prefix))
            if server.mails_at_once:
                server.office.send_waiting_mails()

    def _reply(self, status, headers, answer):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def date_time_string(self, timestamp=None):
        now = self.server.plain.office.now()
        return super().date_time_string(now.timestamp())


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Desktops may be killed while they are answered."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class PlainServer:
    """Use it with `with`. @office is what it knows; hold @lock to look at it or change it.

    @url: where it is, with @prefix. @requests: (method, path) of all that came; @said: (method,
    path, body) of those with one. Faults are armed with fail(); each strikes one request. @away:
    whether nobody is answered and nothing done. @mails_at_once: whether mails go when the answer
    has. @afterwards: called with method and path when a request was answered.
    """

    def __init__(self, prefix=""):
        self.office = PlainOffice()
        self.lock = threading.RLock()
        self.prefix = prefix
        self.requests = []
        self.said = []
        self.away = False
        self.mails_at_once = True
        self.afterwards = lambda method, path: None
        self._faults = []
        self._http = None

    def __enter__(self):
        self._http = Listener(("127.0.0.1", 0), Handler)
        self._http.plain = self
        threading.Thread(target=self._http.serve_forever, args=[0.05], daemon=True).start()
        return self

    def __exit__(self, *_):
        self._http.shutdown()
        self._http.server_close()

    @property
    def port(self):
        return self._http.server_address[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}{self.prefix}"

    def fail(self, how, method, part):
        """The next request of @method whose path has @part in it gets no proper answer; with a `=`
        before it, @part is the whole path.

        @how: `silence`, the connection ends; `html`, a page of the proxy in front; `crash`, words
        of the server's. In all of them it has done what was asked. `before`: likewise a page, and
        nothing was done. `never`: nothing fails.
        """
        if how == "never":
            return
        with self.lock:
            self._faults.append((how, method, part))

    def next_fault(self, method, path):
        self.requests.append((method, path))
        for fault in self._faults:
            if fault[1] == method and (fault[2] in path or fault[2] == f"={path}"):
                self._faults.remove(fault)
                return fault[0]
        return None

    def answer(self, method, target, headers, body, undone=False):
        """(status, headers, bytes) for a request."""
        url = urllib.parse.urlsplit(target)
        if not url.path.startswith(self.prefix):
            # Q33: the proxy in front answers with the web application, whatever is asked.
            return (200 if method == "GET" else 405), {"Content-Type": "text/html"}, WEB_PAGE
        path = urllib.parse.unquote(url.path.removeprefix(self.prefix)) or "/"
        try:
            function, ids = self._find(method, path, url)
            request = Request(path, dict(urllib.parse.parse_qsl(url.query)), {})
            request.ids = ids
            if path not in PUBLIC:
                request.user, request.tenant_id = self.office.identify(
                    headers.get("Authorization"))
            self._read_body(method, headers, body, request)
            if request.body:
                self.said.append((method, path, request.body))
            # Q6: the database takes no such character.
            if any("\0" in value for value in request.body.values() if isinstance(value, str)):
                raise CRASH
            status, answer = (502, None) if undone else function(self.office, request)
        except Redirect as redirect:
            # Q33: to where the proxy in front knows nothing of it.
            return 307, {"Location": f"http://{headers.get('Host')}{redirect}"}, b""
        except Refusal as refusal:
            if refusal.detail is None:
                return refusal.status, TEXT, CRASH_WORDS
            status, answer = refusal.status, {"detail": refusal.detail}
        return status, {"Content-Type": "application/json"}, json.dumps(answer).encode()

    def _find(self, method, path, url):
        known = [(each, function, match(pattern, path.split("/")))
                 for each, pattern, function in ROUTES]
        for each, function, ids in known:
            if ids is not None and each == method:
                return function, ids
        if any(ids is not None for _, _, ids in known):
            raise Refusal(405, "Method Not Allowed")
        other = path[:-1] if path.endswith("/") else path + "/"
        if any(match(pattern, other.split("/")) is not None for _, pattern, _ in ROUTES):
            raise Redirect(other + (f"?{url.query}" if url.query else ""))
        raise Refusal(404, "Not Found")

    @staticmethod
    def _read_body(method, headers, body, request):
        if method not in ("POST", "PUT") or not body:
            return
        if headers.get_content_type() != "application/json":
            raise Refusal(422, [{"type": "model_attributes_type", "loc": ["body"],
                                 "msg": "Input should be a valid dictionary or object",
                                 "input": body.decode(errors="replace")}])
        try:
            request.body = json.loads(body)
        except ValueError:
            raise Refusal(422, [{"type": "json_invalid", "loc": ["body", 0],
                                 "msg": "JSON decode error", "input": {}}]) from None
