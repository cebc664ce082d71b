"""Hearing and deciding: nobody loses money unheard or by one hand, and of two who decide one is first."""

import threading

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.claims import queries as claim_queries
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.errors import Conflict, WrongState
from jobhelp.life_events import queries, service, telling
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.refusals import (
    AlreadyAnswered,
    ChoiceMissing,
    NotHeard,
    OnlyApprovers,
    SameHand,
    WhyMissing,
)
from jobhelp.life_events.states import OUTCOMES, Cause, Outcome, ProposalKind, ProposalState
from jobhelp.orm import write_session
from jobhelp.policy.calendar import month_of
from tests.life_events.conftest import Case, hire, make_case, proposals, the_proposal, told

O = Outcome  # noqa: E741


def hired(session: Session) -> tuple[Case, Proposal]:
    """A person on benefit who was hired, and the proposal that follows."""
    case = make_case(session)
    hire(session, case.seeker)
    return case, the_proposal(session)


def test_a_stop_ends_the_claim_after_the_month_of_the_event(either_engine: Engine) -> None:
    with Session(either_engine, expire_on_commit=False) as session:
        case, found = hired(session)
        stake = queries.at_stake(session, found)
        service.accept(
            session, found, O.STOP, by=case.district, note="已上班", heard="本人说 11 月 24 日上班"
        )
        session.commit()
        session.refresh(case.claim)
        assert case.claim.state == "stopped"
        assert (found.state, found.outcome, found.by_id) == ("accepted", "stop", case.district.id)
        assert found.note == "已上班"
        assert found.heard == "本人说 11 月 24 日上班"
        rows = session.scalars(select(BenefitMonth).where(BenefitMonth.claim_id == case.claim.id)).all()
        this_month = month_of(clock.today())
        assert {row.state for row in rows if row.month <= this_month} == {"due"}
        cancelled = [row for row in rows if row.month > this_month]
        assert {row.state for row in cancelled} == {"cancelled"}
        assert (stake.months, stake.amount) == (len(cancelled), sum(row.amount for row in cancelled))
        known = claim_queries.person_facts(session, case.claim.holder)
        assert known["events"] == [{"date": clock.today().isoformat(), "type": "reemployed"}]
        entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "life_events:accept"))
        assert entry is not None
        assert "上班" not in str(entry.details)


def test_before_the_decision_no_fact_of_the_person_changes(session: Session) -> None:
    case, _found = hired(session)
    assert claim_queries.person_facts(session, case.claim.holder)["events"] == []


def test_nothing_stops_unheard(session: Session) -> None:
    case, found = hired(session)
    for outcome in (O.STOP, O.SUSPEND):
        with pytest.raises(NotHeard):
            service.accept(session, found, outcome, by=case.district, note="已上班")
    assert found.state == ProposalState.OPEN


def test_the_residents_own_words_are_a_hearing(session: Session) -> None:
    case, found = hired(session)
    person = session.get_one(User, case.seeker.user_id)
    service.hear(session, found, "只干了三天", by=person)
    service.hear(session, found, "不是我", by=person)
    assert found.heard == "只干了三天\n不是我"
    assert found.heard_by == person.id
    assert telling.HEARD not in told(session, case.seeker)
    service.accept(session, found, O.SUSPEND, by=case.street, note="等单位证明")
    session.refresh(case.claim)
    assert case.claim.state == "suspended"


def test_what_staff_wrote_down_is_shown_to_the_resident(session: Session) -> None:
    case, found = hired(session)
    service.hear(session, found, "电话里说已经上班", by=case.street)
    assert told(session, case.seeker)[-1] == telling.HEARD


def test_a_street_officer_cannot_stop(session: Session) -> None:
    case, found = hired(session)
    with pytest.raises(OnlyApprovers):
        service.accept(session, found, O.STOP, by=case.street, note="已上班", heard="说上班了")
    assert case.claim.state == "granted"


def test_who_keyed_in_the_event_does_not_stop_the_benefit_for_it(session: Session) -> None:
    case = make_case(session)
    (found,) = service.key_in(
        session, case.seeker, Cause.CONSCRIPTED, clock.today(), by=case.district, told="来函"
    )
    with pytest.raises(SameHand):
        service.accept(session, found, O.STOP, by=case.district, note="入伍", heard="家属说已入伍")
    service.accept(session, found, O.STOP, by=case.city, note="入伍", heard="家属说已入伍")
    assert found.state == ProposalState.ACCEPTED


