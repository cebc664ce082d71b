"""Words of the person against words of the post."""

from jobhelp.matching.features import wording
from tests.matching.build import board, case, read, spoken

WORDS = {"title": ["写字楼保洁", "小区保安", None], "text": ["打扫楼道", "站岗巡逻", None]}


def test_title_and_text_against_the_wish() -> None:
    before = case(board(**WORDS), wanted_words="保洁 打扫")
    title, text = read(wording.title_wanted, before), read(wording.text_wanted, before)
    assert title[0] > 0.2 and title[1:] == [0.0, 0.0]
    assert text[0] > 0.15 and text[1:] == [0.0, 0.0]
    assert spoken(wording.title_wanted, before, 0) == "岗位名称和您想找的“保洁 打扫”相近"


def test_title_and_text_against_past_work() -> None:
    before = case(board(**WORDS), past_words="保安 巡逻")
    assert read(wording.title_past, before)[1] > 0.2
    assert read(wording.text_past, before)[1] > 0.2
    assert "保安" in spoken(wording.text_past, before, 1)


def test_title_and_text_against_earlier_applications() -> None:
    before = case(board(title=["保洁", "楼道保洁", "保安"], text=["打扫", "打扫", "站岗"]), history=[1])
    assert read(wording.title_looked_at, before)[1] > read(wording.title_looked_at, before)[2]
    assert read(wording.text_looked_at, before) == [1.0, 1.0, 0.0]
    assert spoken(wording.title_looked_at, before, 1) == "和您报过的 1 个岗位名称相近"


def test_without_words_nothing_is_known() -> None:
    before = case(board(**WORDS))
    for one in (wording.title_wanted, wording.title_past, wording.text_wanted, wording.title_looked_at):
        assert read(one, before) == [None] * 3


def test_long_wishes_are_quoted_short() -> None:
    before = case(board(**WORDS), wanted_words="保洁" * 20)
    assert spoken(wording.title_wanted, before, 0) == f"岗位名称和您想找的“{'保洁' * 8}…”相近"


def test_the_nearest_text_is_the_measure_of_the_others() -> None:
    before = case(board(**WORDS), wanted_words="打扫", past_words="巡逻")
    assert read(wording.text_wanted_share, before) == [1.0, 0.0, 0.0]
    assert read(wording.text_past_share, before) == [0.0, 1.0, 0.0]
    assert "打扫" in spoken(wording.text_wanted_share, before, 0)
    assert read(wording.text_wanted_share, case(board(**WORDS), wanted_words="编程")) == [None] * 3


def test_posts_that_say_the_same_in_other_words_are_kindred() -> None:
    text = ["护工照看老人", "老人陪护起居", "站岗巡逻"]
    before = case(board(text=text), wanted_words="护工")
    assert read(wording.text_wanted, before)[1] == 0.0
    found = read(wording.text_kindred, before)
    assert found[0] == 1.0 and 0 < found[1] < 1 and found[2] == 0.0
    assert spoken(wording.text_kindred, before, 1) == "介绍和最贴近“护工”的那些岗位说法相近"


def test_the_text_of_the_last_application() -> None:
    on = board(text=["打扫楼道", "站岗巡逻", "打扫楼道", "站岗"])
    before = case(on, history=[1, 2])
    last = read(wording.text_last_seen, before)
    assert last[2] == 0.0 and last[1] == 1.0 and 0 < last[3] < 1
    assert spoken(wording.text_last_seen, before, 3) == "介绍和您上一个报的岗位很像"
    assert read(wording.text_last_seen, case(on)) == [None] * 4
