# SPDX-License-Identifier: GPL-3.0-or-later
"""The change feed: everything once, then only what is new, and never a wrong answer."""

import base64
import contextlib
import pathlib
import re
import shutil
import sqlite3
import threading
import time
import unittest

from office import Office, PASSWORD
from pmtest.waiting import wait_for


def setUpModule():
    global office
    office = Office(arguments=())
    office.__enter__()
    office.server.admin("tenant", "add", "Other Company", "--slug", "other")
    office.add_person("olga@other.example", "Olga Other", "sales_engineer", "other")
    for number in range(3):
        poc = office.add_poc(f"POC {number}")
        for person in range(3):
            office.invite(poc, f"p{person}@globex{number}.com")
    wait_for(lambda: not office.query("SELECT 1 FROM mail WHERE state <> 'sent'"),
             "all mails to be sent")


OLGA = "olga@other.example"


@contextlib.contextmanager
def changed_by_hand():
    """The database itself, while no server runs."""
    office.server.stop()
    connection = sqlite3.connect(next(office.server.data.glob("*.db")))
    try:
        with connection:
            yield connection
    finally:
        connection.close()
        office.server.start()


def take_out(database, user):
    """Ends a membership in the first organization, as no command does yet."""
    database.execute("DELETE FROM membership WHERE user_id = ? AND tenant_id = 1", (user,))
    database.execute("UPDATE change_counter SET sequence = sequence + 1 WHERE tenant_id = 1")
    database.execute("UPDATE change SET destroyed = 1, revision = (SELECT sequence "
                     "FROM change_counter WHERE tenant_id = 1) "
                     "WHERE tenant_id = 1 AND type = 'user' AND object_id = ?", (user,))


def tearDownModule():
    office.__exit__()


def read(since="", who="sam", **query):
    path = f"/sync/changes?since={since}" + "".join(f"&{k}={v}" for k, v in query.items())
    return office.call("GET", path, who=who)


def read_all(since="", size=1000):
    return read_all_of("sam", since, size)


def read_all_of(who, since="", size=1000):
    """Every page until there is no more; the pages."""
    pages = []
    while True:
        page = read(since, who, max=size).json
        pages.append(page)
        if not page["has_more"]:
            return pages
        assert page["new_state"] != page["old_state"], "a page leads nowhere"
        since = page["new_state"]


def keys(pages):
    return [(item["type"], item["id"]) for page in pages for item in page["list"]]


def state():
    return read_all()[-1]["new_state"]


class Bootstrap(unittest.TestCase):
    def test_it_brings_everything_once_in_order(self):
        found = keys(read_all())
        self.assertEqual(len(found), len(set(found)))
        types = ["user", "poc", "participant", "invitation", "task", "criterion", "template",
                 "task_group", "resource", "comment", "engagement", "organization"]
        self.assertEqual(found, sorted(found, key=lambda key: (types.index(key[0]), key[1])))
        live = office.query("SELECT type, object_id FROM change "
                            "WHERE tenant_id = 1 AND destroyed = 0")
        self.assertEqual(set(found), set(live))

    def test_it_counts_itself_on_the_first_page_only(self):
        pages = read_all(size=3)
        self.assertEqual(pages[0]["total"], len(keys(pages)))
        self.assertFalse(any("total" in page for page in pages[1:]))

    def test_pages_of_any_size_bring_the_same(self):
        whole = keys(read_all())
        for size in (1, 2, 7, len(whole), len(whole) - 1):
            self.assertEqual(keys(read_all(size=size)), whole, size)

    def test_it_goes_on_after_a_restart(self):
        whole = keys(read_all())
        first = read(max=4).json
        office.server.restart()
        self.assertEqual(keys([first] + read_all(first["new_state"], 4)), whole)

    def test_what_went_away_meanwhile_is_gone_after_it(self):
        poc = office.add_poc("Talked about")
        said = office.call("POST", f"/pocs/{poc}/comments", {"content": "Gone soon"}).json["id"]
        pages = [read(max=2).json]
        while ("comment", said) not in keys(pages):
            pages.append(read(pages[-1]["new_state"], max=2).json)
        office.call("DELETE", f"/pocs/{poc}/comments/{said}")
        pages += read_all(pages[-1]["new_state"], 2)
        self.assertIn({"type": "comment", "id": said},
                      [gone for page in pages for gone in page["destroyed"]])

    def test_its_objects_are_those_of_the_changes(self):
        before = state()
        poc = office.add_poc("Told twice", description="The same")
        now = [item for item in read(before).json["list"]
               if (item["type"], item["id"]) == ("poc", poc)]
        later = [item for page in read_all() for item in page["list"]
                 if (item["type"], item["id"]) == ("poc", poc)]
        self.assertEqual(now, later)

    def test_what_happens_meanwhile_comes_after_it(self):
        first = read(max=2).json
        poc = office.add_poc("Made meanwhile")
        pages = [first] + read_all(first["new_state"], 2)
        self.assertIn(("poc", poc), keys(pages))
        self.assertEqual(read(pages[-1]["new_state"]).json["list"], [])


