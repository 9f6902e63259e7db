# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do with their own accounts, and admins with their organization."""

import sqlite3
import time
import unittest

from office import PASSWORD, PEOPLE, Office, token_of
from pmtest.mail import MailFolder
from pmtest.waiting import wait_for

NEW = "another-horse-7"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
TO_ALL = ("If the email address is associated with an account, you will receive a password reset "
          "link shortly.")


def setUpModule():
    global office, server, inbox
    office = Office()
    office.__enter__()
    server = office.server
    inbox = MailFolder(office.mail_folder)
    office.add_other_company()


def tearDownModule():
    office.__exit__()


def add(name, role="customer", tenant="acme"):
    address = f"{name}@globex.example"
    office.add_person(address, name.title(), role, tenant)
    return address


def sign_in(email, password=PASSWORD, tenant=1, agent=None):
    return server.request("POST", "/auth/select-tenant",
                          {"email": email, "password": password, "tenant_id": tenant},
                          headers={"User-Agent": agent} if agent else None)


def me(token):
    return server.request("GET", "/auth/me", token=token)


def refresh(token):
    return server.request("POST", "/auth/refresh", {"refresh_token": token})


def forgot(address, **options):
    return server.request("POST", "/auth/forgot-password", {"email": address}, **options)


def reset_token(address, count=1):
    """Asks for a link, and takes it from the mail."""
    assert forgot(address).status == 200
    return token_of(inbox.wait_for_message(address, count))


def validate(token):
    return server.request("GET", f"/auth/validate-reset-token/{token}")


def reset(token, password=NEW):
    return server.request("POST", "/auth/reset-password",
                          {"token": token, "new_password": password})


def change(token, old=PASSWORD, new=NEW):
    return server.request("POST", "/auth/change-password",
                          {"old_password": old, "new_password": new}, token)


class Case(unittest.TestCase):
    def expect(self, answer, status, detail=None, type=None):
        self.assertEqual(answer.status, status, answer.text)
        if detail:
            self.assertEqual(answer.json["detail"], detail)
        if type:
            self.assertEqual(answer.json["type"], type)


class ChangePassword(Case):
    def test_the_new_one_opens_and_the_old_one_does_not(self):
        address = add("changer")
        answer = change(sign_in(address).json["access_token"])
        self.assertEqual((answer.status, answer.json),
                         (200, {"message": "Password changed successfully"}))
        self.expect(sign_in(address), 401, "Incorrect email or password")
        self.expect(sign_in(address, NEW), 200)

    def test_it_ends_all_other_sessions(self):
        address = add("elsewhere")
        here, there = sign_in(address).json, sign_in(address).json
        self.expect(change(here["access_token"]), 200)
        self.expect(me(there["access_token"]), 401)
        self.expect(refresh(there["refresh_token"]), 401)
        self.expect(me(here["access_token"]), 200)
        self.expect(refresh(here["refresh_token"]), 200)

    def test_it_ends_links_for_a_forgotten_one(self):
        address = add("twoways")
        token = reset_token(address)
        self.expect(change(sign_in(address).json["access_token"]), 200)
        self.expect(reset(token, "a-third-horse-5"), 400, "Reset token has expired", "expired")

    def test_the_old_one_must_be_right_and_is_not_guessed(self):
        address = add("guessed")
        token = sign_in(address).json["access_token"]
        for _ in range(10):
            self.expect(change(token, "wrong"), 400, "Incorrect old password")
        refused = change(token)
        self.expect(refused, 429)
        self.assertGreater(int(refused.headers["Retry-After"]), 0)
        self.expect(me(token), 200)

    def test_the_rule_for_passwords_holds(self):
        token = sign_in(add("weak")).json["access_token"]
        for new in ("short", "password123", "aaaaaaaaaaaa", "x" * 2000, "", 7, None):
            answer = change(token, new=new)
            self.expect(answer, 422)
            self.assertEqual(answer.json["detail"][0]["loc"], ["body", "new_password"])
        self.expect(server.request("POST", "/auth/change-password", {"new_password": NEW}, token),
                    422)
        self.expect(server.request("POST", "/auth/change-password", token=token), 422)


