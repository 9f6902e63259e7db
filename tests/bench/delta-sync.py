# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a change takes from the request that makes it until another desktop's row shows it,
held against what that needs at least: a durable commit, a round trip and a commit in the cache.
"""

import contextlib
import statistics
import subprocess

import crowd
import pmbench
from pmtest.places import BUILD

BENCH = "delta-sync"
N_POCS, N_FEW, PEOPLE_EACH = 100000, 100, 3
N_CHANGES = 30  # a round
OURS, BARE = BUILD / "tests/bench/desk-delta", BUILD / "tests/bench/bare-delta"


class Measurer:
    """A program that measures a round for each line that it hears; use it with `with`."""

    def __init__(self, *command):
        self._process = subprocess.Popen([*command, str(N_CHANGES)], text=True,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.communicate()

    def wait_until_ready(self):
        if self._process.stdout.readline() != "ready\n":
            raise AssertionError("the desk did not become ready")

    def measure(self):
        """The median of a round, in milliseconds."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        spans = self._process.stdout.readline().split()
        return statistics.median(map(int, spans)) / 1000


class Office:
    """A server and a desk beside it that has everything."""

    def __init__(self, stack, n_pocs):
        self.place = stack.enter_context(pmbench.folder())
        self.server = stack.enter_context(crowd.server(self.place, n_pocs, PEOPLE_EACH))
        self.token = self.server.sign_in()
        self.desk = stack.enter_context(
            Measurer(OURS, self.place / "desk", self.server.url, self.token))
        self.desk.wait_until_ready()

    def page(self):
        """What the server says of one change."""
        path = "/sync/changes?max=1000"
        page = self.server.request("GET", path, token=self.token)
        state = page.json["new_state"]
        while page.json["has_more"]:
            page = self.server.request("GET", f"{path}&since={state}", token=self.token)
            state = page.json["new_state"]
        self.server.request("PUT", "/pocs/1", {"title": "A change like others"}, self.token)
        return self.server.request("GET", f"{path}&since={state}", token=self.token).text.encode()


def bare(stack, office, page):
    """Works on copies of both files."""
    cache = office.place / "cache.db"
    with contextlib.suppress(FileNotFoundError):
        cache.unlink()
    subprocess.run(["sqlite3", office.place / "desk/cache-1.db", f"VACUUM INTO '{cache}'"],
                   check=True)
    copy = office.place / "server.db"
    office.server.admin("backup", str(copy))
    static = stack.enter_context(pmbench.nginx(office.place, "page.json", page))
    return stack.enter_context(Measurer(BARE, copy, cache, static))


def main():
    with contextlib.ExitStack() as stack:
        few, many = Office(stack, N_FEW), Office(stack, N_POCS)
        least = bare(stack, many, few.page())
        found = pmbench.in_turns(many=many.desk.measure, few=few.desk.measure, bare=least.measure)
    pmbench.report(BENCH, f"a change, cache of {N_POCS:,}", "ms", found["many"], found["bare"],
                   what="commit, round trip, commit", at_most=3)
    pmbench.report(BENCH, f"a change, cache of {N_FEW:,}", "ms", found["few"], found["bare"],
                   what="commit, round trip, commit", at_most=3)
    pmbench.report(BENCH, "growth", "ms", found["many"], found["few"], what=f"{N_FEW:,}",
                   at_most=1.5)


main()
