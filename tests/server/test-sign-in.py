# SPDX-License-Identifier: GPL-3.0-or-later
"""Who signs in, how long that lasts, and what ends it."""

import concurrent.futures
import statistics
import time
import unittest

from office import Office, PASSWORD, PEOPLE

SAM, SAM_NAME, _ = PEOPLE["sam"]


def setUpModule():
    global office, server
    office = Office()
    office.__enter__()
    server = office.server
    server.admin("tenant", "add", "Other Company", "--slug", "other")
    # One person, two organizations, two roles.
    office.add_person("multi@both.example", "Multi Person", "sales_engineer", "other")
    server.admin("user", "add", "multi@both.example", "--tenant", "acme", "--role", "customer")


def tearDownModule():
    office.__exit__()


def sign_in(email=SAM, password=PASSWORD, tenant=1):
    return server.request("POST", "/auth/select-tenant",
                          {"email": email, "password": password, "tenant_id": tenant})


def me(token):
    return server.request("GET", "/auth/me", token=token)


def refresh(token):
    return server.request("POST", "/auth/refresh", {"refresh_token": token})


class Login(unittest.TestCase):
    def login(self, email, password=PASSWORD):
        return server.request("POST", "/auth/login", {"email": email, "password": password})

    def test_one_organization_as_api_1_0_0_says_it(self):
        answer = self.login(SAM)
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.json, {
            "user_id": 1, "email": SAM, "full_name": SAM_NAME,
            "tenants": [{"tenant_id": 1, "tenant_name": "Acme Systems", "tenant_slug": "acme",
                         "role": "sales_engineer", "is_default": True}],
            "requires_selection": False, "access_token": None, "token_type": None})

    def test_two_organizations_need_a_choice(self):
        answer = self.login("multi@both.example").json
        self.assertTrue(answer["requires_selection"])
        self.assertEqual([(tenant["tenant_slug"], tenant["role"], tenant["is_default"])
                          for tenant in answer["tenants"]],
                         [("other", "sales_engineer", True), ("acme", "customer", False)])

    def test_the_address_may_be_written_in_any_case(self):
        self.assertEqual(self.login(SAM.upper()).status, 200)

    def test_a_wrong_password_and_an_unknown_address_are_answered_alike(self):
        wrong, unknown = self.login(SAM, "wrong"), self.login("nobody@acme.example", "wrong")
        self.assertEqual((wrong.status, wrong.json),
                         (401, {"detail": "Incorrect email or password"}))
        self.assertEqual((unknown.status, unknown.json), (wrong.status, wrong.json))

    def test_an_unknown_address_takes_as_long_as_a_wrong_password(self):
        def median(email):
            spans = []
            for number in range(5):
                begin = time.monotonic()
                self.login(email.format(number), "wrong")
                spans.append(time.monotonic() - begin)
            return statistics.median(spans)

        known, unknown = median("amelie@acme.example"), median("nobody{}@acme.example")
        self.assertLess(abs(known - unknown), max(known, unknown) / 2)

    def test_a_crowd_that_signs_in_is_told_to_wait_not_kept_waiting(self):
        with concurrent.futures.ThreadPoolExecutor(60) as pool:
            answers = list(pool.map(lambda _: self.login(SAM), range(60)))
        statuses = {answer.status for answer in answers}
        self.assertEqual(statuses, {200, 429})
        self.assertTrue(all("Retry-After" in answer.headers for answer in answers
                            if answer.status == 429))

    def test_the_last_sign_in_is_seen_by_colleagues(self):
        before = office.changes()["seq"]
        self.login(SAM)
        self.assertGreater(office.changes()["seq"], before)
        users = office.call("GET", "/users/").json
        self.assertIsNotNone(next(user for user in users if user["email"] == SAM)["last_login"])


