"""What is known of a holder, and what the law says of it: the facts are rebuilt each time, never cached."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.audit import service as audit
from jobhelp.claims import facts as stored
from jobhelp.claims import owed, queries
from jobhelp.claims.models import BenefitMonth, Claim, ClaimDocument, Decision, PersonFact
from jobhelp.claims.queries import Case, person_facts
from jobhelp.claims.refusals import FactsUnreadable, NumberContradicts
from jobhelp.claims.states import OPEN_STATES, FactSource, MonthState, seeker_holder
from jobhelp.errors import Conflict, WrongState
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers.models import Seeker, SeekerHardship
from jobhelp.jobseekers.states import Fact
from jobhelp.permissions import Permission
from jobhelp.policy import assess as policy
from jobhelp.policy.calendar import month_of
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Finding
from jobhelp.policy.model import Decision as Verdict

__all__ = ["Assessed", "assess_claim", "facts_for", "learn_facts", "person_facts", "still_eligible"]
WEIGHT = {FactSource.STATED: 0, FactSource.DOCUMENT: 1, FactSource.REGISTER: 2}
HARDSHIP = {
    Fact.ZERO_EMPLOYMENT: "zero_employment_household",
    Fact.DISABILITY: "disability_card",
    Fact.DIBAO: "dibao",
    Fact.LAND_LOST: "lost_land",
    Fact.GRADUATE: "hard_to_place_graduate",
}


@dataclass(frozen=True)
class Assessed:
    """A claim by the law of its day: the finding, the facts it rests on, and where each comes from."""

    finding: Finding
    facts: dict[str, Any]
    sources: dict[str, FactSource] = field(default_factory=dict)

    @property
    def failing(self) -> list[str]:
        """The criteria that are not met, in the order of the clause."""
        return [code for code, answer in self.finding.reasons.items() if answer is Answer.FAIL]


def learn_facts(
    session: Session,
    holder: str,
    facts: Mapping[str, Any],
    *,
    source: FactSource,
    by: User | None,
    document_id: int | None = None,
) -> list[str]:
    """Keep facts of a holder, by their stored names (see `facts.stored_name`). Returns the names that were kept.

    A weaker source never overwrites a stronger one: what staff read from a paper stands against a statement.
    """
    rows = queries.fact_rows(session, holder)
    kept = []
    for name, value in facts.items():
        row = rows.get(name)
        if row is not None and WEIGHT[FactSource(row.source)] > WEIGHT[source]:
            continue
        if row is None:
            row = PersonFact(holder=holder, name=name, source=source.value, at=clock.now())
            session.add(row)
        row.value = stored.write(value)
        row.source, row.at = source.value, clock.now()
        row.by_id, row.document_id = by.id if by else None, document_id
        kept.append(name)
    try:
        session.flush()
    except IntegrityError:  # somebody else learnt the same fact at this moment
        raise Conflict() from None
    if kept and source is not FactSource.STATED:
        audit.record(
            session,
            "claims:learn_facts",
            by=by,
            subject="holder",
            subject_id=holder,
            names=sorted(kept),
            source=source.value,
        )
    return kept


def check_number(seeker: Seeker | None, facts: Mapping[str, Any]) -> None:
    """Raises `NumberContradicts` where birth date or sex is not that of the person's identity number."""
    if seeker is None or not seeker.id_number:
        return
    for name, value in stored.of_id_number(seeker.id_number).items():
        if facts.get(name) is not None and stored.revive(name, facts[name]) != value:
            raise NumberContradicts(field=name)


def record_fact(
    session: Session,
    claim: Claim,
    name: str,
    value: Any,
    *,
    by: User,
    document: ClaimDocument | None = None,
) -> None:
    """What an officer read from a paper of this claim, or heard on the telephone: it weighs more than a statement.

    `value` None: looked at and not to be known. Raises `WrongState` once the claim is decided, `NumberContradicts`.
    """
    need(by, Permission.CLAIM_REVIEW)
    if claim.state not in OPEN_STATES:
        raise WrongState()
    check_number(session.get(Seeker, claim.seeker_id) if claim.seeker_id else None, {name: value})
    finding(claim.programme, Facts({name: value}), claim.applied_on)
    learn_facts(
        session,
        claim.holder,
        {stored.stored_name(claim.programme, name): value},
        source=FactSource.DOCUMENT,
        by=by,
        document_id=document.id if document else None,
    )


@dataclass(frozen=True)
class Beside:
    """What our own registers hold of a person: read in one go by a page that shows it, else asked for.

    owed    the months of a person that are owed or were paid, over all claims; only `us` and `tl` look at them
    """

    hardship: SeekerHardship | None
    running: Set[str]
    owed: Sequence[BenefitMonth]


def facts_for(
    session: Session,
    seeker: Seeker,
    programme: str = "",
    on: date | None = None,
    *,
    rows: Mapping[str, PersonFact] | None = None,
) -> Facts:
    """Everything known of a person, in the product's reading: what nobody said is unknown.

    `programme`: as this programme reads it. Hardship facts are in it: for legal gates only.
    `rows`: what is kept of the person (`queries.fact_rows`), where the caller has read it.
    """
    holder = seeker_holder(seeker.id)
    rows = queries.fact_rows(session, holder) if rows is None else rows
    beside = _beside(session, holder, seeker, programme)
    facts, _ = _rebuilt(programme, rows, seeker, beside, {}, on or clock.today())
    return Facts(facts)


