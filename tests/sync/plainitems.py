# SPDX-License-Identifier: GPL-3.0-or-later
"""What people write on a desktop without a window, and what becomes of it on a plain server."""

import contextlib

from pmtest.waiting import wait_for
from plaincase import PlainCase

LOST = ("silence", "html", "crash", "before")

TABLES = {"poc": "pocs", "task": "tasks", "task_group": "groups", "criterion": "criteria",
          "resource": "resources", "comment": "comments"}

# Of each kind one with everything that people can say of it.
STEP = {"description": "All of it", "status": "completed", "success_level": 4, "sort_order": 2,
        "start_date": "2026-12-01", "due_date": "2026-12-10"}
WHOLE = {
    "poc": {"customer_company_name": "Globex", "description": "Six weeks",
            "executive_summary": "Short", "objectives": "Faster", "start_date": "2026-12-01",
            "end_date": "2026-12-20", "status": "active", "overall_success_score": 80},
    "task": STEP,
    "task_group": STEP,
    "criterion": {"description": "At noon", "target_value": "5 ms", "achieved_value": "4 ms",
                  "is_met": True, "importance_level": 5, "sort_order": 1},
    "resource": {"description": "To read", "resource_type": "code", "content": "print()",
                 "sort_order": 1, "poc_task_id": 1},
    "comment": {"content": "Looks good", "is_internal": True, "poc_task_id": 1},
}
# What such a server drops when one is made.
STEPPED = ("poc", "task", "task_group", "criterion")
# What one changes in each, and what another one.
CHANGES = {"poc": {"objectives": ("Cheaper", "Both")}, "task": {"status": ("blocked", "satisfied")},
           "task_group": {"status": ("blocked", "satisfied")},
           "criterion": {"target_value": ("6 ms", "7 ms")},
           "resource": {"content": ("pass", "quit()")}, "comment": {"content": ("Bad", "Good")}}


def name_of(item_type):
    return "subject" if item_type == "comment" else "title"


class ItemCase(PlainCase):
    def setUp(self):
        super().setUp()
        self.add_task("Install")

    def table(self, item_type):
        return getattr(self.office, TABLES[item_type])

    def make(self, item_type, name, **fields):
        """Its number here."""
        poc = None if item_type == "poc" else 1
        return self.desktop.create(item_type, poc,
                                   **{name_of(item_type): name} | WHOLE[item_type] | fields)

    def made(self, item_type, name):
        """On the server, and there is only one of that name."""
        found = self.table(item_type).where(**{name_of(item_type): name})
        self.assertEqual(len(found), 1, f"{item_type} {name}")
        return found[0]

    def assert_fields(self, row, fields):
        self.assertEqual({name: getattr(row, name) for name in fields}, fields)

    def puts(self, part):
        return [body for method, path, body in self.server.said if method == "PUT" and part in path]

    def attention(self):
        """The words of the only operation there is."""
        wait_for(lambda: [each[0] for each in self.desktop.outbox()] == ["needs_attention"],
                 lambda: f"a refusal: {self.desktop.outbox()}")
        return self.desktop.outbox()[0][1]

    def confirmed(self):
        """The server has done the only operation there is, and cannot show it."""
        wait_for(lambda: self.desktop.outbox() == [("confirmed", None)],
                 lambda: f"{self.desktop.outbox()}")

    def settled(self):
        """And does not wait for a better time, if something has failed."""
        for _ in range(30):
            with contextlib.suppress(AssertionError):
                return wait_for(lambda: self.desktop.outbox() == [], "", seconds=0.5)
            self.desktop.tell("sync")
        return self.fail(f"{self.desktop.outbox()}")

    def fail_making(self, how):
        """The next one of each kind."""
        for path in ("/pocs/", "/tasks/pocs/1/tasks", "/tasks/pocs/1/task-groups",
                     "/pocs/1/success-criteria", "/pocs/1/tasks/1/resources",
                     "/pocs/1/comments?task_id=1"):
            self.server.fail(how, "POST", f"={path}")

    def fail_changing(self, how, method="PUT"):
        """The next change of each kind."""
        for table, path in (("pocs", "/pocs/{}"), ("tasks", "/tasks/pocs/1/tasks/{}"),
                            ("groups", "/tasks/pocs/1/task-groups/{}"),
                            ("criteria", "/pocs/1/success-criteria/{}"),
                            ("resources", "/pocs/1/tasks/1/resources/{}"),
                            ("comments", "/pocs/1/comments/{}")):
            newest = max((row.id for row in getattr(self.office, table)), default=0)
            self.server.fail(how, method, f"={path.format(newest)}")