class ForgottenPassword(Case):
    def test_the_mailed_link_sets_a_new_one_once(self):
        address = add("forgetful")
        sessions = [sign_in(address).json for _ in range(2)]
        token = reset_token(address)
        for _ in range(3):
            self.assertEqual(validate(token).json, {"valid": True, "message": "Token is valid"})
        answer = reset(token)
        self.assertEqual((answer.status, answer.json),
                         (200, {"message": "Password has been reset successfully"}))
        for session in sessions:
            self.expect(me(session["access_token"]), 401)
            self.expect(refresh(session["refresh_token"]), 401)
        self.expect(sign_in(address), 401)
        self.expect(sign_in(address, NEW), 200)
        self.expect(reset(token), 400, "Reset token has already been used", "used")
        self.expect(validate(token), 400, "Reset token has already been used", "used")

    def test_the_answer_is_the_same_for_everybody(self):
        known, inactive = add("known"), add("inactive")
        server.admin("user", "deactivate", inactive)
        answers = [forgot(address) for address in (known, inactive, "nobody@globex.example")]
        for answer in answers:
            self.assertEqual((answer.status, answer.json), (200, {"message": TO_ALL}))
            self.assertEqual({name for name, _ in answer.headers.items()},
                             {name for name, _ in answers[0].headers.items()})
        inbox.wait_for_message(known)
        wait_for(lambda: office.query("SELECT 1 FROM audit WHERE target = 'nobody@globex.example'"),
                 "the last wish is written down")
        recipients = office.query("SELECT recipient FROM mail WHERE kind = 'reset'")
        self.assertIn((known,), recipients)
        self.assertNotIn((inactive,), recipients)
        self.assertNotIn(("nobody@globex.example",), recipients)

    def test_the_answer_does_not_wait_for_what_depends_on_the_account(self):
        address = add("awaited")
        lock = sqlite3.connect(office._database(), isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        try:
            begin = time.monotonic()
            for who in (address, "unknown@globex.example"):
                self.expect(forgot(who), 200)
                self.expect(sign_in(who, "wrong"), 401)
            self.assertLess(time.monotonic() - begin, 4)
        finally:
            lock.execute("ROLLBACK")
            lock.close()
        self.assertTrue(inbox.wait_for_message(address))

    def test_a_new_link_ends_those_before_it(self):
        address = add("impatient")
        first, second = reset_token(address), reset_token(address, 2)
        self.expect(validate(first), 400, "Reset token has expired", "expired")
        self.expect(reset(first), 400, "Reset token has expired", "expired")
        self.expect(reset(second), 200)

    def test_a_link_lives_for_an_hour(self):
        address = add("late")
        token = reset_token(address)
        office.pass_time(3590)
        self.expect(validate(token), 200)
        office.pass_time(20)
        self.expect(validate(token), 400, "Reset token has expired", "expired")
        self.expect(reset(token), 400, "Reset token has expired", "expired")
        self.expect(sign_in(address), 200)

    def test_unknown_links_say_so(self):
        for token in ("x" * 43, "' OR 1=1 --", "%F0%9F%98%80"):
            self.expect(validate(token.replace(" ", "%20")), 400, "Invalid reset token", "unknown")
        self.expect(reset("x" * 43), 400, "Invalid or expired reset token", "unknown")
        for token in ("x" * 5000, "", 7, None, "line\nbreak"):
            self.assertIn(reset(token).status, (400, 422), token)

    def test_the_rule_for_passwords_holds_and_uses_no_link_up(self):
        token = reset_token(add("weaker"))
        for password in ("short", "password123", "", None):
            self.expect(reset(token, password), 422)
        self.expect(reset(token), 200)

    def test_only_hashes_are_stored(self):
        token = reset_token(add("secret"))
        self.assertNotIn(token, str(office.query("SELECT * FROM password_reset")))
        self.assertNotIn(token, str(office.query("SELECT * FROM mail")))
        self.assertNotIn(token, server.said())

    def test_no_mailbox_is_flooded(self):
        for address in (add("flooded"), "nobody.flooded@globex.example"):
            statuses = [forgot(address).status for _ in range(6)]
            self.assertEqual(statuses, [200] * 5 + [429])
            self.assertGreater(int(forgot(address.upper()).headers["Retry-After"]), 3000)
        self.expect(forgot("somebody.else@globex.example"), 200)

    def test_who_guessed_too_often_may_sign_in_after_it(self):
        address = add("confused")
        for _ in range(11):
            sign_in(address, "wrong")
        self.expect(sign_in(address), 429)
        self.expect(reset(reset_token(address)), 200)
        self.expect(sign_in(address, NEW), 200)

    def test_bad_input_is_refused(self):
        for email in (None, "", "no address", 7, "a@b", "x\0@globex.example", "a" * 400 + "@g.com"):
            self.expect(forgot(email), 422)
        self.expect(server.request("POST", "/auth/forgot-password"), 422)


class Sessions(Case):
    def list(self, token):
        answer = server.request("GET", "/auth/sessions", token=token)
        self.expect(answer, 200)
        return answer.json

    def end(self, token, session):
        return server.request("DELETE", f"/auth/sessions/{session}", token=token)

    def test_devices_are_listed_by_name_the_last_used_first(self):
        address = add("lister")
        sign_in(address, agent=FIREFOX)
        sign_in(address, agent="curl/8.14")
        token = sign_in(address, agent="poc-manager/1.0").json["access_token"]
        sessions = self.list(token)
        self.assertEqual([(session["device"], session["kind"], session["is_current"])
                          for session in sessions],
                         [("POC Manager", "api", True), ("curl/8.14", "api", False),
                          ("Firefox on Windows", "api", False)])
        self.assertEqual(set(sessions[0]),
                         {"id", "device", "kind", "created_at", "last_used_at", "is_current"})

    def test_a_page_s_session_is_one_of_them(self):
        address = add("pager")
        page = {"X-Requested-With": "pages", "Origin": server.url, "User-Agent": FIREFOX}
        answer = server.request("POST", "/web/session", {"email": address, "password": PASSWORD},
                                headers=page)
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        token = sign_in(address).json["access_token"]
        web = next(session for session in self.list(token) if session["kind"] == "web")
        self.assertEqual(web["device"], "Firefox on Windows")
        ours = page | {"Cookie": cookie}
        self.expect(server.request("GET", "/auth/me", headers=ours), 200)
        self.expect(self.end(token, web["id"]), 200)
        self.expect(server.request("GET", "/auth/me", headers=ours), 401)

    def test_a_device_is_signed_out_from_another(self):
        address = add("remote")
        here, there = sign_in(address).json, sign_in(address).json
        other = next(session["id"] for session in self.list(here["access_token"])
                     if not session["is_current"])
        answer = self.end(here["access_token"], other)
        self.assertEqual((answer.status, answer.json), (200, {"message": "Signed out successfully"}))
        self.expect(me(there["access_token"]), 401)
        self.expect(refresh(there["refresh_token"]), 401)
        self.expect(me(here["access_token"]), 200)
        self.assertEqual(len(self.list(here["access_token"])), 1)
        self.expect(self.end(here["access_token"], other), 404, "Session not found")

    def test_others_devices_are_not_found(self):
        mine = sign_in(add("mine")).json["access_token"]
        theirs = sign_in(add("theirs")).json["access_token"]
        session = self.list(theirs)[0]["id"]
        for number in (session, 99999999):
            answer = self.end(mine, number)
            self.assertEqual((answer.status, answer.json), (404, {"detail": "Session not found"}))
        self.expect(me(theirs), 200)

    def test_signing_oneself_out_here_works_too(self):
        token = sign_in(add("leaver")).json["access_token"]
        self.expect(self.end(token, self.list(token)[0]["id"]), 200)
        self.expect(me(token), 401)

    def test_what_has_expired_is_no_device_any_more(self):
        address = add("expired")
        sign_in(address)
        office.meddle("UPDATE refresh_token SET expires_at = 1 WHERE session_id = "
                      "(SELECT MAX (id) FROM session)")
        office.meddle("UPDATE access_token SET expires_at = 1 WHERE session_id = "
                      "(SELECT MAX (id) FROM session)")
        self.assertEqual(len(self.list(sign_in(address).json["access_token"])), 1)


class Closed(Case):
    """Where API 1.0.0 says 403, in its words."""

    def login(self, email):
        return server.request("POST", "/auth/login", {"email": email, "password": PASSWORD})

    def test_a_deactivated_person_is_out_at_the_next_request(self):
        address = add("outcast")
        tokens = sign_in(address).json
        server.admin("user", "deactivate", address)
        self.expect(me(tokens["access_token"]), 403, "Inactive user")
        self.expect(refresh(tokens["refresh_token"]), 403, "Inactive user")
        self.expect(self.login(address), 403, "User account is inactive")
        self.expect(sign_in(address), 403, "User account is inactive")
        self.expect(sign_in(address, "wrong"), 401, "Incorrect email or password")
        server.admin("user", "reactivate", address)
        # What was over stays over.
        self.expect(me(tokens["access_token"]), 401)
        self.expect(refresh(tokens["refresh_token"]), 401)
        self.expect(self.login(address), 200)

    def test_an_organization_keeps_an_admin(self):
        refused = server.admin("user", "deactivate", "ruth@acme.example", check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("“Acme Systems” would have no admin any more", refused.stderr)
        self.expect(self.login("ruth@acme.example"), 200)
        second = add("second.admin", "tenant_admin")
        server.admin("user", "deactivate", second)
        self.expect(self.login(second), 403)

    def test_who_left_an_organization_is_out_at_the_next_request(self):
        address = add("left")
        tokens = sign_in(address).json
        user = tokens["user_id"]
        office.meddle("UPDATE membership SET is_active = 0 WHERE user_id = ?", user)
        words = "Your access to this tenant has been deactivated"
        self.expect(me(tokens["access_token"]), 403, words)
        self.expect(refresh(tokens["refresh_token"]), 403, words)
        self.expect(sign_in(address), 403, words)
        self.expect(self.login(address), 403, "No active tenants available for this user")
        office.meddle("DELETE FROM membership WHERE user_id = ?", user)
        self.expect(me(tokens["access_token"]), 403, words)
        self.expect(sign_in(address), 403, "You don't have access to this tenant")
        self.expect(self.login(address), 403, "User is not associated with any tenant")

    def test_an_inactive_organization_is_closed(self):
        server.admin("tenant", "add", "Closed", "--slug", "closed")
        address = add("locked", "tenant_admin", "closed")
        tenant = self.login(address).json["tenants"][0]["tenant_id"]
        tokens = sign_in(address, tenant=tenant).json
        office.meddle("UPDATE organization SET is_active = 0 WHERE id = ?", tenant)
        self.expect(me(tokens["access_token"]), 403, "This tenant is inactive")
        self.expect(refresh(tokens["refresh_token"]), 403, "This tenant is inactive")
        self.expect(sign_in(address, tenant=tenant), 403, "This tenant is inactive")
        self.expect(self.login(address), 403, "No active tenants available for this user")


class PlatformAdmin(Case):
    def test_login_gives_a_token_at_once(self):
        address = add("platform", "platform_admin")
        answer = server.request("POST", "/auth/login", {"email": address, "password": PASSWORD})
        self.expect(answer, 200)
        self.assertEqual(answer.json["token_type"], "bearer")
        person = me(answer.json["access_token"]).json
        self.assertEqual((person["current_tenant_id"], person["current_role"]),
                         (1, "platform_admin"))
        self.expect(refresh(answer.json["refresh_token"]), 200)
        renamed = server.request("PUT", "/tenants/1", {"contact_email": "hi@acme.example"},
                                 answer.json["access_token"])
        self.expect(renamed, 200)


class Users(Case):
    def test_a_colleague_is_told_of_everybody_in_the_organization(self):
        address = add("visible")
        user = next(user for user in office.call("GET", "/users/?limit=1000").json
                    if user["email"] == address)
        answer = office.call("GET", f"/users/{user['id']}")
        self.assertEqual((answer.status, answer.json), (200, user))

    def test_nobody_else_is_found(self):
        olga = office.query("SELECT id FROM account WHERE email = 'olga@other.example'")[0][0]
        for user in (olga, 99999999, 0, -1):
            self.expect(office.call("GET", f"/users/{user}"), 404, "User not found")
        self.expect(office.call("GET", "/users/x"), 422)

    def test_customers_may_not_ask(self):
        self.expect(office.call("GET", "/users/1", who=add("curious")), 403,
                    "Sales engineer access required")


class Organization(Case):
    def put(self, body, who="ruth"):
        return office.call("PUT", "/tenants/1", body, who)

    def test_its_admin_changes_it(self):
        before = office.changes()["new_state"]
        answer = self.put({"name": "Acme Group", "contact_email": "info@acme.example",
                           "invitation_days": 14, "reminders": True, "primary_color": "#ff0000"})
        self.expect(answer, 200)
        self.assertEqual(answer.json, office.call("GET", "/tenants/1", who="ruth").json)
        self.assertEqual([answer.json[name] for name in ("name", "contact_email", "slug",
                                                         "invitation_days", "reminders")],
                         ["Acme Group", "info@acme.example", "acme", 14, True])
        self.assertIn("organization", {row["type"] for row in office.changes(before)["list"]})
        self.expect(self.put({"contact_email": None, "name": "Acme Systems",
                              "invitation_days": 7, "reminders": False}), 200)
        self.assertIsNone(office.call("GET", "/tenants/1").json["contact_email"])

    def test_nothing_said_is_nothing_changed(self):
        before = office.call("GET", "/tenants/1").json
        for body in ({}, {"slug": "other"}, {"id": 7, "custom_mail_server": "x"}):
            self.expect(self.put(body), 200)
        self.assertEqual(office.call("GET", "/tenants/1").json, before)

    def test_values_that_cannot_be_are_refused(self):
        before = office.call("GET", "/tenants/1").json
        for name, values in {"name": ("", "  ", None, 7, "x" * 101, "a\nb"),
                             "contact_email": ("nobody", 7, "a b@c.example"),
                             "invitation_days": (0, 31, -1, "7", None, 10**18, 7.5, True),
                             "reminders": ("on", 1, None)}.items():
            for value in values:
                answer = self.put({name: value})
                self.expect(answer, 422)
                self.assertEqual(answer.json["detail"][0]["loc"], ["body", name], value)
        self.expect(self.put({"name": "a\0b"}), 422)
        self.assertEqual(office.call("GET", "/tenants/1").json, before)

    def test_only_its_admin_may(self):
        for who in ("sam", "amelie", add("tenant.customer")):
            self.expect(self.put({"name": "Mine"}, who), 403, "Tenant admin access required")
        self.expect(self.put({"is_active": False}), 403,
                    "Only Platform Admins can activate/deactivate tenants")
        self.expect(office.call("PUT", "/tenants/2", {"name": "Mine"}, "ruth"), 404,
                    "Tenant not found")


if __name__ == "__main__":
    unittest.main()
