# SPDX-License-Identifier: GPL-3.0-or-later
"""All that a desktop can tell the server to do, and whether it has been done."""

import time

DAY = int(86400e6)

# Where items are, after the number of their POC.
PLACES = {"task": "/tasks/pocs/{}/tasks", "resource": "/pocs/{}/resources",
          "comment": "/pocs/{}/comments", "poc": "/pocs/"}
NEW = {"task": {"title": "Old"}, "comment": {"subject": "", "content": "Old"},
       "resource": {"title": "Old", "resource_type": "link", "content": "https://globex.example/"},
       "poc": {"title": "Old", "customer_company_name": "Globex"}}


def name_of(kind):
    """The field that tells one item from another."""
    return "content" if kind == "comment" else "title"


class Deed:
    """Something that is to be done in @poc of @office. @operation: as a desktop queues it; @mark
    stands in what it writes, and nowhere else."""

    def __init__(self, office, poc, mark):
        self.office = office
        self.poc = poc
        self.mark = mark
        self.operation = {"poc_id": poc} | self.prepare()

    def count(self, table, condition, *parameters):
        return self.office.query(f"SELECT count(*) FROM {table} WHERE {condition}",
                                 *parameters)[0][0]


class Create(Deed):
    item = None

    def prepare(self):
        payload = NEW[self.item] | {name_of(self.item): self.mark}
        return {"kind": "create", "item_type": self.item, "payload": payload}

    def is_done(self):
        return self.count(self.item, f"{name_of(self.item)} = ?", self.mark) == 1


class CreatePoc(Create):
    item = "poc"

    def prepare(self):
        return super().prepare() | {"poc_id": None}


class CreateTask(Create):
    item = "task"


class CreateResource(Create):
    item = "resource"


class CreateComment(Create):
    item = "comment"


class Edit(Deed):
    """Of something that is on the server already."""
    item = None
    kind = "edit"

    def prepare(self):
        name = name_of(self.item)
        answer = self.office.call("POST", PLACES[self.item].format(self.poc), NEW[self.item])
        assert answer.status == 201, answer.text
        self.number = answer.json["id"]
        return {"kind": self.kind, "item_type": self.item, "item_id": self.number,
                "payload": {name: self.mark}, "base": {name: "Old"}}

    def is_done(self):
        return self.count(self.item, f"id = ? AND {name_of(self.item)} = ?",
                          self.number, self.mark) == 1


class EditPoc(Edit):
    item = "poc"

    def prepare(self):
        operation = super().prepare()
        return operation | {"poc_id": self.number}


class EditTask(Edit):
    item = "task"


class EditResource(Edit):
    item = "resource"


class EditComment(Edit):
    item = "comment"


class Delete(Edit):
    kind = "delete"

    def prepare(self):
        operation = super().prepare()
        return operation | {"payload": None}

    def is_done(self):
        return self.count(self.item, "id = ?", self.number) == 0


class DeleteTask(Delete):
    item = "task"


class DeleteResource(Delete):
    item = "resource"


class DeleteComment(Delete):
    item = "comment"


class Remind(Deed):
    """Of an invitation that came yesterday."""

    def prepare(self):
        address = f"{self.mark}@globex.example"
        self.number = self.office.invite(self.poc, address).json["id"]
        while not self.count("invitation", "delivery_state = 'sent' AND id = ?", self.number):
            time.sleep(0.01)
        self.office.meddle(f"UPDATE mail SET sent_at = sent_at - {DAY}"
                           " WHERE invitation_id = ?", self.number)
        return {"kind": "remind", "invitation_id": self.number, "email": address}

    def is_done(self):
        return self.count("invitation_token", "kind = 'reminder' AND invitation_id = ?",
                          self.number) == 1


class Remove(Deed):
    kind = "remove"

    def prepare(self):
        address = f"{self.mark}@globex.example"
        self.part = self.office.bring_in(self.poc, address)
        self.user = self.office.query("SELECT id FROM account WHERE email = ?", address)[0][0]
        return {"kind": self.kind, "user_id": self.user, "email": address}

    def count_parts(self):
        people = self.office.call("GET", f"/pocs/{self.poc}/participants").json
        return len([row for row in people if row["user_id"] == self.user])

    def is_done(self):
        return self.count_parts() == 0


class Restore(Remove):
    kind = "restore"

    def prepare(self):
        operation = super().prepare()
        answer = self.office.call("DELETE", f"/pocs/{self.poc}/participants/{self.user}")
        assert answer.status < 300 and self.count_parts() == 0, answer.text
        return operation

    def is_done(self):
        return self.count_parts() == 1


DEEDS = [CreatePoc, CreateTask, CreateResource, CreateComment, EditPoc, EditTask, EditResource,
         EditComment, DeleteTask, DeleteResource, DeleteComment, Remind, Remove, Restore]
