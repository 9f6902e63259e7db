# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock of a program under test, wrong by as much as a test wants."""

import datetime
import mmap
import os
import pathlib
import struct
import tempfile

MODULE = os.environ.get("PM_TEST_CLOCK_MODULE")
MICROSECOND = datetime.timedelta(microseconds=1)


class Clock:
    """Use it with `with`, and start programs with @environment added to theirs.

    @ahead is how far their wall clock is ahead, a timedelta; setting it sets their clock while
    they run. sleep() lets their machine sleep: no time passes for their timers. advance() lets
    time pass at once, @passed in all, for their timers too, which are looked at when something
    wakes them.
    """

    def __init__(self, **ahead):
        self._ahead = datetime.timedelta(**ahead)
        self._slept = datetime.timedelta()
        self.passed = datetime.timedelta()

    def __enter__(self):
        handle, name = tempfile.mkstemp(prefix="clock-")
        os.ftruncate(handle, mmap.PAGESIZE)
        self._map = mmap.mmap(handle, mmap.PAGESIZE)
        os.close(handle)
        self._path = pathlib.Path(name)
        self.environment = {"LD_PRELOAD": MODULE, "PM_TEST_CLOCK": name}
        self._set()
        return self

    def __exit__(self, *_):
        self._map.close()
        self._path.unlink()

    @property
    def ahead(self):
        return self._ahead

    @ahead.setter
    def ahead(self, ahead):
        self._ahead = ahead
        self._set()

    def sleep(self, **span):
        self._slept += datetime.timedelta(**span)
        self._set()

    def advance(self, **span):
        self.passed += datetime.timedelta(**span)
        self._set()

    def _set(self):
        spans = self._ahead, self._slept, self.passed
        self._map[:24] = struct.pack("qqq", *(span // MICROSECOND for span in spans))
