# SPDX-License-Identifier: GPL-3.0-or-later
"""People, POCs and invitations on a server of API 1.0.0, defects included; see plain_office.

A route is a function of (office, request) that returns (status, body) or raises Refusal.
"""

import secrets

from pmtest.plain_office import (ADDRESS, CRASH, INTERNAL, INVITATION_LIFE, POC_STATUSES, Refusal,
                                 invalid, missing, moment, told)

ROUTES = []
POC_FIELDS = ("title", "description", "customer_company_name", "executive_summary", "objectives",
              "start_date", "end_date", "status", "overall_success_score", "customer_logo_url")


def route(method, path):
    """Exactly this path: the other slash form is redirected (Q33)."""
    def register(function):
        ROUTES.append((method, path.split("/"), function))
        return function
    return register


# --- Who may ---

def find_poc(office, request):
    poc = office.pocs.find(id=request.id("poc"))
    if poc is None:
        raise Refusal(404, "POC not found")
    return poc


def membership_of(office, request, tenant_id):
    return office.memberships.find(user_id=request.user.id, tenant_id=tenant_id)


def need_internal(office, request):
    membership = membership_of(office, request, request.tenant_id)
    if membership is None or membership.role not in INTERNAL:
        raise Refusal(403, "Sales engineer access required")


def own_poc(office, request):
    """For members of the POC's organization, and for who takes part."""
    poc = find_poc(office, request)
    part = office.participants.find(poc_id=poc.id, user_id=request.user.id)
    if membership_of(office, request, poc.tenant_id) is None and part is None:
        raise Refusal(403, "Access denied")
    return poc


def written_poc(office, request):
    need_internal(office, request)
    return own_poc(office, request)


def invited_poc(office, request):
    """Q15: customers of the organization may do whatever there is to do with invitations."""
    poc = find_poc(office, request)
    if request.tenant_id != poc.tenant_id:
        raise Refusal(403, "Insufficient permissions")
    return poc


# --- The service, and who is there ---

@route("GET", "/")
def root(office, request):
    return 200, {"message": "POC Manager API", "version": "1.0.0", "docs": "/docs"}


@route("GET", "/health")
def health(office, request):
    return 200, {"status": "healthy"}


def check_password(office, request):
    missing(request.body, "email", "password")
    # Q19: the local part's case counts.
    user = office.users.find(email=request.body["email"])
    if user is None or user._password != request.body["password"]:
        raise Refusal(401, "Incorrect email or password")
    return user


def options_of(office, user):
    return [{"tenant_id": each.tenant_id, "tenant_name": tenant.name, "tenant_slug": tenant.slug,
             "role": each.role, "is_default": each.is_default}
            for each in office.memberships.where(user_id=user.id)
            for tenant in office.tenants.where(id=each.tenant_id)]


@route("POST", "/auth/login")
def login(office, request):
    user = check_password(office, request)
    if not user.is_active:
        raise Refusal(403, "User account is inactive")
    user.last_login = office.now()
    options = options_of(office, user)
    if not options:
        raise Refusal(403, "User is not associated with any tenant")
    return 200, {"user_id": user.id, "email": user.email, "full_name": user.full_name,
                 "tenants": options, "requires_selection": len(options) > 1,
                 "access_token": None, "token_type": None}


def token_answer(office, user, tenant_id, subject):
    membership = office.memberships.find(user_id=user.id, tenant_id=tenant_id)
    if membership is None:
        raise Refusal(403, "You don't have access to this tenant")
    tenant = office.tenants.find(id=tenant_id)
    return 200, {"access_token": office.make_token(subject, membership), "token_type": "bearer",
                 "tenant_id": tenant.id, "tenant_name": tenant.name, "tenant_slug": tenant.slug,
                 "role": membership.role, "user_id": user.id, "email": user.email,
                 "full_name": user.full_name}


@route("POST", "/auth/select-tenant")
def select_tenant(office, request):
    missing(request.body, "tenant_id")
    user = check_password(office, request)
    return token_answer(office, user, request.body["tenant_id"], user.email)


@route("POST", "/auth/refresh")
def refresh(office, request):
    # Q1: the token names the account by its number, and nobody is found by that.
    return token_answer(office, request.user, request.tenant_id, str(request.user.id))


@route("POST", "/auth/switch-tenant")
def switch_tenant(office, request):
    missing(request.body, "tenant_id")
    return token_answer(office, request.user, request.body["tenant_id"], str(request.user.id))


@route("GET", "/auth/me")
def me(office, request):
    membership = membership_of(office, request, request.tenant_id)
    tenants = [option | {"is_active": True} for option in options_of(office, request.user)]
    return 200, {"id": request.user.id, "email": request.user.email,
                 "full_name": request.user.full_name, "is_active": True,
                 "current_tenant_id": request.tenant_id,
                 "current_role": membership.role if membership else None, "tenants": tenants}


