"""A small city for whole-site tests: two districts, and in each a seeker, an employer, posts, applications, staff.

`Scene` holds a database that can be put back to its first state in milliseconds, so that every request of a matrix
meets the same city.
"""

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from jobhelp import clock
from jobhelp.accounts import service as accounts
from jobhelp.accounts.models import User
from jobhelp.claims import service as claims
from jobhelp.hub.models import ImportRun
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import service as life_events
from jobhelp.life_events.models import Proposal, Screening
from jobhelp.life_events.states import Cause, ProposalKind
from jobhelp.notices import service as notices
from jobhelp.notices.models import Notice
from jobhelp.payments import service as payments
from jobhelp.permissions import Role
from tests import factories
from tests.hub.rows import NO_COUNTS
from tests.loans import rows as loans
from tests.payments import city as money

HERE, ELSEWHERE = "230103", "230102"
ACTORS = (
    "anonymous",
    "resident",  # the things asked for are theirs
    "other_resident",
    "employer",  # the things asked for are theirs
    "other_employer",
    "street_here",
    "street_elsewhere",
    "district_here",
    "district_elsewhere",
    "city",
    "organiser",
    "auditor",
    "administrator",
)


@dataclass
class Scene:
    """The site, its people by actor name, and the values that fill addresses (all of the *own* things)."""

    app: Flask
    database: Path
    people: dict[str, User] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        """The engine of the site."""
        found: Engine = self.app.extensions["jobhelp.engine"]
        return found

    def client(self, actor: str) -> FlaskClient:
        """A browser in which `actor` is signed in."""
        client = self.app.test_client()
        if actor != "anonymous":
            factories.sign_in(client, self.people[actor])
        return client

    def address(self, rule: Rule, **other: object) -> str:
        """The address of a rule, filled with the scene's own things."""
        wanted = {
            name: (self.values | other)[f"{rule.endpoint.split('.')[0]}.{name}"] for name in rule.arguments
        }
        with self.app.test_request_context():
            return str(self.app.url_map.bind("localhost").build(rule.endpoint, wanted))

    def keep(self) -> None:
        """Remember the present state of the database."""
        with sqlite3.connect(self.database) as source, sqlite3.connect(self.kept) as target:
            source.backup(target)

    def restore(self) -> None:
        """Put the database back to the kept state."""
        with sqlite3.connect(self.kept) as source, sqlite3.connect(self.database) as target:
            source.backup(target)

    @property
    def kept(self) -> Path:
        """The copy of the first state."""
        return self.database.with_name("kept.db")

    def dump(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every ordinary table, for comparing before and after."""
        with sqlite3.connect(self.database) as connection:
            names = [
                row[0]
                for row in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' "
                    "AND name NOT LIKE 'opening_fts_%'"
                )
            ]
            return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in names}


def _grant(session: Session, scene: Scene) -> str:
    """A move of a colleague that waits for its second person."""
    colleague = scene.people["street_elsewhere"]
    grant = accounts.revise_staff(
        session,
        colleague,
        role=Role.DISTRICT_OFFICER,
        display_name=colleague.display_name,
        district_code=ELSEWHERE,
        by=scene.people["administrator"],
    )
    assert grant is not None
    return grant.uid


def _notice(session: Session, user: User) -> int:
    notices.tell(session, user.id, "您好", link="/me/applications")
    session.flush()
    found: int = session.scalars(select(Notice.id)).one()
    return found


def _import(session: Session) -> int:
    run = ImportRun(
        source="51job", filename="a.csv", digest="0" * 64, counts=NO_COUNTS, rejections=[], at=clock.now()
    )
    session.add(run)
    session.flush()
    return run.id


def _claim(session: Session, scene: Scene, seeker: Seeker) -> None:
    """A claim of the resident with a paper, and what addresses of claims need."""
    claim = factories.make_claim(session, seeker=seeker, state="returned")
    person = scene.people["resident"]
    body = b"\xff\xd8\xff" + b"photograph" + b"\xff\xd9"
    paper = claims.add_document(session, claim, body=body, name="证明.jpg", criterion="UI-2", by=person)
    scene.values |= {
        "claims.number": claim.number,
        "desk.uid": seeker.uid,
        "claims.uid": paper.uid,
        "claims.programme": "si",
        "claims.fact": "termination",
        "claims.day": "2027-02-08",
    }


def _payments(session: Session, scene: Scene) -> None:
    """A payment run of the district that has its receipts, and a recovery that waits for its second person."""
    who = money.officers(session)
    claim = money.granted(session, who, 1)
    run = money.signed(session, who, money.first_month(claim))
    payments.send(session, run, by=who.preparer)
    payments.receive(session, run, money.receipts(money.payments(session, run)), by=who.preparer)
    found = payments.propose(session, claim, amount=500, reason="多发", by=who.preparer)
    scene.values |= {"payments.number": run.number, "payments.recovery_id": found.id}


def _loan(session: Session, scene: Scene, seeker: Seeker) -> None:
    """A start-up loan of the resident that waits for its guarantee."""
    claim, _ = loans.granted(session, seeker=seeker)
    scene.values |= {"loans.number": claim.number, "loans.quarter": "2026-01-01"}


def _changes(session: Session, scene: Scene, seeker: Seeker) -> None:
    """A proposal about the resident, and a screening that found somebody."""
    made = life_events.key_in(
        session, seeker, Cause.CONSCRIPTED, clock.today(), by=scene.people["street_here"], told="来函"
    )
    proposal = made[0] if made else _bare_proposal(session, seeker)
    screening = Screening(
        on=clock.today(), began_at=clock.now(), ended_at=clock.now(), people=2, reached=seeker.id, counts={}
    )
    session.add(screening)
    session.flush()
    scene.values |= {
        "life_events.proposal_id": proposal.id,
        "life_events.uid": proposal.uid,
        "life_events.screening_id": screening.id,
    }


def _bare_proposal(session: Session, seeker: Seeker) -> Proposal:
    made = life_events.propose(session, "scene", ProposalKind.RECHECK, "ui", Cause.CONSCRIPTED, seeker=seeker)
    assert made is not None
    return made


def build(app: Flask, database: Path, session: Session) -> Scene:
    """Fill the database with the small city and keep its state."""
    scene = Scene(app, database)
    people = scene.people
    for actor, role, district in (
        ("street_here", Role.STREET_OFFICER, HERE),
        ("street_elsewhere", Role.STREET_OFFICER, ELSEWHERE),
        ("district_here", Role.DISTRICT_OFFICER, HERE),
        ("district_elsewhere", Role.DISTRICT_OFFICER, ELSEWHERE),
        ("city", Role.CITY_OFFICER, None),
        ("organiser", Role.FAIR_ORGANISER, None),
        ("auditor", Role.AUDITOR, None),
        ("administrator", Role.ADMINISTRATOR, None),
    ):
        people[actor] = factories.make_user(session, role, district_code=district)
    mine = factories.make_seeker(session, wanted=[], words="保洁")
    other = factories.make_seeker(session, wanted=[], words="保安")
    people["resident"] = session.get_one(User, mine.user_id)
    people["other_resident"] = session.get_one(User, other.user_id)
    employer, people["employer"] = factories.make_employer(session)
    _, people["other_employer"] = factories.make_employer(session, district_code=ELSEWHERE)
    opening = factories.make_opening(session, employer=employer)
    factories.make_opening(session, employer=employer, state="review", published_at=None)
    factories.make_opening(session, district_code=ELSEWHERE)
    application = factories.make_application(session, opening, mine)
    factories.make_application(session, opening, other)
    scene.values = {
        "openings.opening_id": opening.id,
        "applications.opening_id": opening.id,
        "applications.application_id": application.id,
        "desk.opening_id": opening.id,
        "recommendations.opening_id": opening.id,
        "employers.employer_id": employer.id,
        "jobseekers.question": "work",
        "benefits.asked": "work",
        "benefits.code": "ui",
        "accounts.uid": people["street_here"].uid,
        "accounts.grant_uid": _grant(session, scene),
        "notices.notice_id": _notice(session, people["resident"]),
        "hub.run_id": _import(session),
        "hub.token": "f" * 32,
    }
    _claim(session, scene, mine)
    _payments(session, scene)
    _loan(session, scene, mine)
    _changes(session, scene, mine)
    session.commit()
    scene.keep()
    return scene
