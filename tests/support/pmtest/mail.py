# SPDX-License-Identifier: GPL-3.0-or-later
"""Where mail arrives: real SMTP servers that can refuse, hang and break, and a folder of .eml files."""

import asyncio
import email
import email.policy
import pathlib
import ssl
import subprocess
import threading

from aiosmtpd.smtp import SMTP, AuthResult

from pmtest.waiting import PATIENCE, wait_for


def parse(content):
    return email.message_from_bytes(content, policy=email.policy.default)


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
        self._parsed = {}  # by path: a mail in the folder is whole and stays as it is

    @property
    def messages(self):
        paths = sorted(self.folder.glob("*.eml"), key=lambda path: (path.stat().st_mtime_ns, path))
        for path in paths:
            if path not in self._parsed:
                self._parsed[path] = parse(path.read_bytes())
        return [self._parsed[path] for path in paths]


class _Listening(_Inbox):
    """A server on a port of its own, on a thread of its own. Use it with `with`."""

    scheme = "smtp"

    def __init__(self):
        self._received = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._server = self._run(self._listen())
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"{self.scheme}://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_):
        if self._loop.is_closed():
            return
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _close(self):
        self._server.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    async def _listen(self):
        raise NotImplementedError

    @property
    def messages(self):
        return [parse(content) for content in list(self._received)]

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)


class Authority:
    """A certificate authority, and a mail server's certificate by it for @host."""

    def __init__(self, folder, host="127.0.0.1"):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.file = self.folder / "authority.pem"
        name = f"IP:{host}" if host[0].isdigit() else f"DNS:{host}"
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                      "-nodes", "-days", "2", "-subj", "/CN=Test Authority",
                      "-keyout", "authority.key", "-out", "authority.pem")
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                      "-subj", "/CN=mail", "-addext", f"subjectAltName={name}",
                      "-keyout", "mail.key", "-out", "mail.csr")
        self._openssl("x509", "-req", "-in", "mail.csr", "-CA", "authority.pem",
                      "-CAkey", "authority.key", "-days", "2", "-copy_extensions", "copy",
                      "-out", "mail.pem")

    def _openssl(self, *arguments):
        subprocess.run(("openssl", *arguments), cwd=self.folder, check=True, capture_output=True)

    @property
    def context(self):
        """What a server with the certificate speaks TLS by."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "mail.pem", self.folder / "mail.key")
        return context


class MailServer(_Listening):
    """A good SMTP server.

    @url goes to `--mail`. @refusal: what is answered to the recipient instead of taking the mail,
    `"550 5.1.1 No such user"`; None takes it. @hanging: whether it takes mail and never answers.
    @users are passwords by name; @signed_in who signed in. @secure are the sessions that were
    encrypted, for each mail.

    With @tls, a `Authority.context`, it offers STARTTLS; with @implicit it speaks TLS from the
    start.
    """

    def __init__(self, tls=None, implicit=False, users=None):
        super().__init__()
        self.refusal = None
        self.attempts = 0
        self.users = users or {}
        self.signed_in = []
        self.sign_ins = 0
        self.secure = []
        self.senders = []
        self.recipients = []
        self._tls, self._implicit = tls, implicit
        self.scheme = "smtps" if implicit else "smtp"
        self._answering = threading.Event()
        self._answering.set()

    def __exit__(self, *_):
        self._answering.set()
        super().__exit__()

    def _listen(self):
        return self._loop.create_server(self._new_session, "127.0.0.1", 0,
                                        ssl=self._tls if self._implicit else None)

    @property
    def hanging(self):
        return not self._answering.is_set()

    @hanging.setter
    def hanging(self, value):
        if value:
            self._answering.clear()
        else:
            self._answering.set()

    def _new_session(self):
        return SMTP(self, hostname="localhost", enable_SMTPUTF8=True, loop=self._loop,
                    tls_context=None if self._implicit else self._tls,
                    authenticator=self._authenticate if self.users else None,
                    auth_required=bool(self.users), auth_require_tls=not self._implicit)

    def _authenticate(self, _server, _session, _envelope, _mechanism, data):
        self.sign_ins += 1
        name, password = data.login.decode(), data.password.decode()
        right = self.users.get(name) == password
        if right:
            self.signed_in.append(name)
        return AuthResult(success=right, handled=False)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        self.attempts += 1
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        while self.hanging:
            await asyncio.sleep(0.02)
        self.secure.append(session.ssl is not None or self._implicit)
        self.senders.append(envelope.mail_from)
        self.recipients += envelope.rcpt_tos
        self._received.append(envelope.content)
        return "250 OK: taken"


HANG = object()
DROP = object()

USUAL = {
    "greeting": "220 stubborn.example ESMTP",
    "EHLO": "250-stubborn.example\r\n250 8BITMIME",
    "HELO": "250 stubborn.example",
    "MAIL": "250 OK",
    "RCPT": "250 OK",
    "DATA": "354 Go on",
    "body": None,
    ".": "250 OK: taken",
    "QUIT": "221 Bye",
    "RSET": "250 OK",
}


class StubbornMailServer(_Listening):
    """An SMTP server that does at each stage what it is told.

    @answers gives for a stage of USUAL what is said instead: words, HANG or DROP. `"body"` is the
    mail before its last line, `"."` what comes after that. @commands are all that were heard.
    @most is how many connections there were at a time, at most; @mails_per_connection after how
    many it takes no more, None: never.
    """

    def __init__(self):
        super().__init__()
        self.answers = {}
        self.commands = []
        self.most = 0
        self.pause = 0
        self.mails_per_connection = None
        self._open = 0

    def _listen(self):
        return asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def _serve(self, reader, writer):
        self._open += 1
        self.most = max(self.most, self._open)
        try:
            await self._talk(reader, writer)
        except (ConnectionError, EOFError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open -= 1
            writer.close()

    async def _answer(self, stage, writer):
        while self.answers.get(stage) is HANG:
            await asyncio.sleep(0.02)
        answer = self.answers.get(stage, USUAL.get(stage, "500 What?"))
        if answer is DROP:
            raise EOFError
        await asyncio.sleep(self.pause)
        if answer is not None:
            writer.write(answer.encode() + b"\r\n")
            await writer.drain()
        return answer or ""

    async def _talk(self, reader, writer):
        n_mails = 0
        await self._answer("greeting", writer)
        while line := await reader.readline():
            command = line[:4].decode().strip().upper()
            self.commands.append(line.decode(errors="replace").rstrip())
            if command == "MAIL" and n_mails == self.mails_per_connection:
                writer.write(b"421 4.7.0 Too many mails on this connection\r\n")
                return
            answer = await self._answer(command, writer)
            if command == "DATA" and answer.startswith("354"):
                await self._take(reader, writer)
                n_mails += 1
            if command == "QUIT":
                return

    async def _take(self, reader, writer):
        content = await reader.readline()
        await self._answer("body", writer)
        content += await reader.readuntil(b"\r\n.\r\n")
        if self.answers.get(".", "2") in (DROP, HANG) or self.answers.get(".", "2")[0] == "2":
            self._received.append(content[:-3])
        await self._answer(".", writer)
