# SPDX-License-Identifier: GPL-3.0-or-later
"""Coming back, and keeping one's own account."""

import time
import unittest

from pmtest.waiting import wait_for
from story import PASSWORD, WebTestCase

NEW = "another harbour at dusk"


class AccountCase(WebTestCase):

    def setUp(self):
        self.email = self.new_address()
        self.poc = self.make_poc()
        self.user = self.accept_by_api(self.invite(self.poc, self.email, first_name="Jane"))

    def account(self):
        browser = self.browse()
        self.sign_in(browser, self.email)
        browser.open(self.server.url + "/app/profile")
        browser.wait_to_see("This Device")
        return browser


class ForgottenPassword(AccountCase):

    def ask(self, browser, address):
        browser.open(self.server.url + "/app/sign-in")
        browser.click("Forgot Password?")
        browser.fill("Email Address", address)
        browser.click("Send Link")
        browser.wait_to_see("Look Into Your Mailbox")
        return browser.words.replace(address, "…")

    def choose(self, browser, password, again=None):
        browser.fill("New Password", password)
        browser.fill("Repeat Password", again or password)
        browser.click("Change Password")

    def test_a_mailed_link_leads_to_a_new_password(self):
        browser = self.browse()
        self.ask(browser, self.email)
        link = self.link_in_mail(self.email, 2, "r")
        browser.open(link)
        browser.wait_to_see("Choose a New Password")
        self.assertTrue(browser.url.endswith("/r"), browser.url)
        browser.driver.refresh()
        self.choose(browser, NEW, NEW + "!")
        browser.wait_to_see("The two passwords differ.")
        self.choose(browser, "password123")
        browser.wait_to_see("too common")
        self.choose(browser, NEW)
        browser.wait_to_see("Your Password Is Changed")
        browser.click("Sign In")
        browser.fill("Email Address", self.email)
        browser.fill("Password", PASSWORD)
        browser.click("Sign In")
        browser.wait_to_see("Incorrect email or password")
        browser.fill("Password", NEW)
        browser.click("Sign In")
        browser.wait_to_see("Phoenix")
        browser.open(link)
        browser.wait_to_see("This Link Was Already Used")

    def test_nobody_learns_whether_there_is_such_an_account(self):
        browser = self.browse()
        self.assertEqual(self.ask(browser, self.email), self.ask(browser, "nobody@else.example"))

    def test_the_address_is_carried_along(self):
        browser = self.browse(f"{self.server.url}/app/forgot?email=a%2Bb%40globex.example")
        self.assertEqual(browser.value("Email Address"), "a+b@globex.example")
        browser.fill("Email Address", "nothing")
        browser.click("Send Link")
        browser.wait_to_see("Enter your e-mail address.")

    def test_dead_links_say_why_and_lead_to_a_new_one(self):
        browser = self.browse()
        self.ask(browser, self.email)
        first = self.link_in_mail(self.email, 2, "r")
        browser.open(first)
        browser.wait_to_see("Choose a New Password")
        self.change_database("UPDATE password_reset SET expires_at = ?", int(time.time() * 1e6) - 1)
        self.choose(browser, NEW)
        browser.wait_to_see("This Link Has Expired")
        browser.open(first)
        browser.wait_to_see("This Link Has Expired")
        browser.open(self.server.url + "/r/" + "A" * 43)
        browser.wait_to_see("This Link Does Not Work")
        browser.click("Ask for a New Link")
        browser.wait_to_see("Enter your address")

    def test_looking_at_a_link_uses_nothing_up(self):
        browser = self.browse()
        self.ask(browser, self.email)
        link = self.link_in_mail(self.email, 2, "r")
        for _ in range(3):
            browser.open("about:blank")
            browser.open(link)
            browser.wait_to_see("Choose a New Password")
            browser.click("Change Password")
            browser.wait_to_see("Use at least 10 characters.")


