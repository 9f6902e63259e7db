# SPDX-License-Identifier: GPL-3.0-or-later
"""An earlier copy of the real server's database is put back while a desktop is at work.

What the server has lost of what it had confirmed needs somebody's attention, and nothing is said
to it a second time without being asked.
"""

import os
import shutil
import tempfile
import unittest

from office import PASSWORD, PEOPLE, Office
from plaincase import Desktop
from pmtest.mail import MailFolder
from pmtest.proxy import TO_SERVER, Proxy
from pmtest.waiting import wait_for

LOST = "The server was restored from an earlier copy and no longer knows of this."


class RestoredServer(unittest.TestCase):
    def setUp(self):
        self.office = self.enterContext(Office())
        self.inbox = MailFolder(self.office.mail_folder)
        self.network = self.enterContext(Proxy(self.office.server.port))
        self.poc = self.office.add_poc("Trial")
        folder = tempfile.mkdtemp(prefix="desktop-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.desktop = Desktop(f"http://127.0.0.1:{self.network.port}", folder,
                               email=PEOPLE["sam"][0], password=PASSWORD)
        self.addCleanup(lambda: self.desktop.process.poll() is None and self.desktop.kill())
        wait_for(lambda: self.desktop.state()[1] == 1, "everything")

    # --- The network: what the server confirms is heard, and what has changed is not ---

    def lose_news(self):
        def cut(way, data):
            if way == TO_SERVER and b"GET /sync/changes" in data:
                raise ConnectionAbortedError

        self.network.hook = cut
        self.network.cut_now()

    def hear_news(self):
        self.network.hook = None
        self.desktop.tell("sync")

    # --- The server ---

    def put_back(self, copy):
        """As its administrator does: the copy in the database's place, and nothing beside it."""
        self.office.server.stop()
        database = self.office._database()
        for ending in ("", "-wal", "-shm"):
            if os.path.exists(f"{database}{ending}"):
                os.unlink(f"{database}{ending}")
        shutil.copy(copy, database)
        self.office.server.start()

    def copy_by_hand(self):
        """As no command does it."""
        copy = self.office.server.place / "copy.db"
        self.office.server.stop()
        shutil.copy(self.office._database(), copy)
        self.office.server.start()
        return copy

    def back_up(self):
        copy = self.office.server.place / "copy.db"
        self.office.server.admin("backup", str(copy))
        return copy

    def invited(self):
        answer = self.office.call("GET", f"/pocs/{self.poc}/invitations/")
        return sorted(one["email"] for one in answer.json)

    def confirmed(self, *operations):
        wait_for(lambda: self.desktop.operations("state = 'confirmed'") == list(operations),
                 lambda: f"{operations} confirmed, not {self.desktop.outbox()}")

    def test_what_it_has_lost_needs_attention_and_is_not_said_again_unasked(self):
        self.restore(self.back_up)

    def test_so_does_what_a_copy_by_hand_has_lost(self):
        self.restore(self.copy_by_hand)

    def restore(self, make_copy):
        desktop = self.desktop
        self.lose_news()
        kept = desktop.invite(self.poc, "kept@globex.example")
        self.confirmed(kept)
        copy = make_copy()
        lost = desktop.invite(self.poc, "lost@globex.example")
        _, task = desktop.queue(kind="create", item_type="task", poc_id=self.poc,
                                payload={"title": "Lost task"})
        self.inbox.wait_for_message("lost@globex.example")
        self.confirmed(kept, lost, *desktop.operations("item_type = 'task'"))

        self.put_back(copy)
        self.hear_news()
        wait_for(lambda: desktop.outbox() == [("needs_attention", LOST)] * 2,
                 lambda: f"two that need attention, not {desktop.outbox()}")
        self.assertEqual(self.invited(), ["kept@globex.example"])
        self.assertEqual(len(self.inbox.messages_to("kept@globex.example")), 1)
        self.assertEqual(len(self.inbox.messages_to("lost@globex.example")), 1)
        desktop.wait_for_rows([("kept@globex.example",)], "SELECT email FROM invitation")

        # Work goes on, and what somebody wants to say again is said.
        desktop.invite(self.poc, "next@globex.example")
        self.inbox.wait_for_message("next@globex.example")
        self.assertIsNone(desktop.wish("retry", lost))
        self.inbox.wait_for_message("lost@globex.example", 2)
        self.assertIsNone(desktop.wish("retry", desktop.operations("item_type = 'task'")[0]))
        wait_for(lambda: desktop.outbox() == [], lambda: f"an empty outbox, not {desktop.outbox()}")
        self.assertEqual(self.invited(), [f"{name}@globex.example"
                                          for name in ("kept", "lost", "next")])
        tasks = self.office.call("GET", f"/tasks/pocs/{self.poc}/tasks").json
        self.assertEqual([one["title"] for one in tasks], ["Lost task"])
        self.assertEqual(desktop.look("task", task, ["title"]), {"title": "Lost task"})
        self.assertEqual(desktop.quit(), 0)


if __name__ == "__main__":
    unittest.main()
