"""When what decides about rights is broken, nobody gets in and nobody sees a traceback (checklist 46)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from jobhelp.accounts.models import User
from jobhelp.permissions import Permission
from tests.house.scene import ACTORS, Scene

TRACE = re.compile(r"Traceback|File &#34;|File \"|sqlalchemy|RuntimeError")


def guarded(scene: Scene) -> list[tuple[str, str]]:
    """(method, address) of every route that asks for a permission."""
    found = []
    for rule in scene.app.url_map.iter_rules():
        view = scene.app.view_functions[rule.endpoint]
        if isinstance(getattr(view, "access", None), Permission):
            found += [(method, scene.address(rule)) for method in (rule.methods or set()) & {"GET", "POST"}]
    return found


@contextmanager
def broken_database(scene: Scene) -> Iterator[None]:
    """Every statement fails, as when the server is gone."""

    def fail(*_: object) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    engine = scene.app.extensions["jobhelp.engine"]
    event.listen(engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", fail)


@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor != "anonymous"])
def test_with_the_table_of_rights_broken_nobody_gets_in(
    scene: Scene, actor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: User, permission: Permission) -> bool:
        raise RuntimeError("the table cannot be read")

    monkeypatch.setattr(User, "may", fail)
    client, before = scene.client(actor), scene.dump()
    admitted = []
    for method, address in guarded(scene):
        response = client.open(address, method=method)
        if response.status_code < 400 or TRACE.search(response.text):
            admitted.append(f"{method} {address}: {response.status_code}")
    assert admitted == []
    assert scene.dump() == before


@pytest.mark.parametrize("actor", ["resident", "employer", "district_here", "city", "administrator"])
def test_with_the_database_gone_nobody_gets_in(scene: Scene, actor: str) -> None:
    client = scene.client(actor)
    admitted = []
    with broken_database(scene):
        for method, address in guarded(scene):
            response = client.open(address, method=method)
            if response.status_code < 500 or TRACE.search(response.text):
                admitted.append(f"{method} {address}: {response.status_code}")
    assert admitted == []
