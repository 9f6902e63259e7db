# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks and their groups: who plans them, who does them, and what is known of that."""

import unittest

from office import Office

CARLA = "carla@globex.example"
TASK = {"id", "poc_id", "task_id", "poc_task_group_id", "title", "description", "status",
        "success_level", "sort_order", "start_date", "due_date", "created_at", "updated_at",
        "completed_at", "completed_by", "assignees", "success_criteria_ids"}
GROUP = (TASK - {"task_id", "poc_task_group_id", "assignees"}) | {"task_group_id", "tasks"}
STATUSES = ("not_started", "in_progress", "completed", "blocked", "satisfied",
            "partially_satisfied", "not_satisfied")


def setUpModule():
    global office
    office = Office()
    office.__enter__()


def tearDownModule():
    office.__exit__()


class Work(unittest.TestCase):
    """Each test has a POC of its own, from November 1st to December 15th."""

    def setUp(self):
        self.poc = office.add_poc(self.id().rpartition(".")[2], start_date="2026-11-01",
                                  end_date="2026-12-15")
        self.tasks = f"/tasks/pocs/{self.poc}/tasks"
        self.groups = f"/tasks/pocs/{self.poc}/task-groups"

    def ask(self, method, path, body=None, who="sam", status=None):
        answer = office.call(method, path, body, who)
        expected = status or {"POST": 201}.get(method, 200)
        self.assertEqual(answer.status, expected, (method, path, body, answer.text))
        return answer.json

    def refused(self, status, words, method, path, body=None, who="sam"):
        answer = office.call(method, path, body, who)
        self.assertEqual((answer.status, answer.json), (status, {"detail": words}))

    def invalid(self, field, method, path, body, who="sam"):
        answer = office.call(method, path, body, who)
        self.assertEqual(answer.status, 422, (body, answer.text))
        self.assertEqual(answer.json["detail"][0]["loc"], ["body", field] if field else ["body"])

    def add_task(self, title="Install the agent", **fields):
        return self.ask("POST", self.tasks, {"title": title} | fields)

    def add_group(self, title="Set up", **fields):
        return self.ask("POST", self.groups, {"title": title} | fields)

    def add_criterion(self, title="Latency below 5 ms"):
        return self.ask("POST", f"/pocs/{self.poc}/success-criteria", {"title": title})["id"]

    def change(self, task, who="sam", **fields):
        return self.ask("PUT", f"{self.tasks}/{task}", fields, who)

    def listed(self, who="sam"):
        return self.ask("GET", self.tasks, who=who)

    def told(self, since):
        """What the feed has told since then, as {(type, id): row}, and what is gone."""
        page = office.changes(since)
        return ({(row["type"], row["id"]): row for row in page["list"]},
                {(row["type"], row["id"]) for row in page["destroyed"]})


