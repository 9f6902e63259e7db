# SPDX-License-Identifier: GPL-3.0-or-later
"""A room knows only the rooms beneath it. See CONTRIBUTING.md."""

import re

import tree

ARROWS = {
    "main": {"ui"},
    "ui": {"workspace", "cache", "domain"},
    "workspace": {"sync", "cache", "remote", "secrets", "domain"},
    "sync": {"cache", "remote", "domain"},
    "cache": {"db", "domain"},
    "db": {"domain"},
    "remote": {"wire", "domain"},
    "wire": {"domain"},
    "secrets": {"domain"},
    "server": {"wire", "db", "domain"},
    "domain": set(),
}
# Of the cache, the screens know the list models only.
UI_FROM_CACHE = re.compile(r"^cache/pm-([a-z-]+-)?list\.h$")
LIBRARIES_OF_SCREENS = re.compile(r"^(gtk|gdk|gsk|adwaita|libadwaita)\b")
LIBRARIES_FORBIDDEN = {
    "ui": re.compile(r"^(sqlite3|libsoup|json-glib|curl|libsecret)\b"),
    "domain": re.compile(r"^(gio|libdex|sqlite3|libsoup|json-glib)\b"),
}
INCLUDE = re.compile(r"""^\s*#\s*include\s*([<"])([^>"]+)[>"]""")


def room_of(path):
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else "main"


def check_own(room, included):
    if "/" not in included:
        if included != "pm-config.h":
            yield f"include \"{included}\" by its path from src/"
        return
    target = included.split("/")[0]
    if target != room and target not in ARROWS[room]:
        yield f"{room} must not know {target} ({included})"
    elif room == "ui" and target == "cache" and not UI_FROM_CACHE.match(included):
        yield f"ui knows the list models of cache only, not {included}"


def check_library(room, included):
    if room not in ("ui", "main") and LIBRARIES_OF_SCREENS.match(included):
        yield f"nothing below ui may include <{included}>"
    forbidden = LIBRARIES_FORBIDDEN.get(room)
    if forbidden and forbidden.match(included):
        yield f"{room} must not include <{included}>"


def check(root):
    for path in tree.files(root, ".c", ".h", under=("src",)):
        room = room_of(path)
        if room not in ARROWS:
            yield path, 1, f"there is no room {room}"
            continue
        for number, line in enumerate((tree.read(root, path) or "").splitlines(), 1):
            if match := INCLUDE.match(line):
                rule = check_own if match[1] == '"' else check_library
                for message in rule(room, match[2]):
                    yield path, number, message
