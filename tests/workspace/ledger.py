# SPDX-License-Identifier: GPL-3.0-or-later
"""What people at desktops were told is queued, and what the server must know of it in the end."""

from desk import REFERENCES, is_stuck

# Refusals that somebody else is the reason for, or that the rules of inviting are.
ABOUT_PEOPLE = ("invite", "resend", "remind", "cancel", "remove", "restore")


class Entry:
    """One operation. @marks stand in what it writes and in nothing else; @item is the number on its
    desktop of what it makes or is about."""

    def __init__(self, desk, operation, kind, mark=None, item=None):
        self.desk = desk
        self.operation = operation
        self.kind = kind
        self.marks = [mark] if mark else []
        self.item = item
        self.parents = set()        # own numbers of what it makes no sense without
        self.first = None           # the operation that it is the second step of
        self.may_be_refused = False
        self.was_tried_again = False
        self.is_taken_back = False  # by a person, who gave it up
        self.is_over = False

    def __str__(self):
        return f"{self.kind} {self.marks} (operation {self.operation} of {self.desk.who})"


class Ledger:
    """Counts with @office's server."""

    def __init__(self, office):
        self.office = office
        self.entries = []
        self.unmade = {}            # desk → own numbers of what never came to be
        self.doings = []            # who wrote what fields of which item, or removed it
        self._marks = 0

    def new_mark(self):
        self._marks += 1
        return f"[{self._marks}]"

    def note(self, desk, operation, kind, mark=None, item=None):
        """What went into the operation that makes the item has none of its own."""
        if operation == 0:
            maker = self._find_maker(desk, item)
            maker.marks.append(mark)
            maker.was_tried_again = True
            return maker
        self.entries.append(Entry(desk, operation, kind, mark, item))
        return self.entries[-1]

    def note_doing(self, who, kind, number, fields=None):
        """@who is a desktop, or None for the API; without @fields it was removed."""
        self.doings.append((who, kind, number, fields))

    def find(self, desk, operation):
        return next((entry for entry in self.entries
                     if entry.desk is desk and entry.operation == operation), None)

    def _find_maker(self, desk, item):
        return next((entry for entry in self.entries if entry.desk is desk
                     and entry.item == item and entry.kind == "create"), None)

    def try_again(self, desk, operation):
        """What was to change an item that is made again goes into what makes it."""
        if entry := self.find(desk, operation):
            entry.was_tried_again = True

    def take_back(self, desk, operation):
        if entry := self.find(desk, operation):
            entry.is_taken_back = True

    def put_back(self, desk, operation):
        if entry := self.find(desk, operation):
            entry.is_taken_back = False

    # --- What waits ---

    def close(self, desk):
        """Holds what is not in the desktop's outbox any more against the server. What is, must say
        why."""
        view = desk.look()
        waiting = {operation["id"]: operation for operation in view["outbox"]}
        for entry in self.entries:
            if entry.desk is not desk or entry.is_over:
                continue
            if operation := waiting.get(entry.operation):
                self._check_waiting(entry, operation, view)
            else:
                entry.is_over = True
                self._check_over(entry)

    def _check_waiting(self, entry, operation, view):
        if not is_stuck(operation, view["outbox"]):
            raise AssertionError(f"{entry} is not sent: {operation}")
        if operation["state"] != "needs_attention":
            return
        if not operation["last_problem"]:
            raise AssertionError(f"{entry} needs attention, but says nothing")
        if not self._is_reason(entry, operation):
            raise AssertionError(f"{entry} needs attention for no reason: {operation}")

    def _is_reason(self, entry, operation):
        """Whether somebody else, or the person, has done something that a person must look at."""
        kind, number = operation["item_type"], operation["item_id"]
        if operation["conflict"]:
            return all(self._others_wrote(entry.desk, kind, number, field)
                       for field in operation["conflict"])
        if entry.may_be_refused or operation["kind"] in ABOUT_PEOPLE:
            return True
        said = (operation["base"] or {}) | (operation["payload"] or {})
        named = {(self._kind_named(field), value)
                 for field, value in said.items() if field in REFERENCES}
        return any(self._others_removed(entry.desk, *one) or self._insisted(entry.desk, *one)
                   for one in {(kind, number)} | named)

    @staticmethod
    def _kind_named(field):
        return {"poc_id": "poc", "poc_task_id": "task", "poc_task_group_id": "task_group",
                "success_criteria_id": "criterion"}.get(field)

    def _others_wrote(self, desk, kind, number, field):
        here = self._on_server(desk, number)
        return any(who is not desk and kind == other and self._on_server(who, at) == here
                   and (fields is None or field in fields)
                   for who, other, at, fields in self.doings) or (
            field in REFERENCES and any(who is not desk and other == self._kind_named(field)
                                        and fields is None
                                        for who, other, _, fields in self.doings))

    def _others_removed(self, desk, kind, number):
        """@number is None where what was named is let go since, because it is removed."""
        here = self._on_server(desk, number)
        return any(who is not desk and kind == other and fields is None
                   and (number is None or self._on_server(who, at) == here)
                   for who, other, at, fields in self.doings)

    def _insisted(self, desk, kind, number):
        """Whether they have removed it themselves, over what others had written, and so before what
        they have written since."""
        return (desk, kind, number, None) in self.doings and any(
            entry.desk is desk and entry.kind == "delete" and entry.item == number
            and entry.was_tried_again for entry in self.entries)

    @staticmethod
    def _on_server(desk, number):
        return desk.numbers.get(str(number), number) if desk else number

    # --- What does not wait any more ---

    def _check_over(self, entry):
        unmade = self.unmade.setdefault(entry.desk, set())
        made = self._count(entry.marks, 201)
        if entry.kind in ("create", "invite") and entry.marks:
            if made > 1:
                raise AssertionError(f"{entry} was done {made} times")
            if made == 0 and not self._may_be_unmade(entry, unmade):
                raise AssertionError(f"{entry} is lost")
            if made == 0 and entry.item:
                unmade.add(entry.item)
        elif entry.kind == "edit" and not made and not self._count(entry.marks, 200):
            maker = self._find_maker(entry.desk, entry.item)
            if maker and maker.was_tried_again:
                maker.marks += entry.marks
            elif not entry.is_taken_back and entry.item not in unmade:
                raise AssertionError(f"{entry} is lost")

    def _may_be_unmade(self, entry, unmade):
        first = self.find(entry.desk, entry.first)
        if entry.is_taken_back or entry.parents & unmade or (first and first.is_taken_back):
            return True
        return any(other.kind == "delete" and other.desk is entry.desk and other.item == entry.item
                   and not other.is_taken_back for other in self.entries)

    def _count(self, marks, status):
        """How often the server has answered with that to something that bears one of the marks."""
        bears = " OR ".join(["instr(body, ?) > 0"] * len(marks))
        return self.office.query(f"SELECT count(*) FROM idempotency WHERE status = ? AND ({bears})",
                                 status, *marks)[0][0] if marks else 0
