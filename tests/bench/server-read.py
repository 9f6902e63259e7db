# SPDX-License-Identifier: GPL-3.0-or-later
"""How many pages of 100 POCs the server answers a second, held against nginx and a static file."""

import contextlib
import threading

import pmbench

BENCH = "server-read"
N_POCS = 2000
PAGE = "/pocs/?limit=100"

# A query that nobody has asked before: nothing that is kept fits.
AFRESH = """
local number = 0
function request()
  number = number + 1
  return wrk.format("GET", "/pocs/?limit=100&number=" .. number)
end
"""


@contextlib.contextmanager
def one_write_a_second(server, token):
    """A POC's title changes each second, so that what is kept is read anew."""
    ended, failed = threading.Event(), []

    def work():
        number = 0
        while not ended.wait(1):
            number += 1
            answer = server.request("PUT", "/pocs/1", {"title": f"Title {number}"}, token)
            if answer.status != 200:
                failed.append(answer.text)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    if failed:
        raise AssertionError(failed)


def main():
    with pmbench.folder() as place, pmbench.DemoServer(place, N_POCS) as server:
        token = server.sign_in()
        page = server.request("GET", PAGE, token=token).text.encode()
        script = place / "afresh.lua"
        script.write_text(AFRESH)
        with pmbench.nginx(place, "page.json", page) as static:
            with one_write_a_second(server, token):
                found = pmbench.in_turns(
                    nginx=lambda: pmbench.wrk(static),
                    kept=lambda: pmbench.wrk(server.url + PAGE, token),
                    afresh=lambda: pmbench.wrk(server.url + PAGE, token, script=script))
    for name, bound in (("kept", 0.25), ("afresh", 0.05)):
        pmbench.report(BENCH, f"pages of {len(page) // 1000} kB, {name}", "pages/s", found[name],
                       found["nginx"], what="nginx", at_least=bound)


main()
