# SPDX-License-Identifier: GPL-3.0-or-later
"""An organization of a size that nobody types in: written straight into a server's database.

No word in it begins with an x but where that is asked for: what is searched for meanwhile finds
the same, however many of those come.
"""

import contextlib
import hashlib
import pathlib
import random
import shutil
import sqlite3
import time

import pmbench
from pmtest.places import SOURCES

SCHEMA = SOURCES / "resources/schema/server"

SEED = 20260914
DAY = 24 * 3600 * 1000000
TENANT, OWNER = 1, 1

KINDS_OF_WORK = """
    Adaptive Batch Central Cloud Customer Data Digital Edge Encrypted Field Global Hybrid Identity
    Joint Kernel Local Managed Mobile Network Offline Open Partner Private Quality Real-time Remote
    Secure Shared Telemetry Unified Vendor Virtual Warehouse Yearly Zero-trust Ärzte Über""".split()
SUBJECTS = """
    access analytics archive audit backup billing catalogue compliance dashboards discovery exchange
    forecast governance hosting ingestion inventory journal keys ledger logistics migration
    monitoring notifications observability orchestration payments planning queries recovery
    reporting scheduling search sign-on storage sync tracing upgrade validation vaults workflow
    yield zoning""".split()
PURPOSES = ["pilot", "evaluation", "proof of value", "trial", "assessment", "rollout"]
COMPANIES = """
    Alder Birch Cobalt Delta Ember Fjord Granite Harbor Indigo Juniper Krone Larch Mistral Nimbus
    Onyx Pinnacle Quarry Ridge Sable Tundra Umber Vega Willow Yarrow Zephyr Globex Initech Wayfarer
    Müller Östlund""".split()
KINDS = """
    Analytics Bank Chemicals Dairy Energy Foods Group Health Industries Kitchens Logistics Media
    Networks Optics Pharma Retail Steel Telecom Utilities Vehicles""".split()
FIRST_NAMES = """
    Ada Bruno Céline Dorota Emre Fatima Gustav Hélène Ivo Jana Kofi Lena Matteo Nadia Olga Pavel
    Quentin Renée Søren Tara Ursula Viktor Wanda Yara Zoltán Anna Ben Clara David Eva Felix Greta
    Hugo Ida Jonas Karla Louis Mia Noah Otto Paula Robin Sofia Theo Uma Vera Willem Yusuf
    Zoe""".split()
LAST_NAMES = """
    Andersson Bauer Castro Dubois Eriksen Fischer García Hoffmann Ivanova Jansen Kovács López Martin
    Novák Oliveira Pérez Quist Rossi Schröder Tóth Ueda Vargas Weber Yamada Żak Almeida Brandt Costa
    Dahl Evans Fontaine Gruber Haas Ito Jung Keller Lang Meyer Nilsson Okafor Peters Richter Santos
    Taylor Ulrich Vogel Wagner Young Zimmer""".split()
STRANGERS = ["Xaver Xu", "Xenia Xylander", "Ximena Xiong"]
STATUSES = ["active", "active", "active", "draft", "completed", "active", "archived", "completed"]
PLAIN = str.maketrans("éèëáàäåöøóüúíçñčżźł", "eeeaaaaooouuicnczzl")

