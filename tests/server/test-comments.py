# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said in a POC: by whom, about what, and who reads it."""

import unittest

from office import Office, token_of
from pmtest.mail import MailFolder

CAROL = "carol@globex.example"
ERIK = "erik@globex.example"
MEMBERS = {"id", "subject", "content", "is_internal", "user_id", "poc_id", "poc_task_id",
           "poc_task_group_id", "created_at", "updated_at", "guest_name", "guest_email", "user"}


def setUpModule():
    global office, poc, other, task, group
    office = Office()
    office.__enter__()
    office.add_other_company()
    office.add_person("adam@acme.example", "Adam Ministrator", "administrator")
    # Erik is a sales engineer elsewhere, and nobody but a customer here.
    office.add_person(ERIK, "Erik Elsewhere", "sales_engineer", "other")
    inbox = MailFolder(office.mail_folder)
    poc, other = office.add_poc("Ours"), office.add_poc("Another")
    office.invite(poc, CAROL, first_name="Carol", last_name="Dunn")
    assert office.accept(token_of(inbox.wait_for_message(CAROL))).status == 201
    office.invite(poc, "nameless@globex.example")
    assert office.accept(token_of(inbox.wait_for_message("nameless@globex.example"))).status == 201
    office.invite(poc, ERIK)
    accept_existing(ERIK, token_of(inbox.wait_for_message(ERIK)))
    task = make("tasks", "Install the agent")
    group = make("task-groups", "Set-up")


def tearDownModule():
    office.__exit__()


def make(kind, title, where=None):
    answer = office.call("POST", f"/tasks/pocs/{where or poc}/{kind}", {"title": title})
    assert answer.status == 201, answer.text
    return answer.json["id"]


def accept_existing(address, token):
    answer = office.call("POST", "/poc-invitations/accept-existing", {"token": token}, address)
    assert answer.status == 200, answer.text
    # From now on they sign in to this organization.
    credentials = {"email": address, "password": "correct-horse-9", "tenant_id": 1}
    chosen = office.server.request("POST", "/auth/select-tenant", credentials)
    assert chosen.status == 200, chosen.text
    office._tokens[address] = chosen.json["access_token"]


def say(content="Looks good", who="sam", query="", where=None, **fields):
    return office.call("POST", f"/pocs/{where or poc}/comments{query}",
                       {"content": content} | fields, who)


def listed(who="sam", query="", where=None):
    answer = office.call("GET", f"/pocs/{where or poc}/comments{query}", who=who)
    assert answer.status == 200, answer.text
    return answer.json


class Comments(unittest.TestCase):
    def expect(self, answer, status, words=None):
        self.assertEqual(answer.status, status, answer.text)
        if words:
            self.assertEqual(answer.json["detail"], words)
        return answer.json

    def said(self, *arguments, **options):
        return self.expect(say(*arguments, **options), 201)


