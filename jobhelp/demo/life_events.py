"""The demo city's changes: who was hired, called up, retired; and what people told, so that a screening finds some."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.states import RUNNING_STATES, FactSource, seeker_holder
from jobhelp.demo.dice import Dice
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import service
from jobhelp.life_events.service.proposing import about_claims
from jobhelp.life_events.states import Cause
from jobhelp.openings.models import Opening
from jobhelp.permissions import Role

SEED = 20211018
TOLD = 60  # people who filled in what the check asks
AMONG = 240  # of so many registered
HERE, NEXT_DOOR = "230103", "230102"
HIRED = (Cause.HIRED, "")
KEYED = (
    (Cause.CONSCRIPTED, "区武装部 11 月来函，已经入伍。"),
    (Cause.REFUSED_WORK, "两次介绍小区保洁，本人没有去面试，也没有说原因。"),
    (Cause.DIBAO_GAINED, "民政部门本月低保新增名单。"),
    (Cause.MOVED_AWAY, "社区入户时邻居说，一家人搬到大庆了。"),
    (Cause.REEMPLOYED, "社保比对：本月有单位替他缴费。"),
)
"""What the offices keyed in lately, in the order of the claims that it touches."""


def tell_facts(session: Session) -> int:
    """Let some people have told what the check asks; most of them do not receive what they could. Returns how many."""
    dice, today = Dice(SEED), clock.today()
    held = select(Claim.seeker_id).where(Claim.seeker_id.is_not(None))
    statement = select(Seeker).where(Seeker.demo, Seeker.id.not_in(held)).order_by(Seeker.id).limit(AMONG)
    seekers = list(session.scalars(statement))
    chosen = [seekers[number] for number in dice.some(range(len(seekers)), min(TOLD, len(seekers)))]
    for number, seeker in enumerate(chosen):
        facts = _older(today, number) if number % 2 else _dismissed(today, number, seeker.district_code)
        holder = seeker_holder(seeker.id)
        claims.learn_facts(session, holder, facts, source=FactSource.STATED, by=None)
    return len(chosen)


def _older(today: date, number: int) -> dict[str, Any]:
    """Somebody of more than fifty, or of nearly fifty; a few left one question open."""
    facts: dict[str, Any] = {
        "sex": "male",
        "birth_date": date(today.year - 49 - number % 9, 1 + number % 12, 1 + number % 28),
        "hukou": "urban",
        "registered_on": today - timedelta(days=20 + 9 * number),
        "unemployed": True,
        "dibao": False,
        "disability_card": False,
        "zero_employment_household": number % 11 == 0,
        "lost_land": False,
        "hard_to_place_graduate": False,
        "dp_certified": False,
    }
    if number % 7 == 1:
        del facts["hukou"]
    return facts


def _dismissed(today: date, number: int, area: str | None) -> dict[str, Any]:
    """Somebody whose firm let them go; some never registered, and of some the contributions are not known."""
    facts: dict[str, Any] = {
        "area": area,
        "sex": "male",
        "birth_date": date(today.year - 30 - number % 14, 1 + number % 12, 3),
        "contribution_months": 8 + 11 * (number % 12),
        "carried_months": 0,
        "person_paid_premium": True,
        "termination": "contract_expired_art44_1",
        "terminated_on": today - timedelta(days=40 + number),
        "registered_on": None if number % 6 == 4 else today - timedelta(days=10 + number),
        "unemployed": True,
        "on_pension": False,
        "on_ui": False,
    }
    if number % 10 == 8:
        del facts["contribution_months"]
    return facts


def happen(session: Session) -> int:
    """Let something happen to some of those who receive. Returns how many proposals it made."""
    statement = select(Claim).where(
        Claim.state.in_([state.value for state in RUNNING_STATES]),
        Claim.district_code.in_((HERE, NEXT_DOOR)),
        Claim.programme == "ui",
        Claim.seeker_id.is_not(None),
    )
    running = list(session.scalars(statement.order_by(Claim.district_code.desc(), Claim.id)))
    made = 0
    for claim, (cause, told) in zip(running, (HIRED, *KEYED), strict=False):
        seeker = session.get_one(Seeker, claim.seeker_id)
        if cause is Cause.HIRED:
            made += _hire(session, seeker)
        else:
            made += len(
                service.key_in(session, seeker, cause, clock.today(), by=_officer(session, claim), told=told)
            )
    for claim in running[len(KEYED) + 1 :][:2]:
        facts = {"on_pension": True}
        claims.learn_facts(
            session, claim.holder, facts, source=FactSource.REGISTER, by=_officer(session, claim)
        )
    return made


def _hire(session: Session, seeker: Seeker) -> int:
    """As if an employer of the district had hired them today."""
    post = select(Opening).where(Opening.district_code == HERE, Opening.kind == "market")
    opening = session.scalars(post.order_by(Opening.id).limit(1)).one()
    evidence = {"opening": opening.id, "work": "job"}
    key = f"hired:demo:{seeker.id}"
    return len(about_claims(session, seeker, Cause.HIRED, clock.today(), key, evidence=evidence))


def _officer(session: Session, claim: Claim) -> User:
    """Who keys in what the district learns: its street office where there is one, else the district."""
    statement = select(User).where(
        User.demo,
        User.role.in_((Role.STREET_OFFICER, Role.DISTRICT_OFFICER)),
        User.district_code == claim.district_code,
    )
    return session.scalars(statement.order_by(User.id).limit(1)).one()


def look_around(engine: Engine) -> None:
    """The countdown of today, and the screening of this month, as the worker would make them."""
    today = clock.today()
    service.count_down(engine, today)
    service.screen(engine, today, lambda _text: None)
