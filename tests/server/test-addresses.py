# SPDX-License-Identifier: GPL-3.0-or-later
"""An address changes when somebody who reads mail there says so, and can be taken back."""

import itertools
import unittest

from office import PASSWORD, Office, token_of
from pmtest.mail import MailFolder

WORKS_WITH_OTHERS = "This person also works with others and changes the address in their own profile"
numbers = itertools.count()


def setUpModule():
    global office, server, inbox
    office = Office()
    office.__enter__()
    server = office.server
    inbox = MailFolder(office.mail_folder)
    office.add_other_company()


def tearDownModule():
    office.__exit__()


def sign_in(email, password=PASSWORD):
    return server.request("POST", "/auth/select-tenant",
                          {"email": email, "password": password, "tenant_id": 1})


def me(token):
    return server.request("GET", "/auth/me", token=token)


def look(token):
    return server.request("GET", f"/address-changes/{token}")


def follow(token, body=None):
    return server.request("POST", f"/address-changes/{token}", {} if body is None else body)


def forgot(address, count=1):
    assert server.request("POST", "/auth/forgot-password", {"email": address}).status == 200
    return token_of(inbox.wait_for_message(address, count))


def validate(token):
    return server.request("GET", f"/auth/validate-reset-token/{token}")


class Case(unittest.TestCase):
    def setUp(self):
        self.name = f"person{next(numbers)}"
        self.old, self.new = f"{self.name}@globex.example", f"{self.name}@initech.example"
        office.add_person(self.old, "Pat Person", "customer")
        self.user = self.find(self.old)

    def find(self, address):
        return office.query("SELECT id FROM account WHERE email = ?", address)[0][0]

    def expect(self, answer, status, detail=None, type=None):
        self.assertEqual(answer.status, status, answer.text)
        if detail:
            self.assertEqual(answer.json["detail"], detail)
        if type:
            self.assertEqual(answer.json["type"], type)
        return answer

    def correct(self, address=None, user=None, who="ruth", **options):
        return office.call("PUT", f"/users/{user or self.user}/email",
                           {"email": address or self.new}, who, **options)

    def ask_for(self, address=None, old=None, password=PASSWORD):
        token = sign_in(old or self.old).json["access_token"]
        return server.request("PUT", "/auth/email",
                              {"email": address or self.new, "password": password}, token)

    def confirm_token(self, address=None, count=1):
        return token_of(inbox.wait_for_message(address or self.new, count))

    def change(self):
        """Changes the address; returns the token that takes it back."""
        self.expect(self.ask_for(), 200)
        self.expect(follow(self.confirm_token()), 200)
        return token_of(inbox.wait_for_message(self.old))


