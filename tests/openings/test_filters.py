"""Filters live in the address: what is read is what is written, and nonsense is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobhelp.openings.filters import Filters
from jobhelp.openings.pay import monthly
from jobhelp.openings.traits import PAY_YUAN, PERK_BITS, SHIFT_BITS, bits_of, pay_step

DISTRICTS = {"230102": 1, "230103": 1}
STREETS = {"230103001": 1}
FAMILIES = ("home", "food")


def read(**arguments: list[str]) -> Filters:
    return Filters.read(arguments, districts=DISTRICTS, streets=STREETS, families=FAMILIES)


def some(codes: object) -> st.SearchStrategy[tuple[str, ...]]:
    order = list(codes)  # type: ignore[call-overload]
    return st.sets(st.sampled_from(order)).map(lambda chosen: tuple(code for code in order if code in chosen))


@given(
    st.builds(
        Filters,
        q=st.text("保洁员 abc", max_size=20).map(lambda text: " ".join(text.split())),
        kind=some(["market", "assistance", "welfare", "gig"]),
        district=some(DISTRICTS),
        street=st.sampled_from(["", *STREETS]),
        work=st.sampled_from(["", *FAMILIES]),
        shift=some(SHIFT_BITS),
        pay=st.sampled_from([0, *PAY_YUAN]),
        perk=some(PERK_BITS),
        beyond=st.booleans(),
        sort=st.sampled_from(["", "newest", "pay", "near"]),
    )
)
def test_what_is_written_is_read_again(filters: Filters) -> None:
    arguments: dict[str, list[str]] = {}
    for name, value in filters.arguments():
        arguments.setdefault(name, []).append(value)
    assert read(**arguments) == filters


@given(
    st.dictionaries(
        st.sampled_from(["q", "kind", "district", "pay", "perk", "sort", "beyond"]), st.lists(st.text())
    )
)
def test_any_address_can_be_read(arguments: dict[str, list[str]]) -> None:
    filters = read(**arguments)
    assert len(filters.q) <= 60
    assert set(filters.kind) <= {"market", "assistance", "welfare", "gig"}
    assert filters.pay in (0, *PAY_YUAN)


def test_what_is_not_known_is_left_out() -> None:
    filters = read(
        kind=["market", "slave"], district=["999999"], perk=["gold"], sort=["rand"], pay=["-5"], work=["x"]
    )
    assert filters == Filters(kind=("market",))


@pytest.mark.parametrize(
    ("typed", "step"), [("2499", 0), ("2500", 2500), ("4000", 3500), ("99999", 8000), ("３５００", 0)]
)
def test_a_typed_amount_counts_as_the_step_that_it_reaches(typed: str, step: int) -> None:
    assert read(pay=[typed]).pay == step


def test_a_limit_comes_off_alone() -> None:
    filters = Filters(q="保洁", kind=("market", "gig"), district=("230103",), pay=2500)
    assert filters.without("kind", "gig").kind == ("market",)
    assert filters.without("q").q == ""
    assert filters.without("pay").pay == 0
    assert [name for name, _ in filters.limits()] == ["q", "kind", "kind", "district", "pay"]


def test_the_order_that_fits() -> None:
    assert Filters().order() == "newest"
    assert Filters(q="保洁").order() == "match"
    assert Filters(sort="near").order() == "newest"  # near what?
    assert Filters(sort="near", district=("230103",)).order() == "near"


@pytest.mark.parametrize(
    ("amount", "unit", "more", "month"),
    [
        (300000, "month", {}, 300000),
        (300000, "month", {"months": 13}, 325000),
        (3600000, "year", {}, 300000),
        (10000, "day", {}, 217500),
        (2000, "hour", {}, 348000),
        (2000, "hour", {"hours_per_week": 12.0}, 104000),
        (150, "piece", {}, None),
        (15000, "once", {}, None),
        (None, "month", {}, None),
        (300000, None, {}, None),
    ],
)
def test_what_a_wage_comes_to_in_a_month(
    amount: int | None, unit: str | None, more: dict[str, float], month: int | None
) -> None:
    assert monthly(amount, unit, **more) == month  # type: ignore[arg-type]


def test_a_step_is_reached_at_its_own_amount() -> None:
    assert [pay_step(yuan * 100) for yuan in PAY_YUAN] == [1, 2, 3, 4, 5]
    assert pay_step(PAY_YUAN[0] * 100 - 1) == 0
    assert pay_step(None) == 0


def test_every_trait_has_a_bit_of_its_own() -> None:
    bits = [*SHIFT_BITS.values(), *PERK_BITS.values()]
    assert len({bit.bit_length() for bit in bits}) == len(bits)
    assert max(bits) < 1 << 16


def test_daytime_only_means_no_other_shift() -> None:
    def shifts(*worked: str) -> int:
        return bits_of(shifts=worked, perks=(), days=(), hours_per_day=None, pay=None, verified=False)

    assert shifts("day") & SHIFT_BITS["day"]
    assert shifts("day", "early") & SHIFT_BITS["day"]
    assert not shifts("day", "night") & SHIFT_BITS["day"]
    assert not shifts() & SHIFT_BITS["day"]
