"""Words find openings: exactly those that hold them, the same on both databases."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from jobhelp.openings import queries
from jobhelp.openings.filters import Filters
from jobhelp.openings.models import Opening
from jobhelp.openings.search import normalise, parse, runs, tokens
from jobhelp.orm import write_session
from tests.factories import make_opening

HAN = "保洁员工焊司机护理岗前台大楼"
LATIN = ["excel", "c++", "c#", "erp", "node.js", "3", "35", "kg"]


def test_a_han_run_becomes_its_pairs_and_its_last_character() -> None:
    assert tokens("保洁员") == "保洁 洁员 员"


def test_latin_runs_stay_whole_in_small_letters() -> None:
    assert tokens("会用Excel和C++，.NET") == "会用 用 excel 和 c++ net"


def test_full_width_and_zero_width_make_no_difference() -> None:
    assert tokens("Ｅｘｃｅｌ 保\u200b洁") == tokens("excel 保洁")


@pytest.mark.parametrize(
    "typed", ['"', "'", "a\"b OR '1", "保洁' | '焊工", "NEAR(", "*", "body:", "\\", "&!()"]
)
def test_nothing_that_is_typed_breaks_the_search(either_engine: Engine, typed: str) -> None:
    with Session(either_engine) as session:
        queries.search(session, Filters(q=typed))


def test_the_title_comes_first_then_the_newest(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        duty = make_opening(session, title="帮工", duties="打扫，也做保洁")
        older = make_opening(session, title="写字楼保洁员", duties="擦窗")
        newer = make_opening(session, title="保洁", duties="扫地")
        make_opening(session, title="司机", duties="开车")
        found = queries.search(session, Filters(q="保洁")).openings
        assert [opening.id for opening in found] == [newer.id, older.id, duty.id]


def test_an_alias_of_the_occupation_finds_it(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        opening = make_opening(session, title="上门服务", duties="收拾屋子", occupation_code="4-10-01-06")
        assert [row.id for row in queries.search(session, Filters(q="保姆")).openings] == [opening.id]


def test_everything_between_spaces_must_be_found(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        both = make_opening(session, title="叉车司机", duties="在南岗装货")
        make_opening(session, title="叉车司机", duties="卸货", district_code="230102", street_code=None)
        assert [row.id for row in queries.search(session, Filters(q="叉车 南岗")).openings] == [both.id]


def matches(text: str, typed: str) -> bool:
    """The oracle: a Han run stands in the text as written; a Latin run begins a Latin run of the text."""
    text = normalise(text)
    latin = [run for run in runs(text) if re.match(r"[a-z0-9+#.]", run)]
    return all(
        any(run.startswith(term) for run in latin) if re.match(r"[a-z0-9+#.]", term) else term in text
        for term in parse(typed).terms
    )


words = st.text(HAN, min_size=1, max_size=6) | st.sampled_from(LATIN)
texts = st.lists(words | st.sampled_from([" ", "，", "\n", "、"]), min_size=1, max_size=12).map("".join)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    duties=st.lists(texts, min_size=4, max_size=12),
    typed=st.lists(words, min_size=1, max_size=3).map(" ".join),
)
def test_the_search_finds_exactly_what_the_oracle_finds(
    either_engine: Engine, duties: list[str], typed: str
) -> None:
    with write_session(either_engine) as session:
        session.execute(delete(Opening))
        rows = [make_opening(session, title="某", employer_name="某", duties=text) for text in duties]
        whole = {row.id: f"{row.duties}\n某\n市场岗位\n南岗区\n{row.number}" for row in rows}
        wanted = {key for key, text in whole.items() if matches(text, typed)}
        found = queries.search(session, Filters(q=typed))
        assert {opening.id for opening in found.openings} == wanted
        assert found.counts.total == len(wanted)