class Tasks(Work):
    def test_a_new_task_has_the_dialects_members(self):
        task = self.add_task(task_id=7, unknown="ignored")
        self.assertEqual(set(task), TASK)
        self.assertEqual((task["status"], task["due_date"], task["sort_order"], task["task_id"],
                          task["poc_id"], task["assignees"], task["success_criteria_ids"]),
                         ("not_started", "2026-12-15", 0, None, self.poc, [], []))
        self.assertEqual(self.listed(), [task])
        self.assertEqual(self.ask("GET", f"{self.tasks}/{task['id']}"), task)

    def test_without_an_end_of_the_poc_nothing_is_due(self):
        self.poc = office.add_poc()
        self.tasks = f"/tasks/pocs/{self.poc}/tasks"
        self.assertIsNone(self.add_task()["due_date"])

    def test_tasks_come_in_their_order(self):
        made = [self.add_task(f"Task {order}", sort_order=order)["id"] for order in (2, 0, 1, 0)]
        self.assertEqual([task["id"] for task in self.listed()],
                         [made[1], made[3], made[2], made[0]])

    def test_a_change_touches_only_what_it_mentions(self):
        task = self.add_task(description="old", success_level=3)
        changed = self.change(task["id"], description=None, status="blocked")
        self.assertEqual(changed, task | {"description": None, "status": "blocked",
                                          "updated_at": changed["updated_at"]})
        self.assertIsNotNone(changed["updated_at"])
        self.assertEqual(self.listed(), [changed])

    def test_internal_people_set_every_status(self):
        task = self.add_task()["id"]
        for status in STATUSES:
            self.assertEqual(self.change(task, "amelie", status=status)["status"], status)

    def test_what_a_task_cannot_be_is_refused_by_name(self):
        task = self.add_task()["id"]
        for body, field in (
                ({"title": None}, "title"), ({"title": " \t"}, "title"),
                ({"title": "x" * 256}, "title"), ({"title": "a\nb"}, "title"),
                ({"title": ["x"]}, "title"),
                ({"description": "a\7b"}, "description"), ({"description": "a\0b"}, None),
                ({"description": "x" * 20001}, "description"), ({"status": None}, "status"),
                ({"status": "done"}, "status"), ({"status": 1}, "status"),
                ({"status": "COMPLETED"}, "status"),
                ({"success_level": 101}, "success_level"), ({"success_level": -1}, "success_level"),
                ({"success_level": "5"}, "success_level"), ({"sort_order": None}, "sort_order"),
                ({"sort_order": 2 ** 31}, "sort_order"), ({"sort_order": 1.5}, "sort_order"),
                ({"start_date": ""}, "start_date"), ({"due_date": "2026-02-30"}, "due_date"),
                ({"due_date": 20261201}, "due_date"),
                ({"success_criteria_ids": 5}, "success_criteria_ids"),
                ({"success_criteria_ids": ["5"]}, "success_criteria_ids"),
                ({"success_criteria_ids": [None]}, "success_criteria_ids"),
                ({"success_criteria_ids": list(range(1001))}, "success_criteria_ids"),
                ({"poc_task_group_id": "x"}, "poc_task_group_id"), (None, None)):
            with self.subTest(body=body):
                self.invalid(field, "PUT", f"{self.tasks}/{task}", body)
                if body and "title" not in body:
                    self.invalid(field, "POST", self.tasks, {"title": "x"} | body)
        self.invalid("title", "POST", self.tasks, {"description": "no title"})
        self.assertEqual([row["updated_at"] for row in self.listed()], [None])

    def test_what_is_not_there_is_not_found(self):
        other = office.add_poc("Another")
        foreign = office.call("POST", f"/tasks/pocs/{other}/tasks", {"title": "x"}).json["id"]
        for task in (foreign, 99999999, 0, 10 ** 30):
            for method, tail, body in (("GET", "", None), ("PUT", "", {"title": "y"}),
                                       ("DELETE", "", None), ("GET", "/assignees", None),
                                       ("POST", "/assign", {"participant_ids": []}),
                                       ("DELETE", "/assign", None)):
                self.refused(404, "Task not found", method, f"{self.tasks}/{task}{tail}", body)
        self.assertEqual(office.call("GET", f"{self.tasks}/one").status, 422)

    def test_success_criteria_are_told_in_every_answer(self):
        first, second = self.add_criterion("First"), self.add_criterion("Second")
        task = self.add_task(success_criteria_ids=[second, first, second])
        self.assertEqual(task["success_criteria_ids"], [first, second])
        state = office.changes()["new_state"]
        changed = self.change(task["id"], success_criteria_ids=[second])
        self.assertEqual(changed["success_criteria_ids"], [second])
        self.assertEqual(self.listed()[0]["success_criteria_ids"], [second])
        told, _ = self.told(state)
        self.assertEqual(told["task", task["id"]]["success_criteria_ids"], [second])
        kept = self.change(task["id"], success_criteria_ids=None, title="Same criteria")
        self.assertEqual(kept["success_criteria_ids"], [second])
        self.assertEqual(self.change(task["id"], success_criteria_ids=[])["success_criteria_ids"],
                         [])

    def test_criteria_of_others_change_nothing(self):
        own, other = self.add_criterion(), office.add_poc("Another")
        foreign = office.call("POST", f"/pocs/{other}/success-criteria", {"title": "x"}).json["id"]
        task = self.add_task(success_criteria_ids=[own])
        body = {"title": "Changed", "success_criteria_ids": [own, foreign, 99999999, -1]}
        words = f"Invalid success criteria IDs: [{foreign}, 99999999, -1]"
        self.refused(400, words, "PUT", f"{self.tasks}/{task['id']}", body)
        self.refused(400, words, "POST", self.tasks, body)
        self.assertEqual(self.listed(), [task])

    def test_deleting_takes_along_what_hangs_on_it(self):
        part = office.bring_in(self.poc, CARLA)
        criterion = self.add_criterion()
        task = self.add_task(success_criteria_ids=[criterion])["id"]
        self.ask("POST", f"{self.tasks}/{task}/assign", {"participant_ids": [part]}, status=200)
        said = [self.ask("POST", f"/pocs/{self.poc}/comments", {"content": "x", "poc_task_id": task},
                         who)["id"] for who in ("sam", CARLA)]
        link = self.ask("POST", f"/pocs/{self.poc}/tasks/{task}/resources",
                        {"title": "Docs", "resource_type": "text", "content": "x"})["id"]
        kept = self.ask("POST", f"/pocs/{self.poc}/comments", {"content": "on the POC"})["id"]
        state = office.changes()["new_state"]
        self.assertEqual(self.ask("DELETE", f"{self.tasks}/{task}"),
                         {"message": "Task removed successfully"})
        told, gone = self.told(state)
        self.assertEqual(gone, {("task", task), ("resource", link), ("comment", said[0]),
                                ("comment", said[1])})
        self.assertEqual(told["engagement", part]["comments_count"], 0)
        self.assertEqual(self.listed(), [])
        self.assertEqual([row["id"] for row in self.ask("GET", f"/pocs/{self.poc}/comments")],
                         [kept])
        for table in ("task_assignee", "task_criterion"):
            self.assertEqual(office.query(f"SELECT * FROM {table} WHERE task_id = ?", task), [])
        self.refused(404, "Task not found", "DELETE", f"{self.tasks}/{task}")


