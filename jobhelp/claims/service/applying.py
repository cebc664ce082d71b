"""Handing in a claim, and handing it in again after a correction."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.benefits import migrant
from jobhelp.claims import facts as stored
from jobhelp.claims import queries
from jobhelp.claims.deadlines import due_on
from jobhelp.claims.models import Claim
from jobhelp.claims.refusals import AlreadyClaimed, HandledElsewhere, WrongHolder
from jobhelp.claims.service.drafting import forget_draft
from jobhelp.claims.service.knowing import assess_claim, check_number, finding, learn_facts
from jobhelp.claims.service.stepping import step, write_step
from jobhelp.claims.states import EMPLOYER_PROGRAMMES, ClaimAction, ClaimState, FactSource, seeker_holder
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker
from jobhelp.orm import new_uid
from jobhelp.policy.assess import RULES
from jobhelp.policy.facts import Facts
from jobhelp.reference.models import District


def submit(
    session: Session,
    *,
    programme: str,
    holder: str,
    seeker: Seeker | None = None,
    employer: Employer | None = None,
    facts: Mapping[str, Any],
    by: User,
    on: date | None = None,
    district_code: str | None = None,
) -> Claim:
    """Hand in a claim. `facts` as the programme reads them; they are kept with the person for the next one too.

    district_code   who handles it; None: where the facts say that the person is insured or lives, else their file
    Raises `AlreadyClaimed` (a holder has at most one live claim to a programme), `WrongHolder`,
    `NumberContradicts`, `FactsUnreadable`, `HandledElsewhere`.
    """
    on = on or clock.today()
    for_firm = programme in EMPLOYER_PROGRAMMES
    if programme not in RULES or (employer is None) == for_firm or (seeker is None) != for_firm:
        raise WrongHolder()
    if queries.live_claim(session, holder, programme) is not None:
        raise AlreadyClaimed()
    check_number(seeker, facts)
    finding(programme, Facts(dict(facts)), on)
    if district_code is None and programme in migrant.PROGRAMMES:
        district_code = _handler(facts)
    now = clock.now()
    claim = Claim(
        uid=new_uid(),
        number="",
        programme=programme,
        holder=holder,
        seeker_id=seeker.id if seeker else None,
        employer_id=employer.id if employer else None,
        district_code=district_code or _district(session, facts, seeker, employer),
        state=ClaimState.SUBMITTED.value,
        applied_on=on,
        due_on=due_on(ClaimState.SUBMITTED, clock.today(), queries.calendar(session)),
        granted=0,
        created_at=now,
        changed_at=now,
    )
    claim.number = claim.uid[:24]  # until the row has its own
    claim.facts = stored.write_all(facts)
    try:
        with session.begin_nested():
            session.add(claim)
    except IntegrityError:  # the other press of a double click was first
        raise AlreadyClaimed() from None
    claim.number = number_of(claim)
    _learn(session, claim, facts, by)
    write_step(session, claim, None, by=by)
    if seeker is not None:
        forget_draft(session, seeker.id, programme)
    return claim


def correct(session: Session, claim: Claim, facts: Mapping[str, Any], *, by: User, note: str = "") -> None:
    """Hand in again what was returned for correction, with the facts as they are now."""
    seeker = session.get(Seeker, claim.seeker_id) if claim.seeker_id else None
    check_number(seeker, facts)
    finding(claim.programme, Facts(dict(facts)), claim.applied_on)
    step(session, claim, ClaimAction.CORRECT, by=by, note=note)
    claim.facts = stored.write_all(facts)
    _learn(session, claim, facts, by)
    assess_claim(session, claim)


def keep_answers(session: Session, seeker: Seeker, facts: Mapping[str, Any], *, by: User) -> list[str]:
    """Keep what a person said in the open check, by stored names. What a stronger source said stays."""
    check_number(seeker, facts)
    return learn_facts(session, seeker_holder(seeker.id), facts, source=FactSource.STATED, by=by)


def number_of(claim: Claim) -> str:
    """The number that people read out: programme, year and month, serial. UI2611-00042."""
    return f"{claim.programme.upper()}{claim.applied_on:%y%m}-{claim.id:05d}"


def _learn(session: Session, claim: Claim, facts: Mapping[str, Any], by: User) -> None:
    named = {stored.stored_name(claim.programme, name): value for name, value in facts.items()}
    learn_facts(session, claim.holder, named, source=FactSource.STATED, by=by)


def _handler(facts: Mapping[str, Any]) -> str | None:
    """Who handles a migrant worker's claim: where they are insured, work or live; None where no district is said."""
    place, _ = migrant.handler(facts)
    if place == migrant.OUTSIDE:
        raise HandledElsewhere(field="area")
    return place or None


def _district(
    session: Session, facts: Mapping[str, Any], seeker: Seeker | None, employer: Employer | None
) -> str | None:
    """Who handles it: the place that the facts name, if it is one of ours, else the file's."""
    area = str(facts.get("area") or "")
    if area and session.get(District, area) is not None:
        return area
    return seeker.district_code if seeker else employer.district_code if employer else None
