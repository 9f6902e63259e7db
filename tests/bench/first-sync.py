# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a desktop's first sync takes until everything can be searched, held against libcurl
and SQLite on their own.
"""

import subprocess

import crowd
import pmbench
from pmtest.places import BUILD, SOURCES

BENCH = "first-sync"
N_POCS, PEOPLE_EACH = 100000, 3
OURS, BARE = BUILD / "tests/bench/desk-sync", BUILD / "tests/bench/bare-sync"
SCHEMA = SOURCES / "resources/schema"


class Measures:
    def __init__(self, place, server):
        self._place, self._server, self._round = place, server, 0
        self._token = server.sign_in()

    def _run(self, *command):
        said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        return float(said)

    def ours(self):
        self._round += 1
        self._desk = self._place / f"desk{self._round}"
        return self._run(OURS, self._desk, self._server.url, "zimmer")

    def bare(self):
        """The rows that ours has just made, downloaded and inserted again."""
        target = self._place / f"bare{self._round}.db"
        steps = sorted((SCHEMA / "cache").glob("*.sql")) + [SCHEMA / "cache-indexes.sql"]
        span = self._run(BARE, self._server.url, self._token, self._desk / "cache-1.db", target,
                         *steps)
        target.unlink()
        return span


def main():
    with pmbench.folder() as place, crowd.server(place, N_POCS, PEOPLE_EACH) as server:
        measures = Measures(place, server)
        found = pmbench.in_turns(ours=measures.ours, bare=measures.bare)
    pmbench.report(BENCH, f"{N_POCS:,} POCs, {N_POCS * PEOPLE_EACH:,} invitations", "s",
                   found["ours"], found["bare"], what="libcurl, then SQLite", at_most=2)


main()
