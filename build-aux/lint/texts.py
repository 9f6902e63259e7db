# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads is translatable, in ui and data only, and po/POTFILES.in knows of it."""

import re

import tree

MARKED = re.compile(r"(?<![\w.])(_|C_|N_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?) *\(")
ALWAYS = (".desktop.in", ".metainfo.xml.in")


def marked_lines(root, path):
    return [number for number, line in tree.code_lines(root, path) if MARKED.search(line)]


def translated_files(root):
    found = {path for path in tree.files(root, *ALWAYS, under=("data",))}
    for path in tree.files(root, ".c", ".blp", under=("src/ui",)):
        if marked_lines(root, path):
            found.add(path)
    for path in tree.files(root, ".gschema.xml", under=("data",)):
        if "gettext-domain" in (tree.read(root, path) or ""):
            found.add(path)
    return found


def check_list(root):
    potfiles = "po/POTFILES.in"
    if not (root / potfiles).exists():
        return
    listed = {}
    for number, line in enumerate((root / potfiles).read_text().splitlines(), 1):
        if line and not line.startswith("#"):
            if line in listed:
                yield potfiles, number, f"{line} is listed twice"
            listed[line] = number
    wanted = translated_files(root)
    for path in wanted - listed.keys():
        yield path, 1, f"has words to translate but is not in {potfiles}"
    for path in listed.keys() - wanted:
        yield potfiles, listed[path], f"{path} has nothing to translate"


def check_rooms(root):
    for path in tree.files(root, ".c", ".h", under=("src",)):
        if not path.startswith("src/ui/"):
            for number in marked_lines(root, path):
                yield path, number, "only ui translates"


def check(root):
    yield from check_list(root)
    yield from check_rooms(root)