class Confirming(Case):
    def test_an_admin_s_correction_takes_effect_when_its_link_is_followed(self):
        before = office.changes()["new_state"]
        answer = self.expect(self.correct(), 200)
        self.assertEqual(set(answer.json), {"message", "expires_at"})
        self.expect(sign_in(self.old), 200)
        self.expect(sign_in(self.new), 401)
        token = self.confirm_token()
        for _ in range(3):
            shown = self.expect(look(token), 200).json
        self.assertEqual({name: shown[name] for name in ("kind", "old_email", "new_email",
                                                         "full_name")},
                         {"kind": "confirm", "old_email": "p•••@globex.example",
                          "new_email": self.new, "full_name": "Pat Person"})
        self.expect(sign_in(self.old), 200)
        self.expect(follow(token), 200)
        self.expect(sign_in(self.old), 401)
        self.expect(sign_in(self.new), 200)
        user = next(row for row in office.changes(before)["list"]
                    if row["type"] == "user" and row["id"] == self.user)
        self.assertEqual(user["email"], self.new)

    def test_a_person_changes_their_own(self):
        undo = self.change()
        self.expect(sign_in(self.new), 200)
        self.assertTrue(undo)

    def test_the_password_is_asked_for_and_not_guessed(self):
        self.expect(self.ask_for(password="wrong"), 400, "Incorrect password")
        self.expect(self.ask_for(password=None), 422)
        token = sign_in(self.old).json["access_token"]
        body = {"email": self.new, "password": "wrong"}
        statuses = [server.request("PUT", "/auth/email", body, token).status for _ in range(11)]
        self.assertEqual(statuses, [400] * 10 + [429])
        self.assertEqual(inbox.messages_to(self.new), [])

    def test_it_ends_all_sessions_and_links_for_a_forgotten_password(self):
        tokens = sign_in(self.old).json
        reset = forgot(self.old)
        self.expect(self.correct(), 200)
        self.expect(me(tokens["access_token"]), 200)
        self.expect(validate(reset), 200)
        self.expect(follow(self.confirm_token()), 200)
        self.expect(me(tokens["access_token"]), 401)
        self.expect(server.request("POST", "/auth/refresh",
                                   {"refresh_token": tokens["refresh_token"]}), 401)
        self.expect(validate(reset), 400, type="expired")

    def test_lists_of_participants_show_the_new_one(self):
        poc = office.add_poc()
        office.invite(poc, self.old)
        invitation = token_of(inbox.wait_for_message(self.old))
        office.call("POST", "/poc-invitations/accept-existing", {"token": invitation}, self.old)
        before = office.changes()["new_state"]
        self.expect(self.correct(), 200)
        self.expect(follow(self.confirm_token()), 200)
        changed = office.changes(before)["list"]
        self.assertTrue(any(row["type"] == "participant" and row["user_id"] == self.user
                            for row in changed), changed)
        people = office.call("GET", f"/pocs/{poc}/participants").json
        self.assertIn(self.new, [person["email"] for person in people])

    def test_invitations_to_the_old_one_stay_what_they_are(self):
        poc = office.add_poc()
        office.invite(poc, self.old)
        invitation = token_of(inbox.wait_for_message(self.old))
        self.expect(self.correct(), 200)
        self.expect(follow(self.confirm_token()), 200)
        listed = office.call("GET", f"/pocs/{poc}/invitations/").json
        self.assertEqual([(row["email"], row["status"]) for row in listed],
                         [(self.old, "pending")])
        answer = server.request("GET", f"/poc-invitations/validate/{invitation}")
        self.assertEqual((answer.status, answer.json["user_exists"]), (200, False))

    def test_a_link_works_once(self):
        self.expect(self.correct(), 200)
        token = self.confirm_token()
        self.expect(follow(token), 200)
        self.expect(follow(token), 400, "This link has been used already.", "used")
        self.expect(look(token), 400, type="used")

    def test_a_link_expires(self):
        self.expect(self.correct(), 200)
        token = self.confirm_token()
        office.pass_time(3 * 86400 + 1)
        self.expect(look(token), 400, "This link has expired.", "expired")
        self.expect(follow(token), 400, type="expired")
        self.expect(sign_in(self.old), 200)

    def test_a_new_wish_ends_the_one_before_it(self):
        self.expect(self.correct(), 200)
        first = self.confirm_token()
        other = f"{self.name}@hooli.example"
        self.expect(self.correct(other), 200)
        self.expect(follow(first), 400, type="expired")
        self.expect(follow(self.confirm_token(other)), 200)
        self.expect(sign_in(other), 200)

    def test_a_new_password_ends_a_wish(self):
        self.expect(self.ask_for(), 200)
        token = self.confirm_token()
        session = sign_in(self.old).json["access_token"]
        body = {"old_password": PASSWORD, "new_password": "another-horse-7"}
        self.expect(server.request("POST", "/auth/change-password", body, session), 200)
        self.expect(follow(token), 400, type="expired")

    def test_unknown_links_say_so(self):
        for token in ("x" * 43, "x", "x" * 3000):
            self.expect(look(token), 404, "This link is not known.", "unknown")
            self.expect(follow(token), 404, "This link is not known.", "unknown")

    def test_only_hashes_are_stored(self):
        self.expect(self.correct(), 200)
        token = self.confirm_token()
        self.expect(follow(token), 200)
        undo = token_of(inbox.wait_for_message(self.old))
        stored = str(office.query("SELECT * FROM address_change")) + str(
            office.query("SELECT * FROM mail"))
        for secret in (token, undo):
            self.assertNotIn(secret, stored)
            self.assertNotIn(secret, server.said())

    def test_bad_addresses_are_refused(self):
        for email in (None, "", "nobody", 7, "a b@c.example", "x\0y@c.example"):
            self.expect(office.call("PUT", f"/users/{self.user}/email", {"email": email}, "ruth"),
                        422)
        self.expect(self.correct(self.old), 400, "This is the address already.", "unchanged")

    def test_no_mailbox_is_flooded(self):
        statuses = [self.correct(f"{self.name}.{number}@globex.example").status
                    for number in range(6)]
        self.assertEqual(statuses, [200] * 5 + [429])

    def test_one_key_is_one_mail(self):
        headers = {"Idempotency-Key": f"correction-{self.name}"}
        first, second = (self.correct(headers=headers) for _ in range(2))
        self.assertEqual((first.status, first.text), (second.status, second.text))
        self.assertEqual(second.headers["Idempotency-Replayed"], "true")
        self.assertEqual(office.query("SELECT COUNT (*) FROM mail WHERE recipient = ?", self.new),
                         [(1,)])


