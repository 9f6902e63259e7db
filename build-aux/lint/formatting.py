# SPDX-License-Identifier: GPL-3.0-or-later
"""clang-format and the Blueprint formatter are law; no space at line ends; the licence on top."""

import pathlib
import re
import subprocess

import tree

STYLE = pathlib.Path(__file__).resolve().parents[2] / ".clang-format"
FINDING = re.compile(r"^(.+?):(\d+):\d+: (?:error|warning): ", re.MULTILINE)
LICENCE = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
KEPT_AS_THEY_ARE = re.compile(r"(^LICENSE$|^tests/fixtures/|^tests/fuzz/corpus/|\.po$|\.eml$)")


def check_c(root):
    paths = tree.files(root, ".c", ".h", under=("src", "tests"))
    for path in paths:
        if not (tree.read(root, path) or "").startswith(LICENCE):
            yield path, 1, "the first line must be the SPDX line"
    if not paths:
        return
    command = ["clang-format", "--dry-run", "--Werror", f"--style=file:{STYLE}", *paths]
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True)
    for path, number in FINDING.findall(answer.stderr):
        yield path, int(number), "not in the project's format: ./dev format"


def check_blueprint(root):
    for path in tree.files(root, ".blp"):
        command = ["blueprint-compiler", "format", path]
        answer = subprocess.run(command, cwd=root, capture_output=True, text=True)
        if answer.returncode != 0:
            yield path, 1, "not in Blueprint's format: ./dev format"


def check_line_ends(root):
    for path in tree.files(root):
        text = tree.read(root, path)
        if not text or KEPT_AS_THEY_ARE.search(path):
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip():
                yield path, number, "space at the end of the line"
        if not text.endswith("\n"):
            yield path, text.count("\n") + 1, "no line end at the end of the file"


def check(root):
    yield from check_c(root)
    yield from check_blueprint(root)
    yield from check_line_ends(root)
