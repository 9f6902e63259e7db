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


class Line(unittest.TestCase):
    """What is understood on the command line, and what is not."""

    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.__exit__)

    def run_it(self, *words):
        return subprocess.run([self.server._program, *words], capture_output=True, text=True,
                              timeout=20)

    def test_what_is_not_understood_ends_with_2_and_changes_nothing(self):
        for words, said in (
                (("tenant",), "no such command as “tenant”"), (("tenant", "ad", "x"), "tenant ad x"),
                (("user", "set-email", "a@b.example"), "needs OLD NEW"),
                (("tenant", "list", "more"), "“more” is one word too many"),
                (("user", "add", "a@b.example", "--role", "customer"), "needs --tenant"),
                (("tenant", "list", "--slug", "x"), "--slug does not go with “tenant list”"),
                (("tenant", "list", "--colour"), "--colour"),
                (("tenant", "add", "X", "--slug", "x", "--slug", "y"), "given twice"),
                (("serve", "--demo=0"), "no number from 1"),
                (("serve", "--listen", "here"), "no address"),
                (("serve", "--log-level", "loud"), "no level")):
            answer = self.run_it(*words, "--data-dir", self.server.data)
            self.assertEqual((answer.returncode, answer.stdout), (2, ""), words)
            self.assertIn(said, answer.stderr)
            self.assertTrue(answer.stderr.endswith(".\n"), answer.stderr)
            self.assertFalse(self.server.data.exists(), words)

    def test_help_explains_every_command(self):
        whole = self.run_it("--help")
        self.assertEqual((whole.returncode, whole.stderr), (0, ""))
        self.assertEqual(self.run_it("help").stdout, whole.stdout)
        self.assertEqual((self.run_it().returncode, self.run_it().stdout), (2, whole.stdout))
        names = [line[2:].split("  ")[0] for line in whole.stdout.splitlines()
                 if line.startswith("  ")]
        self.assertGreater(len(names), 15)
        for name in names:
            words = [word for word in name.split() if not word.isupper()]
            answer = self.run_it(*words, "--help")
            self.assertEqual((answer.returncode, answer.stderr), (0, ""), words)
            self.assertIn(f"Usage: poc-manager-server {name}", answer.stdout)
            self.assertIn("--data-dir DIR", answer.stdout)

    def test_the_version_is_told(self):
        self.assertRegex(self.run_it("--version").stdout, r"^poc-manager-server \d+\.\d+")

    def test_who_only_looks_makes_nothing(self):
        for words in (("tenant", "list"), ("check",), ("audit",), ("backup", "/tmp/nothing.db")):
            answer = self.run_it(*words, "--data-dir", self.server.data)
            self.assertEqual(answer.returncode, 1)
            self.assertIn("There is no database", answer.stderr)
            self.assertFalse(self.server.data.exists())


