# SPDX-License-Identifier: GPL-3.0-or-later
"""How much customers take part, as those see it who invited them."""

import datetime
import sqlite3
import threading
import time
import unittest

from office import Office, token_of
from pmtest.mail import MailFolder

CAROL = "carol@globex.example"
FIGURES = {"last_seen_at", "accepted_at", "invited_at", "comments_count", "tasks_completed",
           "activity"}


def setUpModule():
    global office, inbox, carol
    office = Office()
    office.__enter__()
    office.add_person(CAROL, "Carol Dunn", "customer")
    carol = office.query("SELECT id FROM account WHERE email = ?", CAROL)[0][0]
    inbox = MailFolder(office.mail_folder)


def tearDownModule():
    office.__exit__()


def today():
    return datetime.datetime.now(datetime.UTC).date()


class Engagement(unittest.TestCase):
    """Each test has a POC of its own with Carol in it."""

    n_invited = 0

    def setUp(self):
        self.poc = office.add_poc(self.id().rpartition(".")[2])
        self.bring_in()

    def bring_in(self):
        self.assertEqual(office.invite(self.poc, CAROL).status, 201)
        Engagement.n_invited += 1
        token = token_of(inbox.wait_for_message(CAROL, Engagement.n_invited))
        answer = office.call("POST", "/poc-invitations/accept-existing", {"token": token}, CAROL)
        self.assertEqual(answer.status, 200, answer.text)

    def read(self, path="", who=CAROL):
        answer = office.call("GET", f"/pocs/{self.poc}{path}", who=who)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def say(self, content="Fine", who=CAROL):
        answer = office.call("POST", f"/pocs/{self.poc}/comments", {"content": content}, who)
        self.assertEqual(answer.status, 201, answer.text)
        return answer.json["id"]

    def person(self, user=None, who="sam"):
        people = self.read("/participants", who)
        return next(row for row in people if row["user_id"] == (user or carol))

    def days(self):
        return self.person()["activity"]

    def told(self, since):
        page = office.changes(since)
        return [row for row in page["list"]
                if row["type"] == "engagement" and row["poc_id"] == self.poc]

    def count_today(self):
        days = self.days()
        # Midnight may pass while the test runs.
        self.assertIn(len(days), (1, 2))
        return sum(day["count"] for day in days)

    def let_pass(self, minutes):
        office.pass_time(minutes * 60)


