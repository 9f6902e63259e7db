# SPDX-License-Identifier: GPL-3.0-or-later
"""`check` finds each kind of damage that can be done to the database."""

import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from office import Office, token_of
from pmtest.mail import MailFolder
from pmtest.places import SOURCES
from pmtest.waiting import wait_for

KINDS = ("user", "poc", "participant", "invitation", "comment", "template")

# Words of the finding → what is done to a sound database.
DAMAGES = {
    "revisions beyond their organization's sequence":
        "UPDATE change_counter SET sequence = sequence - 1",
    "sequences that are behind their own floor": "UPDATE change_counter SET floor = sequence + 1",
    "organizations' sequences without an organization":
        "INSERT INTO change_counter VALUES (99, 1, 0)",
    "revisions that stand for two changes":
        "DROP INDEX change_by_revision; UPDATE change SET revision = 1",
    "kept answers from beyond every sequence": "UPDATE idempotency SET sequence = 9999",
    "pending invitations beside another to the same address and POC":
        "DROP INDEX invitation_one_pending;"
        "UPDATE invitation SET email_folded = 'x' WHERE status = 'pending'",
    "invitations of another organization than their POC's": "UPDATE invitation SET tenant_id = 2",
    "invitations without a mail": "DELETE FROM mail",
    "invitations without a history": "DELETE FROM invitation_event",
    "invitations that wait for a mail which does not exist":
        "UPDATE invitation SET delivery_state = 'queued' WHERE status = 'pending'",
    "pending invitations without a live link": "UPDATE invitation_token SET dead_since = 1",
    "invitations that are over and have a live link":
        "UPDATE invitation_token SET dead_since = NULL",
    "invitations with two live links that are no reminders":
        "INSERT INTO invitation_token SELECT hash || 'x', invitation_id, kind, created_at, "
        "dead_since FROM invitation_token",
    "accepted invitations that nobody accepted":
        "UPDATE invitation SET accepted_by = NULL WHERE status = 'accepted'",
    "accepted invitations without access, which nobody took away":
        "DELETE FROM participant WHERE is_customer = 1",
    "mails about an invitation that name none": "UPDATE mail SET invitation_id = NULL",
    "mails that wait without their link": "UPDATE mail SET state = 'queued', link = NULL",
    "mails that are over and still hold their link": "UPDATE mail SET link = x'00'",
    "mails that wait although their invitation is over":
        "UPDATE mail SET state = 'queued', link = x'00'",
    "participants who do not belong to the POC's organization":
        "DELETE FROM membership WHERE role = 'customer'",
    "ended sessions that can still be used": "UPDATE session SET revoked_at = 1",
    "sessions of people who are shut out": "UPDATE account SET is_active = 0",
    "tasks, comments and resources that hang on something of another POC":
        "INSERT INTO task (id, poc_id, title, status, sort_order, created_at) "
        "VALUES (1, 2, 't', 'not_started', 0, 0);"
        "UPDATE comment SET poc_task_id = 1",
    "tasks given to people of another POC":
        "INSERT INTO task (id, poc_id, title, status, sort_order, created_at) "
        "VALUES (1, 2, 't', 'not_started', 0, 0);"
        "INSERT INTO task_assignee (task_id, participant_id, assigned_at) "
        "SELECT 1, id, 0 FROM participant WHERE poc_id = 1",
} | {
    f"of the kind “{kind}” that the change feed does not know":
        f"DELETE FROM change WHERE type = '{kind}'" for kind in KINDS
} | {
    f"of the kind “{kind}” that only the change feed knows":
        f"UPDATE change SET object_id = object_id + 900 WHERE type = '{kind}'" for kind in KINDS
}


class Check(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = office = Office()
        office.__enter__()
        cls.addClassCleanup(office.__exit__)
        office.server.admin("tenant", "add", "Second")
        poc = office.add_poc()
        office.add_poc("Another")
        for name in ("john", "jane", "jim", "joan"):
            answer = office.invite(poc, f"{name}@globex.example")
        office.call("DELETE", f"/pocs/{poc}/invitations/{answer.json['id']}")
        mails = wait_for(cls.four_mails, "four mails")
        assert office.accept(token_of(mails[0])).status == 201
        key = {"Idempotency-Key": "some-key-of-mine"}
        body = {"subject": "s", "content": "c"}
        assert office.call("POST", f"/pocs/{poc}/comments", body, headers=key).status < 300
        office.server.stop()

    @classmethod
    def four_mails(cls):
        waiting = cls.office.query("SELECT COUNT (*) FROM mail WHERE state IN "
                                   "('queued', 'deferred')")[0][0]
        return waiting == 0 and MailFolder(cls.office.mail_folder).messages

    def check(self, damage=""):
        with tempfile.TemporaryDirectory() as place:
            shutil.copy(self.office.server.data / "server.db", place)
            connection = sqlite3.connect(f"{place}/server.db")
            connection.executescript(damage)
            connection.close()
            return subprocess.run([self.office.server._program, "check", "--data-dir", place],
                                  capture_output=True, text=True, timeout=20)

    def test_a_sound_one_is_sound(self):
        answer = self.check()
        self.assertEqual((answer.returncode, answer.stdout), (0, "The database is sound.\n"),
                         answer.stderr)

    def test_each_kind_of_damage_is_found(self):
        for words, damage in DAMAGES.items():
            with self.subTest(words):
                answer = self.check(damage)
                self.assertEqual((answer.returncode, answer.stdout), (3, ""))
                self.assertIn(words, answer.stderr)

    def test_a_thing_that_the_feed_calls_gone_and_is_there_is_found(self):
        answer = self.check("UPDATE change SET destroyed = 1 WHERE type = 'poc'")
        self.assertIn("2 of the kind “poc” that the change feed does not know (the first: 1)",
                      answer.stderr)

    def test_orphans_are_found(self):
        for damage, words in (("UPDATE comment SET user_id = 999", "“comment”"),
                              ("DELETE FROM poc", "“poc”"), ("DELETE FROM account", "“account”")):
            answer = self.check(damage)
            self.assertEqual(answer.returncode, 3, damage)
            self.assertIn(words, answer.stderr)

    def test_an_index_that_lacks_rows_is_found(self):
        answer = self.check(
            "PRAGMA writable_schema = ON;"
            "CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'comment_of_poc';"
            "DELETE FROM sqlite_schema WHERE name = 'comment_of_poc';"
            "PRAGMA writable_schema = RESET;"
            "DELETE FROM comment;"
            "PRAGMA writable_schema = ON;"
            "INSERT INTO sqlite_schema SELECT * FROM kept;")
        self.assertEqual(answer.returncode, 3)
        self.assertIn("damaged", answer.stderr)

    def test_no_kind_is_left_out_here(self):
        source = (SOURCES / "src/server/admin/pm-check.c").read_text()
        findings = set(re.findall(r'^  \{ "([^"%]+)",$', source, re.MULTILINE))
        self.assertGreater(len(findings), 15)
        self.assertEqual(findings - set(DAMAGES), set())


if __name__ == "__main__":
    unittest.main()