def test_a_change_of_role_opens_no_one_person_path(session: Session) -> None:
    case = make_case(session)
    (found,) = service.key_in(
        session, case.seeker, Cause.CONSCRIPTED, clock.today(), by=case.street, told="来函"
    )
    case.street.role = "district_officer"
    with pytest.raises(SameHand):
        service.accept(session, found, O.STOP, by=case.street, note="入伍", heard="已入伍")


def test_a_death_needs_no_hearing_and_nobody_is_told(session: Session) -> None:
    case = make_case(session)
    (found,) = service.key_in(session, case.seeker, Cause.DIED, clock.today(), by=case.street, told="来函")
    service.accept(session, found, O.STOP, by=case.district, note="已去世")
    assert case.claim.state == "stopped"
    assert telling.HEARD not in told(session, case.seeker)


def test_a_dismissal_needs_its_reason_and_the_benefit_goes_on(session: Session) -> None:
    case, found = hired(session)
    with pytest.raises(WhyMissing):
        service.dismiss(session, found, by=case.street, note=" ")
    service.dismiss(session, found, by=case.street, note="只干了三天，已经辞了")
    assert (found.state, found.outcome) == ("dismissed", "keep")
    assert case.claim.state == "granted"
    assert told(session, case.seeker)[-1] == telling.KEPT


def test_a_decided_proposal_cannot_be_decided_or_answered_again(session: Session) -> None:
    case, found = hired(session)
    service.dismiss(session, found, by=case.street, note="不是本人")
    with pytest.raises(WrongState):
        service.accept(session, found, O.STOP, by=case.district, note="x", heard="y")
    with pytest.raises(WrongState):
        service.dismiss(session, found, by=case.street, note="x")
    with pytest.raises(AlreadyAnswered):
        service.hear(session, found, "x", by=case.street)


def test_a_decision_needs_its_reason_and_an_outcome_of_its_kind(session: Session) -> None:
    case, found = hired(session)
    with pytest.raises(WhyMissing):
        service.accept(session, found, O.STOP, by=case.district, note="", heard="说了")
    with pytest.raises(ChoiceMissing):
        service.accept(session, found, O.TELL, by=case.district, note="x", heard="说了")


def test_every_kind_offers_what_takes_money_away_only_where_there_is_money() -> None:
    assert set(OUTCOMES) == set(ProposalKind)
    for kind in (ProposalKind.SWITCH, ProposalKind.COUNTDOWN, ProposalKind.APPLY):
        assert OUTCOMES[kind] == (O.TELL,)


def test_of_two_who_decide_at_once_one_is_first(either_engine: Engine) -> None:
    with Session(either_engine, expire_on_commit=False) as session:
        case, found = hired(session)
        number, first, second = found.id, case.district.id, case.city.id
    both = threading.Barrier(2, timeout=30)
    results: list[str] = []

    def decide(user_id: int) -> None:
        with Session(either_engine) as reading:
            seen = reading.get_one(Proposal, number)
            assert seen.state == ProposalState.OPEN
        both.wait()
        try:
            with write_session(either_engine) as session:
                mine = session.get_one(Proposal, number)
                by = session.get_one(User, user_id)
                service.accept(session, mine, O.STOP, by=by, note="已上班", heard="说上班了")
        except (Conflict, WrongState):
            results.append("refused")
        else:
            results.append("done")

    threads = [threading.Thread(target=decide, args=(one,)) for one in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(results) == ["done", "refused"]
    with Session(either_engine) as session:
        assert session.get_one(Claim, case.claim.id).state == "stopped"


def test_the_other_proposals_about_a_stopped_claim_lapse(session: Session) -> None:
    case, found = hired(session)
    service.key_in(session, case.seeker, Cause.REEMPLOYED, clock.today(), by=case.street, told="单位来电")
    service.accept(session, found, O.STOP, by=case.district, note="已上班", heard="说上班了")
    assert [(one.state, one.outcome) for one in proposals(session)] == [
        ("accepted", "stop"),
        ("dismissed", "lapsed"),
    ]
