"""Screening the employers: the subsidy for hires and the small firm's loan; tasks for people, never a stop."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.states import FactSource, Outcome, employer_holder, hire_key
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker, SeekerHardship
from jobhelp.life_events import firms, service
from jobhelp.life_events.models import Proposal, Screening, ScreeningFind
from jobhelp.life_events.refusals import FirmNotHeard
from jobhelp.life_events.service import screening as screening_service
from jobhelp.life_events.states import Cause, Find, ProposalKind
from jobhelp.life_events.states import Outcome as Made
from jobhelp.notices.models import Notice
from jobhelp.openings.models import Opening
from jobhelp.orm import new_uid
from jobhelp.policy.assess import RULES
from tests import factories
from tests.life_events.conftest import hire, proposals, the_proposal
from tests.life_events.test_happening import id_number
from tests.life_events.test_screening import quiet
from tests.pages import questions

KEY = "0123456789abcdef"
SMALL = {
    "area": "230103",
    "micro_small": True,
    "staff": 40,
    "qualifying_hires": 8,
    "sf:amount": 900_000,
    "sf:months": 24,
    "arrears": False,
}
OF_HIRE: dict[str, Any] = {
    "dp_certified": True,
    "contract_months": 24,
    "employer_paid_monthly": 1000,
    "received_before": False,
    "hire_date": date(2026, 9, 1),
    "sex": "male",
    "birth_date": date(1985, 8, 2),
}


def learn(session: Session, holder: str, **facts: object) -> None:
    claims.learn_facts(session, holder, facts, source=FactSource.DOCUMENT, by=None)
    session.commit()


def small_firm(session: Session, **facts: object) -> Employer:
    """A verified employer who fits the small firm's loan."""
    employer, _ = factories.make_employer(session)
    learn(session, employer_holder(employer.id), **(SMALL | facts))
    return employer


def subsidised(session: Session, key: str = KEY) -> Claim:
    """A granted subsidy for one hire of an employer."""
    employer, member = factories.make_employer(session)
    street, district, _ = factories.make_officers(session)
    claim = claims.submit(
        session,
        programme="ei",
        holder=employer_holder(employer.id, key),
        employer=employer,
        facts=OF_HIRE | {"hire_mask": "230***********2046"},
        by=member,
    )
    claims.accept(session, claim, by=street)
    claims.propose(session, claim, Outcome.GRANT, by=street)
    claims.approve(session, claim, by=district, note="按单位实缴部分补贴。")
    session.commit()
    return claim


def recognised_hire(session: Session, *, until: date | None = None, number: str | None = None) -> Employer:
    """An employer who hired somebody through this site who was recognised as hard to place."""
    seeker = factories.make_seeker(session)
    seeker.id_number = number or id_number("23010319720615241")
    kept = SeekerHardship(uid=new_uid(), seeker_id=seeker.id, recognised=True, recognised_until=until)
    session.add(kept)
    session.flush()
    opening = session.get_one(Opening, hire(session, seeker).opening_id)
    return session.get_one(Employer, opening.employer_id)


def found(session: Session, wanted: Find) -> list[tuple[int | None, str, str]]:
    session.rollback()
    statement = select(ScreeningFind.employer_id, ScreeningFind.hire, ScreeningFind.programme)
    statement = statement.where(ScreeningFind.found == wanted.value, ScreeningFind.employer_id.is_not(None))
    return [tuple(row) for row in session.execute(statement.order_by(ScreeningFind.id))]


def test_a_screening_is_of_all_fourteen_programmes(engine: Engine, session: Session) -> None:
    small_firm(session)
    done = service.screen(engine, clock.today(), quiet)
    assert set(done.counts) == set(RULES)
    assert (done.people, done.employers, done.finished) == (0, 1, True)


def test_a_firm_that_fits_the_loan_and_has_none_is_a_task(either_engine: Engine) -> None:
    with Session(either_engine, expire_on_commit=False) as session:
        employer = small_firm(session)
        factories.make_employer(session)  # of whom nothing is known
        session.commit()
        done = service.screen(either_engine, clock.today(), quiet)
        assert found(session, Find.QUALIFIES) == [(employer.id, "", "sf")]
        made = the_proposal(session)
        assert (made.kind, made.cause, made.programme) == (ProposalKind.APPLY, Cause.QUALIFIES, "sf")
        assert (made.employer_id, made.seeker_id, made.district_code) == (employer.id, None, "230103")
        assert done.proposals == {"new": 1}
        again = service.screen(either_engine, clock.today(), quiet)
        assert again.proposals == {"known": 1}


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({}, Find.QUALIFIES),
        ({"arrears": True}, None),
        ({"micro_small": False}, None),
        ({"qualifying_hires": 1, "sf:amount": 150_000}, Find.QUALIFIES),  # by the number of hires
        ({"qualifying_hires": 1, "sf:amount": 150_001}, None),
        ({"sf:amount": None}, Find.LIKELY),
    ],
)
def test_met_unmet_and_likely(
    engine: Engine, session: Session, facts: dict[str, object], wanted: Find | None
) -> None:
    small_firm(session, **facts)
    service.screen(engine, clock.today(), quiet)
    for one in Find:
        assert len(found(session, one)) == (one is wanted), one
    assert len(proposals(session)) == (wanted is Find.QUALIFIES)


