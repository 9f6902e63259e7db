# SPDX-License-Identifier: GPL-3.0-or-later
"""How many durable invitations a second the server takes, held against SQLite on its own.

The limits on invitations are lifted. The mails are written to a folder meanwhile, as they would be
sent.
"""

import shutil
import subprocess

import pmbench
from pmtest.places import BUILD

BENCH = "server-invite"
N_POCS = 200
SECONDS = 5
NO_LIMITS = "invitations-per-hour=0\ninvitations-per-day=0"
BARE = BUILD / "tests/bench/bare-invitations"

INVITE = """
local number = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
function request()
  number = number + 1
  local body = string.format(
    '{"email":"person%%d.%s@globex.example","first_name":"John","last_name":"Miller",' ..
    '"title":"Platform Lead","personal_message":"Looking forward to working with you."}', number)
  return wrk.format("POST", "/pocs/" .. (1 + number %% %d) .. "/invitations/", nil, body)
end
"""


class Measures:
    def __init__(self, place, server):
        self._place, self._server, self._round = place, server, 0
        self._token = server.sign_in()

    def ours(self):
        self._round += 1
        script = self._place / "invite.lua"
        script.write_text(INVITE % (f"r{self._round}", N_POCS))
        return pmbench.wrk(f"{self._server.url}/", self._token, SECONDS, script)

    def bare(self):
        """The rows that the server has written, into a copy of the database as it was before."""
        copy = self._place / f"bare{self._round}.db"
        shutil.copyfile(self._place / "before.db", copy)
        said = subprocess.run([BARE, copy, self._server.data / "server.db", str(SECONDS)],
                              capture_output=True, text=True, check=True).stdout
        return float(said)


def main():
    with pmbench.folder() as place, pmbench.DemoServer(place, N_POCS, NO_LIMITS) as server:
        server.admin("backup", str(place / "before.db"))
        measures = Measures(place, server)
        found = pmbench.in_turns(ours=measures.ours, bare=measures.bare)
    pmbench.report(BENCH, "invitations", "/s", found["ours"], found["bare"], what="bare SQLite",
                   at_least=0.5)


main()
