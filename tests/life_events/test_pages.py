"""The pages: whose they are, what they show, what they refuse, in both languages and within their questions."""

import io
import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.claims.deadlines import working_days_late
from jobhelp.life_events import service
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.states import KEYED_IN, Cause, ProposalState
from tests import factories
from tests.life_events.conftest import Case, hire, make_case, proposals, the_proposal
from tests.life_events.test_happening import id_number
from tests.life_events.test_screening import learn, older, quiet
from tests.pages import questions


@pytest.fixture
def case(client: FlaskClient, session: Session) -> Case:
    """Somebody on benefit who was hired; the browser is the district officer's."""
    made = make_case(session)
    made.seeker.id_number = id_number("23010319850615241")
    hire(session, made.seeker, title="超市理货员")
    factories.sign_in(client, made.district)
    return made


def page(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.data, "html.parser")


def number(session: Session) -> int:
    return the_proposal(session).id


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_shows_what_waits_with_its_due_day(
    client: FlaskClient, session: Session, case: Case
) -> None:
    soup = page(client, "/desk/proposals")
    assert "1 条提议等人决定" in soup.h1.get_text()
    row = soup.select_one("table tbody tr:not(.grp)").get_text(" ", strip=True)
    assert "在本站找到工作，失业保险金该停" in row
    assert case.seeker.name_mask in row
    assert case.claim.number in row
    assert soup.select_one("a[href='/desk/life-events/new']") is not None


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 1),
        ("?kind=stop", 1),
        ("?kind=apply", 0),
        ("?programme=ui", 1),
        ("?programme=si", 0),
        ("?when=late", 0),
        ("?state=accepted", 0),
        ("?kind=nothing&when=x&state=y&page=99", 1),
        ("?district=230102", 1),  # staff of a district has their own, whatever the address says
    ],
)
def test_the_filters(client: FlaskClient, case: Case, query: str, shown: int) -> None:
    soup = page(client, f"/desk/proposals{query}")
    assert len(soup.select("table tbody tr:not(.grp)")) == shown


def test_late_ones_are_named_in_the_heading(client: FlaskClient, session: Session, case: Case) -> None:
    the_proposal(session).due_on = clock.today() - timedelta(days=1)
    session.commit()
    soup = page(client, "/desk/proposals?when=late")
    assert "其中 1 条已超期" in soup.h1.get_text()
    assert len(soup.select("table tbody tr:not(.grp)")) == 1


def test_lateness_is_counted_in_working_days_and_an_estimated_day_says_so(
    client: FlaskClient, session: Session, case: Case
) -> None:
    found, today = the_proposal(session), clock.today()
    found.due_on = today - timedelta(days=10)
    session.commit()
    words = f"超 {working_days_late(today, found.due_on)} 个工作日"
    address = f"/desk/proposals/{found.id}"
    note = "按周一至周五推算，节假日安排公布后会更新"
    for one in ("/desk/proposals", address):
        assert words in client.get(one).text
    assert note not in client.get(address).text
    found.due_on = date(today.year + 5, 1, 4)  # no calendar is published so far ahead
    session.commit()
    assert note in client.get(address).text


def test_another_district_sees_nothing_and_gets_the_same_404(
    client: FlaskClient, session: Session, case: Case
) -> None:
    factories.sign_in(client, factories.make_user(session, "district_officer", district_code="230102"))
    session.commit()
    assert page(client, "/desk/proposals").select("table") == []
    found, missing = client.get(f"/desk/proposals/{number(session)}"), client.get("/desk/proposals/999999")
    assert (found.status_code, missing.status_code) == (404, 404)
    strip = re.compile(r"proposals/\d+|csrf_token\" value=\"[^\"]*")
    assert strip.sub("", found.text) == strip.sub("", missing.text)
    assert client.post(f"/desk/proposals/{number(session)}", data={"outcome": "stop"}).status_code == 404
    assert client.post(f"/desk/proposals/{number(session)}/heard", data={"heard": "x"}).status_code == 404


