# SPDX-License-Identifier: GPL-3.0-or-later
"""The real poc-manager-server, with a data folder of its own."""

import json
import os
import pathlib
import re
import select
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from pmtest.places import SERVER
from pmtest.port import take_port

# Its certificate is one that the test has made.
UNVERIFIED = ssl._create_unverified_context()
LISTENING = re.compile(rb"listening on (https?://127\.0\.0\.1:\d+)\n")


class Answer:
    """@status, @headers, @text, and @json where it is JSON."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.text = body.decode(errors="replace")

    @property
    def json(self):
        return json.loads(self.text)


class Server:
    """Use it with `with`, or call start() and stop(). It keeps its port over restarts.

    @url: what it listens on. @mail: its `--mail` argument, by default a folder beside the data.
    """

    def __init__(self, *arguments, mail=None, program=SERVER):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="server-"))
        self.data = self.place / "data"
        self.mail = mail or f"file:{self.place / 'mail'}"
        self.log = self.place / "log"
        self.url = None
        self.process = None
        self._port = take_port()
        self.port = self._port.getsockname()[1]
        self._program = program
        self._arguments = arguments

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()
        self._port.close()
        shutil.rmtree(self.place, ignore_errors=True)

    def start(self, seconds=15):
        command = [self._program, "serve", "--data-dir", self.data, "--mail", self.mail]
        command += ["--listen", f"127.0.0.1:{self.port}", *self._arguments]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                            stdout=subprocess.PIPE, stderr=log)
        line = self._read_line(seconds)
        match = LISTENING.fullmatch(line)
        if not match:
            self.kill()
            raise AssertionError(f"the server said {line!r} instead of listening\n{self.said()}")
        self.url = match[1].decode()

    def _read_line(self, seconds):
        line, deadline = b"", time.monotonic() + seconds
        while not line.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                break
            part = self.process.stdout.read1(1)
            if not part:
                break
            line += part
        return line

    def said(self):
        """What it wrote to its log."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self, seconds=5):
        """Asks it to end, which it must do by itself, well and in time."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(seconds)
        self.process.stdout.close()
        if status != 0:
            raise AssertionError(f"the server ended with {status}\n{self.said()}")

    def kill(self):
        """Ends it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process.stdout.close()

    def restart(self):
        self.kill()
        self.start()

    def count_waiting(self):
        """How many change requests wait in it: what its one epoll set watches."""
        place = pathlib.Path(f"/proc/{self.process.pid}")
        # It has been there from the beginning, below all that comes and goes.
        numbers = sorted(int(entry.name) for entry in (place / "fd").iterdir())
        watching = next(number for number in numbers
                        if os.readlink(place / f"fd/{number}") == "anon_inode:[eventpoll]")
        return (place / f"fdinfo/{watching}").read_text().count("tfd:")

    def admin(self, *words, input=None, check=True):
        """Runs an admin command, `admin("tenant", "add", "Acme")`; returns what it printed."""
        command = [self._program, *words, "--data-dir", self.data]
        answer = subprocess.run(command, input=input or "", capture_output=True, text=True,
                                timeout=60)
        if check and answer.returncode != 0:
            raise AssertionError(f"{' '.join(words)}: {answer.stderr or answer.stdout}")
        return answer.stdout if check else answer

    def request(self, method, path, body=None, token=None, headers=None):
        """One call of the API; @body is sent as JSON."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} | (headers or {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=70, context=UNVERIFIED) as reply:
                return Answer(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())
