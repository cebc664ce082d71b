"""How the interest of one loan is divided between the budget and the borrower, by the law of the contract date. Pure.

The principal is paid back at the end, interest is paid by the quarter. The interest of one year of the loan is
principal × rate; inside that year it runs by the day, a day being one part of the year's own 365 or 366 days. All sums
are differences of one running total rounded to whole 分, so quarters, years and the whole term add up to the 分.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from jobhelp.policy.calendar import MONTHS_A_YEAR, add_months, add_years
from jobhelp.policy.parameters import Book, Reader, published
from jobhelp.policy.rules.loans import PERCENT, law_of, subsidised_rate
from jobhelp.policy.rules.sf import CODE as FIRM

QUARTER_MONTHS = 3
Period = tuple[date, date]
"""From a day to another, the second one not inside."""


@dataclass(frozen=True)
class Terms:
    """What the contract says. `amount` in 分, `rate` in percent a year; interest runs from `lent_on`."""

    programme: str
    amount: int
    rate: Decimal
    contract_on: date
    lent_on: date
    months: int

    @property
    def due_on(self) -> date:
        """The day on which it is paid back; interest runs until the day before."""
        return add_months(self.lent_on, self.months)


@dataclass(frozen=True)
class Split:
    """The interest from `first` to before `until`, in 分: `interest` = `subsidy` + `borrower`."""

    first: date
    until: date
    interest: int
    subsidy: int

    @property
    def borrower(self) -> int:
        """What the borrower pays."""
        return self.interest - self.subsidy

    @property
    def days(self) -> int:
        """The days that bear interest."""
        return (self.until - self.first).days


class UnknownRule(ValueError):
    """No interest rule, or no LPR, is known for the contract date: nothing can be divided."""


@dataclass(frozen=True)
class Division:
    """The law of one contract: what part of the rate the budget pays in each year.

    `limit` is the highest rate that a contract of that day may have, None where the law set none.
    """

    terms: Terms
    limit: Decimal | None
    shares: tuple[Decimal, ...]

    def between(self, first: date, until: date, without: Iterable[Period] = ()) -> Split:
        """The split of a period, cut to the term; the budget pays nothing for the days in `without`."""
        first = min(max(first, self.terms.lent_on), self.terms.due_on)
        until = max(first, min(until, self.terms.due_on))
        interest = self._interest(until) - self._interest(first)
        subsidy = sum(self._subsidy(b) - self._subsidy(a) for a, b in _cut((first, until), without))
        return Split(first, until, interest, min(interest, subsidy))

    def years(self) -> list[Split]:
        """The split of each year of the loan; the last may be shorter."""
        starts = [add_years(self.terms.lent_on, year) for year in range(len(self.shares) + 1)]
        return [self.between(first, until) for first, until in zip(starts, starts[1:], strict=False)]

    def whole(self) -> Split:
        """The split of the whole term."""
        return self.between(self.terms.lent_on, self.terms.due_on)

    def _interest(self, day: date) -> int:
        return _whole(sum((self._year(year, day) * self.terms.rate for year in self._years()), Decimal(0)))

    def _subsidy(self, day: date) -> int:
        return _whole(sum((self._year(year, day) * self.shares[year] for year in self._years()), Decimal(0)))

    def _years(self) -> range:
        return range(len(self.shares))

    def _year(self, year: int, day: date) -> Decimal:
        """The principal, in percent, times the part of a year of the loan that has passed before `day`."""
        begin, end = add_years(self.terms.lent_on, year), add_years(self.terms.lent_on, year + 1)
        passed = min(max((day - begin).days, 0), (end - begin).days)
        return self.terms.amount * PERCENT * passed / (end - begin).days


def division(terms: Terms, book: Book | None = None) -> Division:
    """The law of the contract. Above the rate limit the subsidy is computed on the limit; the rest is the borrower's.

    Raises UnknownRule.
    """
    firm = terms.programme == FIRM
    law = law_of(terms.contract_on, Reader(book if book is not None else published()), firm=firm)
    if law is None:
        raise UnknownRule("no interest rule, or no LPR, is known for the contract date")
    counted = terms.rate if law.limit is None else min(terms.rate, law.limit)
    years = -(-terms.months // MONTHS_A_YEAR)
    shares = (subsidised_rate(law.rule, counted, law.lpr, firm=firm, year=year) for year in range(years))
    return Division(terms, law.limit, tuple(shares))


def rules_since(book: Book | None = None) -> list[date]:
    """The days from which each way of dividing the interest holds, earliest first."""
    rows = Reader(book if book is not None else published()).rows("sl_interest_rule")
    return [row.since for row in rows]


def quarter_of(day: date) -> date:
    """The first day of the quarter in which a day lies."""
    return date(day.year, (day.month - 1) // QUARTER_MONTHS * QUARTER_MONTHS + 1, 1)


def next_quarter(quarter: date) -> date:
    """The first day of the quarter after."""
    return add_months(quarter, QUARTER_MONTHS)


def quarters(first: date, until: date) -> Iterator[date]:
    """The quarters that the days from `first` to before `until` touch."""
    quarter = quarter_of(first)
    while quarter < until:
        yield quarter
        quarter = next_quarter(quarter)


def last_complete(today: date) -> date:
    """The last quarter that is over."""
    return quarter_of(quarter_of(today) - timedelta(days=1))


def _cut(period: Period, without: Iterable[Period]) -> list[Period]:
    """What is left of a period when others are taken out of it."""
    left = [period]
    for start, end in without:
        left = [
            piece
            for first, until in left
            for piece in ((first, min(until, start)), (max(first, end), until))
            if piece[0] < piece[1]
        ]
    return left


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
