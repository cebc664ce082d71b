"""What the people of an event log told us, so that the acts of people in a like situation can speak for a newcomer.

A profile becomes a set of traits (wanted and past work, words, schooling, certificates, years, pay, district), all of
them from `RankFacts` and so from its allow-list. Rare traits weigh more. They have two sides: the work that somebody
wants, did and can (WORK), and all else that was told (FACTS). Nobody is stored by name; only sums over
people leave this file.
"""

import math
import re
from collections.abc import Iterator, Mapping

import numpy as np
from scipy import sparse

from jobhelp.matching.facts import RankFacts
from jobhelp.matching.text import normalise

WORK, FACTS = "work", "facts"
_OF_WORK = ("wanted", "past", "skill")  # the first word of a trait
_BREAKS = re.compile(r"[\s;,、，；·/]+")


def traits(facts: RankFacts) -> set[str]:
    """The traits of one profile; nothing told, no trait."""
    return set(_traits(facts))


def _traits(facts: RankFacts) -> Iterator[str]:
    for name, told in (("wanted", facts.wanted_words), ("past", facts.past_words)):
        for word in filter(None, _BREAKS.split(normalise(told))):
            yield f"{name} word {word}"
            yield from (f"{name} pair {word[at : at + 2]}" for at in range(len(word) - 1))
    yield from (f"wanted {code}" for code in facts.wanted)
    yield from (f"past {code}" for code, _ in facts.past if code)
    yield from (f"certificate {code}" for code in facts.certificates or ())
    yield from (f"skill {code}" for code in facts.skills)
    if facts.education:
        yield f"education {facts.education}"
    if facts.district:
        yield f"district {facts.district}"
    if facts.past:
        yield f"years {round(2 * math.log2(1 + sum(years for _, years in facts.past)))}"
    if facts.pay_min:
        yield f"pay {round(2 * math.log2(facts.pay_min))}"


class Profiles:
    """The profiles of the people of a log.

    table    (persons, traits) csr, rows of length one; a person without a profile has an empty row
    of_work  (traits,) whether a trait belongs to the work side
    """

    def __init__(self, persons: np.ndarray, facts: Mapping[int, RankFacts]):
        self._number: dict[str, int] = {}
        columns: list[int] = []
        ends = [0]
        for who in persons.tolist():
            told = facts.get(who)
            mine = sorted(traits(told)) if told is not None else []
            columns.extend(self._number.setdefault(trait, len(self._number)) for trait in mine)
            ends.append(len(columns))
        self.of_work = np.array([trait.partition(" ")[0] in _OF_WORK for trait in self._number], bool)
        indices = np.array(columns, np.int32)
        held_by = np.bincount(indices, minlength=len(self._number))
        self._weight = np.log((1 + len(persons)) / (1 + held_by))
        data = self._weight[indices]
        rows = np.repeat(np.arange(len(persons)), np.diff(ends))
        length = np.sqrt(np.bincount(rows, data**2, len(persons)))
        data = data / np.maximum(length, 1e-12)[rows]
        self.table = sparse.csr_matrix((data, indices, ends), shape=(len(persons), len(self._number)))

    def vector(self, facts: RankFacts, side: str | None = None) -> tuple[np.ndarray, np.ndarray]:
        """(traits, weights) of one profile, or of one side of it, of length one; what nobody in the log has is left out."""
        known = sorted(self._number[trait] for trait in traits(facts) if trait in self._number)
        at = np.array(known, np.int64)
        if side is not None:
            at = at[self.of_work[at] == (side == WORK)]
        weight = self._weight[at]
        return at, weight / max(float(np.sqrt((weight**2).sum())), 1e-12)