class Dates(Work):
    def test_they_lie_within_the_poc_and_in_order(self):
        task, group = self.add_task()["id"], self.add_group()["id"]
        for path, one, name, noun in ((self.tasks, task, "Task", "task"),
                                      (self.groups, group, "Task group", "task group")):
            for body, words in (
                    ({"start_date": "2026-10-31"},
                     f"{name} start date cannot be before the POC start date"),
                    ({"start_date": "2026-12-16"},
                     f"{name} start date cannot be after the POC end date"),
                    ({"due_date": "2026-10-31"},
                     f"{name} due date cannot be before the POC start date"),
                    ({"due_date": "2026-12-16"},
                     f"{name} due date cannot be after the POC end date"),
                    ({"start_date": "2026-11-20", "due_date": "2026-11-19"},
                     f"{name} start date cannot be after the {noun} due date")):
                with self.subTest(path=path, body=body):
                    self.refused(400, words, "PUT", f"{path}/{one}", body)
                    self.refused(400, words, "POST", path, {"title": "x"} | body)
            good = {"start_date": "2026-11-01", "due_date": "2026-11-01"}
            self.assertLessEqual(good.items(), self.ask("PUT", f"{path}/{one}", good).items())
            self.refused(400, f"{name} start date cannot be after the {noun} due date", "PUT",
                         f"{path}/{one}", {"start_date": "2026-11-02"})

    def test_a_shortened_poc_does_not_hold_up_what_was_planned(self):
        task = self.add_task(start_date="2026-12-10")
        group = self.add_group(start_date="2026-12-10")
        self.ask("PUT", f"/pocs/{self.poc}", {"end_date": "2026-12-01"})
        done = self.change(task["id"], status="completed", due_date="2026-12-15")
        self.assertEqual((done["status"], done["due_date"]), ("completed", "2026-12-15"))
        self.ask("PUT", f"{self.groups}/{group['id']}", {"status": "completed"})
        self.refused(400, "Task due date cannot be after the POC end date", "PUT",
                     f"{self.tasks}/{task['id']}", {"due_date": "2026-12-14"})
        self.assertIsNone(self.change(task["id"], due_date=None)["due_date"])

    def test_a_poc_without_dates_takes_all(self):
        self.poc = office.add_poc()
        self.tasks = f"/tasks/pocs/{self.poc}/tasks"
        self.add_task(start_date="1999-01-01", due_date="2999-12-31")


