# SPDX-License-Identifier: GPL-3.0-or-later
"""How customers come in: with a new account, or with the one they have."""

import unittest

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from pmtest.waiting import wait_for
from story import PASSWORD, WebTestCase


def create_password(browser, password=PASSWORD, again=PASSWORD):
    browser.fill("New Password", password)
    browser.fill("Repeat Password", again)
    browser.click("Accept Invitation")


class NewCustomer(WebTestCase):

    def setUp(self):
        self.poc = self.make_poc(description="Payments in three regions.")
        self.email = self.new_address()

    def test_password_and_profile_lead_straight_to_the_poc(self):
        invitation = self.invite(self.poc, self.email, first_name="Jane", last_name="Doe",
                                 title="Head of Payments", personal_message="See you there!")
        browser = self.browse(invitation["link"])
        for words in ("Welcome, Jane", "Phoenix", "Sam Engineer", "Initech", "See you there!"):
            browser.wait_to_see(words)
        create_password(browser)
        browser.wait_to_see("Complete Your Profile")
        self.assertEqual(self.status_of(invitation), "accepted")
        self.assertEqual(browser.value("First Name"), "Jane")
        self.assertEqual(browser.value("Last Name"), "Doe")
        self.assertEqual(browser.value("Role/Title"), "Head of Payments")
        browser.fill("Role/Title", "Chief of Payments")
        browser.click("Continue")
        browser.wait_to_see("Payments in three regions.")
        self.assertTrue(browser.url.endswith(f"/app/pocs/{self.poc['id']}"), browser.url)
        browser.open(browser.url + "#people")
        browser.wait_to_see("Chief of Payments")
        self.assertEqual(browser.complaints(), [])

    def test_the_seller_sees_the_name_that_the_customer_gave(self):
        browser = self.browse(self.invite(self.poc, self.email)["link"])
        create_password(browser)
        browser.fill("First Name", "Jane")
        browser.fill("Last Name", "Doe")
        browser.click("Continue")
        browser.wait_to_see("Phoenix")
        people = self.call("GET", f"/pocs/{self.poc['id']}/participants")
        self.assertIn("Jane Doe", [person["full_name"] for person in people])

    def test_two_different_passwords_accept_nothing(self):
        invitation = self.invite(self.poc, self.email)
        browser = self.browse(invitation["link"])
        create_password(browser, again=PASSWORD + "!")
        browser.wait_to_see("The two passwords differ.")
        self.assertEqual(self.status_of(invitation), "pending")

    def test_a_short_password_accepts_nothing(self):
        invitation = self.invite(self.poc, self.email)
        browser = self.browse(invitation["link"])
        create_password(browser, "123456789", "123456789")
        browser.wait_to_see("Use at least 10 characters.")
        self.assertEqual(self.status_of(invitation), "pending")

    def test_what_the_server_refuses_is_said_and_can_be_mended(self):
        invitation = self.invite(self.poc, self.email)
        browser = self.browse(invitation["link"])
        create_password(browser, "password123", "password123")
        browser.wait_to_see("too common")
        self.assertEqual(self.status_of(invitation), "pending")
        create_password(browser)
        browser.wait_to_see("Complete Your Profile")

    def test_the_profile_can_be_completed_later(self):
        invitation = self.invite(self.poc, self.email)
        browser = self.browse(invitation["link"])
        create_password(browser)
        browser.wait_to_see("Complete Your Profile")
        browser.open(self.server.url + "/app/")
        browser.wait_to_see("Tell the others who you are.")
        browser.click("Complete Profile")
        browser.click("Continue")
        browser.wait_to_see("Enter your first or last name.")
        browser.fill("Last Name", "Doe")
        browser.click("Continue")
        browser.wait_to_see("My POCs")
        browser.wait_until_gone("Tell the others who you are.")

    def test_the_keyboard_is_enough(self):
        browser = self.browse(self.invite(self.poc, self.email, first_name="Jane")["link"])
        browser.wait_to_see("Create Your Password")
        keys = ActionChains(browser.driver)
        keys.send_keys(Keys.TAB * 2, PASSWORD, Keys.TAB * 2, PASSWORD, Keys.ENTER).perform()
        browser.wait_to_see("Complete Your Profile")

    def test_the_link_leaves_the_address_bar_and_survives_a_reload(self):
        browser = self.browse(self.invite(self.poc, self.email)["link"])
        browser.wait_to_see("Create Your Password")
        self.assertTrue(browser.url.endswith("/i"), browser.url)
        browser.driver.refresh()
        create_password(browser)
        browser.wait_to_see("Complete Your Profile")

    def test_scripts_never_hold_the_session(self):
        browser = self.browse(self.invite(self.poc, self.email)["link"])
        create_password(browser)
        browser.wait_to_see("Complete Your Profile")
        held = browser.driver.execute_script(
            "return [document.cookie, localStorage.length, sessionStorage.length]")
        self.assertEqual(held, ["", 0, 0])
        cookie = browser.driver.get_cookies()[0]
        self.assertTrue(cookie["httpOnly"])
        self.assertEqual(cookie["sameSite"], "Lax")

    def test_going_back_does_not_lead_to_the_used_link(self):
        browser = self.browse(self.server.url + "/app/sign-in")
        browser.wait_to_see("Sign In")
        browser.open(self.invite(self.poc, self.email, first_name="Jane")["link"])
        create_password(browser)
        browser.click("Continue")
        browser.wait_to_see("Phoenix")
        browser.driver.back()
        wait_for(lambda: browser.url == self.server.url + "/app/", lambda: browser.url)