class Saying(Comments):
    def test_a_comment_has_the_dialects_members(self):
        made = self.said("Fine", subject="Plan", poc_task_id=task, query=f"?task_id={task}")
        self.assertEqual(set(made), MEMBERS)
        self.assertEqual((made["subject"], made["content"], made["is_internal"]),
                         ("Plan", "Fine", False))
        self.assertEqual((made["poc_id"], made["poc_task_id"], made["poc_task_group_id"]),
                         (poc, task, None))
        self.assertEqual((made["updated_at"], made["guest_name"], made["guest_email"]),
                         (None, None, None))
        self.assertEqual(made["user"], {"id": made["user_id"], "email": "sam@acme.example",
                                        "full_name": "Sam Rivera"})

    def test_the_target_stands_in_the_query_or_in_the_body_or_in_both(self):
        ways = ((f"?task_id={task}", {}), ("", {"poc_task_id": task}),
                (f"?task_id={task}", {"poc_task_id": task, "poc_task_group_id": None}))
        for query, fields in ways:
            made = self.said(query=query, **fields)
            self.assertEqual((made["poc_task_id"], made["poc_task_group_id"]), (task, None))
        ways = ((f"?task_group_id={group}", {}), ("", {"poc_task_group_id": group}),
                (f"?task_group_id={group}", {"poc_task_group_id": group}))
        for query, fields in ways:
            made = self.said(query=query, **fields)
            self.assertEqual((made["poc_task_id"], made["poc_task_group_id"]), (None, group))

    def test_without_a_target_it_is_about_the_poc(self):
        made = self.said()
        self.assertEqual((made["poc_task_id"], made["poc_task_group_id"]), (None, None))

    def test_targets_that_contradict_each_other_are_refused(self):
        another = make("tasks", "Another task")
        words = "The address and the body name different things to comment on"
        for query, fields in ((f"?task_id={task}", {"poc_task_id": another}),
                              (f"?task_id={task}", {"poc_task_group_id": group}),
                              (f"?task_group_id={group}", {"poc_task_id": task})):
            self.expect(say(query=query, **fields), 400, words)
        self.expect(say(query=f"?task_id={task}&task_group_id={group}"), 400,
                    "Filter by either a task or task group, not both")
        refused = self.expect(say(poc_task_id=task, poc_task_group_id=group), 422)
        self.assertEqual(refused["detail"][0]["loc"], ["body"])

    def test_targets_of_another_poc_are_not_found(self):
        theirs = make("tasks", "Theirs", other), make("task-groups", "Theirs", other)
        for fields in ({"poc_task_id": theirs[0]}, {"poc_task_id": 99999999}, {"poc_task_id": 0},
                       {"poc_task_id": -1}):
            self.expect(say(**fields), 404, "Task not found in this POC")
        for fields in ({"poc_task_group_id": theirs[1]}, {"poc_task_group_id": 99999999}):
            self.expect(say(**fields), 404, "Task group not found in this POC")
        for query in (f"?task_id={theirs[0]}", f"?task_id={2 ** 62}"):
            self.expect(office.call("GET", f"/pocs/{poc}/comments{query}"), 404,
                        "Task not found in this POC")

    def test_what_cannot_be_said_is_refused_by_name(self):
        for body, where in (({}, "content"), ({"subject": "x"}, "content"),
                            ({"content": None}, "content"), ({"content": 5}, "content"),
                            ({"content": " \n"}, "content"),
                            ({"content": "x" * 4001}, "content"),
                            ({"content": "x" * 900_000}, "content"),
                            ({"content": "a\x07b"}, "content"),
                            ({"content": "a", "subject": None}, "subject"),
                            ({"content": "a", "subject": "a\nb"}, "subject"),
                            ({"content": "a", "subject": "x" * 256}, "subject"),
                            ({"content": "a", "is_internal": "yes"}, "is_internal"),
                            ({"content": "a", "poc_task_id": "7"}, "poc_task_id")):
            with self.subTest(body=str(body)[:60]):
                before = len(listed())
                answer = office.call("POST", f"/pocs/{poc}/comments", body)
                refused = self.expect(answer, 422)
                self.assertEqual(refused["detail"][0]["loc"], ["body", where])
                self.assertEqual(len(listed()), before)
        self.expect(office.call("POST", f"/pocs/{poc}/comments"), 422)
        self.expect(say("a\x00b"), 422)
        self.expect(office.call("GET", f"/pocs/{poc}/comments?task_id=x"), 422)

    def test_every_script_and_length_is_kept_as_it_was_said(self):
        for content in ("x" * 4000, "𝄞" * 4000, "Grüße – 你好 – مرحبا 👩‍👩‍👧\n\tline two",
                        "<script>alert('x')</script> & “quotes” \\ \" %s"):
            made = self.said(content)
            self.assertEqual(made["content"], content)
            self.assertIn(content, [row["content"] for row in listed()])

    def test_said_twice_with_one_key_is_said_once(self):
        path, body = f"/pocs/{poc}/comments", {"content": "Once only"}
        key = {"Idempotency-Key": "said-once-only"}
        first = office.call("POST", path, body, CAROL, headers=key)
        again = office.call("POST", path, body, CAROL, headers=key)
        self.assertEqual((first.status, again.json), (201, first.json))
        self.assertEqual([row["content"] for row in listed()].count("Once only"), 1)

    def test_customers_say_nothing_internal(self):
        for who in (CAROL, ERIK):
            self.expect(say("Psst", who, is_internal=True), 403,
                        "Customers cannot create internal comments")
        self.assertNotIn("Psst", [row["content"] for row in listed()])


