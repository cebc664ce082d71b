"""The whole matrix of states and actions; who may sign; what refuses a decision; what a decision keeps."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.claims import facts as stored
from jobhelp.claims import queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import BenefitMonth, Claim, ClaimStep
from jobhelp.claims.refusals import (
    AlreadyClaimed,
    CannotBeWaived,
    CriteriaNotMet,
    CriteriaOpen,
    EverythingMet,
    MeetsAnother,
    NotTheProposal,
    NumberContradicts,
    ReasonMissing,
    SamePerson,
    WrongHolder,
)
from jobhelp.claims.service.written import DecisionFrozen
from jobhelp.claims.states import (
    LIFE,
    ClaimAction,
    ClaimState,
    FactSource,
    MonthState,
    Outcome,
    seeker_holder,
)
from jobhelp.errors import Conflict, NotAllowed, NotFound, Refusal, WrongState
from jobhelp.notices.models import Notice
from jobhelp.permissions import Role
from tests import factories

S, A = ClaimState, ClaimAction


def details(action: ClaimAction, claim: Claim) -> dict[str, object]:
    """What a move needs beside its note."""
    if action is A.PROPOSE:
        failing = claim.outcome == Outcome.REFUSE
        return {"outcome": Outcome.REFUSE if failing else Outcome.GRANT}
    if action is A.STOP:
        return {"effective_on": clock.today()}
    return {"facts": factories.ui_facts()} if action is A.CORRECT else {}


def ready(session: Session, state: ClaimState, action: ClaimAction) -> Claim:
    """A claim in `state` whose proposal is the one that `action` confirms."""
    claim = factories.make_claim(session, state=state.value)
    if (state, action) == (S.REVIEWED, A.REFUSE) or (state, action) == (S.REVIEWED, A.SIGN_SPECIAL):
        officer = factories.make_user(session, "district_officer")
        claims.send_back(session, claim, by=officer, note="再看一次。")
        claims.learn_facts(
            session,
            claim.holder,
            {"termination": "worker_resigned_art37"},
            source=FactSource.DOCUMENT,
            by=officer,
        )
        outcome = Outcome.REFUSE if action is A.REFUSE else Outcome.SPECIAL
        claims.propose(session, claim, outcome, by=officer, note="离职证明写的是辞职。")
    return claim


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("action", list(A))
def test_every_state_and_action_moves_as_the_table_says(
    session: Session, state: ClaimState, action: ClaimAction
) -> None:
    claim = ready(session, state, action)
    by = factories.make_user(session, "city_officer", district_code=None)
    if action in (A.CORRECT, A.WITHDRAW, A.APPEAL):
        by = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    if LIFE.allows(state, action):
        claims.move(session, claim, action, by=by, note="原因。", **details(action, claim))
        assert claim.state == LIFE.after(state, action)
        written = queries.steps(session, claim.id)[-1]
        assert (written.action, written.state, written.by_id) == (action.value, claim.state, by.id)
        logged = select(AuditEntry.action).where(
            AuditEntry.subject == "claim",
            AuditEntry.subject_id == str(claim.id),
            AuditEntry.actor_id == by.id,
        )
        assert f"claims:{action.value}" in session.scalars(logged).all()
    else:
        before = len(queries.steps(session, claim.id))
        with pytest.raises(WrongState):
            claims.move(session, claim, action, by=by, note="原因。", **details(action, claim))
        assert claim.state == state
        assert len(queries.steps(session, claim.id)) == before


# ── two people ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_maker_never_decides_whatever_their_role_becomes(session: Session) -> None:
    claim = factories.make_claim(session, state="accepted")
    one = factories.make_user(session, "street_officer")
    claims.propose(session, claim, Outcome.GRANT, by=one)
    with pytest.raises(NotAllowed):
        claims.approve(session, claim, by=one)
    for role in (Role.DISTRICT_OFFICER, Role.CITY_OFFICER):
        one.role = role.value
        session.flush()
        with pytest.raises(SamePerson):
            claims.approve(session, claim, by=one)
        with pytest.raises(SamePerson):
            claims.move(session, claim, A.APPROVE, by=one)
    refusal = ready(session, S.REVIEWED, A.REFUSE)
    maker = session.get_one(User, refusal.maker_id)
    with pytest.raises(SamePerson):
        claims.refuse(session, refusal, by=maker, note="不行。")
    assert (claim.state, refusal.state) == (S.REVIEWED, S.REVIEWED)


@pytest.mark.parametrize("role", ["street_officer", "auditor", "administrator", "resident", "employer"])
def test_who_may_not_decide_cannot(session: Session, role: str) -> None:
    claim = factories.make_claim(session, state="reviewed")
    with pytest.raises(NotAllowed):
        claims.approve(session, claim, by=factories.make_user(session, role))


def test_the_database_refuses_one_person_too(session: Session) -> None:
    claim = factories.make_claim(session, state="reviewed")
    claim.checker_id = claim.maker_id
    with pytest.raises(Exception, match="two_people"):
        session.flush()


def test_a_special_case_needs_a_maker_and_two_signers(session: Session) -> None:
    street, district, city = factories.make_officers(session)
    claim = factories.make_claim(
        session,
        state="accepted",
        facts=factories.ui_facts(termination="worker_resigned_art37"),
        officers=(street, district, city),
    )
    claims.propose(session, claim, Outcome.SPECIAL, by=district, note="单位欠薪，证据还没判下来。")
    with pytest.raises(SamePerson):
        claims.approve(session, claim, by=district, note="同意。")
    claims.approve(session, claim, by=city, note="同意。")
    assert claim.state == S.SPECIAL
    assert queries.months(session, claim.id) == []
    with pytest.raises(SamePerson):
        claims.approve(session, claim, by=city, note="同意。")
    claims.approve(session, claim, by=factories.make_user(session, "district_officer"), note="同意。")
    assert claim.state == S.GRANTED
    assert len({claim.maker_id, claim.checker_id, claim.second_id}) == 3
    decided = queries.decisions(session, claim.id)[0]
    assert (decided.outcome, decided.reasons["UI-2"]) == ("special", "fail")
    assert queries.months_of(session, claim.id).granted == 12
    assert claims.still_eligible(session, claim, clock.today()) is True


def test_what_decides_the_sum_cannot_be_waived(session: Session) -> None:
    claim = factories.make_claim(session, state="accepted", facts=factories.ui_facts(contribution_months=10))
    officer = factories.make_user(session, "district_officer")
    with pytest.raises(CannotBeWaived):
        claims.propose(session, claim, Outcome.SPECIAL, by=officer, note="差两个月。")


def test_an_appeal_is_decided_by_somebody_who_signed_nothing(session: Session) -> None:
    officers = factories.make_officers(session)
    claim = factories.make_claim(session, state="appealed", officers=officers)
    with pytest.raises(SamePerson):
        claims.uphold(session, claim, by=officers[1], note="维持。")
    claims.reopen(session, claim, by=officers[2], note="再查一次。")
    assert (claim.state, claim.maker_id, claim.checker_id, claim.outcome) == (S.ACCEPTED, None, None, None)


# ── what refuses ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_criterion_that_became_unknown_refuses_the_approval_and_is_listed(session: Session) -> None:
    claim = factories.make_claim(session, state="reviewed")
    officer = factories.make_user(session, "district_officer")
    claims.learn_facts(
        session,
        claim.holder,
        {"termination": None, "registered_on": clock.today() - timedelta(days=14), "on_pension": None},
        source=FactSource.DOCUMENT,
        by=officer,
    )
    with pytest.raises(CriteriaOpen) as refused:
        claims.approve(session, claim, by=officer)
    assert refused.value.params["codes"] == "UI-2、UI-4"
    assert claim.state == S.REVIEWED
    assert queries.months(session, claim.id) == []


def test_nobody_proposes_what_the_law_does_not_let_be_decided(session: Session) -> None:
    officer = factories.make_user(session, "street_officer")
    unknown = factories.make_claim(session, state="accepted", facts=factories.ui_facts(termination=None))
    with pytest.raises(CriteriaOpen):
        claims.propose(session, unknown, Outcome.GRANT, by=officer)
    unmet = factories.make_claim(session, state="accepted", facts=factories.ui_facts(on_pension=True))
    with pytest.raises(CriteriaNotMet) as refused:
        claims.propose(session, unmet, Outcome.GRANT, by=officer)
    assert refused.value.params["codes"] == "UI-4"
    met = factories.make_claim(session, state="accepted")
    with pytest.raises(EverythingMet):
        claims.propose(session, met, Outcome.REFUSE, by=officer, note="不行。")
    with pytest.raises(ReasonMissing):
        claims.propose(session, unmet, Outcome.REFUSE, by=officer, note=" ")


def test_the_checker_confirms_the_proposal_or_sends_it_back(session: Session) -> None:
    claim = factories.make_claim(session, state="reviewed")
    officer = factories.make_user(session, "district_officer")
    with pytest.raises(NotTheProposal):
        claims.refuse(session, claim, by=officer, note="不行。")
    claims.send_back(session, claim, by=officer, note="再看看。")
    assert (claim.state, claim.maker_id) == (S.ACCEPTED, None)


def test_a_holder_has_one_live_claim_to_a_programme(either_engine: Engine) -> None:
    with Session(either_engine) as session:
        seeker = factories.make_seeker(session)
        first = factories.make_claim(session, seeker=seeker)
        with pytest.raises(AlreadyClaimed):
            factories.make_claim(session, seeker=seeker)
        person = session.get_one(User, seeker.user_id)
        claims.withdraw(session, first, by=person)
        assert factories.make_claim(session, seeker=seeker).number != first.number


def test_a_refused_claim_cannot_be_appealed_beside_a_new_one(session: Session) -> None:
    seeker = factories.make_seeker(session)
    old = factories.make_claim(session, seeker=seeker, state="refused")
    factories.make_claim(session, seeker=seeker)
    with pytest.raises(AlreadyClaimed):
        claims.appeal(session, old, by=session.get_one(User, seeker.user_id), note="不同意。")


def test_of_two_officers_at_once_the_second_is_told(either_engine: Engine) -> None:
    with Session(either_engine) as session:
        number = factories.make_claim(session).number
        officers = [factories.make_user(session, "street_officer").id for _ in range(2)]
        session.commit()
    with Session(either_engine) as one, Session(either_engine, expire_on_commit=False) as other:
        seen = other.scalars(select(Claim).where(Claim.number == number)).one()
        second = other.get_one(User, officers[1])
        other.commit()  # they look at the page, which is as it was
        first = one.scalars(select(Claim).where(Claim.number == number)).one()
        claims.accept(one, first, by=one.get_one(User, officers[0]))
        one.commit()
        assert seen.state == S.SUBMITTED
        with pytest.raises(Conflict):
            claims.accept(other, seen, by=second)


def test_a_stale_look_at_a_claim_changes_nothing(session: Session) -> None:
    claim = factories.make_claim(session, state="accepted")
    officer = factories.make_user(session, "street_officer")
    session.execute(
        Claim.__table__.update().where(Claim.id == claim.id).values(changed_at=clock.minutes_from_now(1))
    )
    with pytest.raises(Conflict):
        claims.propose(session, claim, Outcome.GRANT, by=officer)


def test_the_facts_must_fit_the_identity_number_and_the_programme(session: Session) -> None:
    seeker = factories.make_seeker(session)
    seeker.id_number = "230103198506150011"
    session.flush()
    with pytest.raises(NumberContradicts) as refused:
        factories.make_claim(session, seeker=seeker, facts=factories.ui_facts(birth_date=date(1990, 1, 1)))
    assert refused.value.field == "birth_date"
    with pytest.raises(WrongHolder):
        factories.make_claim(session, seeker=seeker, programme="ei", facts={})


def test_relief_is_for_as_many_months_as_the_officer_chooses_and_justifies(session: Session) -> None:
    facts = {
        "area": "230103",
        "unemployed": True,
        "hardship": True,
        "insured": False,
        "dibao": False,
        "no_income_months": 4,
    }
    claim = factories.make_claim(session, programme="tr", facts=facts, state="accepted")
    officer = factories.make_user(session, "street_officer")
    for months in (None, 0, 4):
        with pytest.raises(Refusal):
            claims.propose(session, claim, Outcome.GRANT, by=officer, note="两口人。", chosen_months=months)
    with pytest.raises(ReasonMissing):
        claims.propose(session, claim, Outcome.GRANT, by=officer, chosen_months=2)
    claims.propose(session, claim, Outcome.GRANT, by=officer, note="两口人。", chosen_months=2)
    claims.approve(session, claim, by=factories.make_user(session, "district_officer"))
    monthly = queries.decisions(session, claim.id)[0].values["total_range"][0]
    (month,) = queries.months(session, claim.id)
    assert month.amount == round(monthly * 2 * 100)


# ── what a decision keeps and what follows ───────────────────────────────────────────────────────────────


def test_a_decision_is_frozen(session: Session) -> None:
    claim = factories.make_claim(session, state="granted")
    decided = queries.decisions(session, claim.id)[0]
    kept = stored.read_all(decided.facts)
    assert kept["contribution_months"] == {"value": 24, "source": "stated"}
    assert decided.reasons["UI-1"] == "pass"
    assert {one["name"] for one in decided.parameters} >= {"ui_duration_table"}
    assert all(one["confidence"] and one["reference"] for one in decided.parameters)
    assert len(decided.rule_version) == 64
    assert (decided.maker_id, decided.checker_id) == (claim.maker_id, claim.checker_id)
    claims.learn_facts(session, claim.holder, {"contribution_months": 6}, source=FactSource.DOCUMENT, by=None)
    assert stored.read_all(decided.facts) == kept
    decided.outcome = "refuse"
    with pytest.raises(DecisionFrozen):
        session.flush()


def test_a_grant_owes_its_months_and_says_so(session: Session) -> None:
    heard: list[object] = []
    events.subscribe(claims.ClaimGranted, lambda _session, event: heard.append(event))
    claim = factories.make_claim(session, state="granted")
    months = queries.months(session, claim.id)
    assert len(months) == 12
    assert {month.state for month in months} == {MonthState.DUE}
    assert claim.granted == sum(month.amount for month in months)
    assert months[0].month == (clock.today() - timedelta(days=14)).replace(day=1)
    assert claim.ends_on is not None and claim.ends_on > months[-1].month
    assert all(month.payable_from > clock.today() or month.payable_from >= month.month for month in months)
    assert heard[-1] == claims.ClaimGranted(claim.id)
    counts = queries.months_of(session, claim.id)
    assert (counts.granted, counts.used, counts.left) == (12, 0, 12)
    assert len(queries.due_months(session, programme="ui", month=months[2].month, district="230103")) == 1
    assert queries.due_months(session, programme="ui", month=months[2].month, district="230102") == []
    person = queries.claimant_user_ids(session, claim)[0]
    texts = list(session.scalars(select(Notice.text).where(Notice.user_id == person)))
    assert any("批准" in text for text in texts)


def test_a_stop_cancels_the_months_after_its_day_and_keeps_that_of_the_event(session: Session) -> None:
    heard: list[object] = []
    events.subscribe(claims.ClaimStopped, lambda _session, event: heard.append(event))
    claim = factories.make_claim(session, state="granted")
    third = queries.months(session, claim.id)[2].month
    day = third + timedelta(days=9)
    claims.stop(
        session, claim, by=factories.make_user(session, "district_officer"), effective_on=day, note="上班了。"
    )
    kept = [month for month in queries.months(session, claim.id) if month.state == MonthState.DUE]
    assert [month.month for month in kept][-1] == third
    assert len(kept) == 3
    assert claim.granted == sum(month.amount for month in kept)
    assert heard[-1] == claims.ClaimStopped(claim.id, day)


def test_a_stop_that_was_appealed_and_reopened_owes_the_months_again_once(session: Session) -> None:
    officers = factories.make_officers(session)
    claim = factories.make_claim(session, state="granted", officers=officers)
    first = queries.months(session, claim.id)[0]
    first.state = MonthState.PAID.value
    session.flush()
    claims.stop(session, claim, by=officers[1], effective_on=first.month, note="查到社保。")
    person = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    claims.appeal(session, claim, by=person, note="不是我。")
    claims.reopen(session, claim, by=officers[2], note="同名的人。")
    claims.propose(session, claim, Outcome.GRANT, by=officers[0])
    claims.approve(session, claim, by=officers[1])
    counts = queries.months_of(session, claim.id)
    assert (counts.granted, counts.used, counts.left) == (12, 1, 11)
    assert len(queries.decisions(session, claim.id)) == 2


def test_benefit_and_subsidy_never_meet_in_a_month(session: Session) -> None:
    officers = factories.make_officers(session)
    seeker = factories.make_seeker(session)
    on = date(2022, 6, 10)
    facts = factories.ui_facts(registered_on=on, terminated_on=date(2022, 5, 31))
    factories.make_claim(session, seeker=seeker, facts=facts, state="granted", on=on, officers=officers)
    other = factories.make_claim(
        session,
        seeker=seeker,
        programme="us",
        facts=facts | {"contribution_months": 8, "ui_exhausted_on": None, "us_received_months": 0},
        state="accepted",
        on=on,
        officers=officers,
    )
    assessed = claims.assess_claim(session, other)
    assert assessed.facts["on_ui"] is True
    assert assessed.sources["on_ui"] is FactSource.REGISTER
    assert "US-6" in assessed.failing
    claims.propose(session, other, Outcome.SPECIAL, by=officers[0], note="试一试。")
    claims.approve(session, other, by=officers[1], note="同意。")
    with pytest.raises(MeetsAnother):
        claims.approve(session, other, by=officers[2], note="同意。")
    assert session.scalar(select(func.count()).where(BenefitMonth.programme == "us")) == 0


def test_eligibility_is_looked_at_again(session: Session) -> None:
    claim = factories.make_claim(session, state="granted")
    today = clock.today()
    assert claims.still_eligible(session, claim, today) is True

    def hired(day: date) -> None:
        found = [{"type": "reemployed", "date": day.isoformat()}]
        claims.learn_facts(session, claim.holder, {"events": found}, source=FactSource.REGISTER, by=None)

    hired(today)
    assert claims.still_eligible(session, claim, today) is True  # the month of the event is still owed
    assert claims.still_eligible(session, claim, today + timedelta(days=62)) is False
    claims.learn_facts(session, claim.holder, {"on_pension": True}, source=FactSource.REGISTER, by=None)
    assert claims.still_eligible(session, claim, today) is False
    hired(today + timedelta(days=900))
    claims.learn_facts(session, claim.holder, {"on_pension": None}, source=FactSource.REGISTER, by=None)
    assert claims.still_eligible(session, claim, today) is None


def test_a_weaker_source_never_overwrites_a_stronger_one(session: Session) -> None:
    holder = seeker_holder(factories.make_seeker(session).id)
    learn: Callable[..., list[str]] = claims.learn_facts
    assert learn(session, holder, {"dibao": True}, source=FactSource.REGISTER, by=None) == ["dibao"]
    assert learn(session, holder, {"dibao": False}, source=FactSource.STATED, by=None) == []
    assert claims.person_facts(session, holder) == {"dibao": True}
    day = date(2026, 3, 1)
    learn(session, holder, {"registered_on": day}, source=FactSource.STATED, by=None)
    assert claims.person_facts(session, holder)["registered_on"] == day


def test_a_finished_benefit_ends_by_itself(session: Session) -> None:
    claim = factories.make_claim(session, state="granted")
    assert claim.ends_on is not None
    after = claim.ends_on + timedelta(days=1)
    assert claims.end_finished(session, after) == []
    for month in queries.months(session, claim.id):
        month.state = MonthState.PAID.value
    session.flush()
    assert claims.end_finished(session, claim.ends_on) == []
    assert claims.end_finished(session, after) == [claim.id]
    assert claim.state == S.ENDED


def test_a_quarter_of_interest_is_owed_once(session: Session) -> None:
    claim = factories.make_claim(session, state="granted")
    day = date(2031, 4, 1)
    added = claims.add_month(session, claim, day, 12_345, day)
    assert (added.month, added.amount, added.state) == (day, 12_345, MonthState.DUE)
    with pytest.raises(Refusal):
        claims.add_month(session, claim, day, 12_345, day)


# ── whose it is ──────────────────────────────────────────────────────────────────────────────────────────


def test_claims_are_seen_by_their_people_and_their_district_only(session: Session) -> None:
    claim = factories.make_claim(session)
    person = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    stranger = session.get_one(User, factories.make_seeker(session).user_id)
    assert queries.own(session, person) == [claim]
    assert queries.own_claim(session, person, claim.number) is claim
    for user in (stranger, factories.make_user(session)):
        with pytest.raises(NotFound):
            queries.own_claim(session, user, claim.number)
    here = factories.make_user(session, "street_officer", district_code="230103")
    there = factories.make_user(session, "district_officer", district_code="230102")
    city = factories.make_user(session, "city_officer", district_code=None)
    assert queries.for_desk(session, claim.number, here) is claim
    assert queries.for_desk(session, claim.number, city) is claim
    with pytest.raises(NotFound):
        queries.for_desk(session, claim.number, there)
    assert [row.claim for row in queries.desk_list(session, here)] == [claim]
    assert queries.desk_list(session, there) == []
    assert session.scalar(select(func.count()).select_from(ClaimStep)) == 1