def test_the_list_asks_few_questions(
    client: FlaskClient, engine: Engine, session: Session, case: Case
) -> None:
    addresses = ("/desk/proposals", f"/desk/proposals/{number(session)}", "/desk/life-events/new")
    for address in (*addresses, "/desk/screenings", "/desk/what-if"):
        client.get(address)
        with questions(engine) as asked:
            client.get(address)
        assert len(asked) <= 12, (address, len(asked), asked)


# ── one proposal ─────────────────────────────────────────────────────────────────────────────────────────


def test_one_screen_holds_event_law_stake_and_hearing(
    client: FlaskClient, session: Session, case: Case
) -> None:
    text = page(client, f"/desk/proposals/{number(session)}").main.get_text(" ", strip=True)
    for words in ("超市理货员", "《社会保险法》第五十一条", "个月不再发", "本人还没有说话", "当月照发"):
        assert words in text
    assert case.seeker.name not in text
    assert "230103198506" not in text


def test_nothing_is_chosen_beforehand(client: FlaskClient, session: Session, case: Case) -> None:
    soup = page(client, f"/desk/proposals/{number(session)}")
    assert [one["value"] for one in soup.select("input[name=outcome]")] == ["stop", "suspend", "dismiss"]
    assert soup.select("input[name=outcome][checked]") == []


def test_an_officer_stops_after_hearing(client: FlaskClient, session: Session, case: Case) -> None:
    address = f"/desk/proposals/{number(session)}"
    unheard = client.post(address, data={"outcome": "stop", "note": "已经上班"})
    assert unheard.status_code == 422
    assert "先听本人怎么说" in unheard.text
    assert "已经上班" in unheard.text  # nothing typed is lost
    done = client.post(address, data={"outcome": "stop", "note": "已经上班", "heard": "电话里说上班了"})
    assert done.status_code == 302
    session.expire_all()
    session.rollback()
    assert the_proposal(session).state == ProposalState.ACCEPTED
    session.refresh(case.claim)
    assert case.claim.state == "stopped"
    assert "决定人" in client.get(address).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"note": "x"}, "请选一项怎么办"),
        ({"outcome": "tell", "note": "x"}, "请从列出的里面选"),
        ({"outcome": "stop", "heard": "x"}, "请写明为什么这样决定"),
        ({"outcome": "stop", "note": "长" * 1001, "heard": "x"}, "最多"),
    ],
)
def test_a_decision_that_lacks_something_is_refused_at_its_field(
    client: FlaskClient, session: Session, case: Case, data: dict[str, str], words: str
) -> None:
    response = client.post(f"/desk/proposals/{number(session)}", data=data)
    assert response.status_code == 422
    assert words in response.text
    session.rollback()
    assert the_proposal(session).state == ProposalState.OPEN


def test_a_dismissal_keeps_its_reason(client: FlaskClient, session: Session, case: Case) -> None:
    address = f"/desk/proposals/{number(session)}"
    assert client.post(address, data={"outcome": "dismiss", "note": "只干了三天"}).status_code == 302
    assert "只干了三天" in client.get(address).text
    again = client.post(address, data={"outcome": "dismiss", "note": "再来"})
    assert again.status_code == 409


def test_a_street_officer_hears_but_does_not_stop(client: FlaskClient, session: Session, case: Case) -> None:
    factories.sign_in(client, case.street)
    address = f"/desk/proposals/{number(session)}"
    assert client.post(f"{address}/heard", data={"heard": "电话里说上班了"}).status_code == 302
    assert "电话里说上班了" in client.get(address).text
    refused = client.post(address, data={"outcome": "stop", "note": "已经上班"})
    assert refused.status_code == 403
    assert client.post(address, data={"outcome": "suspend", "note": "等证明"}).status_code == 302


def test_an_empty_hearing_is_refused(client: FlaskClient, session: Session, case: Case) -> None:
    response = client.post(f"/desk/proposals/{number(session)}/heard", data={"heard": " "})
    assert response.status_code == 422
    assert "请写下本人怎么说" in response.text


