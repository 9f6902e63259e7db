# SPDX-License-Identifier: GPL-3.0-or-later
"""One effect for one key, whatever happens to the answer."""

import concurrent.futures
import itertools
import unittest

from office import Office

keys = (f"key-{number:08}" for number in itertools.count())


def setUpModule():
    global office, poc
    office = Office()
    office.__enter__()
    poc = office.add_poc()


def tearDownModule():
    office.__exit__()


def invite(address, key, who="sam", **fields):
    return office.call("POST", f"/pocs/{poc}/invitations/", {"email": address} | fields, who,
                       headers={"Idempotency-Key": key})


def count(address):
    return office.query("SELECT COUNT (*) FROM invitation WHERE email = ?", address)[0][0]


class Idempotency(unittest.TestCase):
    def test_the_same_key_has_one_effect_and_the_same_answer(self):
        key = next(keys)
        first, second = invite("a@globex.com", key), invite("a@globex.com", key)
        self.assertEqual(first.status, 201)
        self.assertNotIn("Idempotency-Replayed", first.headers)
        self.assertEqual(second.headers["Idempotency-Replayed"], "true")
        self.assertEqual((second.status, second.text), (first.status, first.text))
        self.assertEqual(second.headers["Sync-Seq"], first.headers["Sync-Seq"])
        self.assertEqual(count("a@globex.com"), 1)

    def test_the_answer_outlives_the_server(self):
        key = next(keys)
        first = invite("restart@globex.com", key)
        office.server.restart()
        second = invite("restart@globex.com", key)
        self.assertEqual((second.status, second.text), (201, first.text))
        self.assertEqual(count("restart@globex.com"), 1)

    def test_many_at_once_have_one_effect(self):
        key = next(keys)
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _: invite("crowd@globex.com", key), range(16)))
        self.assertEqual({answer.status for answer in answers}, {201})
        self.assertEqual(len({answer.text for answer in answers}), 1)
        self.assertEqual(count("crowd@globex.com"), 1)

    def test_the_key_of_another_request_is_refused(self):
        key = next(keys)
        invite("b@globex.com", key)
        other = invite("c@globex.com", key)
        self.assertEqual((other.status, other.json["detail"][0]["type"]), (422, "key_reused"))
        self.assertEqual(count("c@globex.com"), 0)
        path = office.call("POST", "/pocs/", {"title": "x", "customer_company_name": "y"},
                           headers={"Idempotency-Key": key})
        self.assertEqual(path.status, 422)

    def test_a_key_is_its_user_s_own(self):
        key = next(keys)
        self.assertEqual(invite("d@globex.com", key, "sam").status, 201)
        self.assertEqual(invite("e@globex.com", key, "amelie").status, 201)

    def test_a_refusal_stays_a_refusal(self):
        invite("f@globex.com", next(keys))
        key = next(keys)
        first = invite("f@globex.com", key)
        self.assertEqual(first.status, 400)
        office.query("SELECT 1")
        invitation = office.query("SELECT id FROM invitation WHERE email = 'f@globex.com'")[0][0]
        office.call("DELETE", f"/pocs/{poc}/invitations/{invitation}")
        again = invite("f@globex.com", key)
        self.assertEqual((again.status, again.text), (400, first.text))
        self.assertEqual(again.headers["Idempotency-Replayed"], "true")
        self.assertEqual(invite("f@globex.com", next(keys)).status, 201)

    def test_what_was_not_decided_is_not_kept(self):
        key = next(keys)
        body = {"email": "g@globex.com"}
        for token in (None, "x" * 43):
            answer = office.server.request("POST", f"/pocs/{poc}/invitations/", body, token,
                                           headers={"Idempotency-Key": key})
            self.assertEqual(answer.status, 401)
        self.assertEqual(invite("g@globex.com", key).status, 201)

    def test_a_replay_needs_the_right_too(self):
        key = next(keys)
        invite("h@globex.com", key)
        answer = office.server.request("POST", f"/pocs/{poc}/invitations/",
                                       {"email": "h@globex.com"}, "x" * 43,
                                       headers={"Idempotency-Key": key})
        self.assertEqual(answer.status, 401)

    def test_a_malformed_key_is_refused(self):
        for key in ("short", "x" * 65, "with space 1", "über-12345", "semi;colon;1", "a_b_c_d_e_f"):
            answer = invite("i@globex.com", key.encode("latin-1"))
            self.assertEqual(answer.status, 422, key)
        self.assertEqual(count("i@globex.com"), 0)

    def test_every_write_tells_the_sequence(self):
        before = office.changes()["seq"]
        answer = office.call("POST", "/pocs/", {"title": "x", "customer_company_name": "y"})
        sequence = int(answer.headers["Sync-Seq"])
        # A mail of another test may be sent meanwhile.
        self.assertTrue(before < sequence <= office.changes()["seq"], (before, sequence))

    def test_sign_in_takes_no_key_and_stores_no_token(self):
        before = office.query("SELECT COUNT (*) FROM idempotency")
        office.call("POST", "/auth/refresh", {}, headers={"Idempotency-Key": next(keys)})
        office.call("POST", "/auth/switch-tenant", {"tenant_id": 1},
                    headers={"Idempotency-Key": next(keys)})
        self.assertEqual(office.query("SELECT COUNT (*) FROM idempotency"), before)


if __name__ == "__main__":
    unittest.main()
