"""A lifecycle is a table: {(state, action): next state}. The table is the truth.

The database check is its echo and the buttons on the page are its shadow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from jobhelp.errors import WrongState

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True)
class Lifecycle(Generic[S, A]):
    """All legal moves of one kind of thing. `name` appears in messages of programming errors only."""

    name: str
    table: Mapping[tuple[S, A], S]

    def after(self, state: S, action: A) -> S:
        """The state that `action` leads to. Raises `WrongState` when the table has no such move."""
        try:
            return self.table[(state, action)]
        except KeyError:
            raise WrongState() from None

    def allows(self, state: S, action: A) -> bool:
        """Whether the table has this move."""
        return (state, action) in self.table

    def actions(self, state: S) -> list[A]:
        """What may be done in `state`, in the order of the table."""
        return [action for (start, action) in self.table if start == state]

    def before(self, action: A) -> list[S]:
        """The states from which `action` is possible, in the order of the table."""
        return [start for (start, known) in self.table if known == action]