class Deltas(unittest.TestCase):
    def test_nothing_new_is_nothing(self):
        now = state()
        page = read(now).json
        self.assertEqual((page["list"], page["destroyed"], page["has_more"], page["new_state"]),
                         ([], [], False, now))

    def test_an_object_comes_once_at_its_newest(self):
        before = state()
        poc = office.add_poc("First title")
        for title in ("Second title", "Third title"):
            office.call("PUT", f"/pocs/{poc}", {"title": title})
        found = [item for item in read(before).json["list"] if item["type"] == "poc"]
        self.assertEqual([item["title"] for item in found], ["Third title"])

    def test_revisions_rise_and_end_at_the_sequence(self):
        before = state()
        for number in range(5):
            office.add_poc(f"Revision {number}")
        page = read(before).json
        revisions = [item["rev"] for item in page["list"]]
        self.assertEqual(revisions, sorted(revisions))
        self.assertEqual(revisions[-1], page["seq"])

    def test_it_comes_in_pages_too(self):
        before = state()
        made = [office.add_poc(f"Paged {number}") for number in range(6)]
        pages = read_all(before, 2)
        self.assertGreater(len(pages), 3)
        self.assertLessEqual({("poc", poc) for poc in made}, set(keys(pages)))

    def test_who_loses_access_is_gone(self):
        before = state()
        poc = office.add_poc("To be left")
        page = read(before).json
        person = next(item for item in page["list"] if item["type"] == "participant")
        answer = office.call("DELETE", f"/pocs/{poc}/participants/{person['user_id']}", who="ruth")
        self.assertEqual(answer.status, 200)
        gone = {"type": "participant", "id": person["id"]}
        for since in (before, page["new_state"]):
            self.assertIn(gone, read(since).json["destroyed"])
        self.assertNotIn(("participant", person["id"]), keys(read_all()))

    def test_the_organization_and_its_mail_are_told_when_they_change(self):
        before = state()
        office.server.admin("tenant", "set", "acme", "--invitation-days", "12")
        office.call("PUT", "/tenants/1/invitation-template",
                    {"subject": "Come in", "text": "{link}"}, "ruth")
        told = {item["type"]: item for item in read(before).json["list"]}
        self.assertEqual((told["organization"]["id"], told["organization"]["invitation_days"]),
                         (1, 12))
        self.assertEqual((told["template"]["id"], told["template"]["subject"]), (1, "Come in"))
        office.server.admin("tenant", "set", "acme", "--invitation-days", "7")

    def test_a_person_s_change_is_told_in_each_of_their_organizations(self):
        office.add_person("both@shared.example", "Bo Th", "sales_engineer")
        office.add_person("both@shared.example", "Bo Th", "sales_engineer", "other")
        before = {who: read_all_of(who)[-1]["new_state"] for who in ("sam", OLGA)}
        office.server.admin("user", "set-email", "both@shared.example", "new@shared.example")
        for who, since in before.items():
            page = read(since, who).json
            self.assertEqual([(item["type"], item["email"]) for item in page["list"]],
                             [("user", "new@shared.example")])

    def test_who_leaves_an_organization_is_gone_there(self):
        office.add_person("leaver@shared.example", "Lea Ver", "sales_engineer")
        office.add_person("leaver@shared.example", "Lea Ver", "sales_engineer", "other")
        before = {who: read_all_of(who)[-1]["new_state"] for who in ("sam", OLGA)}
        with changed_by_hand() as database:
            user, = database.execute("SELECT id FROM account "
                                     "WHERE email LIKE 'leaver@%'").fetchone()
            take_out(database, user)
            database.execute("UPDATE change_counter SET sequence = sequence + 1 "
                             "WHERE tenant_id = 2")
            database.execute("UPDATE change SET revision = (SELECT sequence FROM change_counter "
                             "WHERE tenant_id = 2) WHERE tenant_id = 2 AND type = 'user' "
                             "AND object_id = ?", (user,))
        name = {"type": "user", "id": user}
        self.assertEqual(read(before["sam"]).json["destroyed"], [name])
        self.assertNotIn(("user", user), keys(read_all()))
        there = read(before[OLGA], OLGA).json
        self.assertEqual((keys([there]), there["destroyed"]), ([("user", user)], []))

    def test_an_operation_s_key_is_told_to_its_maker_only(self):
        before = state()
        answer = office.call("POST", "/pocs/", {"title": "Mine", "customer_company_name": "G"},
                             headers={"Idempotency-Key": "my-own-operation"})
        mine = [item for item in read(before).json["list"] if item["type"] == "poc"]
        other = [item for item in read(before, "amelie").json["list"] if item["type"] == "poc"]
        self.assertEqual(mine[0]["client_key"], "my-own-operation")
        self.assertNotIn("client_key", other[0])
        # A later change by others takes nothing away from the one who waits for it.
        office.call("PUT", f"/pocs/{answer.json['id']}", {"title": "Ours"}, "amelie")
        mine = [item for item in read(before).json["list"] if item["type"] == "poc"]
        self.assertEqual((mine[0]["title"], mine[0]["client_key"]), ("Ours", "my-own-operation"))


