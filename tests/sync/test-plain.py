# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop reads servers of API 1.0.0, and invites through them, whatever is wrong with them."""

import datetime
import glob
import os
import shutil
import sqlite3
import time
import unittest

from pmtest.clock import Clock
from pmtest.waiting import wait_for
from plaincase import DAY, PlainCase


class Reading(PlainCase):
    def test_everything_comes(self):
        carla = self.office.add_user("carla@globex.com", "Carla", role="customer")
        self.office.take_part(self.poc, carla, True)
        desktop = self.open_in_step()
        desktop.wait_for_rows([("Trial",)], "SELECT title FROM poc")
        desktop.wait_for_rows([("sam@acme.com",), ("carla@globex.com",)],
                              "SELECT email FROM participant ORDER BY id")
        desktop.wait_for_rows([(2,)], "SELECT count(*) FROM user")
        self.assertEqual(desktop.quit(), 0)

    def test_unchanged_rows_are_not_written(self):
        desktop = self.open_in_step()
        connection = sqlite3.connect(glob.glob(f"{desktop.folder}/cache-*.db")[0])
        connection.execute("CREATE TABLE written (what)")
        for table in ("poc", "participant", "user", "invitation"):
            connection.execute(f"CREATE TRIGGER t_{table} AFTER UPDATE ON {table} BEGIN"
                               f" INSERT INTO written VALUES ('{table}'); END")
        connection.commit()
        connection.close()
        self.sweep()
        self.change(lambda: setattr(self.poc, "title", "Renamed"))
        self.sweep()
        desktop.wait_for_rows([("Renamed",)], "SELECT title FROM poc")
        self.assertEqual(desktop.query("SELECT what FROM written"), [("poc",)])

    def test_a_row_goes_after_two_sweeps_without_it(self):
        second = self.office.add_poc("Second", "Globex", self.sam)
        desktop = self.open_in_step()
        self.change(lambda: self.office.pocs.remove(second))
        self.sweep()
        self.assertEqual(desktop.query("SELECT count(*) FROM poc"), [(2,)])
        self.sweep()
        desktop.wait_for_rows([(1,)], "SELECT count(*) FROM poc")
        desktop.wait_for_rows([(1,)], "SELECT count(*) FROM participant")

    def test_a_row_that_comes_back_was_never_away(self):
        second = self.office.add_poc("Second", "Globex", self.sam)
        desktop = self.open_in_step()
        for _ in range(2):
            self.change(lambda: self.office.pocs.remove(second))
            self.sweep()
            self.assertEqual(desktop.query("SELECT count(*) FROM poc"), [(2,)])
            self.change(lambda: self.office.pocs.append(second))
            self.sweep()

    def test_nothing_goes_after_errors(self):
        desktop = self.open_in_step()
        for how in ("html", "silence", "html"):
            self.server.fail(how, "GET", "/participants")
            desktop.tell("sync")
            wait_for(lambda: not self.server._faults, "the fault")
            self.sweep()
        self.assertEqual(desktop.query("SELECT count(*) FROM participant"), [(1,)])

    def test_q6_a_broken_list_of_pocs_drops_nothing(self):
        desktop = self.open_in_step()
        self.change(lambda: setattr(self.poc, "status", None))
        for _ in range(2):
            before = self.count("GET", "/pocs/?")
            desktop.tell("sync")
            wait_for(lambda: self.count("GET", "/pocs/?") > before, "another try")
        self.change(lambda: setattr(self.poc, "status", "active"))
        self.sweep()
        desktop.wait_for_rows([("active",)], "SELECT status FROM poc")

    def test_q11_rows_that_move_between_pages_are_not_lost(self):
        for number in range(1100):
            self.office.add_user(f"user{number}@acme.com", f"User {number}")

        def move(_method, path):
            if path.startswith("/users/?skip=0&"):
                self.office.users.touch(self.office.users[1])

        desktop = self.open_in_step()
        self.server.afterwards = move
        for _ in range(4):
            self.sweep()
        self.assertEqual(desktop.query("SELECT count(*) FROM user"), [(1101,)])

    def test_q12_q23_a_short_page_is_not_the_end_and_rows_come_twice(self):
        carla = self.office.add_user("carla@globex.com", "Carla", role="customer")
        for _ in range(2):
            self.office.take_part(self.poc, carla, True)
        self.office.take_part(self.office.add_poc("Second", "Globex", self.sam), carla, True)
        desktop = self.open_in_step(email="carla@globex.com")
        desktop.wait_for_rows([(1,), (2,)], "SELECT id FROM poc ORDER BY id")
        self.assertEqual(self.count("GET", "/invitations/"), 0)  # Q15: no business of a customer's

    def test_q8_q36_broken_invitations_come_from_the_participants(self):
        desktop = self.open_in_step()
        desktop.invite(1, "kim@globex.com", personal_message="Hello")
        self.settled()
        self.change(lambda: self.office.add_invitation(1, "bad"))
        self.sweep()
        desktop.wait_for_rows([("kim@globex.com", "Hello"), ("bad", None)],
                              "SELECT email, personal_message FROM invitation ORDER BY id")

    def test_q2_broken_tasks_keep_the_last_good_copy_and_that_is_said(self):
        self.add_task("Install", status="completed")
        desktop = self.open_in_step()
        desktop.wait_for_rows([("Install",)], "SELECT title FROM task")
        self.change(lambda: self.office.assignments.add(task_id=1, participant_id=1))
        for _ in range(3):
            self.sweep()
        self.assertEqual(desktop.expect("list-broken"), "1")
        self.assertEqual(desktop.query("SELECT title FROM task"), [("Install",)])

    def test_q22_when_a_task_was_completed_counts_only_while_it_is(self):
        self.add_task("Install", status="in_progress", completed_at=self.office.now())
        desktop = self.open_in_step()
        desktop.wait_for_rows([("in_progress", None)], "SELECT status, completed_at FROM task")

    def test_a_poc_on_screen_is_read_with_everything_in_it(self):
        other = self.office.add_user("ann@acme.com", "Ann")
        foreign = self.office.add_poc("Foreign", "Initech", other)
        self.office.criteria.add(poc_id=foreign.id, title="Fast", description=None,
                                 target_value=None, achieved_value=None, is_met=False,
                                 importance_level=3, sort_order=0, created_at=self.office.now(),
                                 updated_at=None)
        desktop = self.open_in_step()
        self.assertEqual(desktop.query("SELECT count(*) FROM criterion"), [(0,)])
        desktop.tell("watch", foreign.id)
        desktop.wait_for_rows([("Fast",)], "SELECT title FROM criterion")

    def test_what_hangs_below_tasks_comes_too(self):
        self.add_task("Install")
        for table, fields in (("comments", {"subject": "Plan", "content": "Good", "user_id": 1,
                                            "is_internal": False, "updated_at": None,
                                            "guest_name": None, "guest_email": None}),
                              ("resources", {"title": "Docs", "description": None,
                                             "resource_type": "link", "content": "https://x.com",
                                             "success_criteria_id": None, "sort_order": 0})):
            getattr(self.office, table).add(poc_id=1 if table == "comments" else None,
                                            poc_task_id=1, poc_task_group_id=None,
                                            created_at=self.office.now(), **fields)
        desktop = self.open_in_step()
        desktop.wait_for_rows([(1, 1, "Plan")], "SELECT poc_id, poc_task_id, subject FROM comment")
        desktop.wait_for_rows([(1, 1, "Docs")], "SELECT poc_id, poc_task_id, title FROM resource")

    def test_q13_internal_comments_are_kept_from_customers(self):
        # A customer here whose account was made for somebody who is none.
        carla = self.office.add_user("carla@globex.com", "Carla", tenant=None)
        self.office.join(carla, 1, "customer")
        self.office.take_part(self.poc, carla, True)
        self.add_task("Install")
        for subject, internal in (("Open", False), ("Closed", True)):
            self.office.comments.add(poc_id=1, poc_task_id=1, poc_task_group_id=None, user_id=1,
                                     subject=subject, content="…", is_internal=internal,
                                     created_at=self.office.now(), updated_at=None,
                                     guest_name=None, guest_email=None)
        desktop = self.open_in_step(email="carla@globex.com")
        desktop.tell("watch", 1)
        desktop.wait_for_rows([("Open",)], "SELECT subject FROM comment")

    def test_q14_q15_a_customer_asks_for_nothing_that_is_not_theirs(self):
        """Though such a server would answer."""
        carla = self.office.add_user("carla@globex.com", "Carla", role="customer")
        self.office.take_part(self.poc, carla, True)
        self.office.add_poc("Of others", "Initrode", self.sam)
        self.office.add_invitation(1, "kim@globex.com")
        desktop = self.open_in_step(email="carla@globex.com")
        self.assertEqual(desktop.query("SELECT title FROM poc"), [("Trial",)])
        for part in ("/invitations/", "/users/", "/pocs/2"):
            self.assertEqual(self.count("GET", part), 0, part)

    def test_q24_who_is_neither_vendor_nor_customer_takes_part(self):
        for name, flag in (("Nina", None), ("Ned", False)):
            person = self.office.take_part(
                self.poc, self.office.add_user(f"{name.lower()}@globex.com", name), True)
            person.is_sales_engineer = person.is_customer = flag
        desktop = self.open_in_step()
        desktop.wait_for_rows([("Nina", False), ("Ned", False)],
                              "SELECT full_name, COALESCE(is_customer, 0) FROM participant"
                              " WHERE user_id <> ? ORDER BY id", self.sam.id)

    def test_q29_people_are_never_asked_for_one_by_one(self):
        """One by one such a server knows fewer people than in its list."""
        desktop = self.open_in_step()
        desktop.tell("watch", 1)
        self.sweep()
        with self.server.lock:
            paths = {path.partition("?")[0] for _, path in self.server.requests}
        self.assertIn("/users/", paths)
        self.assertEqual([path for path in paths if path.removeprefix("/users/").isdigit()], [])

    def test_what_another_kind_of_server_has_left_is_fetched_anew(self):
        desktop = self.open_in_step()
        self.assertEqual(desktop.quit(), 0)
        connection = sqlite3.connect(glob.glob(f"{self.folder}/cache-*.db")[0])
        connection.execute("UPDATE meta SET state = 'v1:something'")
        connection.commit()
        connection.close()
        desktop = self.open()
        wait_for(lambda: desktop.mirror().endswith("cache-2.db"), "a new mirror")
        wait_for(lambda: desktop.state()[1] == 1, "the end of the first sweep")
        desktop.wait_for_rows([("Trial",)], "SELECT title FROM poc")

    def test_q17_an_invitation_expires_by_the_servers_clock(self):
        for hours in (-7, 7):
            with self.subTest(hours=hours):
                self.office.clock_offset = datetime.timedelta(hours=hours)
                self.office.invitations.clear()
                self.office.add_invitation(1, "old@globex.com", -datetime.timedelta(minutes=1))
                self.office.add_invitation(1, "new@globex.com")
                desktop = self.open_in_step()
                desktop.wait_for_rows([("new@globex.com", "pending"),
                                       ("old@globex.com", "expired")],
                                      "SELECT address, status FROM person_row"
                                      " WHERE status <> 'accepted' ORDER BY address")
                self.close()
                shutil.rmtree(self.folder)
                os.mkdir(self.folder)

    def test_a_sweep_that_was_cut_short_goes_on(self):
        for number in range(12):
            self.office.add_poc(f"Poc {number}", "Globex", self.sam)
        self.server.fail("html", "GET", "/pocs/9/participants")
        desktop = self.open()
        wait_for(lambda: not self.server._faults, "the fault")
        desktop.kill()
        with self.server.lock:
            self.server.requests.clear()
        desktop = self.open_in_step()
        desktop.wait_for_rows([(13,)], "SELECT count(*) FROM participant")
        self.assertEqual(self.count("GET", "/pocs/1/participants"), 0)

    def test_where_bytes_are_paid_for_only_what_is_asked_for_comes(self):
        self.add_task("Load data")
        other = self.office.add_poc("Other", "Globex", self.sam)
        desktop = self.open_in_step(environment={"PM_METERED": "1"})
        desktop.wait_for_rows([("Other",), ("Trial",)], "SELECT title FROM poc ORDER BY title")
        self.assertEqual(self.count("GET", "/tasks"), 0)
        desktop.tell("watch", self.poc.id)
        desktop.wait_for_rows([("Load data",)], "SELECT title FROM task")
        self.assertEqual(self.count("GET", f"/pocs/{other.id}/tasks"), 0)
        desktop.tell("free")
        self.sweep()
        self.assertGreater(self.count("GET", f"/pocs/{other.id}/tasks"), 0)
        self.assertEqual(desktop.said.qsize(), 0, "nothing is broken")