class Address(AccountCase):

    def ask(self, browser, address, password=PASSWORD):
        browser.fill("New Email Address", address)
        browser.fill("Password", password)
        browser.click("Change Address")

    def test_a_new_address_counts_when_its_link_was_followed(self):
        new = self.new_address()
        browser = self.account()
        self.ask(browser, new, "not the password")
        browser.wait_to_see("Incorrect password")
        self.ask(browser, new)
        browser.wait_to_see(f"A link is on its way to {new}.")
        link = self.link_in_mail(new, 1, "a")
        browser.open(link)
        browser.wait_to_see(new)
        self.assertFalse(browser.sees(self.email))
        self.assertTrue(browser.url.endswith("/a"), browser.url)
        browser.driver.refresh()
        browser.wait_to_see("Confirm Your New Address")
        browser.click("Confirm Address")
        browser.wait_to_see("Your Address Is Changed")
        self.sign_in_by_hand(browser, new)
        browser.open(self.here(link))
        browser.wait_to_see("This Link Was Already Used")

    def test_the_old_address_can_take_it_back(self):
        new = self.new_address()
        browser = self.account()
        self.ask(browser, new)
        browser.open(self.link_in_mail(new, 1, "a"))
        browser.click("Confirm Address")
        browser.wait_to_see("Your Address Is Changed")
        undo = self.link_in_mail(self.email, 2, "a")
        browser.open(undo)
        browser.wait_to_see("Keep Your Old Address?")
        self.assertFalse(browser.sees(new))
        browser.click("Undo the Change")
        browser.wait_to_see("The Change Is Undone")
        self.sign_in_by_hand(browser, self.email)

    def test_dead_links_say_why(self):
        new = self.new_address()
        browser = self.account()
        self.ask(browser, new)
        link = self.link_in_mail(new, 1, "a")
        self.change_database("UPDATE address_change SET confirm_until = ?",
                             int(time.time() * 1e6) - 1)
        browser.open(link)
        browser.wait_to_see("This Link Has Expired")
        browser.open(self.server.url + "/a/nonsense")
        browser.wait_to_see("This Link Does Not Work")


class Account(AccountCase):

    def test_names_are_changed_and_shown_at_once(self):
        browser = self.account()
        browser.fill("First Name", "Janet")
        browser.fill("Last Name", "Roe")
        browser.click("Save")
        browser.wait_to_see("Your profile is saved.")
        self.assertIn("Janet Roe", browser.words)

    def test_a_new_password_keeps_this_device_and_no_other(self):
        token = self.sign_in_by_api(self.email)
        browser = self.account()
        browser.fill("Current Password", "not the password")
        browser.fill("New Password", NEW)
        browser.fill("Repeat Password", NEW)
        browser.click("Change Password")
        browser.wait_to_see("Incorrect old password")
        browser.fill("Current Password", PASSWORD)
        browser.click("Change Password")
        browser.wait_to_see("Your password is changed.")
        self.assertEqual(self.server.request("GET", "/auth/me", token=token).status, 401)
        browser.driver.refresh()
        browser.wait_to_see("This Device")

    def test_devices_are_listed_and_signed_out(self):
        other = self.browse(width=900)
        self.sign_in(other, self.email)
        browser = self.account()
        self.assertEqual(browser.words.count("Chrome on Linux"), 2)
        browser.driver.find_elements("xpath", "//button[@aria-label='Sign Out Chrome on Linux']")[1] \
            .click()
        browser.wait_to_see("Chrome on Linux is signed out.")
        wait_for(lambda: browser.words.count("Chrome on Linux") == 1, "the other one to go")
        other.open(self.server.url + "/app/profile")
        other.wait_to_see("Sign in to see your POCs.")
        browser.click("Sign Out Chrome on Linux")
        browser.wait_to_see("Your session has ended.")

    def test_when_a_device_was_used_last_is_known(self):
        browser = self.account()
        long_ago = int((time.time() - 3 * 86400) * 1e6)
        self.change_database("UPDATE session SET last_used_at = ?", long_ago)
        browser.driver.refresh()
        browser.wait_to_see("Last used just now")

    def test_too_many_attempts_are_told_when_to_come_back(self):
        browser = self.browse(self.server.url + "/app/sign-in")
        browser.fill("Email Address", self.email)
        for _ in range(30):
            browser.fill("Password", "not the password")
            browser.click("Sign In")
            wait_for(lambda: browser.sees("Incorrect") or browser.sees("Too many"), "an answer")
            if browser.sees("Too many"):
                break
        self.assertRegex(browser.words, r"Too many attempts.* Try again (at \d|in \d+ seconds)")

    def test_a_browser_without_cookies_is_told_so(self):
        browser = self.browse(self.server.url + "/app/sign-in")
        browser.wait_to_see("Welcome back.")
        browser.driver.execute_script("""
            const real = fetch;
            window.fetch = (url, options) => real(url, { ...options, credentials: 'omit' });""")
        browser.fill("Email Address", self.email)
        browser.fill("Password", PASSWORD)
        browser.click("Sign In")
        browser.wait_to_see("Your browser does not keep you signed in.")


if __name__ == "__main__":
    unittest.main()
