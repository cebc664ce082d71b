"""What kind of work it is: three posts each."""

from jobhelp.matching.features import work
from tests.matching.build import TREE, board, case, read, spoken


def test_nearness_in_the_tree() -> None:
    assert [work.nearness("cleaner", other, TREE) for other in ("cleaner", "window", "nanny", "guard")] == [
        3,
        2,
        1,
        0,
    ]
    assert work.nearness("unheard of", "cleaner", TREE) == 0


def test_wanted_occupation_dearest_same_group_and_unrelated() -> None:
    before = case(board(occupation=["cleaner", "window", "guard"]), wanted=("cleaner", "nanny"))
    assert read(work.wanted_occupation, before) == [4.0, 2.0, 0.0]
    assert spoken(work.wanted_occupation, before, 0) == "cleaner是您想做的工种"
    assert spoken(work.wanted_occupation, before, 2, good=False) == "这是guard，您想做的是cleaner"


def test_a_title_only_post_is_unknown() -> None:
    before = case(board(occupation=[None, "nanny", "cleaner"]), wanted=("guard", "nanny"))
    assert read(work.wanted_occupation, before) == [None, 3.0, 1.0]


def test_past_occupation_long_short_and_none() -> None:
    before = case(board(occupation=["cleaner", "nanny", "guard"]), past=(("cleaner", 3.0), ("nanny", 0.5)))
    assert read(work.past_occupation, before) == [4.0, 3.0, 0.0]
    assert spoken(work.past_occupation, before, 0) == "您做过 3 年cleaner，这个岗位正好用得上"
    assert read(work.past_occupation, case(board(occupation=["cleaner"]))) == [None]


def test_occupation_and_employer_of_earlier_applications() -> None:
    on = board(occupation=["cleaner", "guard", "cleaner"], employer=["1", "2", "3"])
    before = case(on, history=[1])
    assert read(work.occupation_looked_at, before) == [1.0, 0.0, 1.0]
    assert read(work.employer_looked_at, before) == [1.0, 0.0, 0.0]
    assert spoken(work.employer_looked_at, before, 0) == "您报过这家单位的 1 个岗位"


def test_wanted_kind() -> None:
    before = case(board(kind=["gig", "market", None]), kinds=frozenset({"gig"}))
    assert read(work.wanted_kind, before) == [1.0, 0.0, None]
    assert read(work.wanted_kind, case(board(kind=["gig"]))) == [None]
