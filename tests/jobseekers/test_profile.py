"""The whole profile, the switch of personalised ranking, hardship facts apart, and who may see what."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from jobhelp import identity
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.jobseekers import queries, service
from jobhelp.jobseekers.models import Consent, Seeker, SeekerHardship
from jobhelp.jobseekers.states import Fact, Purpose
from jobhelp.orm import write_session
from tests import factories
from tests.pages import questions

ID_NUMBER = "23010319760101452" + identity.id_check("23010319760101452")
PAGES = ("/me/profile", "/me/hardship", "/me/identity", *(f"/me/profile/{q}" for q in ("work", "limits")))


@pytest.fixture
def seeker(client: FlaskClient, session: Session) -> Seeker:
    """A jobseeker with a full profile, signed in."""
    seeker = factories.make_seeker(
        session,
        wanted=["4-09-08-01", "4-07-05-01"],
        words="养松鼠",
        past=[{"occupation": "4-09-08-01", "words": "", "years": 5.0}],
        skills=["deep_cleaning"],
        certificates=["health"],
        education=2,
        street_code="230103001",
        max_km=5.0,
        shifts=["day"],
        days=[0, 1, 2, 3, 4],
        earliest=420,
        latest=1080,
        hours_max=8.0,
        pay_min=250000,
        cannot=["night"],
        kinds=["market"],
        answered=["work", "skills", "experience", "education", "place", "time", "pay", "limits"],
    )
    session.commit()
    factories.sign_in(client, session.get_one(User, seeker.user_id))
    return seeker


def text_of(client: FlaskClient, address: str) -> str:
    """A page as text."""
    return client.get(address).get_data(as_text=True)


def test_the_profile_tells_every_answer_in_words(client: FlaskClient, seeker: Seeker) -> None:
    page = BeautifulSoup(client.get("/me/profile").data, "html.parser")
    told = " ".join(page.get_text().split())
    for words in (
        "答了 8 题，共 8 题",
        "保洁员、保安员 养松鼠",
        "擦玻璃和深度保洁 健康证",
        "保洁员，5 年",
        "初中",
        "南岗区",
        "最远 5 公里",
        "周一到周五",
        "7:00 到 18:00 之间",
        "一天最多 8 小时",
        "每月至少 2,500 元",
        "做不了：上夜班",
        "只看：市场岗位",
    ):
        assert words in told, words


def test_the_profile_speaks_english_too(client: FlaskClient, seeker: Seeker) -> None:
    page = BeautifulSoup(client.get("/me/profile?lang=en").data, "html.parser")
    told = " ".join(page.get_text().split())
    assert "Cleaner, Security guard" in told
    assert "Between 7:00 and 18:00" in told
    assert "At least 2,500 yuan a month" in told


def test_an_empty_profile_says_what_to_do_next(client: FlaskClient, session: Session) -> None:
    seeker = factories.make_seeker(session)
    session.commit()
    factories.sign_in(client, session.get_one(User, seeker.user_id))
    page = BeautifulSoup(client.get("/me/profile").data, "html.parser")
    assert "答了 0 题，共 8 题" in page.get_text()
    forward = page.select_one(".full a.btn")
    assert forward is not None and forward["href"] == "/me/profile/work"
    assert page.get_text().count("还没有填") == 7  # the district came with registering


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_at_most_twelve_times(
    client: FlaskClient, engine: Engine, seeker: Seeker, address: str
) -> None:
    client.get(address)
    with questions(engine) as statements:
        assert client.get(address).status_code == 200
    assert 0 < len(statements) <= 12, statements


@pytest.mark.parametrize("address", PAGES)
def test_only_a_resident_sees_these_pages_and_only_their_own(
    client: FlaskClient, session: Session, seeker: Seeker, address: str
) -> None:
    other = factories.make_seeker(session, words="别人的话")
    employer = factories.make_employer(session)[1]
    officer = factories.make_user(session, "district_officer")
    lone = factories.make_user(session)
    session.commit()
    browser = client.application.test_client()
    assert browser.get(address).location.startswith("/sign-in")
    for user, status in ((employer, 403), (officer, 403), (lone, 404)):
        factories.sign_in(browser, user)
        assert browser.get(address).status_code == status
        assert browser.post(address, data={"do": "save"}).status_code in (403, 404, 405)
    factories.sign_in(browser, session.get_one(User, other.user_id))
    assert "养松鼠" not in text_of(browser, address)
    assert "别人的话" not in text_of(client, address)


def test_no_number_in_a_form_reaches_another_persons_profile(
    client: FlaskClient, session: Session, seeker: Seeker
) -> None:
    other = factories.make_seeker(session, pay_min=100000)
    session.commit()
    extra = {"seeker_id": str(other.id), "user_id": str(other.user_id), "personalised": "off"}
    client.post("/me/profile/pay", data={"do": "save", "pay_min": "3000"} | extra)
    session.rollback()
    assert queries.profile_of(session, other.id).pay_min == 100000
    assert queries.profile_of(session, seeker.id).pay_min == 300000
    assert queries.profile_of(session, seeker.id).personalised


# ── personalised ranking ─────────────────────────────────────────────────────────────────────────────────


def switch(client: FlaskClient, personalised: str, order: str) -> Any:
    """Save the card 岗位怎么排."""
    data = {"personalised": personalised, "plain_order": order}
    return client.post("/me/profile/personalised", data=data, follow_redirects=True)


def test_ranking_is_switched_off_and_on_with_one_press(
    client: FlaskClient, session: Session, seeker: Seeker
) -> None:
    assert "已关掉按资料推荐" in switch(client, "off", "nearest").text
    session.rollback()
    profile = queries.profile_of(session, seeker.id)
    assert (profile.personalised, profile.plain_order) == (False, "nearest")
    assert not queries.has_consented(session, seeker.id, Purpose.PERSONALISED_RANKING)
    assert profile.wanted == ["4-09-08-01", "4-07-05-01"]
    assert "已打开按资料推荐" in switch(client, "on", "newest").text
    session.rollback()
    profile = queries.profile_of(session, seeker.id)
    assert (profile.personalised, profile.plain_order) == (True, "newest")
    assert [row.given for row in queries.consents(session, seeker.id)] == [True, False]


@pytest.mark.parametrize(
    ("personalised", "order"), [("", ""), ("perhaps", "newest"), ("off", "alphabet"), ("on", "")]
)
def test_a_switch_in_no_position_changes_nothing(
    client: FlaskClient, session: Session, seeker: Seeker, personalised: str, order: str
) -> None:
    assert "没有改动" in switch(client, personalised, order).text
    session.rollback()
    assert queries.profile_of(session, seeker.id).personalised
    assert session.scalar(select(func.count()).select_from(Consent)) == 0


# ── hardship facts ───────────────────────────────────────────────────────────────────────────────────────


def test_hardship_facts_need_a_consent_of_their_own(
    client: FlaskClient, session: Session, seeker: Seeker
) -> None:
    refused = client.post("/me/hardship", data={"do": "save", "facts": ["dibao"]})
    page = BeautifulSoup(refused.data, "html.parser")
    assert "需要您先同意" in page.select_one("#agreed-error").get_text()  # type: ignore[union-attr]
    assert page.select_one("input[value=dibao][checked]") is not None
    assert session.scalar(select(func.count()).select_from(SeekerHardship)) == 0
    session.rollback()
    kept = client.post("/me/hardship", data={"do": "save", "facts": ["dibao", "older"], "agreed": "y"})
    assert kept.status_code == 302
    session.rollback()
    facts = queries.facts_of(queries.hardship_of(session, seeker.id))
    assert facts == {Fact.DIBAO, Fact.OLDER}
    assert queries.has_consented(session, seeker.id, Purpose.HARDSHIP)
    assert "收回同意，并删除" in text_of(client, "/me/hardship")


def test_facts_may_be_changed_under_the_same_consent(
    client: FlaskClient, session: Session, seeker: Seeker
) -> None:
    service.save_hardship(session, seeker, ["dibao"], agreed=True)
    session.commit()
    client.post("/me/hardship", data={"do": "save", "facts": ["disability"]})
    session.rollback()
    assert queries.facts_of(queries.hardship_of(session, seeker.id)) == {Fact.DISABILITY}
    assert [row.given for row in queries.consents(session, seeker.id)] == [True]


def test_an_unknown_fact_is_refused(client: FlaskClient, session: Session, seeker: Seeker) -> None:
    answer = client.post("/me/hardship", data={"do": "save", "facts": ["rich"], "agreed": "y"})
    assert "请从列出的里面选" in answer.text
    with pytest.raises(service.NotOnTheList):
        service.save_hardship(session, seeker, ["rich"], agreed=True)
    assert session.scalar(select(func.count()).select_from(SeekerHardship)) == 0


def test_taking_the_consent_back_erases_the_facts_at_once(
    client: FlaskClient, session: Session, seeker: Seeker
) -> None:
    service.save_hardship(session, seeker, ["dibao"], agreed=True)
    session.commit()
    assert client.post("/me/hardship", data={"do": "withdraw"}).status_code == 302
    session.rollback()
    assert queries.hardship_of(session, seeker.id) is None
    assert [row.given for row in queries.consents(session, seeker.id)] == [False, True]
    assert "收回同意，并删除" not in text_of(client, "/me/hardship")
    client.post("/me/hardship", data={"do": "withdraw"})
    session.rollback()
    assert len(queries.consents(session, seeker.id)) == 2


def test_a_recognition_by_the_authority_survives_and_is_never_set_by_the_person(
    client: FlaskClient, session: Session, seeker: Seeker
) -> None:
    sent = {"do": "save", "facts": ["dibao"], "agreed": "y", "recognised": "1"}
    client.post("/me/hardship", data=sent)
    session.rollback()
    hardship = queries.hardship_of(session, seeker.id)
    assert hardship is not None and not hardship.recognised
    hardship.recognised = True
    session.commit()
    client.post("/me/hardship", data={"do": "withdraw"})
    session.expire_all()
    hardship = session.get_one(SeekerHardship, seeker.id)
    assert hardship.recognised and hardship.facts is None


def test_which_facts_they_are_stands_nowhere_in_plain(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        seeker = service.register(session, name="王小梅", phone="13812340009", password=None)
        service.save_hardship(session, seeker, [Fact.DIBAO, Fact.ZERO_EMPLOYMENT], agreed=True)
    with Session(either_engine) as session:
        for table in ("seeker_hardships", "seekers", "seeker_profiles", "audit_entries"):
            for row in session.execute(text(f"SELECT * FROM {table}")):
                assert "dibao" not in repr(row) and "zero_employment" not in repr(row)
        actions = session.scalars(select(AuditEntry.action)).all()
        assert actions.count("jobseekers:save_hardship") == 1
        facts = queries.facts_of(queries.hardship_of(session, seeker.id))
        assert facts == {Fact.DIBAO, Fact.ZERO_EMPLOYMENT}


# ── name and number ──────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_name_is_put_right_and_a_number_is_added(
    client: FlaskClient, session: Session, seeker: Seeker
) -> None:
    answer = client.post("/me/identity", data={"name": "王晓梅", "id_number": ID_NUMBER})
    assert answer.status_code == 302
    session.rollback()
    session.refresh(seeker)
    assert (seeker.name, seeker.id_number) == ("王晓梅", ID_NUMBER)
    page = text_of(client, "/me/identity")
    assert identity.mask_id_number(ID_NUMBER) in page and ID_NUMBER not in page
    client.post("/me/identity", data={"name": "王梅", "id_number": ""})
    session.rollback()
    session.refresh(seeker)
    assert (seeker.name, seeker.id_number) == ("王梅", ID_NUMBER)
    assert session.get_one(User, seeker.user_id).display_name == "王*"


def test_a_number_that_another_person_has_is_refused(
    client: FlaskClient, session: Session, seeker: Seeker
) -> None:
    service.register(session, name="李华", phone="13812340008", password=None, id_number=ID_NUMBER)
    session.commit()
    answer = client.post("/me/identity", data={"name": "王小梅", "id_number": ID_NUMBER})
    assert "这个身份证号已经登记过了" in answer.text
    session.rollback()
    assert session.get_one(Seeker, seeker.id).id_number is None