class Prefix(PlainCase):
    prefix = "/app/api"

    def test_the_base_may_have_a_path(self):
        desktop = self.open_in_step()
        desktop.wait_for_rows([("Trial",)], "SELECT title FROM poc")


class Clocks(PlainCase):
    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(Clock())

    def open_at(self, hours):
        self.clock.ahead = datetime.timedelta(hours=hours)
        return self.open_in_step(environment=self.clock.environment)

    def test_a_clock_that_was_set_since_does_not_hide_that_it_was_done(self):
        for wrong in (-9, 9):
            with self.subTest(wrong=wrong):
                desktop = self.open_at(wrong)
                self.server.fail("silence", "POST", "/invitations/")
                desktop.invite(1, f"kim{wrong}@globex.com")
                wait_for(lambda: self.count("POST", "/invitations/"), "the invitation")
                desktop.kill()
                self.open_at(0)
                self.settled()
                sent = [each for each in self.office.invitations
                        if each.email == f"kim{wrong}@globex.com"]
                self.assertEqual(len(sent), 1)
                self.close()
                with self.server.lock:
                    self.server.requests.clear()


class Sleep(PlainCase):
    def test_after_the_machine_has_slept_everything_is_tried(self):
        """The timers, which know of no sleep, have nothing to do for a minute."""
        clock = self.enterContext(Clock())
        self.open_in_step(environment=clock.environment)
        swept, began = self.count("GET", "/users/?"), time.monotonic()
        clock.sleep(hours=8)
        wait_for(lambda: self.count("GET", "/users/?") > swept, "a sweep", seconds=60)
        self.assertLess(time.monotonic() - began, 45)