class States(unittest.TestCase):
    def refused(self, since, who="sam"):
        answer = read(since, who)
        self.assertEqual((answer.status, answer.json.get("type")),
                         (410, "cannot_calculate_changes"), since)

    def test_what_was_tampered_with_is_refused(self):
        good = state()
        raw = bytearray(base64.urlsafe_b64decode(good + "=" * (-len(good) % 4)))
        for position in range(len(raw)):
            bad = bytearray(raw)
            bad[position] ^= 1
            self.refused(base64.urlsafe_b64encode(bad).decode().rstrip("="))
        for text in ("x", good[:-1], good + "A", good[:10], "0", "A" * 4000):
            self.refused(text)

    def test_what_is_no_text_is_not_taken_for_the_beginning(self):
        for text in ("%00", "%ff%ff", "a%00b"):
            self.assertIn(read(text).status, (400, 422), text)

    def test_another_organization_s_is_refused(self):
        self.refused(state(), "olga@other.example")

    def test_a_restored_backup_is_another_database(self):
        good = state()
        epoch = read().json["epoch"]
        self.assertEqual(read(good).json["epoch"], epoch)
        office.server.admin("backup", str(office.server.place / "copy.db"))
        office.server.stop()
        database = next(office.server.data.glob("*.db"))
        kept = office.server.place / "kept.db"
        database.rename(kept)
        (office.server.place / "copy.db").rename(database)
        office.server.start()
        self.refused(good)
        self.assertNotEqual(read().json["epoch"], epoch)
        office.server.stop()
        kept.replace(database)
        office.server.start()
        self.assertEqual(read(good).json["epoch"], epoch)

    def copy_by_hand(self, running=False):
        """As no command does it."""
        old = office.server.place / "old.db"
        if not running:
            office.server.stop()
        for ending in ("", "-wal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copy(f"{self.database}{ending}", f"{old}{ending}")
        if not running:
            office.server.start()
        return old

    def put_back(self, copy):
        office.server.stop()
        for ending in ("", "-wal"):
            with contextlib.suppress(FileNotFoundError):
                pathlib.Path(f"{copy}{ending}").replace(f"{self.database}{ending}")
        office.server.start()

    @property
    def database(self):
        return next(office.server.data.glob("*.db"))

    def test_what_is_newer_than_the_database_is_refused(self):
        old = self.copy_by_hand()
        office.add_poc("Lost with the disk")
        future = state()
        self.put_back(old)
        self.refused(future)

    def test_a_copy_that_was_put_back_by_hand_is_another_database(self):
        for running in (False, True):
            with self.subTest(running=running):
                epoch = read().json["epoch"]
                before = state()
                old = self.copy_by_hand(running)
                office.add_poc("Lost with the disk")
                future = state()
                self.put_back(old)
                # By now it has counted on, past what was seen of the other one.
                for _ in range(3):
                    office.add_poc("Counted again")
                self.refused(future)
                self.refused(before)
                self.assertNotEqual(read().json["epoch"], epoch)

    def test_a_copy_that_came_without_what_lay_beside_it_is_another_database(self):
        good = state()
        office.server.stop()
        (office.server.data / "server.mark").unlink()
        office.server.start()
        self.refused(good)

    def test_the_same_database_stays_the_same_whatever_ends_the_server(self):
        good = state()
        epoch = read().json["epoch"]
        for end in (office.server.stop, office.server.kill):
            office.add_poc("Kept")
            end()
            office.server.start()
            self.assertEqual(read(good).status, 200)
            self.assertEqual(read().json["epoch"], epoch)

    def test_so_it_does_where_its_start_was_cut_short(self):
        """The file beside it was told of its new name, and perhaps the database, too."""
        good = state()
        mark = office.server.data / "server.mark"
        for name in ("Life", "NextLife"):
            with self.subTest(known_as=name):
                office.server.stop()
                other = {"Life": "NextLife", "NextLife": "Life"}[name]
                mark.write_text(re.sub("^Life=(.*)$", rf"{name}=\1\n{other}=another",
                                       mark.read_text(), flags=re.MULTILINE))
                office.server.start()
                self.assertEqual(read(good).status, 200)

    def test_who_was_away_too_long_begins_anew(self):
        poc = office.add_poc("Long ago")
        old = state()
        said = office.call("POST", f"/pocs/{poc}/comments", {"content": "x"}).json["id"]
        in_between = read(old).json["new_state"]
        half_way = read(max=1).json["new_state"]
        office.call("DELETE", f"/pocs/{poc}/comments/{said}")
        good = state()
        with changed_by_hand() as database:
            database.execute("UPDATE change SET changed_at = changed_at - ? WHERE destroyed = 1",
                             (91 * 24 * 3600 * 1_000_000,))
        wait_for(lambda: not office.query("SELECT 1 FROM change WHERE destroyed = 1"),
                 "the tombstones to be forgotten")
        for since in (old, in_between, half_way):
            self.refused(since)
        self.assertEqual(read(good).status, 200)
        self.assertNotIn(("comment", said), keys(read_all()))

    def test_tombstones_stay_for_90_days(self):
        poc = office.add_poc("Not so long ago")
        old = state()
        said = office.call("POST", f"/pocs/{poc}/comments", {"content": "x"}).json["id"]
        office.call("DELETE", f"/pocs/{poc}/comments/{said}")
        with changed_by_hand() as database:
            database.execute("UPDATE change SET changed_at = changed_at - ? WHERE destroyed = 1",
                             (89 * 24 * 3600 * 1_000_000,))
        # The upkeep has run before another write that is asked for is done.
        office.add_poc("Afterwards")
        self.assertIn({"type": "comment", "id": said}, read(old).json["destroyed"])

    def test_bounds_are_checked(self):
        for query in ({"max": 0}, {"max": 1001}, {"max": "x"}, {"wait": 26}, {"wait": -1}):
            self.assertEqual(read(**query).status, 422, query)


class Access(unittest.TestCase):
    """Without access to the organization there is no feed: the copy is to be deleted."""

    def lose(self, change):
        address = f"{self.id().rpartition('.')[2]}@acme.example"
        office.add_person(address, "Soon Away", "sales_engineer")
        since = read_all_of(address)[-1]["new_state"]
        with changed_by_hand() as database:
            user, = database.execute("SELECT id FROM account WHERE email = ?",
                                     (address,)).fetchone()
            change(database, user)
        for state in ("", since):
            self.assertEqual(read(state, address).status, 403)

    def test_whose_membership_has_ended_is_refused(self):
        self.lose(lambda database, user: database.execute(
            "UPDATE membership SET is_active = 0 WHERE user_id = ?", (user,)))

    def test_who_has_left_is_refused(self):
        self.lose(take_out)

    def test_who_has_become_a_customer_is_refused(self):
        self.lose(lambda database, user: database.execute(
            "UPDATE membership SET role = 'customer' WHERE user_id = ?", (user,)))


class Waiting(unittest.TestCase):
    def wait(self, since, seconds=20, **options):
        """Reads in the background; a thread whose `answer` and `span` are there at its end."""
        def work():
            begin = time.monotonic()
            thread.answer = read(since, wait=seconds, **options)
            thread.span = time.monotonic() - begin

        office.token("sam")
        thread = threading.Thread(target=work)
        thread.start()
        return thread

    def park(self, since, **options):
        """As wait(), and sees that it stays away."""
        thread = self.wait(since, **options)
        thread.join(0.3)
        self.assertTrue(thread.is_alive(), "it did not wait")
        return thread

    def test_a_change_ends_it_at_once(self):
        thread = self.park(state())
        poc = office.add_poc("Waited for")
        thread.join(5)
        self.assertFalse(thread.is_alive())
        self.assertIn(("poc", poc), keys([thread.answer.json]))

    def test_many_hear_of_one_change(self):
        now = state()
        threads = [self.wait(now) for _ in range(30)]
        time.sleep(0.3)
        poc = office.add_poc("Waited for by many")
        for thread in threads:
            thread.join(5)
            self.assertIn(("poc", poc), keys([thread.answer.json]))

    def test_another_organization_s_change_does_not(self):
        thread = self.park(state())
        office.call("POST", "/pocs/", {"title": "Theirs", "customer_company_name": "O"},
                    "olga@other.example")
        thread.join(0.5)
        self.assertTrue(thread.is_alive())
        office.add_poc("Ours")
        thread.join(5)

    def test_its_time_ends_it_with_nothing(self):
        now = state()
        thread = self.wait(now, seconds=1)
        thread.join(5)
        self.assertEqual((thread.answer.status, thread.answer.json["list"]), (200, []))
        self.assertEqual(thread.answer.json["new_state"], now)
        self.assertGreater(thread.span, 0.9)

    def test_an_admin_s_command_is_a_change_too(self):
        thread = self.park(state())
        office.add_person("new@acme.example", "New Person", "sales_engineer")
        thread.join(5)
        self.assertIn("new@acme.example", thread.answer.text)

    def test_who_loses_the_session_meanwhile_is_refused(self):
        tokens = office.server.request("POST", "/auth/select-tenant", {
            "email": "ruth@acme.example", "password": PASSWORD, "tenant_id": 1}).json
        now, seen = state(), []
        thread = threading.Thread(target=lambda: seen.append(office.server.request(
            "GET", f"/sync/changes?since={now}&wait=20", token=tokens["access_token"])))
        thread.start()
        thread.join(0.3)
        office.server.request("POST", "/auth/logout", token=tokens["access_token"])
        office.add_poc("Not for them")
        thread.join(5)
        self.assertEqual(seen[0].status, 401)

    def test_the_end_of_the_server_ends_it(self):
        thread = self.park(state())
        office.server.stop()
        thread.join(5)
        office.server.start()
        self.assertEqual(thread.answer.status, 200)


if __name__ == "__main__":
    unittest.main()
