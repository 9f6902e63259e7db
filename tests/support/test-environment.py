# SPDX-License-Identifier: GPL-3.0-or-later
"""The environment that tests run in keeps its promises."""

import os
import pathlib
import signal
import subprocess
import time
import unittest

ENVIRONMENT = pathlib.Path(__file__).with_name("environment")


def inside(script, *options):
    command = [ENVIRONMENT, *options, "--", "sh", "-c", script]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def is_running(number):
    try:
        state = pathlib.Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class Environment(unittest.TestCase):
    def test_home_and_runtime_folder_are_private_and_gone_afterwards(self):
        answer = inside('echo "$HOME"; stat -c %a "$XDG_RUNTIME_DIR"; touch "$HOME/left"')
        home, mode = answer.stdout.split()
        self.assertNotEqual(home, os.environ["HOME"])
        self.assertEqual(mode, "700")
        self.assertFalse(pathlib.Path(home).exists())

    def test_exit_status_is_the_commands(self):
        self.assertEqual(inside("exit 7").returncode, 7)
        self.assertEqual(inside("kill -SEGV $$").returncode, 128 + signal.SIGSEGV)

    def test_bus_is_its_own(self):
        answer = inside('echo "$DBUS_SESSION_BUS_ADDRESS"; gdbus call --session '
                        "--dest org.freedesktop.DBus --object-path / "
                        "--method org.freedesktop.DBus.GetId")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertNotIn(os.environ["DBUS_SESSION_BUS_ADDRESS"], answer.stdout)

    def test_display_has_the_size_and_a_window_manager(self):
        answer = inside("xdpyinfo; xprop -root _NET_SUPPORTING_WM_CHECK", "--display", "640x480")
        self.assertIn("640x480 pixels", answer.stdout)
        self.assertIn("window id", answer.stdout)

    def test_keyring_is_open(self):
        answer = inside("printf secret | secret-tool store --label=x a b && "
                        "secret-tool lookup a b", "--keyring")
        self.assertEqual(answer.stdout, "secret", answer.stderr)

    def test_nothing_outlives_the_command(self):
        answer = inside("setsid sleep 300 >/dev/null 2>&1 & echo $!", "--display", "320x200",
                        "--keyring")
        self.assertFalse(is_running(int(answer.stdout)))

    def test_nothing_outlives_an_interruption(self):
        command = [ENVIRONMENT, "--", "sh", "-c", "echo $$; exec sleep 300"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        number = int(process.stdout.readline())
        process.terminate()
        self.assertEqual(process.wait(20), 128 + signal.SIGTERM)
        process.stdout.close()
        deadline = time.monotonic() + 5
        while is_running(number) and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertFalse(is_running(number))

    def test_locale_can_be_chosen(self):
        self.assertEqual(inside("date -d 2025-05-01 +%A", "--locale", "de_DE.UTF-8").stdout,
                         "Donnerstag\n")


if __name__ == "__main__":
    unittest.main()
