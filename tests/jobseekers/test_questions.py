"""The eight questions: each with a right answer, with junk, and passed over; nothing typed is ever lost."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from jobhelp import events
from jobhelp.accounts.models import User
from jobhelp.jobseekers import queries, service
from jobhelp.jobseekers.forms.terms import yuan_of
from jobhelp.jobseekers.forms.work import years_of
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.jobseekers.states import MAX_PAST, ORDER, SKIPPED, Question
from jobhelp.reference.queries import book
from tests import factories

CLEANER, GUARD, COOK, DISHES, KEEPER, CARER = (
    "4-09-08-01",
    "4-07-05-01",
    "4-03-02-01",
    "X-03-04",
    "4-10-01-06",
    "4-10-01-05",
)
STREET = "230103"


@pytest.fixture
def seeker(client: FlaskClient, session: Session) -> Seeker:
    """A registered jobseeker with an empty profile, signed in."""
    seeker = factories.make_seeker(session)
    session.commit()
    factories.sign_in(client, session.get_one(User, seeker.user_id))
    return seeker


def stored(session: Session, seeker: Seeker) -> SeekerProfile:
    """The profile as it stands in the database now, whoever wrote it."""
    number = seeker.id
    session.rollback()
    return queries.profile_of(session, number)


def profile(session: Session, seeker: Seeker) -> SeekerProfile:
    """The profile as this session has made it."""
    session.expire_all()
    return queries.profile_of(session, seeker.id)


def save(client: FlaskClient, question: str, **values: Any) -> Any:
    """Press 保存 on the page of a question."""
    return client.post(f"/me/profile/{question}", data={"do": "save"} | values)


def first_street(session: Session, district: str = "230103") -> Any:
    """A street of a district."""
    return book(session).streets_of(district)[0]


RIGHT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "work",
        {"wanted": [GUARD, CLEANER], "words": "看鱼塘"},
        {"wanted": [GUARD, CLEANER], "words": "看鱼塘"},
    ),
    ("work", {"words": "保洁阿姨、扎灯笼 看鱼塘"}, {"wanted": [CLEANER], "words": "扎灯笼、看鱼塘"}),
    (
        "skills",
        {"skills": ["deep_cleaning", "dough"], "certificates": ["health"]},
        {"skills": ["deep_cleaning", "dough"], "certificates": ["health"], "no_certificate": False},
    ),
    ("skills", {"no_certificate": "y"}, {"skills": [], "certificates": [], "no_certificate": True}),
    (
        "experience",
        {"occupation_0": COOK, "years_0": "３年", "words_1": "纺织厂挡车工", "years_1": "12.5"},
        {
            "past": [
                {"occupation": COOK, "words": "", "years": 3.0},
                {"occupation": "", "words": "纺织厂挡车工", "years": 12.5},
            ]
        },
    ),
    ("education", {"education": "2"}, {"education": 2}),
    (
        "place",
        {"district_code": "230102", "street_code": "230102001", "max_km": "5", "beyond_city": "yes"},
        {"district_code": "230102", "street_code": "230102001", "max_km": 5.0, "beyond_city": True},
    ),
    (
        "place",
        {"district_code": "230102", "street_code": "", "max_km": "", "beyond_city": "no"},
        {"district_code": "230102", "street_code": None, "max_km": None, "lat": None, "beyond_city": False},
    ),
    (
        "time",
        {
            "shifts": ["early", "day"],
            "days": ["4", "0", "2"],
            "earliest": "330",
            "latest": "1080",
            "hours_max": "8",
        },
        {
            "shifts": ["day", "early"],
            "days": [0, 2, 4],
            "earliest": 330,
            "latest": 1080,
            "hours_max": 8.0,
        },
    ),
    (
        "time",
        {"earliest": "", "latest": "", "hours_max": ""},
        {"shifts": [], "days": [], "earliest": None, "latest": None, "hours_max": None},
    ),
    ("pay", {"pay_min": "2,800 元"}, {"pay_min": 280000}),
    ("pay", {"pay_min": ""}, {"pay_min": None}),
    (
        "limits",
        {"cannot": ["cold", "night"], "kinds": ["gig", "market"]},
        {"cannot": ["night", "cold"], "kinds": ["market", "gig"]},
    ),
    ("limits", {}, {"cannot": [], "kinds": []}),
]


@pytest.mark.parametrize(("question", "typed", "kept"), RIGHT)
def test_an_answer_is_kept_and_leads_to_the_next_question(
    client: FlaskClient,
    session: Session,
    seeker: Seeker,
    question: str,
    typed: dict[str, Any],
    kept: dict[str, Any],
) -> None:
    answer = save(client, question, **typed)
    assert answer.status_code == 302
    following = Question(question).after
    if following is not None:
        assert answer.location == f"/me/profile/{following.value}"
    now = stored(session, seeker)
    assert {name: getattr(now, name) for name in kept} == kept
    assert queries.is_answered(now, Question(question))


@pytest.mark.parametrize(("question", "typed", "kept"), RIGHT)
def test_the_page_of_a_question_shows_the_answer_again(
    client: FlaskClient, seeker: Seeker, question: str, typed: dict[str, Any], kept: dict[str, Any]
) -> None:
    save(client, question, **typed)
    page = BeautifulSoup(client.get(f"/me/profile/{question}").data, "html.parser")
    again = fields_of(page)
    assert save(client, question, **again).status_code == 302
    assert fields_of(BeautifulSoup(client.get(f"/me/profile/{question}").data, "html.parser")) == again


def fields_of(page: BeautifulSoup) -> dict[str, Any]:
    """What a browser would send for the form of a page."""
    form = page.select_one("main form")
    assert form is not None
    sent: dict[str, Any] = {}
    for field in form.select("input[name], select[name]"):
        name, kind = str(field["name"]), field.get("type")
        if name in ("csrf_token", "q"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[name] = chosen["value"] if chosen else ""
        elif kind == "checkbox":
            if field.has_attr("checked"):
                sent.setdefault(name, []).append(field["value"])
        elif kind != "radio" or field.has_attr("checked"):
            sent[name] = field.get("value", "")
    return sent


JUNK: list[tuple[str, dict[str, Any], str, str]] = [
    ("work", {"wanted": ["no-such-code"], "words": "看鱼塘"}, "wanted", "请从列出的里面选"),
    (
        "work",
        {"wanted": [CLEANER, GUARD, COOK, DISHES, KEEPER, CARER], "words": "看鱼塘"},
        "wanted",
        "最多选 5 种工作",
    ),
    ("work", {"words": "长" * 401}, "words", "最多 400 个字"),
    ("skills", {"skills": ["flying"], "certificates": ["health"]}, "skills", "请从列出的里面选"),
    (
        "skills",
        {"skills": ["dough"], "certificates": ["health"], "no_certificate": "y"},
        "no_certificate",
        "请去掉一个",
    ),
    ("experience", {"occupation_0": COOK, "years_0": "五六"}, "years_0", "比如 3 或 0.5"),
    ("experience", {"occupation_0": COOK, "years_0": "-3"}, "years_0", "比如 3 或 0.5"),
    ("experience", {"occupation_0": COOK, "years_0": "nan"}, "years_0", "比如 3 或 0.5"),
    ("experience", {"occupation_0": COOK, "years_0": "61"}, "years_0", "比如 3 或 0.5"),
    ("experience", {"occupation_0": COOK}, "years_0", "请填做了几年"),
    ("experience", {"years_0": "3"}, "occupation_0", "请选这段时间做的是什么工作"),
    ("experience", {"occupation_0": "x", "years_0": "3"}, "occupation_0", "请从列出的里面选"),
    ("education", {}, "education", "请选一项"),
    ("education", {"education": "9"}, "education", "请从列出的里面选"),
    ("place", {"district_code": "999999", "max_km": "5"}, "district_code", "请从列出的里面选"),
    (
        "place",
        {"district_code": "230103", "street_code": "230102001", "max_km": "10"},
        "street_code",
        "请重新选街道",
    ),
    ("place", {"district_code": "230103", "max_km": "1e9"}, "max_km", "请从列出的里面选"),
    ("time", {"shifts": ["dawn"], "earliest": "330"}, "shifts", "请从列出的里面选"),
    ("time", {"days": ["7"], "earliest": "330"}, "days", "请从列出的里面选"),
    ("time", {"earliest": "1080", "latest": "330"}, "latest", "最晚下班要比最早上班晚"),
    ("time", {"earliest": "331"}, "earliest", "请从列出的里面选"),
    ("pay", {"pay_min": "很多"}, "pay_min", "请填一个数"),
    ("pay", {"pay_min": "3"}, "pay_min", "请填 100 到 100,000 之间的数"),
    ("pay", {"pay_min": "99999999"}, "pay_min", "请填 100 到 100,000 之间的数"),
    ("pay", {"pay_min": "1" * 50}, "pay_min", "最多 20 个字"),
    ("limits", {"cannot": ["everything"], "kinds": ["gig"]}, "cannot", "请从列出的里面选"),
]


@pytest.mark.parametrize(("question", "typed", "field", "words"), JUNK)
def test_junk_is_refused_at_its_field_and_nothing_typed_is_lost(
    client: FlaskClient,
    session: Session,
    seeker: Seeker,
    question: str,
    typed: dict[str, Any],
    field: str,
    words: str,
) -> None:
    before = {c.key: getattr(stored(session, seeker), c.key) for c in SeekerProfile.__table__.columns}
    typed = {"earliest": "", "latest": "", "hours_max": ""} | typed if question == "time" else typed
    answer = save(client, question, **typed)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.data, "html.parser")
    error = page.select_one(f"#{field}-error")
    assert error is not None and words in error.get_text()
    target = page.select_one(".govuk-error-summary a")
    assert target is not None and page.select_one(str(target["href"])) is not None
    again = fields_of(page)
    for name, value in typed.items():
        known = [v for v in value if v in str(page)] if isinstance(value, list) else value
        if name != field and known:
            assert again.get(name) == known, name
    assert {c.key: getattr(stored(session, seeker), c.key) for c in SeekerProfile.__table__.columns} == before


@pytest.mark.parametrize("question", [question.value for question in ORDER])
def test_a_question_may_be_skipped_and_an_earlier_answer_stays(
    client: FlaskClient, session: Session, seeker: Seeker, question: str
) -> None:
    assert client.post(f"/me/profile/{question}", data={"do": "skip"}).status_code == 302
    now = stored(session, seeker)
    assert SKIPPED + question in now.answered and not queries.is_answered(now, Question(question))
    values = next(typed for name, typed, _ in RIGHT if name == question)
    save(client, question, **values)
    kept = {name: getattr(stored(session, seeker), name) for name in ("wanted", "past", "cannot", "pay_min")}
    client.post(f"/me/profile/{question}", data={"do": "skip", "pay_min": "999", "wanted": COOK})
    assert {name: getattr(stored(session, seeker), name) for name in kept} == kept
    assert queries.is_answered(stored(session, seeker), Question(question))
    assert stored(session, seeker).answered == [question]


def test_all_eight_may_be_skipped(client: FlaskClient, session: Session, seeker: Seeker) -> None:
    address = "/me/profile/work"
    for number in range(1, 9):
        page = client.get(address).get_data(as_text=True)
        assert f"第 {number} 题，共 8 题" in page
        address = client.post(address, data={"do": "skip"}).location
    assert "/me/profile/" not in address
    assert queries.next_question(stored(session, seeker)) is None
    assert queries.answered_count(stored(session, seeker)) == 0


def test_the_way_back_leads_to_the_question_before(client: FlaskClient, seeker: Seeker) -> None:
    for question in ORDER[1:]:
        page = BeautifulSoup(client.get(f"/me/profile/{question.value}").data, "html.parser")
        back = page.select_one(".crumb a")
        assert back is not None and question.before is not None
        assert back["href"] == f"/me/profile/{question.before.value}"


def test_changing_one_answer_leads_back_to_the_profile(client: FlaskClient, seeker: Seeker) -> None:
    page = BeautifulSoup(client.get("/me/profile").data, "html.parser")
    links = [str(link["href"]) for link in page.select(".answers a")]
    assert links == [f"/me/profile/{question.value}?edit=1" for question in ORDER]
    assert client.post(links[6], data={"do": "save", "pay_min": "3000"}).location == "/me/profile"
    assert "每月至少 3,000 元" in client.get("/me/profile").get_data(as_text=True)


def test_an_unknown_question_is_not_found(client: FlaskClient, seeker: Seeker) -> None:
    assert client.get("/me/profile/religion").status_code == 404
    assert client.post("/me/profile/religion").status_code == 404


# ── the search for an occupation ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "found"), [("保洁", CLEANER), ("看门", GUARD), ("刷碗", DISHES), ("Cleaner", CLEANER)]
)
def test_an_occupation_is_found_by_the_words_people_use(
    client: FlaskClient, seeker: Seeker, words: str, found: str
) -> None:
    page = BeautifulSoup(client.get("/me/profile/work", query_string={"q": words}).data, "html.parser")
    codes = [box["value"] for box in page.select("#jobs input[name=wanted]")]
    assert found in codes and len(codes) < 40


def test_searching_with_the_button_keeps_what_was_ticked_and_typed(
    client: FlaskClient, session: Session, seeker: Seeker
) -> None:
    typed = {"do": "find", "q": "做饭", "wanted": [GUARD, CLEANER], "words": "看鱼塘"}
    page = BeautifulSoup(client.post("/me/profile/work", data=typed).data, "html.parser")
    sent = fields_of(page)
    assert sent["wanted"] == [GUARD, CLEANER]
    assert sent["words"] == "看鱼塘"
    assert page.select_one(f"#jobs input[value='{KEEPER}']") is not None
    assert stored(session, seeker).wanted == []


def test_ticks_in_the_address_are_kept_while_htmx_filters(client: FlaskClient, seeker: Seeker) -> None:
    address = f"/me/profile/work?q=洗&wanted={GUARD}&wanted=junk&wanted={CLEANER}"
    page = BeautifulSoup(client.get(address).data, "html.parser")
    ticked = [box["value"] for box in page.select("#jobs input[checked]")]
    assert ticked == [GUARD, CLEANER]


def test_a_search_without_result_says_what_to_do(client: FlaskClient, seeker: Seeker) -> None:
    page = client.get("/me/profile/work?q=<b>宇航员").get_data(as_text=True)
    assert "没有查到「&lt;b&gt;宇航员」" in page


def test_words_that_name_occupations_fill_the_list_and_the_rest_stay_words(
    session: Session, seeker: Seeker
) -> None:
    wanted = [CLEANER, GUARD, COOK, DISHES]
    service.answer(session, seeker, "work", {"wanted": wanted, "words": "保姆，看孩子、宇航员"})
    now = profile(session, seeker)
    assert now.wanted == [*wanted, KEEPER]
    assert now.words == "宇航员、育婴员"


# ── rows of past work ────────────────────────────────────────────────────────────────────────────────────


def test_rows_are_added_and_removed_without_losing_the_others(client: FlaskClient, seeker: Seeker) -> None:
    rows = {"occupation_0": COOK, "years_0": "五六", "words_1": "挡车工", "years_1": "12"}
    more = BeautifulSoup(client.post("/me/profile/experience", data=rows | {"do": "add"}).data, "html.parser")
    assert len(more.select("fieldset.past")) == 3
    assert {name: fields_of(more)[name] for name in rows} == rows
    fewer = client.post("/me/profile/experience", data=rows | {"do": "drop:0"})
    page = BeautifulSoup(fewer.data, "html.parser")
    assert len(page.select("fieldset.past")) == 1
    assert fields_of(page) == {"occupation_0": "", "words_0": "挡车工", "years_0": "12"}


def test_a_row_that_was_removed_is_gone_after_saving(
    client: FlaskClient, session: Session, seeker: Seeker
) -> None:
    save(client, "experience", occupation_0=COOK, years_0="3", occupation_1=GUARD, years_1="2")
    save(client, "experience", occupation_0=GUARD, years_0="2")
    assert stored(session, seeker).past == [{"occupation": GUARD, "words": "", "years": 2.0}]


@pytest.mark.parametrize("act", ["drop:99", "drop:", "drop:-1", "drop:x", "nonsense"])
def test_a_button_that_does_not_exist_does_nothing(
    client: FlaskClient, session: Session, seeker: Seeker, act: str
) -> None:
    answer = client.post("/me/profile/experience", data={"do": act, "occupation_0": COOK, "years_0": "3"})
    assert answer.status_code == 200
    assert stored(session, seeker).past == []


def test_there_are_at_most_eight_rows(client: FlaskClient, seeker: Seeker) -> None:
    rows = {f"occupation_{n}": COOK for n in range(MAX_PAST)} | {f"years_{n}": "1" for n in range(MAX_PAST)}
    page = BeautifulSoup(client.post("/me/profile/experience", data=rows | {"do": "add"}).data, "html.parser")
    assert len(page.select("fieldset.past")) == MAX_PAST
    assert page.select_one("button[value=add]") is None


def test_the_same_work_twice_is_one_row(session: Session, seeker: Seeker) -> None:
    rows = [{"occupation": COOK, "years": 2.0}, {"occupation": COOK, "years": 1.5}]
    service.answer(session, seeker, "experience", {"past": rows})
    assert profile(session, seeker).past == [{"occupation": COOK, "words": "", "years": 3.5}]


# ── the service for itself ───────────────────────────────────────────────────────────────────────────────


def test_the_home_point_is_the_centre_of_the_street(session: Session, seeker: Seeker) -> None:
    street = first_street(session)
    service.answer(session, seeker, "place", {"district_code": "230103", "street_code": street.code})
    assert (profile(session, seeker).lat, profile(session, seeker).lon) == (street.lat, street.lon)
    service.answer(session, seeker, "place", {"street_code": None})
    assert (profile(session, seeker).lat, profile(session, seeker).lon) == (None, None)


@pytest.mark.parametrize(
    ("question", "values", "refusal"),
    [
        ("work", {"wanted": ["x"]}, service.NotOnTheList),
        ("work", {"wanted": [CLEANER, GUARD, COOK, DISHES, KEEPER, CARER]}, service.TooManyWanted),
        ("skills", {"skills": ["x"]}, service.NotOnTheList),
        ("experience", {"past": [{"occupation": "x", "years": 1}]}, service.NotOnTheList),
        ("experience", {"past": [{"occupation": COOK, "years": 99}]}, service.OutOfRange),
        (
            "experience",
            {"past": [{"words": f"工作{n}", "years": 1} for n in range(MAX_PAST + 1)]},
            service.TooManyPast,
        ),
        ("education", {"education": 8}, service.NotOnTheList),
        ("place", {"district_code": "1"}, service.NotOnTheList),
        ("place", {"district_code": "230103", "street_code": "230102001"}, service.NotOnTheList),
        ("place", {"max_km": float("nan")}, service.OutOfRange),
        ("time", {"earliest": 1440}, service.NotOnTheList),
        ("time", {"days": [7]}, service.NotOnTheList),
        ("time", {"earliest": 600, "latest": 600}, service.DoesNotEndLater),
        ("time", {"hours_max": 25.0}, service.OutOfRange),
        ("pay", {"pay_min": 1}, service.OutOfRange),
        ("limits", {"kinds": ["x"]}, service.NotOnTheList),
    ],
)
def test_the_service_refuses_what_no_page_offers(
    session: Session, seeker: Seeker, question: str, values: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        service.answer(session, seeker, question, values)
    assert profile(session, seeker).answered == []


def test_a_field_of_another_question_is_a_mistake_of_ours(session: Session, seeker: Seeker) -> None:
    with pytest.raises(ValueError, match="personalised"):
        service.answer(session, seeker, "pay", {"personalised": False})


def test_ranking_is_told_of_each_real_change_and_of_no_other(
    session: Session, seeker: Seeker, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[service.ProfileChanged] = []
    monkeypatch.setitem(
        events._reactions, service.ProfileChanged, [lambda _session, event: told.append(event)]
    )
    before = profile(session, seeker).changed_at
    assert service.answer(session, seeker, "pay", {"pay_min": 280000})
    assert told == [service.ProfileChanged(seeker.id)]
    assert queries.profile_of(session, seeker.id).changed_at > before
    assert not service.answer(session, seeker, "pay", {"pay_min": 280000})
    service.skip(session, seeker, "work")
    service.save_hardship(session, seeker, ["dibao"], agreed=True)
    assert len(told) == 1
    service.set_personalised(session, seeker, False)
    service.set_plain_order(session, seeker, "nearest")
    assert len(told) == 3


def test_words_are_one_tidy_line(session: Session, seeker: Seeker) -> None:
    service.answer(session, seeker, "work", {"words": "看\u0000鱼\u202e塘\n\n扎   灯笼\t"})
    assert profile(session, seeker).words == "看 鱼 塘、扎、灯笼"


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("2800", 2800),
        ("2,800元", 2800),
        ("３千", 3000),
        ("3k", 3000),
        ("1.2万", 12000),
        ("每月 3500 块", 3500),
        ("两千", 2000),
        ("三千五", 3500),
        ("两千八百", 2800),
        ("一万零五百", 10500),
        ("两千零五", 2005),
        ("很多", None),
        ("inf", None),
        ("nan", None),
        ("-1", None),
        ("三千三千", None),
        ("千", None),
        ("", None),
    ],
)
def test_a_sum_is_understood_however_it_is_written(text: str, yuan: float | None) -> None:
    assert yuan_of(text) == yuan


@pytest.mark.parametrize(
    ("text", "years"), [("3", 3), ("３．５年", 3.5), ("半年", 0.5), ("2 years", 2), ("五", None), ("", None)]
)
def test_years_are_understood_however_they_are_written(text: str, years: float | None) -> None:
    assert years_of(text) == years


@pytest.mark.parametrize("question", [question.value for question in ORDER])
def test_the_enter_key_saves_or_searches_and_never_takes_away(
    client: FlaskClient, session: Session, seeker: Seeker, question: str
) -> None:
    save(client, "experience", occupation_0=COOK, years_0="3", occupation_1=GUARD, years_1="2")
    page = BeautifulSoup(client.get(f"/me/profile/{question}").data, "html.parser")
    first = page.select("main form button[type=submit]")[0]
    assert first["value"] == ("find" if question == "work" else "save")