class Alone(unittest.TestCase):
    """What an administrator does, without a running server."""

    runs = False

    @classmethod
    def setUpClass(cls):
        cls.office = Office()
        cls.office.__enter__()
        cls.addClassCleanup(cls.office.__exit__)
        cls.server = cls.office.server
        if not cls.runs:
            cls.server.stop()

    def add_person(self, name):
        address = f"{name}@acme.example"
        self.office.add_person(address, name, "customer")
        return address

    def admin(self, *words, **options):
        return self.server.admin(*words, **options)

    def assert_refused(self, *words, expected, input=None):
        answer = self.admin(*words, input=input, check=False)
        self.assertEqual((answer.returncode, answer.stdout), (1, ""), words)
        self.assertIn(expected, answer.stderr)

    def sign_in(self, address, password=PASSWORD):
        """The status of signing in; the server runs for it."""
        if not self.runs:
            self.server.start()
        answer = self.server.request("POST", "/auth/login",
                                     {"email": address, "password": password})
        if not self.runs:
            self.server.stop()
        return answer.status

    def test_an_organization_is_changed(self):
        self.admin("tenant", "set", "acme", "--invitation-days", "21", "--reminders", "on",
                   "--name", "Acme & Co")
        listed = self.admin("tenant", "list").splitlines()
        self.assertEqual(listed[0], "1\tacme\tAcme & Co\t21\tactive\ton")
        self.admin("tenant", "set", "acme", "--reminders", "off")
        listed = self.admin("tenant", "list").splitlines()
        self.assertEqual(listed[0], "1\tacme\tAcme & Co\t21\tactive\toff")
        for words, expected in ((("nowhere", "--reminders", "on"), "no organization"),
                                (("acme",), "Say what to change"),
                                (("acme", "--reminders", "maybe"), "on or off"),
                                (("acme", "--invitation-days", "31"), "30"),
                                (("acme", "--invitation-days", "x"), "no whole number"),
                                (("acme", "--name", " "), "name")):
            self.assert_refused("tenant", "set", *words, expected=expected)

    def test_an_address_is_changed_at_once(self):
        old, new = self.add_person("moves"), "moved@acme.example"
        self.admin("user", "set-email", old.upper(), new)
        self.assertEqual((self.sign_in(old), self.sign_in(new)), (401, 200))
        for words, expected in (((old, "x@acme.example"), "no account"),
                                ((new, PEOPLE["ruth"][0]), "another account"), ((new, "no address"), "")):
            self.assert_refused("user", "set-email", *words, expected=expected)

    def test_a_password_is_changed(self):
        address = self.add_person("forgets")
        self.admin("user", "set-password", address, input="quite-another-7\n")
        self.assertEqual((self.sign_in(address), self.sign_in(address, "quite-another-7")),
                         (401, 200))
        for words, input, expected in (((address,), "short\n", "at least 10"),
                                       ((address,), "", "missing"),
                                       ((address,), "x" * 3000, "too long"),
                                       (("x@acme.example",), PASSWORD, "no account")):
            self.assert_refused("user", "set-password", *words, input=input, expected=expected)

    def test_somebody_is_kept_out_and_let_in_again(self):
        address = self.add_person("goes")
        self.admin("user", "deactivate", address)
        self.assertNotEqual(self.sign_in(address), 200)
        listed = [line for line in self.admin("user", "list").splitlines() if address in line]
        self.assertEqual(listed[0].split("\t")[1:],
                         [address, "goes", "acme", "customer", "inactive"])
        self.admin("user", "reactivate", address)
        self.assertEqual(self.sign_in(address), 200)
        self.assert_refused("user", "deactivate", PEOPLE["ruth"][0], expected="admin")

    def test_a_role_is_not_believed_to_have_changed(self):
        self.assert_refused("user", "add", PEOPLE["sam"][0], "--tenant", "acme", "--role",
                            "tenant_admin", expected="already, with the role sales_engineer")

    def test_where_somebody_is_signed_in_is_listed(self):
        address = PEOPLE["amelie"][0]
        self.assertEqual(self.admin("devices", address), "")
        if not self.runs:
            self.server.start()
        self.office.token("amelie")
        if not self.runs:
            self.server.stop()
        self.assertRegex(self.admin("devices", address),
                         r"^\d+\tapi\t[^\t]+\t20[^\t]+Z\t20[^\t]+Z\n$")
        self.assert_refused("devices", "x@acme.example", expected="no account")

    def test_the_invitation_mail_is_changed_and_changed_back(self):
        before = self.admin("template", "show", "acme")
        self.assertIn("Subject: You've been invited to participate in {poc}\n\nHello", before)
        self.admin("template", "set", "acme", "--subject", "Come: {poc}", "--text", "-",
                   input="Dear {first_name},\n{link}\n")
        self.assertEqual(self.admin("template", "show", "acme"),
                         "Subject: Come: {poc}\n\nDear {first_name},\n{link}\n\n")
        html = self.server.place / "html"
        html.write_text("<p>{link}</p>")
        self.admin("template", "set", "acme", "--html", str(html))
        self.assertEqual(self.admin("template", "show", "acme", "--part", "html"), "<p>{link}</p>\n")
        for words, input, expected in ((("--text", "-"), "no way in", "link"),
                                       (("--text", "-"), "{link} {colour}", "colour"),
                                       (("--text", "/nowhere"), None, "cannot be read"),
                                       (("--default", "--subject", "x"), None, "Say what"),
                                       ((), None, "Say what")):
            self.assert_refused("template", "set", "acme", *words, input=input, expected=expected)
        self.admin("template", "set", "acme", "--default")
        self.assertEqual(self.admin("template", "show", "acme"), before)
        self.assert_refused("template", "show", "acme", "--part", "html",
                            expected="no HTML of its own")
        self.assert_refused("template", "show", "acme", "--part", "x", expected="subject, text")

    def test_a_mail_server_s_password_is_sealed(self):
        self.admin("mail", "set", "acme", "smtps://me@mail.acme.example", "--from",
                   "Acme <hello@acme.example>", input="very-secret-word\n")
        row = self.office.query("SELECT url, password, sender FROM mail_server")[0]
        self.assertEqual((row[0].split("?")[0], row[2]),
                         ("smtps://me@mail.acme.example", "Acme <hello@acme.example>"))
        self.assertNotIn(b"very-secret-word", row[1])
        self.assert_refused("mail", "set", "acme", "pigeon:x", expected="smtp")
        self.assert_refused("mail", "set", "acme", "smtps://me@mail.acme.example",
                            expected="missing")
        self.admin("mail", "unset", "acme")
        self.assertEqual(self.office.query("SELECT * FROM mail_server"), [])

    def test_a_mail_is_tested_by_the_running_server(self):
        self.assert_refused("mail", "test", "acme", "me@acme.example",
                            expected="Only a running server")

    def test_who_did_what_is_listed(self):
        self.admin("tenant", "set", "acme", "--reminders", "on")
        self.admin("tenant", "add", "Second")
        lines = [line.split("\t") for line in self.admin("audit").splitlines()]
        self.assertEqual({len(line) for line in lines}, {6})
        self.assertEqual(lines[0][1:], ["acme", "-", "command line", "tenant_added", "acme"])
        self.assertIn(["acme", "-", "command line", "tenant_changed"], [x[1:5] for x in lines])
        second = self.admin("audit", "--tenant", "second", "--days", "1").splitlines()
        self.assertEqual(len(second), 1)
        self.assert_refused("audit", "--tenant", "nowhere", expected="no organization")
        self.assert_refused("audit", "--days", "x", expected="no whole number")