class Session(PlainCase):
    def test_q1_q26_a_session_is_renewed_silently_with_the_password(self):
        self.open_in_step()
        self.change(lambda: setattr(self.office, "clock_offset", datetime.timedelta(minutes=31)))
        self.sweep()
        self.assertEqual(self.count("POST", "/auth/refresh"), 0)
        self.assertEqual(self.count("POST", "/auth/select-tenant"), 2)

    def test_a_token_is_renewed_before_it_ends(self):
        self.office.token_life = datetime.timedelta(minutes=1)
        self.open_in_step()
        self.sweep()
        with self.server.lock:
            self.assertGreater(self.count("POST", "/auth/select-tenant"), 2)

    def test_q21_a_blocked_account_is_told_so_and_loses_nothing(self):
        """It is given tokens, and refused with them."""
        desktop = self.open_in_step()
        self.change(lambda: setattr(self.sam, "is_active", False))
        operation = desktop.invite(1, "kim@globex.com")
        wait_for(lambda: desktop.outbox() == [("needs_attention", "Inactive user")],
                 lambda: f"its words, not {desktop.outbox()}")
        before = self.count("GET", "/pocs/?")

        def refused():
            """The second time it asks, it has heard what was said the first time."""
            desktop.tell("sync")
            return self.count("GET", "/pocs/?") >= before + 2

        wait_for(refused, "being refused", pause=0.2)
        self.assertEqual(desktop.query("SELECT title FROM poc"), [("Trial",)])
        self.change(lambda: setattr(self.sam, "is_active", True))
        self.assertIsNone(desktop.wish("retry", operation))
        self.settled()
        self.assertEqual([each.email for each in self.office.invitations], ["kim@globex.com"])

    def test_without_the_password_one_signs_in_again(self):
        desktop = self.open_in_step(keep=False)
        self.change(lambda: setattr(self.office, "clock_offset", datetime.timedelta(minutes=31)))
        desktop.tell("sync")
        desktop.expect("session-lost")

    def test_a_password_that_was_changed_is_tried_once(self):
        desktop = self.open_in_step()
        self.change(lambda: setattr(self.sam, "_password", "other"))
        self.change(lambda: setattr(self.office, "clock_offset", datetime.timedelta(minutes=31)))
        desktop.tell("sync")
        desktop.expect("session-lost")
        self.assertEqual(self.count("POST", "/auth/select-tenant"), 2)


