# SPDX-License-Identifier: GPL-3.0-or-later
"""What customers see, on whatever they look with."""

import re
import unittest
import urllib.request

from selenium.webdriver.common.by import By

from pmtest.browser import Browser
from pmtest.server import Server
from pmtest.waiting import wait_for
from story import PASSWORD, SELLER, WebTestCase

PAGES = ("/i", "/r", "/a", "/app", "/app/", "/app/sign-in", "/app/forgot", "/app/profile",
         "/app/pocs/7")
HOSTILE = "<img src=x onerror=document.title='broken'>"


class Customer(WebTestCase):

    def setUp(self):
        self.poc = self.make_poc(description="About payments.", objectives="To prove it works.",
                                 start_date="2026-01-05", end_date="2026-01-30")
        self.email = self.new_address()
        self.accept_by_api(self.invite(self.poc, self.email, first_name="Jane", last_name="Doe"))

    def page(self, path=""):
        browser = self.browse()
        self.sign_in(browser, self.email)
        browser.open(f"{self.server.url}/app/{path}")
        return browser

    def test_the_poc_shows_what_it_is_and_who_takes_part(self):
        self.add_task(self.poc, "Read the guide")
        browser = self.page(f"pocs/{self.poc['id']}")
        for words in ("Phoenix", "Globex", "Active", "January 5, 2026", "January 30, 2026", "Initech",
                      "About payments.", "To prove it works.", "0 of 1 tasks done", "Sam Engineer",
                      SELLER):
            browser.wait_to_see(words)
        browser.open(browser.url + "#people")
        browser.wait_to_see("Jane Doe")
        self.assertEqual(browser.complaints(), [])

    def test_other_customers_are_seen_by_name_and_never_by_address(self):
        other = self.new_address()
        self.accept_by_api(self.invite(self.poc, other, first_name="Bob", last_name="Lee"))
        unnamed = self.new_address()
        self.accept_by_api(self.invite(self.poc, unnamed))
        waiting = self.new_address()
        self.invite(self.poc, waiting, first_name="Waiting", last_name="Wanda")
        browser = self.page(f"pocs/{self.poc['id']}#people")
        browser.wait_to_see("Bob Lee")
        browser.wait_to_see("Participant from Globex")
        source = browser.driver.execute_script("return document.documentElement.outerHTML")
        for address in (other, unnamed, waiting):
            self.assertNotIn(address.split("@")[0], source)
        self.assertNotIn("Wanda", source)

    def test_only_ones_own_pocs_can_be_seen(self):
        other = self.make_poc(title="Secret Griffin")
        browser = self.page()
        browser.wait_to_see("Phoenix")
        self.assertFalse(browser.sees("Secret Griffin"))
        browser.open(f"{self.server.url}/app/pocs/{other['id']}")
        browser.wait_to_see("This POC Is Not Available")
        self.assertFalse(browser.sees("Secret Griffin"))

    def test_removed_access_ends_with_the_next_look(self):
        browser = self.page(f"pocs/{self.poc['id']}")
        browser.wait_to_see("Phoenix")
        user = next(one["user_id"] for one in self.call("GET", f"/pocs/{self.poc['id']}/participants")
                    if one["email"] == self.email)
        self.call("DELETE", f"/pocs/{self.poc['id']}/participants/{user}")
        browser.driver.refresh()
        browser.wait_to_see("it may have been removed")

    def test_signing_out_ends_the_session(self):
        browser = self.page()
        browser.wait_to_see("Phoenix")
        cookie = browser.driver.get_cookies()[0]
        browser.click("Sign Out")
        browser.wait_to_see("Welcome back.")
        self.assertEqual(browser.driver.get_cookies(), [])
        browser.driver.add_cookie({"name": cookie["name"], "value": cookie["value"]})
        browser.open(f"{self.server.url}/app/")
        browser.wait_to_see("Welcome back.")

    def test_signing_in_leads_back_to_where_one_wanted_to_go(self):
        browser = self.browse(f"{self.server.url}/app/pocs/{self.poc['id']}")
        browser.fill("Email Address", self.email)
        browser.fill("Password", PASSWORD)
        browser.click("Sign In")
        browser.wait_to_see("About payments.")

    def test_signing_in_never_leads_to_another_site(self):
        for target in ("//evil.example", "https://evil.example", "\\\\evil.example", "javascript:1",
                       "../../evil"):
            browser = self.browse(f"{self.server.url}/app/sign-in?next={target}")
            browser.fill("Email Address", self.email)
            browser.fill("Password", PASSWORD)
            browser.click("Sign In")
            browser.wait_to_see("My POCs")
            self.assertEqual(browser.url, f"{self.server.url}/app/")

    def test_hostile_words_are_only_words(self):
        poc = self.make_poc(title=HOSTILE, customer_company_name=HOSTILE, description=HOSTILE,
                            objectives=HOSTILE)
        invitation = self.invite(poc, self.email, personal_message=HOSTILE)
        browser = self.page()
        browser.open(invitation["link"])
        browser.wait_to_see(HOSTILE)
        browser.click("Accept Invitation")
        wait_for(lambda: "/app/pocs/" in browser.url and browser.words.count(HOSTILE) >= 4,
                 "the words on the page")
        self.assertEqual(browser.driver.find_elements(By.CSS_SELECTOR, "main img"), [])
        self.assertNotEqual(browser.driver.title, "broken")
        self.assertEqual(browser.complaints(), [])

    def test_a_server_that_is_away_is_named_and_found_again(self):
        browser = self.page()
        browser.wait_to_see("Phoenix")
        self.server.kill()
        browser.click("Sign Out")
        browser.wait_to_see("The server cannot be reached.")
        self.server.start()
        browser.click("Try Again")
        browser.wait_to_see("Welcome back.")


