# SPDX-License-Identifier: GPL-3.0-or-later
"""Workspaces that cannot be opened: the others can, nothing is lost, and it can be tried again."""

import ctypes
import resource
import signal
import sqlite3
import unittest

from child import EMAIL, ChildTestCase

NO_LIMIT = resource.RLIM_INFINITY, resource.RLIM_INFINITY


def fill_disk():
    """For this process: no file grows any more, until somebody lifts the limit."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def obey_permissions():
    """For this process, even if it is root's."""
    PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


class Failures(ChildTestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve()

    def sign_in_to_two(self):
        """Returns the folders of Acme and of Umbrella."""
        self.sign_in(self.server.url)
        [acme] = self.workspaces()
        self.sign_in(self.serve(tenant="Umbrella").url)
        [umbrella] = [folder for folder in self.workspaces() if folder != acme]
        return acme, umbrella

    def assert_failed(self, said, name, code):
        """Only this one: the other is open and in step."""
        failed = [line for line in said if line.startswith("failed")]
        self.assertEqual(len(failed), 1, said)
        self.assertTrue(failed[0].startswith(f"failed {name} ({code}): "), failed)
        self.assertEqual(said[-1], "in step")

    def test_who_quits_right_after_signing_in_stays_signed_in(self):
        for _ in range(5):
            self.sign_in(self.server.url)
            self.assertEqual(self.run_child()[-1], "in step")

    def test_two_processes_on_one_folder_are_impossible(self):
        self.sign_in(self.server.url)
        first = self.start_child()
        self.assertEqual(first.said[-1], "in step")
        second = self.start_child()
        [failed] = second.said
        self.assertTrue(failed.startswith(f"failed Acme (busy): "), failed)
        self.assertEqual(second.tell("retry"), [failed])
        first.tell("draft of the first")
        self.assertEqual(first.end(), 0)
        self.assertEqual(second.tell("retry")[-1], "in step")
        self.assertEqual(second.tell("read"), ["of the first"])
        self.assertEqual(second.end(), 0)

    def test_a_process_that_was_killed_holds_nothing(self):
        self.sign_in(self.server.url)
        first = self.start_child()
        first.kill()
        self.assertEqual(self.run_child()[-1], "in step")

    def test_drafts_of_a_newer_version_keep_nobody_else_out_and_are_left_alone(self):
        acme, _ = self.sign_in_to_two()
        database = sqlite3.connect(acme / "drafts.db")
        [[version]] = database.execute("PRAGMA user_version").fetchall()
        database.execute("PRAGMA user_version = 99")
        database.commit()
        child = self.start_child()
        self.assert_failed(child.said, "Acme", "newer")
        # As an update of the program would make it readable.
        database.execute(f"PRAGMA user_version = {version}")
        database.commit()
        database.close()
        self.assertFalse([line for line in child.tell("retry") if line.startswith("failed")])

    def test_what_the_disk_does_not_take_can_be_tried_again(self):
        self.sign_in(self.server.url)
        child = self.start_child(preexec_fn=fill_disk)
        [failed] = child.said
        self.assertTrue(failed.startswith("failed Acme (storage): "), failed)
        self.assertEqual(child.tell("retry"), [failed])
        resource.prlimit(child.process.pid, resource.RLIMIT_FSIZE, NO_LIMIT)
        self.assertEqual(child.tell("retry")[-1], "in step")

    def test_a_folder_that_cannot_be_written_to_loses_nothing_and_can_be_tried_again(self):
        child = self.stay_at(self.server.url)
        child.tell("draft half a letter")
        self.assertEqual(child.end(), 0)
        [acme] = self.workspaces()
        for parts in ([acme], [*acme.iterdir()], [acme, *acme.iterdir()]):
            with self.subTest(parts=[part.name for part in parts]):
                self.set_writable(parts, False)
                child = self.start_child(preexec_fn=obey_permissions)
                [failed] = child.said
                self.assertTrue(failed.startswith("failed Acme (storage): "), failed)
                self.assertEqual(child.tell("retry"), [failed])
                self.set_writable(parts, True)
                self.assertEqual(child.tell("retry")[-1], "in step")
                self.assertEqual(child.tell("read"), ["half a letter"])
                self.assertEqual(child.end(), 0)

    def set_writable(self, paths, writable):
        for path in paths:
            path.chmod((0o700 if writable else 0o500) if path.is_dir() else
                       (0o600 if writable else 0o400))

    def test_an_account_that_cannot_be_read_is_told_by_its_folder(self):
        acme, _ = self.sign_in_to_two()
        (acme / "workspace.ini").write_text("nothing that says anything")
        self.assert_failed(self.run_child(), acme.name, "damaged")
        (acme / "workspace.ini").unlink()
        self.assert_failed(self.run_child(), acme.name, "storage")

    def test_what_is_no_workspace_is_no_failure(self):
        self.sign_in(self.server.url)
        [acme] = self.workspaces()
        (acme.parent / "notes.txt").write_text("of mine")
        (acme.parent / "empty").mkdir()
        said = self.run_child()
        self.assertFalse([line for line in said if line.startswith("failed")])

    def test_signing_in_to_a_workspace_that_is_in_use_says_so(self):
        self.sign_in(self.server.url)
        self.start_child()
        [refused] = self.run_child(self.server.url, EMAIL, "pw", "keep")
        self.assertIn("is in use by another process", refused)
        self.assertEqual(len(self.workspaces()), 1)


class ComingBack(ChildTestCase):
    def test_who_signs_in_again_finds_what_was_left(self):
        server = self.serve()
        child = self.start_child(server.url, EMAIL, "pw", "keep")
        child.tell("draft half a letter")
        child.tell("sign-out")
        self.assertEqual(child.end(), 0)
        self.assertEqual(self.run_child(), [])
        child = self.start_child(server.url, EMAIL, "pw", "keep")
        self.assertEqual(child.tell("read"), ["half a letter"])
        self.assertEqual(len(self.workspaces()), 1)

    def test_who_could_not_sign_in_leaves_nothing_to_stumble_over(self):
        server = self.serve()
        server.fail("html", "POST", "/auth/select-tenant")
        self.assertTrue(self.sign_in(server.url)[0].startswith("refused: "))
        self.assertEqual(self.run_child(), [])
        self.assertEqual(self.sign_in(server.url)[-1], "in step")
        self.assertEqual(len(self.workspaces()), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
