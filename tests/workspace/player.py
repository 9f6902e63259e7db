# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who does at a desktop whatever can be done there, and looks whether it shows."""

from desk import KINDS, Refused, parents_of

TITLE_TOO_LONG = "x" * 1000


class Player:
    """@luck decides what is done, @ledger learns what was queued. Who is @careful does nothing that
    the server may refuse while nobody else does anything."""

    def __init__(self, desk, luck, ledger):
        self.careful = False
        self.desk = desk
        self.luck = luck
        self.ledger = ledger
        self.removed = []

    def play(self):
        """One move; what it was, in words."""
        moves = {self.make_poc: 1, self.make: 9, self.change: 9, self.change_poc: 2,
                 self.delete: 4, self.invite: 4, self.follow_up: 4, self.restore: 1,
                 self.discard: 2, self.attend: 3, self.send_now: 2}
        move, = self.luck.choices(list(moves), moves.values())
        try:
            return move() or f"no {move.__name__}"
        except Refused as refusal:
            return f"{move.__name__}: {refusal}"

    # --- Looking ---

    def look_into_one(self):
        """A POC and what the desktop shows of it."""
        poc = self.choose(self.desk.look(-999)["pocs"])["id"]
        view = self.desk.look(poc)
        return poc, view, view["in"][str(poc)]

    def choose(self, rows):
        """One of them; what was made here and is new is worked on most."""
        own = [row for row in rows if (row.get("id") or 0) < 0]
        rows = own[-4:] if own and self.luck.random() < 0.5 else rows
        return self.luck.choice(rows) if rows else None

    def find(self, view, poc, kind, number):
        rows = view["pocs"] if kind == "poc" else view["in"][str(poc)][kind]
        return next((row for row in rows if row["id"] == number), None)

    def is_on_server(self, view, kind, number):
        number = view["numbers"].get(str(number), number)
        return bool(self.ledger.office.query(f"SELECT 1 FROM {kind} WHERE id = ?", number))

    def expect_shown(self, poc, kind, number, fields):
        view = self.desk.look(poc)
        row = self.find(view, poc, kind, number)
        if row is None and number > 0 and not self.is_on_server(view, kind, number):
            return  # somebody else was faster
        assert row is not None, f"{kind} {number} is not shown: {view}"
        shown = {name: row[name] for name in fields}
        assert shown == fields, f"{kind} {number} shows {shown}, not {fields}"

    # --- POCs and what they consist of ---

    def make_poc(self):
        if len(self.desk.look(-999)["pocs"]) >= 8:
            return None
        mark = self.ledger.new_mark()
        return self.create("poc", 0, mark, {
            "title": f"POC {mark}", "customer_company_name": "Globex",
            "end_date": self.luck.choice([None, "2031-12-31"])})

    def make(self):
        poc, _, page = self.look_into_one()
        kind = self.luck.choice(KINDS)
        mark = self.ledger.new_mark()
        item = getattr(self, f"new_{kind}")(page, mark)
        return self.create(kind, poc, mark, item | {"poc_id": poc})

    def create(self, kind, poc, mark, item):
        item = {name: value for name, value in item.items() if value is not None}
        answer = self.desk.tell("create", type=kind, item=item)
        entry = self.ledger.note(self.desk, answer["operation"], "create", mark, answer["id"])
        entry.parents = parents_of(kind, item)
        entry.may_be_refused = self.may_be_refused(item)
        self.expect_shown(poc or answer["id"], kind, answer["id"], item)
        return f"create {kind} {mark} {answer}"

    @staticmethod
    def may_be_refused(item):
        return bool(TITLE_TOO_LONG in (item.get("title") or "") or item.get("due_date")
                    or "javascript:" in (item.get("content") or ""))

    def dare(self, probability):
        return self.luck.random() < probability and not self.careful

    def number_of(self, rows):
        row = self.choose(rows) if self.luck.random() < 0.5 else None
        return row and row["id"]

    def place(self, page):
        where = self.luck.choice(["poc", "task", "task_group"])
        name = {"task": "poc_task_id", "task_group": "poc_task_group_id"}.get(where)
        row = name and self.choose(page[where])
        return {name: row["id"]} if row else {}

    def new_task(self, page, mark):
        too_long = TITLE_TOO_LONG if self.dare(0.05) else ""
        return {"title": f"Task {mark}{too_long}",
                "description": self.luck.choice([None, "As agreed"]),
                "due_date": "2032-06-30" if self.dare(0.25) else None,
                "poc_task_group_id": self.number_of(page["task_group"])}

    def new_task_group(self, page, mark):
        return {"title": f"Group {mark}"}

    def new_criterion(self, page, mark):
        return {"title": f"Criterion {mark}", "target_value": self.luck.choice([None, "90 %"])}

    def new_resource(self, page, mark):
        address = "javascript:" if self.dare(0.25) else "https://globex.example/"
        return {"title": f"Resource {mark}", "resource_type": "link", "content": address + mark,
                "success_criteria_id": self.number_of(page["criterion"])} | self.place(page)

    def new_comment(self, page, mark):
        return {"subject": "", "content": f"Comment {mark}",
                "is_internal": self.luck.random() < 0.5} | self.place(page)

    def change_poc(self):
        poc, view, _ = self.look_into_one()
        mark = self.ledger.new_mark()
        fields = self.luck.choice([{"title": f"POC {mark}"}, {"description": mark},
                                   {"objectives": mark, "status": "active"},
                                   {"executive_summary": mark, "end_date": "2032-12-31"}])
        return self.write(poc, "poc", poc, mark, fields)

    def change(self):
        poc, _, page = self.look_into_one()
        kind = self.luck.choice(KINDS)
        rows = page[kind]
        if kind == "comment" and self.luck.random() < 0.9:
            rows = [row for row in rows if row["id"] < 0]
        row = self.choose(rows)
        mark = self.ledger.new_mark()
        return row and self.write(poc, kind, row["id"], mark,
                                  getattr(self, f"changed_{kind}")(page, mark))

    def write(self, poc, kind, number, mark, fields):
        answer = self.desk.tell("change", type=kind, id=number, item=fields)
        entry = self.ledger.note(self.desk, answer["operation"], "edit", mark, number)
        entry.may_be_refused |= self.may_be_refused(fields) or kind == "comment" and number > 0
        self.ledger.note_doing(self.desk, kind, number, fields)
        self.expect_shown(poc, kind, number, fields)
        return f"change {kind} {number} {fields} {answer}"

    def words(self, mark):
        return self.luck.choice([{"title": mark}, {"description": mark}])

    def changed_task(self, page, mark):
        more = self.luck.choice([{}, {"status": "completed"}, {"status": "in_progress"},
                                 {"sort_order": self.luck.randrange(5)},
                                 {"due_date": "2031-01-31" if self.dare(0.5) else None},
                                 {"poc_task_group_id": self.number_of(page["task_group"])}])
        return self.words(mark) | more

    def changed_task_group(self, page, mark):
        return self.words(mark) | self.luck.choice([{}, {"status": "blocked"}])

    def changed_criterion(self, page, mark):
        return self.luck.choice([{"title": mark}, {"achieved_value": mark, "is_met": True}])

    def changed_resource(self, page, mark):
        more = {"success_criteria_id": self.number_of(page["criterion"])}
        return self.luck.choice([{"title": mark}, {"content": f"https://globex.example/{mark}"},
                                 {"description": mark} | more])

    def changed_comment(self, page, mark):
        return {"content": f"Comment {mark}"}

    def delete(self):
        poc, _, page = self.look_into_one()
        kind = self.luck.choice(KINDS)
        row = self.choose(page[kind])
        if row is None:
            return None
        answer = self.desk.tell("delete", type=kind, id=row["id"])
        entry = self.ledger.note(self.desk, answer["operation"], "delete", None, row["id"])
        entry.may_be_refused = kind == "comment" and row["id"] > 0
        self.ledger.note_doing(self.desk, kind, row["id"])
        assert not self.find(self.desk.look(poc), poc, kind, row["id"]), f"{row} still shows"
        return f"delete {kind} {row['id']} {answer}"

    # --- People ---

    def invite(self):
        poc, _, page = self.look_into_one()
        mark = self.ledger.new_mark()
        address = f"p{mark[1:-1]}@globex.example"
        if self.luck.random() < 0.2:
            address = f"shared{self.luck.randrange(3)}@globex.example"
        if any(row["email"] == address and row["status"] not in ("cancelled", "removed")
               for row in page["people"]):
            return None
        answer = self.desk.tell("invite", poc=poc, email=address, first_name="Pat",
                                personal_message=f"Hello {mark}")
        entry = self.ledger.note(self.desk, answer["operation"], "invite", self.seal(address))
        entry.parents = parents_of("invitation", {"poc_id": poc})
        self.expect_person(poc, address, answer["operation"], "invite")
        return f"invite {address} to {poc} {answer}"

    @staticmethod
    def seal(address):
        """What only one invitation bears; a shared address may be on many."""
        return None if address.startswith("shared") else f'"{address}"'

    def expect_person(self, poc, address, operation, kind):
        people = self.desk.look(poc)["in"][str(poc)]["people"]
        person = next((row for row in people if row["email"] == address), None)
        assert person and (person["operation_id"], person["operation_kind"]) == (operation, kind), \
            f"{address} does not show operation {operation}: {people}"

    def follow_up(self):
        poc, _, page = self.look_into_one()
        possible = {"pending": ["cancel", "correct"], "accepted": ["remove"]}
        if not self.careful:
            possible = {"pending": ["resend", "remind", "cancel", "correct"],
                        "expired": ["resend"], "failed": ["resend", "cancel"],
                        "accepted": ["remove"]}
        people = [row for row in page["people"] if row["email"].endswith("@globex.example")
                  and row["status"] in possible
                  and (row["operation_state"] or "confirmed") == "confirmed"]
        person = self.choose(people)
        if person is None:
            return None
        kind = self.luck.choice(possible[person["status"]])
        mark = self.ledger.new_mark()
        more = {"to": f"p{mark[1:-1]}@globex.example"} if kind == "correct" else {}
        answer = self.desk.tell(kind, poc=poc, email=person["email"], **more)
        self.ledger.note(self.desk, answer["operation"], kind)
        if more:
            self.note_second_step(answer["operation"], more["to"])
        if kind == "remove":
            self.removed.append((poc, person["email"]))
        self.expect_person(poc, person["email"], answer["operation"],
                           "cancel" if kind == "correct" else kind)
        return f"{kind} {person['email']} {more} {answer}"

    def note_second_step(self, first, address):
        """A corrected address is invited once the wrong one's invitation is cancelled."""
        second = next(one for one in self.desk.look(-999)["outbox"] if one["depends_on"] == first)
        self.ledger.note(self.desk, second["id"], "invite", self.seal(address)).first = first

    def restore(self):
        if not self.removed:
            return None
        poc, address = self.removed.pop()
        people = self.desk.look(poc)["in"][str(poc)]["people"]
        if self.careful and (address, "removed") not in [(row["email"], row["status"])
                                                         for row in people]:
            return None
        answer = self.desk.tell("restore", poc=poc, email=address)
        self.ledger.note(self.desk, answer["operation"], "restore")
        self.expect_person(poc, address, answer["operation"], "restore")
        return f"restore {address} {answer}"

    # --- The outbox ---

    def discard(self):
        """Takes something back that has not left."""
        view = self.desk.look(-999)
        operation = self.choose([one for one in view["outbox"]
                                 if one["state"] in ("held", "queued")])
        if operation is None:
            return None
        was_shown = self.find_made(operation) is not None
        words = self.give_up("discard", operation)
        if self.luck.random() < 0.3:
            self.desk.tell("put_back")
            self.ledger.put_back(self.desk, operation["id"])
            words += ", and put back"
            is_shown = self.find_made(operation) is not None
            assert is_shown == was_shown, f"{operation} is not back as it was"
        return words

    def find_made(self, operation):
        """What it makes, unless that is to be removed."""
        if operation["kind"] != "create":
            return None
        view = self.desk.look(operation["poc_id"])
        return self.find(view, operation["poc_id"], operation["item_type"], operation["item_id"])

    def give_up(self, how, operation):
        self.desk.tell(how, operation=operation["id"])
        self.ledger.take_back(self.desk, operation["id"])
        view = self.desk.look(operation["poc_id"])
        kind, item, poc = operation["item_type"], operation["item_id"], operation["poc_id"]
        if how == "discard":
            assert operation["id"] not in [one["id"] for one in view["outbox"]]
            if operation["kind"] == "create":
                assert not self.find(view, poc, kind, item), f"{kind} {item} is still shown"
        return f"{how} {operation['kind']} {operation['id']}"

    def attend(self):
        """Decides about something that needs attention."""
        view = self.desk.look(-999)
        operation = self.choose([one for one in view["outbox"]
                                 if one["state"] == "needs_attention"])
        if operation is None:
            return None
        how = self.luck.choice(["keep_mine", "keep_theirs"] if operation["conflict"]
                               else ["retry", "discard", "mend"])
        if how == "mend" and operation["kind"] == "create":
            return self.mend(operation)
        if how in ("keep_theirs", "discard"):
            return self.give_up(how, operation)
        how = "retry" if how == "mend" else how
        self.desk.tell(how, operation=operation["id"])
        self.ledger.try_again(self.desk, operation["id"])
        return f"{how} {operation['kind']} {operation['id']}"

    def mend(self, operation):
        """What could not be made is changed to what can."""
        kind, number, mark = operation["item_type"], operation["item_id"], self.ledger.new_mark()
        fields = {"content": f"https://globex.example/{mark}"} if kind == "resource" else {
            "content" if kind == "comment" else "title": f"Mended {mark}"}
        if kind == "task":
            fields["due_date"] = "2031-01-31"
        return "mend: " + self.write(operation["poc_id"], kind, number, mark, fields)

    def send_now(self):
        self.desk.tell("send_now")
        return "send now"

    def give_everything_up(self):
        for operation in self.desk.look(-999)["outbox"]:
            if operation["state"] == "needs_attention":
                try:
                    self.give_up("discard", operation)
                except Refused:
                    pass  # went with another one
