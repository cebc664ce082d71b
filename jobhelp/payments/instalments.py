"""Instalments of a recovery: whole 分, as even as can be, the rest with the first. Pure."""

from dataclasses import dataclass
from datetime import date

from jobhelp.policy.calendar import add_months

LEAST = 100  # 分: nothing smaller is worth a transfer


@dataclass(frozen=True)
class Instalment:
    """One part: by when, how much, and how much of it has come."""

    number: int
    due: date
    amount: int
    repaid: int

    @property
    def done(self) -> bool:
        """Whether it has come whole."""
        return self.repaid == self.amount


def plan(amount: int, count: int, first_due: date, repaid: int = 0) -> list[Instalment]:
    """The parts of `amount`, a month apart; repayments fill them from the first on."""
    each, rest = divmod(amount, count)
    found = []
    for place in range(count):
        part = each + (rest if place == 0 else 0)
        came = min(part, repaid)
        repaid -= came
        found.append(Instalment(place + 1, add_months(first_due, place), part, came))
    return found


def overdue(parts: list[Instalment], on: date) -> int:
    """分 that should have come before `on` and did not."""
    return sum(part.amount - part.repaid for part in parts if part.due < on)
