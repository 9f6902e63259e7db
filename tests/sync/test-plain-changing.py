# SPDX-License-Identifier: GPL-3.0-or-later
"""What people change and remove on servers of API 1.0.0, whatever is wrong with them."""

import unittest

from pmtest.waiting import wait_for
from plainitems import CHANGES, LOST, WHOLE, ItemCase, name_of


class Changing(ItemCase):
    def make_all(self):
        """The number of one of each kind here."""
        self.open_in_step()
        items = {item_type: self.make(item_type, "Old") for item_type in WHOLE}
        self.settled()
        return items

    def test_every_kind_is_changed_whatever_becomes_of_the_answer(self):
        items = self.make_all()
        for how in ("never", *LOST):
            with self.subTest(how=how):
                self.fail_changing(how)
                for item_type, item in items.items():
                    self.desktop.edit(item_type, item, **{name_of(item_type): how})
                self.settled()
                for item_type, item in items.items():
                    self.assert_fields(self.made(item_type, how), WHOLE[item_type])
                    self.assertEqual(self.desktop.look(item_type, item, [name_of(item_type)]),
                                     {name_of(item_type): how})

    def go_away_after_a_change(self, method, _path):
        self.server.away |= method == "PUT"

    def test_a_change_whose_answer_was_lost_is_not_written_over_what_came_after_it(self):
        items = self.make_all()
        for item_type, item in items.items():
            with self.subTest(item_type=item_type):
                [name] = CHANGES[item_type]
                mine, theirs = CHANGES[item_type][name]
                row = self.made(item_type, "Old")
                self.server.afterwards = self.go_away_after_a_change
                self.server.fail("silence", "PUT", "/pocs/")
                operation = self.desktop.edit(item_type, item, **{name: mine})
                wait_for(lambda: self.server.away, "the change")
                self.assertEqual(getattr(row, name), mine)
                self.change(lambda: setattr(row, name, theirs))
                self.server.afterwards = lambda method, path: None
                self.server.away = False
                self.desktop.tell("sync")
                self.assertIn("Somebody else", self.attention())
                self.assertIsNone(self.desktop.wish("theirs", operation))
                self.settled()
                self.assertEqual(getattr(row, name), theirs)

    def test_only_what_differs_is_said(self):
        items = self.make_all()
        row = self.made("task", "Old")
        self.change(lambda: setattr(row, "status", "blocked"))
        self.desktop.edit("task", items["task"], status="blocked", description="Other")
        self.settled()
        self.assertEqual(self.puts("/tasks/")[-1], {"description": "Other"})
        before = self.count("PUT", "")
        self.change(lambda: setattr(row, "description", "Same"))
        self.desktop.edit("task", items["task"], description="Same")
        self.settled()
        self.assertEqual(self.count("PUT", ""), before)

    def test_what_somebody_else_has_changed_is_not_overwritten_unseen(self):
        items = self.make_all()
        for item_type, item in items.items():
            for choice in ("mine", "theirs"):
                with self.subTest(item_type=item_type, choice=choice):
                    name = name_of(item_type)
                    row = self.table(item_type)[-1]
                    self.change(lambda: setattr(row, name, f"Theirs {choice}"))
                    operation = self.desktop.edit(item_type, item, **{name: f"Mine {choice}"})
                    self.assertIn("Somebody else", self.attention())
                    self.assertEqual(self.desktop.conflict(operation), {name: f"Theirs {choice}"})
                    self.assertEqual(getattr(row, name), f"Theirs {choice}")
                    self.assertIsNone(self.desktop.wish(choice, operation))
                    self.settled()
                    self.assertEqual(getattr(row, name), f"{choice.title()} {choice}")

    def test_what_is_gone_is_not_changed(self):
        items = self.make_all()
        row = self.made("criterion", "Old")
        operation = None
        self.server.away = True
        operation = self.desktop.edit("criterion", items["criterion"], title="New")
        self.change(lambda: self.office.criteria.remove(row))
        self.server.away = False
        self.desktop.tell("sync")
        self.assertIn("deleted", self.attention())
        self.assertIsNone(self.desktop.wish("discard", operation))

    def assign(self, task):
        self.change(lambda: self.office.assignments.add(task_id=task, participant_id=1))

    def test_q2_a_task_with_an_assignee_is_changed_once_and_that_shows(self):
        desktop = self.open_in_step()
        desktop.wait_for_rows([("Install",)], "SELECT title FROM task")
        self.assign(1)
        desktop.edit("task", 1, status="completed")
        self.confirmed()
        self.assertEqual(self.office.tasks[0].status, "completed")
        self.assertEqual(self.count("PUT", ""), 1)
        self.sweep()
        self.assertEqual(desktop.look("task", 1, ["status"]), {"status": "completed"})
        self.change(self.office.assignments.clear)
        self.settled()
        self.assertEqual(desktop.look("task", 1, ["status"]), {"status": "completed"})

    def test_q2_another_task_of_a_broken_list_is_changed(self):
        self.add_task("Try")
        desktop = self.open_in_step()
        self.assign(1)
        desktop.edit("task", 2, status="completed")
        self.confirmed()
        self.assertEqual(self.made("task", "Try").status, "completed")

    def test_q3_a_comment_is_changed_once(self):
        items = self.make_all()
        self.desktop.edit("comment", items["comment"], content="Better")
        self.settled()
        self.assertEqual(self.made("comment", "Old").content, "Better")
        self.assertEqual(self.count("PUT", "/comments/"), 1)

    def test_q4_products_stay(self):
        self.open_in_step()
        self.desktop.edit("poc", 1, title="Other", objectives="More")
        self.settled()
        self.assertEqual(self.poc._products, [1])

    def test_q6_nothing_is_said_that_breaks_a_list(self):
        items = self.make_all()
        for item_type, name in (("poc", "status"), ("poc", "title"), ("task", "status"),
                                ("criterion", "importance_level"), ("comment", "is_internal")):
            self.desktop.edit(item_type, items[item_type], **{name: None})
        self.settled()
        self.desktop.edit("poc", items["poc"], title="No\1text", description=None)
        self.settled()
        self.sweep()
        for row, fields in ((self.made("poc", "No text"), {"description": None, "status": "active"}),
                            (self.made("task", "Old"), {"status": "completed"}),
                            (self.made("criterion", "Old"), {"importance_level": 5}),
                            (self.made("comment", "Old"), {"is_internal": True})):
            self.assert_fields(row, fields)

    def test_q6_a_poc_that_cannot_be_read_can_be_repaired(self):
        desktop = self.open_in_step()
        self.change(lambda: setattr(self.poc, "status", None))
        desktop.edit("poc", 1, status="active")
        self.settled()
        self.assertEqual(self.poc.status, "active")

    def test_q22_a_task_that_is_taken_up_again_is_not_completed(self):
        desktop = self.open_in_step()
        for status in ("completed", "in_progress"):
            desktop.edit("task", 1, status=status)
            self.settled()
        self.assertIsNotNone(self.office.tasks[0].completed_at)
        self.assertEqual(desktop.look("task", 1, ["status", "completed_at"]),
                         {"status": "in_progress", "completed_at": None})

    def test_q30_what_would_end_before_it_begins_is_refused(self):
        desktop = self.open_in_step()
        desktop.edit("poc", 1, start_date="2026-12-20")
        self.assertIn("before it begins", self.attention())
        self.assertIsNone(self.poc.start_date)

    def test_q37_a_step_is_taken_into_a_poc_that_was_shortened(self):
        desktop = self.open_in_step()
        group = desktop.create("task_group", 1, title="Group", start_date="2026-12-01",
                               due_date="2026-12-15")
        self.settled()
        self.change(lambda: setattr(self.office.tasks[0], "due_date", "2026-12-15"))
        self.sweep()
        self.change(lambda: setattr(self.poc, "start_date", "2026-12-05"))
        self.change(lambda: setattr(self.poc, "end_date", "2026-12-10"))
        desktop.edit("task", 1, status="completed")
        desktop.edit("task_group", group, status="blocked")
        self.settled()
        self.assert_fields(self.office.tasks[0], {"status": "completed", "due_date": "2026-12-10"})
        self.assert_fields(self.office.groups[0], {"status": "blocked", "start_date": "2026-12-05",
                                                   "due_date": "2026-12-10"})

    def test_q37_a_day_that_was_chosen_is_not_moved(self):
        desktop = self.open_in_step()
        desktop.edit("task", 1, due_date="2027-01-01")
        self.assertIn("after the POC end", self.attention())
        self.assertIsNone(self.office.tasks[0].due_date)

    def test_a_resource_stays_what_it_is(self):
        items = self.make_all()
        self.desktop.edit("resource", items["resource"], resource_type="link")
        self.assertIn("another kind", self.attention())

    def test_in_a_foreign_poc_it_is_settled_too(self):
        ann = self.office.add_user("ann@acme.com", "Ann")
        foreign = self.office.add_poc("Foreign", "Initech", ann)
        self.office.tasks.add(poc_id=foreign.id, title="Theirs", description=None,
                              status="not_started", success_level=None, sort_order=0,
                              start_date=None, due_date=None, task_id=None, completed_at=None,
                              created_at=self.office.now(), _criteria=[])
        desktop = self.open_in_step()
        desktop.tell("watch", foreign.id)
        desktop.wait_for_rows([(2,)], "SELECT count(*) FROM task")
        desktop.tell("watch", 0)
        desktop.edit("task", 2, status="completed")
        self.settled()
        self.assertEqual(desktop.look("task", 2, ["status"]), {"status": "completed"})

    def test_what_was_confirmed_is_settled_after_the_copy_is_made_anew(self):
        desktop = self.open_in_step()
        self.assign(1)
        for _ in range(4):
            self.sweep()
        desktop.edit("task", 1, status="completed")
        self.confirmed()
        desktop.kill()
        desktop.forget_mirror()
        self.change(self.office.assignments.clear)
        self.open_in_step()
        wait_for(lambda: self.desktop.outbox() == [], lambda: f"{self.desktop.outbox()}")
        self.assertEqual(self.desktop.look("task", 1, ["status"]), {"status": "completed"})