class WhoMay(Case):
    def test_only_an_admin_corrects_others(self):
        for who in ("sam", "amelie", self.old):
            self.expect(self.correct(who=who), 403, "Tenant admin access required")

    def test_outsiders_are_not_found(self):
        for user in (self.find("olga@other.example"), 99999999):
            self.expect(self.correct(user=user), 404, "User not found")

    def test_who_also_works_with_others_changes_it_alone(self):
        server.admin("user", "add", self.old, "--tenant", "other", "--role", "customer")
        self.expect(self.correct(), 409, WORKS_WITH_OTHERS)
        self.expect(self.ask_for(), 200)
        self.expect(follow(self.confirm_token()), 200)

    def test_who_works_with_others_by_the_time_of_the_link_keeps_theirs(self):
        self.expect(self.correct(), 200)
        token = self.confirm_token()
        server.admin("user", "add", self.old, "--tenant", "other", "--role", "customer")
        self.expect(follow(token), 409, WORKS_WITH_OTHERS)
        self.expect(sign_in(self.old), 200)
        # Nor does it help to let go of them.
        office.meddle("DELETE FROM membership WHERE user_id = ? AND tenant_id = 1", self.user)
        self.assertNotEqual(follow(token).status, 200)

    def test_who_takes_part_in_others_pocs_changes_it_alone(self):
        poc = office.call("POST", "/pocs/", {"title": "Theirs", "customer_company_name": "G"},
                          "olga@other.example").json["id"]
        office.meddle("INSERT INTO participant (poc_id, user_id, is_sales_engineer, is_customer,"
                      " joined_at) VALUES (?, ?, 0, 1, 1)", poc, self.user)
        self.expect(self.correct(), 409, WORKS_WITH_OTHERS)

    def test_colleagues_change_theirs_alone(self):
        self.expect(self.correct(user=self.find("sam@acme.example")), 409, WORKS_WITH_OTHERS)


class Taken(Case):
    def test_somebody_of_the_organization_is_named_as_the_reason(self):
        self.expect(self.correct("sam@acme.example"), 400,
                    "This address belongs to another account.", "taken")

    def test_an_outsider_s_account_is_told_to_nobody_but_its_owner(self):
        taken = self.correct("olga@other.example")
        free = self.correct()
        self.assertEqual((taken.status, set(taken.json)), (free.status, set(free.json)))
        token = self.confirm_token("olga@other.example")
        self.correct("olga@other.example")
        token = self.confirm_token("olga@other.example", 2)
        self.expect(look(token), 200)
        self.expect(follow(token), 400, "This address belongs to another account.", "taken")
        self.expect(sign_in(self.old), 200)

    def test_a_customer_learns_of_nobody(self):
        for count, address in enumerate(("ruth@acme.example", self.new)):
            self.expect(self.ask_for(address), 200)
        self.assertTrue(inbox.wait_for_message("ruth@acme.example"))


class Undoing(Case):
    def test_the_old_address_takes_it_back(self):
        undo = self.change()
        session = sign_in(self.new).json["access_token"]
        reset = forgot(self.new, 2)
        shown = self.expect(look(undo), 200).json
        self.assertEqual((shown["kind"], shown["old_email"], shown["new_email"]),
                         ("undo", "p•••@globex.example", "p•••@initech.example"))
        self.assertNotIn(self.new, look(undo).text)
        self.expect(follow(undo), 200)
        self.expect(sign_in(self.old), 200)
        self.expect(sign_in(self.new), 401)
        self.expect(me(session), 401)
        self.expect(validate(reset), 400, type="expired")
        self.expect(follow(undo), 400, type="used")

    def test_it_is_possible_for_seven_days(self):
        undo = self.change()
        office.pass_time(7 * 86400 - 60)
        self.expect(look(undo), 200)
        office.pass_time(120)
        self.expect(follow(undo), 400, "This link has expired.", "expired")
        self.expect(sign_in(self.new), 200)

    def test_further_changes_do_not_take_it_away(self):
        first = self.change()
        third = f"{self.name}@hooli.example"
        self.expect(self.ask_for(third, self.new), 200)
        self.expect(follow(self.confirm_token(third)), 200)
        second = token_of(inbox.wait_for_message(self.new, 2))
        self.expect(follow(first), 200)
        self.expect(sign_in(self.old), 200)
        self.expect(follow(second), 400, type="expired")
        self.expect(sign_in(self.old), 200)

    def test_an_address_that_is_somebody_else_s_by_now_cannot_come_back(self):
        undo = self.change()
        office.add_person(self.old, "Namesake", "customer")
        self.expect(follow(undo), 400, "This address belongs to another account.", "taken")
        self.expect(sign_in(self.new), 200)

    def test_the_administrator_s_word_is_the_last(self):
        undo = self.change()
        last = f"{self.name}@hooli.example"
        server.admin("user", "set-email", self.new, last)
        self.expect(follow(undo), 400, type="expired")
        self.expect(sign_in(last), 200)


if __name__ == "__main__":
    unittest.main()
