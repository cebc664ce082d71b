"""Writing an opening: what is typed, what is stored, what is asked for again."""

import re
from datetime import time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.employers.models import Employer
from jobhelp.labels import Kind
from jobhelp.openings.models import Opening
from jobhelp.reference.queries import book
from tests.factories import make_opening

DAY = clock.today() + timedelta(days=20)
COMMON = {
    "title": "写字楼保洁员",
    "occupation_code": "4-10-01-06",
    "duties": "扫走廊\n擦电梯",
    "headcount": "3",
    "pay_min": "2800",
    "pay_max": "3200.50",
    "pay_unit": "month",
    "pay_note": "每月 10 日发",
    "district_code": "230103",
    "street_code": "",
    "place_text": "西大直街 1 号",
    "perks": ["meals", "insurance"],
}
STEADY = COMMON | {
    "requirements": "能早起",
    "shifts": ["day", "early"],
    "starts": "05:30",
    "ends": "13:30",
    "days": ["0", "1", "2"],
    "hours_note": "轮休",
    "demands": ["standing"],
    "certificates": [],
    "education_min": "0",
    "experience_min": "1",
    "valid_until": DAY.isoformat(),
}
GIG = COMMON | {
    "pay_unit": "day",
    "gig_on": DAY.isoformat(),
    "gig_from": "22:00",
    "gig_to": "06:00",
    "meeting_point": "会展中心西门",
    "demands": ["heavy_lifting"],
}
REQUIRED = {
    "title": "请填岗位名称。",
    "occupation_code": "请选一个最接近的职业。",
    "duties": "请写每天做什么。",
    "headcount": "请填招几人。",
    "pay_min": "请填工资。",
    "district_code": "请选区县。",
}
REQUIRED_BY_KIND = {
    Kind.MARKET: {"shifts": "请至少选一种班次。", "valid_until": "请填截止日期。"},
    Kind.ASSISTANCE: {
        "shifts": "请至少选一种班次。",
        "valid_until": "请填截止日期。",
        "priority_note": "请写明谁优先。",
    },
    Kind.WELFARE: {
        "valid_until": "请填截止日期。",
        "welfare_kind_code": "请选一类。",
        "community": "请填社区的名称。",
        "hours_per_week": "请填每周几小时。",
        "street_code": "请选街道或乡镇。",
    },
    Kind.GIG: {
        "gig_on": "请填哪天干活。",
        "gig_from": "请填几点开始。",
        "gig_to": "请填几点结束。",
        "meeting_point": "请填集合的地方。",
    },
}


def valid(session: Session, kind: Kind) -> dict[str, Any]:
    """What an employer types for an opening of this kind."""
    if kind is Kind.GIG:
        return dict(GIG)
    if kind is Kind.MARKET:
        return dict(STEADY)
    if kind is Kind.ASSISTANCE:
        return STEADY | {"priority_note": "经认定的就业困难人员优先"}
    reference = book(session)
    return COMMON | {
        "pay_unit": "hour",
        "pay_max": "",
        "street_code": reference.streets_of("230103")[0].code,
        "welfare_kind_code": next(iter(reference.welfare_kinds)),
        "community": "某社区",
        "hours_per_week": "20",
        "days": ["0", "1"],
        "hours_note": "上午",
        "requirements": "",
        "valid_until": DAY.isoformat(),
    }


def wrong_field(page: str, field: str) -> str:
    """The message at a field of a refused form; "" where there is none."""
    found = re.search(rf'id="{field}-error"[^>]*>(.*?)</p>', page, re.S)
    return re.sub(r"<[^>]*>", "", found.group(1)).strip() if found else ""


def only(session: Session) -> Opening:
    """The one opening that there is, as it stands now."""
    session.rollback()
    return session.scalars(select(Opening).execution_options(populate_existing=True)).one()


def count(session: Session) -> int:
    """How many openings there are now."""
    session.rollback()
    return len(session.scalars(select(Opening.id)).all())


