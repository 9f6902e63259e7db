# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be configured, and how the server says that it cannot run."""

import os
import pathlib
import socket
import sqlite3
import subprocess
import tempfile
import unittest

from pmtest.places import SOURCES
from pmtest.server import Server
from pmtest.waiting import wait_for

EXAMPLE = SOURCES / "data" / "poc-manager-server.conf"
IN_A_FOLDER = ["unshare", "--mount", "sh", "-ec",
               'mount -t tmpfs -o "$1" none "$2"; shift 2; exec "$@"', "-"]


def can_mount():
    with tempfile.TemporaryDirectory() as place:
        return subprocess.run([*IN_A_FOLDER, "size=64k", place, "true"],
                              capture_output=True).returncode == 0


class Case(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.__exit__)
        self.config = self.server.place / "config"

    def write(self, *lines, mode=0o600):
        self.config.write_text("\n".join(["[server]", *lines]) + "\n")
        self.config.chmod(mode)
        return "--config", str(self.config)

    def serve(self, *arguments, data=None, before=(), env=None):
        command = [*before, self.server._program, "serve", "--listen", "127.0.0.1:0",
                   "--data-dir", data or self.server.data, *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=20, env=env)

    def assert_ends(self, answer, status, *words):
        self.assertEqual((answer.returncode, answer.stdout), (status, ""), answer.stderr)
        said = answer.stderr.splitlines()[-1]
        self.assertTrue(said.startswith("poc-manager-server: ") and said.endswith("."), said)
        for word in words:
            self.assertIn(word, said)


class File(Case):
    def test_what_is_impossible_is_said_with_file_and_key(self):
        for line, word in (("invitations-per-hour=many", "whole number"),
                           ("invitations-per-day=-1", "whole number"),
                           ("connections=-1", "whole number"),
                           ("request-seconds=1.5", "whole number"),
                           ("mail-retry=soon", "seconds"), ("slow-seconds=0", "seconds"),
                           ("mail-retry=inf", "seconds"),
                           ("trust-proxy=perhaps", "true nor false"),
                           ("log-level=loud", "no level"), ("listen=nowhere", "to listen on"),
                           ("public-url=ftp://x", "public address"),
                           ("public-url=https://a@x", "public address"),
                           ("public-url=https://x/?a", "public address"),
                           ("mail=pigeon:x", "smtp://"), ("data-dir=", "missing")):
            answer = self.serve(*self.write(line))
            self.assert_ends(answer, 2, f"“{self.config}”", line.split("=")[0] + ":", word)

    def test_a_password_in_the_way_of_mails_is_refused_and_not_repeated(self):
        for arguments in (self.write("mail=smtp://me:hunter2@mail.example"),
                          ("--mail", "smtp://me:hunter2@mail.example")):
            answer = self.serve(*arguments)
            self.assert_ends(answer, 2, "mail-password")
            self.assertNotIn("hunter2", answer.stderr)

    def test_a_file_that_is_none_is_said(self):
        self.assert_ends(self.serve("--config", "/nowhere"), 2, "“/nowhere” cannot be read")
        self.config.write_text("no key file")
        self.assert_ends(self.serve("--config", self.config), 2, f"“{self.config}” cannot be read")

    def test_a_secret_must_be_the_owner_s_alone(self):
        for mode in (0o640, 0o604, 0o644):
            self.assert_ends(self.serve(*self.write("mail-password=x", mode=mode)), 2, "0600")

    def test_what_nobody_knows_is_warned_of_and_does_no_harm(self):
        self.server._arguments = self.write("colour=blue", "", "[other]", "listen=x")
        self.server.start()
        self.assertIn("unknown-key=colour", self.server.said())
        self.assertIn("unknown-group=other", self.server.said())

    def test_the_command_line_wins(self):
        self.server._arguments = self.write("listen=127.0.0.1:1", "data-dir=/nowhere",
                                            "log-level=error", "mail=file:/nowhere/mail")
        self.server.start()
        self.assertTrue((self.server.data / "server.db").exists())
        self.assertEqual(self.server.request("GET", "/health").status, 200)
        self.assertEqual(self.server.said(), "")

    def test_the_installed_example_is_a_valid_one_that_changes_nothing(self):
        text = EXAMPLE.read_text()
        for line in text.splitlines():
            self.assertTrue(not line or line[0] in "#[", line)
        self.server._arguments = ("--config", EXAMPLE)
        self.server.start()
        self.assertNotIn("unknown", self.server.said())

    def test_the_example_explains_every_key_with_a_value_that_is_taken(self):
        source = (SOURCES / "src/server/pm-server-config.c").read_text()
        keys = {part.split('"')[1] for part in source.split("\n")
                if part.strip().startswith(("KEY (\"", "SECRET (\""))}
        lines = [line[1:] for line in EXAMPLE.read_text().splitlines()
                 if line.startswith("#") and not line.startswith("# ") and "=" in line]
        self.assertEqual({line.split("=")[0] for line in lines}, keys)
        certificate = [line for line in lines if line.startswith("tls-")]
        self.server.admin("tenant", "add", "Acme")
        self.server.admin("tenant", "list", *self.write(*set(lines) - set(certificate)))


