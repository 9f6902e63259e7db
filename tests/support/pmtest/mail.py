# SPDX-License-Identifier: GPL-3.0-or-later
"""Where mail arrives: a real SMTP server that can refuse and hang, and a folder of .eml files."""

import asyncio
import email
import email.policy
import pathlib
import threading

from aiosmtpd.smtp import SMTP

from pmtest.waiting import PATIENCE, wait_for


class _Inbox:
    """@messages are #email.message.EmailMessage, oldest first."""

    @property
    def messages(self):
        raise NotImplementedError

    def messages_to(self, address):
        return [message for message in self.messages if address in (message["To"] or "")]

    def wait_for_message(self, address, count=1, seconds=PATIENCE):
        """The @count-th message to @address, once it has arrived."""

        def arrived():
            messages = self.messages_to(address)
            return len(messages) >= count and messages[count - 1]

        return wait_for(arrived, f"mail {count} to {address}", seconds)


class MailFolder(_Inbox):
    """The folder that `--mail file:DIR` fills."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.url = f"file:{folder}"

    @property
    def messages(self):
        paths = sorted(self.folder.glob("*.eml"), key=lambda path: (path.stat().st_mtime_ns, path))
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                for path in paths]


class MailServer(_Inbox):
    """An SMTP server on a port of its own. Use it with `with`.

    @url goes to `--mail`. @refusal: what is answered to the recipient instead of taking the mail,
    `"550 5.1.1 No such user"`; None takes it. @hanging: whether it takes mail and never answers.
    """

    def __init__(self):
        self.refusal = None
        self.attempts = 0
        self._received = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._answering = threading.Event()
        self._answering.set()

    def __enter__(self):
        self._thread.start()
        self._server = self._run(self._loop.create_server(self._new_session, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_):
        self._answering.set()
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def messages(self):
        return list(self._received)

    @property
    def hanging(self):
        return not self._answering.is_set()

    @hanging.setter
    def hanging(self, value):
        if value:
            self._answering.clear()
        else:
            self._answering.set()

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    def _new_session(self):
        return SMTP(self, hostname="localhost", enable_SMTPUTF8=True, loop=self._loop)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        self.attempts += 1
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        while self.hanging:
            await asyncio.sleep(0.02)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self._received.append(message)
        return "250 OK: taken"
