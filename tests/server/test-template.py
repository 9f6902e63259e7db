# SPDX-License-Identifier: GPL-3.0-or-later
"""An organization's own invitation mail: changed by its admins, seen before, safe to be filled."""

import unittest

from office import Office
from pmtest.mail import MailFolder
from pmtest.waiting import wait_for

SUBJECT = "Come to {poc}"
TEXT = "Hello {first_name},\n\n{message}\n\n{link}\nuntil {expires}\n"
HTML = "<p>Hello <b>{first_name}</b></p>\n<p>{message}</p>\n<a href=\"{link}\">{poc}</a>"
OWN = {"subject": SUBJECT, "text": TEXT, "html": HTML}
HOSTILE = "<img src=x onerror=alert(1)> & \"quoted\""


class Template(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = cls.enterClassContext(Office())
        cls.inbox = MailFolder(cls.office.mail_folder)
        cls.path = "/tenants/1/invitation-template"
        cls.default = cls.office.call("GET", cls.path).json

    def tearDown(self):
        self.call("DELETE")

    def call(self, method, body=None, who="ruth", more=""):
        return self.office.call(method, self.path + more, body, who)

    def preview(self, **body):
        answer = self.call("POST", body, more="/preview")
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def mailed(self, address, **fields):
        poc = self.office.add_poc(title="A <b>bold</b> plan")
        self.assertEqual(self.office.invite(poc, address, **fields).status, 201)
        message = self.inbox.wait_for_message(address)
        return (message["Subject"],
                *(message.get_body((kind,)).get_content().replace("\r\n", "\n")
                  for kind in ("plain", "html")))

    def assert_default(self, answer):
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.json, self.default)

    # Changing

    def test_an_admin_changes_it_and_mails_look_so(self):
        answer = self.call("PUT", OWN)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual({part: answer.json[part] for part in OWN}, OWN)
        self.assertIsNotNone(answer.json["updated_at"])
        self.assertIn("link", answer.json["placeholders"])
        self.assertEqual(self.office.call("GET", self.path, who="sam").json, answer.json)
        subject, text, html = self.mailed("own@globex.example", first_name="Ann",
                                          personal_message="Line one\nline two")
        self.assertEqual(subject, "Come to A <b>bold</b> plan")
        self.assertTrue(text.startswith("Hello Ann,\n\nLine one\nline two\n\nhttp://"), text)
        self.assertTrue(html.startswith("<p>Hello <b>Ann</b></p>\n<p>Line one<br>\nline two</p>"),
                        html)
        self.assertIn(">A &lt;b&gt;bold&lt;/b&gt; plan</a>", html)

    def test_what_people_wrote_is_escaped_in_own_html(self):
        self.call("PUT", OWN)
        _, text, html = self.mailed("hostile@globex.example", first_name=HOSTILE,
                                    personal_message=HOSTILE + "{link}{poc}")
        self.assertIn(HOSTILE + "{link}{poc}", text)
        self.assertNotIn("<img", html)
        self.assertNotIn('"quoted"', html)
        self.assertIn("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quoted&quot;", html)

    def test_a_part_that_is_not_there_stays_and_null_is_the_defaults(self):
        self.call("PUT", OWN)
        answer = self.call("PUT", {"subject": "Another"}).json
        self.assertEqual((answer["subject"], answer["text"], answer["html"]),
                         ("Another", TEXT, HTML))
        answer = self.call("PUT", {"subject": None, "html": None}).json
        self.assertEqual((answer["subject"], answer["text"], answer["html"]),
                         (self.default["subject"], TEXT, None))
        self.assert_default(self.call("PUT", {"text": None}))
        self.assertEqual(self.office.query("SELECT * FROM template"), [])

    def test_deleting_goes_back_to_the_default(self):
        self.call("PUT", OWN)
        self.assert_default(self.call("DELETE"))
        self.assert_default(self.call("DELETE"))
        self.assert_default(self.call("GET"))

    def test_the_feed_and_the_audit_log_tell_of_it(self):
        state = self.office.changes()["new_state"]
        self.call("PUT", OWN)
        row, = self.office.changes(state)["list"]
        self.assertEqual((row["type"], row["id"], row["subject"]), ("template", 1, SUBJECT))
        self.assertIn("message", row["placeholders"])
        self.call("DELETE")
        row, = self.office.changes(state)["list"]
        self.assertEqual((row["subject"], row["html"], row["updated_at"]),
                         (self.default["subject"], None, None))
        lines = self.office.query(
            "SELECT email, audit.tenant_id FROM audit JOIN account ON account.id = user_id"
            " WHERE action = 'template_changed' ORDER BY audit.id DESC LIMIT 2")
        self.assertEqual(lines, [("ruth@acme.example", 1)] * 2)

    def test_only_admins_change_and_preview(self):
        for who in ("sam", "amelie"):
            for method, more in (("PUT", ""), ("DELETE", ""), ("POST", "/preview")):
                answer = self.call(method, OWN, who, more)
                self.assertEqual((answer.status, answer.json["detail"]),
                                 (403, "Tenant admin access required"), (method, more, who))
        self.assertEqual(self.office.call("PUT", "/tenants/2/invitation-template", OWN,
                                          "ruth").status, 404)

    # What cannot be

    def test_a_template_that_makes_no_good_mail_is_refused(self):
        for part, text, words in (
                ("text", "no way in", "{link}"), ("text", "", "{link}"),
                ("html", "<p>no way in</p>", "{link}"), ("subject", "{link}", "{link}"),
                ("subject", "", "empty"), ("subject", "  ", "empty"),
                ("subject", "two\nlines", "single line"),
                ("subject", "x\r\nBcc: evil@e.example", "single line"),
                ("subject", "x" * 256, "255"), ("text", "{link}" + "x" * 20000, "20000"),
                ("html", "{link}" + "x" * 200000, "200000"),
                ("text", "{link} {password}", "{password}"), ("subject", "{nobody}", "{nobody}"),
                ("html", "{link} {first name}", "{first}"),
                ("html", "{link}<style>p { color: red }</style>", "brace"),
                ("text", "{link}\x07", "control"),
                ("text", 7, "string"), ("subject", ["x"], "string"), ("html", True, "string")):
            for method, more in (("PUT", ""), ("POST", "/preview")):
                with self.subTest(part=part, text=str(text)[:40], method=method):
                    answer = self.call(method, {part: text}, more=more)
                    self.assertEqual(answer.status, 422, answer.text)
                    detail, = answer.json["detail"]
                    self.assertEqual(detail["loc"], ["body", part], answer.text)
                    self.assertIn(words, detail["msg"])
        self.assert_default(self.call("GET"))

    # Looking before

    def test_a_preview_shows_the_mail_and_keeps_nothing(self):
        mail = self.preview(**OWN, sample={"poc": "Phoenix", "first_name": "Änna",
                                           "message": HOSTILE})
        self.assertEqual(mail["subject"], "Come to Phoenix")
        self.assertIn("Hello Änna,", mail["text"])
        self.assertIn("(a personal link, made when sent)", mail["text"])
        self.assertIn("&lt;img", mail["html"])
        self.assertNotIn("<img", mail["html"])
        self.assert_default(self.call("GET"))

    def test_a_preview_says_who_asks_and_fills_in_the_rest(self):
        mail = self.preview()
        self.assertIn("Invited by: Ruth Okafor\nOrganization: Acme Systems\n", mail["text"])
        self.assertNotIn("{", mail["subject"] + mail["text"])
        bare = self.preview(sample={name: None for name in (
            "company", "customer_name", "first_name", "message", "starts", "ends",
            "description")})
        self.assertTrue(bare["text"].startswith("Hello,\n"), bare["text"])
        self.assertNotIn("Starts:", bare["text"])

    def test_a_preview_refuses_samples_that_are_none(self):
        for sample, where in (([], "sample"), ("x", "sample"), ({"poc": 5}, "poc"),
                              ({"poc": "a\nb"}, "poc"), ({"starts": "soon"}, "starts"),
                              ({"message": "x" * 5001}, "message")):
            with self.subTest(sample=str(sample)[:40]):
                answer = self.call("POST", {"sample": sample}, more="/preview")
                self.assertEqual(answer.status, 422, answer.text)
                self.assertEqual(answer.json["detail"][0]["loc"][-1], where)

    def test_a_change_reaches_mails_that_still_wait(self):
        poc = self.office.add_poc()
        with self.subTest("the template is taken when the mail is sent"):
            self.call("PUT", {"subject": "Late {poc}"})
            self.office.invite(poc, "late@globex.example")
            message = wait_for(lambda: self.inbox.messages_to("late@globex.example"), "the mail")
            self.assertTrue(message[0]["Subject"].startswith("Late "))


if __name__ == "__main__":
    unittest.main()