class ExistingCustomer(WebTestCase):

    def wait_for_poc(self, browser):
        wait_for(lambda: browser.url.endswith(f"/app/pocs/{self.poc['id']}"), "the POC's page")
        browser.wait_to_see("People")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.email = "jane.doe@globex.example"
        story = cls("test_signed_in_it_is_one_button")
        story.accept_by_api(story.invite(story.make_poc(title="First"), cls.email,
                                         first_name="Jane"))

    def setUp(self):
        self.poc = self.make_poc(title="Griffin")

    def test_signed_in_it_is_one_button(self):
        invitation = self.invite(self.poc, self.email)
        browser = self.browse()
        self.sign_in(browser, self.email)
        browser.open(invitation["link"])
        browser.wait_to_see(f"You are signed in as {self.email}.")
        self.assertEqual(browser.driver.find_elements(By.TAG_NAME, "input"), [])
        self.assertEqual(self.status_of(invitation), "pending")
        browser.click("Accept Invitation")
        self.wait_for_poc(browser)
        self.assertEqual(self.status_of(invitation), "accepted")
        browser.open(self.server.url + "/app/")
        browser.wait_to_see("First")
        browser.wait_to_see("Griffin")

    def test_signed_out_signing_in_goes_straight_on(self):
        invitation = self.invite(self.poc, self.email)
        browser = self.browse(invitation["link"])
        self.assertEqual(browser.value("Email Address"), self.email)
        browser.fill("Password", PASSWORD)
        browser.click("Sign In and Accept")
        self.wait_for_poc(browser)
        self.assertEqual(self.status_of(invitation), "accepted")

    def test_a_wrong_password_accepts_nothing(self):
        invitation = self.invite(self.poc, self.email)
        browser = self.browse(invitation["link"])
        browser.fill("Password", "not the password")
        browser.click("Sign In and Accept")
        browser.wait_to_see("Incorrect email or password")
        self.assertEqual(self.status_of(invitation), "pending")

    def test_another_account_is_told_whose_invitation_it_is_and_can_switch(self):
        other = self.new_address()
        self.accept_by_api(self.invite(self.make_poc(), other, first_name="Bob"))
        invitation = self.invite(self.poc, self.email)
        browser = self.browse()
        self.sign_in(browser, other)
        browser.open(invitation["link"])
        browser.wait_to_see("This invitation is for j•••@globex.example.")
        browser.wait_to_see(f"You are signed in as {other}.")
        self.assertFalse(browser.sees(self.email))
        browser.click("Switch Account")
        browser.fill("Password", PASSWORD)
        browser.click("Sign In and Accept")
        self.wait_for_poc(browser)
        self.assertEqual(self.status_of(invitation), "accepted")

    def test_following_the_link_again_leads_to_the_poc(self):
        invitation = self.invite(self.poc, self.email)
        browser = self.browse(invitation["link"])
        browser.fill("Password", PASSWORD)
        browser.click("Sign In and Accept")
        self.wait_for_poc(browser)
        browser.open(invitation["link"])
        browser.wait_to_see("This Invitation Was Already Accepted")
        browser.click("Open the POC")
        self.wait_for_poc(browser)


if __name__ == "__main__":
    unittest.main()
