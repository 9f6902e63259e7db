# SPDX-License-Identifier: GPL-3.0-or-later
"""What POCs are worked on with on a server of API 1.0.0, defects included; see plain_office."""

from pmtest.plain_office import CRASH, TASK_STATUSES, Refusal, Row, invalid, missing, moment, told
from pmtest.plain_routes import (assign, check_days, find_poc, need_internal, refuse_nulls, route,
                                 written_poc)

# --- Tasks and groups ---

def say_task(office, task, in_list):
    if office.assignments.where(task_id=task.id):
        raise CRASH  # Q2: after what was asked is stored
    linked = task._criteria if in_list else []
    return told(task, "status") | {"assignees": [], "success_criteria_ids": linked}


def check_dates(poc, row, word):
    """Q37: whatever is changed, all dates are looked at."""
    for name in ("start", "due"):
        date = getattr(row, f"{name}_date")
        if date and poc.start_date and date < poc.start_date:
            raise Refusal(400, f"{word} {name} date cannot be before the POC start date")
        if date and poc.end_date and date > poc.end_date:
            raise Refusal(400, f"{word} {name} date cannot be after the POC end date")
    if row.start_date and row.due_date and row.start_date > row.due_date:
        raise Refusal(400, f"{word} start date cannot be after the {word.lower()} due date")


@route("GET", "/tasks/pocs/{poc}/tasks")
def list_tasks(office, request):
    tasks = office.tasks.where(poc_id=find_poc(office, request).id)
    return 200, [say_task(office, task, True)
                 for task in sorted(tasks, key=lambda task: task.sort_order or 0)]


def add_step(table, poc, body, now, word, **more):
    """Q7: status and success are dropped."""
    missing(body, "title")
    check_days(body)
    columns = {"poc_id": poc.id, "title": body["title"], "description": body.get("description"),
               "status": "not_started", "success_level": None,
               "sort_order": body.get("sort_order") or 0, "start_date": body.get("start_date"),
               "due_date": body.get("due_date") or poc.end_date, "created_at": now,
               "completed_at": None}
    check_dates(poc, Row(**columns), word)
    return table.add(**columns, **more)


@route("POST", "/tasks/pocs/{poc}/tasks")
def create_task(office, request):
    poc = written_poc(office, request)
    task = add_step(office.tasks, poc, request.body, office.now(), "Task", task_id=None,
                    _criteria=request.body.get("success_criteria_ids") or [])
    return 201, say_task(office, task, False)


STEP_FIELDS = ("title", "description", "status", "success_level", "sort_order", "start_date",
               "due_date")


def change_step(office, request, table, name, word):
    # Q14: whoever is signed in may.
    poc = find_poc(office, request)
    step = table.find(poc_id=poc.id, id=request.id(name))
    if step is None:
        raise Refusal(404, f"{word} not found")
    if request.body.get("status") not in (None, *TASK_STATUSES):
        invalid("status", "Input should be one of the statuses", request.body["status"], "enum")
    check_days(request.body)
    refuse_nulls(request.body, "title")
    before = dict(step.__dict__)
    assign(table, step, request.body, STEP_FIELDS)
    try:
        check_dates(poc, step, word)
    except Refusal:
        step.__dict__.update(before)
        raise
    # Q22: set once, and never cleared.
    if step.status == "completed" and step.completed_at is None:
        step.completed_at = office.now()
    return step


@route("PUT", "/tasks/pocs/{poc}/tasks/{task}")
def change_task(office, request):
    task = change_step(office, request, office.tasks, "task", "Task")
    return 200, say_task(office, task, False)


@route("DELETE", "/tasks/pocs/{poc}/tasks/{task}")
def delete_task(office, request):
    need_internal(office, request)
    task = office.tasks.find(poc_id=request.id("poc"), id=request.id("task"))
    if task is None:
        raise Refusal(404, "Task not found")
    if office.comments.where(poc_task_id=task.id):
        raise CRASH  # Q9
    unassign(office, task.id)
    for resource in office.resources.where(poc_task_id=task.id):
        office.resources.remove(resource)
    office.tasks.remove(task)
    return 200, {"message": "Task removed successfully"}


def unassign(office, task_id):
    gone = office.assignments.where(task_id=task_id)
    for assignment in gone:
        office.assignments.remove(assignment)
    return gone


def say_assignees(office, request):
    if office.tasks.find(poc_id=request.id("poc"), id=request.id("task")) is None:
        raise Refusal(404, "Task not found")
    said = []
    for each in office.assignments.where(task_id=request.id("task")):
        user = office.users.find(id=office.participants.find(id=each.participant_id).user_id)
        said.append({"id": each.id, "participant_id": each.participant_id,
                     "participant_name": user.full_name, "participant_email": user.email,
                     "assigned_at": moment(office.now())})
    return 200, said


