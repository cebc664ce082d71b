"""Text as the lint reads it: one spelling, nothing between the letters, and the way back to what was written."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from jobhelp.openings.lint.needed import Needed
from jobhelp.openings.lint.spelling import RESPELLED, TRADITIONAL, VARIANTS

_DROPPED = frozenset("()[]{}【】「」『』〔〕《》〈〉<>·•・*_^|`'\"“”‘’…#※★☆●○◆◇▲△■□\\")
_COMPARES = re.compile(r"[<>]\s*=?\s*\d")
_ITEM = re.compile(r"(?:(?<=^)|(?<=[\s,，。;；、:：]))(?:\d{1,2}[、.．)）]|[①-⑳])(?!\d)")
_SPLIT = re.compile(r"[-/.+&~=](?:[\u4e00-\u9fff][-/.+&~=])+(?=[\u4e00-\u9fff])")
_RESPELLED = tuple((pattern, Needed(pattern), word) for pattern, word in RESPELLED)


@dataclass(frozen=True)
class Line:
    """One line of one field, squeezed: `text[i]` was written from `at[i]` to `to[i]` of the field.

    `,` stands for every stop, `、` only between things that are told one after the other. `gaps` are the places
    before which a space or a bracket stood.
    """

    field: str
    text: str
    at: tuple[int, ...]
    to: tuple[int, ...]
    gaps: frozenset[int]

    @cached_property
    def letters(self) -> frozenset[str]:
        """Which letters it holds."""
        return frozenset(self.text)

    def starts(self, place: int) -> bool:
        """Whether something new begins here."""
        return place == 0 or place in self.gaps or self.text[place - 1] in ",、:/+-;"

    def ends(self, place: int) -> bool:
        """Whether something ends here."""
        return place == len(self.text) or place in self.gaps or self.text[place] in ",、:/+;"

    def tail(self, size: int) -> "Line":
        """The last letters of the line."""
        first = max(0, len(self.text) - size)
        gaps = frozenset(place - first for place in self.gaps if place >= first)
        return Line(self.field, self.text[first:], self.at[first:], self.to[first:], gaps)

    def head(self, size: int) -> "Line":
        """The first letters of the line."""
        return Line(self.field, self.text[:size], self.at[:size], self.to[:size], self.gaps)

    def joined(self, other: "Line") -> "Line":
        """This line and another one as if they were written together."""
        border = len(self.text)
        return Line(
            self.field,
            self.text + other.text,
            self.at + other.at,
            self.to + other.to,
            self.gaps | {border} | {border + place for place in other.gaps},
        )


def lines(fields: Mapping[str, str]) -> list[Line]:
    """Every line of every field that holds anything."""
    found = []
    for field, written in fields.items():
        start = 0
        for line in written.splitlines(keepends=True):
            squeezed = _squeezed(field, line, start)
            start += len(line)
            if squeezed.text:
                found.append(squeezed)
    return found


@lru_cache(maxsize=20_000)
def _folded(letter: str) -> tuple[tuple[str, bool, bool], ...]:
    """One letter in our spelling: (letter, whether it is a space, whether it is left out without a trace)."""
    if "\U0001f3fb" <= letter <= "\U0001f3ff":  # skin tones
        return ()
    folded = unicodedata.normalize("NFKC", letter).lower().translate(TRADITIONAL).translate(VARIANTS)
    return tuple(
        (
            one,
            one.isspace() or unicodedata.category(one) == "So",
            unicodedata.category(one) in ("Cf", "Mn", "Cc"),
        )
        for one in folded
    )


def _squeezed(field: str, written: str, start: int) -> Line:
    """Letters in one spelling with their places; spaces, zero-width characters and ornaments left out."""
    items = {place for match in _ITEM.finditer(written) for place in range(*match.span())}
    kept = {match.start() for match in _COMPARES.finditer(written)}
    split = {place for match in _SPLIT.finditer(written) for place in range(match.start(), match.end(), 2)}
    letters: list[str] = []
    at: list[int] = []
    gaps: set[int] = set()
    for place, letter in enumerate(written):
        if place in items:
            folded = _folded(",") if place - 1 not in items else ()
        elif (
            place in split
        ):  # 女/性/优/先: one stroke is an alternative, a stroke after each letter a disguise
            folded = _folded(" ")
        else:
            folded = _folded(letter)
        for one, space, nothing in folded:
            if space or (one in _DROPPED and place not in kept):
                gaps.add(len(letters))
            elif not nothing:
                letters.append(one)
                at.append(start + place)
    return _respelled(Line(field, "".join(letters), tuple(at), tuple(p + 1 for p in at), frozenset(gaps)))


def _respelled(line: Line) -> Line:
    text, letters = line.text, set(line.text)
    at, to, gaps = list(line.at), list(line.to), line.gaps
    for pattern, needed, word in _RESPELLED:
        if not needed.met(letters):
            continue
        for match in reversed(list(pattern.finditer(text))):
            start, end = match.span()
            if text[start:end] == word:
                continue
            text = text[:start] + word + text[end:]
            letters.update(word)
            first, last = at[start], to[end - 1]
            at[start:end] = [first] * len(word)
            to[start:end] = [last] * len(word)
            gaps = frozenset(
                place if place <= start else place - (end - start) + len(word)
                for place in gaps
                if place <= start or place >= end
            )
    return Line(line.field, text, tuple(at), tuple(to), gaps)


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause around these places begins and ends."""
    close = text.find(",", end)
    return text.rfind(",", 0, start) + 1, len(text) if close < 0 else close


def words(*lists: str) -> str:
    """One pattern of the words in these lists, which stand parted by spaces."""
    return "(?:" + "|".join(word for one in lists for word in one.split()) + ")"


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern for all of these."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def overlaps(span: tuple[int, int], others: Iterator[tuple[int, int]] | list[tuple[int, int]]) -> bool:
    """Whether the span shares a letter with one of the others."""
    return any(start < span[1] and span[0] < end for start, end in others)
