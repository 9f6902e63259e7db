# SPDX-License-Identifier: GPL-3.0-or-later
"""A test case in which a person sits at a program."""

import re
import subprocess
import unittest

from pmtest.person import Person
from pmtest.places import ARTIFACTS


class DesktopTestCase(unittest.TestCase):
    """Keeps a picture and the AT-SPI tree in build/test-artifacts/ when a test fails."""

    _kept = False

    def start(self, *command, **options):
        """Starts a program; returns the person who sits at it."""
        process = subprocess.Popen([str(word) for word in command], **options)
        self.addCleanup(self._end, process)
        return self.watch(Person(process))

    @classmethod
    def start_for_all(cls, *command, **options):
        """Starts a program for all tests of the case; each of them watches the person."""
        process = subprocess.Popen([str(word) for word in command], **options)
        cls.addClassCleanup(cls._end, process)
        return Person(process)

    def watch(self, person):
        """Keeps what she sees if this test fails; returns her."""
        self.addCleanup(self._keep_what_failed, person)
        return person

    @staticmethod
    def _end(process):
        process.kill()
        process.wait()

    def _keep_what_failed(self, person):
        result = self._outcome.result
        if not any(case is self for case, _ in result.failures + result.errors):
            if self._outcome.success:
                return
        if self._kept:
            return  # of the program that was started last
        self._kept = True
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"^__main__\.", "", self.id())
        for suffix, keep in ((".txt", self._keep_tree), (".png", self._keep_picture)):
            try:
                keep(person, ARTIFACTS / (name + suffix))
            except Exception as error:
                print(f"{name}{suffix} was not kept: {error}")

    def _keep_tree(self, person, path):
        path.write_text(person.tree())

    def _keep_picture(self, person, path):
        person.screenshot(path, whole_screen=True)
