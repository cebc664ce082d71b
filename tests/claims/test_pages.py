"""The claimant's pages: filled in once, sent once, papers by content, correction, appeal, nothing of anybody else."""

import io
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import clock, identity
from jobhelp.accounts.models import User
from jobhelp.benefits.token import Carried, seal
from jobhelp.claims import queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim, PersonFact
from jobhelp.claims.states import ClaimState
from tests import factories
from tests.benefits.test_check import YES
from tests.claims.conftest import Browser
from tests.claims.test_papers import JPEG

NUMBER = "23010319850615001" + identity.id_check("23010319850615001")


def person(session: Session) -> User:
    """A resident with an account."""
    return session.get_one(User, factories.make_seeker(session).user_id)


def token() -> str:
    """The open check's answers, as they travel in the address."""
    return seal(Carried("resident", clock.today(), YES))


def apply(client: object, query: str = "", **data: str) -> object:
    """Press 提交申请 on the form of unemployment benefit."""
    return client.post(f"/me/benefits/apply/ui{query}", data={"agree": "y"} | data)  # type: ignore[attr-defined]


def test_what_the_check_knows_is_not_asked_again(browser: Browser, session: Session) -> None:
    user = person(session)
    session.commit()
    client = browser(user)
    page = client.get(f"/me/benefits/apply/ui?t={token()}").text
    known, asked = page.split("还要您填的")
    assert "缴了" in known and "86" in known
    assert 'name="contribution_months"' not in asked and 'name="terminated_on"' in asked
    plain = client.get("/me/benefits/apply/ui").text
    assert "已经知道的" not in plain and 'name="contribution_months"' in plain


def test_pressing_twice_makes_one_claim(browser: Browser, session: Session) -> None:
    user = person(session)
    session.commit()
    client = browser(user)
    first = apply(client, contribution_months="24", termination="dismissed")
    assert first.status_code == 302 and "#papers" in first.location
    second = apply(client, contribution_months="24", termination="dismissed")
    assert second.status_code == 302
    assert second.location == first.location.removesuffix("#papers")
    assert session.scalar(select(func.count()).select_from(Claim)) == 1
    page = client.get(second.location).text
    assert "已经交过申请" in page