class Rules(WebTestCase):

    def get(self, path, **headers):
        return self.server.request("GET", path, headers=headers)

    def test_pages_are_never_stored_and_tell_nobody_where_one_came_from(self):
        for path in ("/i/" + "A" * 43, "/r/" + "A" * 43, "/a/" + "A" * 43, *PAGES):
            with self.subTest(path):
                answer = self.get(path)
                self.assertEqual(answer.status, 200)
                self.assertEqual(answer.headers["Content-Type"], "text/html; charset=utf-8")
                self.assertEqual(answer.headers["Cache-Control"], "no-store")
                self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
                self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
                self.assertNotIn("A" * 43, answer.text)

    def test_the_policy_lets_nothing_in_but_our_own_files(self):
        policy = self.get("/app/").headers["Content-Security-Policy"]
        for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'",
                     "connect-src 'self'", "base-uri 'none'", "frame-ancestors 'none'",
                     "require-trusted-types-for 'script'"):
            self.assertIn(rule, policy)
        self.assertNotIn("unsafe", policy)

    def test_pages_hold_no_script_and_no_style_of_their_own(self):
        for path in PAGES:
            text = self.get(path).text
            self.assertNotRegex(text, r"<script(?![^>]* src=)|<style| style=| on\w+=|@base@")

    def test_all_that_pages_name_is_there_and_asked_for_again_only_when_changed(self):
        names = set()
        for path in PAGES:
            names |= set(re.findall(r'(?:src|href)="(/app/assets/[^"]+)"', self.get(path).text))
        self.assertGreaterEqual(len(names), 11)
        for name in sorted(names):
            first = self.get(name)
            self.assertEqual(first.status, 200)
            again = self.get(name, **{"If-None-Match": first.headers["ETag"]})
            self.assertEqual((again.status, again.text), (304, ""))
            other = self.get(name, **{"If-None-Match": '"other"'})
            self.assertEqual(other.status, 200)

    def test_no_other_file_can_be_had(self):
        for name in ("../page.html", "..%2f..%2fetc%2fpasswd", "%2e%2e/page.html", "page.html",
                     "web.gresource.xml", "unknown.js", "style.css%00.js", "STYLE.CSS", ".js"):
            with self.subTest(name):
                self.assertIn(self.get("/app/assets/" + name).status, (400, 404))

    def test_only_our_pages_open_a_session(self):
        body = {"email": SELLER, "password": PASSWORD}
        refused = self.server.request("POST", "/web/session", body)
        self.assertEqual(refused.status, 403)
        self.assertIsNone(refused.headers["Set-Cookie"])
        taken = self.server.request("POST", "/web/session", body,
                                    headers={"X-Requested-With": "poc-manager"})
        self.assertEqual(taken.status, 200)
        self.assertRegex(taken.headers["Set-Cookie"],
                         r"^\w+=[\w-]{43}; Path=/; Max-Age=\d+; HttpOnly; SameSite=Lax$")

    def signed_in(self):
        """What a page of ours sends along."""
        ours = {"X-Requested-With": "poc-manager", "Origin": self.server.url}
        answer = self.server.request("POST", "/web/session",
                                     {"email": SELLER, "password": PASSWORD}, headers=ours)
        return ours | {"Cookie": answer.headers["Set-Cookie"].split(";")[0]}

    def test_a_bad_profile_is_refused_and_changes_nothing(self):
        ours = self.signed_in()
        for profile, status in (({}, 400), ({"first_name": " ", "last_name": ""}, 400),
                                ({"first_name": 7}, 422), ({"first_name": "a\nb"}, 422),
                                ({"first_name": "a\u0000b"}, 422), ({"first_name": "J" * 101}, 422),
                                ({"first_name": "J", "title": "T" * 256}, 422), ([], 422)):
            with self.subTest(profile):
                answer = self.server.request("PUT", "/web/profile", profile, headers=ours)
                self.assertEqual(answer.status, status, answer.text)
        self.assertEqual(self.get("/web/session", **ours).json["profile"]["full_name"],
                         "Sam Engineer")

    def test_a_sign_in_brings_a_new_session_and_ends_the_one_before(self):
        first = self.signed_in()
        again = self.server.request("POST", "/web/session", {"email": SELLER, "password": PASSWORD},
                                    headers=first)
        second = again.headers["Set-Cookie"].split(";")[0]
        self.assertNotEqual(second, first["Cookie"])
        self.assertEqual(self.get("/web/pocs", **first).status, 401)
        self.assertEqual(self.get("/web/pocs", **first | {"Cookie": second}).status, 200)

    def test_a_session_that_somebody_made_up_is_never_taken_over(self):
        planted = "pm_session=" + "A" * 43
        ours = {"X-Requested-With": "poc-manager", "Origin": self.server.url, "Cookie": planted}
        answer = self.server.request("POST", "/web/session",
                                     {"email": SELLER, "password": PASSWORD}, headers=ours)
        self.assertEqual(answer.status, 200)
        self.assertNotIn(planted, answer.headers["Set-Cookie"])
        self.assertEqual(self.get("/web/pocs", **ours).status, 401)

    def test_an_address_that_leads_nowhere_is_a_page_too(self):
        answer = self.get("/app/nowhere")
        self.assertEqual((answer.status, answer.headers["Content-Type"]),
                         (404, "text/html; charset=utf-8"))
        self.assertEqual(self.get("/app/pocs/seven").status, 200)

    def test_what_is_not_open_to_a_session_looks_like_nothing(self):
        ours = self.signed_in()
        for path in ("/web/pocs/99999999", "/pocs/99999999", "/pocs/99999999/comments",
                     "/tasks/pocs/99999999/tasks", "/pocs/99999999/resources"):
            answer = self.get(path, **ours)
            self.assertEqual((answer.status, answer.json), (404, {"detail": "POC not found"}), path)

    def test_nobody_is_told_about_others(self):
        self.assertEqual(self.get("/web/session").json, {"profile": None})
        self.assertEqual(self.get("/web/pocs").status, 401)
        answer = self.server.request("PUT", "/web/profile", {"first_name": "Eve"})
        self.assertEqual(answer.status, 401)

    def test_a_cookie_without_our_page_is_nobody(self):
        ours = self.signed_in()
        self.assertEqual(self.get("/web/pocs", **ours).status, 200)
        for missing, other in (("X-Requested-With", None), ("Origin", None),
                               ("Origin", "https://evil.example")):
            headers = {name: value for name, value in ours.items() if name != missing}
            if other:
                headers[missing] = other
            self.assertEqual(self.get("/web/pocs", **headers).status, 401)