class Completion(Work):
    def setUp(self):
        super().setUp()
        self.carla = office.bring_in(self.poc, CARLA)
        self.carla_id = office.query("SELECT user_id FROM participant WHERE id = ?",
                                     self.carla)[0][0]
        self.sam_id = office.query("SELECT id FROM account WHERE email = 'sam@acme.example'")[0][0]
        self.task = self.add_task()["id"]

    def move(self, status, who="sam"):
        return self.ask("PUT", f"{self.tasks}/{self.task}", {"status": status}, who)

    def test_who_and_when_is_known_until_it_is_taken_up_again(self):
        done = self.move("completed", CARLA)
        self.assertEqual((done["completed_by"], done["completed_at"]),
                         (self.carla_id, done["updated_at"]))
        for status in ("completed", "satisfied", "partially_satisfied", "not_satisfied",
                       "completed"):
            same = self.move(status)
            self.assertEqual((same["completed_by"], same["completed_at"]),
                             (self.carla_id, done["completed_at"]), status)
        for status in ("in_progress", "not_started", "blocked"):
            open_again = self.move(status)
            self.assertEqual((open_again["completed_by"], open_again["completed_at"]),
                             (None, None), status)
            self.assertEqual(self.move("satisfied")["completed_by"], self.sam_id)
        self.assertGreater(self.listed()[0]["completed_at"], done["completed_at"])

    def test_what_was_never_done_can_be_judged(self):
        judged = self.move("not_satisfied")
        self.assertEqual((judged["completed_by"], judged["completed_at"]), (None, None))

    def test_groups_are_completed_as_well(self):
        group = self.add_group()["id"]
        done = self.ask("PUT", f"{self.groups}/{group}", {"status": "completed"})
        self.assertEqual(done["completed_by"], self.sam_id)
        again = self.ask("PUT", f"{self.groups}/{group}", {"status": "in_progress"})
        self.assertEqual((again["completed_by"], again["completed_at"]), (None, None))

    def test_customers_move_tasks_between_three_statuses(self):
        for status in ("in_progress", "completed", "not_started", "completed", "in_progress"):
            self.assertEqual(self.move(status, CARLA)["status"], status)

    def test_customers_do_nothing_else(self):
        path = f"{self.tasks}/{self.task}"
        before = self.listed()
        for status in ("blocked", "satisfied", "partially_satisfied", "not_satisfied"):
            self.refused(403, "Customers can only set a task to not started, in progress or "
                         "completed", "PUT", path, {"status": status}, CARLA)
        for body in ({"title": "Mine"}, {"title": None}, {"due_date": "2026-12-01"},
                     {"status": "completed", "description": "x"}, {"success_criteria_ids": []},
                     {"success_level": 5}, {"sort_order": 1}, {"poc_task_group_id": None}, {}):
            self.refused(403, "Customers can only change a task's status", "PUT", path, body, CARLA)
        self.invalid("status", "PUT", path, {"status": "done"}, CARLA)
        self.invalid("status", "PUT", path, {"status": None}, CARLA)
        self.assertEqual(self.listed(), before)

    def test_what_was_judged_or_is_held_up_is_not_the_customers(self):
        for status in ("blocked", "satisfied", "partially_satisfied", "not_satisfied"):
            self.move(status)
            self.refused(403, "This task's status can only be changed by the team that runs the "
                         "POC", "PUT", f"{self.tasks}/{self.task}", {"status": "in_progress"}, CARLA)
            self.assertEqual(self.listed()[0]["status"], status)

    def test_customers_read_and_plan_nothing(self):
        group = self.add_group()["id"]
        self.assertEqual([row["id"] for row in self.listed(CARLA)], [self.task])
        self.ask("GET", self.groups, who=CARLA)
        for method, path, body in (
                ("POST", self.tasks, {"title": "x"}), ("DELETE", f"{self.tasks}/{self.task}", None),
                ("POST", f"{self.tasks}/{self.task}/assign", {"participant_ids": []}),
                ("DELETE", f"{self.tasks}/{self.task}/assign", None),
                ("POST", self.groups, {"title": "x"}), ("DELETE", f"{self.groups}/{group}", None),
                ("PUT", f"{self.groups}/{group}", {"status": "completed"})):
            self.refused(403, "Sales engineer access required", method, path, body, CARLA)

    def test_what_a_customer_completes_counts_for_them(self):
        def figures():
            people = self.ask("GET", f"/pocs/{self.poc}/participants")
            return next(row for row in people if row["id"] == self.carla)

        def count():
            return sum(day["count"] for day in figures()["activity"])

        start = count()
        self.move("completed", CARLA)
        self.assertEqual((figures()["tasks_completed"], count()), (1, start + 1))
        self.move("completed", CARLA)
        self.assertEqual(count(), start + 1)
        state = office.changes()["new_state"]
        self.move("in_progress")
        told, _ = self.told(state)
        self.assertEqual(told["engagement", self.carla]["tasks_completed"], 0)
        self.move("completed", CARLA)
        state = office.changes()["new_state"]
        self.ask("DELETE", f"{self.tasks}/{self.task}")
        told, _ = self.told(state)
        self.assertEqual(told["engagement", self.carla]["tasks_completed"], 0)

    def test_progress_counts_what_is_completed_or_satisfied(self):
        def progress():
            detail = self.ask("GET", f"/pocs/{self.poc}")
            return detail["tasks_count"], detail["tasks_done_count"], detail["progress"]

        empty = self.ask("GET", f"/pocs/{office.add_poc('Empty')}")
        self.assertEqual((empty["tasks_count"], empty["tasks_done_count"], empty["progress"]),
                         (0, 0, 0))
        for status in STATUSES[1:]:
            self.ask("PUT", f"{self.tasks}/{self.add_task(status)['id']}", {"status": status})
        self.assertEqual(progress(), (7, 2, 28))
        self.move("satisfied")
        self.assertEqual(progress(), (7, 3, 42))