class Reading(Comments):
    def test_filters_choose_and_without_one_it_is_everything(self):
        where = office.add_poc("Read here")
        its_task, its_group = make("tasks", "T", where), make("task-groups", "G", where)
        said = [self.said(str(number), where=where, **fields)["id"] for number, fields in
                enumerate(({}, {"poc_task_id": its_task}, {"poc_task_group_id": its_group}, {}))]

        def ids(query=""):
            return [row["id"] for row in listed(query=query, where=where)]

        self.assertEqual(ids(), said[::-1])
        self.assertEqual(ids(f"?task_id={its_task}"), [said[1]])
        self.assertEqual(ids(f"?task_group_id={its_group}"), [said[2]])
        self.expect(office.call("GET", f"/pocs/{where}/comments?task_id=1&task_group_id=1"), 400,
                    "Filter by either a task or task group, not both")

    def test_customers_read_nothing_internal(self):
        hidden = self.said("Among ourselves", is_internal=True, poc_task_id=task)
        shown = self.said("For everybody", poc_task_id=task)
        for who, sees in (("sam", True), ("ruth", True), ("adam@acme.example", True),
                          (CAROL, False), (ERIK, False)):
            for query in ("", f"?task_id={task}"):
                found = {row["id"] for row in listed(who, query)}
                self.assertIn(shown["id"], found)
                self.assertEqual(hidden["id"] in found, sees, (who, query))
        path = f"/pocs/{poc}/comments/{hidden['id']}"
        for method, body in (("GET", None), ("PUT", {"content": "x"}), ("DELETE", None)):
            self.expect(office.call(method, path, body, CAROL), 404, "Comment not found")

    def test_customers_read_names_and_no_addresses(self):
        by_nameless = self.said("No name", "nameless@globex.example")
        by_carol = self.said("Named", CAROL)
        by_ruth = self.said("From Ruth", "ruth")
        by_sam = self.said("From Sam", "sam")
        self.assertEqual(by_carol["user"]["email"], CAROL)
        rows = {row["id"]: row["user"] for row in listed(CAROL)}
        self.assertEqual(rows[by_nameless["id"]]["full_name"], "Participant from Globex")
        self.assertIsNone(rows[by_nameless["id"]]["email"])
        self.assertEqual(rows[by_carol["id"]]["full_name"], "Carol Dunn")
        self.assertIsNone(rows[by_ruth["id"]]["email"])
        # Who invited them is known to them.
        self.assertEqual(rows[by_sam["id"]]["email"], "sam@acme.example")
        self.assertEqual({row["user"]["email"] for row in listed()} & {CAROL}, {CAROL})
        self.assertNotIn("nameless@", office.call("GET", f"/pocs/{poc}/comments", who=CAROL).text)

    def test_what_somebody_said_stays_when_they_leave(self):
        office.add_person("left@globex.example", "Lea Left", "customer")
        inbox = MailFolder(office.mail_folder)
        office.invite(poc, "left@globex.example")
        accept_existing("left@globex.example",
                        token_of(inbox.wait_for_message("left@globex.example")))
        made = self.said("I was here", "left@globex.example")
        answer = office.call("DELETE", f"/pocs/{poc}/participants/{made['user_id']}")
        self.expect(answer, 200)
        row = next(row for row in listed(CAROL) if row["id"] == made["id"])
        self.assertEqual((row["content"], row["user"]["full_name"]), ("I was here", "Lea Left"))
        self.expect(say("Still here?", "left@globex.example"), 404, "POC not found")