def test_an_auditor_looks_only(client: FlaskClient, session: Session, case: Case) -> None:
    factories.sign_in(client, factories.make_user(session, "auditor", district_code=None))
    session.commit()
    address = f"/desk/proposals/{number(session)}"
    assert page(client, address).select("form[action*='/desk/proposals']") == []
    for post in (address, f"{address}/heard", "/desk/life-events/new", "/desk/what-if"):
        assert client.post(post).status_code == 403


# ── keying in ────────────────────────────────────────────────────────────────────────────────────────────


def keyed(case: Case, **other: str) -> dict[str, str]:
    return {
        "person": case.claim.number,
        "cause": Cause.CONSCRIPTED.value,
        "on": clock.today().isoformat(),
        "told": "武装部来函",
    } | other


def test_an_event_is_keyed_in_and_leads_to_its_proposal(
    client: FlaskClient, session: Session, case: Case
) -> None:
    assert len(page(client, "/desk/life-events/new").select("input[name=cause]")) == len(KEYED_IN)
    done = client.post("/desk/life-events/new", data=keyed(case))
    session.rollback()
    newest = proposals(session)[-1]
    assert done.headers["Location"] == f"/desk/proposals/{newest.id}"
    assert newest.cause == Cause.CONSCRIPTED
    text = client.get(f"/desk/proposals/{newest.id}").text
    assert "武装部来函" in text
    assert case.district.display_name in text


def test_an_identity_number_finds_the_person_and_stays_out_of_the_address(
    client: FlaskClient, session: Session, case: Case
) -> None:
    done = client.post("/desk/life-events/new", data=keyed(case, person=case.seeker.id_number))
    assert done.status_code == 302
    assert case.seeker.id_number not in done.headers["Location"]
    entry = session.scalars(select(AuditEntry).filter_by(action="life_events:key_in")).one()
    assert case.seeker.id_number not in str(entry.details)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"person": ""}, "请填申请编号或身份证号码"),
        ({"person": "不认识"}, "没有找到这个人"),
        ({"cause": "hired"}, "请从列出的里面选"),
        ({"cause": ""}, "请选发生了什么"),
        ({"on": ""}, "请填是哪一天"),
        ({"on": "2026-13-40"}, "请填日期"),
        ({"on": "2099-01-01"}, "日期还没有到"),
        ({"on": "1999-01-01"}, "日期太早"),
        ({"told": ""}, "请写明从哪里知道的"),
    ],
)
def test_what_is_keyed_in_wrongly_is_said_at_its_field(
    client: FlaskClient, case: Case, other: dict[str, str], words: str
) -> None:
    response = client.post("/desk/life-events/new", data=keyed(case, **other))
    assert response.status_code == 422
    soup = BeautifulSoup(response.data, "html.parser")
    assert words in soup.select_one(".govuk-error-summary").get_text()


def test_an_event_that_touches_nothing_says_so(client: FlaskClient, session: Session, case: Case) -> None:
    other = factories.make_seeker(session)
    other.id_number = id_number("23010319900615241")
    session.commit()
    response = client.post(
        "/desk/life-events/new", data=keyed(case, person=other.id_number), follow_redirects=True
    )
    assert "没有受影响的待遇" in response.text


# ── the resident ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_resident_reads_why_and_answers(client: FlaskClient, session: Session, case: Case) -> None:
    factories.sign_in(client, session.get_one(User, case.seeker.user_id))
    soup = page(client, "/me/changes")
    assert "失业保险金可能要停" in soup.get_text()
    uid = the_proposal(session).uid
    text = page(client, f"/me/changes/{uid}").get_text(" ", strip=True)
    for words in ("现在还没有停", "没领完的月份给您留着", "《社会保险法》第五十一条"):
        assert words in text
    assert client.post(f"/me/changes/{uid}", data={"words": " "}).status_code == 422
    assert client.post(f"/me/changes/{uid}", data={"words": "只干了三天"}).status_code == 302
    assert "只干了三天" in client.get(f"/me/changes/{uid}").text
    factories.sign_in(client, case.district)
    assert "只干了三天" in client.get(f"/desk/proposals/{number(session)}").text