def assess_claim(session: Session, claim: Claim, case: Case | None = None) -> Assessed:
    """A claim by what is known now and the law of the day on which it was made. Raises `FactsUnreadable`.

    `case`: what stands beside the claim, where the caller has read it.
    """
    if case is None:
        seeker = session.get(Seeker, claim.seeker_id) if claim.seeker_id else None
        beside = _beside(session, claim.holder, seeker, claim.programme)
    else:
        seeker, owed_now = case.seeker, [one for one in case.of_holder if one.state != MonthState.CANCELLED]
        beside = Beside(case.hardship, case.running, owed_now)
    rows = queries.fact_rows(session, claim.holder)
    said = stored.read_all(claim.facts)
    facts, sources = _rebuilt(claim.programme, rows, seeker, beside, said, claim.applied_on)
    return Assessed(finding(claim.programme, Facts(facts), claim.applied_on), facts, sources)


def _beside(session: Session, holder: str, seeker: Seeker | None, programme: str) -> Beside:
    if seeker is None:
        return Beside(None, frozenset(), ())
    return Beside(
        hardship=jobseekers.hardship_of(session, seeker.id),
        running=queries.running(session, holder),
        owed=queries.owed_of_holder(session, holder) if programme in ("us", "tl") else (),
    )


def as_decided(decided: Decision) -> tuple[dict[str, Any], dict[str, FactSource]]:
    """(facts, where each comes from) on which a decision rests, as they were frozen."""
    kept = stored.read_all(decided.facts)
    facts = {name: stored.revive(name, told["value"]) for name, told in kept.items()}
    return facts, {name: FactSource(told["source"]) for name, told in kept.items()}


def finding(programme: str, facts: Facts, on: date) -> Finding:
    """What the law says. Raises `FactsUnreadable` where a value cannot be what its name says."""
    try:
        return policy.assess(programme, facts, on)
    except policy.UNREADABLE:
        raise FactsUnreadable() from None


def still_eligible(session: Session, claim: Claim, on: date) -> bool | None:
    """Whether what was granted still stands by what is known now; None when that has become unknown.

    A criterion that failed already at the decision (一事一议) does not count. After a stop event the months up to
    and including its month are still owed.
    """
    try:
        now = assess_claim(session, claim)
    except FactsUnreadable:
        return None
    if now.finding.decision is Verdict.ELIGIBLE:
        return True
    decided = queries.decisions(session, claim.id)
    before = decided[0].reasons if decided else {}
    if now.finding.decision is Verdict.STOPPED and owed.covers(now.finding, month_of(on)):
        return True
    worse = {
        answer
        for code, answer in now.finding.reasons.items()
        if answer in (Answer.FAIL, Answer.UNKNOWN)
        and before.get(code, Answer.PASS.value) not in (answer.value, Answer.FAIL.value)
    }
    if Answer.FAIL in worse:
        return False
    return None if Answer.UNKNOWN in worse else True


def _rebuilt(
    programme: str,
    rows: Mapping[str, PersonFact],
    seeker: Seeker | None,
    beside: Beside,
    said: Mapping[str, Any],
    on: date,
) -> tuple[dict[str, Any], dict[str, FactSource]]:
    """(facts, where each comes from): the claim's own, over them what is known of the person, over it registers."""
    known = {name: stored.read(name, row.value) for name, row in rows.items()}
    of_row = {name: FactSource(row.source) for name, row in rows.items()}
    facts: dict[str, Any] = {}
    sources: dict[str, FactSource] = {}

    def add(told: Mapping[str, Any], source: FactSource) -> None:
        facts.update(told)
        sources.update(dict.fromkeys(told, source))

    if seeker is not None:
        add(_hardship(beside), FactSource.STATED)
    add(said, FactSource.STATED)
    for name, value in (stored.for_programme(programme, known) if programme else known).items():
        row_name = stored.stored_name(programme, name) if programme else name
        add({name: value}, of_row.get(row_name, of_row.get(name, FactSource.STATED)))
    if seeker is not None:
        add(_registered(seeker, beside, programme, on), FactSource.REGISTER)
    for name, value in stored.completed(programme, facts, on).items():
        if name not in facts:
            add({name: value}, FactSource.STATED)
    return facts, sources


def _hardship(beside: Beside) -> dict[str, Any]:
    """Hardship facts that the person told in their profile."""
    return {HARDSHIP[fact]: True for fact in jobseekers.facts_of(beside.hardship) or () if fact in HARDSHIP}


def _registered(seeker: Seeker, beside: Beside, programme: str, on: date) -> dict[str, Any]:
    """What our own registers say: the identity number, the recognition, what is being paid and was paid."""
    told: dict[str, Any] = stored.of_id_number(seeker.id_number) if seeker.id_number else {}
    kept = beside.hardship
    until = kept.recognised_until if kept is not None else None
    if kept is not None and kept.recognised and (until is None or until >= on):
        told["dp_certified"] = True
    running = beside.running - {programme}
    told |= {"dp_certified": True} if "dp" in running else {}
    told |= {"on_ui": True} if "ui" in running else {}
    told |= {"on_us": True} if "us" in running else {}
    if programme in ("us", "tl"):
        paid = [month for month in beside.owed if month.programme == "us" and month.state == MonthState.PAID]
        told |= {"us_received_months": len(paid)} if paid else {}
    return told