def test_an_employer_whom_the_city_has_not_verified_misses_nothing(engine: Engine, session: Session) -> None:
    small_firm(session).state = "pending"
    session.commit()
    service.screen(engine, clock.today(), quiet)
    assert found(session, Find.QUALIFIES) == []


def test_the_subsidy_for_a_hire_whose_facts_are_known(engine: Engine, session: Session) -> None:
    employer, member = factories.make_employer(session)
    claim = claims.submit(
        session,
        programme="ei",
        holder=employer_holder(employer.id, KEY),
        employer=employer,
        facts=OF_HIRE | {"hire_mask": "230***********2046"},
        by=member,
    )
    session.commit()
    service.screen(engine, clock.today(), quiet)
    assert found(session, Find.QUALIFIES) == []  # asked for already
    claims.withdraw(session, claim, by=member)
    session.commit()
    service.screen(engine, clock.today(), quiet)
    assert found(session, Find.QUALIFIES) == [(employer.id, KEY, "ei")]
    made = the_proposal(session)
    assert (made.hire, made.evidence["amount"]) == (KEY, 36 * 1000 * 100)


def test_a_recognised_person_hired_through_this_site_is_likely_and_no_task(
    engine: Engine, session: Session
) -> None:
    employer = recognised_hire(session)
    service.screen(engine, clock.today(), quiet)
    key = hire_key(id_number("23010319720615241"))
    assert found(session, Find.LIKELY) == [(employer.id, key, "ei")]
    line = session.scalars(select(ScreeningFind).where(ScreeningFind.hire == key)).one()
    assert line.missing == ["contract_months", "employer_paid_monthly"]
    assert proposals(session, programme="ei") == []


def test_what_the_employer_told_of_that_hire_makes_it_a_task_that_names_the_post(
    engine: Engine, session: Session
) -> None:
    employer = recognised_hire(session)
    key = hire_key(id_number("23010319720615241"))
    learn(
        session,
        employer_holder(employer.id, key),
        contract_months=12,
        employer_paid_monthly=900,
    )
    service.screen(engine, clock.today(), quiet)
    made = the_proposal(session, programme="ei")
    assert made.employer_id == employer.id
    assert {"application", "opening"} <= made.evidence.keys()


@pytest.mark.parametrize(("days", "listed"), [(-1, False), (0, True)])
def test_a_recognition_counts_that_held_on_the_day_of_the_hire(
    engine: Engine, session: Session, days: int, listed: bool
) -> None:
    recognised_hire(session, until=clock.today() + timedelta(days=days))
    service.screen(engine, clock.today(), quiet)
    assert bool(found(session, Find.LIKELY)) is listed


def test_a_hire_of_whom_no_number_is_known_is_not_looked_at(engine: Engine, session: Session) -> None:
    recognised_hire(session)
    session.scalars(select(Seeker)).one().id_number = None
    session.commit()
    assert [one.hire for one in firms.block(session, clock.today(), after=0, limit=9)[0]] == [""]


def test_a_subsidy_that_no_longer_fits_is_looked_at_and_nothing_stops(
    engine: Engine, session: Session
) -> None:
    claim = subsidised(session)
    service.screen(engine, clock.today(), quiet)
    assert found(session, Find.NO_LONGER) == []
    learn(session, claim.holder, employer_paid_monthly=0)
    done = service.screen(engine, clock.today(), quiet)
    assert found(session, Find.NO_LONGER) == [(claim.employer_id, KEY, "ei")]
    assert (done.counts["ei"]["receives"], done.counts["ei"]["no_longer"]) == (1, 1)
    made = the_proposal(session, programme="ei")
    assert (made.kind, made.cause, made.claim_id) == (ProposalKind.RECHECK, Cause.NO_LONGER, claim.id)
    assert made.evidence["failing"] == ["EI-3"]
    session.refresh(claim)
    assert claim.state == "granted"


def test_work_ends_a_recognition_and_not_the_subsidy_for_it(engine: Engine, session: Session) -> None:
    claim = subsidised(session)
    learn(session, claim.holder, dp_certified=False)
    service.screen(engine, clock.today(), quiet)
    assert found(session, Find.NO_LONGER) == []


def test_two_employers_with_a_subsidy_for_the_same_hire_are_looked_at(
    engine: Engine, session: Session
) -> None:
    one, other = subsidised(session), subsidised(session)
    assert one.employer_id != other.employer_id
    service.screen(engine, clock.today(), quiet)
    assert len(found(session, Find.NO_LONGER)) == 2
    assert {made.evidence["criterion"] for made in proposals(session)} == {"EI-4"}


