# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a desktop takes to send 500 invitations that were queued, held against libcurl sending
as many over one connection.

The limits on invitations are lifted. The mails are written to a folder meanwhile, as they would be
sent. Each round has a server of its own, whose people were not invited yet.
"""

import subprocess

import pmbench
from pmtest.places import BUILD

BENCH = "outbox"
N_POCS, N_INVITATIONS = 200, 500
NO_LIMITS = "invitations-per-hour=0\ninvitations-per-day=0"
OURS, BARE = BUILD / "tests/bench/desk-outbox", BUILD / "tests/bench/bare-posts"


def run(*command):
    command += (str(N_INVITATIONS), str(N_POCS))
    return float(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def ours():
    with pmbench.folder() as place, pmbench.DemoServer(place, N_POCS, NO_LIMITS) as server:
        return run(OURS, place / "desk", server.url)


def bare():
    with pmbench.folder() as place, pmbench.DemoServer(place, N_POCS, NO_LIMITS) as server:
        return run(BARE, server.url, server.sign_in())


def main():
    found = pmbench.in_turns(ours=ours, bare=bare)
    pmbench.report(BENCH, f"{N_INVITATIONS} invitations", "s", found["ours"], found["bare"],
                   what="libcurl, one connection", at_most=2)


main()
