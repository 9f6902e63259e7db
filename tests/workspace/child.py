# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop without a window, and servers of API 1.0.0 for it."""

import os
import pathlib
import subprocess
import tempfile
import unittest

from pmtest.plain import PlainServer

CHILD = os.environ["PM_WORKSPACE_CHILD"]
EMAIL = "sam@acme.com"


class Child:
    """A desktop that runs. @said is what it has said at its start; end() ends it."""

    def __init__(self, folder, *words, **options):
        self.process = subprocess.Popen([CHILD, folder, *words], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, **options)
        self.said = self._listen()

    def _listen(self):
        lines = []
        for line in self.process.stdout:
            if line == "ready\n":
                return lines
            lines.append(line.rstrip("\n"))
        raise AssertionError(f"it ended with {self.process.wait(20)} after {lines}")

    def tell(self, words):
        """Returns what it says to that."""
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return self._listen()

    def end(self):
        self.process.communicate(timeout=20)
        return self.process.returncode

    def kill(self):
        self.process.kill()
        self.process.communicate(timeout=20)


class ChildTestCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="desktop-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def serve(self, prefix="", tenant="Acme"):
        server = self.enterContext(PlainServer(prefix))
        server.office.add_tenant(tenant)
        sam = server.office.add_user(EMAIL, "Sam")
        server.office.add_poc("Trial", "Globex", sam)
        return server

    def start_child(self, *words, **options):
        child = Child(self.folder, *words, **options)
        self.addCleanup(child.kill)
        return child

    def run_child(self, *words):
        """What one says that is ended when it has started."""
        child = self.start_child(*words)
        self.assertEqual(child.end(), 0)
        return child.said

    def sign_in(self, url, keep="keep", password="pw"):
        return self.run_child(url, EMAIL, password, keep)

    def stay_at(self, url):
        """One that goes on."""
        return self.start_child(url, EMAIL, "pw", "keep")

    def workspaces(self):
        """The folders of all workspaces."""
        return sorted(path.parent for path in pathlib.Path(self.folder).glob("*/workspace.ini"))
