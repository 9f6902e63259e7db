# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may do what: the server's own table of routes, walked with everybody."""

import email
import email.policy
import itertools
import unittest

from office import Office, token_of
from pmtest.waiting import wait_for

# What a path is filled with, besides the objects of the walk; chosen so that nothing is found.
NOTHING = {"token": "x" * 43, "invitation": "99999999", "user": "99999999", "task": "99999999",
           "comment": "99999999", "group": "99999999", "criterion": "99999999",
           "resource": "99999999", "session": "99999999"}

# Routes that answer nobody's JSON: pages for browsers.
PAGES = ("/app", "/i", "/r", "/a")


def is_page(path):
    return path.startswith(tuple(page + "/" for page in PAGES)) or path in PAGES


def setUpModule():
    global office, routes, own_poc, other_poc, own_tenant, other_tenant
    office = Office()
    office.__enter__()
    server = office.server
    office.add_other_company()
    office.add_person("adam@acme.example", "Adam Ministrator", "administrator")
    # Both are customers of the organization; one takes part in the POC.
    office.add_person("carla@globex.example", "Carla Customer", "customer")
    office.add_person("nora@globex.example", "Nora Nowhere", "customer")
    own_poc = office.add_poc("Ours")
    other_poc = office.call("POST", "/pocs/", {"title": "Theirs", "customer_company_name": "G"},
                            "olga@other.example").json["id"]
    take_part("carla@globex.example", own_poc)
    own_tenant, other_tenant = 1, 2
    lines = server.admin("routes").splitlines()
    routes = [tuple(line.split("\t")) for line in lines]


def tearDownModule():
    office.__exit__()


def take_part(address, poc):
    def find_mail():
        for path in office.mail_folder.glob("*.eml"):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if message["To"] and address in message["To"]:
                return message
        return None

    assert office.invite(poc, address).status == 201
    token = token_of(wait_for(find_mail, "the invitation's mail"))
    answer = office.call("POST", "/poc-invitations/accept-existing", {"token": token}, address)
    assert answer.status == 200, answer.text


EVERYBODY = {
    None: None,
    "ruth": "tenant_admin",
    "adam@acme.example": "administrator",
    "sam": "sales_engineer",
    "amelie": "account_executive",
    "carla@globex.example": "customer",
    "nora@globex.example": "customer",
}
PARTICIPANT = "carla@globex.example"


def may(access, role):
    if access == "public":
        return True
    if access == "any":
        return role is not None
    if access == "internal":
        return role not in (None, "customer")
    return role == "tenant_admin"


def fill(path, poc, tenant):
    values = NOTHING | {"poc": str(poc), "tenant": str(tenant)}
    for name, value in values.items():
        path = path.replace("{%s}" % name, value)
    return path


class Rights(unittest.TestCase):
    def walk(self, wanted):
        for (method, path, access, scope), who in itertools.product(routes, EVERYBODY):
            if is_page(path) or path == "/auth/logout" or not wanted(access, scope):
                continue
            yield method, path, access, scope, who

    def call(self, method, path, who, poc=None, tenant=None):
        path = fill(path, poc or own_poc, tenant or own_tenant)
        body = {} if method in ("POST", "PUT") else None
        return office.call(method, path, body, who=who)

    def test_the_table_is_the_whole_table(self):
        self.assertGreater(len(routes), 20)
        self.assertEqual(len(set((method, path) for method, path, _, _ in routes)), len(routes))
        for method, path, access, scope in routes:
            self.assertEqual("{poc}" in path, scope == "poc", (method, path))
            self.assertEqual("{tenant}" in path, scope == "tenant", (method, path))

    def test_what_is_public_is_meant_to_be(self):
        public = {path for _, path, access, _ in routes if access == "public"}
        unexpected = {path for path in public
                      if not is_page(path)
                      and not path.startswith(("/auth/", "/poc-invitations/",
                                               "/address-changes/"))}
        self.assertEqual(unexpected, {"/", "/health", "/web/session"})

    def test_nobody_gets_in_without_a_token(self):
        for method, path, access, scope, who in self.walk(lambda access, _: access != "public"):
            if who is None:
                answer = self.call(method, path, who)
                self.assertEqual(answer.status, 401, (method, path))

    def test_a_role_that_is_too_weak_is_refused_before_all_else(self):
        for method, path, access, scope, who in self.walk(lambda *_: True):
            role = EVERYBODY[who]
            if role is None or may(access, role):
                continue
            for poc in (own_poc, other_poc, 99999999):
                answer = self.call(method, path, who, poc=poc)
                self.assertEqual(answer.status, 403, (method, path, who, poc))

    def test_who_may_is_not_refused(self):
        def wanted(access, scope):
            return access not in ("public",)

        for method, path, access, scope, who in self.walk(wanted):
            role = EVERYBODY[who]
            if not may(access, role) or (scope == "poc" and who == "nora@globex.example"):
                continue
            # Empty bodies: nothing is created, archived POCs can be made again.
            if (method, path) == ("DELETE", "/pocs/{poc}"):
                continue
            answer = self.call(method, path, who)
            self.assertNotIn(answer.status, (401, 405, 500), (method, path, who, answer.text))
            if answer.status == 403:
                self.assertEqual(role, "customer", (method, path, who, answer.text))
            if answer.status == 404:
                self.assertNotIn("POC not found", answer.text, (method, path, who))

    def test_others_objects_are_not_found_and_look_like_none(self):
        for method, path, access, scope, who in self.walk(lambda _, scope: scope != "none"):
            if not may(access, EVERYBODY[who]) or who is None:
                continue
            theirs = self.call(method, path, who, other_poc, other_tenant)
            nobodys = self.call(method, path, who, 99999999, 99999999)
            self.assertEqual(theirs.status, 404, (method, path, who))
            self.assertEqual((theirs.status, theirs.text), (nobodys.status, nobodys.text))

    def test_a_customer_reaches_only_where_they_take_part(self):
        for method, path, access, scope, who in self.walk(lambda _, scope: scope == "poc"):
            if who == "nora@globex.example" and may(access, "customer"):
                answer = self.call(method, path, who)
                self.assertEqual((answer.status, answer.json),
                                 (404, {"detail": "POC not found"}), (method, path))

    def test_the_other_organization_does_not_reach_ours(self):
        for method, path, access, scope in routes:
            if scope == "none" or access == "public":
                continue
            answer = self.call(method, path, "olga@other.example")
            self.assertEqual(answer.status, 404, (method, path))

    def test_lists_hold_nothing_of_others(self):
        self.assertNotIn("Theirs", office.call("GET", "/pocs/").text)
        self.assertNotIn("olga", office.call("GET", "/users/").text)
        self.assertNotIn("Ours", office.call("GET", "/sync/changes", who="olga@other.example").text)
        self.assertIn("Ours", office.call("GET", "/pocs/", who=PARTICIPANT).text)
        self.assertEqual(office.call("GET", "/pocs/", who="nora@globex.example").json, [])

    def test_removed_access_ends_at_the_next_request(self):
        address = "removed@globex.example"
        office.add_person(address, "Ray Moved", "customer")
        poc = office.add_poc("Left soon")
        take_part(address, poc)
        self.assertEqual(office.call("GET", f"/pocs/{poc}", who=address).status, 200)
        user = office.query("SELECT id FROM account WHERE email = ?", address)[0][0]
        office.call("DELETE", f"/pocs/{poc}/participants/{user}", who="ruth")
        self.assertEqual(office.call("GET", f"/pocs/{poc}", who=address).status, 404)


if __name__ == "__main__":
    unittest.main()
