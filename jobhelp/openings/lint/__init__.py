"""The advertisement lint: what the law forbids to ask of a person, or of a person's money. Pure.

It looks at each line by itself and then across lines and fields (限 in the title, 男 in the requirements). A finding
blocks or warns, and says which words, why, and by which clause. Staff may allow a block with a legal ground; the
lint never decides about people.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from jobhelp.openings.lint.grounds import excused
from jobhelp.openings.lint.rules import BLOCK, RULES, WARN, Rule
from jobhelp.openings.lint.text import Line, lines

FIELDS = (
    "title",
    "duties",
    "requirements",
    "priority_note",
    "hours_note",
    "pay_note",
    "community",
    "meeting_point",
)
"""The fields of an opening that people write freely, in the order in which they are read."""

NEAR, EDGE = 8, 24
"""How many letters of a split finding may stand on each side, and how much of each side is read for it."""

__all__ = ["BLOCK", "FIELDS", "WARN", "Finding", "Rule", "as_rows", "blocks", "lint"]


@dataclass(frozen=True)
class Finding:
    """One offence: `words` as written in `field` (from `start` to `end` there), with the reason and the clause.

    `reason` and `clause` are msgids. A finding across two fields has `end` -1, and its words joined by " … ".
    """

    rule: str
    level: str
    words: str
    field: str
    start: int
    end: int
    reason: str
    clause: str


def lint(fields: Mapping[str, str]) -> list[Finding]:
    """Everything that is wrong with these texts, blocks first, then in the order of reading."""
    read = lines(fields)
    found = [finding for line in read for finding in _in_line(line, read, fields)]
    found = _joined(found, _across(read, fields))
    order = {name: place for place, name in enumerate(fields)}
    found.sort(key=lambda f: (f.level != BLOCK, order[f.field], f.start, f.rule))
    return _without_repeats(found)


def blocks(findings: Sequence[Finding]) -> bool:
    """Whether any of them keeps the opening from being published."""
    return any(finding.level == BLOCK for finding in findings)


def as_rows(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The findings as they are stored with the opening."""
    return [asdict(finding) for finding in findings]


def _in_line(line: Line, read: Sequence[Line], fields: Mapping[str, str]) -> Iterator[Finding]:
    for rule in RULES:
        if not rule.touched(line.letters):
            continue
        for start, end in rule.spans(line, line.letters):
            level = _level(rule, read, line, start, end)
            yield _finding(rule, level, fields, line.field, line.at[start], line.to[end - 1])


@dataclass(frozen=True)
class _Split:
    """A finding across two lines, and where its second part lies."""

    finding: Finding
    head_end: int
    tail_field: str
    tail: tuple[int, int]


def _across(read: Sequence[Line], fields: Mapping[str, str]) -> Iterator[_Split]:
    """Blocks whose words were split over two neighbouring lines or fields."""
    for left, right in _neighbours(read):
        around = frozenset(left.text[-NEAR:] + right.text[:NEAR])
        touched = [rule for rule in RULES if rule.level == BLOCK and rule.across and rule.touched(around)]
        if not touched:
            continue
        left, right = left.tail(EDGE), right.head(EDGE)
        joined, border = left.joined(right), len(left.text)
        for rule in touched:
            for start, end in rule.spans(joined, around):
                if start < border < end and border - start <= NEAR and end - border <= NEAR:
                    first, close = left.at[start], right.to[end - border - 1]
                    head = fields[left.field][first : left.to[-1]].strip()
                    tail = fields[right.field][right.at[0] : close].strip()
                    words = f"{head} … {tail}"
                    finding = Finding(
                        rule.code,
                        _level(rule, read, joined, start, end),
                        words,
                        left.field,
                        first,
                        -1,
                        rule.reason,
                        rule.clause,
                    )
                    yield _Split(finding, left.to[-1], right.field, (right.at[0], close))


def _joined(found: Sequence[Finding], split: Iterator[_Split]) -> list[Finding]:
    """With the split findings whose first part was not found by itself, in place of those of their second part."""
    kept = list(found)
    told = set()
    for one in sorted(split, key=lambda one: one.finding.start):
        if (one.finding.rule, one.finding.field, one.tail_field) in told:
            continue
        told.add((one.finding.rule, one.finding.field, one.tail_field))
        rule, field, start = one.finding.rule, one.finding.field, one.finding.start
        if any(
            f.rule == rule and f.field == field and f.end > start and f.start < one.head_end for f in found
        ):
            continue
        low, high = one.tail
        kept = [
            f
            for f in kept
            if f.end < 0 or f.rule != rule or f.field != one.tail_field or not low <= f.start < high
        ]
        kept.append(one.finding)
    return kept


def _neighbours(read: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """The end of each line with the beginning of the next, and the title with the beginning of each other field."""
    pairs = list(zip(read, read[1:], strict=False))
    titles = [line for line in read if line.field == read[0].field][-1:]
    firsts = {line.field: line for line in reversed(read)}
    pairs += [(title, line) for title in titles for line in firsts.values() if line.field != title.field]
    seen = set()
    for left, right in pairs:
        if (left.field, left.at[0], right.field, right.at[0]) not in seen:
            seen.add((left.field, left.at[0], right.field, right.at[0]))
            yield left, right


def _level(rule: Rule, read: Sequence[Line], line: Line, start: int, end: int) -> str:
    """What would block only warns where the advertisement names a lawful ground: staff look at it."""
    return WARN if rule.level == BLOCK and excused(rule.code, read, line, start, end) else rule.level


def _finding(rule: Rule, level: str, fields: Mapping[str, str], field: str, start: int, end: int) -> Finding:
    words = re.sub(r"\s+", " ", fields[field][start:end])
    return Finding(rule.code, level, words, field, start, end, rule.reason, rule.clause)


def _without_repeats(found: Sequence[Finding]) -> list[Finding]:
    """One finding of a rule for one place: the longest of those that overlap."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: f.start - f.end):
        if not any(
            other.rule == finding.rule
            and other.field == finding.field
            and other.start < max(finding.end, finding.start + 1)
            and finding.start < max(other.end, other.start + 1)
            for other in kept
        ):
            kept.append(finding)
    return [finding for finding in dict.fromkeys(found) if finding in kept]
