# SPDX-License-Identifier: GPL-3.0-or-later
"""Who did what is written down, and an organization's admin reads it."""

import unittest

from office import PASSWORD, Office, token_of
from pmtest.mail import MailFolder
from pmtest.waiting import wait_for


def setUpModule():
    global office, server, inbox
    office = Office()
    office.__enter__()
    server = office.server
    inbox = MailFolder(office.mail_folder)
    office.add_other_company()


def tearDownModule():
    office.__exit__()


def sign_in(email, password=PASSWORD, **options):
    return server.request("POST", "/auth/select-tenant",
                          {"email": email, "password": password, "tenant_id": 1}, **options)


def read(query="", who="ruth"):
    return office.call("GET", f"/audit{query}", who=who)


def find(action, target=None):
    return next((line for line in read("?limit=1000").json
                 if line["action"] == action and target in (None, line["target"])), None)


class Audit(unittest.TestCase):
    def setUp(self):
        self.address = f"{self._testMethodName[5:30].replace('_', '.')}@globex.example"
        office.add_person(self.address, "Pat Person", "customer")
        self.user = office.query("SELECT id FROM account WHERE email = ?", self.address)[0][0]

    def test_a_line_says_who_what_when_and_from_where(self):
        sign_in(self.address, headers={"User-Agent": "poc-manager/1.0"})
        line = find("signed_in", "POC Manager")
        self.assertEqual(set(line), {"id", "at", "user_id", "user_email", "client", "action",
                                     "target"})
        self.assertEqual((line["user_id"], line["user_email"], line["client"]),
                         (self.user, self.address, "127.0.0.1"))
        self.assertRegex(line["at"], r"^20\d\d-.*Z$")

    def test_refused_sign_ins_are_in_it(self):
        sign_in(self.address, "wrong")
        line = wait_for(lambda: find("sign_in_refused", self.address), "the line")
        self.assertIsNone(line["user_id"])
        sign_in("nobody@globex.example", "wrong")
        wait_for(lambda: office.query("SELECT 1 FROM audit WHERE target = 'nobody@globex.example'"
                                      " AND tenant_id IS NULL"), "the line of nobody")
        self.assertIsNone(find("sign_in_refused", "nobody@globex.example"))

    def test_signing_devices_out_is_in_it(self):
        token = sign_in(self.address).json["access_token"]
        sign_in(self.address, headers={"User-Agent": "device-to-revoke"})
        sessions = server.request("GET", "/auth/sessions", token=token).json
        other = next(session["id"] for session in sessions if not session["is_current"])
        server.request("DELETE", f"/auth/sessions/{other}", token=token)
        self.assertEqual(find("session_revoked", "device-to-revoke")["user_id"], self.user)

    def test_a_copied_token_is_in_it(self):
        first = sign_in(self.address).json["refresh_token"]
        second = server.request("POST", "/auth/refresh", {"refresh_token": first}).json
        server.request("POST", "/auth/refresh", {"refresh_token": second["refresh_token"]})
        server.request("POST", "/auth/refresh", {"refresh_token": first})
        self.assertIsNotNone(find("session_revoked", "A token came back that had been used up"))

    def test_passwords_are_in_it_without_being_in_it(self):
        server.request("POST", "/auth/forgot-password", {"email": self.address})
        token = token_of(inbox.wait_for_message(self.address))
        self.assertIsNotNone(find("reset_requested", self.address))
        server.request("POST", "/auth/reset-password",
                       {"token": token, "new_password": "another-horse-7"})
        self.assertEqual(find("password_changed", self.address)["user_id"], self.user)
        everything = str(office.query("SELECT * FROM audit"))
        for secret in (token, "another-horse-7", PASSWORD):
            self.assertNotIn(secret, everything)

    def test_addresses_are_in_it(self):
        new = self.address.replace("globex", "initech")
        office.call("PUT", f"/users/{self.user}/email", {"email": new}, "ruth")
        self.assertEqual(find("address_requested", f"{self.address} → {new}")["user_email"],
                         "ruth@acme.example")
        server.request("POST", f"/address-changes/{token_of(inbox.wait_for_message(new))}", {})
        self.assertEqual(find("address_changed", f"{self.address} → {new}")["user_id"], self.user)
        undo = token_of(inbox.wait_for_message(self.address))
        server.request("POST", f"/address-changes/{undo}", {})
        self.assertIsNotNone(find("address_undone", f"{new} → {self.address}"))

    def test_what_the_administrator_does_is_in_it(self):
        server.admin("user", "deactivate", self.address)
        self.assertIsNone(find("user_deactivated", self.address)["user_id"])
        server.admin("user", "reactivate", self.address)
        self.assertIsNotNone(find("user_reactivated", self.address))

    def test_changes_of_the_organization_are_in_it(self):
        for days in (9, 7):
            office.call("PUT", "/tenants/1", {"invitation_days": days}, "ruth")
        self.assertIsNotNone(find("tenant_changed", "invitation days: 7 → 9"))
        self.assertIsNotNone(find("tenant_changed", "invitation days: 9 → 7"))

    def test_it_is_read_from_the_newest_line_on_page_by_page(self):
        lines = read("?limit=1000").json
        ids = [line["id"] for line in lines]
        self.assertEqual(ids, sorted(ids, reverse=True))
        first = read("?limit=2").json
        second = read(f"?limit=2&before={first[-1]['id']}").json
        self.assertEqual([line["id"] for line in first + second], ids[:4])
        self.assertEqual(read(f"?before={ids[-1]}").json, [])

    def test_bounds_are_checked(self):
        for query in ("limit=0", "limit=1001", "limit=x", "before=0", "before=-1", "before=x"):
            self.assertEqual(read("?" + query).status, 422, query)

    def test_only_the_organization_s_own_admin_reads_it(self):
        for who in ("sam", "amelie", self.address):
            answer = read(who=who)
            self.assertEqual((answer.status, answer.json["detail"]),
                             (403, "Tenant admin access required"))
        theirs = read("?limit=1000", "olga@other.example")
        self.assertEqual(theirs.status, 200)
        self.assertNotIn("globex", theirs.text)
        self.assertNotIn("acme", theirs.text)


if __name__ == "__main__":
    unittest.main()