class Assignees(Work):
    def setUp(self):
        super().setUp()
        self.carla = office.bring_in(self.poc, CARLA)
        self.kim = office.bring_in(self.poc, "kim.lee@globex.example", "kim.lee")
        self.task = self.add_task()["id"]
        self.path = f"{self.tasks}/{self.task}"

    def assign(self, *parts):
        return self.ask("POST", f"{self.path}/assign", {"participant_ids": parts}, status=200)

    def test_a_task_with_assignees_is_read_and_changed(self):
        state = office.changes()["new_state"]
        carla, = self.assign(self.carla)
        self.assertEqual(set(carla), {"id", "participant_id", "participant_name",
                                      "participant_email", "assigned_at"})
        self.assertEqual((carla["participant_id"], carla["participant_name"],
                          carla["participant_email"]), (self.carla, "Carla Dunn", CARLA))
        group = self.add_group()["id"]
        changed = self.change(self.task, poc_task_group_id=group)
        for answer in (changed, self.listed()[0], self.ask("GET", self.path),
                       self.ask("GET", self.groups)[0]["tasks"][0],
                       self.ask("GET", f"{self.groups}/{group}/tasks")[0]):
            self.assertEqual(answer["assignees"], [carla])
        self.assertEqual(self.ask("GET", f"{self.path}/assignees"), [carla])
        told, _ = self.told(state)
        self.assertEqual(told["task", self.task]["assignee_ids"], [self.carla])

    def test_assigning_replaces_and_keeps_who_stays(self):
        both = self.assign(self.carla, self.kim, self.carla)
        self.assertEqual([row["participant_id"] for row in both], [self.carla, self.kim])
        self.assertEqual(self.assign(self.kim), both[1:])
        self.assertEqual(self.assign(), [])

    def test_only_who_takes_part_can_be_assigned(self):
        other = office.add_poc("Another")
        foreign = office.bring_in(other, CARLA)
        present = self.assign(self.kim)
        self.refused(400, f"Invalid participant IDs: [{foreign}, 99999999]", "POST",
                     f"{self.path}/assign",
                     {"participant_ids": [self.carla, foreign, 99999999]})
        for body in ({}, {"participant_ids": None}, {"participant_ids": "1"},
                     {"participant_ids": [True]}, {"participant_ids": [[1]]}):
            self.invalid("participant_ids", "POST", f"{self.path}/assign", body)
        self.assertEqual(self.ask("GET", f"{self.path}/assignees"), present)

    def test_assignments_can_be_taken_back(self):
        self.assign(self.carla, self.kim)
        self.assertEqual(self.ask("DELETE", f"{self.path}/assign"),
                         {"message": "Removed 2 assignee(s) from task"})
        self.assertEqual(self.listed()[0]["assignees"], [])
        self.assertEqual(self.ask("DELETE", f"{self.path}/assign"),
                         {"message": "Removed 0 assignee(s) from task"})

    def test_who_loses_access_loses_the_tasks(self):
        self.assign(self.carla, self.kim)
        user = office.query("SELECT user_id FROM participant WHERE id = ?", self.carla)[0][0]
        state = office.changes()["new_state"]
        self.ask("DELETE", f"/pocs/{self.poc}/participants/{user}")
        told, _ = self.told(state)
        self.assertEqual(told["task", self.task]["assignee_ids"], [self.kim])
        self.assertEqual([row["participant_id"] for row in self.listed()[0]["assignees"]],
                         [self.kim])

    def test_customers_see_no_addresses(self):
        self.assign(self.carla, self.kim)
        for path in (self.tasks, self.path, f"{self.path}/assignees"):
            self.assertNotIn("kim", office.call("GET", path, who=CARLA).text)
        carla, kim = self.listed(CARLA)[0]["assignees"]
        self.assertEqual((carla["participant_email"], carla["participant_name"]),
                         (CARLA, "Carla Dunn"))
        self.assertEqual((kim["participant_email"], kim["participant_name"]),
                         (None, "Participant from Globex"))


