"""The last vacancy is given once, however many press at the same moment: against the real server (checklist 33).

Distinct signed-in people apply at once; then the employer's accounts hire all of them at once into one free place.
The short form runs in `make test`, the long one (200 clients, 50 rounds, four processes, both databases) in
`make test-long`, which writes docs/measured/last-vacancy.json.
"""

import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import database
from jobhelp.accounts.models import User
from jobhelp.app import create_app
from jobhelp.applications.models import Application
from jobhelp.config import Settings
from jobhelp.employers.models import Employer, EmployerMember
from jobhelp.openings.models import Opening
from jobhelp.orm import write_session
from tests import factories, measured
from tests.applications.site import Answer, Browser, all_at_once, gunicorn, signed_in

MEMBERS = 10
ROOMY, LAST = 3, 1  # the post has three places, two are taken: the last one is raced for


@dataclass
class City:
    """A running site, its people as browsers, and what was measured."""

    engine: Engine
    employer_id: int
    seekers: list[Browser]
    members: list[Browser]
    statuses: Counter[int] = field(default_factory=Counter)
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: {"apply": [], "hire": []})

    def race(self) -> None:
        """One round: a new post with one place left, everybody applies at once, everybody is hired at once."""
        opening_id = self._post()
        applying = [partial(one.post, f"/openings/{opening_id}/apply") for one in self.seekers]
        applied = self._measured("apply", all_at_once(applying))
        assert all(answer.location.startswith("/me/applications/") for answer in applied)
        numbers = [answer.location.rsplit("/", 1)[1] for answer in applied]
        assert len(set(numbers)) == len(self.seekers)
        hiring = [
            partial(
                self.members[place % MEMBERS].post, f"/employer/applications/{number}/answer", action="hire"
            )
            for place, number in enumerate(numbers)
        ]
        self._measured("hire", all_at_once(hiring))
        self._check(opening_id)

    def _post(self) -> int:
        with write_session(self.engine) as session:
            employer = session.get_one(Employer, self.employer_id)
            opening = factories.make_opening(session, employer=employer, headcount=ROOMY, taken=ROOMY - LAST)
            number = opening.id
        return number

    def _measured(self, what: str, answers: list[Answer]) -> list[Answer]:
        self.statuses.update(answer.status for answer in answers)
        self.milliseconds[what] += [answer.milliseconds for answer in answers]
        assert [answer.status for answer in answers] == [302] * len(answers)
        return answers

    def _check(self, opening_id: int) -> None:
        with Session(self.engine) as session:
            statement = select(Application.state, func.count()).where(Application.opening_id == opening_id)
            found = dict(session.execute(statement.group_by(Application.state)).all())
            opening = session.get_one(Opening, opening_id)
            assert found == {"hired": LAST, "closed": len(self.seekers) - LAST}
            assert (opening.taken, opening.state) == (ROOMY, "filled")

    def figures(self, *, rounds: int, seconds: float, workers: int) -> dict[str, Any]:
        """What the record keeps."""
        shown = {
            f"{what}_ms": {
                "median": round(statistics.median(times)),
                "p95": round(statistics.quantiles(times, n=20)[-1]),
                "max": round(max(times)),
            }
            for what, times in self.milliseconds.items()
        }
        return {
            "clients": len(self.seekers),
            "rounds": rounds,
            "server_processes": workers,
            "requests": sum(self.statuses.values()),
            "hired": rounds * LAST,
            "places": rounds * LAST,
            "answers_5xx": sum(count for status, count in self.statuses.items() if status >= 500),
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
            "seconds": round(seconds, 1),
            **shown,
        }


def settled(tmp_path: Path, template_database: Path, url: str | None) -> dict[str, str]:
    """The settings of a city of its own: limits are on, for they count by person and not by address."""
    folder = tmp_path / "city"
    folder.mkdir()
    environment = {"JOBHELP_DATA_DIR": str(folder), "JOBHELP_SMS": "file", "JOBHELP_DEBUG": "0"}
    if url is not None:
        return environment | {"JOBHELP_DATABASE_URL": url}
    (folder / "jobhelp.db").write_bytes(template_database.read_bytes())
    return environment


def people(engine: Engine, clients: int) -> tuple[int, list[User], list[User]]:
    """(employer, members, residents): everybody with an account of their own."""
    with write_session(engine) as session:
        employer, first = factories.make_employer(session)
        members = [first]
        for _ in range(MEMBERS - 1):
            member = factories.make_user(session, "employer")
            session.add(EmployerMember(user_id=member.id, employer_id=employer.id))
            members.append(member)
        seekers = [factories.make_seeker(session) for _ in range(clients)]
        residents = [session.get_one(User, seeker.user_id) for seeker in seekers]
        return employer.id, members, residents


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def environment(request: pytest.FixtureRequest, tmp_path: Path, template_database: Path) -> dict[str, str]:
    """Settings on SQLite, then on PostgreSQL."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    return settled(tmp_path, template_database, url)


@pytest.fixture
def site(environment: dict[str, str]) -> Iterator[Flask]:
    """The same site in this process, for its signing key and its database."""
    settings = Settings.from_env(environment)
    app = create_app(settings)
    database.prepare(settings, app.extensions["jobhelp.engine"])
    yield app
    app.extensions["jobhelp.engine"].dispose()


def run(
    site: Flask, environment: dict[str, str], log: Path, *, clients: int, rounds: int, workers: int
) -> City:
    """Start the server, sign everybody in, and race `rounds` times."""
    engine = site.extensions["jobhelp.engine"]
    employer_id, members, residents = people(engine, clients)
    with gunicorn(environment, log, workers=workers, threads=4) as port:
        city = City(
            engine,
            employer_id,
            [signed_in(site, port, user) for user in residents],
            [signed_in(site, port, user) for user in members],
        )
        first = city._post()
        for browser in (*city.seekers, *city.members):  # a real page gives each its form token
            address = f"/openings/{first}" if browser in city.seekers else "/notices"
            assert browser.get(address).status == 200
            assert browser.token
        for _ in range(rounds):
            city.race()
    return city


def test_twenty_clients_and_one_place(site: Flask, environment: dict[str, str], tmp_path: Path) -> None:
    city = run(site, environment, tmp_path / "server.log", clients=20, rounds=3, workers=2)
    assert city.statuses == {302: 2 * 20 * 3}


@pytest.mark.long
def test_two_hundred_clients_and_one_place_fifty_times(
    site: Flask, environment: dict[str, str], tmp_path: Path
) -> None:
    started = time.monotonic()
    city = run(site, environment, tmp_path / "server.log", clients=200, rounds=50, workers=4)
    assert city.statuses == {302: 2 * 200 * 50}
    name = city.engine.dialect.name
    seconds = time.monotonic() - started
    measured.record("last-vacancy", {name: city.figures(rounds=50, seconds=seconds, workers=4)})