def faults(page: str) -> list[str]:
    """The fields of a refused form that are wrong."""
    return re.findall(r'id="([a-z_]+)-error"', page)


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_typed_is_stored(
    employer: FlaskClient, firm: tuple[Employer, User], session: Session, kind: Kind
) -> None:
    typed = valid(session, kind)
    answer = employer.post(f"/employer/openings/new?kind={kind}", data=typed)
    assert answer.status_code == 302, faults(answer.text)
    opening = only(session)
    assert answer.location == f"/employer/openings/{opening.id}"
    assert (opening.kind, opening.state, opening.employer_id) == (kind, "draft", firm[0].id)
    assert opening.title == "写字楼保洁员" and opening.headcount == 3
    assert opening.perks == ["meals", "insurance"]
    assert (opening.pay_min, opening.pay_max) == (280000, 280000 if kind is Kind.WELFARE else 320050)
    assert opening.pay_unit == typed["pay_unit"]
    assert opening.valid_until == DAY
    assert opening.lat is not None and opening.lon is not None, "the middle of its street or district"
    if kind in (Kind.MARKET, Kind.ASSISTANCE):
        assert (opening.starts_at, opening.ends_at, opening.hours_per_day) == (330, 810, 8.0)
        assert (opening.days, opening.shifts, opening.experience_min) == ([0, 1, 2], ["day", "early"], 1.0)
    if kind is Kind.ASSISTANCE:
        assert opening.priority_note == "经认定的就业困难人员优先"
    if kind is Kind.WELFARE:
        assert (opening.hours_per_week, opening.shifts, opening.community) == (20.0, ["day"], "某社区")
    if kind is Kind.GIG:
        assert (opening.gig_on, opening.gig_from, opening.gig_to) == (DAY, time(22), time(6))
        assert (opening.hours_per_day, opening.shifts) == (8.0, ["night"])
    sent = employer.post(f"/employer/openings/{opening.id}/move", data={"action": "submit"})
    opening = only(session)
    assert (sent.status_code, opening.state) == (302, "review"), "a form without faults can be sent in"


@pytest.mark.parametrize("kind", list(Kind))
def test_each_required_field_is_asked_for_and_nothing_typed_is_lost(
    employer: FlaskClient, session: Session, kind: Kind
) -> None:
    typed = valid(session, kind)
    for field, words in (REQUIRED | REQUIRED_BY_KIND[kind]).items():
        nothing: Any = [] if field == "shifts" else ""  # a browser sends nothing for boxes
        answer = employer.post(f"/employer/openings/new?kind={kind}", data={**typed, field: nothing})
        assert answer.status_code == 422, field
        assert words in wrong_field(answer.text, field), (field, wrong_field(answer.text, field))
        for other in set(typed) - {field}:
            for value in typed[other] if isinstance(typed[other], list) else [typed[other]]:
                assert str(escape(value)) in answer.text, (field, other)
        assert answer.text.count("checked") >= len(typed["perks"])
    assert count(session) == 0


JUNK: list[tuple[str, Any, str]] = [
    ("title", "保", "要 2 到 40 个字"),
    ("title", "保" * 41, "要 2 到 40 个字"),
    ("duties", "扫" * 2001, "要 4 到 2000 个字"),
    ("headcount", "0", "要在 1 和 500 之间"),
    ("headcount", "501", "要在 1 和 500 之间"),
    ("headcount", "很多", "请填整数"),
    ("headcount", "9" * 400, "要在 1 和 500 之间"),
    ("pay_min", "0", "要在 1 和 200000 之间"),
    ("pay_min", "-5", "要在 1 和 200000 之间"),
    ("pay_min", "NaN", ""),
    ("pay_min", "Infinity", ""),
    ("pay_min", "1e9", "要在 1 和 200000 之间"),
    ("pay_min", "面议", "请填数字"),
    ("pay_max", "2799", "后面的数不能比前面的小"),
    ("pay_unit", "galleon", "请从列出的里面选"),
    ("occupation_code", "0-00", "请从列出的里面选"),
    ("district_code", "110101", "请从列出的里面选"),
    ("shifts", ["whenever"], "请从列出的里面选"),
    ("days", ["9"], "请从列出的里面选"),
    ("days", ["Mon"], "请从列出的里面选"),
    ("perks", ["gold"], "请从列出的里面选"),
    ("demands", ["magic"], "请从列出的里面选"),
    ("education_min", "99", "请从列出的里面选"),
    ("starts", "25:99", "请填时间"),
    ("demands", ["magic", "standing"], "请从列出的里面选"),
    ("valid_until", "明天", "请填日期"),
    ("valid_until", (clock.today() - timedelta(days=1)).isoformat(), "不能早于今天"),
    ("valid_until", (clock.today() + timedelta(days=91)).isoformat(), "最多 90 天以内"),
    ("valid_until", "9999-12-31", "最多 90 天以内"),
]


def test_junk_is_refused_at_its_field(employer: FlaskClient, session: Session) -> None:
    for field, value, words in JUNK:
        answer = employer.post("/employer/openings/new?kind=market", data={**STEADY, field: value})
        message = wrong_field(answer.text, field)
        assert answer.status_code == 422, (field, value)
        assert message and words in message, (field, value, message)
    assert count(session) == 0


