"""The desk's pages: the clock, one case on one screen, two people, and who looked at what."""

import io
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.claims import queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim, Holiday, PersonFact
from jobhelp.claims.states import ClaimAction, ClaimState
from jobhelp.jobseekers.models import Seeker
from tests import factories
from tests.claims.conftest import Browser
from tests.claims.test_papers import JPEG


def acts(session: Session, claim: Claim) -> list[str]:
    """What the log says of a claim."""
    statement = select(AuditEntry.action).where(
        AuditEntry.subject == "claim", AuditEntry.subject_id == str(claim.id)
    )
    return list(session.scalars(statement.order_by(AuditEntry.id)))


def test_the_late_stand_first_and_filters_stand_in_the_address(browser: Browser, session: Session) -> None:
    officers = factories.make_officers(session)
    early = factories.make_claim(session, officers=officers)
    late = factories.make_claim(session, officers=officers)
    relief = factories.make_claim(session, officers=officers, programme="tr", facts={"area": "230103"})
    late.due_on = clock.today() - timedelta(days=4)
    session.commit()
    client = browser(officers[0])
    page = client.get("/desk/claims").text
    assert page.index(late.number) < page.index(early.number)
    assert "1 件超期" in page and "等办 3 件" in page
    only = client.get("/desk/claims?state=late").text
    assert late.number in only and early.number not in only
    only = client.get("/desk/claims?programme=tr").text
    assert relief.number in only and late.number not in only
    only = client.get(f"/desk/claims?words={early.number[:12].lower()}").text
    assert early.number in only and late.number not in only
    strange = client.get("/desk/claims?state=x&programme=zz&district=1&page=999999")
    assert strange.status_code == 200 and early.number in strange.text


NOTE = "按周一至周五推算，节假日安排公布后会更新"


def test_a_deadline_past_the_calendar_says_so_to_both_sides(browser: Browser, session: Session) -> None:
    officers = factories.make_officers(session)
    claim = factories.make_claim(session, officers=officers)
    seeker = session.get_one(Seeker, claim.seeker_id)
    person = session.get_one(User, seeker.user_id)
    session.commit()
    theirs, ours = browser(person), browser(officers[0])
    pages = [
        (theirs, f"/me/benefits/{claim.number}", 2),  # beside the next step, and in the timeline
        (theirs, "/me/benefits", 1),
        (ours, f"/desk/claims/{claim.number}", 1),
        (ours, "/desk/claims", 1),
    ]
    for due, said in ((date(2026, 12, 31), False), (date(2027, 1, 4), True)):
        claim.due_on = due
        session.commit()
        for client, address, times in pages:
            assert client.get(address).text.count(NOTE) == times * said, (due, address)
    session.add(Holiday(day=date(2027, 1, 1), working=False, name="元旦"))
    session.commit()
    for client, address, _times in pages:
        assert NOTE not in client.get(address).text, address


def test_another_district_sees_nothing(browser: Browser, session: Session) -> None:
    claim = factories.make_claim(session)
    other = factories.make_user(session, "district_officer", district_code="230102")
    session.commit()
    client = browser(other)
    assert claim.number not in client.get("/desk/claims?state=all").text
    assert client.get(f"/desk/claims/{claim.number}").status_code == 404
    assert client.post(f"/desk/claims/{claim.number}", data={"do": "accept"}).status_code == 404


def test_a_claim_goes_over_the_desk_with_two_people(browser: Browser, session: Session) -> None:
    street, district, _ = factories.make_officers(session)
    claim = factories.make_claim(session, facts=factories.ui_facts(termination=None))
    session.commit()
    case = f"/desk/claims/{claim.number}"
    here, there = browser(street), browser(district)
    assert here.post(case, data={"do": "accept"}).status_code == 302
    page = here.get(case).text
    assert "还差 UI-2" in page and "社会保险法" in page and "待核实" in page
    refused = here.post(case, data={"do": "propose", "propose-outcome": "grant"})
    assert refused.status_code == 422 and "UI-2" in refused.text
    known = here.post(f"{case}/facts/termination", data={"termination-termination": "expired"})
    assert known.status_code == 302
    assert "材料上写的" in here.get(case).text
    assert here.post(case, data={"do": "propose", "propose-outcome": "grant"}).status_code == 302
    assert here.post(case, data={"do": "approve"}).status_code == 403
    assert there.post(case, data={"do": "approve", "approve-note": "同意。"}).status_code == 302
    session.expire_all()
    assert claim.state == ClaimState.GRANTED
    page = there.get(case).text
    assert "封存的决定" in page and street.display_name in page and district.display_name in page
    assert queries.decisions(session, claim.id)[0].why == "同意。"