class Removing(ItemCase):
    KINDS = ("task", "criterion", "resource", "comment")

    def make_all(self, name):
        items = {item_type: self.make(item_type, name) for item_type in self.KINDS}
        self.settled()
        return items

    def names(self, item_type):
        return [getattr(row, name_of(item_type)) for row in self.table(item_type)]

    def test_every_kind_goes_and_does_not_come_back(self):
        desktop = self.open_in_step()
        for how in ("never", *LOST):
            with self.subTest(how=how):
                items = self.make_all(how)
                self.fail_changing(how, "DELETE")
                for item_type, item in items.items():
                    desktop.delete(item_type, item)
                self.settled()
                for item_type, item in items.items():
                    self.assertNotIn(how, self.names(item_type))
                    self.assertEqual(
                        desktop.query(f"SELECT id FROM {item_type} WHERE id = ?", item), [])

    def test_what_is_gone_already_is_not_deleted(self):
        desktop = self.open_in_step()
        for item_type, item in self.make_all("Old").items():
            with self.subTest(item_type=item_type):
                row = self.table(item_type).where(**{name_of(item_type): "Old"})[0]
                self.server.away = True
                desktop.delete(item_type, item)
                self.change(lambda: self.table(item_type).remove(row))
                self.server.away = False
                self.settled()
        self.assertEqual(self.count("DELETE", ""), 0)

    def test_what_somebody_else_has_changed_is_not_deleted_unseen(self):
        desktop = self.open_in_step()
        for item_type, item in self.make_all("Old").items():
            with self.subTest(item_type=item_type):
                row = self.table(item_type).where(**{name_of(item_type): "Old"})[0]
                self.change(lambda: setattr(row, name_of(item_type), "Theirs"))
                operation = desktop.delete(item_type, item)
                self.assertIn("Somebody else", self.attention())
                self.assertIn("Theirs", self.names(item_type))
                self.assertIsNone(desktop.wish("mine", operation))
                self.settled()
                self.assertNotIn("Theirs", self.names(item_type))

    def test_q9_a_task_with_comments_says_why_it_stays(self):
        desktop = self.open_in_step()
        self.make("comment", "On it")
        self.settled()
        operation = desktop.delete("task", 1)
        self.assertIn("comments", self.attention())
        self.assertEqual(desktop.query("SELECT title FROM task"), [("Install",)])
        self.assertEqual(self.count("DELETE", ""), 1)
        desktop.delete("comment", desktop.query("SELECT id FROM comment")[0][0])
        wait_for(lambda: not self.office.comments, "the comment to go")
        self.assertIsNone(desktop.wish("retry", operation))
        self.settled()
        self.assertEqual(self.office.tasks, [])

    def test_q9_in_a_broken_list_it_says_so_too(self):
        desktop = self.open_in_step()
        self.make("comment", "On it")
        self.settled()
        self.change(lambda: self.office.assignments.add(task_id=1, participant_id=1))
        desktop.delete("task", 1)
        self.assertIn("comments", self.attention())

    def test_q2_a_task_of_a_broken_list_goes(self):
        self.add_task("Try")
        desktop = self.open_in_step()
        self.change(lambda: self.office.assignments.add(task_id=1, participant_id=1))
        self.server.fail("crash", "DELETE", "/tasks/")
        desktop.delete("task", 2)
        self.confirmed()
        self.assertEqual(self.names("task"), ["Install"])
        self.sweep()
        self.assertEqual(desktop.query("SELECT title FROM task"), [("Install",)])

    def test_q9_a_criterion_with_links_says_why_it_stays(self):
        desktop = self.open_in_step()
        criterion = self.make("criterion", "Linked")
        self.settled()
        self.change(lambda: self.office.tasks[0]._criteria.append(1))
        desktop.delete("criterion", criterion)
        self.assertIn("linked", self.attention())
        self.assertEqual(self.count("DELETE", ""), 1)

    def test_a_poc_is_archived(self):
        desktop = self.open_in_step()
        for how in ("never", *LOST):
            with self.subTest(how=how):
                poc = self.make("poc", f"Old {how}")
                self.settled()
                self.server.fail(how, "DELETE", "/pocs/")
                desktop.delete("poc", poc)
                self.settled()
                self.assertEqual(self.made("poc", f"Old {how}").status, "archived")
                self.assertEqual(desktop.look("poc", poc, ["status"]), {"status": "archived"})


