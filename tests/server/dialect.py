# SPDX-License-Identifier: GPL-3.0-or-later
"""What a client written for API 1.0.0 expects of answers, and how it asks.

A shape is a dictionary of members that must be there, a list with the shape of each item, or a
function that knows a value of its kind.
"""

import datetime
import http.client
import json
import re

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?"


def moment(value):
    return isinstance(value, str) and re.fullmatch(MOMENT + "Z", value)


def moment_with_offset(value):
    """The list of participants has always spelled it so."""
    return isinstance(value, str) and re.fullmatch(MOMENT + r"\+00:00", value)


def day(value):
    return isinstance(value, str) and datetime.date.fromisoformat(value).isoformat() == value


def whole(value):
    return type(value) is int


def text(value):
    return isinstance(value, str)


def flag(value):
    return isinstance(value, bool)


def nothing(value):
    return value is None


def anything(value):
    return True


def maybe(kind):
    def check(value):
        return value is None or kind(value)

    check.__name__ = f"maybe {kind.__name__}"
    return check


MESSAGE = {"message": text}
MEMBERSHIP = {"tenant_id": whole, "tenant_name": text, "tenant_slug": text, "role": text,
              "is_default": flag}
LOGIN = {"user_id": whole, "email": text, "full_name": text, "tenants": [MEMBERSHIP],
         "requires_selection": flag, "access_token": nothing, "token_type": nothing}
CHOSEN = {"access_token": text, "token_type": text, "tenant_id": whole, "tenant_name": text,
          "tenant_slug": text, "role": text, "user_id": whole, "email": text, "full_name": text}
ME = {"id": whole, "email": text, "full_name": text, "is_active": flag,
      "current_tenant_id": whole, "current_role": text,
      "tenants": [MEMBERSHIP | {"is_active": flag}]}
USER = {"id": whole, "email": text, "full_name": text, "role": text, "is_active": flag,
        "tenant_id": whole, "created_at": moment, "last_login": maybe(moment)}
TENANT = {"id": whole, "name": text, "slug": text, "primary_color": maybe(text),
          "secondary_color": maybe(text), "contact_email": maybe(text),
          "contact_phone": maybe(text), "logo_url": maybe(text), "is_demo": flag,
          "tenant_admin_limit": whole, "administrator_limit": whole,
          "sales_engineer_limit": whole, "account_executive_limit": whole,
          "customer_limit": whole, "is_active": flag, "created_at": moment,
          "has_custom_mail_config": flag, "custom_mail_server": maybe(text),
          "custom_mail_port": maybe(whole), "custom_mail_from": maybe(text),
          "custom_mail_tls": maybe(flag), "ai_assistant_enabled": flag,
          "has_ollama_api_key": flag, "ollama_model": maybe(text)}
POC = {"id": whole, "title": text, "description": maybe(text), "customer_company_name": text,
       "executive_summary": maybe(text), "objectives": maybe(text), "start_date": maybe(day),
       "end_date": maybe(day), "tenant_id": whole, "created_by": whole,
       "customer_logo_url": maybe(text), "status": text, "overall_success_score": maybe(whole),
       "created_at": moment, "updated_at": maybe(moment)}
DETAIL = POC | {"participants": [{"user_id": whole, "is_sales_engineer": flag,
                                  "is_customer": flag}],
                "products": [nothing], "success_criteria_count": whole, "tasks_count": whole,
                "task_groups_count": whole}
INVITATION = {"id": whole, "poc_id": whole, "email": text, "full_name": text, "status": text,
              "is_customer": flag, "personal_message": maybe(text), "invited_by": whole,
              "created_at": moment, "expires_at": moment, "accepted_at": maybe(moment),
              "email_sent": flag, "email_error": maybe(text), "resend_count": whole,
              "last_resent_at": maybe(moment)}
LINK = {"poc_id": whole, "poc_title": text, "email": text, "full_name": text,
        "is_customer": flag, "invited_by_name": text, "expires_at": moment,
        "personal_message": maybe(text), "user_exists": flag}
PERSON = {"email": text, "full_name": text, "is_sales_engineer": flag, "is_customer": flag,
          "status": text}
ACCEPTED = PERSON | {"id": whole, "user_id": whole, "joined_at": moment_with_offset,
                     "invitation_id": nothing}
INVITED = PERSON | {"id": nothing, "user_id": nothing, "joined_at": nothing,
                    "invitation_id": whole, "invited_at": moment_with_offset,
                    "expires_at": moment_with_offset, "resend_count": whole}