POC = """INSERT INTO poc (tenant_id, title, customer_company_name, description, start_date,
    end_date, created_by, status, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
INVITATION = """INSERT INTO invitation (tenant_id, poc_id, email, email_folded, full_name,
    first_name, last_name, title, status, is_customer, personal_message, invited_by, created_at,
    expires_at, email_sent, resend_count, delivery_state, delivery_attempts, delivery_sent_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, 1, 0, 'sent', 1, ?)"""
CHANGE = """INSERT INTO change (tenant_id, type, object_id, revision, destroyed, changed_at)
    VALUES (?, ?, ?, ?, 0, ?)"""


def day(moment):
    return time.strftime("%Y-%m-%d", time.gmtime(moment / 1000000))


class Crowd:
    """The same people and POCs each time, around the present moment."""

    def __init__(self, database, n_invitations):
        self._database = database
        self._pause = 13 * DAY // n_invitations
        self._random = random.Random(SEED)
        self._now = int(time.time() * 1000000)
        self._invited_at = self._now - 15 * DAY

    def _next_moment(self):
        """Who comes later was invited later, and nobody today or yesterday."""
        self._invited_at += self._pause
        return self._invited_at

    def _pick(self, words):
        return words[int(self._random.random() * len(words))]

    def _poc(self, number):
        title = (f"{self._pick(KINDS_OF_WORK)} {self._pick(SUBJECTS)} {self._pick(PURPOSES)}"
                 f" {number}")
        company = f"{self._pick(COMPANIES)} {self._pick(KINDS)} {number // 100}"
        start = self._now - int(self._random.random() * 300) * DAY
        return (TENANT, title, company, "A six-week trial on the customer's own data.", day(start),
                day(start + 42 * DAY), OWNER, STATUSES[number % len(STATUSES)], start)

    def _host(self, company):
        """Most end alike, as most that there are in the world do."""
        top = "test" if company.endswith("7") else "example"
        return "-".join(company.lower().translate(PLAIN).split()) + "." + top

    def _invitation(self, poc, number, host, name):
        first, last = name.split(" ")
        email = f"{name.lower().translate(PLAIN).replace(' ', '.')}{number}@{host}"
        made = self._next_moment()
        state = "pending" if made + 6 * DAY > self._now else ("revoked", "expired")[poc % 2]
        return (TENANT, poc, email, email, name, first, last, "Project Lead", state,
                "Looking forward to working with you.", OWNER, made, made + 7 * DAY, made)

    def _invitations(self, pocs, each):
        for poc, company in pocs:
            for number in range(each):
                name = f"{self._pick(FIRST_NAMES)} {self._pick(LAST_NAMES)}"
                yield self._invitation(poc, number, self._host(company), name)

    def _strangers(self, pocs, count):
        for number in range(count):
            poc, _ = pocs[number % len(pocs)]
            yield self._invitation(poc, number, "xylo-xerographics.xample", STRANGERS[number % 3])

    def _add(self, statement, kind, rows):
        """Adds rows, each of them a change of its own."""
        table = statement.split()[2]
        last = self._ask(f"SELECT coalesce(max(id), 0) FROM {table}")
        self._database.executemany(statement, rows)
        ids = [row for row, in self._database.execute(f"SELECT id FROM {table} WHERE id > ?",
                                                      (last,))]
        sequence = self._ask("SELECT sequence FROM change_counter WHERE tenant_id = 1")
        changes = ((TENANT, kind, number, sequence + 1 + index, self._now)
                   for index, number in enumerate(ids))
        self._database.executemany(CHANGE, changes)
        self._database.execute("UPDATE change_counter SET sequence = ? WHERE tenant_id = 1",
                               (sequence + len(ids),))
        return ids

    def _ask(self, question):
        [[answer]] = self._database.execute(question)
        return answer

    def come(self, n_pocs, each, n_strangers):
        rows = [self._poc(number) for number in range(n_pocs)]
        pocs = list(zip(self._add(POC, "poc", rows), [row[2] for row in rows]))
        self._add(INVITATION, "invitation", self._invitations(pocs, each))
        if n_strangers:
            self._add(INVITATION, "invitation", self._strangers(pocs, n_strangers))


def fill(data, n_pocs, each, n_strangers):
    [path] = data.glob("*.db")
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous = OFF")
        with database:
            Crowd(database, n_pocs * each + n_strangers).come(n_pocs, each, n_strangers)


def kept_data(*figures):
    """Where a server's data of these @figures are kept; only today's, because invitations expire."""
    today = time.strftime("crowd-%Y-%m-%d")
    for folder in pmbench.PLACE.glob("crowd-*"):
        if not folder.name.startswith(today):
            shutil.rmtree(folder, ignore_errors=True)
    digest = hashlib.sha256(repr(figures).encode())
    for path in [pathlib.Path(__file__), *sorted(SCHEMA.glob("*.sql"))]:
        digest.update(path.read_bytes())
    return pmbench.PLACE / f"{today}-{digest.hexdigest()[:12]}"


@contextlib.contextmanager
def server(place, n_pocs, each=3, n_strangers=0, config=""):
    """A server in @place with @n_pocs POCs of the demo's first person, @each people invited to each.

    @n_strangers: that many more people, whose names and addresses have no word that does not begin
    with an x, come to the desktops after all others.
    """
    running = pmbench.DemoServer(place, 1, config)
    kept = kept_data(n_pocs, each, n_strangers)
    if not kept.exists():
        pmbench.note(f"making {n_pocs:,} POCs")
        running.start()
        running.stop()
        fill(running.data, n_pocs, each, n_strangers)
        running.data.rename(kept)
    shutil.copytree(kept, running.data)
    with running:
        yield running