def test_who_proposed_sees_that_another_must_decide(browser: Browser, session: Session) -> None:
    district = factories.make_user(session, "district_officer")
    claim = factories.make_claim(session, state="accepted")
    claims.move(session, claim, ClaimAction.PROPOSE, by=district, outcome="grant")
    session.commit()
    case = f"/desk/claims/{claim.number}"
    page = browser(district).get(case).text
    assert "请由另一位同事办理" in page and 'value="approve"' not in page
    refused = browser(district).post(case, data={"do": "approve"})
    assert refused.status_code == 403 and "同一个人不能又提意见又审批" in refused.text


def test_papers_are_opened_and_accepted_on_the_record(browser: Browser, session: Session) -> None:
    claim = factories.make_claim(session)
    owner = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    paper = claims.add_document(session, claim, body=JPEG, name="a.jpg", criterion="UI-2", by=owner)
    officer = factories.make_user(session, "street_officer")
    session.commit()
    client = browser(officer)
    address = f"/desk/claims/{claim.number}/documents/{paper.uid}"
    got = client.post(address)
    assert io.BytesIO(got.data).read() == JPEG
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert client.post(f"{address}/seen").status_code == 302
    assert acts(session, claim)[-2:] == ["claims:open_document", "claims:accept_document"]
    assert "核对过" in client.get(f"/desk/claims/{claim.number}").text


def at_the_desk(browser: Browser, session: Session) -> tuple[Claim, FlaskClient]:
    """The claim of somebody whose identity number is known, and the browser of an officer who has it."""
    seeker = factories.make_seeker(session)
    seeker.id_number = "230103198506150013"
    claim = factories.make_claim(session, seeker=seeker)
    officer = factories.make_user(session, "street_officer")
    session.commit()
    return claim, browser(officer)


def test_the_full_number_is_shown_on_request_and_on_the_record(browser: Browser, session: Session) -> None:
    claim, client = at_the_desk(browser, session)
    case = f"/desk/claims/{claim.number}"
    page = client.get(case).text
    assert "230103198506150013" not in page and "王小梅" not in page and "王*梅" in page
    assert "claims:reveal" not in acts(session, claim)
    session.rollback()  # look anew afterwards
    shown = client.post(f"{case}/reveal").text
    assert "230103198506150013" in shown and "王小梅" in shown
    assert acts(session, claim)[-1] == "claims:reveal"


@pytest.mark.parametrize("fact", ["nothing", "staff", "cpi_yoy"])
def test_only_facts_of_the_programme_are_recorded(browser: Browser, session: Session, fact: str) -> None:
    claim = factories.make_claim(session)
    officer = factories.make_user(session, "street_officer")
    session.commit()
    assert browser(officer).post(f"/desk/claims/{claim.number}/facts/{fact}").status_code == 404


def test_a_recorded_fact_does_not_contradict_what_is_known(browser: Browser, session: Session) -> None:
    claim, client = at_the_desk(browser, session)
    assert claim.programme == "ui"

    def record(fact: str, value: str) -> str:
        address = f"/desk/claims/{claim.number}/facts/{fact}"
        return client.post(address, data={f"{fact}-{fact}": value}, follow_redirects=True).text

    assert "身份证号码对不上" in record("birth_date", "1985-06-16")
    assert "早于满 16 岁" in record("registered_on", "1999-01-05")
    assert "缴费的时间比" in record("contribution_months", "600")
    session.rollback()
    kept = session.scalars(select(PersonFact.name).where(PersonFact.source == "document")).all()
    assert kept == []
    assert "记下了" in record("birth_date", "1985-06-15")