class Groups(Work):
    def test_a_new_group_has_the_dialects_members(self):
        criterion = self.add_criterion()
        group = self.add_group(task_group_id=7, success_criteria_ids=[criterion])
        self.assertEqual(set(group), GROUP)
        self.assertEqual((group["status"], group["due_date"], group["sort_order"],
                          group["task_group_id"], group["success_criteria_ids"], group["tasks"]),
                         ("not_started", "2026-12-15", 0, None, [criterion], []))
        self.assertEqual(self.ask("GET", self.groups), [group])
        self.assertEqual(self.ask("GET", f"{self.groups}/{group['id']}"), group)

    def test_groups_hold_the_tasks_that_name_them(self):
        first, second = self.add_group("First")["id"], self.add_group("Second")["id"]
        late = self.add_task("Late", poc_task_group_id=first, sort_order=2)["id"]
        early = self.add_task("Early", poc_task_group_id=first, sort_order=1)["id"]
        alone = self.add_task("Alone")["id"]
        groups = self.ask("GET", self.groups)
        self.assertEqual([[task["id"] for task in group["tasks"]] for group in groups],
                         [[early, late], []])
        self.assertEqual(len(self.listed()), 3)
        self.assertEqual(self.ask("GET", f"{self.groups}/{first}/tasks"), groups[0]["tasks"])
        self.change(late, poc_task_group_id=second)
        self.change(alone, poc_task_group_id=second)
        changed = self.ask("PUT", f"{self.groups}/{second}", {"title": "Renamed"})
        self.assertEqual([task["id"] for task in changed["tasks"]], [alone, late])
        self.change(late, poc_task_group_id=None)
        self.assertEqual([len(group["tasks"]) for group in self.ask("GET", self.groups)], [1, 1])
        self.assertEqual(self.ask("GET", f"/pocs/{self.poc}")["task_groups_count"], 2)

    def test_a_group_of_others_takes_no_task(self):
        other = office.add_poc("Another")
        foreign = office.call("POST", f"/tasks/pocs/{other}/task-groups", {"title": "x"}).json["id"]
        task = self.add_task()
        for group in (foreign, 99999999, 0):
            for method, path in (("POST", self.tasks), ("PUT", f"{self.tasks}/{task['id']}")):
                self.refused(400, "Task group not found in this POC", method, path,
                             {"title": "x", "poc_task_group_id": group})
        self.assertEqual(self.listed(), [task])

    def test_a_change_touches_only_what_it_mentions(self):
        group = self.add_group(description="old")
        state = office.changes()["new_state"]
        changed = self.ask("PUT", f"{self.groups}/{group['id']}",
                           {"status": "in_progress", "success_level": 7})
        self.assertEqual(changed, group | {"status": "in_progress", "success_level": 7,
                                           "updated_at": changed["updated_at"]})
        told, _ = self.told(state)
        self.assertEqual(told["task_group", group["id"]]["status"], "in_progress")
        self.assertEqual(told["task_group", group["id"]]["success_criteria_ids"], [])

    def test_what_a_group_cannot_be_is_refused_by_name(self):
        group = self.add_group()["id"]
        for body, field in (({"title": None}, "title"), ({"title": ""}, "title"),
                            ({"status": "done"}, "status"), ({"sort_order": "1"}, "sort_order"),
                            ({"start_date": "tomorrow"}, "start_date"),
                            ({"success_criteria_ids": {}}, "success_criteria_ids")):
            self.invalid(field, "PUT", f"{self.groups}/{group}", body)
        self.invalid("title", "POST", self.groups, {})
        self.refused(400, "Invalid success criteria IDs: [99999999]", "PUT",
                     f"{self.groups}/{group}", {"success_criteria_ids": [99999999]})

    def test_what_is_not_there_is_not_found(self):
        for method, tail, body in (("GET", "", None), ("PUT", "", {"title": "y"}),
                                   ("DELETE", "", None), ("GET", "/tasks", None)):
            self.refused(404, "Task group not found", method, f"{self.groups}/99999999{tail}", body)

    def test_deleting_a_group_keeps_its_tasks(self):
        criterion = self.add_criterion()
        group = self.add_group(success_criteria_ids=[criterion])["id"]
        task = self.add_task(poc_task_group_id=group)["id"]
        comment = self.ask("POST", f"/pocs/{self.poc}/comments",
                           {"content": "x", "poc_task_group_id": group})["id"]
        resource = self.ask("POST", f"/pocs/{self.poc}/task-groups/{group}/resources",
                            {"title": "x", "resource_type": "text", "content": "x"})["id"]
        state = office.changes()["new_state"]
        self.assertEqual(self.ask("DELETE", f"{self.groups}/{group}"),
                         {"message": "Task group removed successfully"})
        told, gone = self.told(state)
        self.assertEqual(gone, {("task_group", group), ("comment", comment),
                                ("resource", resource)})
        self.assertIsNone(told["task", task]["poc_task_group_id"])
        self.assertEqual([(row["id"], row["poc_task_group_id"]) for row in self.listed()],
                         [(task, None)])
        self.assertEqual(self.ask("GET", self.groups), [])
        self.assertEqual(self.ask("DELETE", f"/pocs/{self.poc}/success-criteria/{criterion}"),
                         {"message": "Success criteria deleted successfully"})


if __name__ == "__main__":
    unittest.main()