ASSIGNEE = {"id": whole, "participant_id": whole, "participant_name": text,
            "participant_email": text, "assigned_at": moment}
STEP = {"id": whole, "poc_id": whole, "title": text, "description": maybe(text),
        "sort_order": whole, "start_date": maybe(day), "due_date": maybe(day), "status": text,
        "success_level": maybe(whole), "created_at": moment, "completed_at": maybe(moment),
        "success_criteria_ids": [whole]}
TASK = STEP | {"task_id": nothing, "assignees": [ASSIGNEE]}
GROUP = STEP | {"task_group_id": nothing, "tasks": [TASK]}
COMMENT = {"id": whole, "subject": text, "content": text, "is_internal": flag, "user_id": whole,
           "poc_id": whole, "poc_task_id": maybe(whole), "poc_task_group_id": maybe(whole),
           "created_at": moment, "updated_at": maybe(moment), "guest_name": nothing,
           "guest_email": nothing, "user": {"id": whole, "email": text, "full_name": text}}
CRITERION = {"id": whole, "poc_id": whole, "title": text, "description": maybe(text),
             "target_value": maybe(text), "achieved_value": maybe(text), "is_met": flag,
             "importance_level": whole, "sort_order": whole, "created_at": moment,
             "updated_at": maybe(moment)}
RESOURCE = {"id": whole, "poc_id": maybe(whole), "poc_task_id": maybe(whole),
            "poc_task_group_id": maybe(whole), "title": text, "description": maybe(text),
            "resource_type": text, "content": text, "success_criteria_id": maybe(whole),
            "sort_order": whole, "created_at": moment}
REFUSAL = {"detail": text}
# What was sent is not echoed, unlike in that version: it may be a password.
FIELD_REFUSAL = {"detail": [{"type": text, "loc": [lambda part: isinstance(part, (str, int))],
                             "msg": text}]}


def misfit(value, shape, where=""):
    """What is wrong with a value; None if it has the shape. Members of our own may be there."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return f"{where}: {value!r} is no object"
        if set(shape) - set(value):
            return f"{where}: {set(shape) - set(value)} is missing"
        found = (misfit(value[name], kind, f"{where} {name}") for name, kind in shape.items())
    elif isinstance(shape, list):
        if not isinstance(value, list):
            return f"{where}: {value!r} is no list"
        found = (misfit(item, shape[0], where) for item in value)
    else:
        found = (None if shape(value) else f"{where}: {value!r} is no {shape.__name__}",)
    return next((problem for problem in found if problem), None)


class Client:
    """Talks as such a client does, which follows no redirect. Each path is tried in both slash
    forms: reading in both, writing in one and the other by turns."""

    def __init__(self, server, test):
        self.server, self.test = server, test
        self.token, self.turn = None, 0

    def send(self, method, path, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        data = None
        if body is not None:
            data = json.dumps(body)
            headers["Content-Type"] = "application/json"
        try:
            connection.request(method, path, data, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, json.loads(answer.read())
        finally:
            connection.close()

    def forms(self, path):
        path, question, query = path.partition("?")
        return [form + question + query for form in (path.rstrip("/"), path.rstrip("/") + "/")]

    def call(self, method, path, body=None, status=200, shape=None, words=None):
        self.turn += 1
        forms = self.forms(path) if path != "/" else ["/", "/"]
        answers = [self.send(method, form, body)
                   for form in (forms if method == "GET" else forms[self.turn % 2:][:1])]
        test = self.test
        for got, headers, answer in answers:
            test.assertEqual(got, status, f"{method} {path}: {answer}")
            test.assertEqual(headers.get_content_type(), "application/json")
            test.assertEqual(answer, answers[0][2], "the slash forms differ")
            shape = shape or (FIELD_REFUSAL if status == 422 else
                              REFUSAL if status >= 400 else anything)
            test.assertIsNone(misfit(answer, shape, f"{method} {path}"))
        if words:
            said = answer.get("detail", answer.get("message"))
            test.assertEqual(said, words, f"{method} {path}")
        return answer

    def sign_in(self, address, password):
        self.token = None
        credentials = {"email": address, "password": password}
        login = self.call("POST", "/auth/login", credentials, shape=LOGIN)
        chosen = self.call("POST", "/auth/select-tenant",
                           credentials | {"tenant_id": login["tenants"][0]["tenant_id"]},
                           shape=CHOSEN)
        self.token = chosen["access_token"]
        return login
