"""Which programmes exclude each other (rules.md §15), and the best lawful combination over time for one person.

What the law itself asks of one programme (no relief for the insured, no allowance while on benefit) stands in the
rule of that programme. Here is what only shows when several are looked at together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import combinations, product
from typing import Any

from jobhelp.policy.calendar import add_months, count_months, month_of, months_from, read_month
from jobhelp.policy.model import Decision, Finding
from jobhelp.policy.parameters import RULES, read_yaml
from jobhelp.policy.texts import Text

APART, CHOOSE, ALLOWED, REVIEW = "apart", "choose", "allowed", "review"


@dataclass(frozen=True)
class Pair:
    """How two programmes stand to each other. `only_posts`: the kinds of post of which it speaks; empty: all."""

    first: str
    second: str
    kind: str
    says: Text
    only_posts: tuple[str, ...] = ()

    def joins(self, one: str, other: str) -> bool:
        """Whether it speaks of these two."""
        return {one, other} == {self.first, self.second}


@dataclass(frozen=True)
class Payment:
    """Money of one programme in one month. `amount` None: paid, but how much is not known yet."""

    month: date
    programme: str
    amount: Decimal | None


@dataclass(frozen=True)
class Choice:
    """Two programmes of which the person takes one; `best` brings more."""

    pair: Pair
    best: str
    other: str


@dataclass
class Plan:
    """The best lawful combination: payments by month, what was chosen, what has to wait and what staff must look at."""

    payments: list[Payment] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    waits: list[Pair] = field(default_factory=list)
    review: list[Pair] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """All payments whose amount is known."""
        return sum((one.amount for one in self.payments if one.amount is not None), Decimal(0))

    def months(self, programme: str) -> list[date]:
        """The months of one programme, in order."""
        return [one.month for one in self.payments if one.programme == programme]

    def runs(self) -> list[tuple[date, date, Payment]]:
        """(first month, last month, payment) for each run of equal payments of one programme, earliest first."""
        found: list[tuple[date, date, Payment]] = []
        for one in sorted(self.payments, key=lambda payment: (payment.programme, payment.month)):
            first, last, before = found[-1] if found else (one.month, one.month, None)
            same = before is not None and (before.programme, before.amount) == (one.programme, one.amount)
            if same and add_months(last, 1) == one.month:
                found[-1] = (first, one.month, one)
            else:
                found.append((one.month, one.month, one))
        return sorted(found, key=lambda run: (run[0], run[2].programme))

    def by_month(self) -> dict[date, list[Payment]]:
        """The timeline: every month with its payments."""
        found: dict[date, list[Payment]] = {}
        for one in sorted(self.payments, key=lambda payment: (payment.month, payment.programme)):
            found.setdefault(one.month, []).append(one)
        return found


@cache
def pairs() -> tuple[Pair, ...]:
    """All pairs, in the order of rules.md."""
    rows = read_yaml(RULES / "exclusions.yaml")["pairs"]
    return tuple(
        Pair(
            row["first"],
            row["second"],
            row["kind"],
            Text(row["zh"], row["en"]),
            tuple(row.get("only_posts", ())),
        )
        for row in rows
    )


def pairs_among(codes: Iterable[str], post: str | None = None) -> list[Pair]:
    """The pairs that speak of two of these programmes, for the kind of post in question."""
    present = set(codes)
    return [
        pair
        for pair in pairs()
        if {pair.first, pair.second} <= present and (not pair.only_posts or post in (None, *pair.only_posts))
    ]


def plan(findings: Mapping[str, Finding], on: date, *, post: str | None = None) -> Plan:
    """The combination of all eligible programmes that brings most; of equals, the one that pays earlier."""
    offers = {code: offer(found, on) for code, found in findings.items()}
    offers = {code: payments for code, payments in offers.items() if payments}
    met = {code for code, found in findings.items() if found.decision is Decision.ELIGIBLE}
    pairs_met = pairs_among(met, post)
    choices = [pair for pair in pairs_met if pair.kind == CHOOSE and {pair.first, pair.second} <= set(offers)]
    best: Plan | None = None
    for dropped in product(*((pair.second, pair.first) for pair in choices)):
        taken = {code: payments for code, payments in offers.items() if code not in dropped}
        plan_of = _placed(taken, pairs_met)
        if best is None or _worth(plan_of) > _worth(best):
            best = plan_of
            best.choices = [
                Choice(pair, best=pair.first if drop == pair.second else pair.second, other=drop)
                for pair, drop in zip(choices, dropped, strict=True)
            ]
    told = best or Plan()
    told.review = [pair for pair in pairs_met if pair.kind == REVIEW]
    return told


def offer(found: Finding, on: date) -> list[Payment]:
    """What one eligible programme would pay the person by itself: its schedule, or one payment in the month of `on`."""
    if found.decision is not Decision.ELIGIBLE or found.programme in ("dp", "sl", "sf", "ei"):
        return []
    schedule = found.values.get("schedule")
    if schedule is not None:
        return [
            Payment(month, found.programme, amount)
            for first, last, amount in schedule
            for month in months_from(read_month(first), count_months(read_month(first), read_month(last)))
        ]
    if "schedule" in found.values or found.programme == "pw":
        return []
    return [Payment(month_of(on), found.programme, found.values.get("total"))]


def _placed(offers: Mapping[str, list[Payment]], met: list[Pair]) -> Plan:
    """Every offer at its own time; what may not share a month with an earlier one waits until that has ended."""
    told = Plan()
    ahead = {
        code: [pair.first for pair in met if pair.kind == APART and pair.second == code] for code in offers
    }
    for code in sorted(offers, key=lambda one: (_depth(one, ahead), one)):
        payments = offers[code]
        blocking = [
            pair for pair in met if pair.kind == APART and pair.second == code and pair.first in offers
        ]
        ends = [max(told.months(pair.first)) for pair in blocking if told.months(pair.first)]
        shift = max((count_months(payments[0].month, end) for end in ends), default=0)
        if shift:
            told.waits += [pair for pair in blocking if told.months(pair.first)]
        told.payments += [
            Payment(add_months(one.month, shift), one.programme, one.amount) for one in payments
        ]
    return told


def _depth(code: str, ahead: Mapping[str, list[str]]) -> int:
    """How many programmes stand before this one in a chain of those that may not share a month."""
    return max((1 + _depth(one, ahead) for one in ahead.get(code, []) if one in ahead), default=0)


def _worth(told: Plan) -> tuple[Decimal, int, Any]:
    """More money first, then more payments, then earlier ones."""
    months = [one.month.toordinal() for one in told.payments]
    return told.total, len(months), -sum(months)


def clashes(told: Plan, met: list[Pair]) -> list[tuple[Payment, Payment]]:
    """Payments that the law forbids together; a plan has none."""
    found = []
    for one, other in combinations(told.payments, 2):
        pair = next((pair for pair in met if pair.joins(one.programme, other.programme)), None)
        if pair is None:
            continue
        if pair.kind == CHOOSE or (pair.kind == APART and one.month == other.month):
            found.append((one, other))
    return found
