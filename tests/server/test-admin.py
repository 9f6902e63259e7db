# SPDX-License-Identifier: GPL-3.0-or-later
"""What an administrator does, with and without a running server, and how a server ends."""

import pathlib
import signal
import socket
import sqlite3
import stat
import subprocess
import tempfile
import threading
import time
import unittest

from office import Office, PASSWORD, PEOPLE
from pmtest.server import Server


class Commands(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.__exit__)

    def fail_with(self, *words, input=None):
        answer = self.server.admin(*words, input=input, check=False)
        self.assertNotEqual(answer.returncode, 0, words)
        self.assertTrue(answer.stderr.startswith("poc-manager-server: "), answer.stderr)
        return answer.stderr

    def fill(self):
        self.server.admin("tenant", "add", "Acme & Söhne GmbH")
        self.server.admin("user", "add", "sam@acme.example", "--tenant", "acme-sohne-gmbh",
                          "--role", "sales_engineer", "--name", "Sam Rivera",
                          input=PASSWORD + "\n")

    def test_they_work_without_a_server(self):
        self.fill()
        self.assertIn("acme-sohne-gmbh\tAcme & Söhne GmbH", self.server.admin("tenant", "list"))
        self.assertIn("sam@acme.example", self.server.admin("user", "list"))
        self.assertIn("sound", self.server.admin("check"))

    def test_they_work_on_a_running_server(self):
        self.server.start()
        self.fill()
        self.assertIn("sam@acme.example",
                      self.server.admin("user", "list", "--tenant", "acme-sohne-gmbh"))
        answer = self.server.request("POST", "/auth/login",
                                     {"email": "sam@acme.example", "password": PASSWORD})
        self.assertEqual(answer.status, 200)

    def test_a_person_may_belong_to_two_organizations(self):
        self.fill()
        self.server.admin("tenant", "add", "Second", "--slug", "second")
        # Who has an account needs no password, and keeps theirs.
        self.server.admin("user", "add", "SAM@acme.example", "--tenant", "second",
                          "--role", "customer")
        self.assertEqual(len(self.server.admin("user", "list").splitlines()), 2)

    def test_what_is_wrong_is_said(self):
        self.fill()
        add = ("user", "add", "new@acme.example", "--tenant", "acme-sohne-gmbh")
        name, role = ("--name", "New Person"), ("--role", "customer")
        for words, input, expected in (
                (("nonsense",), None, "no such command"),
                (("tenant", "add"), None, "needs NAME"),
                (("tenant", "add", "Acme & Söhne GmbH"), None, "already exists"),
                (("tenant", "add", "  "), None, "name"),
                (("tenant", "add", "Line\nbreak"), None, "single line"),
                (("tenant", "add", "X", "--slug", "No Slug"), None, "slug"),
                (("tenant", "add", "X", "--invitation-days", "0x"), None, "no whole number"),
                (("tenant", "add", "X", "--invitation-days", "400"), None, "30 days"),
                ((*add, *name, "--role", "emperor"), PASSWORD, "role"),
                ((*add, *role), PASSWORD + "\n", "name"),
                ((*add, *name, *role), "", "missing"),
                ((*add, *name, *role), "short\n", "at least 10"),
                ((*add, *name, *role), "password123\n", "too common"),
                (("user", "add", "no address", "--tenant", "acme-sohne-gmbh", *name, *role),
                 PASSWORD, ""),
                (("user", "add", "new@acme.example", "--tenant", "nowhere", *name, *role),
                 PASSWORD, "no organization"),
                (("backup", "/nowhere/at/all.db"), None, "")):
            self.assertIn(expected, self.fail_with(*words, input=input), words)
        self.assertEqual(len(self.server.admin("user", "list").splitlines()), 1)

    def test_no_password_is_on_a_command_line_or_in_a_log(self):
        self.server.start()
        self.fill()
        self.assertNotIn(PASSWORD, self.server.said())

    def test_the_folder_is_its_owner_s(self):
        self.server.start()
        self.assertEqual(stat.S_IMODE(self.server.data.stat().st_mode), 0o700)
        for path in self.server.data.iterdir():
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, path)

    def test_a_second_server_in_the_folder_is_refused(self):
        self.server.start()
        answer = self.server.admin("serve", "--listen", "127.0.0.1:0", check=False)
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("in use by another process", answer.stderr)
        self.assertEqual(self.server.request("GET", "/health").status, 200)

    def test_a_taken_port_is_said(self):
        self.server.start()
        with tempfile.TemporaryDirectory() as place:
            answer = subprocess.run(
                [self.server._program, "serve", "--data-dir", place,
                 "--listen", f"127.0.0.1:{self.server.port}"],
                capture_output=True, text=True, timeout=20)
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("cannot be listened on", answer.stderr)

    def test_a_file_may_configure_it(self):
        config = self.server.place / "config"
        config.write_text("[server]\ndata-dir=/nowhere\nlisten=127.0.0.1:1\n"
                          "public-url=https://poc.example.com\n")
        self.server._arguments = ("--config", config)
        self.server.start()
        self.assertEqual(self.server.request("GET", "/health").status, 200)
        self.server.stop()
        for text in ("[server]\npublic-url=ftp://x\n", "[server]\ninvitations-per-hour=many\n",
                     "no key file"):
            config.write_text(text)
            self.fail_with("tenant", "list", "--config", str(config))

    def test_a_file_with_a_password_must_be_private(self):
        config = self.server.place / "config"
        config.write_text("[server]\nmail-password=secret\n")
        config.chmod(0o644)
        self.fill()
        self.assertIn("0600", self.fail_with("tenant", "list", "--config", str(config)))
        config.chmod(0o600)
        self.server.admin("tenant", "list", "--config", str(config))

    def test_a_copy_is_whole_and_private(self):
        self.server.start()
        self.fill()
        copy = self.server.place / "copy.db"
        self.server.admin("backup", str(copy))
        self.assertEqual(stat.S_IMODE(copy.stat().st_mode), 0o600)
        self.assertIn("exists already", self.fail_with("backup", str(copy)))
        with tempfile.TemporaryDirectory() as place:
            copy.rename(pathlib.Path(place) / "server.db")
            answer = subprocess.run([self.server._program, "check", "--data-dir", place],
                                    capture_output=True, text=True, timeout=20)
            self.assertEqual((answer.returncode, answer.stderr), (0, ""))

    def test_a_file_of_a_newer_version_is_left_alone(self):
        self.fill()
        database = self.server.data / "server.db"
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA user_version = 9999")
        connection.close()
        self.assertIn("newer version", self.fail_with("tenant", "list"))

    def test_damage_is_found(self):
        self.fill()
        connection = sqlite3.connect(self.server.data / "server.db")
        with connection:
            connection.execute("DELETE FROM change WHERE type = 'user'")
        connection.close()
        self.assertIn("“user” that the change feed does not know", self.fail_with("check"))