def test_a_proposal_is_about_a_person_or_an_employer(session: Session) -> None:
    employer, _ = factories.make_employer(session)
    seeker = factories.make_seeker(session)
    session.commit()
    common: dict[str, Any] = {
        "kind": "apply",
        "programme": "sf",
        "cause": "qualifies",
        "evidence": {},
        "due_on": clock.today(),
        "created_at": clock.now(),
    }
    for number, whom in enumerate([{}, {"seeker_id": seeker.id, "employer_id": employer.id}]):
        session.add(Proposal(uid=new_uid(), key=f"k{number}", **common, **whom))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()
    session.add(Proposal(uid=new_uid(), key="k", **common, employer_id=employer.id))
    session.flush()


def test_reading_a_block_of_employers_takes_few_questions(session: Session, engine: Engine) -> None:
    for serial in range(12):
        small_firm(session)
        recognised_hire(session, number=id_number(f"230103197206{serial + 10}241"))
    with questions(engine) as asked:
        found_, many, last = firms.block(session, clock.today(), after=0, limit=500)
    assert len([one for one in asked if one.startswith("SELECT")]) <= 6
    assert (many, len(found_)) == (24, 36)
    assert last == max(one.employer_id for one in found_)


def test_a_run_broken_among_the_employers_goes_on_there(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening_service, "BLOCK", 2)
    factories.make_seeker(session)
    for _ in range(5):
        small_firm(session)
    original, calls = screening_service._write, []

    def failing(*args: object) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        original(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(screening_service, "_write", failing)
    with pytest.raises(KeyboardInterrupt):
        service.screen(engine, clock.today(), quiet)
    session.expire_all()
    broken = session.scalars(select(Screening)).one()
    assert (broken.people, broken.employers, broken.ended_at) == (1, 2, None)
    done = service.screen(engine, clock.today(), quiet)
    assert (done.screening_id, done.people, done.employers) == (broken.id, 1, 5)
    assert len(found(session, Find.QUALIFIES)) == len(proposals(session)) == 5


# ── decisions and pages ──────────────────────────────────────────────────────────────────────────────────


def test_an_employer_is_told_and_heard_before_anything_is_taken(engine: Engine, session: Session) -> None:
    small_firm(session)
    claim = subsidised(session)
    learn(session, claim.holder, employer_paid_monthly=0)
    service.screen(engine, clock.today(), quiet)
    session.rollback()
    _, officer, _ = factories.make_officers(session)
    service.accept(session, the_proposal(session, programme="sf"), Made.TELL, by=officer, note="电话里说了")
    (notice,) = session.scalars(select(Notice).where(Notice.link == "/employer/benefits")).all()
    assert "贵单位可能符合条件" in notice.text
    takes = the_proposal(session, programme="ei")
    with pytest.raises(FirmNotHeard):
        service.accept(session, takes, Made.SUSPEND, by=officer, note="没有缴费")
    service.accept(session, takes, Made.SUSPEND, by=officer, note="没有缴费", heard="会计说漏缴了")
    session.refresh(claim)
    assert claim.state == "suspended"


def test_the_desk_shows_employers_among_the_proposals_and_on_the_screening(
    client: FlaskClient, engine: Engine, session: Session
) -> None:
    employer = small_firm(session)
    claim = subsidised(session)
    learn(session, claim.holder, employer_paid_monthly=0)
    done = service.screen(engine, clock.today(), quiet)
    session.rollback()
    factories.sign_in(client, factories.make_officers(session)[1])
    session.commit()

    def page(address: str) -> str:
        client.get(address)
        with questions(engine) as asked:
            response = client.get(address)
        assert response.status_code == 200
        assert len(asked) <= 12, (address, len(asked), asked)
        return BeautifulSoup(response.data, "html.parser").main.get_text(" ", strip=True)

    listed = page("/desk/proposals")
    assert employer.name in listed
    assert "符合创业担保贷款（小微企业），还没有领" in listed
    loan = page(f"/desk/proposals/{the_proposal(session, programme='sf').id}")
    assert employer.name in loan
    assert "告诉单位来申请" in loan
    assert "逐条看" in loan
    subsidy = page(f"/desk/proposals/{the_proposal(session, programme='ei').id}")
    for words in ("单位缴了社会保险", "招用的人：230***********2046", "单位怎么说", claim.number):
        assert words in subsidy
    assert "本人怎么说" not in subsidy
    lists = page(f"/desk/screenings/{done.screening_id}")
    assert f"单位 {employer.id}" in lists
    assert "2 家单位" in lists
    assert page("/desk/screenings")
    factories.sign_in(client, factories.make_user(session, "district_officer", district_code="230102"))
    session.commit()
    assert employer.name not in page("/desk/proposals")
