#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs benchmarks and says how they compare.

Usage: tests/bench/run.py [--json] [NAME…]

Without names all run. With --json each figure is one JSON object a line. A bound that is missed is
said and is no failure; a benchmark that does not come to its end is one.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SUPPORT = HERE.parent / "support"
SCREENS = HERE.parent / "ui"
ENVIRONMENT = SUPPORT / "environment"
HELPERS = ("crowd", "pmbench", "run")
AT_THE_WINDOW = ("memory",)


def names():
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in HELPERS)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    arguments = parser.parse_args()
    for name in set(arguments.names) - set(names()):
        parser.error(f"there is no benchmark {name}; there are {', '.join(names())}")
    return arguments


def machine():
    """What the figures depend on."""
    model = "unknown processor"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()
    return (f"{model}, {os.cpu_count()} processors, {memory:.0f} GiB, Linux {os.uname().release}; "
            f"load {load[0]:.1f} (1 min), {load[1]:.1f} (5 min)")


def run(name):
    """One benchmark's figures; None if it broke."""
    environment = os.environ | {"PYTHONPATH": f"{SUPPORT}:{HERE}:{SCREENS}"}
    desk = ["--display", "1280x900", "--keyring"] if name in AT_THE_WINDOW else []
    command = [ENVIRONMENT, *desk, "--", sys.executable, HERE / f"{name}.py"]
    print(f"{name}…", file=sys.stderr, flush=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment)
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode == 0 and figures:
        return figures
    print(f"{name} broke", file=sys.stderr)
    return None


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def spread(value, limits):
    return f"{number(value)} ({number(limits[0])} … {number(limits[1])})"


def row(figure):
    cells = [figure["bench"], figure["figure"],
             spread(figure["ours"], figure["ours_range"]) + " " + figure["unit"]]
    if "ratio" in figure:
        cells += [spread(figure["limit"], figure["limit_range"]) + f" {figure['against']}",
                  spread(figure["ratio"], figure["ratio_range"])]
    else:
        cells += ["", ""]
    verdict = {True: "good", False: "MISSED"}.get(figure.get("good"), "")
    return cells + [figure.get("must_be", ""), verdict]


def print_table(figures):
    rows = [["bench", "figure", "ours: median (min … max)", "against", "ratio", "must be", ""]]
    rows += [row(figure) for figure in figures]
    widths = [max(len(cells[i]) for cells in rows) for i in range(len(rows[0]))]
    for cells in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip())


def main():
    arguments = parse_arguments()
    figures, broken = [], []
    facts = machine()
    for name in arguments.names or names():
        found = run(name)
        if found is None:
            broken.append(name)
        else:
            figures += found
    if arguments.json:
        for figure in figures:
            print(json.dumps(figure, ensure_ascii=False))
    else:
        print(facts + "\n")
        print_table(figures)
    missed = [figure["figure"] for figure in figures if figure.get("good") is False]
    print(f"\n{len(figures)} figures, {len(missed)} missed"
          + (f": {', '.join(missed)}" if missed else "")
          + (f"; broken: {', '.join(broken)}" if broken else ""),
          file=sys.stderr if arguments.json else sys.stdout)
    sys.exit(1 if broken else 0)


main()
