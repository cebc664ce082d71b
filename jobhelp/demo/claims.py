"""Claims of the demo city: a story for each resident one signs in as, and some sixty others so that the desk works.

Every claim goes through the services, as people do it; afterwards its steps are put on the days on which they
would have happened. Nothing here is random: the same city has the same claims.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims import queries, service
from jobhelp.claims.deadlines import due_on, payable_from
from jobhelp.claims.facts import of_id_number
from jobhelp.claims.models import Claim, Decision
from jobhelp.claims.states import ClaimState, Outcome, employer_holder, seeker_holder
from jobhelp.demo.claim_stories import HERE, NEXT_DOOR, Story, of_the_crowd, of_the_residents
from jobhelp.employers import queries as employers
from jobhelp.errors import Refusal
from jobhelp.jobseekers.models import Seeker

S = ClaimState
CROWD = 60
PHOTOGRAPH = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 8 + b"\xff\xd9"
"""What stands for a photographed paper: a JPEG by its marks, with nothing to see."""


@dataclass(frozen=True)
class Office:
    """Who reviews and who decides in one district, and the city for what needs a third."""

    maker: User
    checker: User
    third: User


def build(session: Session, residents: Mapping[int, User], staff: Mapping[int, User]) -> int:
    """Write the claims. `residents` and `staff` by the serial of their demo account. Returns how many."""
    here = Office(staff[21], staff[22], staff[24])
    next_door = Office(staff[23], staff[24], staff[24])
    today = clock.today()
    made = 0
    for serial, story in of_the_residents(today):
        seeker = session.scalars(select(Seeker).where(Seeker.user_id == residents[serial].id)).one()
        _live(session, seeker, residents[serial], story, here)
        made += 1
    strangers = session.scalars(
        select(Seeker)
        .where(Seeker.demo, Seeker.user_id.is_not(None), Seeker.district_code.in_((HERE, NEXT_DOOR)))
        .where(Seeker.user_id.not_in([user.id for user in residents.values()]))
        .order_by(Seeker.id)
        .limit(CROWD)
    )
    for number, seeker in enumerate(strangers):
        user = session.get_one(User, seeker.user_id)
        story = of_the_crowd(number, today, seeker.district_code or HERE)
        _live(session, seeker, user, story, here if seeker.district_code == HERE else next_door)
        made += 1
    return made + _of_firms(session, staff, today)


def _live(session: Session, seeker: Seeker, user: User, story: Story, office: Office) -> Claim:
    """Take one claim from its first day to where it stands."""
    handed_in = clock.today() - timedelta(days=story.days_ago)
    facts = _of_this_person(seeker, story.facts)
    claim = service.submit(
        session,
        programme=story.programme,
        holder=seeker_holder(seeker.id),
        seeker=seeker,
        facts={name: value for name, value in facts.items() if value is not None},
        by=user,
        on=handed_in,
        district_code=seeker.district_code,
    )
    for criterion in story.papers:
        body = PHOTOGRAPH + criterion.encode() + PHOTOGRAPH[-2:]
        paper = service.add_document(
            session, claim, body=body, name=f"{criterion}.jpg", criterion=criterion, by=user
        )
        if story.state is not S.SUBMITTED:
            service.mark_seen(session, claim, paper, by=office.maker)
    _go_on(session, claim, user, story, office)
    _put_on_days(session, claim, handed_in)
    return claim


def _of_this_person(seeker: Seeker, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The story's facts with what the person's identity number says, where they have given one."""
    told = dict(facts)
    if seeker.id_number and "birth_date" in told:
        told |= of_id_number(seeker.id_number)
        told.pop("retire_class", None)
        if told["sex"] == "female":
            told["retire_class"] = "female_worker"
    return told