@route("GET", "/tenants/{tenant}")
def show_tenant(office, request):
    tenant = office.tenants.find(id=request.id("tenant"))
    if tenant is None or tenant.id != request.tenant_id:
        raise Refusal(404, "Tenant not found")
    return 200, tenant.said() | {"contact_email": None, "contact_phone": None, "logo_url": None,
                                 "is_demo": False, "has_custom_mail_config": False}


@route("GET", "/users/")
def list_users(office, request):
    members = {each.user_id for each in office.memberships.where(tenant_id=request.tenant_id)}
    return 200, request.cut([user.said() for user in office.users if user.id in members])


@route("GET", "/users/{user}")
def show_user(office, request):
    user = office.users.find(id=request.id("user"))
    # Q29: only the organization that the account was made in counts.
    if user is None or user.tenant_id != request.tenant_id:
        raise Refusal(404, "User not found")
    return 200, user.said()


# --- POCs ---

def say_poc(poc):
    return told(poc, "status")


@route("GET", "/pocs/")
def list_pocs(office, request):
    pocs = office.pocs.where(tenant_id=request.tenant_id)
    # Q13: the role that counts is the one the account was made with.
    if request.user.role == "customer":
        # Q12, Q23: one row for each time that they take part.
        pocs = [poc for poc in pocs
                for _ in office.participants.where(poc_id=poc.id, user_id=request.user.id)]
    said = request.cut([say_poc(poc) for poc in pocs])
    return 200, list({poc["id"]: poc for poc in said}.values())


def check_days(body):
    """Q32: an empty one is none. Q30: nobody compares them."""
    for name in ("start_date", "end_date", "due_date"):
        if body.get(name) == "":
            invalid(name, "Input should be a valid date", "", "date_from_datetime_parsing")


@route("POST", "/pocs/")
def create_poc(office, request):
    need_internal(office, request)
    missing(request.body, "title", "customer_company_name")
    # Q7: summary and objectives are dropped, and so is all that a new one does not have.
    fields = {name: request.body.get(name) for name in ("description", "start_date", "end_date")}
    check_days(request.body)
    poc = office.add_poc(request.body["title"], request.body["customer_company_name"],
                         request.user, request.tenant_id, **fields)
    return 201, say_poc(poc)


@route("GET", "/pocs/{poc}")
def show_poc(office, request):
    poc = own_poc(office, request)
    people = [part.said("id", "poc_id", "joined_at")
              for part in office.participants.where(poc_id=poc.id)]
    return 200, say_poc(poc) | {"participants": people, "products": [],  # Q4
                                "success_criteria_count": len(office.criteria.where(poc_id=poc.id)),
                                "tasks_count": len(office.tasks.where(poc_id=poc.id)),
                                "task_groups_count": len(office.groups.where(poc_id=poc.id))}


@route("PUT", "/pocs/{poc}")
def change_poc(office, request):
    poc = written_poc(office, request)
    if request.body.get("status") not in (None, *POC_STATUSES):
        invalid("status", "Input should be one of the statuses", request.body["status"], "enum")
    check_days(request.body)
    refuse_nulls(request.body, "title", "customer_company_name")
    assign(office.pocs, poc, request.body, POC_FIELDS)
    poc._products = request.body.get("product_ids", poc._products)  # Q4
    poc.updated_at = office.now()
    return 200, say_poc(poc)


@route("DELETE", "/pocs/{poc}")
def archive_poc(office, request):
    poc = written_poc(office, request)
    assign(office.pocs, poc, {"status": "archived"}, POC_FIELDS)
    return 200, {"message": "POC archived successfully"}


def refuse_nulls(body, *names):
    """Q6: the database takes no null here."""
    if any(name in body and body[name] is None for name in names):
        raise CRASH


def assign(table, row, body, names):
    for name in names:
        if name in body:
            setattr(row, name, body[name])
    table.touch(row)


# --- Participants ---

@route("GET", "/pocs/{poc}/participants")
def list_participants(office, request):
    # Q14: anybody may ask, and of a POC that is not there one hears nothing.
    return 200, [say_participant(office, part)
                 for part in office.participants.where(poc_id=request.id("poc"))] + [
        say_open(office, each) for each in office.invitations.where(poc_id=request.id("poc"))
        if each.status in ("pending", "expired", "failed")]


def say_participant(office, part):
    user = office.users.find(id=part.user_id)
    return part.said("poc_id") | {"email": user.email, "full_name": user.full_name,
                                  "joined_at": moment(part.joined_at, zulu=False),
                                  "status": "accepted", "invitation_id": None}


