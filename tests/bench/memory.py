# SPDX-License-Identifier: GPL-3.0-or-later
"""What the application holds in memory once its list of 100,000 POCs has been shown, scrolled from
end to end and searched, and shows everything again; held against the same window over 200 POCs and
against an empty one.
"""

import contextlib
import os
import pathlib
import subprocess
import time

import crowd
import pmbench
from pmtest.person import Box, Person, tool
from pmtest.places import APPLICATION, BUILD
from pmtest.waiting import wait_for
from story import Story

BENCH = "memory"
N_POCS, N_FEW, PEOPLE_EACH = 100000, 200, 3
EMPTY = BUILD / "tests/bench/empty-window"
SEARCHES = """audit/global pilot/anna/zero/kernel/pilot 7/wagner/example/backup/jonas/telemetry/
    open/vault/zoe/north/data/oliveira/quarry/remote/bank""".replace("\n    ", "").split("/")
SYNC_SECONDS = 240  # at most
N_STOPS = 60  # of the scrollbar


def megabytes(process):
    """Its resident memory, once that has come to rest."""
    def at_rest():
        nonlocal last
        before, last = last, pmbench.resident(process)
        return abs(last - before) < 100000 and last

    last = 0
    return wait_for(at_rest, "memory at rest", seconds=60, pause=3) / 1e6


def wait_until_idle(process):
    """Returns when a program has done all that it was to do, but for a cursor that blinks."""
    def spent():
        fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def is_idle():
        before = spent()
        time.sleep(0.2)
        return spent() - before <= 2

    wait_for(is_idle, "a program at rest", seconds=60)


@contextlib.contextmanager
def running(*command, **options):
    """The person who sits at a program, which is ended afterwards."""
    process = subprocess.Popen([str(word) for word in command], **options)
    try:
        yield Person(process)
    finally:
        process.kill()
        process.wait()


class Home:
    """Where the application finds what it knows: an account on a server, which it has synced."""

    def __init__(self, place, server):
        self._environment = os.environ | {
            name: str(place / folder) for name, folder in
            (("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache"), ("XDG_STATE_HOME", "state"))}
        with running(APPLICATION, env=self._environment) as person:
            Story(person, None).sign_in(server.url, pmbench.DEMO_ADDRESS, pmbench.DEMO_PASSWORD,
                                        SYNC_SECONDS)
            person.press("alt+F4")
            person.process.wait(60)  # it brings into its file what is still in the log

    def measure(self):
        with running(APPLICATION, env=self._environment) as person:
            story = Story(person, None)
            wait_for(story.rows, "POCs in the list")
            person.wait_to_see("Up to date")
            scroll(person, story)
            search(person, story)
            return megabytes(person.process)


def scroll(person, story):
    """Draws the scrollbar to the end and back."""
    first = story.rows()[0]
    frame, x, y = person.window()
    outer, box = Box.of(frame), Box.of(person.find("POCs", "list"))
    right = x + box.x - outer.x + box.width - 4
    top, bottom = y + box.y - outer.y + 12, y + box.y - outer.y + box.height - 12
    stops = [top + (bottom - top) * number // N_STOPS for number in range(N_STOPS + 1)]
    tool("mousemove", right, top + 40)
    tool("mousemove", right, top)
    tool("mousedown", 1)
    for stop in stops:
        tool("mousemove", right, stop)
    wait_for(lambda: story.rows()[:1] != [first], "the list's end")
    for stop in stops[::-1]:
        tool("mousemove", right, stop)
    tool("mouseup", 1)
    wait_for(lambda: story.rows()[:1] == [first], "the list's beginning again")


def search(person, story):
    everything = story.rows()
    person.press("ctrl+f")
    for words in SEARCHES:
        person.press("ctrl+a")
        person.type(words)
        wait_until_idle(person.process)
    wait_for(lambda: story.rows() != everything, "a list that was searched")
    person.press("ctrl+a", "BackSpace")
    wait_until_idle(person.process)


def empty():
    with running(EMPTY) as person:
        person.window()
        return megabytes(person.process)


def main():
    with contextlib.ExitStack() as stack:
        homes = []
        for count in (N_POCS, N_FEW):
            place = stack.enter_context(pmbench.folder())
            server = stack.enter_context(crowd.server(place, count, PEOPLE_EACH))
            pmbench.note(f"syncing {count:,} POCs")
            homes.append(Home(place, server))
        found = pmbench.in_turns(many=homes[0].measure, few=homes[1].measure, empty=empty)
    pmbench.report(BENCH, f"resident, {N_POCS:,} POCs", "MB", found["many"], found["few"],
                   what=f"{N_FEW} POCs", at_most=1.15)
    pmbench.report(BENCH, f"resident, {N_POCS:,} POCs", "MB", found["many"], found["empty"],
                   what="an empty window", at_most=1.4)


main()
