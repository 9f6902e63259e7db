# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the checkout."""

import os
import re

LEFT_OUT = re.compile(r"^(\.git|\.cache|\.flatpak.*|build|_build.*|__pycache__)$")
COMMENT_OR_STRING = re.compile(
    r"""/\*.*?\*/ | //[^\n]* | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'""", re.DOTALL | re.VERBOSE
)


def files(root, *suffixes, under=("",)):
    """The files that end in one of @suffixes, as paths from @root with slashes, sorted."""
    found = []
    for top in under:
        for folder, folders, names in os.walk(root / top):
            folders[:] = [name for name in folders if not LEFT_OUT.match(name)]
            paths = [os.path.relpath(os.path.join(folder, name), root) for name in names]
            found += [path for path in paths if not suffixes or path.endswith(suffixes)]
    return sorted(found)


def read(root, path):
    """The file's text; None for a file that is no text."""
    data = (root / path).read_bytes()
    try:
        return None if b"\0" in data else data.decode()
    except UnicodeDecodeError:
        return None


def code_lines(root, path):
    """The numbered lines of a C file, its comments and strings blanked out."""

    def blank(match):
        return re.sub(r"[^\n\"]", " ", match.group())

    return enumerate(COMMENT_OR_STRING.sub(blank, read(root, path) or "").splitlines(), 1)
