# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions and files that outgrow what can be read in one go."""

import json
import subprocess

import tree

FILE_LINES = 600
FUNCTION_LINES = 60
# A list of properties, signals and template children reads well at any length, nearly.
CLASS_INIT_LINES = 80


def check_files(root):
    for path in tree.files(root, ".c", ".h", ".py", ".blp", ".js", under=("src", "tests")):
        lines = (tree.read(root, path) or "").count("\n")
        if lines > FILE_LINES:
            yield path, FILE_LINES, f"{lines} lines; a file has {FILE_LINES} at most"


def check_functions(root):
    command = ["ctags", "--output-format=json", "--fields=+ne", "--kinds-C=f", "--languages=C,C++",
               "--langmap=C:+.h", "-f", "-", "-L", "-"]
    paths = tree.files(root, ".c", ".h", under=("src", "tests"))
    answer = subprocess.run(command, cwd=root, input="\n".join(paths), capture_output=True,
                            text=True, check=True)
    for line in answer.stdout.splitlines():
        tag = json.loads(line)
        if "end" not in tag:
            continue
        lines = tag["end"] - tag["line"] + 1
        limit = CLASS_INIT_LINES if tag["name"].endswith("_class_init") else FUNCTION_LINES
        if lines > limit:
            message = f"{tag['name']}() has {lines} lines; {limit} at most"
            yield tag["path"], tag["line"], message


def check(root):
    yield from check_files(root)
    yield from check_functions(root)
