"""The letters without which a pattern cannot match: most lines hold none of them, and need not be searched.

The patterns of the lint begin with look-behinds and optional words, so that `re` tries every alternative at every
letter. What stands here is read off the pattern itself, never written by hand: an alternative needs, of each of some
sets of letters, at least one. Where we cannot tell (`.`, `[^,]`, `\\d`), nothing is needed. So a skipped search is one
that would have found nothing; a test holds both ways of searching against each other.
"""

import re
from collections.abc import Iterable, Iterator, Set
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

WIDEST_RANGE = 64


class Needed:
    """What the matched words of a pattern must hold; what its look-arounds see counts for nothing."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        assert not pattern.flags & re.IGNORECASE, "the lint folds letters itself"
        found = set(_alternatives(parser.parse(pattern.pattern, pattern.flags)))
        easiest = [sets for sets in found if not any(other < sets for other in found)]
        self.anything = frozenset() in found
        self.any_of = frozenset[str]().union(*(min(sets, key=len) for sets in easiest if sets))
        self.alternatives = tuple(tuple(sorted(sets, key=len)) for sets in easiest if len(sets) > 1)
        self.singles = frozenset[str]().union(*(one for sets in easiest if len(sets) == 1 for one in sets))

    def touched(self, letters: Set[str]) -> bool:
        """The same, cheaper and less strict: for patterns that are quick to search."""
        return self.anything or not self.any_of.isdisjoint(letters)

    def met(self, letters: Set[str]) -> bool:
        """Whether words of these letters may be a match."""
        if self.anything:
            return True
        if self.any_of.isdisjoint(letters):
            return False
        if not self.singles.isdisjoint(letters):
            return True
        for sets in self.alternatives:
            for needed in sets:
                if needed.isdisjoint(letters):
                    break
            else:
                return True
        return False


def _alternatives(items: Iterable[tuple[Any, Any]]) -> Iterator[frozenset[frozenset[str]]]:
    """For each alternative of a parsed pattern, the sets of which it needs one letter each."""
    parts = list(items)
    if len(parts) == 1 and parts[0][0] is op.BRANCH:
        for branch in parts[0][1][1]:
            yield from _alternatives(branch)
    elif len(parts) == 1 and parts[0][0] is op.SUBPATTERN:
        yield from _alternatives(parts[0][1][-1])
    elif not any(map(_is_never, parts)):
        yield frozenset(_all_of(parts))


def _is_never(part: tuple[Any, Any]) -> bool:
    """Whether it is `(?!)`, which matches nowhere (parsed in one way up to Python 3.11, in another from 3.12)."""
    return part[0] is op.FAILURE or (part[0] is op.ASSERT_NOT and len(part[1][1]) == 0)


def _all_of(items: Iterable[tuple[Any, Any]]) -> Iterator[frozenset[str]]:
    """What each of the parts that must be there needs."""
    for code, value in items:
        if code is op.LITERAL:
            yield frozenset(chr(value))
        elif code is op.SUBPATTERN:
            yield from _all_of(value[-1])
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT) and value[0] > 0:
            yield from _all_of(value[2])
        elif (
            code is op.IN
            and (letters := _class(value))
            or code is op.BRANCH
            and (letters := _one_of(value[1]))
        ):
            yield letters


def _one_of(branches: Iterable[Iterable[tuple[Any, Any]]]) -> frozenset[str]:
    """Letters of which every branch needs one; none where a branch needs nothing."""
    together: set[str] = set()
    for branch in branches:
        least = min(_all_of(branch), key=len, default=frozenset())
        if not least:
            return frozenset()
        together |= least
    return frozenset(together)


def _class(members: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """The letters of a class like [男女1-9]; none where it names more than a few (`[^,]`, `\\w`)."""
    letters: set[str] = set()
    for code, value in members:
        if code is op.LITERAL:
            letters.add(chr(value))
        elif code is op.RANGE and value[1] - value[0] < WIDEST_RANGE:
            letters |= {chr(letter) for letter in range(value[0], value[1] + 1)}
        else:
            return frozenset()
    return frozenset(letters)