@route("POST", "/tasks/pocs/{poc}/tasks/{task}/assign")
def assign_task(office, request):
    written_poc(office, request)
    missing(request.body, "participant_ids")
    unassign(office, request.id("task"))
    for participant_id in request.body["participant_ids"]:
        office.assignments.add(task_id=request.id("task"), participant_id=participant_id)
    return say_assignees(office, request)


@route("GET", "/tasks/pocs/{poc}/tasks/{task}/assignees")
def list_assignees(office, request):
    return say_assignees(office, request)


@route("DELETE", "/tasks/pocs/{poc}/tasks/{task}/assign")
def unassign_task(office, request):
    need_internal(office, request)
    gone = unassign(office, request.id("task"))
    return 200, {"message": f"Removed {len(gone)} assignee(s) from task"}


def say_group(group):
    return told(group, "status") | {"success_criteria_ids": [], "tasks": []}


@route("GET", "/tasks/pocs/{poc}/task-groups")
def list_groups(office, request):
    return 200, [say_group(each) for each in office.groups.where(poc_id=request.id("poc"))]


@route("POST", "/tasks/pocs/{poc}/task-groups")
def create_group(office, request):
    poc = written_poc(office, request)
    return 201, say_group(add_step(office.groups, poc, request.body, office.now(), "Task group",
                                   task_group_id=None))


@route("PUT", "/tasks/pocs/{poc}/task-groups/{group}")
def change_group(office, request):
    return 200, say_group(change_step(office, request, office.groups, "group", "Task group"))


# --- Comments ---

def say_comment(office, comment):
    user = office.users.find(id=comment.user_id)
    author = {"id": user.id, "email": user.email, "full_name": user.full_name}
    return told(comment, "is_internal") | {"guest_name": None, "guest_email": None, "user": author}


def comment_target(office, request):
    task, group = request.query.get("task_id"), request.query.get("task_group_id")
    if not task and not group:
        raise Refusal(400, "Comments must be filtered by either task_id or task_group_id")
    if task and group:
        raise Refusal(400, "Filter by either a task or task group, not both")
    task, group = (int(number) if number else None for number in (task, group))
    poc = find_poc(office, request)
    if task and office.tasks.find(id=task, poc_id=poc.id) is None:
        raise Refusal(404, "Task not found in this POC")
    if group and office.groups.find(id=group, poc_id=poc.id) is None:
        raise Refusal(404, "Task group not found in this POC")
    return poc, task, group


@route("GET", "/pocs/{poc}/comments")
def list_comments(office, request):
    poc, task, group = comment_target(office, request)
    found = office.comments.where(poc_id=poc.id, poc_task_id=task, poc_task_group_id=group)
    # Q13: who sees what is internal depends on the role the account was made with.
    visible = [each for each in found
               if not each.is_internal or request.user.role != "customer"]
    return 200, [say_comment(office, each) for each in reversed(visible)]


@route("POST", "/pocs/{poc}/comments")
def create_comment(office, request):
    missing(request.body, "subject", "content")
    # Q10: the target must be said twice.
    if not request.body.get("poc_task_id") and not request.body.get("poc_task_group_id"):
        raise Refusal(422, [{"type": "value_error", "loc": ["body"], "ctx": {"error": {}},
                             "msg": "Value error, Comment must be associated with either a task "
                                    "(poc_task_id) or task group (poc_task_group_id)",
                             "input": request.body}])
    if len(request.body["content"]) > 1000:
        invalid("content", "String should have at most 1000 characters", request.body["content"],
                "string_too_long")
    poc, task, group = comment_target(office, request)
    if request.body.get("is_internal") and request.user.role == "customer":
        raise Refusal(403, "Customers cannot create internal comments")
    comment = office.comments.add(
        subject=request.body["subject"], content=request.body["content"], poc_id=poc.id,
        is_internal=bool(request.body.get("is_internal")), user_id=request.user.id,
        poc_task_id=task, poc_task_group_id=group, created_at=office.now(), updated_at=None)
    return 201, say_comment(office, comment)


def own_comment(office, request):
    comment = office.comments.find(poc_id=request.id("poc"), id=request.id("comment"))
    if comment is None:
        raise Refusal(404, "Comment not found")
    if comment.user_id != request.user.id:
        raise Refusal(403, "Access denied")
    return comment


@route("PUT", "/pocs/{poc}/comments/{comment}")
def change_comment(office, request):
    comment = own_comment(office, request)
    refuse_nulls(request.body, "subject", "content")
    assign(office.comments, comment, request.body, ("subject", "content", "is_internal"))
    comment.updated_at = office.now()
    raise CRASH  # Q3: it is stored all the same


