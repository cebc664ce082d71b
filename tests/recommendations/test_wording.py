"""Reasons and gates in words."""

import pytest
from markupsafe import Markup
from sqlalchemy.orm import Session

from jobhelp.jobseekers.models import SeekerProfile
from jobhelp.matching.constraints import Check
from jobhelp.matching.gates import GATES
from jobhelp.matching.sentences import Code, Sentence
from jobhelp.recommendations.axes import ENDS
from jobhelp.recommendations.ranking import Ranking
from jobhelp.recommendations.wording import LIMITS, QUESTIONS, GateLine, Wording, chinese
from jobhelp.reference.queries import book
from tests.factories import make_opening, make_seeker
from tests.recommendations.test_ranking import LIMITS as EXAMPLES
from tests.recommendations.test_ranking import ranking
from tests.texts import english


@pytest.fixture
def words(session: Session) -> Wording:
    reference = book(session)
    return Wording(chinese, lambda family, code: reference.name(family, code))


def test_facts_that_decide_are_bold_and_nothing_else_is_markup(words: Wording) -> None:
    sentence = Sentence("在%(place)s，约 %(km)s 公里", {"place": Code("place", "<b>230103"), "km": "2.1"})
    assert words.bold(sentence) == Markup("在&lt;b&gt;230103，约 <b>2.1</b> 公里")
    named = sentence._replace(params={"place": Code("place", "230103"), "km": "<i>"})
    assert words.bold(named) == Markup("在南岗区，约 <b>&lt;i&gt;</b> 公里")
    assert words.say(named._replace(params=named.params | {"km": 2})) == "在南岗区，约 2 公里"


def test_every_gate_has_words_and_every_limit_of_the_persons_own_a_question() -> None:
    assert set(LIMITS) == set(GATES)
    assert {code for code, gate in GATES.items() if gate.relaxable} <= set(QUESTIONS)


@pytest.mark.parametrize(("gate", "mine", "theirs"), EXAMPLES)
def test_a_failed_gate_is_a_line_with_both_facts(
    session: Session, models_dir, words: Wording, gate, mine, theirs
) -> None:
    seeker, opening = make_seeker(session, lat=45.76, lon=126.67, **mine), make_opening(session, **theirs)
    one = ranking(session, seeker, models_dir)
    (check,) = [found for found in one.checks(one.board.posts.row_of[opening.id]) if found.answer == "fail"]
    line = words.gate(check, opening.kind)
    assert isinstance(line, GateLine) and line.gate == gate and line.post and line.mine
    assert line.question == QUESTIONS[gate].value
    assert "None" not in line.post + line.mine and "frozenset" not in line.post + line.mine


def test_lines_read_well(session: Session, models_dir, words: Wording) -> None:
    seeker = make_seeker(
        session, lat=45.76, lon=126.67, max_km=5.0, shifts=["day"], cannot=["night"], pay_min=260_000, hours_max=8.0,
        earliest=390, latest=1080, days=[0, 1, 2, 3, 4, 5], education=2, certificates=["health"],
    )  # fmt: skip
    opening = make_opening(
        session, lat=45.78, shifts=["night"], demands=["cold"], pay_min=200_000, pay_max=250_000, hours_per_day=9.5,
        starts_at=1320, ends_at=1800, days=[5, 6], education_min=4, certificates=["security_guard"], kind="welfare",
    )  # fmt: skip
    one = ranking(session, seeker, models_dir)
    lines = [words.gate(check, opening.kind) for check in one.checks(one.board.posts.row_of[opening.id])]
    assert [(line.gate, line.answer, line.post, line.mine) for line in lines if line] == [
        ("reach", "pass", "离家 2.2 公里", "您填的是 5 公里以内"),
        ("shift", "fail", "夜班", "您填的是白班"),
        ("demands", "fail", "要在户外受冻", "您做不了的：上夜班"),
        ("certificate", "fail", "要有保安员证", "您有健康证"),
        ("education", "fail", "学历大专以上", "您是初中"),
        ("pay", "fail", "每月最多约 2,500 元", "您最少要 2,600 元"),
        ("hours", "fail", "一天 9.5 小时", "您一天最多 8 小时"),
        ("clock_times", "fail", "22:00–6:00", "您填的是 6:30 到 18:00"),
        ("days", "fail", "周六、周日上班", "您能上班的日子：周一到周六"),
        ("eligible", "fail", "只招认定过的就业困难人员", "您目前没有认定"),
    ]


def test_what_neither_side_said_is_not_told(session: Session, models_dir, words: Wording) -> None:
    one: Ranking = ranking_for_empty(session, models_dir)
    assert [words.gate(check, "market") for check in one.checks(0)] == [None] * len(GATES)


def ranking_for_empty(session: Session, models_dir) -> Ranking:
    seeker = make_seeker(session)
    make_opening(session, shifts=[], days=[], source="51job", pay_min=None, pay_max=None)
    return ranking(session, seeker, models_dir)


def test_a_post_that_does_not_say_is_marked_as_not_known(words: Wording) -> None:
    check = Check("pay", "unknown", 260_000, None, None, None, True)
    assert words.gate(check, "market") == GateLine("pay", "unknown", "没写工钱", "您最少要 2,600 元", "pay")
    check = Check("certificate", "unknown", None, frozenset({"health"}), None, None, True)
    assert words.gate(check, "market").mine == "您没填有没有，不影响这次结果"


def test_a_profile_in_one_line(words: Wording, session: Session) -> None:
    street = book(session).streets_of("230103")[0]
    profile = SeekerProfile(
        wanted=["4-09-08-01", "X-03-04"], words="", past=[{"occupation": "", "words": "看鱼塘", "years": 2}],
        district_code="230103", street_code=street.code, max_km=5.0, shifts=["day"], pay_min=300_000,
    )  # fmt: skip
    assert words.summary(profile) == [
        "想做保洁员、洗碗工",
        f"住南岗区{street.name_zh}",
        "最远 5 公里",
        "上白班",
    ]
    profile.wanted, profile.district_code, profile.street_code = [], None, None
    assert words.summary(profile) == ["最远 5 公里", "上白班", "做过看鱼塘", "每月至少 3,000 元"]


def test_english_is_complete_for_what_is_only_named_in_tables() -> None:
    known = english()
    wanted = [*LIMITS.values(), *(end for ends in ENDS.values() for end in ends)]
    assert [text for text in wanted if not known.get(text)] == []
