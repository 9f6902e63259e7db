# SPDX-License-Identifier: GPL-3.0-or-later
"""What customers see, on whatever they look with."""

import re
import unittest
import urllib.request

from selenium.webdriver.common.by import By

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
        self.assertGreaterEqual(len(names), 9)
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


if __name__ == "__main__":
    unittest.main()