def test_nobody_reads_the_changes_of_somebody_else(client: FlaskClient, session: Session, case: Case) -> None:
    other = factories.make_seeker(session)
    session.commit()
    factories.sign_in(client, session.get_one(User, other.user_id))
    uid = the_proposal(session).uid
    assert client.get(f"/me/changes/{uid}").status_code == 404
    assert client.post(f"/me/changes/{uid}", data={"words": "x"}).status_code == 404
    assert "没有变化" in client.get("/me/changes").text


def test_a_machines_guess_is_shown_only_after_a_person_looked(
    client: FlaskClient, engine: Engine, session: Session
) -> None:
    seeker = older(session)
    officers = factories.make_officers(session)
    session.commit()
    service.screen(engine, clock.today(), quiet)
    session.rollback()
    found = session.scalars(select(Proposal).filter_by(programme="dp")).one()
    factories.sign_in(client, session.get_one(User, seeker.user_id))
    assert client.get(f"/me/changes/{found.uid}").status_code == 404
    factories.sign_in(client, officers[0])
    done = client.post(f"/desk/proposals/{found.id}", data={"outcome": "tell", "note": "电话里说愿意来办"})
    assert done.status_code == 302
    factories.sign_in(client, session.get_one(User, seeker.user_id))
    text = client.get(f"/me/changes/{found.uid}").text
    assert "就业困难人员认定" in text
    assert "电话里说愿意来办" not in text  # a note for colleagues


@pytest.mark.parametrize("address", ["/me/changes", "/me/changes/{uid}"])
@pytest.mark.parametrize("mode", ["lang=en", "elder=1"])
def test_the_residents_pages_in_english_and_large(
    client: FlaskClient, session: Session, case: Case, address: str, mode: str
) -> None:
    factories.sign_in(client, session.get_one(User, case.seeker.user_id))
    soup = page(client, f"{address.format(uid=the_proposal(session).uid)}?{mode}")
    if mode == "lang=en":
        for law in soup.select("[lang='zh-CN'], .who, .mast, footer"):
            law.decompose()
        assert not re.search(r"[\u4e00-\u9fff]", soup.main.get_text())


# ── screenings ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_screening_and_its_excel_file_say_the_same(
    client: FlaskClient, engine: Engine, session: Session, case: Case
) -> None:
    here, elsewhere = older(session), older(session)
    elsewhere.district_code = "230102"
    session.commit()
    done = service.screen(engine, clock.today(), quiet)
    address = f"/desk/screenings/{done.screening_id}"
    soup = page(client, address)
    ways = {str(link["href"]) for link in soup.select("table tbody a")}
    assert f"/desk/people/{here.uid}" in ways  # whoever calls them begins there
    rows = [row.get_text(" ", strip=True) for row in soup.select("table tbody tr")]
    assert [str(here.id) in row for row in rows if "就业困难人员认定" in row] == [True]
    assert f" {elsewhere.id} " not in " ".join(rows)
    sheet = load_workbook(io.BytesIO(client.get(f"{address}.xlsx").data)).active
    values = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(values) == len(rows)
    assert str(here.id) in {row[3] for row in values}
    factories.sign_in(client, case.city)
    everyone = page(client, address)
    assert len(everyone.select("table tbody tr")) == len(rows) + 1
    one = page(client, f"{address}?district=230102")
    assert len(one.select("table tbody tr")) == 1
    assert page(client, f"{address}?list=likely&programme=ui").select("table") is not None
    page(client, "/desk/screenings")
    page(client, "/desk/screenings/999", 404)
    assert client.get("/desk/screenings/999.xlsx").status_code == 404


def test_the_counts_of_a_district_are_its_own(
    client: FlaskClient, engine: Engine, session: Session, case: Case
) -> None:
    elsewhere = older(session)
    elsewhere.district_code = "230102"
    session.commit()
    done = service.screen(engine, clock.today(), quiet)
    soup = page(client, f"/desk/screenings/{done.screening_id}")
    assert [int(one.get_text()) for one in soup.select(".tabs b")][0] == 0
    tiles = page(client, "/desk/screenings").select(".finds .num")
    assert tiles[0].get_text() == "0"