class SelectTenant(unittest.TestCase):
    def test_it_gives_both_tokens(self):
        answer = sign_in()
        body = answer.json
        access, renewal = body.pop("access_token"), body.pop("refresh_token")
        self.assertEqual(body, {
            "token_type": "bearer", "tenant_id": 1, "tenant_name": "Acme Systems",
            "tenant_slug": "acme", "role": "sales_engineer", "user_id": 1, "email": SAM,
            "full_name": SAM_NAME})
        self.assertGreaterEqual(len(access), 43)
        self.assertGreaterEqual(len(renewal), 43)

    def test_another_organization_is_closed(self):
        for tenant in (2, 99, None):
            answer = sign_in(tenant=tenant)
            self.assertEqual((answer.status, answer.json["detail"]),
                             (403, "You don't have access to this tenant"))

    def test_the_organization_must_be_named(self):
        answer = server.request("POST", "/auth/select-tenant",
                                {"email": SAM, "password": PASSWORD})
        self.assertEqual(answer.json["detail"],
                         [{"type": "missing", "loc": ["body", "tenant_id"],
                           "msg": "Field required"}])

    def test_a_wrong_password_learns_nothing_of_organizations(self):
        self.assertEqual(sign_in(password="wrong", tenant=2).status, 401)

    def test_the_role_is_the_organization_s(self):
        self.assertEqual(sign_in("multi@both.example", tenant=1).json["role"], "customer")
        self.assertEqual(sign_in("multi@both.example", tenant=2).json["role"], "sales_engineer")

    def test_switching_needs_no_password_and_gives_tokens_that_work(self):
        token = sign_in("multi@both.example", tenant=1).json["access_token"]
        answer = server.request("POST", "/auth/switch-tenant", {"tenant_id": 2}, token)
        self.assertEqual((answer.status, answer.json["role"]), (200, "sales_engineer"))
        self.assertEqual(me(answer.json["access_token"]).json["current_tenant_id"], 2)
        self.assertEqual(me(token).json["current_tenant_id"], 1)
        refused = server.request("POST", "/auth/switch-tenant", {"tenant_id": 99}, token)
        self.assertEqual(refused.status, 403)


class Tokens(unittest.TestCase):
    def test_me_is_as_api_1_0_0_says_it(self):
        self.assertEqual(me(sign_in().json["access_token"]).json, {
            "id": 1, "email": SAM, "full_name": SAM_NAME, "is_active": True,
            "current_tenant_id": 1, "current_role": "sales_engineer",
            "tenants": [{"tenant_id": 1, "role": "sales_engineer", "is_default": True,
                         "tenant_name": "Acme Systems", "tenant_slug": "acme",
                         "is_active": True}]})

    def test_without_a_token_nobody_is_known(self):
        answer = server.request("GET", "/auth/me")
        self.assertEqual((answer.status, answer.json), (401, {"detail": "Not authenticated"}))
        self.assertEqual(answer.headers["WWW-Authenticate"], "Bearer")

    def test_other_schemes_are_no_tokens(self):
        token = sign_in().json["access_token"]
        for value in (token, f"Basic {token}", f"Token {token}", "Bearer", "Bearer "):
            answer = server.request("GET", "/auth/me", headers={"Authorization": value})
            self.assertEqual(answer.status, 401, value[:7])
        answer = server.request("GET", "/auth/me", headers={"Authorization": f"bearer {token}"})
        self.assertEqual(answer.status, 200)

    def test_a_made_up_token_is_refused(self):
        for token in ("x", "x" * 43, "x" * 5000, "' OR 1=1 --"):
            answer = me(token)
            self.assertEqual(answer.status, 401)

    def test_only_hashes_are_stored(self):
        tokens = sign_in().json
        for table in ("access_token", "refresh_token"):
            hashes = [row[0] for row in office.query(f"SELECT hash FROM {table}")]
            self.assertTrue(hashes)
            self.assertNotIn(tokens[table], hashes)
        self.assertNotIn(tokens["access_token"], server.said())
        self.assertNotIn(PASSWORD, server.said())

    def test_signing_out_ends_this_device_only(self):
        here, there = sign_in().json, sign_in().json
        answer = server.request("POST", "/auth/logout", token=here["access_token"])
        self.assertEqual(answer.status, 200)
        self.assertEqual(me(here["access_token"]).status, 401)
        self.assertEqual(refresh(here["refresh_token"]).status, 401)
        self.assertEqual(me(there["access_token"]).status, 200)

    def test_a_cookie_alone_is_no_credential(self):
        token = sign_in().json["access_token"]
        cookie = {"Cookie": f"pm_session={token}"}
        page = {"X-Requested-With": "pages", "Origin": server.url}
        self.assertEqual(server.request("GET", "/auth/me", headers=cookie).status, 401)
        # Not even with everything that a page sends: it is no web session's.
        self.assertEqual(server.request("GET", "/auth/me", headers=cookie | page).status, 401)


