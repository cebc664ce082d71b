"""The open loan calculator: what somebody asks, and what the law of the contract date says to it. Pure.

Nothing is kept. What the calculator does not ask (age, credit, arrears) stays unknown: the desk checks it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from jobhelp.loans.interest import Division, Terms, UnknownRule, division
from jobhelp.policy.assess import assess
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Finding
from jobhelp.policy.parameters import Reader, published
from jobhelp.policy.rules.loans import law_of
from jobhelp.policy.rules.sf import CODE as FIRM
from jobhelp.policy.rules.sl import CODE as PERSON
from jobhelp.policy.texts import Criterion, Programme, Text, programme

PROGRAMMES = (PERSON, FIRM)
ANSWERED: Mapping[str, tuple[str, ...]] = {
    PERSON: ("SL-1", "SL-3", "SL-6", "SL-7"),
    FIRM: ("SF-2", "SF-3"),
}
"""The criteria that the calculator's questions answer."""
PROVED: Mapping[str, tuple[str, ...]] = {PERSON: ("SL-3", "SL-6"), FIRM: ("SF-3",)}
"""The criteria whose evidence people bring besides the papers of the programme."""
NO_LOAN, CONSUMER, OTHER_LOAN = "none", "consumer", "other"
NO_GROUP = "none"
CENTS = 100


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know. Amounts in whole yuan; `rate` in percent, None: the highest that is allowed."""

    programme: str
    on: date
    amount: int
    months: int
    rate: Decimal | None = None
    group: str = ""
    people: int = 1
    other: str = NO_LOAN
    consumer: int = 0
    staff: int = 0
    hires: int = 0

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        told = asdict(self) | {"on": self.on.isoformat()}
        return told | {"rate": None if self.rate is None else str(self.rate)}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Asked":
        """From JSON. Raises ValueError, TypeError or ArithmeticError where it is not what `plain` wrote."""
        rate = told["rate"]
        found = dict(told) | {"on": date.fromisoformat(told["on"])}
        return cls(**found | {"rate": None if rate is None else Decimal(rate)})

    def facts(self) -> Facts:
        """What this says, as facts of the rules."""
        stated: dict[str, Any] = {"amount": self.amount, "months": self.months}
        if self.rate is not None:
            stated["rate_pct"] = self.rate
        if self.programme == FIRM:
            return Facts(stated | {"staff": self.staff, "qualifying_hires": self.hires})
        loans = {
            NO_LOAN: [],
            CONSUMER: [{"kind": "consumer", "amount": self.consumer}],
            OTHER_LOAN: [{"kind": "other"}],
        }[self.other]
        partners = self.people if self.people > 1 else 0
        return Facts(stated | {"group": self.group, "partners": partners, "other_loans": loans})


@dataclass(frozen=True)
class Share:
    """The ratio test of a firm: the share that new hires must reach, as people."""

    staff: int
    hires: int
    needed: int
    missing: int
    percent: Decimal
    reached: bool


@dataclass(frozen=True)
class Era:
    """The same loan under one of the ways to divide the interest: from `since` to the day `until`."""

    since: date
    until: date
    rule: Mapping[str, Any]
    lpr: Decimal | None
    division: Division
    current: bool


@dataclass(frozen=True)
class Told:
    """The answer. `cap` in yuan; `division` is None where no rate or no rule is known."""

    asked: Asked
    programme: Programme
    finding: Finding
    cap: Decimal | None
    limit: Decimal | None
    division: Division | None
    share: Share | None
    eras: tuple[Era, ...]

    @property
    def answers(self) -> list[tuple[Criterion, Answer]]:
        """The criteria that were asked about, with their answers."""
        return [
            (self.programme.criteria[code], self.finding.reasons[code])
            for code in ANSWERED[self.asked.programme]
            if self.finding.reasons[code] is not Answer.NOT_IN_FORCE
        ]

    @property
    def to_check(self) -> list[Criterion]:
        """What the desk checks besides."""
        return [
            one for code, one in self.programme.criteria.items() if code not in ANSWERED[self.asked.programme]
        ]

    @property
    def papers(self) -> list[Text]:
        """What to bring."""
        proofs = (self.programme.criteria[code].evidence for code in PROVED[self.asked.programme])
        return [*self.programme.bring, *proofs]

    @property
    def only_too_much(self) -> bool:
        """Whether the amount or the term is all that stands in the way, with some amount left to ask for."""
        return bool(self.cap) and [one.code for one in self.failing] in (["SL-6"], ["SF-3"])

    @property
    def failing(self) -> list[Criterion]:
        """What stands in the way. A firm below the share may still borrow by its hires."""
        return [
            one
            for one, answer in self.answers
            if answer is Answer.FAIL and (one.code != "SF-2" or self.cap == 0)
        ]


def calculate(asked: Asked) -> Told:
    """What the law of the contract date says."""
    finding = assess(asked.programme, asked.facts(), asked.on)
    law = law_of(asked.on, Reader(published()), firm=asked.programme == FIRM)
    limit = None if law is None else law.limit
    rate = asked.rate if asked.rate is not None else limit
    return Told(
        asked=asked,
        programme=programme(asked.programme),
        finding=finding,
        cap=finding.values.get("cap"),
        limit=limit,
        division=None if rate is None else divide(asked, asked.on, rate),
        share=share_of(asked) if asked.programme == FIRM else None,
        eras=() if rate is None else tuple(eras(asked, rate)),
    )


def divide(asked: Asked, on: date, rate: Decimal) -> Division | None:
    """How the interest of this loan is divided when its contract is of a day."""
    terms = Terms(asked.programme, asked.amount * CENTS, rate, on, on, asked.months)
    try:
        return division(terms)
    except UnknownRule:
        return None


def eras(asked: Asked, rate: Decimal) -> list[Era]:
    """The same loan under each rule, by the LPR of the rule's last day; the rule of the contract by the contract's own."""
    reader, found = Reader(published()), []
    rows = reader.rows("sl_interest_rule")
    for row, following in zip(rows, (*rows[1:], None), strict=True):
        current = row.since <= asked.on and (following is None or asked.on < following.since)
        last = following.since - timedelta(days=1) if following else row.since
        until = asked.on if current else last
        law = law_of(until, reader, firm=asked.programme == FIRM)
        divided = divide(asked, until, rate)
        if law is not None and divided is not None:
            found.append(Era(row.since, until, law.rule, law.lpr, divided, current))
    return found


def share_of(asked: Asked) -> Share | None:
    """The ratio test in people; None while the law asks none, or without staff."""
    reader = Reader(published())
    ratios = reader.value("sl_firm_new_hire_ratio", asked.on)
    large = reader.number("sl_firm_large_staff", asked.on)
    if ratios is None or large is None or not asked.staff:
        return None
    ratio = Fraction(str(ratios["over100" if asked.staff > large else "normal"]))
    missing = assess(FIRM, asked.facts(), asked.on).values["hires_missing"] or 0
    percent = Decimal(ratio.numerator) * CENTS / Decimal(ratio.denominator)
    needed = ceil(ratio * asked.staff)
    return Share(asked.staff, asked.hires, needed, missing, percent, asked.hires >= needed)


def longest(code: str, on: date) -> int | None:
    """The longest term of a contract of that day, in months."""
    return Reader(published()).number("sl_person_max_months" if code == PERSON else "sl_firm_max_months", on)


def groups(on: date) -> list[str]:
    """The groups of people to whom the personal loan is open."""
    found: list[str] = Reader(published()).value("sl_groups", on) or []
    return found


def first_day() -> date:
    """The earliest contract date about which anything is known."""
    return Reader(published()).first("sl_person_cap").since
