# SPDX-License-Identifier: GPL-3.0-or-later
"""What people make is made on servers of API 1.0.0 once, whatever is wrong with them."""

import datetime
import unittest

from pmtest.waiting import wait_for
from plainitems import LOST, STEPPED, WHOLE, ItemCase, name_of


class Making(ItemCase):
    def test_every_kind_is_made_with_all_that_was_said_of_it(self):
        desktop = self.open_in_step()
        for item_type, fields in WHOLE.items():
            with self.subTest(item_type=item_type):
                item = self.make(item_type, "New")
                self.settled()
                self.assert_fields(self.made(item_type, "New"), fields)
                self.assertEqual(desktop.look(item_type, item, fields), fields)

    def test_q5_it_is_made_once_whatever_becomes_of_the_answer(self):
        self.open_in_step()
        for how in LOST:
            with self.subTest(how=how):
                self.fail_making(how)
                for item_type in WHOLE:
                    self.make(item_type, how)
                self.settled()
                for item_type, fields in WHOLE.items():
                    self.assert_fields(self.made(item_type, how), fields)

    def test_q7_what_is_dropped_comes_whatever_becomes_of_its_answer(self):
        self.open_in_step()
        for how in LOST:
            with self.subTest(how=how):
                for _ in STEPPED:
                    self.server.fail(how, "PUT", "/pocs/")
                for item_type in STEPPED:
                    self.make(item_type, how)
                self.settled()
                for item_type in STEPPED:
                    self.assert_fields(self.made(item_type, how), WHOLE[item_type])

    def test_the_same_said_twice_is_there_twice(self):
        desktop = self.open_in_step()
        for how in ("silence", "before", "silence"):
            self.fail_making(how)
        items = {item_type: [self.make(item_type, "Again") for _ in range(4)]
                 for item_type in WHOLE}
        self.settled()
        for item_type, numbers in items.items():
            with self.subTest(item_type=item_type):
                name = name_of(item_type)
                self.assertEqual(len(self.table(item_type).where(**{name: "Again"})), 4)
                self.assertEqual(
                    desktop.query(f"SELECT id FROM {item_type} WHERE {name} = 'Again' ORDER BY id"),
                    [(number,) for number in sorted(numbers)])

    def kill_after(self, method):
        def kill(answered, _path):
            if answered == method:
                self.desktop.process.kill()
        self.server.afterwards = kill

    def test_a_desktop_killed_between_the_steps_goes_on_with_the_second(self):
        self.open_in_step()
        for item_type in STEPPED:
            with self.subTest(item_type=item_type):
                self.kill_after("POST")
                self.make(item_type, "Killed")
                self.desktop.process.wait(20)
                self.server.afterwards = lambda method, path: None
                self.desktop.kill()
                self.open()
                self.settled()
                self.assert_fields(self.made(item_type, "Killed"), WHOLE[item_type])

    def test_a_desktop_killed_before_it_heard_finds_what_it_has_made(self):
        self.open_in_step()
        self.fail_making("silence")
        for item_type in WHOLE:
            self.make(item_type, "Unheard")
        wait_for(lambda: not self.server._faults, "all requests")
        self.desktop.kill()
        self.open()
        self.settled()
        for item_type, fields in WHOLE.items():
            self.assert_fields(self.made(item_type, "Unheard"), fields)

    def refuse_to_change(self, _method, path):
        if path == "/pocs/":
            self.office.memberships[0].role = "customer"

    def test_a_second_step_that_is_refused_makes_no_second_one(self):
        desktop = self.open_in_step()
        self.server.afterwards = self.refuse_to_change
        poc = self.make("poc", "Refused")
        self.assertIn("access required", self.attention())
        self.server.afterwards = lambda method, path: None
        self.office.memberships[0].role = "sales_engineer"
        task = desktop.create("task", poc, title="In it")
        wait_for(lambda: self.office.tasks.where(title="In it"), "the task")
        operation = desktop.operations("state = 'needs_attention'")[0]
        self.assertIsNone(desktop.wish("retry", operation))
        self.settled()
        made = self.made("poc", "Refused")
        self.assert_fields(made, WHOLE["poc"])
        self.assertEqual(self.made("task", "In it").poc_id, made.id)
        self.assertEqual(desktop.look("task", task, ["poc_id"]), {"poc_id": poc})

    def test_what_needs_attention_can_be_given_up_and_stays_made(self):
        desktop = self.open_in_step()
        self.server.afterwards = self.refuse_to_change
        poc = self.make("poc", "Half")
        self.attention()
        self.server.afterwards = lambda method, path: None
        operation = desktop.operations("state = 'needs_attention'")[0]
        self.assertIsNone(desktop.wish("discard", operation))
        self.sweep()
        self.assertEqual(desktop.look("poc", poc, ["title", "objectives"]),
                         {"title": "Half", "objectives": None})
        desktop.wait_for_rows([(2,)], "SELECT count(*) FROM poc")

    def test_while_it_is_half_made_all_of_it_shows(self):
        desktop = self.open_in_step()
        self.server.fail("before", "PUT", "/pocs/")
        self.server.afterwards = lambda method, path: desktop.tell("watch", 1)
        criterion = self.make("criterion", "Fast")
        wait_for(lambda: self.office.criteria, "the criterion")
        for _ in range(20):
            self.assertEqual(desktop.look("criterion", criterion, ["importance_level"]),
                             {"importance_level": 5})
        self.settled()

    def test_a_sweep_does_not_take_away_what_is_not_known_to_be_made(self):
        desktop = self.open_in_step()
        self.server.fail("silence", "POST", "/tasks")
        for _ in range(2):
            self.server.fail("before", "GET", "/tasks/pocs/1/tasks")
        task = desktop.create("task", 1, title="Lost")
        wait_for(lambda: self.office.tasks.where(title="Lost"), "the task")
        for _ in range(3):
            self.sweep()
            self.assertEqual(desktop.look("task", task, ["title"]), {"title": "Lost"})
        self.settled()
        desktop.wait_for_rows([(task,)], "SELECT id FROM task WHERE title = 'Lost'")

    def test_what_was_written_without_the_server_goes_in_its_order(self):
        desktop = self.open_in_step()
        self.server.away = True
        poc = self.make("poc", "Offline")
        group = desktop.create("task_group", poc, title="Group")
        task = desktop.create("task", poc, title="Task", due_date="2026-12-05")
        desktop.edit("task", task, status="in_progress")
        criterion = desktop.create("criterion", poc, title="Criterion", importance_level=1)
        resource = desktop.create("resource", poc, title="Docs", resource_type="link",
                                  content="https://x.com", poc_task_group_id=group,
                                  success_criteria_id=criterion)
        comment = desktop.create("comment", poc, subject="s", content="c", poc_task_id=task)
        desktop.edit("poc", poc, title="Online")
        self.server.away = False
        self.settled()
        made = self.made("poc", "Online")
        self.assert_fields(made, WHOLE["poc"])
        self.assert_fields(self.made("task", "Task"), {"poc_id": made.id, "status": "in_progress",
                                                       "due_date": "2026-12-05"})
        self.assertEqual(self.made("resource", "Docs").poc_task_group_id,
                         self.made("task_group", "Group").id)
        self.assertEqual(self.made("resource", "Docs").success_criteria_id,
                         self.made("criterion", "Criterion").id)
        self.assertEqual(self.made("comment", "s").poc_task_id, self.made("task", "Task").id)
        # On this desktop everything is still what it was called here.
        self.sweep()
        self.assertEqual(desktop.look("comment", comment, ["poc_id", "poc_task_id"]),
                         {"poc_id": poc, "poc_task_id": task})
        self.assertEqual(desktop.look("resource", resource, ["poc_task_group_id"]),
                         {"poc_task_group_id": group})

    def test_q2_in_a_broken_list_it_is_not_made_twice_unseen(self):
        desktop = self.open_in_step()
        self.change(lambda: self.office.assignments.add(task_id=1, participant_id=1))
        self.server.fail("silence", "POST", "/tasks")
        desktop.create("task", 1, title="Hidden")
        self.assertIn("Look there", self.attention())
        self.made("task", "Hidden")

    def test_q2_in_a_broken_list_it_is_made_and_shows(self):
        desktop = self.open_in_step()
        self.change(lambda: self.office.assignments.add(task_id=1, participant_id=1))
        task = desktop.create("task", 1, title="New", status="completed")
        self.confirmed()
        self.assertEqual(self.made("task", "New").status, "completed")
        self.sweep()
        self.assertEqual(desktop.look("task", task, ["title"]), {"title": "New"})
        self.change(self.office.assignments.clear)
        self.settled()
        desktop.wait_for_rows([(task,)], "SELECT id FROM task WHERE title = 'New'")

    def test_a_colleagues_item_of_the_same_name_is_not_taken_for_ours(self):
        ann = self.office.add_user("ann@acme.com", "Ann")
        self.open_in_step()
        self.server.fail("before", "POST", "/comments")
        self.server.afterwards = lambda method, path: self.add_comment(path, ann)
        self.desktop.create("comment", 1, subject="s", content="+1", poc_task_id=1)
        self.settled()
        self.assertEqual(sorted(each.user_id for each in self.office.comments), [1, ann.id])

    def add_comment(self, path, author):
        if "/comments" in path and not self.office.comments.where(user_id=author.id):
            self.office.comments.add(poc_id=1, poc_task_id=1, poc_task_group_id=None, subject="s",
                                     content="+1", is_internal=False, user_id=author.id,
                                     created_at=self.office.now(), updated_at=None)

    def test_a_clock_hours_off_does_not_hide_what_was_made(self):
        for hours in (-9, 9):
            with self.subTest(hours=hours):
                self.office.clock_offset = datetime.timedelta(hours=hours)
                self.open_in_step()
                self.server.fail("silence", "POST", "/tasks")
                self.desktop.create("task", 1, title=f"At {hours}")
                self.settled()
                self.made("task", f"At {hours}")
                self.close()

    def test_q10_a_comments_target_is_said_twice(self):
        desktop = self.open_in_step()
        group = desktop.create("task_group", 1, title="Group")
        desktop.create("comment", 1, subject="s", content="c", poc_task_group_id=group)
        self.settled()
        self.assertEqual(self.made("comment", "s").poc_task_group_id, 1)
        self.assertEqual(self.count("POST", "/pocs/1/comments?task_group_id=1"), 1)

    def test_q13_an_internal_comment_that_is_refused_says_why(self):
        carla = self.office.add_user("carla@globex.com", "Carla", role="customer", tenant=None)
        self.office.join(carla, 1, "sales_engineer")
        desktop = self.open_in_step(email="carla@globex.com")
        desktop.create("comment", 1, subject="s", content="c", is_internal=True, poc_task_id=1)
        self.assertIn("Customers cannot create internal comments", self.attention())

    def test_q27_titles_are_of_one_line(self):
        desktop = self.open_in_step()
        desktop.create("poc", title="A\r\nB\tC ", customer_company_name="Glo\nbex")
        self.settled()
        self.assertEqual(self.made("poc", "A B C").customer_company_name, "Glo bex")

    def test_q30_what_would_end_before_it_begins_is_not_made(self):
        desktop = self.open_in_step()
        desktop.create("poc", title="Back", customer_company_name="x", start_date="2026-12-20",
                       end_date="2026-12-01")
        self.assertIn("before it begins", self.attention())
        self.assertEqual(self.count("POST", "/pocs/"), 0)

    def test_q32_types_are_in_lower_case_and_days_left_out(self):
        desktop = self.open_in_step()
        desktop.create("resource", 1, title="Docs", resource_type="link", content="https://x.com")
        desktop.create("poc", title="New", customer_company_name="x", start_date="", end_date=None)
        self.settled()
        bodies = [body for method, _, body in self.server.said if method == "POST"]
        self.assertIn({"title": "Docs", "resource_type": "link", "content": "https://x.com"}, bodies)
        self.assertIn({"title": "New", "customer_company_name": "x"}, bodies)

    def test_what_is_not_possible_there_is_told_and_not_tried(self):
        desktop = self.open_in_step()
        for operation, words in (
                ({"kind": "remind", "invitation_id": 1}, "reminders"),
                ({"kind": "create", "item_type": "comment", "payload": {"content": "c"}},
                 "belongs to a task"),
                ({"kind": "create", "item_type": "comment",
                  "payload": {"content": "x" * 1001, "poc_task_id": 1}}, "1000 characters"),
                ({"kind": "create", "item_type": "task",
                  "payload": {"title": "x", "poc_task_group_id": 1}}, "groups by its templates"),
                ({"kind": "delete", "item_type": "task_group", "item_id": 1, "base": {}},
                 "delete a task group")):
            with self.subTest(words=words):
                number, _ = desktop.queue(poc_id=1, **operation)
                self.assertIn(words, self.attention())
                self.assertIsNone(desktop.wish("discard", number))
        self.assertEqual(self.count("DELETE", ""), 0)
        self.assertEqual(self.count("POST", "/pocs/"), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