class Changing(Comments):
    def change(self, made, who="sam", where=None, headers=None, **fields):
        path = f"/pocs/{where or poc}/comments/{made['id']}"
        return office.call("PUT", path, fields, who, headers=headers or {})

    def test_the_author_changes_what_is_mentioned_and_nothing_else(self):
        made = self.said("Old", CAROL, subject="Kept", poc_task_id=task)
        changed = self.expect(self.change(made, CAROL, content="New"), 200)
        self.assertEqual(set(changed), MEMBERS)
        self.assertEqual((changed["subject"], changed["content"], changed["poc_task_id"]),
                         ("Kept", "New", task))
        self.assertIsNotNone(changed["updated_at"])
        self.assertEqual(changed["created_at"], made["created_at"])
        self.assertIn(changed["content"], [row["content"] for row in listed()])

    def test_nobody_else_changes_it(self):
        made = self.said("Mine", CAROL)
        for who in ("sam", "ruth", "adam@acme.example", ERIK):
            self.expect(self.change(made, who, content="Yours"), 403, "Access denied")
        self.assertIn("Mine", [row["content"] for row in listed()])

    def test_a_customer_makes_nothing_internal(self):
        made = self.said("Open", CAROL)
        self.expect(self.change(made, CAROL, is_internal=True), 403,
                    "Customers cannot create internal comments")
        self.assertIn(made["id"], [row["id"] for row in listed(CAROL)])

    def test_an_internal_one_can_be_opened_and_closed(self):
        made = self.said("Draft", is_internal=True)
        for is_internal in (False, True):
            changed = self.expect(self.change(made, is_internal=is_internal), 200)
            self.assertEqual(changed["is_internal"], is_internal)
            self.assertEqual(made["id"] in [row["id"] for row in listed(CAROL)], not is_internal)

    def test_what_it_cannot_become_is_refused(self):
        made = self.said("Stays", subject="")
        for fields in ({"content": None}, {"content": ""}, {"content": "x" * 4001},
                       {"subject": None}, {"is_internal": 1}):
            self.expect(self.change(made, **fields), 422)
        self.assertIn("Stays", [row["content"] for row in listed()])
        self.expect(office.call("PUT", f"/pocs/{poc}/comments/{made['id']}"), 422)

    def test_nothing_changed_is_no_change(self):
        made = self.said("Same")
        state = office.changes()["new_state"]
        again = self.expect(self.change(made, content="Same"), 200)
        self.assertIsNone(again["updated_at"])
        self.assertEqual(office.changes(state)["list"], [])

    def test_it_is_not_found_elsewhere(self):
        made = self.said("Here")
        for where in (other, 99999999):
            answer = self.change(made, where=where, content="There")
            self.expect(answer, 404, "Comment not found" if where == other else "POC not found")
        self.expect(self.change(made, "olga@other.example", content="x"), 404, "POC not found")
        self.expect(self.change({"id": 99999999}, content="x"), 404, "Comment not found")

    def test_who_has_not_seen_the_newest_overwrites_nothing(self):
        answer = say("First")
        made, seen = answer.json, answer.headers["ETag"]
        changed = self.change(made, content="Second", headers={"If-Match": seen})
        self.expect(changed, 200)
        self.assertNotEqual(changed.headers["ETag"], seen)
        for method, body in (("PUT", {"content": "Third"}), ("DELETE", None)):
            refused = office.call(method, f"/pocs/{poc}/comments/{made['id']}", body,
                                  headers={"If-Match": seen, "Idempotency-Key": "seen-" + method})
            told = self.expect(refused, 412)
            self.assertEqual((told["type"], told["current"]["content"]),
                             ("precondition_failed", "Second"))
            self.assertEqual(refused.headers["ETag"], changed.headers["ETag"])
        shown = office.call("GET", f"/pocs/{poc}/comments/{made['id']}", who=CAROL)
        self.assertEqual(self.expect(shown, 200)["content"], "Second")
        self.assertEqual(shown.headers["ETag"], changed.headers["ETag"])
        row = next(row for row in office.changes()["list"]
                   if (row["type"], row["id"]) == ("comment", made["id"]))
        self.assertEqual(f'"{row["rev"]}"', changed.headers["ETag"])


class Deleting(Comments):
    def delete(self, made, who):
        return office.call("DELETE", f"/pocs/{poc}/comments/{made['id']}", who=who)

    def test_authors_and_administrators_delete(self):
        for author, who in ((CAROL, CAROL), ("sam", "sam"), (CAROL, "adam@acme.example"),
                            (CAROL, "ruth"), ("sam", "ruth")):
            made = self.said("To go", author)
            self.assertEqual(self.expect(self.delete(made, who), 200)["message"],
                             "Comment deleted successfully")
            self.assertNotIn(made["id"], [row["id"] for row in listed()])
            self.expect(self.delete(made, who), 404, "Comment not found")

    def test_others_do_not(self):
        for author, who in ((CAROL, "sam"), ("sam", "amelie"), ("sam", CAROL), (CAROL, ERIK)):
            made = self.said("To stay", author)
            self.expect(self.delete(made, who), 403, "Access denied")
            self.assertIn(made["id"], [row["id"] for row in listed()])


class Copies(Comments):
    def test_the_feed_carries_all_and_knows_what_is_gone(self):
        state = office.changes()["new_state"]
        kept = self.said("Kept", is_internal=True, poc_task_id=task)
        gone = self.said("Gone", CAROL)
        self.expect(office.call("DELETE", f"/pocs/{poc}/comments/{gone['id']}", who=CAROL), 200)
        page = office.changes(state)
        rows = [row for row in page["list"] if row["type"] == "comment"]
        self.assertEqual([(row["id"], row["content"], row["is_internal"], row["poc_task_id"],
                           row["user_id"]) for row in rows],
                         [(kept["id"], "Kept", True, task, kept["user_id"])])
        self.assertIn({"type": "comment", "id": gone["id"]}, page["destroyed"])
        self.assertEqual(office.call("GET", "/sync/changes", who=CAROL).status, 403)

    def test_the_server_says_that_a_poc_can_be_talked_about(self):
        self.assertIn("poc-comments", office.server.request("GET", "/").json["capabilities"])


if __name__ == "__main__":
    unittest.main()