class Connections(unittest.TestCase):
    """How people come to the pages decides whether they may sign in there."""

    def serve(self, *arguments, port=None):
        server = Server(*arguments)
        server.port = port or server.port
        self.enterContext(server)
        server.admin("tenant", "add", "Initech", "--slug", "initech")
        server.admin("user", "add", SELLER, "--tenant", "initech", "--role", "sales_engineer",
                     "--name", "Sam Engineer", input=PASSWORD + "\n")
        return server

    def sign_in(self, server, host, origin=None, **headers):
        headers |= {"X-Requested-With": "poc-manager", "Host": host,
                    "Origin": origin or f"http://{host}"}
        return server.request("POST", "/web/session", {"email": SELLER, "password": PASSWORD},
                              headers=headers)

    def test_plain_http_is_for_this_machine(self):
        server = self.serve()
        for host in ("127.0.0.1", "localhost", "[::1]", "pocs.localhost", "127.8.9.10"):
            with self.subTest(host):
                self.assertEqual(self.sign_in(server, f"{host}:{server.port}").status, 200)
        for host in ("pocs.lan", "192.0.2.7", "127.0.0.1.evil.example", "localhost.evil.example",
                     "[2001:db8::1]", "evil@localhost"):
            with self.subTest(host):
                answer = self.sign_in(server, f"{host}:{server.port}")
                self.assertEqual(answer.status, 403)
                self.assertIn("not encrypted", answer.json["detail"])
                self.assertIsNone(answer.headers["Set-Cookie"])

    def test_plain_http_works_where_it_is_the_public_address(self):
        server = self.serve("--public-url", "http://pocs.lan:18420")
        self.assertEqual(self.sign_in(server, "pocs.lan:18420").status, 200)
        self.assertEqual(self.sign_in(server, "other.lan:18420").status, 403)
        cookie = self.sign_in(server, "pocs.lan:18420").headers["Set-Cookie"].split(";")[0]
        read = {"Host": "pocs.lan:18420", "X-Requested-With": "poc-manager", "Cookie": cookie}
        # A browser tells nothing of where a page comes from when it reads over plain http…
        self.assertEqual(server.request("GET", "/web/pocs", headers=read).status, 200)
        # …but always when it writes.
        self.assertEqual(server.request("PUT", "/web/profile", {"first_name": "Eve"},
                                        headers=read).status, 401)
        del read["X-Requested-With"]
        self.assertEqual(server.request("GET", "/web/pocs", headers=read).status, 401)

    def test_over_https_the_cookie_is_for_https_and_for_this_host_alone(self):
        server = self.serve("--public-url", "https://pocs.initech.example/poc")
        host, origin = "pocs.initech.example", "https://pocs.initech.example"
        answer = self.sign_in(server, host, origin)
        self.assertRegex(answer.headers["Set-Cookie"], r"^__Host-pm_session=[\w-]{43}; Path=/; "
                         r"Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$")
        ours = {"X-Requested-With": "poc-manager", "Host": host, "Origin": origin,
                "Cookie": answer.headers["Set-Cookie"].split(";")[0]}
        self.assertEqual(server.request("GET", "/web/pocs", headers=ours).status, 200)
        for name, value in (("Origin", "http://pocs.initech.example"), ("Origin", "null"),
                            ("Origin", "https://pocs.initech.example.evil.example"),
                            ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Site", "cross-site"),
                            ("Cookie", ours["Cookie"].removeprefix("__Host-"))):
            with self.subTest(name, value=value):
                answer = server.request("GET", "/web/pocs", headers=ours | {name: value})
                self.assertEqual(answer.status, 401)
        page = server.request("GET", "/app/").text
        self.assertIn('src="/poc/app/assets/pocs.js"', page)

    def test_a_person_signs_in_on_the_network_by_its_name(self):
        with Server() as first:
            port = first.port
        server = self.serve("--public-url", f"http://pocs.lan:{port}", port=port)
        with Browser(host="pocs.lan") as browser:
            browser.open(f"http://pocs.lan:{port}/app/")
            browser.fill("Email Address", SELLER)
            browser.fill("Password", PASSWORD)
            browser.click("Sign In")
            browser.wait_to_see("No POCs Yet")
            browser.driver.refresh()
            browser.wait_to_see("Sam Engineer")

    def test_a_person_on_an_unsafe_way_is_told_so(self):
        server = self.serve()
        with Browser(host="pocs.lan") as browser:
            browser.open(f"http://pocs.lan:{server.port}/app/sign-in")
            browser.fill("Email Address", SELLER)
            browser.fill("Password", PASSWORD)
            browser.click("Sign In")
            browser.wait_to_see("This connection is not encrypted")


if __name__ == "__main__":
    unittest.main()
