"""What the post pays and gives."""

import pytest

from jobhelp.matching.features import FEATURES, terms
from tests.matching.build import board, case, read, spoken

PAY = {
    "pay_low": [300_000, 150_000, None],
    "pay_high": [300_000, 150_000, None],
    "occupation": ["cleaner"] * 3,
}


def test_pay_against_what_is_needed_in_doublings() -> None:
    before = case(board(**PAY), pay_min=300_000)
    assert read(terms.pay_asked, before) == [0.0, -1.0, None]
    assert spoken(terms.pay_asked, before, 0) == "工资约 3,000 元，够您要的 3,000 元"
    assert spoken(terms.pay_asked, before, 1, good=False) == "工资约 1,500 元，比您要的 3,000 元少"
    assert read(terms.pay_asked, case(board(**PAY))) == [None] * 3


def test_pay_against_the_usual_for_the_same_work() -> None:
    on = board(
        pay_low=[200_000, 400_000, 200_000], pay_high=[200_000, 400_000, 200_000], occupation=["cleaner"] * 3
    )
    before = case(on)
    assert read(terms.pay_for_the_work, before) == [0.0, 1.0, 0.0]
    assert spoken(terms.pay_for_the_work, before, 1) == "工资约 4,000 元，同类岗位一般 2,000 元"


@pytest.mark.parametrize("perk", ["meals", "lodging", "insurance", "shuttle", "training", "rest_weekend"])
def test_a_perk_is_given_not_listed_or_unknown(perk: str) -> None:
    before = case(board(perks=[{perk}, set(), None]))
    assert read(FEATURES[perk], before) == [1.0, 0.0, None]
    assert spoken(FEATURES[perk], before, 0)