def test_fifty_presses_at_once_make_one_claim(app: Flask, engine: Engine, session: Session) -> None:
    user = person(session)
    session.commit()
    told: list[int] = []
    ready = Barrier(10)

    def press() -> None:
        client = app.test_client()
        factories.sign_in(client, user)
        ready.wait()
        for _ in range(5):
            told.append(apply(client, contribution_months="24").status_code)

    threads = [Thread(target=press) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [302] * 50
    assert session.scalar(select(func.count()).select_from(Claim)) == 1


def test_what_is_left_empty_is_unknown_and_the_declaration_is_needed(
    browser: Browser, session: Session
) -> None:
    user = person(session)
    session.commit()
    client = browser(user)
    refused = client.post("/me/benefits/apply/ui", data={"contribution_months": "24"})
    assert refused.status_code == 422 and "请先看一遍" in refused.text
    wrong = apply(client, contribution_months="-3", terminated_on="2999-01-01")
    assert wrong.status_code == 422 and "不能是负数" in wrong.text and "还没到" in wrong.text
    apply(client, contribution_months="24")
    claim = session.scalars(select(Claim)).one()
    found = claims.assess_claim(session, claim).finding
    assert found.reasons["UI-2"] == "unknown" and found.reasons["UI-3"] == "unknown"
    names = set(session.scalars(select(PersonFact.name)))
    assert names == {"contribution_months"}


@pytest.mark.parametrize(
    ("programme", "data", "field", "says"),
    [
        ("ui", {"registered_on": "2026-02-30"}, "registered_on", "请填日期"),
        ("ui", {"contribution_months": "2.5"}, "contribution_months", "请填整数"),
        ("ui", {"registered_on": "2001-06-14"}, "registered_on", "早于满 16 岁的那天"),
        ("ui", {"contribution_months": "700"}, "contribution_months", "缴费的时间比您满 16 岁以后的时间还长"),
        ("os", {"registered_business_on": "2001-06-14"}, "registered_business_on", "早于满 16 岁的那天"),
        ("os", {"left_school_on": "1985-06-15"}, "left_school_on", "早于出生日期"),
    ],
)
def test_a_fact_that_cannot_be_is_told_at_its_field_and_nothing_is_lost(
    browser: Browser, session: Session, programme: str, data: dict[str, str], field: str, says: str
) -> None:
    seeker = factories.make_seeker(session)
    seeker.id_number = NUMBER  # born on 15 June 1985
    user = session.get_one(User, seeker.user_id)
    session.commit()
    refused = browser(user).post(f"/me/benefits/apply/{programme}", data={"agree": "y"} | data)
    assert refused.status_code == 422
    soup = BeautifulSoup(refused.text, "html.parser")
    assert [one["href"] for one in soup.select(".govuk-error-summary a")] == [f"#{field}"]
    assert says in soup.find(id=f"{field}-error").get_text()
    assert soup.find(id=field)["value"] == data[field]
    assert session.scalar(select(func.count()).select_from(Claim)) == 0


def test_more_new_hires_than_staff_are_told_at_the_field(browser: Browser, session: Session) -> None:
    _, user = factories.make_employer(session)
    session.commit()
    client, data = browser(user), {"agree": "y", "staff": "3", "qualifying_hires": "4"}
    refused = client.post("/employer/benefits/apply/sf", data=data)
    assert refused.status_code == 422
    soup = BeautifulSoup(refused.text, "html.parser")
    assert [one["href"] for one in soup.select(".govuk-error-summary a")] == ["#qualifying_hires"]
    assert client.post("/employer/benefits/apply/sf", data=data | {"staff": "4"}).status_code == 302


def test_what_was_said_once_is_known_for_the_next_programme(browser: Browser, session: Session) -> None:
    user = person(session)
    session.commit()
    client = browser(user)
    assert "要存的内容" in client.get(f"/me/benefits/keep?t={token()}").text
    assert client.post(f"/me/benefits/keep?t={token()}").location == "/me/benefits"
    page = client.get("/me/benefits").text
    assert "还可能适合您" in page and "失业保险金" in page
    form = client.get("/me/benefits/apply/ls").text
    assert "农村户口" in form and "已经知道的" in form
    assert client.get("/me/benefits/keep?t=nonsense").location == "/check"


def test_the_identity_number_answers_age_and_sex(browser: Browser, session: Session) -> None:
    seeker = factories.make_seeker(session)
    seeker.id_number = NUMBER
    session.commit()
    user = session.get_one(User, seeker.user_id)
    page = browser(user).get("/me/benefits/apply/ui").text
    assert 'name="birth_date"' not in page and 'name="retire_class"' not in page
    assert "1985年6月15日" in page and NUMBER not in page


def test_a_programme_that_has_closed_takes_no_claim(browser: Browser, session: Session) -> None:
    user = person(session)
    session.commit()
    assert browser(user).get("/me/benefits/apply/us").location == "/policies/us"
    assert browser(user).get("/me/benefits/apply/pl").status_code == 404
    assert browser(user).get("/me/benefits/apply/ei").status_code == 404


def test_papers_are_sent_kept_and_taken_back(browser: Browser, session: Session) -> None:
    claim = factories.make_claim(session)
    owner = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    other = person(session)
    session.commit()
    client = browser(owner)
    address = f"/me/benefits/{claim.number}/documents"

    def send(body: bytes, name: str) -> object:
        return client.post(address, data={"paper": (io.BytesIO(body), name), "criterion": "UI-2"})

    bad = send(b"<script>alert(1)</script>", "证明.jpg")
    assert bad.status_code == 422 and "只收照片" in bad.text  # type: ignore[attr-defined]
    assert send(JPEG, "证明.jpg").status_code == 302  # type: ignore[attr-defined]
    (paper,) = queries.documents(session, claim.id)
    got = client.get(f"{address}/{paper.uid}")
    assert got.data == JPEG
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    for client_of in (browser(other), browser(factories_employer(session))):
        assert client_of.get(f"{address}/{paper.uid}").status_code == 404
        assert client_of.get(f"/me/benefits/{claim.number}").status_code == 404
    assert client.post(f"{address}/{paper.uid}/remove").status_code == 302
    assert queries.documents(session, claim.id) == []


def factories_employer(session: Session) -> User:
    """An employer's account."""
    user = factories.make_employer(session)[1]
    session.commit()
    return user


def test_a_returned_claim_is_mended_and_handed_in_again(browser: Browser, session: Session) -> None:
    claim = factories.make_claim(session, state="returned", facts=factories.ui_facts(termination=None))
    owner = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    session.commit()
    client = browser(owner)
    assert "请补离职证明" in client.get(f"/me/benefits/{claim.number}").text
    form = client.get(f"/me/benefits/{claim.number}/correct").text
    assert 'value="24"' in form
    data = {"agree": "y", "termination": "expired", "contribution_months": "25", "area": "230103"}
    assert client.post(f"/me/benefits/{claim.number}/correct", data=data).status_code == 302
    session.expire_all()
    assert claim.state == ClaimState.SUBMITTED
    facts = claims.person_facts(session, claim.holder)
    assert (facts["termination"], facts["contribution_months"]) == ("contract_expired_art44_1", 25)
    assert facts["registered_on"] == clock.today() - timedelta(days=14)  # an empty field never says "never"


def test_a_refusal_says_why_and_how_to_appeal(browser: Browser, session: Session) -> None:
    claim = factories.make_claim(session, state="refused")
    owner = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    session.commit()
    client = browser(owner)
    page = client.get(f"/me/benefits/{claim.number}").text
    assert "自愿离职，不符合条件" in page and "为什么没有批准" in page and "社会保险法" in page
    assert client.post(f"/me/benefits/{claim.number}/appeal", data={"note": " "}).status_code == 422
    client.post(f"/me/benefits/{claim.number}/appeal", data={"note": "是单位让我走的。"})
    session.expire_all()
    assert (claim.state, claim.note) == (ClaimState.APPEALED, "是单位让我走的。")


def test_withdrawing_ends_it(browser: Browser, session: Session) -> None:
    claim = factories.make_claim(session)
    owner = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    session.commit()
    assert browser(owner).post(f"/me/benefits/{claim.number}/withdraw").status_code == 302
    session.expire_all()
    assert claim.state == ClaimState.WITHDRAWN


def test_the_months_stand_on_the_page_of_what_runs(browser: Browser, session: Session) -> None:
    claim = factories.make_claim(session, state="granted")
    owner = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    session.commit()
    for address in ("/me/benefits", f"/me/benefits/{claim.number}"):
        page = browser(owner).get(address).text
        assert "一共 12 个月，已发 0 个月，还剩 12 个月" in page
        assert page.count('<i class="left"></i>') >= 11


def test_an_employer_claims_for_each_hire_once(browser: Browser, session: Session) -> None:
    employer, user = factories.make_employer(session)
    session.commit()
    client = browser(user)
    data = {"agree": "y", "hire_number": NUMBER, "contract_months": "24", "employer_paid_monthly": "900"}
    first = client.post("/employer/benefits/apply/ei", data=data | {"dp_certified": "yes"})
    assert first.status_code == 302
    claim = session.scalars(select(Claim)).one()
    assert claim.employer_id == employer.id and NUMBER not in claim.holder
    assert claims.assess_claim(session, claim).facts["sex"] == "male"
    again = client.post("/employer/benefits/apply/ei", data=data)
    assert again.location == first.location.removesuffix("#papers")
    page = client.get("/employer/benefits").text
    assert "230***********" in page and NUMBER not in page
    assert client.post("/employer/benefits/apply/ei", data=data | {"hire_number": "1"}).status_code == 422


def test_a_late_payment_is_not_called_regular(browser: Browser, session: Session) -> None:
    claim = factories.make_claim(session, state="granted")
    person = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    session.commit()
    client, address = browser(person), f"/me/benefits/{claim.number}"
    assert "正常发放" in client.get(address).text and "晚了" not in client.get(address).text
    first = queries.months(session, claim.id)[0]
    first.payable_from = clock.today() - timedelta(days=1)
    session.commit()
    page = client.get(address).text
    assert "有一笔晚了" in page and "正常发放" not in page and page.count("，晚了") == 2
    assert "有一笔晚了" in client.get("/me/benefits").text
