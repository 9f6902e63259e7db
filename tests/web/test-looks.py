# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page in every state, on a desk and in a hand, by day and by night."""

import os
import pathlib
import unittest

from sights import SCHEMES, WIDTHS, SightsCase, look

AUDIT = os.environ.get("PM_AXE")

RUN = """const done = arguments[0];
    axe.run(document, { resultTypes: ['violations'] }).then(
      result => done(result.violations.map(one => [one.impact, one.id, one.nodes.length,
        one.nodes[0].html, one.nodes[0].failureSummary])),
      problem => done(String(problem)));"""

CUT_OFF = """return [document.documentElement.scrollWidth - innerWidth,
    [...document.querySelectorAll('main *')].filter(one => {
      const box = one.getBoundingClientRect();
      return box.width > 0 && !one.closest('.unseen, pre') && box.right > innerWidth + 1;
    }).map(one => one.outerHTML.slice(0, 80))]"""

SMALL = """return [...document.querySelectorAll('button, a.button, a.row, a.tab, input, textarea, .brand')]
    .map(one => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.height < 44 || box.width < 44))
    .map(([words, box]) => `${words} ${box.width}x${box.height}`)"""

STRUCTURE = """
    const seen = one => one.getClientRects().length > 0;
    const fields = [...document.querySelectorAll('main input, main textarea')].filter(seen);
    const links = [...document.querySelectorAll('main a')];
    return { headings: document.querySelectorAll('h1').length,
      language: document.documentElement.lang,
      nameless: fields.filter(one => !one.labels.length).length,
      open: links.filter(one => one.target && !/noopener/.test(one.rel)).length,
      strange: links.map(one => one.protocol).filter(one => !/^(https?|mailto):$/.test(one)),
      foreign: document.querySelectorAll('main script, main img, main iframe, main style').length,
      title: document.title }"""


@unittest.skipUnless(AUDIT, "./dev test brings the auditor and names it in PM_AXE")
class Looks(SightsCase):

    def setUp(self):
        self.browser = self.browse()
        self.addCleanup(self.put_back)

    def put_back(self):
        self.browser.go_offline(False)
        self.browser.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled",
                                            {"enabled": False})
        look(self.browser, "wide", "light")

    def each_look(self):
        for width in WIDTHS:
            for scheme in SCHEMES:
                look(self.browser, width, scheme)
                yield width, scheme
        look(self.browser, "wide", "light")

    def check_accessibility(self):
        self.browser.driver.execute_script(pathlib.Path(AUDIT).read_text())
        for width, scheme in self.each_look():
            with self.subTest(width=width, scheme=scheme):
                found = self.browser.driver.execute_async_script(RUN)
                self.assertEqual(found, [])

    def check_room(self):
        touch = {"enabled": True, "maxTouchPoints": 1}
        self.browser.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", touch)
        look(self.browser, "phone", "light")
        beyond, cut_off = self.browser.driver.execute_script(CUT_OFF)
        self.assertEqual((max(beyond, 0), cut_off), (0, []), "cut off on a phone")
        self.assertEqual(self.browser.driver.execute_script(SMALL), [], "too small to touch")
        self.put_back()

    def check_structure(self):
        found = self.browser.driver.execute_script(STRUCTURE)
        title = found.pop("title")
        self.assertTrue(title.endswith(" – POC Manager") and title != "broken", title)
        self.assertEqual(found, {"headings": 1, "language": "en", "nameless": 0, "open": 0,
                                 "strange": [], "foreign": 0})

    def check_policy(self):
        broken = [one for one in self.browser.complaints() if "Failed to load resource" not in one]
        self.assertEqual(broken, [])

    def walk(self, sights):
        count = 0
        for name in sights(self.browser):
            count += 1
            with self.subTest(name):
                self.check_policy()
                self.check_accessibility()
                self.check_structure()
            with self.subTest(name, room=True):
                self.check_room()
        self.assertGreater(count, 1)

    def test_what_strangers_see(self):
        self.walk(self.sights_of_strangers)

    def test_where_links_lead(self):
        self.walk(self.sights_of_links)

    def test_what_customers_see(self):
        self.walk(self.sights_of_customers)

    def test_what_is_seen_when_something_fails(self):
        self.walk(self.sights_of_trouble)

    def test_without_scripts_each_page_says_what_to_do(self):
        for path in ("i", "r/x", "a/x", "app/", "app/pocs/1", "app/sign-in", "app/forgot",
                     "app/profile"):
            browser = self.browse(f"{self.server.url}/{path}", scripts=False)
            browser.wait_to_see("Please enable JavaScript")


if __name__ == "__main__":
    unittest.main()
