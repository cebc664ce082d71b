"""推荐给我, the answer for any post number, the plain list, how we rank."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.jobseekers.models import Seeker, SeekerHardship, SeekerProfile
from jobhelp.matching.rule import RULE
from jobhelp.openings.models import Opening
from jobhelp.orm import write_session
from jobhelp.recommendations.models import Dismissal, RankedList
from jobhelp.recommendations.service import match_city, train
from jobhelp.recommendations.service.training import SIMULATED
from tests.factories import (
    make_application,
    make_employer,
    make_opening,
    make_seeker,
    make_user,
    sign_in,
)
from tests.pages import questions
from tests.recommendations.city import build
from tests.recommendations.conftest import Resident

MINE = "/me/recommendations"
CLEANER = "4-09-08-01"
QUERIES = 12


def page(client: FlaskClient, address: str, **headers: str) -> BeautifulSoup:
    """The page at an address, which must answer."""
    response = client.get(address, headers={"Accept-Language": "zh", **headers})
    assert response.status_code == 200, (address, response.status_code)
    return BeautifulSoup(response.data, "html.parser")


def text(soup: BeautifulSoup) -> str:
    """What the page says, without gaps."""
    return re.sub(r"\s+", "", soup.get_text())


def titles(soup: BeautifulSoup) -> list[str]:
    """The titles of the cards, in order, without those that nearly suit."""
    return [
        found.get_text(strip=True)
        for found in soup.select("article.op .oph a")
        if not found.find_parent(class_="missed")
    ]


@pytest.fixture
def employer(session: Session):
    return make_employer(session)[0]


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_card_has_kind_pay_distance_reasons_and_actions(
    resident: Resident, session: Session, employer
) -> None:
    make_opening(
        session, employer=employer, title="写字楼保洁", occupation_code=CLEANER, pay_min=280_000, pay_max=320_000, lat=45.78,
        lon=126.66, published_at=clock.now() - timedelta(days=50), valid_from=clock.today() - timedelta(days=50),
    )  # fmt: skip
    session.commit()
    soup = page(resident.client, MINE)
    card = soup.select_one("article.op")
    said = text(card)
    for part in (
        "市场岗位",
        "2,800–3,200",
        "离您2.2公里",
        "保洁员是您想做的工种",
        "50天前发布的",
        "合适程度",
    ):
        assert part in said, part
    assert 1 <= len(card.select(".rs .p")) <= 3 and len(card.select(".rs .m")) == 1
    assert card.select_one("form[action$='/apply']") and card.select_one("form[action$='/dismiss']")
    assert "有一个岗位适合您" in text(soup.h1)
    assert "想做保洁员" in text(soup) and "最远10公里" in text(soup)


def test_an_advertisement_from_elsewhere_has_no_apply_button(resident: Resident, session: Session) -> None:
    make_opening(session, source="51job")
    session.commit()
    card = page(resident.client, MINE).select_one("article.op")
    assert not card.select("form[action$='/apply']") and card.select("a[href^='/openings/']")


def test_more_cards_by_page_in_one_order(resident: Resident, session: Session) -> None:
    for number in range(23):
        make_opening(session, title=f"保洁{number:02d}", occupation_code=CLEANER)
    session.commit()
    first, second, third = (page(resident.client, f"{MINE}?page={number}") for number in (1, 2, 3))
    assert [len(titles(one)) for one in (first, second, third)] == [10, 10, 3]
    assert len({*titles(first), *titles(second), *titles(third)}) == 23
    assert "再看10个" in text(first) and "再看3个" in text(second) and "再看" not in text(third)
    for junk in ("0", "-1", "abc", "99999999999999999999", "%00", "1.5"):
        assert titles(page(resident.client, f"{MINE}?page={junk}")) in (titles(first), titles(third))


def test_only_the_best_are_listed_and_the_page_says_so(resident: Resident, session: Session) -> None:
    for _ in range(65):
        make_opening(session)
    session.commit()
    last = page(resident.client, f"{MINE}?page=6")
    assert (
        "有65个岗位适合您" in text(last) and "这里列出最合适的60个" in text(last) and len(titles(last)) == 10
    )


def test_an_empty_profile_is_asked_first(client: FlaskClient, session: Session) -> None:
    user = make_user(session)
    make_seeker(session, user=user)
    make_opening(session)
    session.commit()
    sign_in(client, user)
    soup = page(client, MINE)
    assert "先答几个问题" in text(soup) and soup.select("a[href='/me/profile']") and len(titles(soup)) == 1


def test_nothing_suitable_says_which_limit_to_relax_with_counts(resident: Resident, session: Session) -> None:
    for _ in range(4):
        make_opening(session, shifts=["night"])
    make_opening(session, lat=46.5)
    session.commit()
    soup = page(resident.client, MINE)
    assert "没有一个岗位符合您填的全部条件" in text(soup)
    limits = [text(item) for item in soup.select(".opens li")]
    assert limits == ["上什么班多出4个岗位改一改上什么班", "最远走多远多出1个岗位改一改最远走多远"]
    assert [link["href"] for link in soup.select(".opens a")] == [
        "/me/profile/time?edit=1", "/me/profile/place?edit=1",
    ]  # fmt: skip


def test_nothing_suitable_shows_the_nearest_misses_and_what_would_change_each(
    resident: Resident, session: Session
) -> None:
    resident.profile.hours_max = 6.0
    make_opening(session, title="夜里远的", shifts=["night"], lat=46.5, hours_per_day=10.0)
    make_opening(session, title="时间长一点", hours_per_day=7.0)
    make_opening(session, title="要学历", education_min=5, hours_per_day=6.0)
    resident.profile.education = 2
    session.commit()
    soup = page(resident.client, MINE)
    assert titles(soup) == [], "none of them is recommended"
    (card,) = soup.select("article.op")
    assert "时间长一点" in text(card) and "一天 7 小时" not in text(card)
    assert [link["href"] for link in card.select(".rs .m a")] == ["/me/profile/time?edit=1"]
    assert "如果每天能做7小时，就能看到它" in text(card) and "要学历" not in text(soup)
    resident.client.post("/me/profile/time", data={"hours_max": "8", "do": "save"})
    assert titles(page(resident.client, MINE)) == ["时间长一点"]


def test_where_one_change_is_not_enough_every_one_is_named(resident: Resident, session: Session) -> None:
    resident.profile.hours_max = 6.0
    make_opening(session, shifts=["night"], starts_at=1320, ends_at=1800, hours_per_day=8.0)
    session.commit()
    soup = page(resident.client, MINE)
    assert "要放宽不止一条才会有" in text(soup) and not soup.select(".opens")
    (card,) = soup.select("article.op")
    assert len(card.select(".rs .m a")) == 2


def test_a_short_list_says_which_limit_keeps_most_away(resident: Resident, session: Session) -> None:
    make_opening(session, title="合适的")
    for _ in range(2):
        make_opening(session, shifts=["night"])
    session.commit()
    soup = page(resident.client, MINE)
    assert titles(soup) == ["合适的"] and "上什么班多出2个岗位" in text(soup.select_one(".few .opens"))


def test_no_post_at_all_is_said_kindly(resident: Resident) -> None:
    assert "看全部岗位" in text(page(resident.client, MINE))


def test_a_post_that_only_a_certificate_keeps_away_shows_how_to_get_it(
    resident: Resident, session: Session
) -> None:
    resident.profile.no_certificate = True
    make_opening(session)
    make_opening(session, title="后厨", certificates=["health"])
    session.commit()
    near = page(resident.client, MINE).select_one(".near")
    assert "健康证" in text(near) and "体检" in text(near) and "后厨" in text(near)


def test_the_rule_in_use_is_said(resident: Resident, session: Session, models_dir: Path) -> None:
    make_opening(session)
    session.commit()
    assert "现在按固定规则排" in text(page(resident.client, MINE))


def test_with_a_model_the_note_is_gone(resident: Resident, session: Session, model) -> None:
    make_opening(session)
    session.commit()
    assert "现在按固定规则排" not in text(page(resident.client, MINE))


def test_english_and_large_text(resident: Resident, session: Session) -> None:
    make_opening(session, occupation_code=CLEANER)
    session.commit()
    english = page(resident.client, f"{MINE}?lang=en").get_text(" ", strip=True)
    assert "One post suits you" in english and "Cleaner: the work you want" in english
    large = page(resident.client, f"{MINE}?lang=zh&elder=1")
    assert not large.select("details.dismiss"), "in large text 不合适 stands on the page of the post"
    for soup in (large,):
        assert not [tag for tag in soup.find_all(True) if tag.has_attr("style")]


def test_a_changed_profile_shows_at_the_next_look(resident: Resident, session: Session) -> None:
    make_opening(session, pay_min=300_000, pay_max=300_000)
    session.commit()
    assert "有一个岗位适合您" in text(page(resident.client, MINE))
    resident.client.post("/me/profile/pay", data={"pay_min": "5000", "do": "save"})
    assert "没有一个岗位" in text(page(resident.client, MINE))


# ── 不合适 ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_post_leaves_the_list_with_a_reason_and_comes_back(resident: Resident, session: Session) -> None:
    opening = make_opening(session, title="夜班门卫")
    make_opening(session, title="保洁")
    session.commit()
    answer = resident.client.post(f"{MINE}/{opening.id}/dismiss", data={"reason": "distance"})
    assert answer.status_code == 302 and answer.location.endswith(f"gone={opening.id}")
    soup = page(resident.client, answer.location)
    assert titles(soup) == ["保洁"] and "已从推荐里拿掉「夜班门卫」" in text(soup)
    assert session.scalars(select(Dismissal.reason)).all() == ["distance"]
    resident.client.post(f"{MINE}/{opening.id}/undo")
    assert sorted(titles(page(resident.client, MINE))) == ["保洁", "夜班门卫"]


def test_a_wrong_reason_changes_nothing(resident: Resident, session: Session) -> None:
    opening = make_opening(session)
    session.commit()
    assert resident.client.post(f"{MINE}/{opening.id}/dismiss", data={"reason": "x"}).status_code == 422
    assert resident.client.post(f"{MINE}/999999/dismiss", data={"reason": "pay"}).status_code == 404
    assert session.scalars(select(Dismissal)).all() == []


def test_gone_tells_nothing_about_posts_that_were_not_dismissed(resident: Resident, session: Session) -> None:
    draft = make_opening(session, title="秘密岗位", state="draft", published_at=None)
    session.commit()
    for value in (draft.id, "abc", "99999999999999", "1e3", ""):
        assert "秘密岗位" not in text(page(resident.client, f"{MINE}?gone={value}"))


# ── why not ──────────────────────────────────────────────────────────────────────────────────────────────


def why(client: FlaskClient, number: str) -> str:
    soup = page(client, f"{MINE}/why-not?number={number}")
    return text(soup.select_one("#why-not"))


def test_a_gate_that_does_not_fit_is_told_with_both_facts_and_a_count(
    resident: Resident, session: Session
) -> None:
    night = make_opening(session, title="物业夜班值守", shifts=["night"], lat=45.77, lon=126.66)
    make_opening(session, shifts=["night"], lat=45.77, lon=126.66)
    make_opening(session, certificates=["health"])
    session.commit()
    said = why(resident.client, night.number)
    for part in (
        "物业夜班值守",
        "合不上的是：上什么班。",
        "夜班您填的是白班",
        "离家1.1公里您填的是10公里以内",
        "如果也能上夜班，就能看到它",
        "一共会多出2个岗位",
    ):
        assert part in said, part


def test_unknown_facts_are_told_as_not_known(resident: Resident, session: Session) -> None:
    opening = make_opening(session, shifts=["night"], certificates=["security_guard"])
    session.commit()
    assert "要有保安员证您没填有没有，不影响这次结果" in why(resident.client, opening.number)


def test_a_post_in_the_list_is_told_where(resident: Resident, session: Session) -> None:
    for _ in range(12):
        make_opening(session, occupation_code=CLEANER, lat=45.76, lon=126.66)
    last = make_opening(session, lat=45.82, lon=126.66)
    session.commit()
    soup = page(resident.client, f"{MINE}/why-not?number={last.number}")
    assert "排第13个，一共13个" in text(soup)
    (link,) = [a["href"] for a in soup.select("#why-not a") if "page=" in a["href"]]
    assert link == f"{MINE}?page=2#post-{last.id}"
    assert page(resident.client, link.split("#")[0]).select_one(f"#post-{last.id}")


@pytest.mark.parametrize("typed", ["  {}  ", "{}。", "{}".replace("-", "—")])
def test_numbers_are_found_however_they_are_typed(resident: Resident, session: Session, typed: str) -> None:
    opening = make_opening(session, number="230103-000417", title="面点帮工")
    session.commit()
    for number in (
        opening.number,
        "230103—000417",
        "２３０１０３－０００４１７",
        "230103 000417",
        "230103000417",
    ):
        assert "面点帮工" in why(resident.client, typed.format(number)), number


@pytest.mark.parametrize(
    "number", ["1", "230103-999999", "abc", "' OR 1=1 --", "%00", "9" * 300, "😀", "\\ud800"]
)
def test_a_number_that_does_not_exist_gets_a_clear_message(resident: Resident, number: str) -> None:
    assert "没有找到编号" in why(resident.client, number)


def test_without_a_number_the_box_waits(resident: Resident) -> None:
    assert "没有找到" not in why(resident.client, "") and "没有找到" not in why(resident.client, "   ")


@pytest.mark.parametrize("state", ["draft", "review", "withdrawn"])
def test_what_is_not_public_looks_like_nothing(resident: Resident, session: Session, state: str) -> None:
    opening = make_opening(session, state=state, title="秘密岗位")
    session.commit()
    missing = why(resident.client, "230103-888888").replace("230103-888888", "")
    assert why(resident.client, opening.number).replace(opening.number, "") == missing


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "closed"}, "这个岗位已经停止招聘"),
        ({"state": "filled", "taken": 2}, "这个岗位已经停止招聘"),
        ({"state": "expired", "valid_until": clock.today() - timedelta(days=1)}, "这个岗位已经停止招聘"),
        ({"valid_until": clock.today() - timedelta(days=1)}, "招聘时间已经过了"),
        ({"taken": 2}, "名额已经招满"),
    ],
)
def test_a_post_that_is_over_says_so(resident: Resident, session: Session, fields, said: str) -> None:
    opening = make_opening(session, **fields)
    session.commit()
    assert said in why(resident.client, opening.number)


def test_answered_posts_say_what_was_answered(resident: Resident, session: Session) -> None:
    applied, dismissed = make_opening(session), make_opening(session)
    make_application(session, applied, resident.seeker)
    session.add(
        Dismissal(seeker_id=resident.seeker.id, opening_id=dismissed.id, reason="body", at=clock.now())
    )
    session.commit()
    assert "您报过名了" in why(resident.client, applied.number)
    assert "您说过不合适（身体吃不消）" in why(resident.client, dismissed.number)


def test_a_public_welfare_post_names_the_law_and_recognition_opens_it(
    resident: Resident, session: Session
) -> None:
    opening = make_opening(session, kind="welfare")
    session.commit()
    said = why(resident.client, opening.number)
    assert "只招认定过的就业困难人员您目前没有认定" in said and "可以先查一查自己是否符合认定条件" in said
    session.add(SeekerHardship(seeker_id=resident.seeker.id, recognised=True))
    session.commit()
    assert "它适合您" in why(resident.client, opening.number)


def test_htmx_gets_the_box_alone(resident: Resident, session: Session) -> None:
    opening = make_opening(session)
    session.commit()
    part = resident.client.get(f"{MINE}/why-not?number={opening.number}", headers={"HX-Request": "true"})
    assert b"<html" not in part.data and b'id="why-not"' in part.data


# ── personalised ranking switched off ────────────────────────────────────────────────────────────────────


def switched_off(resident: Resident, session: Session, order: str = "newest") -> None:
    resident.profile.personalised, resident.profile.plain_order = False, order
    session.commit()


def test_switched_off_the_list_is_by_time_and_says_so(resident: Resident, session: Session) -> None:
    for age in (3, 1, 2):
        make_opening(
            session, title=f"岗位{age}", shifts=["night"], published_at=clock.now() - timedelta(days=age),
            valid_from=clock.today() - timedelta(days=age),
        )  # fmt: skip
    switched_off(resident, session)
    soup = page(resident.client, MINE)
    assert titles(soup) == ["岗位1", "岗位2", "岗位3"], "no gate and no wish hides a post"
    assert "没有用您的任何资料" in text(soup) and not soup.select(".rs")


def test_by_distance_only_the_district_is_used(resident: Resident, session: Session) -> None:
    make_opening(session, title="远", lat=46.2)
    make_opening(session, title="近", lat=45.765, lon=126.669)
    make_opening(session, title="外地", outside_city=True, district_code=None)
    switched_off(resident, session)
    assert titles(page(resident.client, f"{MINE}?by=nearest")) == ["近", "远"]
    resident.profile.lat, resident.profile.max_km = 46.2, 1.0
    session.commit()
    soup = page(resident.client, f"{MINE}?by=nearest")
    assert titles(soup) == ["近", "远"] and "离南岗区中心的远近排" in text(soup)


def test_one_press_switches_off_and_one_on(resident: Resident, session: Session) -> None:
    make_opening(session)
    session.commit()
    form = page(resident.client, MINE).select_one("form[action$='/switch']")
    assert form.select_one("[name=personalised]")["value"] == "off"
    resident.client.post(form["action"], data={"personalised": "off"})
    form = page(resident.client, MINE).select_one("form[action$='/switch']")
    assert form.select_one("[name=personalised]")["value"] == "on"
    resident.client.post(form["action"], data={"personalised": "on"})
    assert "适合您" in text(page(resident.client, MINE).h1)


@pytest.mark.parametrize("profiles", [50, pytest.param(1000, marks=pytest.mark.long)], ids=["short", "long"])
def test_the_plain_list_does_not_depend_on_the_profile(
    app: Flask, engine: Engine, session: Session, profiles: int
) -> None:
    build(engine, openings=40, seekers=profiles, each=0)
    user = make_user(session)
    session.commit()
    client = app.test_client()
    sign_in(client, user)
    seen = set()
    for number in range(1, profiles + 1):
        with write_session(engine) as writing:
            writing.get_one(SeekerProfile, number).personalised = False
            writing.execute(update_owner(number, user.id))
        seen.add(tuple(titles(page(client, MINE))))
        with write_session(engine) as writing:
            writing.execute(update_owner(number, None))
    assert len(seen) == 1 and len(next(iter(seen))) == 10


def update_owner(seeker_id: int, user_id: int | None):
    return update(Seeker).where(Seeker.id == seeker_id).values(user_id=user_id)


# ── the box on an opening's page ─────────────────────────────────────────────────────────────────────────


def box(client: FlaskClient, opening: Opening) -> str:
    found = page(client, f"/openings/{opening.id}").select(".foryou")
    return text(found[0]) if found else ""


def test_the_page_of_a_post_says_what_it_means_for_you(resident: Resident, session: Session) -> None:
    good = make_opening(session, occupation_code=CLEANER)
    bad = make_opening(session, shifts=["night"])
    session.commit()
    assert "保洁员是您想做的工种" in box(resident.client, good) and "排第1个" in box(resident.client, good)
    said = box(resident.client, bad)
    assert "夜班您填的是白班" in said and "所以没有推荐。您还是可以报名。" in said


def test_the_box_is_only_for_residents_who_agreed(
    resident: Resident, session: Session, app: Flask, client: FlaskClient
) -> None:
    opening = make_opening(session)
    officer = make_user(session, "district_officer")
    switched_off(resident, session)
    assert box(resident.client, opening) == ""
    assert box(app.test_client(), opening) == ""
    other = app.test_client()
    sign_in(other, officer)
    assert box(other, opening) == ""


def test_an_empty_profile_is_told_what_the_box_would_say(client: FlaskClient, session: Session) -> None:
    user, opening = make_user(session), make_opening(session)
    make_seeker(session, user=user)
    session.commit()
    sign_in(client, user)
    assert "填了求职资料" in box(client, opening)


# ── how we rank ──────────────────────────────────────────────────────────────────────────────────────────


def test_how_we_rank_is_open_to_everybody_and_names_the_rule(client: FlaskClient) -> None:
    soup = page(client, "/how-we-rank")
    said = text(soup)
    assert RULE in said and "性别、年龄、民族、宗教" in said and "离您家有多远" in said
    assert len(soup.select(".shapes svg polyline")) >= 15


def test_how_we_rank_shows_the_card_of_the_model(client: FlaskClient, engine: Engine, settings) -> None:
    build(engine, openings=150, seekers=80, each=6)
    trained = train(engine, settings.models_dir, clock.today(), lambda text: None)
    soup = page(client, "/how-we-rank")
    said = text(soup)
    assert trained.model in said and SIMULATED in said and "模拟的报名" in said
    assert f"{trained.card['held_out']['ranker']['ndcg@10']:.3f}" in said
    assert "对不同的人公平不公平" in said and "新模型要过的几关" in said and "不会挤满人" in said
    assert "学的时候用的是大家今天的资料" in said
    assert [text(row.td) for row in soup.select_one("table").select("tbody tr")] == [
        "现在的排序",
        "固定规则",
        "谁报得多谁在前",
        "随便排",
    ]


def test_a_broken_model_shows_the_rule(client: FlaskClient, models_dir: Path, model) -> None:
    for path in models_dir.glob("*.npz"):
        path.write_bytes(b"broken")
    assert RULE in text(page(client, "/how-we-rank"))


# ── weight, queries, and writing nothing ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("personalised", [True, False])
def test_a_page_asks_at_most_twelve_questions(
    resident: Resident, engine: Engine, session: Session, models_dir: Path, kept: bool, personalised: bool
) -> None:
    for number in range(25):
        make_opening(session, certificates=["health"] if number % 2 else [])
    gone = make_opening(session)
    session.add(Dismissal(seeker_id=resident.seeker.id, opening_id=gone.id, reason="pay", at=clock.now()))
    resident.profile.no_certificate, resident.profile.personalised = True, personalised
    session.commit()
    if kept:
        match_city(engine, models_dir, clock.today(), lambda text: None)
    addresses = [
        f"{MINE}?gone={gone.id}", f"{MINE}?page=2", f"{MINE}?by=nearest", f"{MINE}/why-not?number={gone.number}",
        f"/openings/{gone.id}", "/how-we-rank",
    ]  # fmt: skip
    page(resident.client, MINE)  # warms the process
    for address in addresses:
        with questions(engine) as asked:
            page(resident.client, address)
        assert len(asked) <= QUERIES, address


def test_looking_writes_nothing(resident: Resident, session: Session) -> None:
    make_opening(session)
    session.commit()
    page(resident.client, MINE)
    page(resident.client, f"{MINE}/why-not?number=1")
    assert session.scalars(select(RankedList)).all() == []


def test_strangers_and_other_roles_stay_outside(client: FlaskClient, app: Flask, session: Session) -> None:
    assert client.get(MINE).location.startswith("/sign-in")
    _, member = make_employer(session)
    session.commit()
    sign_in(client, member)
    assert client.get(MINE).status_code == 403
    assert client.get(f"{MINE}/why-not?number=1").status_code == 403
    assert client.post(f"{MINE}/1/dismiss", data={"reason": "pay"}).status_code == 403