class Access(ItemCase):
    def setUp(self):
        super().setUp()
        self.carla = self.office.add_user("carla@globex.com", "Carla", role="customer")
        self.office.take_part(self.poc, self.carla, True)

    def parts(self):
        return self.office.participants.where(poc_id=1, user_id=self.carla.id)

    def shown(self):
        return self.desktop.query("SELECT user_id FROM participant WHERE user_id = ?",
                                  self.carla.id)

    def test_access_is_taken_away_and_given_back_once(self):
        desktop = self.open_in_step()
        for how in ("never", *LOST):
            with self.subTest(how=how):
                self.server.fail(how, "DELETE", "/participants/")
                desktop.change_access("remove", 1, self.carla.id, "carla@globex.com")
                self.settled()
                self.assertEqual((self.parts(), self.shown()), ([], []))
                self.server.fail(how, "POST", "/participants")
                desktop.change_access("restore", 1, self.carla.id, "carla@globex.com")
                self.settled()
                self.assertEqual((len(self.parts()), len(self.shown())), (1, 1))
                self.assertTrue(self.parts()[0].is_customer)

    def test_q23_who_takes_part_several_times_is_removed_altogether(self):
        desktop = self.open_in_step()
        for how in ("never", *LOST):
            with self.subTest(how=how):
                for _ in range(3 - len(self.parts())):
                    self.office.take_part(self.poc, self.carla, True)
                self.sweep()
                self.server.fail(how, "DELETE", "/participants/")
                desktop.change_access("remove", 1, self.carla.id)
                self.settled()
                self.assertEqual((self.parts(), self.shown()), ([], []))

    def test_what_is_so_already_is_not_said(self):
        desktop = self.open_in_step()
        desktop.change_access("restore", 1, self.carla.id)
        self.settled()
        self.change(lambda: self.office.participants.remove(self.parts()[0]))
        desktop.change_access("remove", 1, self.carla.id)
        self.settled()
        self.assertEqual(self.count("POST", "/participants") + self.count("DELETE", ""), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