class Writing(PlainCase):
    def test_an_invitation_is_said_in_the_servers_words(self):
        desktop = self.open_in_step()
        desktop.invite(1, "kim@globex.com", first_name="Kim", last_name="Lee", title="CTO")
        desktop.invite(1, "john@globex.com")
        self.settled()
        self.assertEqual(sorted((each.full_name, each.is_customer)
                                for each in self.office.invitations),
                         [("Kim Lee", True), ("john", True)])
        # The title is known here only.
        desktop.wait_for_rows([("Kim", "CTO")],
                              "SELECT first_name, title FROM invitation WHERE full_name = 'Kim Lee'")
        self.sweep()
        desktop.wait_for_rows([("CTO",)],
                              "SELECT title FROM invitation WHERE full_name = 'Kim Lee'")

    def test_what_became_of_the_mail_is_seen_soon(self):
        self.server.mails_at_once = False
        desktop = self.open_in_step()
        desktop.invite(1, "kim@globex.com")
        self.settled()
        desktop.wait_for_rows([("queued",)], "SELECT delivery_state FROM invitation")
        self.change(self.office.send_waiting_mails)
        desktop.wait_for_rows([("sent",)], "SELECT delivery_state FROM invitation")

    def test_q28_a_mail_that_failed_says_whom_to_ask(self):
        self.office.mail_works = False
        desktop = self.open_in_step()
        desktop.invite(1, "kim@globex.com")
        desktop.wait_for_rows([("failed",)], "SELECT delivery_state FROM invitation")
        words = desktop.query("SELECT delivery_last_error FROM invitation")[0][0]
        self.assertIn("administrator", words)

    def test_q5_q25_an_invitation_whose_answer_is_lost_is_not_sent_twice(self):
        for number, how in enumerate(("silence", "html", "before")):
            with self.subTest(how=how):
                desktop = self.desktop or self.open_in_step()
                self.server.fail(how, "POST", "/invitations/")
                desktop.invite(1, f"Kim{number}@globex.com")
                self.settled()
                self.assertEqual(len(self.office.invitations), number + 1)
                self.assertEqual(len(self.office.mails), number + 1)

    def test_with_broken_lists_it_is_not_sent_twice_either(self):
        self.office.add_invitation(1, "bad")
        desktop = self.open_in_step()
        self.server.fail("silence", "POST", "/invitations/")
        desktop.invite(1, "kim@globex.com")
        self.settled()
        self.assertEqual(len(self.office.invitations), 2)

    def test_a_clock_hours_off_does_not_hide_that_it_was_done(self):
        for hours in (-9, 9):
            with self.subTest(hours=hours):
                self.office.clock_offset = datetime.timedelta(hours=hours)
                desktop = self.open_in_step()
                self.server.fail("silence", "POST", "/invitations/")
                desktop.invite(1, f"kim{hours}@globex.com")
                self.settled()
                sent = [each for each in self.office.invitations
                        if each.email == f"kim{hours}@globex.com"]
                self.assertEqual(len(sent), 1)
                self.close()

    def test_a_desktop_that_died_with_its_request_looks_first(self):
        desktop = self.open_in_step()
        self.server.fail("silence", "POST", "/invitations/")
        desktop.invite(1, "kim@globex.com")
        wait_for(lambda: self.office.invitations, "the invitation")
        desktop.kill()
        self.open()
        self.settled()
        self.assertEqual(len(self.office.invitations), 1)

    def test_a_resend_whose_answer_is_lost_is_not_sent_twice(self):
        desktop = self.open_in_step()
        desktop.invite(1, "kim@globex.com")
        self.settled()
        for number, how in enumerate(("silence", "html", "before"), 1):
            with self.subTest(how=how):
                self.server.fail(how, "POST", "/resend")
                desktop.queue(kind="resend", poc_id=1, invitation_id=1)
                self.settled()
                self.assertEqual(self.office.invitations[0].resend_count, number)

    def test_cancelling_whose_answer_is_lost_is_a_success(self):
        desktop = self.open_in_step()
        desktop.invite(1, "kim@globex.com")
        self.settled()
        self.server.fail("silence", "DELETE", "/invitations/")
        desktop.queue(kind="cancel", poc_id=1, invitation_id=1)
        self.settled()
        desktop.wait_for_rows([("cancelled",)],
                              "SELECT status FROM person_row WHERE address = 'kim@globex.com'")

    def test_cancelling_what_was_accepted_is_a_conflict(self):
        desktop = self.open_in_step()
        desktop.invite(1, "kim@globex.com")
        self.settled()
        self.change(lambda: setattr(self.office.invitations[0], "status", "accepted"))
        desktop.queue(kind="cancel", poc_id=1, invitation_id=1)
        wait_for(lambda: [state for state, _ in desktop.outbox()] == ["needs_attention"],
                 "the refusal")
        self.assertIn("accepted", desktop.outbox()[0][1])

    def test_q18_an_expired_invitation_in_the_way_is_told(self):
        desktop = self.open_in_step()
        desktop.invite(1, "kim@globex.com")
        self.settled()
        self.change(lambda: setattr(self.office.invitations[0], "expires_at",
                                    self.office.now() - DAY))
        desktop.invite(1, "kim@globex.com")
        wait_for(lambda: [state for state, _ in desktop.outbox()] == ["needs_attention"],
                 "the refusal")
        self.assertEqual(len(self.office.invitations), 1)

    def test_q19_a_lost_answer_is_found_in_another_spelling(self):
        desktop = self.open_in_step()
        self.server.fail("silence", "POST", "/invitations/")
        desktop.invite(1, "Kim@Globex.com")
        self.settled()
        self.assertEqual(len(self.office.invitations), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
