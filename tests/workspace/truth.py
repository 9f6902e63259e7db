# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server says through its API, and whether a desktop shows the same."""

from desk import KINDS, in_servers_numbers

STATUSES = {"accepted": "removed", "revoked": "cancelled"}


def read_truth(office, who="ruth"):
    """The POCs by their numbers, and by POC what each consists of."""

    def get(path):
        answer = office.call("GET", path, who=who)
        assert answer.status == 200, f"{path}: {answer.status} {answer.text}"
        return answer.json

    pocs = get("/pocs/?limit=1000")
    return {"pocs": by_number(pocs), "in": {poc["id"]: read_page(get, poc["id"]) for poc in pocs}}


def read_page(get, poc):
    page = {
        "task": get(f"/tasks/pocs/{poc}/tasks"),
        "task_group": get(f"/tasks/pocs/{poc}/task-groups"),
        "criterion": get(f"/pocs/{poc}/success-criteria"),
        "comment": get(f"/pocs/{poc}/comments"),
        "resource": get(f"/pocs/{poc}/resources"),
    }
    for kind, segment in (("task", "tasks"), ("task_group", "task-groups")):
        for row in page[kind]:
            page["resource"] += get(f"/pocs/{poc}/{segment}/{row['id']}/resources")
    page = {kind: by_number(rows) for kind, rows in page.items()}
    page["people"] = read_people(get(f"/pocs/{poc}/participants"), get(f"/pocs/{poc}/invitations/"))
    return page


def by_number(rows):
    return {row["id"]: row for row in rows}


def read_people(participants, invitations):
    """One row an address: its status, account and newest invitation."""
    people = {}
    for row in sorted(invitations, key=lambda row: (row["created_at"], row["id"])):
        status = STATUSES.get(row["status"], row["status"])
        people[row["email"].lower()] = (status, None, row["id"])
    for row in participants:
        if row["user_id"] is not None:
            address = row["email"].lower()
            newest = people.get(address, (None, None, None))[2]
            people[address] = ("accepted", row["user_id"], newest)
    return people


def find_difference(view, truth):
    """The first thing in which what a desktop shows is not what the server says, or None."""
    numbers = view["numbers"]
    pocs = [in_servers_numbers(row, numbers) for row in view["pocs"]]
    difference = compare("poc", by_number(pocs), truth["pocs"])
    for row, poc in zip(view["pocs"], pocs):
        difference = difference or compare_pages(
            view["in"][str(row["id"])], truth["in"].get(poc["id"]), numbers)
    return difference


def compare_pages(page, truth, numbers):
    for kind in KINDS:
        rows = [in_servers_numbers(row, numbers) for row in page[kind]]
        if difference := compare(kind, by_number(rows), truth[kind]):
            return difference
        if difference := compare_order(kind, rows):
            return difference
    people = {row["email"].lower(): (row["status"], row["user_id"], row["invitation_id"])
              for row in page["people"]}
    for address in people.keys() | truth["people"].keys():
        if people.get(address) != truth["people"].get(address):
            return f"{address}: {people.get(address)} is {truth['people'].get(address)}"
    return None


def compare(kind, shown, true):
    if shown.keys() != true.keys():
        return f"{kind}: {sorted(shown)} are {sorted(true)}"
    for number, row in shown.items():
        for name in row.keys() & true[number].keys():
            if row[name] != true[number][name] and (kind, name) != ("resource", "poc_id"):
                return f"{kind} {number}: {name} {row[name]!r} is {true[number][name]!r}"
        if row.get("operation_state"):
            return f"{kind} {number} still waits: {row}"
    return None


def compare_order(kind, rows):
    """Rows stand as every desktop sorts them."""
    place = (lambda row: row["created_at"]) if kind == "comment" else (
        lambda row: (row["sort_order"] or 0, row["created_at"]))
    places = [place(row) for row in rows]
    return None if places == sorted(places) else f"{kind}: the order is {places}"


# --- What showed while there was no network, and shows since ---

# What people write.
WRITTEN = ("title", "description", "status", "sort_order", "content", "subject", "is_internal",
           "objectives", "executive_summary", "end_date", "customer_company_name",
           "target_value", "achieved_value", "is_met")
NAMED = {"poc_task_id": "task", "poc_task_group_id": "task_group",
         "success_criteria_id": "criterion"}
BECOMES = {"invite": "pending", "cancel": "cancelled", "remove": "removed", "restore": "accepted"}


def find_loss(shown, now):
    """The first thing that somebody has seen at a desktop and does not see there any more, or
    None. The server may fill in what was empty."""
    if loss := find_lost_row("poc", shown["pocs"], now["pocs"], {}):
        return loss
    for poc, page in shown["in"].items():
        there = {kind: {row["id"] for row in page[kind]} for kind in KINDS}
        for kind in KINDS:
            if loss := find_lost_row(kind, page[kind], now["in"][poc][kind], there):
                return loss
        if loss := find_lost_person(page["people"], now["in"][poc]["people"]):
            return loss
    return None


def find_lost_row(kind, shown, now, there):
    now = by_number(now)
    if now.keys() != {row["id"] for row in shown}:
        return f"{kind}: {sorted(now)} were {sorted(row['id'] for row in shown)}"
    for row in shown:
        wanted = {name: row[name] for name in WRITTEN if row.get(name) is not None}
        for name, named in NAMED.items():
            if name in row and there:
                wanted[name] = row[name] if row[name] in there[named] else None
        differences = {name: (value, now[row["id"]][name]) for name, value in wanted.items()
                       if now[row["id"]][name] != value}
        if differences:
            return f"{kind} {row['id']} was {differences}"
    return None


def find_lost_person(shown, now):
    now = {row["email"]: row["status"] for row in now}
    for row in shown:
        wanted = BECOMES.get(row.get("operation_kind"), row["status"])
        if now.get(row["email"]) != wanted:
            return f"{row['email']} is {now.get(row['email'])}, was to be {wanted}: {row}"
    return None