@route("DELETE", "/pocs/{poc}/comments/{comment}")
def delete_comment(office, request):
    office.comments.remove(own_comment(office, request))
    return 200, {"message": "Comment deleted successfully"}


# --- Criteria and resources ---

def say_criterion(criterion):
    return told(criterion, "is_met", "importance_level", "sort_order")


@route("GET", "/pocs/{poc}/success-criteria")
def list_criteria(office, request):
    return 200, [say_criterion(each) for each in office.criteria.where(poc_id=request.id("poc"))]


@route("POST", "/pocs/{poc}/success-criteria")
def create_criterion(office, request):
    poc = written_poc(office, request)
    missing(request.body, "title", "poc_id")
    # Q7: the importance is dropped.
    criterion = office.criteria.add(
        title=request.body["title"], description=request.body.get("description"),
        target_value=request.body.get("target_value"), importance_level=3, poc_id=poc.id,
        achieved_value=None, is_met=False, sort_order=request.body.get("sort_order") or 0,
        created_at=office.now(), updated_at=None)
    return 201, say_criterion(criterion)


@route("PUT", "/pocs/{poc}/success-criteria/{criterion}")
def change_criterion(office, request):
    criterion = office.criteria.find(poc_id=request.id("poc"), id=request.id("criterion"))
    if criterion is None:
        raise Refusal(404, "Success criteria not found")
    refuse_nulls(request.body, "title")
    assign(office.criteria, criterion, request.body,
           ("title", "description", "target_value", "achieved_value", "is_met",
            "importance_level", "sort_order"))
    criterion.updated_at = office.now()
    return 200, say_criterion(criterion)


@route("DELETE", "/pocs/{poc}/success-criteria/{criterion}")
def delete_criterion(office, request):
    need_internal(office, request)
    criterion = office.criteria.find(poc_id=request.id("poc"), id=request.id("criterion"))
    if criterion is None:
        raise Refusal(404, "Success criteria not found")
    if any(criterion.id in task._criteria for task in office.tasks):
        raise CRASH  # Q9
    office.criteria.remove(criterion)
    return 200, {"message": "Success criteria deleted successfully"}


PARENTS = {"tasks": "poc_task_id", "task-groups": "poc_task_group_id"}
PARENT_TABLES = {"poc_task_id": lambda office: office.tasks,
                 "poc_task_group_id": lambda office: office.groups}


def parent_of(request):
    """The column and number of what a resource belongs to."""
    for part, column in PARENTS.items():
        if part in request.path:
            return column, request.id("parent")
    return "poc_id", request.id("poc")


def list_resources(office, request):
    column, parent = parent_of(request)
    return 200, [each.said() for each in office.resources.where(**{column: parent})]


def create_resource(office, request):
    written_poc(office, request)
    missing(request.body, "title", "resource_type", "content")
    if request.body["resource_type"] not in ("link", "code", "text", "file"):
        invalid("resource_type", "Input should be 'link', 'code', 'text' or 'file'",
                request.body["resource_type"], "enum")  # Q32
    column, parent = parent_of(request)
    if column != "poc_id" and PARENT_TABLES[column](office).find(id=parent) is None:
        raise CRASH  # nobody looks before the database does
    columns = {"poc_id": None, "poc_task_id": None, "poc_task_group_id": None, column: parent}
    resource = office.resources.add(
        title=request.body["title"], description=request.body.get("description"),
        resource_type=request.body["resource_type"], content=request.body["content"],
        sort_order=request.body.get("sort_order") or 0,
        success_criteria_id=request.body.get("success_criteria_id"), created_at=office.now(),
        **columns)
    return 201, resource.said()


def find_resource(office, request):
    need_internal(office, request)
    resource = office.resources.find(id=request.id("resource"))
    if resource is None:
        raise Refusal(404, "Resource not found")
    return resource


def change_resource(office, request):
    resource = find_resource(office, request)
    refuse_nulls(request.body, "title", "content")
    assign(office.resources, resource, request.body,
           ("title", "description", "content", "sort_order", "success_criteria_id"))
    return 200, resource.said()


def delete_resource(office, request):
    office.resources.remove(find_resource(office, request))
    return 200, {"message": "Resource deleted successfully"}


for place in ("/pocs/{poc}", "/pocs/{poc}/tasks/{parent}", "/pocs/{poc}/task-groups/{parent}"):
    route("GET", f"{place}/resources")(list_resources)
    route("POST", f"{place}/resources")(create_resource)
    route("PUT", f"{place}/resources/{{resource}}")(change_resource)
    route("DELETE", f"{place}/resources/{{resource}}")(delete_resource)