class Ends(unittest.TestCase):
    def setUp(self):
        self.office = Office()
        self.office.__enter__()
        self.addCleanup(self.office.__exit__)
        self.server = self.office.server

    def test_it_ends_well_and_at_once_when_asked(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            begin = time.monotonic()
            self.server.process.send_signal(number)
            self.assertEqual(self.server.process.wait(5), 0)
            self.assertLess(time.monotonic() - begin, 5)
            self.assertFalse((self.server.data / "admin.sock").exists())
            # Folded back into the file: nothing is left beside it.
            self.assertEqual(list(self.server.data.glob("*-wal")), [])
            self.server.process.stdout.close()
            self.server.start()

    def test_it_finishes_what_it_holds(self):
        answers = []

        def sign_in():
            answers.append(self.server.request("POST", "/auth/login", {
                "email": PEOPLE["sam"][0], "password": PASSWORD}).status)

        threads = [threading.Thread(target=sign_in) for _ in range(6)]
        for thread in threads:
            thread.start()
        time.sleep(0.1)
        self.server.stop()
        for thread in threads:
            thread.join(5)
        self.assertEqual(set(answers), {200})

    def test_it_does_not_wait_for_who_says_nothing(self):
        with socket.create_connection(("127.0.0.1", self.server.port)) as idle, \
                socket.create_connection(("127.0.0.1", self.server.port)) as slow:
            slow.sendall(b"POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
            time.sleep(0.1)
            self.server.stop(5)
            del idle


if __name__ == "__main__":
    unittest.main()
