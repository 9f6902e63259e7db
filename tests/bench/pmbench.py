# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks have in common.

A benchmark is a program of its own, NAME.py beside this file. It measures ours and what ours is
held against in turns, because machines are noisy, and reports each figure with report(): one JSON
object a line on standard output. Whatever goes wrong ends it with an exception.
"""

import contextlib
import json
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile

from pmtest.places import BUILD
from pmtest.server import Server
from pmtest.waiting import wait_for

ROUNDS = 3
CONNECTIONS = 64
DEMO_ADDRESS, DEMO_PASSWORD = "sam.rivera@northwind.example", "try-the-demo"

# `/tmp` may be memory, where nothing is ever made durable: the files lie on the build's disk.
PLACE = BUILD / "bench-data"


def note(text):
    """Says how far it has come, to the person who waits."""
    print(f"  {text}", file=sys.stderr, flush=True)


def in_turns(**measures):
    """Measures all, one after the other, several times; the values of each by its name."""
    values = {name: [] for name in measures}
    for number in range(ROUNDS):
        for name, measure in measures.items():
            values[name].append(measure())
            note(f"round {number + 1}: {name} {values[name][-1]:,.6g}")
    return values


def report(bench, figure, unit, ours, against=None, *, at_least=None, at_most=None, what=None):
    """Reports a figure. With @against the bound is for the ratio, without for the value itself.

    @ours, @against: a value for each round. @what: what it is held against, in words.
    """
    ratios = [a / b for a, b in zip(ours, against)] if against else None
    judged = statistics.median(ratios or ours)
    bound = at_least if at_least is not None else at_most
    good = bound is None or (judged >= bound if at_least is not None else judged <= bound)
    line = {"bench": bench, "figure": figure, "unit": unit, "ours": statistics.median(ours),
            "ours_range": [min(ours), max(ours)]}
    if against:
        line |= {"against": what, "limit": statistics.median(against),
                 "limit_range": [min(against), max(against)], "ratio": judged,
                 "ratio_range": [min(ratios), max(ratios)]}
    if bound is not None:
        line |= {"must_be": f"{'≥' if at_least is not None else '≤'} {bound:g}", "good": good}
    print(json.dumps(line, ensure_ascii=False), flush=True)


@contextlib.contextmanager
def folder():
    """A folder on a real disk, gone afterwards."""
    PLACE.mkdir(parents=True, exist_ok=True)
    path = pathlib.Path(tempfile.mkdtemp(dir=PLACE))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def resident(process):
    """A process' resident memory in bytes."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)[1]) * 1024


class DemoServer(Server):
    """The real server on a real disk, with the demo's people and @n_pocs POCs."""

    def __init__(self, place, n_pocs, config=""):
        path = place / "config"
        path.write_text(f"[server]\n{config}\n")
        super().__init__(f"--demo={n_pocs}", "--config", path)
        shutil.rmtree(self.place)
        self.place = place
        self.data = place / "data"
        self.mail = f"file:{place / 'mail'}"
        self.log = place / "log"

    def start(self, seconds=120):
        super().start(seconds)

    def sign_in(self):
        """An access token of the demo's first person."""
        answer = self.request("POST", "/auth/select-tenant", {
            "email": DEMO_ADDRESS, "password": DEMO_PASSWORD, "tenant_id": 1})
        return answer.json["access_token"]


NGINX = """
master_process off; daemon off; pid {place}/nginx.pid; error_log {place}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000000; default_type application/json;
  client_body_temp_path {place}/1; proxy_temp_path {place}/2; fastcgi_temp_path {place}/3;
  uwsgi_temp_path {place}/4; scgi_temp_path {place}/5;
  server {{ listen 127.0.0.1:{port}; root {place}/static; }}
}}
"""


@contextlib.contextmanager
def nginx(place, name, content):
    """nginx, its worker alone, which serves @content as a static file; the file's URL."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    static = place / "static"
    static.mkdir()
    (static / name).write_bytes(content)
    (place / "nginx.conf").write_text(NGINX.format(place=place, port=port))
    process = subprocess.Popen(["nginx", "-e", place / "nginx.log", "-c", place / "nginx.conf"])
    try:
        wait_for(lambda: not socket.socket().connect_ex(("127.0.0.1", port)), "nginx")
        yield f"http://127.0.0.1:{port}/{name}"
    finally:
        process.terminate()
        process.wait(10)


def wrk(url, token=None, seconds=5, script=None):
    """Requests a second over 64 connections that stay open. An answer that is no 2xx is an error."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    if token:
        command += ["-H", f"Authorization: Bearer {token}"]
    if script:
        command += ["-s", script]
    said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    if re.search(r"Non-2xx|Socket errors", said):
        raise AssertionError(said)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