class Fixation(unittest.TestCase):
    """Nobody signs in to a session that somebody else has prepared."""

    def open(self, cookie):
        headers = {"X-Requested-With": "pages", "Origin": server.url}
        answer = server.request("POST", "/web/session", {"email": SAM, "password": PASSWORD},
                                headers=headers | {"Cookie": cookie})
        self.assertEqual(answer.status, 200, answer.text)
        return answer.headers["Set-Cookie"].partition(";")[0]

    def me(self, cookie):
        return server.request("GET", "/auth/me", headers={
            "X-Requested-With": "pages", "Origin": server.url, "Cookie": cookie}).status

    def test_a_planted_cookie_stays_worth_nothing(self):
        planted = "pm_session=" + "x" * 43
        cookie = self.open(planted)
        self.assertNotEqual(cookie, planted)
        self.assertEqual((self.me(cookie), self.me(planted)), (200, 401))

    def test_signing_in_again_ends_the_session_before(self):
        first = self.open("")
        second = self.open(first)
        self.assertNotEqual(first, second)
        self.assertEqual((self.me(first), self.me(second)), (401, 200))

    def test_signing_in_over_the_api_takes_no_token_over(self):
        token = sign_in().json["access_token"]
        answer = server.request("POST", "/auth/select-tenant",
                                {"email": PEOPLE["ruth"][0], "password": PASSWORD, "tenant_id": 1},
                                token)
        self.assertNotEqual(answer.json["access_token"], token)
        self.assertEqual(me(token).json["email"], SAM)