class Environment(Case):
    def test_it_gives_the_folder_and_the_password(self):
        environment = os.environ | {"STATE_DIRECTORY": str(self.server.data),
                                    "POC_MANAGER_MAIL_PASSWORD": "x"}
        answer = subprocess.run([self.server._program, "tenant", "add", "Acme"],
                                capture_output=True, text=True, env=environment, timeout=20)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("acme", self.server.admin("tenant", "list"))


class Ends(Case):
    """No way to start ends without a sentence."""

    def test_a_taken_port(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            config = self.write(f"listen=127.0.0.1:{taken.getsockname()[1]}")
            answer = subprocess.run([self.server._program, "serve", *config, "--data-dir",
                                     self.server.data], capture_output=True, text=True, timeout=20)
        self.assert_ends(answer, 1, "cannot be listened on")

    def test_an_address_of_another_machine(self):
        answer = subprocess.run([self.server._program, "serve", "--listen", "192.0.2.1:80",
                                 "--data-dir", self.server.data],
                                capture_output=True, text=True, timeout=20)
        self.assert_ends(answer, 1, "192.0.2.1:80")

    def test_a_folder_that_is_none(self):
        place = self.server.place / "file"
        place.touch()
        self.assert_ends(self.serve(data=place), 1, f"“{place}” cannot be used")

    def test_a_folder_whose_name_is_too_long(self):
        self.assert_ends(self.serve(data=self.server.place / ("x" * 120)), 1, "shorter")

    @unittest.skipUnless(can_mount(), "file systems cannot be mounted here")
    def test_a_folder_that_cannot_be_written(self):
        self.server.data.mkdir()
        before = [*IN_A_FOLDER, "ro", self.server.data]
        self.assert_ends(self.serve(before=before), 1, "Read-only")

    @unittest.skipUnless(can_mount(), "file systems cannot be mounted here")
    def test_a_full_folder(self):
        self.server.data.mkdir()
        before = [*IN_A_FOLDER, "size=64k", self.server.data]
        self.assert_ends(self.serve(before=before), 1, "server.db", "full")

    def test_a_file_of_a_newer_version(self):
        self.server.admin("tenant", "add", "Acme")
        connection = sqlite3.connect(self.server.data / "server.db")
        with connection:
            connection.execute("PRAGMA user_version = 9999")
        connection.close()
        self.assert_ends(self.serve(), 3, "newer version")
        self.assert_ends(self.server.admin("tenant", "list", check=False), 3, "newer version")

    def test_a_damaged_database(self):
        self.server.admin("tenant", "add", "Acme")
        (self.server.data / "server.db").write_bytes(os.urandom(20000))
        self.assert_ends(self.serve(), 3, "server.db", "backup")
        self.assert_ends(self.server.admin("check", check=False), 3, "server.db", "backup")

    def test_a_key_that_is_none_or_that_others_can_read(self):
        self.server.admin("tenant", "add", "Acme")
        key = self.server.data / "mail.key"
        content = key.read_bytes()
        key.write_bytes(b"x")
        self.assert_ends(self.serve(), 3, "mail.key")
        key.write_bytes(content)
        key.chmod(0o644)
        self.assert_ends(self.serve(), 1, "mail.key", "chmod 600")


class Health(Case):
    """GET /health tells the truth."""

    def health(self):
        """What is said once the second is over for which the last answer is kept."""
        first = self.server.request("GET", "/health").text
        wait_for(lambda: self.server.request("GET", "/health").text != first, "another answer", 5)
        return self.server.request("GET", "/health")

    def test_a_folder_that_is_gone(self):
        self.server.start()
        self.assertEqual(self.server.request("GET", "/health").json["database"], "ok")
        away = self.server.place / "away"
        self.server.data.rename(away)
        answer = self.health()
        self.assertEqual((answer.status, answer.json["status"]), (503, "unhealthy"))
        away.rename(self.server.data)
        self.assertEqual(self.health().status, 200)

    @unittest.skipUnless(can_mount(), "file systems cannot be mounted here")
    def test_a_disk_that_fills_up(self):
        self.server.data.mkdir()
        self.start_by([*IN_A_FOLDER, "size=16m", self.server.data])
        root = pathlib.Path(f"/proc/{self.server.process.pid}/root")
        inside = root / self.server.data.relative_to("/")
        self.assertEqual(self.server.request("GET", "/health").status, 200)
        (inside / "filler").write_bytes(bytes(12 * 1024 * 1024))
        answer = self.health()
        self.assertEqual((answer.status, answer.json["database"]), (503, "no space left"))
        (inside / "filler").unlink()
        self.assertEqual(self.health().status, 200)

    def start_by(self, before):
        """As start(), with more before the program."""
        whole = [*before, self.server._program, "serve", "--data-dir", self.server.data,
                 "--listen", "127.0.0.1:0"]
        with open(self.server.log, "ab") as log:
            self.server.process = subprocess.Popen(whole, stdout=subprocess.PIPE, stderr=log)
        line = self.server._read_line(15).decode()
        self.assertIn("listening on", line, self.server.said())
        self.server.url = line.split()[-1]


if __name__ == "__main__":
    unittest.main()