def test_a_stop_asks_for_its_day_and_its_reason(browser: Browser, session: Session) -> None:
    claim = factories.make_claim(session, state="granted")
    officer = factories.make_user(session, "district_officer")
    session.commit()
    client, case = browser(officer), f"/desk/claims/{claim.number}"
    assert client.post(case, data={"do": "stop", "stop-note": "上班了。"}).status_code == 422
    day = clock.today().isoformat()
    assert client.post(case, data={"do": "stop", "stop-effective_on": day}).status_code == 422
    data = {"do": "stop", "stop-effective_on": day, "stop-note": "上班了。"}
    assert client.post(case, data=data).status_code == 302
    session.expire_all()
    assert claim.state == ClaimState.STOPPED


def test_the_city_enters_the_next_year(browser: Browser, session: Session) -> None:
    city = factories.make_user(session, "city_officer", district_code=None)
    district = factories.make_user(session, "district_officer")
    session.commit()
    client = browser(city)
    assert "春节" in client.get("/desk/calendar").text
    year = clock.today().year + 1
    data = {"first": f"{year}-02-05", "last": f"{year}-02-07", "working": "off", "name": "春节"}
    assert client.post(f"/desk/calendar?year={year}", data=data).status_code == 302
    assert len(list(session.scalars(select(Holiday)))) == 3
    session.rollback()  # look anew afterwards
    assert "我们录入的" in client.get(f"/desk/calendar?year={year}").text
    assert client.post(f"/desk/calendar/{year}-02-06/forget").status_code == 302
    session.expire_all()
    assert len(list(session.scalars(select(Holiday)))) == 2
    backwards = data | {"last": f"{year}-01-01"}
    assert client.post("/desk/calendar", data=backwards).status_code == 422
    assert client.post("/desk/calendar/never/forget").status_code == 404
    assert browser(district).post("/desk/calendar", data=data).status_code == 403


def test_a_whole_notice_is_pasted_or_nothing_is_written(browser: Browser, session: Session) -> None:
    city = factories.make_user(session, "city_officer", district_code=None)
    session.commit()
    client, year = browser(city), clock.today().year + 1
    notice = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月4日（周一）上班。"
    refused = client.post(f"/desk/calendar/paste?year={year}", data={"notice": f"{notice}\n看不懂的一行"})
    assert refused.status_code == 422 and "第 2 行没有看懂" in refused.text and "看不懂的一行" in refused.text
    assert client.post(f"/desk/calendar/paste?year={year}", data={"notice": ""}).status_code == 422
    assert list(session.scalars(select(Holiday))) == []
    session.rollback()
    assert client.post(f"/desk/calendar/paste?year={year}", data={"notice": notice}).status_code == 302
    days = {one.day: one.working for one in session.scalars(select(Holiday))}
    assert days == {date(year, 1, day): day == 4 for day in range(1, 5)}


def test_a_column_of_numbers_finds_just_these(browser: Browser, session: Session) -> None:
    officers = factories.make_officers(session)
    made = [factories.make_claim(session, officers=officers) for _ in range(3)]
    session.commit()
    wish = f"{made[0].number} {made[2].number.lower()}"
    page = browser(officers[0]).get("/desk/claims", query_string={"state": "all", "words": wish}).text
    assert [claim.number in page.split("<tbody>")[1] for claim in made] == [True, False, True]


def test_the_list_is_put_in_order_by_what_the_address_says(browser: Browser, session: Session) -> None:
    officers = factories.make_officers(session)
    days = (3, 9, 6)
    made = {ago: factories.make_claim(session, officers=officers) for ago in days}
    for ago, claim in made.items():
        claim.applied_on = clock.today() - timedelta(days=ago)
    session.commit()
    client = browser(officers[0])

    def order(wish: str) -> list[int]:
        body = client.get(f"/desk/claims?state=all&sort={wish}").text.split("<tbody>")[1]
        return sorted(days, key=lambda ago: body.index(made[ago].number))

    assert order("applied") == [9, 6, 3]
    assert order("-applied") == [3, 6, 9]
    assert order("number") == [3, 9, 6]  # as they were made
    assert sorted(order("nonsense")) == [3, 6, 9]
