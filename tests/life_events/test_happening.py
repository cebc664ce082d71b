"""From what happens to proposals: each once, in the right district, with word to the person, and nothing stopped."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.claims import queries as claim_queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.states import FactSource, seeker_holder
from jobhelp.errors import NotFound, Refusal
from jobhelp.jobseekers import service as jobseekers
from jobhelp.life_events import queries, service, telling
from jobhelp.life_events.refusals import (
    AlreadyKeyedIn,
    ChoiceMissing,
    EventInTheFuture,
    EventTooOld,
    NobodyFound,
    SourceMissing,
)
from jobhelp.life_events.states import KEYED_IN, Cause, ProposalKind, ProposalState
from tests import factories
from tests.life_events.conftest import hire, make_case, proposals, the_proposal, told

C, K = Cause, ProposalKind


def id_number(body: str) -> str:
    """The body with its check digit."""
    total = sum(
        int(c) * w for c, w in zip(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    return body + "10X98765432"[total % 11]


def test_a_hire_proposes_the_stop_and_stops_nothing(either_engine: Engine) -> None:
    with Session(either_engine, expire_on_commit=False) as session:
        case = make_case(session)
        application = hire(session, case.seeker, kind="market")
        found = the_proposal(session)
        assert (found.kind, found.programme, found.cause) == (K.STOP, "ui", C.HIRED)
        assert found.claim_id == case.claim.id
        assert found.district_code == "230103"
        assert found.effective_on == clock.today()
        assert found.due_on > clock.today()
        assert found.evidence["application"] == application.id
        assert found.evidence["criterion"] == "UI-5"
        session.refresh(case.claim)
        assert case.claim.state == "granted"
        assert told(session, case.seeker)[-1] == telling.HAPPENED[C.HIRED]


def test_the_same_hire_is_one_proposal_however_often_it_is_heard(session: Session) -> None:
    case = make_case(session)
    application = hire(session, case.seeker)
    before = len(told(session, case.seeker))
    from_event = type("Hired", (), {})()
    from_event.application_id = application.id
    from_event.opening_id = application.opening_id
    from_event.seeker_id = case.seeker.id
    service.hired(session, from_event)
    assert len(proposals(session)) == 1
    assert len(told(session, case.seeker)) == before


def test_a_hire_while_nothing_is_received_proposes_nothing(session: Session) -> None:
    seeker = factories.make_seeker(session)
    hire(session, seeker)
    assert proposals(session) == []
    assert telling.HAPPENED[C.HIRED] not in told(session, seeker)


@pytest.mark.parametrize("state", ["refused", "withdrawn", "stopped", "ended"])
def test_a_hire_does_not_touch_a_claim_that_is_over(session: Session, state: str) -> None:
    case = make_case(session, state=state)
    before = len(proposals(session))
    hire(session, case.seeker)
    assert len(proposals(session)) == before


@pytest.mark.parametrize("state", ["submitted", "returned", "accepted", "reviewed"])
def test_a_hire_during_an_application_asks_its_officer_to_look_again(session: Session, state: str) -> None:
    case = make_case(session, state=state)
    hire(session, case.seeker)
    assert the_proposal(session).kind == K.RECHECK


def test_casual_work_and_part_time_posts_are_looked_at(session: Session) -> None:
    case = make_case(session)
    hire(session, case.seeker, kind="gig")
    hire(session, case.seeker, kind="welfare", hours_per_day=4.0)
    assert [one.kind for one in proposals(session)] == [K.RECHECK, K.RECHECK]


@pytest.mark.parametrize("cause", KEYED_IN)
def test_every_event_that_staff_keys_in_makes_the_right_proposal(session: Session, cause: Cause) -> None:
    case = make_case(session)
    made = service.key_in(session, case.seeker, cause, clock.today(), by=case.district, told="来函")
    kinds = {(one.kind, one.programme) for one in made}
    wanted = {
        C.MOVED_AWAY: {(K.RECHECK, "ui")},
        C.DIBAO_GAINED: {(K.SWITCH, "dp")},
        C.DIBAO_LOST: {(K.SWITCH, "tr")},
    }
    assert kinds == wanted.get(cause, {(K.STOP, "ui")})
    assert {one.told for one in made} == {"来函"}
    assert {one.evidence["keyed_by"] for one in made} == {case.district.id}
    entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "life_events:key_in"))
    assert entry is not None
    assert entry.actor_id == case.district.id
    assert "来函" not in str(entry.details)
    session.refresh(case.claim)
    assert case.claim.state == "granted"


def test_nobody_writes_to_somebody_who_died(session: Session) -> None:
    case = make_case(session)
    before = told(session, case.seeker)
    service.key_in(session, case.seeker, C.DIED, clock.today(), by=case.street, told="派出所来函")
    assert the_proposal(session).kind == K.STOP
    assert told(session, case.seeker) == before


def test_a_new_dibao_status_is_learnt_and_opens_recognition(session: Session) -> None:
    case = make_case(session)
    service.key_in(session, case.seeker, C.DIBAO_GAINED, clock.today(), by=case.street, told="民政名单")
    assert claim_queries.person_facts(session, case.claim.holder)["dibao"] is True
    found = the_proposal(session)
    assert (found.kind, found.programme, found.evidence["criterion"]) == (K.SWITCH, "dp", "DP-D")


def test_the_same_event_is_keyed_in_once(session: Session) -> None:
    case = make_case(session)
    day = clock.today() - timedelta(days=3)
    service.key_in(session, case.seeker, C.CONSCRIPTED, day, by=case.street, told="武装部来函")
    with pytest.raises(AlreadyKeyedIn):
        service.key_in(session, case.seeker, C.CONSCRIPTED, day, by=case.district, told="又一封")
    assert len(proposals(session)) == 1


@pytest.mark.parametrize(
    ("cause", "days", "words", "refusal"),
    [
        (C.CONSCRIPTED, 1, "来函", EventInTheFuture),
        (C.CONSCRIPTED, -3 * 366 - 1, "来函", EventTooOld),
        (C.CONSCRIPTED, 0, "  ", SourceMissing),
        (C.HIRED, 0, "来函", ChoiceMissing),
    ],
)
def test_an_event_needs_a_day_and_a_source(
    session: Session, cause: Cause, days: int, words: str, refusal: type[Refusal]
) -> None:
    case = make_case(session)
    day = clock.today() + timedelta(days=days)
    with pytest.raises(refusal):
        service.key_in(session, case.seeker, cause, day, by=case.street, told=words)
    assert proposals(session) == []


def test_today_and_three_years_ago_are_days_of_events(session: Session) -> None:
    case = make_case(session)
    service.key_in(session, case.seeker, C.CONSCRIPTED, clock.today(), by=case.street, told="来函")
    longest = clock.today() - timedelta(days=3 * 366)
    service.key_in(session, case.seeker, C.CONSCRIPTED, longest, by=case.street, told="来函")
    assert len(proposals(session)) == 2


def test_a_person_is_found_by_claim_or_identity_number_in_the_own_district_only(session: Session) -> None:
    case = make_case(session)
    number = id_number("23010319850615241")
    case.seeker.id_number = number
    other = factories.make_seeker(session)
    other.district_code = "230102"
    other.id_number = id_number("23010219850615241")
    session.commit()
    find = service.find_person
    assert find(session, case.claim.number, "230103").id == case.seeker.id
    assert find(session, case.claim.number.lower(), "230103").id == case.seeker.id
    assert find(session, number, "230103").id == case.seeker.id
    assert find(session, other.id_number, None).id == other.id
    for words, scope in ((other.id_number, "230103"), (case.claim.number, "230102"), ("不存在", "230103")):
        with pytest.raises(NobodyFound):
            find(session, words, scope)


def test_staff_sees_the_proposals_of_their_own_district(session: Session) -> None:
    case = make_case(session)
    hire(session, case.seeker)
    found = the_proposal(session)
    assert queries.for_desk(session, found.id, "230103") is found
    assert queries.for_desk(session, found.id, None) is found
    with pytest.raises(NotFound):
        queries.for_desk(session, found.id, "230102")
    today, wanted = clock.today(), queries.Wanted()
    assert [line.proposal.id for line in queries.lines(session, "230103", wanted, today)] == [found.id]
    assert queries.lines(session, "230102", wanted, today) == []
    assert queries.waiting(session, "230102", today).total == 0


def test_a_recognition_opens_the_doors_that_need_it(session: Session) -> None:
    officers = factories.make_officers(session)
    seeker = factories.make_seeker(session)
    facts = {
        "sex": "male",
        "birth_date": date(1970, 3, 1),
        "hukou": "urban",
        "registered_on": clock.today() - timedelta(days=60),
        "unemployed": True,
        "dibao": False,
        "disability_card": False,
        "zero_employment_household": False,
        "lost_land": False,
        "hard_to_place_graduate": False,
        "placements_before": 0,
        "months_used_before": 0,
        "area": "230103",
    }
    factories.make_claim(
        session, seeker=seeker, programme="dp", facts=facts, state="granted", officers=officers
    )
    found = {one.programme: one for one in proposals(session)}
    assert "pw" in found
    assert found["pw"].kind == K.SWITCH
    assert found["pw"].cause == C.OTHER_GRANTED


def run_out(session: Session, claim: Claim) -> None:
    """The months are over and paid."""
    claims.end(session, claim)
    session.commit()


def test_when_benefit_runs_out_the_next_programmes_are_proposed_in_one_notice(session: Session) -> None:
    facts = factories.ui_facts(
        sex="male",
        birth_date=date(1970, 3, 1),
        hukou="urban",
        dibao=False,
        disability_card=False,
        zero_employment_household=False,
        lost_land=False,
        hard_to_place_graduate=False,
    )
    case = make_case(session, facts=facts)
    run_out(session, case.claim)
    found = proposals(session, cause=C.RAN_OUT.value)
    assert "dp" in {one.programme for one in found}
    assert {one.kind for one in found} == {K.SWITCH}
    assert [text for text in told(session, case.seeker) if text == telling.RAN_OUT] == [telling.RAN_OUT]
    known = claim_queries.person_facts(session, case.claim.holder)
    assert known["ui_exhausted_on"] == case.claim.ends_on


def test_what_is_offered_already_is_not_offered_a_second_time(session: Session) -> None:
    facts = factories.ui_facts(
        sex="male", birth_date=date(1970, 3, 1), hukou="urban", dibao=True, unemployed=True
    )
    case = make_case(session, facts=facts)
    service.key_in(session, case.seeker, C.DIBAO_GAINED, clock.today(), by=case.street, told="民政名单")
    run_out(session, case.claim)
    offered = [one.programme for one in proposals(session, kind=K.SWITCH.value)]
    assert "dp" in offered
    assert len(offered) == len(set(offered))
    assert telling.RAN_OUT in told(session, case.seeker)


def test_when_nothing_follows_the_person_hears_of_new_recommendations(session: Session) -> None:
    case = make_case(session, facts=factories.ui_facts(hukou="rural"))
    closed = ("si", "pw", "sl", "os", "js", "dp", "tr", "ls", "tl", "us")
    for code in closed:
        session.add(
            Claim(
                number=f"X-{code}",
                programme=code,
                holder=case.claim.holder,
                seeker_id=case.seeker.id,
                state="submitted",
                applied_on=clock.today(),
                created_at=clock.now(),
                changed_at=clock.now(),
            )
        )
    run_out(session, case.claim)
    assert telling.RAN_OUT_NOTHING in told(session, case.seeker)


def test_an_upheld_refusal_is_not_a_benefit_that_ran_out(session: Session) -> None:
    case = make_case(session, state="appealed")
    claims.uphold(session, case.claim, by=case.city, note="复核过，维持原来的决定。")
    session.commit()
    assert proposals(session) == []


def test_what_was_proposed_about_a_stopped_claim_lapses(session: Session) -> None:
    case = make_case(session)
    hire(session, case.seeker)
    claims.stop(session, case.claim, by=case.district, effective_on=clock.today(), note="已经上班。")
    session.commit()
    found = the_proposal(session)
    assert (found.state, found.outcome, found.by_id) == (ProposalState.DISMISSED, "lapsed", None)


def test_the_proposals_of_an_erased_person_are_gone(session: Session) -> None:
    case = make_case(session, state="submitted")
    hire(session, case.seeker)
    assert len(proposals(session)) == 1
    jobseekers.erase(session, case.seeker)
    session.commit()
    assert proposals(session) == []
    left = session.get_one(Claim, case.claim.id, populate_existing=True)
    assert left.seeker_id is None
    assert left.holder == seeker_holder(case.seeker.id)


def test_a_hire_of_somebody_who_left_proposes_nothing(session: Session) -> None:
    case = make_case(session)
    application = hire(session, case.seeker)
    found = the_proposal(session)
    session.delete(found)
    event = type("Hired", (), {"application_id": 9, "opening_id": application.opening_id, "seeker_id": 10**6})
    service.hired(session, event)
    assert proposals(session) == []


def test_facts_of_other_sources_do_not_hide_the_keyed_one(session: Session) -> None:
    case = make_case(session)
    by = session.get_one(User, case.street.id)
    claims.learn_facts(session, case.claim.holder, {"dibao": False}, source=FactSource.STATED, by=by)
    service.key_in(session, case.seeker, C.DIBAO_GAINED, clock.today(), by=by, told="民政名单")
    assert claim_queries.person_facts(session, case.claim.holder)["dibao"] is True


def test_the_notice_of_a_hire_names_no_programme_and_leads_to_the_page(session: Session) -> None:
    with time_machine.travel("2026-11-24T10:00:00+08:00", tick=True):
        case = make_case(session)
        hire(session, case.seeker)
    for text in (*telling.HAPPENED.values(), telling.CHANGED, telling.ENDING, telling.RAN_OUT):
        assert "失业保险金" not in text
