# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that block, nest main loops or write past a buffer, and those that libdex 0.10 lacks."""

import re

import tree

EVERYWHERE = {
    r"sprintf|vsprintf|strcpy|strcat|stpcpy|gets": "writes without knowing the room there is",
    r"alloca|g_alloca|g_newa|g_newa0": "takes memory from the stack",
    r"system|popen": "runs a shell",
    r"gtk_main_iteration\w*|gtk_dialog_run": "nests a main loop",
    r"dex_thread_spawn|dex_limiter_\w+": "is not in libdex 0.10",
}
IN_SOURCES = {
    r"(?:g|gdk|gtk|adw|soup|secret|json)_\w+_sync": "blocks its thread",
    r"g_main_context_iteration": "nests a main loop",
    r"g_print|g_printerr|printf": "is for programs on a terminal: the two mains and the admin commands",
}
PRINTING = re.compile(r"^src/(main\.c|server/(main\.c|admin/))")


def rules_for(path):
    rules = dict(EVERYWHERE)
    if path.startswith("src/"):
        rules |= IN_SOURCES
    if PRINTING.match(path):
        del rules[r"g_print|g_printerr|printf"]
    return [(re.compile(rf"(?<![\w.>])({names}) *\("), why) for names, why in rules.items()]


def check(root):
    for path in tree.files(root, ".c", ".h", under=("src", "tests")):
        rules = rules_for(path)
        for number, line in tree.code_lines(root, path):
            for pattern, why in rules:
                for match in pattern.finditer(line):
                    yield path, number, f"{match[1]}() {why}"
