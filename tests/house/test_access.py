"""Every route × every kind of person × GET and POST answers as the table `access.csv` says (checklist 1, 2, 7).

The table is part of the review: a new route without its row fails, and a changed answer shows in the diff.
Write it anew with `python -m tests.house.access` and read what changed.
"""

import csv

from flask import Flask

from jobhelp.permissions import Permission, is_read
from tests.house.access import TABLE, answers, columns
from tests.house.scene import Scene


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    bare = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "access")
    ]
    assert bare == []


def test_a_permission_to_see_never_guards_a_route_that_writes(app: Flask) -> None:
    wrong = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and isinstance(access := getattr(app.view_functions[rule.endpoint], "access", None), Permission)
        and is_read(access)
    ]
    assert wrong == []


def test_every_route_answers_every_role_as_the_table_says(scene: Scene) -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        expected = {(row["endpoint"], row["method"]): row for row in csv.DictReader(file)}
    found = {(row["endpoint"], row["method"]): row for row in answers(scene)}
    assert set(found) == set(expected), "a route has no row in access.csv, or a row has no route"
    differences = [
        f"{endpoint} {method} {actor}: table {expected[endpoint, method][actor]}, site {row[actor]}"
        for (endpoint, method), row in found.items()
        for actor in columns()[2:]
        if row[actor] != expected[endpoint, method][actor]
    ]
    assert differences == []