class Visits(Engagement):
    def test_who_has_not_come_yet_was_not_seen(self):
        person = self.person()
        self.assertLessEqual(FIGURES, set(person))
        self.assertEqual((person["last_seen_at"], person["comments_count"],
                          person["tasks_completed"], person["activity"]), (None, 0, 0, []))
        self.assertIsNotNone(person["accepted_at"])
        self.assertIsNotNone(person["invited_at"])

    def test_reading_the_poc_is_a_visit(self):
        before = datetime.datetime.now(datetime.UTC)
        self.read()
        seen = datetime.datetime.fromisoformat(self.person()["last_seen_at"])
        self.assertLessEqual(before - datetime.timedelta(seconds=1), seen)
        self.assertLessEqual(seen, datetime.datetime.now(datetime.UTC))
        self.assertEqual(self.days(), [{"day": seen.date().isoformat(), "count": 1}])

    def test_reading_what_is_in_it_is_one_too(self):
        for path in ("/participants", "/comments", "/success-criteria"):
            self.setUp()
            self.read(path)
            self.assertIsNotNone(self.person()["last_seen_at"], path)
        self.setUp()
        answer = office.call("GET", f"/tasks/pocs/{self.poc}/tasks", who=CAROL)
        self.assertEqual(answer.status, 200)
        self.assertIsNotNone(self.person()["last_seen_at"])

    def test_a_list_of_pocs_is_none(self):
        office.call("GET", "/pocs/", who=CAROL)
        self.assertIsNone(self.person()["last_seen_at"])

    def test_what_was_refused_is_none(self):
        for method, path in (("GET", "/pocs/99999999"), ("GET", f"/pocs/{self.poc}/invitations/"),
                             ("GET", f"/pocs/{self.poc}/comments?task_id=99999999"),
                             ("DELETE", f"/pocs/{self.poc}")):
            self.assertIn(office.call(method, path, who=CAROL).status, (403, 404))
        self.assertIsNone(self.person()["last_seen_at"])

    def test_nothing_is_kept_of_the_vendor_s_own_people(self):
        self.read(who="sam")
        self.say(who="sam")
        sam = self.person(self.read(who="sam")["created_by"])
        self.assertLessEqual(FIGURES, set(sam))
        self.assertEqual((sam["last_seen_at"], sam["comments_count"], sam["tasks_completed"],
                          sam["activity"]), (None, None, None, []))
        self.assertEqual(office.query("SELECT COUNT (*) FROM activity WHERE poc_id = ?", self.poc),
                         [(0,)])

    def test_customers_do_not_read_about_each_other(self):
        self.read()
        self.assertFalse({"last_seen_at", "comments_count", "tasks_completed", "activity",
                          "accepted_at", "invited_at"} & set(self.person(who=CAROL)))

    def test_looking_again_changes_nothing_for_five_minutes(self):
        self.read()
        state, seen = office.changes()["new_state"], self.person()["last_seen_at"]
        for path in ("", "/comments", "", "/participants"):
            self.read(path)
        self.assertEqual(office.changes(state)["new_state"], state)
        self.assertEqual((self.person()["last_seen_at"], self.count_today()), (seen, 1))
        self.let_pass(6)
        self.read()
        self.read()
        self.assertEqual(len(self.told(state)), 1)
        self.assertGreater(self.person()["last_seen_at"], seen)
        self.assertEqual(self.count_today(), 1)

    def test_many_looks_at_once_are_one_visit(self):
        state = office.changes()["seq"]
        threads = [threading.Thread(target=self.read) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((office.changes()["seq"] - state, self.count_today()), (1, 1))

    def test_who_was_away_comes_again(self):
        self.read()
        self.let_pass(31)
        self.read()
        self.assertEqual(self.count_today(), 2)

    def test_days_are_those_of_the_last_four_weeks(self):
        days = [today() - datetime.timedelta(days=n) for n in (40, 28, 27, 26, 3)]
        office.server.stop()
        connection = sqlite3.connect(office._database())
        with connection:
            for number, day in enumerate(days):
                connection.execute("INSERT INTO activity (poc_id, user_id, day, visits) "
                                   "VALUES (?, ?, ?, ?)",
                                   (self.poc, carol, day.isoformat(), number))
        connection.close()
        office.server.start()
        expected = [{"day": day.isoformat(), "count": number}
                    for number, day in enumerate(days)][2:]
        self.assertEqual(self.days(), expected)


class Deeds(Engagement):
    def test_comments_are_counted_while_they_stand(self):
        first, second = self.say("First"), self.say("Second")
        person = self.person()
        self.assertEqual((person["comments_count"], self.count_today()), (2, 2))
        self.assertIsNotNone(person["last_seen_at"])
        state = office.changes()["new_state"]
        office.call("DELETE", f"/pocs/{self.poc}/comments/{first}", who="ruth")
        self.assertEqual(self.person()["comments_count"], 1)
        self.assertEqual([row["comments_count"] for row in self.told(state)], [1])
        self.assertEqual(self.count_today(), 2)
        office.call("PUT", f"/pocs/{self.poc}/comments/{second}", {"content": "x"}, CAROL)
        self.assertEqual(self.count_today(), 2)

    def test_a_comment_that_was_refused_is_not_counted(self):
        for body in ({}, {"content": "x", "is_internal": True}):
            answer = office.call("POST", f"/pocs/{self.poc}/comments", body, CAROL)
            self.assertIn(answer.status, (403, 422))
        self.assertEqual((self.person()["last_seen_at"], self.days()), (None, []))

    def test_a_comment_sent_twice_with_one_key_is_counted_once(self):
        for _ in range(2):
            office.call("POST", f"/pocs/{self.poc}/comments", {"content": "Once"}, CAROL,
                        headers={"Idempotency-Key": f"counted-once-{self.poc}"})
        self.assertEqual((self.person()["comments_count"], self.count_today()), (1, 1))

    def test_tasks_are_counted_while_they_are_complete(self):
        path = f"/tasks/pocs/{self.poc}/tasks"
        task = office.call("POST", path, {"title": "Install"}).json["id"]

        def become(status, who):
            answer = office.call("PUT", f"{path}/{task}", {"status": status}, who)
            self.assertEqual(answer.status, 200, answer.text)

        state = office.changes()["new_state"]
        become("completed", CAROL)
        self.assertEqual((self.person()["tasks_completed"], self.count_today()), (1, 1))
        self.assertIsNotNone(self.person()["last_seen_at"])
        self.assertEqual([row["tasks_completed"] for row in self.told(state)], [1])
        state = office.changes()["new_state"]
        become("in_progress", "sam")
        self.assertEqual((self.person()["tasks_completed"], self.count_today()), (0, 1))
        self.assertEqual([row["tasks_completed"] for row in self.told(state)], [0])
        become("completed", CAROL)
        state = office.changes()["new_state"]
        office.call("DELETE", f"{path}/{task}")
        self.assertEqual(self.person()["tasks_completed"], 0)
        self.assertEqual([row["tasks_completed"] for row in self.told(state)], [0])


class Copies(Engagement):
    def test_the_feed_says_the_same_as_the_list(self):
        state = office.changes()["new_state"]
        self.read()
        self.say()
        person = self.person()
        for since in (state, ""):
            row, = self.told(since)
            self.assertEqual(set(row), {"type", "id", "rev", "poc_id", "user_id", "last_seen_at",
                                        "comments_count", "tasks_completed", "activity"})
            self.assertEqual((row["id"], row["user_id"]), (person["id"], carol))
            for name in ("comments_count", "tasks_completed", "activity"):
                self.assertEqual(row[name], person[name], name)
            self.assertEqual(row["last_seen_at"].replace("Z", "+00:00"), person["last_seen_at"])

    def test_it_goes_with_the_participant(self):
        self.read()
        person = self.person()
        state = office.changes()["new_state"]
        office.call("DELETE", f"/pocs/{self.poc}/participants/{carol}")
        gone = office.changes(state)["destroyed"]
        for name in ("participant", "engagement"):
            self.assertIn({"type": name, "id": person["id"]}, gone)
        self.assertEqual(self.told(""), [])

    def test_who_comes_back_goes_on_where_they_were(self):
        self.say()
        office.call("DELETE", f"/pocs/{self.poc}/participants/{carol}")
        self.bring_in()
        person = self.person()
        self.assertEqual((person["comments_count"], self.count_today()), (1, 1))
        row, = self.told("")
        self.assertEqual((row["id"], row["comments_count"], row["activity"]),
                         (person["id"], 1, person["activity"]))

    def test_it_wakes_nobody_and_comes_with_what_does(self):
        seen = []

        def wait(seconds):
            thread = threading.Thread(target=lambda: seen.append(office.call(
                "GET", f"/sync/changes?since={state}&wait={seconds}").json))
            thread.start()
            thread.join(0.3)
            self.assertTrue(thread.is_alive())
            return thread

        state = office.changes()["new_state"]
        thread = wait(20)
        self.read()
        thread.join(0.7)
        self.assertTrue(thread.is_alive(), "a visit woke a parked request")
        office.add_poc("Wakes")
        thread.join(5)
        self.assertEqual([row["type"] for row in seen[0]["list"]][0], "engagement")
        self.assertIn("poc", [row["type"] for row in seen[0]["list"]])

    def test_it_comes_when_a_poll_s_time_is_over(self):
        state = office.changes()["new_state"]
        seen = []
        thread = threading.Thread(target=lambda: seen.append(
            office.call("GET", f"/sync/changes?since={state}&wait=2")))
        begin = time.monotonic()
        thread.start()
        thread.join(0.3)
        self.read()
        thread.join(8)
        self.assertGreater(time.monotonic() - begin, 1.8)
        self.assertEqual([row["type"] for row in seen[0].json["list"]], ["engagement"])

    def test_the_server_says_that_it_knows(self):
        self.assertIn("engagement", office.server.request("GET", "/").json["capabilities"])


if __name__ == "__main__":
    unittest.main()
