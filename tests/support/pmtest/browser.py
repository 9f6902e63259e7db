# SPDX-License-Identifier: GPL-3.0-or-later
"""A customer at a real browser."""

import os
import tempfile

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from pmtest.waiting import PATIENCE, wait_for

BY_LABEL = """//*[@id=//label[normalize-space()={0}]/@for]
    | //label[starts-with(normalize-space(),{0})]//*[self::input or self::textarea or self::select]
    | //*[@aria-label={0}]"""
BY_WORDS = """//button[normalize-space()={0}] | //a[normalize-space()={0}]
    | //*[@role='button' and normalize-space()={0}] | //summary[normalize-space()={0}]
    | //*[(self::button or self::a) and @aria-label={0}]"""


def quoted(words):
    """@words as an XPath string."""
    if '"' not in words:
        return f'"{words}"'
    return "concat(" + ", '\"', ".join(f'"{part}"' for part in words.split('"')) + ")"


class Browser:
    """A fresh Chromium without a past. Use it with `with`; @driver is Selenium's.

    @host: a name by which it finds this machine, besides the usual ones
    """

    def __init__(self, width=1000, height=800, scripts=True, host=None):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        self._profile = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage",
                         "no-first-run", "disable-extensions", "disable-background-networking",
                         "password-store=basic", f"window-size={width},{height}",
                         f"user-data-dir={self._profile.name}"):
            options.add_argument("--" + argument)
        if host:
            options.add_argument(f"--host-resolver-rules=MAP {host} 127.0.0.1")
        if not scripts:
            options.add_experimental_option(
                "prefs", {"profile.managed_default_content_settings.javascript": 2})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        environment = {name: value for name, value in os.environ.items() if name != "G_DEBUG"}
        service = Service("/usr/bin/chromedriver", env=environment)
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()
        self._profile.cleanup()

    def open(self, url):
        self.driver.get(url)

    @property
    def url(self):
        return self.driver.current_url

    @property
    def words(self):
        """All that can be read on the page; nothing while one page gives way to another."""
        try:
            return self.driver.find_element(By.TAG_NAME, "body").text
        except WebDriverException:
            return ""

    def forget_cookies(self):
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})

    def go_offline(self, is_offline):
        """Cuts the browser off from every network, or joins it again."""
        self.driver.set_network_conditions(offline=is_offline, latency=0, throughput=-1)

    def wait_for_heading(self, seconds=PATIENCE):
        """Waits until the page has found out what it is."""
        wait_for(lambda: self.driver.find_elements(By.TAG_NAME, "h1"), "a heading", seconds)

    def complaints(self):
        """What the page's console holds of errors, policy violations among them."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] == "SEVERE"]

    def sees(self, words):
        return words in self.words

    def wait_to_see(self, words, seconds=PATIENCE):
        wait_for(lambda: self.sees(words), lambda: f"{words!r} on the page:\n{self.words}", seconds)

    def wait_until_gone(self, words, seconds=PATIENCE):
        wait_for(lambda: not self.sees(words), f"{words!r} gone from the page", seconds)

    def click(self, words, seconds=PATIENCE):
        """Clicks the button or link that says @words."""
        self._find(BY_WORDS, words, seconds).click()

    def fill(self, label, text, seconds=PATIENCE):
        field = self._find(BY_LABEL, label, seconds)
        field.clear()
        field.send_keys(text)

    def value(self, label):
        return self._find(BY_LABEL, label, PATIENCE).get_attribute("value")

    def screenshot(self, path):
        self.driver.save_screenshot(str(path))

    def _find(self, pattern, words, seconds):
        path = pattern.format(quoted(words))

        def usable():
            try:
                found = self.driver.find_elements(By.XPATH, path)
                return next((one for one in found if one.is_displayed() and one.is_enabled()), None)
            except WebDriverException:
                return None

        return wait_for(usable, lambda: f"{words!r} to use on the page:\n{self.words}", seconds)
