# SPDX-License-Identifier: GPL-3.0-or-later
"""A server with an organization in it, and what its people do."""

import re
import sqlite3

from pmtest.server import Server

PASSWORD = "correct-horse-9"
LINK = re.compile(r"(http://\S+/[iar]/([A-Za-z0-9_-]{43}))(?:\s|$)")

PEOPLE = {
    "sam": ("sam@acme.example", "Sam Rivera", "sales_engineer"),
    "ruth": ("ruth@acme.example", "Ruth Okafor", "tenant_admin"),
    "amelie": ("amelie@acme.example", "Amélie Laurent", "account_executive"),
}

# What lies in the past moves there when time passes.
MOMENTS = {
    "invitation": ("created_at", "expires_at", "accepted_at", "last_resent_at", "send_at",
                   "last_reminded_at", "remind_at",
                   "delivery_sent_at", "delivery_link_opened_at"),
    "invitation_event": ("at",),
    "invitation_token": ("created_at", "dead_since"),
    "password_reset": ("created_at", "expires_at", "used_at"),
    "address_change": ("created_at", "confirm_until", "confirmed_at", "undo_until", "undone_at"),
    "participant": ("joined_at", "invited_at", "accepted_at", "last_seen_at"),
    "mail": ("not_before", "give_up_at", "created_at", "sent_at"),
}


def token_of(message):
    """The link's token in a mail."""
    text = message.get_body(("plain",)).get_content()
    return LINK.search(text)[2]


class Office:
    """Use it with `with`. @server runs with one organization, whose people are in PEOPLE."""

    def __init__(self, mail=None, config="", arguments=()):
        self.server = Server(*arguments, mail=mail.url if mail else None)
        if config:
            path = self.server.place / "config"
            path.write_text(f"[server]\n{config}\n")
            path.chmod(0o600)
            self.server._arguments += ("--config", path)
        self._tokens = {}

    def __enter__(self):
        self.server.start()
        self.server.admin("tenant", "add", "Acme Systems", "--slug", "acme")
        for address, name, role in PEOPLE.values():
            self.add_person(address, name, role)
        return self

    def __exit__(self, *_):
        self.server.__exit__()

    @property
    def mail_folder(self):
        return self.server.place / "mail"

    def add_person(self, address, name, role, tenant="acme"):
        self.server.admin("user", "add", address, "--tenant", tenant, "--role", role,
                          "--name", name, input=PASSWORD + "\n")

    def add_other_company(self):
        """A second organization, whose admin is olga@other.example."""
        self.server.admin("tenant", "add", "Other Company", "--slug", "other")
        self.add_person("olga@other.example", "Olga Other", "tenant_admin", "other")

    def token(self, who="sam", password=PASSWORD):
        """An access token for a person of PEOPLE, or for an address."""
        address = PEOPLE[who][0] if who in PEOPLE else who
        if address not in self._tokens:
            credentials = {"email": address, "password": password}
            login = self.server.request("POST", "/auth/login", credentials)
            assert login.status == 200, login.text
            credentials["tenant_id"] = login.json["tenants"][0]["tenant_id"]
            chosen = self.server.request("POST", "/auth/select-tenant", credentials)
            assert chosen.status == 200, chosen.text
            self._tokens[address] = chosen.json["access_token"]
        return self._tokens[address]

    def call(self, method, path, body=None, who="sam", **options):
        token = self.token(who) if who else None
        return self.server.request(method, path, body, token, **options)

    def add_poc(self, title="Data platform evaluation", company="Globex", who="sam", **fields):
        body = {"title": title, "customer_company_name": company} | fields
        answer = self.call("POST", "/pocs/", body, who)
        assert answer.status == 201, answer.text
        return answer.json["id"]

    def invite(self, poc, address="john@globex.example", who="sam", **fields):
        return self.call("POST", f"/pocs/{poc}/invitations/", {"email": address} | fields, who)

    def accept(self, token, password=PASSWORD):
        body = {"token": token, "password": password}
        return self.call("POST", "/poc-invitations/accept", body, who=None)

    def bring_in(self, poc, address, name="Carla Dunn", role="customer"):
        """Lets somebody take part in a POC; whoever has no account yet gets one. Their part's id."""
        if not self.query("SELECT 1 FROM account WHERE email = ?", address):
            self.add_person(address, name, role)
        user = self.query("SELECT id FROM account WHERE email = ?", address)[0][0]
        answer = self.call("POST", f"/pocs/{poc}/participants", {"user_id": user})
        assert answer.status == 200, answer.text
        people = self.call("GET", f"/pocs/{poc}/participants").json
        return next(row["id"] for row in people if row["user_id"] == user)

    def changes(self, since=""):
        answer = self.call("GET", f"/sync/changes?since={since}&max=1000")
        assert answer.status == 200, answer.text
        return answer.json

    def query(self, sql, *parameters):
        """Asks the database itself, without changing it."""
        connection = sqlite3.connect(f"file:{self._database()}?mode=ro", uri=True)
        try:
            return connection.execute(sql, parameters).fetchall()
        finally:
            connection.close()

    def change(self, *statements):
        """Changes the database behind the server's back, each by SQL or by (SQL, parameter…).
        The server is restarted."""
        self.server.stop()
        connection = sqlite3.connect(self._database())
        with connection:
            for statement in statements:
                sql, *parameters = [statement] if isinstance(statement, str) else statement
                connection.execute(sql, parameters)
        connection.close()
        self.server.start()

    def meddle(self, sql, *parameters):
        """Changes the database itself, as nothing from outside can."""
        connection = sqlite3.connect(self._database(), timeout=30)
        with connection:
            connection.execute(sql, parameters)
        connection.close()

    def pass_time(self, seconds):
        """Lets time pass, for invitations, mails and participants. The server is restarted."""
        span = int(seconds * 1e6)
        self.change(*(
            f"UPDATE {table} SET " + ", ".join(f"{column} = {column} - {span}"
                                               for column in columns)
            for table, columns in MOMENTS.items()))

    def _database(self):
        return next(self.server.data.glob("*.db"))
