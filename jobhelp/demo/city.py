"""The demo city itself: its employers, some 600 openings, 600 residents and their year, from one seed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.audit.models import AuditEntry
from jobhelp.demo import claims, loans, lookers, payments, rows
from jobhelp.demo.accounts import ACCOUNTS, open_accounts
from jobhelp.demo.dice import Dice
from jobhelp.demo.firms import write_firms
from jobhelp.demo.people import Person
from jobhelp.demo.texts import Firm
from jobhelp.demo.world import Maker, Size, World
from jobhelp.demo.writing import Written, write_world
from jobhelp.employers.states import EmployerState
from jobhelp.openings import lint
from jobhelp.openings.models import Opening
from jobhelp.openings.service import scan
from jobhelp.openings.states import OpeningState as S
from jobhelp.permissions import Role
from jobhelp.recommendations.models import Dismissal
from jobhelp.recommendations.states import DismissalReason

SEED = 20210205  # the day of the notice
SIZE = Size(
    present={S.PUBLISHED: 560, S.REVIEW: 24, S.DRAFT: 12, S.CLOSED: 16, S.EXPIRED: 20, S.WITHDRAWN: 6},
    past=2_600,
    people=600,
    most_seen=600,
    visits_a_month=40.0,
)
CITY_OFFICER = 24
DOUBTFUL = (
    ("门店导购", "25-35岁以下优先\n形象气质好"),
    ("后厨帮工（限女性）", "有健康证\n能吃苦"),
    ("商场保安", "限男性，身高1.75米以上\n有保安员证"),
    ("小时工保洁", "只要本市户口的\n自带工具"),
)
"""What employers hand in and staff should stop: title and requirements of openings that wait for review."""
DISMISSERS = 70
WRITTEN_DOWN_DAYS = 14


def build(session: Session, maker: Maker) -> dict[str, int]:
    """Write the whole city. Flushes, never commits. Returns what was made."""
    dice = Dice(SEED)
    opened = open_accounts(session)
    officer = opened[CITY_OFFICER]
    firms = write_firms(
        session, maker.timeline, maker.texts.firms, dice, opened=opened, decided_by=officer.id
    )
    verified = [(number, firm) for number, firm in firms if firm.state == EmployerState.VERIFIED]
    world = maker.make(dice, verified, SIZE, lookers.residents(maker.book, opened))
    _spoil(world)
    written = write_world(session, world, stories=lookers.stories(world, dict(firms)))
    _dismiss(session, dice, world, written)
    _write_down(session, world, written, firms, opened)
    residents = {account.serial: opened[account.serial] for account in lookers.RESIDENTS}
    made = claims.build(session, residents, opened)
    loans.build(session, residents, opened)
    payments.build(session, opened)
    return {
        "claims": made,
        "employers": len(firms),
        "openings": len(written.opening_ids),
        "seekers": len(written.seeker_ids),
        "applications": written.applications,
    }


def _spoil(world: World) -> None:
    """Some openings that wait for review say what the law forbids; the lint's findings stand beside them."""
    waiting = [row for row in world.openings if row["state"] == S.REVIEW]
    for row, (title, requirements) in zip(waiting, DOUBTFUL, strict=False):
        row["title"], row["requirements"] = title, requirements
    for row in waiting:
        row["lint"] = lint.as_rows(scan(Opening(**row)))


def _dismiss(session: Session, dice: Dice, world: World, written: Written) -> None:
    """Some people said 不合适 to some posts of today."""
    on_show = [number for number, row in enumerate(world.openings) if row["state"] == S.PUBLISHED]
    strangers = range(len(lookers.RESIDENTS), len(world.people))
    rows.write(
        session,
        Dismissal,
        (
            {
                "seeker_id": written.seeker_ids[person],
                "opening_id": written.opening_ids[post],
                "reason": _why_not(world.people[person], world.openings[post]).value,
                "at": world.timeline.instant(world.timeline.now - dice.between(0.02, 1.5)),
            }
            for person in dice.some(strangers, DISMISSERS)
            for post in dice.some(on_show, dice.whole(1, 2))
        ),
    )


def _why_not(person: Person, opening: Mapping[str, Any]) -> DismissalReason:
    if opening["occupation_code"] not in person.truth["wanted"]:
        return DismissalReason.WORK
    if opening["district_code"] != person.district:
        return DismissalReason.DISTANCE
    if set(opening["demands"]) & set(person.truth["cannot"]):
        return DismissalReason.BODY
    return DismissalReason.HOURS


def _write_down(
    session: Session,
    world: World,
    written: Written,
    firms: Sequence[tuple[int, Firm]],
    opened: Mapping[int, User],
) -> None:
    """The audit log of what officers did in the story: employers decided, openings of the last days published."""
    city = opened[CITY_OFFICER]
    offices = {
        account.district: opened[account.serial]
        for account in ACCOUNTS
        if account.role is Role.DISTRICT_OFFICER
    }
    since = world.timeline.instant(world.timeline.now - WRITTEN_DOWN_DAYS)
    entries = [
        _entry(city, _DECIDED[firm.state], "employer", employer_id, since)
        for employer_id, firm in firms
        if firm.state in _DECIDED
    ]
    for opening_id, row in zip(written.opening_ids, world.openings, strict=True):
        at = row["published_at"]
        if at is not None and at > since:
            officer = offices.get(row["district_code"], city)
            moved = {"before": S.REVIEW.value, "after": S.PUBLISHED.value, "lint": []}
            entries.append(_entry(officer, "openings:publish", "opening", opening_id, at, moved))
    rows.write(session, AuditEntry, sorted(entries, key=lambda entry: entry["at"]))
    audit.record(session, "demo:build", subject="city", subject_id="demo", people=len(world.people))


_DECIDED = {"verified": "employers:verify", "refused": "employers:refuse"}


def _entry(
    by: User, action: str, subject: str, number: int, at: datetime, details: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "at": at,
        "actor_id": by.id,
        "actor_role": by.role,
        "action": action,
        "subject": subject,
        "subject_id": str(number),
        "why": "",
        "details": dict(details or {}),
        "result": "done",
    }
