# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop without a window, with a server of API 1.0.0 behind a network that can be cut."""

import os
import subprocess
import tempfile
import unittest

from pmtest.plain import PlainServer

CHILD = os.environ["PM_WORKSPACE_CHILD"]
EMAIL = "sam@acme.com"


class ChildTestCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="desktop-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def serve(self, prefix=""):
        server = self.enterContext(PlainServer(prefix))
        server.office.add_tenant("Acme")
        sam = server.office.add_user(EMAIL, "Sam")
        server.office.add_poc("Trial", "Globex", sam)
        return server

    def run_child(self, *words):
        done = subprocess.run([CHILD, self.folder, *words], capture_output=True, text=True,
                              timeout=60, check=True)
        return done.stdout.splitlines()

    def sign_in(self, url, keep="keep", password="pw"):
        return self.run_child(url, EMAIL, password, keep)