class Running(Alone):
    """The same, done by the running server."""

    runs = True

    def test_a_mail_is_tested_by_the_running_server(self):
        said = self.admin("mail", "test", "acme", "me@acme.example")
        self.assertIn("The mail was taken", said)
        self.assertEqual(len(list(self.office.mail_folder.glob("*.eml"))), 1)
        self.assert_refused("mail", "test", "nowhere", "me@acme.example",
                            expected="no organization")
        self.assert_refused("mail", "test", "acme", "no address", expected="")

    def test_what_changes_is_in_force_at_once(self):
        address = self.add_person("leaves")
        token = self.office.token(address)
        self.assertEqual(self.server.request("GET", "/auth/me", token=token).status, 200)
        self.admin("user", "deactivate", address)
        self.assertEqual(self.server.request("GET", "/auth/me", token=token).status, 403)

    def test_who_reads_and_writes_is_not_held_up_by_a_copy(self):
        self.office.add_poc()
        copy = self.server.place / "copy.db"
        before = self.office.query("SELECT value FROM setting ORDER BY name")
        self.admin("backup", str(copy))
        connection = sqlite3.connect(copy)
        after = connection.execute("SELECT value FROM setting ORDER BY name").fetchall()
        connection.close()
        # Those who have a copy of the old one must notice: its epoch is another.
        self.assertNotEqual(before, after)
        self.assertEqual(list(self.server.place.glob("copy.db*")), [copy])


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