# ── what if ──────────────────────────────────────────────────────────────────────────────────────────────


def tried(**other: str) -> dict[str, str]:
    return {"parameter": "ui_standard_monthly_u1", "value": "2200", "since": "2027-01-01"} | other


def test_what_if_shows_who_gains_and_what_it_costs(client: FlaskClient, session: Session, case: Case) -> None:
    soup = page(client, "/desk/what-if")
    assert len(soup.select("optgroup")) > 8
    assert "现在 2,043 元/月" in soup.get_text()
    response = client.post("/desk/what-if", data=tried())
    assert response.status_code == 200
    text = BeautifulSoup(response.data, "html.parser").main.get_text(" ", strip=True)
    assert "1 人拿得更多" in text
    assert session.scalars(select(AuditEntry).filter_by(action="life_events:what_if")).one()


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"value": ""}, "请填改成多少"),
        ({"value": "abc"}, "请填数字"),
        ({"value": "-5"}, "0 到一亿之间"),
        ({"value": "NaN"}, "0 到一亿之间"),
        ({"value": "Infinity"}, "0 到一亿之间"),
        ({"value": "1e99"}, "0 到一亿之间"),
        ({"since": ""}, "请填从哪天起"),
        ({"parameter": "stop_events"}, "请从列出的里面选"),
    ],
)
def test_what_if_refuses_what_cannot_be(
    client: FlaskClient, case: Case, other: dict[str, str], words: str
) -> None:
    response = client.post("/desk/what-if", data=tried(**other))
    assert response.status_code == 422
    assert words in response.text


def test_a_street_officer_does_not_try_standards(client: FlaskClient, case: Case) -> None:
    factories.sign_in(client, case.street)
    assert client.get("/desk/what-if").status_code == 200
    assert client.post("/desk/what-if", data=tried()).status_code == 403


def test_the_desk_pages_in_english(client: FlaskClient, engine: Engine, session: Session, case: Case) -> None:
    learn(session, case.seeker, on_pension=True)
    done = service.screen(engine, clock.today(), quiet)
    for address in (
        "/desk/proposals",
        "/desk/life-events/new",
        "/desk/screenings",
        f"/desk/screenings/{done.screening_id}?list=no_longer",
        "/desk/what-if",
    ):
        soup = page(client, f"{address}{'&' if '?' in address else '?'}lang=en")
        text = soup.main.get_text(" ", strip=True).replace(case.seeker.name_mask, "")
        assert not re.search(r"[\u4e00-\u9fff]", text), (address, re.findall(r"[\u4e00-\u9fff]+", text))


def test_several_people_are_told_at_once_or_the_page_says_what_is_missing(
    client: FlaskClient, session: Session, case: Case
) -> None:
    one = the_proposal(session)
    one.kind, one.programme = "apply", "si"
    session.commit()
    address = "/desk/proposals/tell?kind=apply"
    for data, fault in (
        ({"note": "来申请"}, "先勾选"),
        ({"proposal": str(one.id), "note": " "}, "写明为什么"),
    ):
        refused = client.post(address, data=data)
        assert refused.status_code == 422 and fault in refused.text
    assert "checked" in refused.text, "what was ticked is lost"
    told = client.post(
        address, data={"proposal": [str(one.id), "9999", "x"], "note": "来申请"}, follow_redirects=True
    )
    assert "告诉了 1 个人或单位" in told.text and "没有找到" in told.text
    session.expire_all()
    assert (one.state, one.outcome, one.note) == ("accepted", "tell", "来申请")


def test_on_to_the_next_proposal_with_the_same_filters(
    client: FlaskClient, session: Session, case: Case
) -> None:
    here = number(session)
    assert client.get("/desk/proposals/next?kind=stop").location == f"/desk/proposals/{here}?kind=stop"
    assert client.get(f"/desk/proposals/next?after={here}&kind=stop").location == "/desk/proposals?kind=stop"
    assert "没有别的提议" in client.get("/desk/proposals?kind=stop").text
