# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever tries one password or link after the other has to wait."""

import concurrent.futures
import unittest

from office import PASSWORD, Office


def setUpModule():
    global office
    office = Office()
    office.__enter__()


def tearDownModule():
    office.__exit__()


def login(email, password=PASSWORD):
    return office.server.request("POST", "/auth/login", {"email": email, "password": password})


class Passwords(unittest.TestCase):
    def test_guessing_is_slowed_down_and_says_how_long(self):
        statuses = [login("ruth@acme.example", f"guess {number}").status
                    for number in range(11)]
        self.assertEqual(statuses, [401] * 10 + [429])
        refused = login("ruth@acme.example")
        self.assertEqual(refused.status, 429)
        self.assertGreater(int(refused.headers["Retry-After"]), 0)
        self.assertEqual(login("sam@acme.example").status, 200)

    def test_guessing_all_at_once_is_no_way_around(self):
        address = "guessed@globex.example"
        office.add_person(address, "Gus Guessed", "customer")
        with concurrent.futures.ThreadPoolExecutor(25) as pool:
            answers = list(pool.map(lambda number: login(address, f"guess {number}").status,
                                    range(25)))
        self.assertEqual((answers.count(401), answers.count(429)), (10, 15))


class Clients(unittest.TestCase):
    """What one client may try, whatever it tries it for."""

    @classmethod
    def setUpClass(cls):
        cls.office = Office(arguments=("--trust-proxy",))
        cls.office.__enter__()
        cls.addClassCleanup(cls.office.__exit__)

    def login(self, number, client):
        return self.office.server.request(
            "POST", "/auth/login", {"email": f"p{number}@globex.example", "password": "wrong"},
            headers={"X-Forwarded-For": client}).status

    def follow(self, client, office=None):
        return (office or self.office).server.request(
            "GET", "/auth/validate-reset-token/x", headers={"X-Forwarded-For": client}).status

    def test_wrong_passwords_for_many_addresses(self):
        statuses = [self.login(number, "anything, 203.0.113.7") for number in range(53)]
        self.assertEqual(statuses, [401] * 50 + [429] * 3)
        self.assertEqual(self.login(0, "203.0.113.8"), 401)

    def test_links_that_lead_nowhere(self):
        statuses = [self.follow("198.51.100.1") for _ in range(103)]
        self.assertEqual(statuses, [400] * 100 + [429] * 3)
        self.assertEqual(self.follow("198.51.100.2"), 400)
        # An IPv4 address may come as an IPv6 one.
        self.assertEqual(self.follow("::ffff:198.51.100.1"), 429)

    def test_who_has_one_ipv6_address_has_them_all(self):
        statuses = [self.follow(f"2001:db8:1:2::{number:x}") for number in range(101)]
        self.assertEqual(statuses, [400] * 100 + [429])
        self.assertEqual(self.follow("2001:db8:1:3::1"), 400)

    def test_behind_a_proxy_this_machine_is_no_exception(self):
        statuses = [self.follow("127.0.0.1") for _ in range(101)]
        self.assertEqual(statuses, [400] * 100 + [429])

    def test_without_one_it_is(self):
        self.assertEqual({self.follow("198.51.100.1", office) for _ in range(103)}, {400})


if __name__ == "__main__":
    unittest.main()