def test_a_street_lies_in_its_district(employer: FlaskClient, session: Session) -> None:
    elsewhere = book(session).streets_of("230102")[0].code
    answer = employer.post("/employer/openings/new?kind=market", data={**STEADY, "street_code": elsewhere})
    assert answer.status_code == 422
    assert "这个街道不在" in wrong_field(answer.text, "street_code")


def test_a_welfare_week_has_at_most_24_hours(employer: FlaskClient, session: Session) -> None:
    typed = valid(session, Kind.WELFARE) | {"hours_per_week": "25"}
    answer = employer.post("/employer/openings/new?kind=welfare", data=typed)
    assert "要在 1 和 24 之间" in wrong_field(answer.text, "hours_per_week")


def test_a_day_has_both_its_ends_or_neither(employer: FlaskClient) -> None:
    words = "上班和下班时间要一起填"
    for empty, filled in (("starts", "ends"), ("ends", "starts")):
        answer = employer.post("/employer/openings/new?kind=market", data=STEADY | {empty: ""})
        assert words in wrong_field(answer.text, filled)
    assert (
        employer.post(
            "/employer/openings/new?kind=market", data=STEADY | {"starts": "", "ends": ""}
        ).status_code
        == 302
    )


def test_a_gig_begins_and_ends(employer: FlaskClient) -> None:
    answer = employer.post("/employer/openings/new?kind=gig", data=GIG | {"gig_to": "22:00"})
    assert "结束和开始不能是同一个时间" in wrong_field(answer.text, "gig_to")


def test_work_may_end_the_next_day(employer: FlaskClient, session: Session) -> None:
    employer.post("/employer/openings/new?kind=market", data=STEADY | {"starts": "22:00", "ends": "06:00"})
    opening = only(session)
    assert (opening.starts_at, opening.ends_at, opening.hours_per_day) == (1320, 1800, 8.0)
    page = employer.get(f"/employer/openings/{opening.id}/edit").text
    assert 'value="22:00"' in page and 'value="06:00"' in page


def test_markup_that_is_typed_stays_text(employer: FlaskClient, session: Session) -> None:
    title = '<script>alert("1")</script>'
    answer = employer.post("/employer/openings/new?kind=market", data=STEADY | {"title": title})
    page = employer.get(answer.location).text
    assert "<script>alert" not in page
    assert str(escape(title)) in page


@pytest.mark.parametrize("kind", list(Kind))
def test_an_edit_shows_what_is_stored_and_changes_it(
    employer: FlaskClient, session: Session, kind: Kind
) -> None:
    typed = valid(session, kind)
    where = employer.post(f"/employer/openings/new?kind={kind}", data=typed).location
    page = employer.get(f"{where}/edit").text
    for field in set(typed) - {"perks", "shifts", "days", "demands", "certificates"}:
        value = typed[field].replace("3200.50", "3200.5")
        assert str(escape(value)) in page, field
    changed = typed | {"title": "夜班保洁员", "headcount": "5", "perks": []}
    assert employer.post(f"{where}/edit", data=changed).status_code == 302
    opening = only(session)
    assert (opening.title, opening.headcount, opening.perks) == ("夜班保洁员", 5, [])
    refused = employer.post(f"{where}/edit", data=changed | {"title": "", "duties": "新写的一行"})
    assert refused.status_code == 422 and "新写的一行" in refused.text


def test_what_waits_or_is_on_show_is_not_edited(
    employer: FlaskClient, firm: tuple[Employer, User], session: Session
) -> None:
    for state in ("review", "published", "filled", "withdrawn"):
        opening = make_opening(session, employer=firm[0], state=state)
        session.commit()
        employer.post(f"/employer/openings/{opening.id}/edit", data=STEADY | {"title": "改了"})
        session.refresh(opening)
        assert opening.title == "写字楼保洁", state


def test_an_old_one_once_more(employer: FlaskClient, firm: tuple[Employer, User], session: Session) -> None:
    old = make_opening(session, employer=firm[0], state="withdrawn", title="旧的岗位")
    session.commit()
    assert "旧的岗位" in employer.get("/employer/openings/new").text
    answer = employer.post(f"/employer/openings/{old.id}/copy")
    new = session.scalars(select(Opening).where(Opening.id != old.id)).one()
    assert answer.location == f"/employer/openings/{new.id}/edit"
    assert (new.title, new.state) == ("旧的岗位", "draft")
    assert employer.get(answer.location).status_code == 200