def _go_on(session: Session, claim: Claim, user: User, story: Story, office: Office) -> None:
    state = story.state
    if state is S.SUBMITTED:
        return
    if state is S.RETURNED:
        service.return_for_correction(session, claim, by=office.maker, note=story.note)
        return
    service.accept(session, claim, by=office.maker)
    if state is S.ACCEPTED:
        return
    if state in (S.REFUSED, S.APPEALED):
        service.propose(session, claim, Outcome.REFUSE, by=office.maker, note="离职证明写的是本人辞职。")
        refused = story.note if state is S.REFUSED else "离职证明写的是您自己提出辞职（第 2 条）。"
        service.refuse(session, claim, by=office.checker, note=refused)
        if state is S.APPEALED:
            service.appeal(session, claim, by=user, note=story.note)
        return
    note = "家里两口人，没有别的收入。" if story.programme == "tr" else ""
    try:
        service.propose(
            session, claim, Outcome.GRANT, by=office.maker, note=note, chosen_months=story.months or 2
        )
    except Refusal:  # their identity number says an age that the story did not think of: it stays in review
        return
    if state is S.REVIEWED:
        return
    service.approve(session, claim, by=office.checker, note="" if state is not S.GRANTED else story.note)
    if state is S.SUSPENDED:
        service.suspend(session, claim, by=office.maker, note=story.note)
    elif state is S.STOPPED:
        service.stop(session, claim, by=office.checker, effective_on=clock.today(), note=story.note)


def _put_on_days(session: Session, claim: Claim, handed_in: date) -> None:
    """Put the steps on the working days on which they would have happened; deadlines follow from them."""
    steps = queries.steps(session, claim.id)
    now = clock.now()
    spread = min(4, max(1, (clock.today() - handed_in).days // max(1, len(steps) - 1)))
    for place, step in enumerate(steps):
        at = clock.start_of(handed_in + timedelta(days=place * spread)) + timedelta(
            hours=9, minutes=7 * place
        )
        step.at = min(at, now)
    last = steps[-1].at
    decided = next((step.at for step in steps if step.action in ("approve", "refuse")), None)
    session.flush()
    session.execute(
        update(Claim)
        .where(Claim.id == claim.id)
        .values(
            created_at=steps[0].at,
            changed_at=last,
            due_on=due_on(claim.state, clock.local(last).date()),
        )
    )
    if decided is not None:
        _date_decision(session, claim, decided)
    session.expire(claim)


def _date_decision(session: Session, claim: Claim, decided: datetime) -> None:
    """A decision never changes; in a demo it is written once more with the day of the story."""
    day = clock.local(decided).date()
    for one in queries.decisions(session, claim.id):
        told = {column.name: getattr(one, column.name) for column in Decision.__table__.columns}
        session.delete(one)
        session.flush()
        session.add(Decision(**(told | {"at": decided})))
    for month in queries.months(session, claim.id):
        month.payable_from = payable_from(month.month, day)
    session.flush()


def _of_firms(session: Session, staff: Mapping[int, User], today: date) -> int:
    """An employer who gets the subsidy for somebody they hired, and one who asks for a loan."""
    busy, other = staff[12], staff[11]
    firm = employers.employer_of(session, busy)
    hired = today - timedelta(days=75)
    claim = service.submit(
        session,
        programme="ei",
        holder=employer_holder(firm.id, "demo-hire"),
        employer=firm,
        facts={
            "dp_certified": True,
            "contract_months": 24,
            "employer_paid_monthly": 1043.5,
            "received_before": False,
            "hire_date": hired,
            "sex": "female",
            "birth_date": date(1979, 8, 2),
            "retire_class": "female_worker",
            "hire_mask": "230***********2046",
        },
        by=busy,
        on=today - timedelta(days=40),
    )
    service.accept(session, claim, by=staff[23])
    service.propose(session, claim, Outcome.GRANT, by=staff[23])
    service.approve(session, claim, by=staff[24], note="按单位实缴部分补贴。")
    _put_on_days(session, claim, today - timedelta(days=40))
    loan = service.submit(
        session,
        programme="sf",
        holder=employer_holder(employers.employer_of(session, other).id),
        employer=employers.employer_of(session, other),
        facts={
            "area": HERE,
            "micro_small": True,
            "staff": 46,
            "qualifying_hires": 8,
            "amount": 1_500_000,
            "months": 24,
            "arrears": False,
        },
        by=other,
        on=today - timedelta(days=3),
    )
    _put_on_days(session, loan, today - timedelta(days=3))
    return 2