class Refresh(unittest.TestCase):
    def test_the_bearer_gets_another_access_token(self):
        first = sign_in().json
        answer = server.request("POST", "/auth/refresh", {}, first["access_token"])
        self.assertEqual(answer.status, 200)
        self.assertNotIn("refresh_token", answer.json)
        self.assertNotEqual(answer.json["access_token"], first["access_token"])
        self.assertEqual(me(answer.json["access_token"]).status, 200)
        self.assertEqual(me(first["access_token"]).status, 200)

    def test_nobody_gets_nothing(self):
        self.assertEqual(server.request("POST", "/auth/refresh").status, 401)
        self.assertEqual(server.request("POST", "/auth/refresh", token="x" * 43).status, 401)

    def test_a_refresh_token_gives_the_next_one(self):
        tokens = sign_in().json
        for _ in range(5):
            answer = refresh(tokens["refresh_token"])
            self.assertEqual(answer.status, 200)
            self.assertNotEqual(answer.json["refresh_token"], tokens["refresh_token"])
            tokens = answer.json
            self.assertEqual(me(tokens["access_token"]).status, 200)

    def test_a_lost_answer_signs_nobody_out(self):
        first = sign_in().json
        for _ in range(3):
            refresh(first["refresh_token"])
        again = refresh(first["refresh_token"])
        self.assertEqual(again.status, 200)
        self.assertEqual(refresh(again.json["refresh_token"]).status, 200)

    def test_an_old_token_that_comes_back_ends_the_session(self):
        first = sign_in().json
        second = refresh(first["refresh_token"]).json
        third = refresh(second["refresh_token"]).json
        self.assertEqual(refresh(first["refresh_token"]).status, 401)
        self.assertEqual(refresh(third["refresh_token"]).status, 401)
        self.assertEqual(me(third["access_token"]).status, 401)

    def test_two_who_share_a_copy_do_not_both_go_on(self):
        first = sign_in().json
        owner, thief = (refresh(first["refresh_token"]).json for _ in range(2))
        self.assertEqual(refresh(owner["refresh_token"]).status, 200)
        self.assertEqual(refresh(thief["refresh_token"]).status, 401)
        self.assertEqual(me(thief["access_token"]).status, 401)

    def test_one_session_s_end_is_not_another_s(self):
        mine, other = sign_in().json, sign_in().json
        refresh(refresh(mine["refresh_token"]).json["refresh_token"])
        self.assertEqual(refresh(mine["refresh_token"]).status, 401)
        self.assertEqual(me(other["access_token"]).status, 200)

    def test_it_is_over_after_ninety_days_without_use(self):
        tokens = sign_in().json
        old = refresh(tokens["refresh_token"]).json["refresh_token"]
        move = "UPDATE refresh_token SET expires_at = expires_at - ?"
        day = 86400 * 1000000
        office.meddle(move, 89 * day)
        new = refresh(old)
        self.assertEqual(new.status, 200)
        office.meddle(move, 2 * day)
        self.assertEqual(refresh(old).status, 401)
        self.assertEqual(refresh(new.json["refresh_token"]).status, 200)

    def test_renewing_is_a_device_s_last_use(self):
        tokens = sign_in().json
        office.meddle("UPDATE session SET last_used_at = created_at - 1000000")
        renewed = refresh(tokens["refresh_token"]).json
        sessions = server.request("GET", "/auth/sessions", token=renewed["access_token"]).json
        current = next(session for session in sessions if session["is_current"])
        self.assertEqual(current, sessions[0])
        self.assertGreater(current["last_used_at"], current["created_at"])

    def test_it_takes_no_other_token(self):
        tokens = sign_in().json
        self.assertEqual(refresh(tokens["access_token"]).status, 401)
        self.assertEqual(me(tokens["refresh_token"]).status, 401)


class Organization(unittest.TestCase):
    def test_it_is_told_as_api_1_0_0_does(self):
        body = office.call("GET", "/tenants/1").json
        recorded = ["name", "slug", "primary_color", "secondary_color", "contact_email",
                    "contact_phone", "id", "logo_url", "is_demo", "tenant_admin_limit",
                    "administrator_limit", "sales_engineer_limit", "account_executive_limit",
                    "customer_limit", "is_active", "created_at", "has_custom_mail_config",
                    "custom_mail_server", "custom_mail_port", "custom_mail_from",
                    "custom_mail_tls", "ai_assistant_enabled", "has_ollama_api_key",
                    "ollama_model"]
        self.assertLessEqual(set(recorded), set(body))
        self.assertEqual((body["name"], body["invitation_days"]), ("Acme Systems", 7))

    def test_people_are_told_as_api_1_0_0_does(self):
        users = office.call("GET", "/users/?limit=2").json
        self.assertEqual(len(users), 2)
        recorded = {"email", "full_name", "role", "id", "is_active", "tenant_id", "created_at",
                    "last_login"}
        self.assertLessEqual(recorded, set(users[0]))
        self.assertEqual(office.call("GET", "/users/?skip=1&limit=1").json[0], users[1])
        self.assertEqual(office.call("GET", "/users/?limit=0").json, [])

    def test_bounds_are_checked(self):
        for query in ("skip=-1", "limit=-1", "limit=x", "skip=99999999999999999999"):
            self.assertEqual(office.call("GET", f"/users/?{query}").status, 422, query)


if __name__ == "__main__":
    unittest.main()
