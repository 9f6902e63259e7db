# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL of one's own, for as long as a test needs it."""

import os
import pathlib
import shutil
import subprocess
import tempfile

# PostgreSQL will not run as root.
NOBODY = 65534


def find_programs():
    """The folder of the newest PostgreSQL on this machine."""
    folders = pathlib.Path("/usr/lib/postgresql").glob("*/bin")
    return max(folders, key=lambda folder: int(folder.parent.name))


class PostgreSQL:
    """Use it with `with`. It listens on a socket in its own folder only."""

    def __init__(self):
        # Not in the test's own folder: that one is closed to others, and its name is long for a
        # socket's.
        self._place = pathlib.Path(tempfile.mkdtemp(prefix="postgresql-", dir="/var/tmp"))
        self._programs = find_programs()
        self._identity = {}
        if os.getuid() == 0:
            os.chown(self._place, NOBODY, NOBODY)
            self._identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}

    def __enter__(self):
        data = self._place / "data"
        self._run("initdb", "-D", data, "-A", "trust", "-U", "pm", "-E", "UTF8", "--no-sync")
        self._run("pg_ctl", "-D", data, "-w", "-l", self._place / "log", "start", "-o",
                  f"-c listen_addresses='' -c unix_socket_directories={self._place} -c fsync=off")
        return self

    def __exit__(self, *_):
        self._run("pg_ctl", "-D", self._place / "data", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self._place, ignore_errors=True)

    def _run(self, program, *arguments):
        answer = subprocess.run([self._programs / program, *arguments], cwd=self._place,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, timeout=60, **self._identity)
        if answer.returncode != 0:
            raise AssertionError(f"{program}: {answer.stdout}")

    def run(self, script):
        """Runs a script statement by statement and goes on after an error; returns the errors."""
        command = [self._programs / "psql", "-h", self._place, "-U", "pm", "-d", "postgres",
                   "--no-psqlrc", "--quiet", "-v", "VERBOSITY=terse", "-f", "-"]
        answer = subprocess.run(command, input=script, capture_output=True, text=True, timeout=60)
        return [line for line in answer.stderr.splitlines() if "ERROR" in line or "FATAL" in line]
