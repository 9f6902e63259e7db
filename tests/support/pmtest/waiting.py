# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting until something is so."""

import time

PATIENCE = 15.0


def wait_for(condition, what, seconds=PATIENCE, pause=0.03):
    """Asks @condition again and again; returns its first true answer, fails after @seconds.

    @what says what was awaited; where it is a function, it is called to say so.
    """
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            words = what() if callable(what) else what
            raise AssertionError(f"not within {seconds:g} s: {words}")
        time.sleep(pause)
