"""The advertisement lint against labelled advertisements.

`ads.tsv` was labelled by one writer and the rules were mended on it: it guards what the lint can do and is no
measure of what it does on advertisements that nobody has read. Of its lines, 209 were written before the lint saw
them: of the first 120 it then blocked with recall .767 and precision .939, of the next 89 with .860 and .841. The 54
after those are pairs: what was newly caught, and what looks like it and is innocent.
The last ones are more pairs: openness, warnings against fraud, protection of mothers, homes instead of registrations.
"""

import csv
from pathlib import Path

import pytest

from jobhelp.openings.lint import BLOCK, FIELDS, WARN, as_rows, blocks, lint
from jobhelp.openings.lint.rules import RULES

with (Path(__file__).parent / "ads.tsv").open(encoding="utf-8", newline="") as _file:
    ADS = [
        (row["rule"], row["text"]) for row in csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]
LEVELS = {rule.code: rule.level for rule in RULES}
BLOCKING = sorted(code for code, level in LEVELS.items() if level == BLOCK)


def found_in(text: str, field: str = "requirements") -> set[str]:
    return {finding.rule for finding in lint({field: text})}


def blocked(text: str, field: str = "requirements") -> bool:
    return blocks(lint({field: text}))


def test_the_corpus_is_large_and_names_every_rule() -> None:
    assert len(ADS) >= 500
    assert len({text for _, text in ADS}) == len(ADS), "each advertisement once"
    assert {rule for rule, _ in ADS} == {*LEVELS, "-"}
    assert sum(rule == "-" for rule, _ in ADS) >= 200


@pytest.mark.parametrize("field", ["title", "requirements"])
def test_recall_and_precision_of_what_blocks(field: str) -> None:
    bad = {text for rule, text in ADS if LEVELS.get(rule) == BLOCK}
    stopped = {text for _, text in ADS if blocked(text, field)}
    recall = len(bad & stopped) / len(bad)
    precision = len(bad & stopped) / len(stopped)
    assert recall >= 0.95, sorted(bad - stopped)
    assert precision >= 0.95, sorted(stopped - bad)


@pytest.mark.parametrize("rule", BLOCKING)
def test_recall_and_precision_of_each_blocking_rule(rule: str) -> None:
    bad = {text for label, text in ADS if label == rule}
    names = {rule, "sex"} if rule == "sex_age" else {rule}  # of one place the plainer reason is said
    named = {text for _, text in ADS if names & found_in(text)}
    clean = {text for label, text in ADS if label == "-"}
    assert len(bad & named) / len(bad) >= 0.95, sorted(bad - named)
    assert len(bad) / len(bad | (named & clean)) >= 0.95, sorted(named & clean)


@pytest.mark.parametrize("rule", sorted(code for code, level in LEVELS.items() if level == WARN))
def test_what_only_warns_does_not_block(rule: str) -> None:
    for text in (text for label, text in ADS if label == rule):
        assert rule in found_in(text), text
        assert not blocked(text), text


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("服务员限女性", "服务员，男女不限"),
        ("餐厅服务员 限女性", "餐厅服务员 限两名"),
        ("保洁员（女）", "保洁（女宿舍）"),
        ("男装导购限男", "男装导购"),
        ("照顾老人限女性", "照顾女性老人"),
        ("查乙肝", "不查乙肝"),
        ("拒绝乙肝携带者", "拒绝乙肝歧视"),
        ("不得怀孕", "不得要求验孕"),
        ("已婚优先", "已婚未婚均可"),
        ("限本市户口", "不限户口"),
        ("不要外地人", "外地人也可以"),
        ("限汉族", "民族不限"),
        ("无残疾", "产品无缺陷"),
        ("不要残疾人", "残疾人优先"),
        ("交押金200元", "不交押金"),
        ("服装费150元", "服装费由公司承担"),
        ("手机刷单", "打击刷单"),
        ("女25-35岁", "照顾女性25-35岁患者"),
    ],
)
def test_of_two_that_look_alike_one_blocks(bad: str, good: str) -> None:
    assert blocked(bad)
    assert not blocked(good)


@pytest.mark.parametrize(
    ("title", "limit", "warns"),
    [
        ("女浴区搓澡师傅", "进女浴区干活，限女性", True),
        ("洗浴中心收银", "因工作需要限女性", False),
        ("女浴区搓澡师傅，另招前台", "前台限女性", False),
        ("照顾瘫痪老爷子", "每天擦洗翻身，要男护工", True),
        ("照顾瘫痪老爷子", "每天擦洗翻身，要女护工", False),
        ("矿山掘进", "井下作业，女职工禁忌劳动，限男", True),
        ("矿山掘进", "岗位特殊，限男", False),
        ("商超防损员", "男170女160以上", True),
        ("招小品演员", "男演员，演父亲角色", True),
        ("剧团司机", "男司机", False),
    ],
)
def test_a_lawful_ground_for_this_post_and_this_sex_only_warns(title: str, limit: str, warns: bool) -> None:
    """Staff see such a limit; an empty phrase, or the ground of another post, excuses nothing."""
    findings = lint({"title": title, "requirements": limit})
    assert findings and blocks(findings) is not warns


@pytest.mark.parametrize(
    "written",
    [
        "限男",
        "限 男",
        "限　男",
        "限\u200b男",
        "限\u2060男",
        "限·男",
        "限（男）",
        "【限】男",
        "限侽",
        "限*男*",
        "只招男（性）",
        "限\n男",
    ],
)
def test_evasions_block(written: str) -> None:
    assert blocked(written)


@pytest.mark.parametrize("written", ["ＨＢＶ阳性勿扰", "hBv", "身高１６０以上", "３５岁以下"])
def test_full_width_is_read_as_half_width(written: str) -> None:
    assert found_in(written)


def test_words_split_over_fields_block_and_say_where() -> None:
    [finding] = lint({"title": "分拣员 只招", "duties": "男性，上夜班"})
    assert (finding.rule, finding.level, finding.field, finding.end) == ("sex", BLOCK, "title", -1)
    assert finding.words == "只招 … 男性"


def test_neighbours_that_only_touch_are_innocent() -> None:
    assert lint({"title": "急招收银", "duties": "女装店里收银"}) == []
    assert lint({"title": "保洁", "duties": "打扫女\n更衣室"}) == []


def test_a_finding_points_at_the_words_as_they_were_written() -> None:
    text = "能吃苦。\n限 男（性），会开车"
    [finding] = lint({"requirements": text})
    assert text[finding.start : finding.end] == "限 男（性"
    assert finding.words == "限 男（性"


def test_blocks_come_first_and_each_place_once() -> None:
    findings = lint({"title": "35岁以下", "requirements": "限女性，女性优先"})
    assert [finding.level for finding in findings] == [BLOCK, BLOCK, WARN]
    assert [(finding.field, finding.start) for finding in findings[:2]] == [
        ("requirements", 0),
        ("requirements", 4),
    ]


def test_every_finding_says_why_and_by_which_clause() -> None:
    for rule in RULES:
        assert rule.reason.endswith("。") and "《" in rule.clause
    row = as_rows(lint({"title": "限男"}))[0]
    assert set(row) == {"rule", "level", "words", "field", "start", "end", "reason", "clause"}


@pytest.mark.parametrize("field", FIELDS)
def test_every_free_text_is_read(field: str) -> None:
    assert blocked("限女性", field)


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "（", "））（（", "男" * 5000, "（男" * 500, "限" * 5000, "\ud83d\ude00" * 3, "不" * 3000],
)
def test_anything_can_be_read(text: str) -> None:
    lint({"title": text, "duties": text})
