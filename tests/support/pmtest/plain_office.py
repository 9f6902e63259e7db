# SPDX-License-Identifier: GPL-3.0-or-later
"""What a POC Manager server of API 1.0.0 knows and does, defects included.

Numbers of the form Q7 name the known quirks of that server; what carries one is wrong on purpose.
"""

import base64
import datetime
import itertools
import json
import re
import secrets

UTC = datetime.timezone.utc
INVITATION_LIFE = datetime.timedelta(hours=24)  # Q17: a day, whatever the manual says
INTERNAL = ("platform_admin", "tenant_admin", "administrator", "sales_engineer",
            "account_executive")
POC_STATUSES = ("draft", "active", "completed", "archived")
TASK_STATUSES = ("not_started", "in_progress", "completed", "blocked", "satisfied",
                 "partially_satisfied", "not_satisfied")
ADDRESS = re.compile(r"[^@\s\0]+@([^@\s.]+\.)+[^@\s.]{2,}")


class Refusal(Exception):
    """An answer that is no success; @detail None is the bare text of a crash."""

    def __init__(self, status, detail=None):
        super().__init__(detail)
        self.status = status
        self.detail = detail


CRASH = Refusal(500)


def missing(body, *names):
    """The answer says again whatever was sent, passwords too."""
    problems = [{"type": "missing", "loc": ["body", name], "msg": "Field required", "input": body}
                for name in names if name not in body]
    if problems:
        raise Refusal(422, problems)


def invalid(name, words, value, kind="value_error"):
    raise Refusal(422, [{"type": kind, "loc": ["body", name], "msg": words, "input": value}])


def moment(value, zulu=True):
    """A time as the server spells it: without a fraction when that is zero, in two ways."""
    if value is None:
        return None
    text = value.isoformat(timespec="microseconds" if value.microsecond else "seconds")
    return text.replace("+00:00", "Z") if zulu else text


def told(row, *names):
    """Q6: what must not be null is stored all the same, and then nothing shows the row."""
    if any(getattr(row, name) is None for name in names):
        raise CRASH
    return row.said()


class Row:
    """A row of a table; attributes are columns. Those with an underscore are never shown."""

    def __init__(self, **columns):
        self.__dict__.update(columns)

    def said(self, *hidden):
        return {name: moment(value) if isinstance(value, datetime.datetime) else value
                for name, value in self.__dict__.items()
                if not name.startswith("_") and name not in hidden}


class Table(list):
    """Rows in the order in which they lie on the disk."""

    def __init__(self):
        super().__init__()
        self._ids = itertools.count(1)

    def add(self, **columns):
        row = Row(id=next(self._ids), **columns)
        self.append(row)
        return row

    def find(self, **columns):
        return next(iter(self.where(**columns)), None)

    def where(self, **columns):
        return [row for row in self
                if all(getattr(row, name) == value for name, value in columns.items())]

    def touch(self, row):
        """Q11: what is changed moves to the end."""
        self.remove(row)
        self.append(row)


class PlainOffice:
    """The whole state. @clock_offset: how wrong the server's clock is, a timedelta.

    @mail_works: whether invitations can be mailed. @token_life: of access tokens, a timedelta.
    """

    def __init__(self):
        self.clock_offset = datetime.timedelta()
        self.token_life = datetime.timedelta(minutes=30)
        self.mail_works = True
        self.mails = []
        for table in ("tenants", "users", "memberships", "pocs", "participants", "invitations",
                      "tasks", "groups", "assignments", "comments", "criteria", "resources"):
            setattr(self, table, Table())

    # --- What tests lay out ---

    def now(self):
        return datetime.datetime.now(UTC) + self.clock_offset

    def add_tenant(self, name):
        return self.tenants.add(name=name, slug=name.lower(), created_at=self.now(),
                                is_active=True)

    def add_user(self, email, name, password="pw", role="sales_engineer", tenant=1):
        user = self.users.add(email=email, full_name=name, _password=password, role=role,
                              is_active=True, tenant_id=tenant, created_at=self.now(),
                              last_login=None)
        if tenant is not None:
            self.join(user, tenant, role)
        return user

    def join(self, user, tenant, role):
        first = not self.memberships.where(user_id=user.id)
        return self.memberships.add(user_id=user.id, tenant_id=tenant, role=role,
                                    is_default=first)

    def add_poc(self, title, company, creator, tenant=1, **columns):
        columns = {"description": None, "executive_summary": None, "objectives": None,
                   "start_date": None, "end_date": None, "status": "draft"} | columns
        poc = self.pocs.add(title=title, customer_company_name=company, tenant_id=tenant,
                            created_by=creator.id, customer_logo_url=None,
                            overall_success_score=None, created_at=self.now(), updated_at=None,
                            _products=[1], **columns)
        self.take_part(poc, creator, False)
        return poc

    def take_part(self, poc, user, is_customer):
        return self.participants.add(poc_id=poc.id, user_id=user.id,
                                     is_sales_engineer=not is_customer, is_customer=is_customer,
                                     joined_at=self.now())

    def add_invitation(self, poc_id, email, life=datetime.timedelta(days=1), **columns):
        """One whose mail was sent, unless @columns say otherwise."""
        now = self.now()
        columns = {"status": "pending", "email_sent": True, "email_error": None} | columns
        return self.invitations.add(
            poc_id=poc_id, email=email, full_name="", is_customer=True, personal_message=None,
            invited_by=1, created_at=now, expires_at=now + life, accepted_at=None,
            resend_count=0, last_resent_at=None, _token="x", _mail_waits=False, **columns)

    # --- Tokens ---

    def make_token(self, subject, membership):
        claims = {"sub": subject, "exp": int((self.now() + self.token_life).timestamp())}
        if membership is not None:
            claims |= {"role": membership.role, "tenant_id": membership.tenant_id}
        body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        return f"eyJhbGciOiJIUzI1NiJ9.{body}.{secrets.token_urlsafe(8)}"

    def identify(self, header):
        """(user, tenant id) of an Authorization header."""
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refusal(401, "Not authenticated")
        try:
            body = token.split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        except (IndexError, ValueError):
            raise Refusal(401, "Could not validate credentials") from None
        if claims["exp"] < self.now().timestamp():
            raise Refusal(401, "Could not validate credentials")
        user = self.users.find(email=claims["sub"])
        if user is None:
            raise Refusal(401, "User not found")
        if not user.is_active:
            raise Refusal(403, "Inactive user")
        return user, claims.get("tenant_id")

    # --- Mails are sent after the answer ---

    def send_waiting_mails(self):
        for invitation in self.invitations:
            if invitation._mail_waits:
                invitation._mail_waits = False
                self._send(invitation)

    def _send(self, invitation):
        title = self.pocs.find(id=invitation.poc_id).title
        if self.mail_works and "\n" not in title:  # Q27: it becomes the subject
            self.mails.append((invitation.email, invitation._token))
            invitation.email_sent = True
        else:
            # Whatever became of the invitation meanwhile is overwritten.
            invitation.status = "failed"
            invitation.email_error = "Failed to send email - check logs for details"
