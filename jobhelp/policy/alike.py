"""People who are alike in every fact that a rule looked at share its finding. What it looks at is watched, not declared."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jobhelp.policy.facts import ABSENT, Facts
from jobhelp.policy.model import Finding

LEAVES = 50_000  # findings kept for one programme
TRIAL = 300  # people after which it is seen whether keeping them pays
WORTH = 0.75  # share of people who must have found theirs ready: watching and keeping cost thrice a plain run


class Watched(Mapping[str, Any]):
    """Facts that note which of them were looked at, in order."""

    def __init__(self, stated: Mapping[str, Any]) -> None:
        self.stated = stated
        self.read: list[str] = []

    def _look(self, name: object) -> None:
        if name not in self.read and isinstance(name, str):
            self.read.append(name)

    def __contains__(self, name: object) -> bool:
        self._look(name)
        return name in self.stated

    def __getitem__(self, name: str) -> Any:
        self._look(name)
        return self.stated[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The fact, or `default`; looked at either way."""
        self._look(name)
        return self.stated.get(name, default)

    def __iter__(self) -> Iterator[str]:
        for name in self.stated:
            self._look(name)
        return iter(self.stated)

    def __len__(self) -> int:
        return len(self.stated)


@dataclass(slots=True)
class _Node:
    """The next fact that a rule looks at, when all before it were as on the way here."""

    fact: str
    answers: dict[Hashable, "_Node | Finding"] = field(default_factory=dict)


class Seen:
    """The findings of one programme, as a tree of the facts that it looked at.

    A rule is the same computation for the same facts, so the first fact that it reads is always the same, the second
    depends on the first alone, and so on. Following the tree therefore reads exactly the facts that the rule would
    read, and two people who end at one leaf have the same finding.
    """

    def __init__(self) -> None:
        self.kept = True
        self.tree: dict[bool, _Node | Finding] = {}
        self.people = self.ready = self.leaves = 0

    def find(self, person: Facts) -> Finding | None:
        """The finding of somebody alike, or None."""
        self.people += 1
        stated, here = person.stated, self.tree.get(person.assume_satisfied)
        while isinstance(here, _Node):
            value = stated.get(here.fact, ABSENT)
            here = here.answers.get(_key(value) if value.__class__ in COMPOSITE else value)
        if here is not None:
            self.ready += 1
        return here

    def keep(self, person: Facts, read: list[str], found: Finding) -> None:
        """Remember a finding by the facts that were read for it."""
        if self.people >= TRIAL and self.ready < WORTH * self.people:
            self.kept, self.tree = False, {}  # most are different: keeping costs more than it saves
            return
        if self.leaves >= LEAVES:
            return
        self.leaves += 1
        if not read:
            self.tree[person.assume_satisfied] = found
            return
        here = self.tree.setdefault(person.assume_satisfied, _Node(read[0]))
        for name, following in zip(read, [*read[1:], None], strict=True):
            if not isinstance(here, _Node) or here.fact != name:
                raise AssertionError(f"a rule read {name} where it had read something else")
            key = _key(person.stated.get(name, ABSENT))
            here = here.answers.setdefault(key, found if following is None else _Node(following))


COMPOSITE = frozenset({bool, list, dict, tuple})
"""Values that are no keys as they are: true is not 1, and lists and maps are taken by what they say."""


def _key(value: Any) -> Hashable:
    """A value as a key."""
    return (value.__class__, repr(value)) if value.__class__ in COMPOSITE else value
