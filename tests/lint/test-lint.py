# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule of ./dev lint finds a bad example, and finds nothing in a good one."""

import pathlib
import subprocess
import tempfile
import unittest

LINT = pathlib.Path(__file__).resolve().parents[2] / "build-aux/lint/all"
SPDX = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
DESKTOP = "[Desktop Entry]\nName=Good\nExec=good\nType=Application\n"


def long_function(name, lines):
    body = "  count++;\n" * (lines - 5)
    return f"int\n{name} (void)\n{{\n  int count = 0;\n{body}  return count;\n}}\n"


class Lint(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def write_c(self, path, text):
        self.write(path, SPDX + "\n" + text)

    def findings(self):
        answer = subprocess.run([LINT, self.root], capture_output=True, text=True)
        self.assertEqual(answer.stderr, "")
        *lines, last = answer.stdout.splitlines()
        self.assertEqual(answer.returncode, 1 if lines else 0)
        self.assertTrue(last.startswith("lint: "), last)
        return lines

    def assert_found(self, place, words):
        lines = self.findings()
        found = any(line.startswith(place + ": ") and words in line for line in lines)
        self.assertTrue(found, f"not found: {place}: {words}, only:\n" + "\n".join(lines))

    def assert_clean(self):
        self.assertEqual(self.findings(), [])

    def test_good_house_has_no_findings(self):
        self.write_c("src/main.c", '#include "ui/pm-application.h"\n')
        self.write_c("src/ui/pm-page.c", '#include "cache/pm-poc-list.h"\n\n#include <adwaita.h>\n')
        self.write_c("src/server/pocs/pm-pocs.c", '#include "server/http/pm-route.h"\n')
        self.write_c("src/db/pm-db.c", '#include "domain/pm-record.h"\n\n#include <sqlite3.h>\n')
        self.write("data/a.b.Good.desktop.in", DESKTOP)
        self.write("po/POTFILES.in", "data/a.b.Good.desktop.in\n")
        self.assert_clean()

    def test_arrow_upwards(self):
        self.write_c("src/db/pm-db.c", '#include "cache/pm-cache.h"\n')
        self.assert_found("src/db/pm-db.c:3", "db must not know cache")

    def test_arrow_from_main_past_ui(self):
        self.write_c("src/main.c", '#include "workspace/pm-workspace.h"\n')
        self.assert_found("src/main.c:3", "main must not know workspace")

    def test_ui_that_knows_more_of_the_cache_than_lists(self):
        self.write_c("src/ui/pm-page.c", '#include "cache/pm-cache.h"\n')
        self.assert_found("src/ui/pm-page.c:3", "list models")

    def test_include_without_its_room(self):
        self.write_c("src/db/pm-db.c", '#include "pm-db.h"\n')
        self.assert_found("src/db/pm-db.c:3", "by its path")

    def test_room_that_is_not_in_the_house(self):
        self.write_c("src/utils/pm-utils.c", "")
        self.assert_found("src/utils/pm-utils.c:1", "no room utils")

    def test_screens_below_ui(self):
        self.write_c("src/workspace/pm-workspace.c", "#include <gtk/gtk.h>\n")
        self.assert_found("src/workspace/pm-workspace.c:3", "nothing below ui")

    def test_sql_in_ui(self):
        self.write_c("src/ui/pm-page.c", "#include <sqlite3.h>\n")
        self.assert_found("src/ui/pm-page.c:3", "must not include <sqlite3.h>")

    def test_call_that_blocks(self):
        self.write_c("src/remote/pm-remote.c", "int x = soup_session_send_sync (s);\n")
        self.assert_found("src/remote/pm-remote.c:3", "blocks its thread")

    def test_nested_main_loop(self):
        self.write_c("src/sync/pm-sync.c", "int x = g_main_context_iteration (NULL, TRUE);\n")
        self.assert_found("src/sync/pm-sync.c:3", "nests a main loop")

    def test_write_past_a_buffer(self):
        for call in ("sprintf", "strcpy", "strcat", "gets"):
            self.write_c("tests/unit/test-it.c", f"int x = {call} (a, b);\n")
            self.assert_found("tests/unit/test-it.c:3", f"{call}()")

    def test_shell_and_stack(self):
        self.write_c("src/server/pm-x.c", "int x = system (a);\nvoid *y = g_alloca (9);\n")
        self.assert_found("src/server/pm-x.c:3", "runs a shell")
        self.assert_found("src/server/pm-x.c:4", "stack")

    def test_printing_outside_of_programs_for_a_terminal(self):
        self.write_c("src/cache/pm-cache.c", "int x = g_print (a);\n")
        self.assert_found("src/cache/pm-cache.c:3", "terminal")

    def test_words_about_calls_are_no_calls(self):
        self.write_c("src/db/pm-db.c", '/* never strcpy (a, b) */\nchar *x = "system (1)";\n')
        self.assert_clean()

    def test_format(self):
        self.write_c("src/db/pm-db.c", "int   x;\n")
        self.assert_found("src/db/pm-db.c:3", "./dev format")

    def test_licence(self):
        self.write("src/db/pm-db.c", "int x;\n")
        self.assert_found("src/db/pm-db.c:1", "SPDX")

    def test_blueprint_format(self):
        self.write("src/ui/page.blp", "using Gtk 4.0;\nBox { }\n")
        self.assert_found("src/ui/page.blp:1", "./dev format")

    def test_line_ends(self):
        self.write("README.md", "Hello \nyou")
        self.assert_found("README.md:1", "space at the end")
        self.assert_found("README.md:2", "no line end")

    def test_long_function(self):
        self.write_c("src/db/pm-db.c", long_function("too_long", 61))
        self.assert_found("src/db/pm-db.c:4", "too_long() has 6")

    def test_class_init_may_be_longer_but_not_endless(self):
        self.write_c("src/db/pm-db.c", long_function("pm_db_class_init", 75))
        self.assert_clean()
        self.write_c("src/db/pm-db.c", long_function("pm_db_class_init", 85))
        self.assert_found("src/db/pm-db.c:4", "80 at most")

    def test_long_file(self):
        self.write_c("src/db/pm-db.h", "extern int x;\n" * 600)
        self.assert_found("src/db/pm-db.h:600", "602 lines")

    def test_words_missing_from_potfiles(self):
        self.write("po/POTFILES.in", "")
        self.write_c("src/ui/pm-page.c", 'char *x = _ ("Hello");\n')
        self.assert_found("src/ui/pm-page.c:1", "po/POTFILES.in")

    def test_potfiles_with_nothing_behind(self):
        self.write("po/POTFILES.in", "src/ui/gone.blp\n")
        self.assert_found("po/POTFILES.in:1", "nothing to translate")

    def test_translation_below_ui(self):
        self.write_c("src/sync/pm-sync.c", 'char *x = _ ("Hello");\n')
        self.assert_found("src/sync/pm-sync.c:3", "only ui translates")

    def test_desktop_entry(self):
        self.write("data/a.b.Bad.desktop.in", DESKTOP + "Colour=Red\n")
        self.assert_found("data/a.b.Bad.desktop.in:1", "Colour")

    def test_metainfo(self):
        self.write("data/a.b.Bad.metainfo.xml.in", "<component><id>x</id></component>\n")
        self.assert_found("data/a.b.Bad.metainfo.xml.in:1", "not valid")

    def test_settings(self):
        self.write("data/bad.gschema.xml", '<schemalist><schema id="a"><key/></schema></schemalist>\n')
        self.assert_found("data/bad.gschema.xml:1", "key")

    def test_shell(self):
        self.write("tool", "#!/bin/bash\nrm $1\n")
        self.assert_found("tool:2", "SC2086")

    def test_python(self):
        self.write("tests/support/bad.py", "def f(:\n")
        self.assert_found("tests/support/bad.py:1", "invalid syntax")

    def test_xml(self):
        self.write("data/icons/bad.svg", "<svg>\n")
        self.assert_found("data/icons/bad.svg:2", "no element found")


if __name__ == "__main__":
    unittest.main()
