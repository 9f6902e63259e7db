# SPDX-License-Identifier: GPL-3.0-or-later
"""What the validators of others say: desktop entry, metainfo, settings, shell, Python, SVG."""

import json
import pathlib
import re
import subprocess
import tempfile
import xml.etree.ElementTree

import tree


def run(command, root):
    return subprocess.run(command, cwd=root, capture_output=True, text=True)


def check_desktop(root):
    with tempfile.TemporaryDirectory() as folder:
        for path in tree.files(root, ".desktop.in", under=("data",)):
            copy = pathlib.Path(folder, pathlib.Path(path).stem)
            copy.write_text((root / path).read_text())
            answer = run(["desktop-file-validate", copy], root)
            for line in (answer.stdout + answer.stderr).splitlines():
                yield path, 1, line.removeprefix(f"{copy}: ")


def check_metainfo(root):
    for path in tree.files(root, ".metainfo.xml.in", under=("data",)):
        answer = run(["appstreamcli", "validate", "--no-net", "--no-color", path], root)
        if answer.returncode != 0:
            for line in answer.stdout.splitlines():
                if match := re.match(r"^[EW]: \S+?:(\d+|~): (.*)", line.strip()):
                    yield path, int(match[1]) if match[1].isdigit() else 1, match[2]
            yield path, 1, "is not valid metainfo"


def check_settings(root):
    schemas = tree.files(root, ".gschema.xml", under=("data",))
    if schemas:
        answer = run(["glib-compile-schemas", "--strict", "--dry-run", "data"], root)
        if answer.returncode != 0:
            yield schemas[0], 1, " ".join(answer.stderr.split())


def check_shell(root):
    scripts = []
    for path in tree.files(root):
        with open(root / path, "rb") as file:
            if re.match(rb"#!.*\b(ba)?sh\b", file.readline()):
                scripts.append(path)
    if scripts:
        answer = run(["shellcheck", "--format=json", *scripts], root)
        for remark in json.loads(answer.stdout or "[]"):
            yield remark["file"], remark["line"], f"SC{remark['code']}: {remark['message']}"


def check_python(root):
    for path in tree.files(root, ".py"):
        try:
            compile((root / path).read_text(), path, "exec")
        except SyntaxError as error:
            yield path, error.lineno or 1, error.msg


def check_xml(root):
    for path in tree.files(root, ".svg", ".xml", ".xml.in", ".gresource.xml"):
        try:
            xml.etree.ElementTree.parse(root / path)
        except xml.etree.ElementTree.ParseError as error:
            yield path, error.position[0], str(error)


def check(root):
    for rule in (check_desktop, check_metainfo, check_settings, check_shell, check_python, check_xml):
        yield from rule(root)
