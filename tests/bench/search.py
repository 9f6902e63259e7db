# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon the list of 100,000 POCs answers to each letter that is typed into its search, held
against one SQL query by SQLite alone, in the same file.
"""

import collections
import math
import subprocess

import crowd
import pmbench
from pmtest.places import BUILD

BENCH = "search"
N_POCS, PEOPLE_EACH = 100000, 3
N_STRANGERS = 400000  # whose coming keeps the first sync going
DESK = BUILD / "tests/bench/desk-search"

# What people type: beginnings of titles, companies, names and addresses, until few are left.
# Every address ends in "example", as others end in "com".
PHRASES = """
    audit tr/glob bank 1/anna sch/zero pil/k/pilot 77/wagn/müll ch/examp/back 3/jon/telem as/e/
    open que/iv/vau 2/céline d/hu/zoe lang/north/data 12/be/oliv/qua/un/ya/lo/remo ro 4/fe/eva ma/
    5/comp/m/di/v9/schr/bi/dairy 9/wi/tó/gar/nim/pro/led 88/sto up/ca/ex/au/ju/mo re/cl mig/ros/
    hof/ti/sea 6/kernel 31/bran/ind/oc/yo/st up/ya 3/gru/pay me/s""".replace("\n", "").replace("    ", "").split("/")


def percentile(values, share):
    return sorted(values)[math.ceil(len(values) * share) - 1]


def ends_of_phrases(spans):
    """Those after which a phrase with fewer letters begins."""
    after = [letters for letters, _ in spans[1:]] + [0]
    return [span for (letters, span), next_letters in zip(spans, after) if next_letters <= letters]


class Found:
    """The milliseconds of what the desk has said, by what they are of and by round."""

    def __init__(self, lines):
        self._rounds = collections.defaultdict(list)
        for line in lines:
            what, number, letters, span = line.split()
            rounds = self._rounds[what]
            rounds += [[] for _ in range(int(number) + 1 - len(rounds))]
            rounds[int(number)].append((int(letters), int(span) / 1000))

    def worst(self, what, least=1, most=math.inf, share=0.99):
        """That @share of each round's keystrokes that left @least to @most letters."""
        rounds = ([span for letters, span in one if least <= letters <= most]
                  for one in self._rounds[what])
        return [percentile(one, share) for one in rounds if one]

    def ends(self):
        """The median of the quiet rounds' last letters of phrases."""
        return [percentile(ends_of_phrases(one), 0.5) for one in self._rounds["quiet"]]

    def count(self):
        return len(self._rounds["quiet"][0])


def measure():
    with pmbench.folder() as place, crowd.server(place, N_POCS, PEOPLE_EACH,
                                                 N_STRANGERS) as server:
        pmbench.note("a first sync, searched, and then all that it has brought")
        said = subprocess.run([DESK, place / "desk", server.url, str(pmbench.ROUNDS), *PHRASES],
                              stdout=subprocess.PIPE, text=True, check=True).stdout
    return Found(said.splitlines())


def main():
    found = measure()
    if not found.worst("syncing-main", 0):
        raise AssertionError("the first sync was over before all keystrokes were typed")
    pmbench.report(BENCH, f"p99 of {found.count()} keystrokes", "ms",
                   found.worst("quiet"), found.worst("bare"), what="one query", at_most=0.5)
    pmbench.report(BENCH, "the same, held against a screenful", "ms", found.worst("quiet"),
                   found.worst("bare-screenful"), what="one query, 30 rows")
    for what, words in (("quiet", ""), ("syncing", ", while syncing")):
        pmbench.report(BENCH, f"p99 from two letters on{words}", "ms", found.worst(what, 2),
                       at_most=16)
        pmbench.report(BENCH, f"p99 of one letter{words}", "ms", found.worst(what, 1, 1),
                       at_most=33)
        pmbench.report(BENCH, f"main thread at a stretch{words}", "ms",
                       found.worst(f"{what}-main", 0), at_most=4)
    pmbench.report(BENCH, "median of last letters typed over unanswered ones", "ms",
                   found.worst("burst", share=0.5), found.ends(), what="typed alone", at_most=1.5)


main()
