"""Whatever people write is text: a payload in every free-text column is never markup on any page (checklist 24)."""

from html.parser import HTMLParser

import pytest
from sqlalchemy import Index, String, Table, Text, UniqueConstraint, text, update
from sqlalchemy.orm import Mapper, Session

from jobhelp import crypto
from jobhelp.migrations_state import Base
from jobhelp.orm import Sealed
from tests.house.scene import ACTORS, Scene
from tests.house.test_requests import pages

PAYLOADS = (
    '"><img src=x onerror=alert(7777)>',
    "<script>alert(7777)</script>",
    "' onmouseover=alert(7777) x='",
    "javascript:alert(7777)//",
    "{{7777*7777}}</title><svg/onload=alert(7777)>",
    "\u202e<b>7777",
)
FREE_FROM = 60  # columns that hold at least so many characters hold what people wrote
CODES = {  # long, but written by the program
    ("users", "password_hash"),
    ("opening_words", "title"),
    ("opening_words", "body"),
    ("openings", "source_url"),  # kept only when it is a web address; tests/openings
    ("notices", "link"),
    ("audit_entries", "action"),
    ("outbox", "key"),
    ("claims", "holder"),
    ("person_facts", "holder"),
    ("benefit_months", "holder"),
}
RUN = "60481729"  # what the template engine would make of {{7777*7777}}


class Reader(HTMLParser):
    """What a browser would bring to life: elements and attributes that the payloads are made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.live: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Handlers, script addresses, and the payloads' own elements."""
        for name, value in attrs:
            address = (value or "").strip().lower().startswith("javascript:")
            if name.startswith("on") or (address and name in ("href", "src", "action", "formaction")):
                self.live.append(f"<{tag} {name}={value}>")
            if (tag, name, value) == ("img", "src", "x"):
                self.live.append("<img src=x>")

    def handle_data(self, data: str) -> None:
        """A script that holds the payload, or bold made of it."""
        tag = self.get_starttag_text()
        if (tag == "<script>" and "7777" in data) or (tag == "<b>" and data.startswith("7777")):
            self.live.append(f"{tag}{data}")


def free_columns(mapper: Mapper[object]) -> list[str]:
    """The names of a table's columns in which people's own words stand."""
    table = mapper.local_table
    assert isinstance(table, Table)
    single = [
        one for one in (*table.constraints, *table.indexes) if isinstance(one, UniqueConstraint | Index)
    ]
    unique = {
        column.name
        for one in single
        if isinstance(one, UniqueConstraint) or one.unique
        for column in one.columns
    }
    return [
        column.name
        for column in mapper.columns
        if isinstance(column.type, String | Text)
        and (getattr(column.type, "length", None) or FREE_FROM) >= FREE_FROM
        and not column.primary_key
        and column.name not in unique
        and not column.foreign_keys
        and "digest" not in column.name
        and (str(table), column.name) not in CODES
    ]


def _unlock(session: Session) -> None:
    """Let the append-only tables be changed: their words come from people too. `Scene.restore` locks them again."""
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%append-only%'"
    for (name,) in session.execute(text(triggers)).all():
        session.execute(text(f"DROP TRIGGER {name}"))


def poison(session: Session, turn: int) -> list[str]:
    """Write a payload into every free column and every sealed name, in each turn another one; returns which."""
    done: list[str] = []
    _unlock(session)
    for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__name__):
        for name in free_columns(mapper):
            length = getattr(mapper.columns[name].type, "length", None)
            payload = PAYLOADS[(len(done) + turn) % len(PAYLOADS)]
            session.execute(update(mapper.class_).values({name: payload[:length]}))
            done.append(f"{mapper.local_table}.{name}")
        sealed = [
            name
            for name, value in vars(mapper.class_).items()
            if isinstance(value, Sealed) and name in ("name", "note", "why", "told", "heard")
        ]
        for row in session.query(mapper.class_) if sealed else ():
            for name in sealed:
                place = f"{mapper.local_table}.{name}"
                payload = PAYLOADS[(len(done) + turn) % len(PAYLOADS)]
                box = crypto.keyring().seal(payload, place=place, row=row.uid)
                changed = update(mapper.class_).where(mapper.class_.uid == row.uid)
                session.execute(changed.values({f"{name}_sealed": box}))  # past the guards of frozen rows
                done.append(place)
    session.commit()
    return done


@pytest.mark.parametrize("turn", [0, *(pytest.param(turn, marks=pytest.mark.long) for turn in range(1, 6))])
def test_what_people_write_is_never_markup(scene: Scene, turn: int) -> None:
    with Session(scene.engine) as session:
        touched = poison(session, turn)
    assert {"openings.title", "employers.name", "seeker_profiles.words", "seekers.name"} <= set(touched)
    live, shown = [], 0
    for actor in ACTORS:
        for client, address in pages(scene, actor):
            response = client.get(address)
            if response.mimetype != "text/html":
                continue
            shown += "7777" in response.text
            if response.status_code >= 500 and address != "/readyz":
                live.append(f"{actor} {address}: {response.status_code}")
            found = Reader(response.text).live + [RUN] * (RUN in response.text)
            live += [f"{actor} {address}: {one}" for one in found]
    assert live == []
    assert shown > 20  # the payload did reach pages