def say_open(office, invitation):
    past = invitation.expires_at < office.now()
    status = "expired" if invitation.status == "pending" and past else invitation.status
    return {"id": None, "user_id": None, "email": invitation.email,
            "full_name": invitation.full_name, "is_sales_engineer": not invitation.is_customer,
            "is_customer": invitation.is_customer, "joined_at": None, "status": status,
            "invitation_id": invitation.id, "invited_at": moment(invitation.created_at, zulu=False),
            "expires_at": moment(invitation.expires_at, zulu=False),
            "resend_count": invitation.resend_count}


@route("POST", "/pocs/{poc}/participants")
def add_participant(office, request):
    poc = written_poc(office, request)
    if request.body.get("user_id") is not None:
        user = office.users.find(id=request.body["user_id"])
        if user is None:
            raise Refusal(404, "User not found")
        if office.participants.find(poc_id=poc.id, user_id=user.id):
            raise Refusal(400, "User is already a participant")
        office.take_part(poc, user, bool(request.body.get("is_customer")))
        return 200, {"message": "Participant added successfully"}
    if not request.body.get("email") or not request.body.get("full_name"):
        raise Refusal(400, "Email and full_name are required for invitations")
    # Q8: nobody looks at the address.
    invitation = invite(office, request, poc, request.body.get("is_customer", False))
    return 200, {"message": "Invitation sent successfully", "invitation_id": invitation.id,
                 "expires_at": moment(invitation.expires_at)}


@route("DELETE", "/pocs/{poc}/participants/{user}")
def remove_participant(office, request):
    poc = written_poc(office, request)
    part = office.participants.find(poc_id=poc.id, user_id=request.id("user"))
    if part is None:
        raise Refusal(404, "Participant not found")
    office.participants.remove(part)  # Q23: one row, if there are several
    for assignment in office.assignments.where(participant_id=part.id):
        office.assignments.remove(assignment)
    return 200, {"message": "Participant removed successfully"}


# --- Invitations ---

def say_invitation(invitation):
    return invitation.said()


def invite(office, request, poc, is_customer):
    email = request.body["email"]
    # Q18: what is past its life still counts. Q19: another spelling is another address.
    if office.invitations.find(poc_id=poc.id, email=email, status="pending"):
        raise Refusal(400, "Pending invitation already exists for this email")
    user = office.users.find(email=email)
    if user and office.participants.find(poc_id=poc.id, user_id=user.id):
        raise Refusal(400, "User is already a participant in this POC")
    now = office.now()
    return office.invitations.add(
        poc_id=poc.id, email=email, full_name=request.body["full_name"], status="pending",
        is_customer=is_customer, personal_message=request.body.get("personal_message"),
        invited_by=request.user.id, created_at=now, expires_at=now + INVITATION_LIFE,
        accepted_at=None, email_sent=False, email_error=None, resend_count=0,
        last_resent_at=None, _token=secrets.token_urlsafe(32), _mail_waits=True)


@route("POST", "/pocs/{poc}/invitations/")
def create_invitation(office, request):
    poc = invited_poc(office, request)
    missing(request.body, "email", "full_name")
    if not ADDRESS.fullmatch(request.body["email"]):
        invalid("email", "value is not a valid email address", request.body["email"])
    return 201, say_invitation(invite(office, request, poc, request.body.get("is_customer", True)))


@route("GET", "/pocs/{poc}/invitations/")
def list_invitations(office, request):
    invitations = office.invitations.where(poc_id=invited_poc(office, request).id)
    # Q8, Q36: one address that is none, and there is no list any more.
    if not all(ADDRESS.fullmatch(each.email) for each in invitations):
        raise CRASH
    newest_first = sorted(invitations, key=lambda each: each.created_at, reverse=True)
    return 200, [say_invitation(each) for each in newest_first]


def find_invitation(office, request, what, *statuses):
    poc = invited_poc(office, request)
    invitation = office.invitations.find(poc_id=poc.id, id=request.id("invitation"))
    if invitation is None:
        raise Refusal(404, "Invitation not found")
    if invitation.status not in statuses:
        raise Refusal(400, f"Cannot {what} invitation with status: {invitation.status}")
    return invitation


@route("POST", "/pocs/{poc}/invitations/{invitation}/resend")
def resend_invitation(office, request):
    invitation = find_invitation(office, request, "resend", "pending", "expired", "failed")
    now = office.now()
    invitation.__dict__.update(
        status="pending", expires_at=now + INVITATION_LIFE, email_sent=False, email_error=None,
        resend_count=invitation.resend_count + 1, last_resent_at=now,
        _token=secrets.token_urlsafe(32), _mail_waits=True)
    return 200, say_invitation(invitation)


@route("DELETE", "/pocs/{poc}/invitations/{invitation}")
def revoke_invitation(office, request):
    find_invitation(office, request, "revoke", "pending").status = "revoked"
    return 200, {"message": "Invitation revoked successfully"}
