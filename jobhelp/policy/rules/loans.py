"""What personal and small-firm start-up loans share: how interest is divided, by the rule of the contract date."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jobhelp.policy.facts import Facts
from jobhelp.policy.model import cents
from jobhelp.policy.parameters import Reader

PERCENT = Decimal("0.01")
BASIS_POINT = Decimal("0.01")  # in percentage points


def own_facts(facts: Facts) -> Facts:
    """Facts without a `months` that is a pair of months: that one speaks of a public-welfare post, not of a term."""
    return facts.without("months") if isinstance(facts.extra("months", None), list | tuple) else facts


def no_loan(facts: Facts) -> dict[str, Any]:
    """The interest keys of a refused loan for which a rate is stated: there is none."""
    return dict.fromkeys(("year1_interest", "subsidy", "borrower")) if facts.has("rate_pct") else {}


def first_year(facts: Facts, on: date, parameters: Reader, *, firm: bool) -> dict[str, Any]:
    """year1_interest, subsidy, borrower of the first year; nothing where no rate is stated.

    Above the rate cap the subsidy is computed on the capped rate; the rest is the borrower's.
    """
    if not facts.has("rate_pct"):
        return {}
    amount, rate = facts.amount("amount"), facts.amount("rate_pct")
    law = law_of(on, parameters, firm=firm)
    if amount is None or rate is None or law is None:
        return {"year1_interest": None, "subsidy": None, "borrower": None}
    capped = rate if law.limit is None else min(rate, law.limit)
    interest = cents(amount * rate * PERCENT)
    subsidy = min(interest, cents(amount * subsidised_rate(law.rule, capped, law.lpr, firm=firm) * PERCENT))
    return {"year1_interest": interest, "subsidy": subsidy, "borrower": interest - subsidy}


@dataclass(frozen=True)
class Law:
    """How the interest of a contract is divided. `limit`: the highest rate (percent), None where the law set none."""

    rule: dict[str, Any]
    lpr: Decimal | None
    limit: Decimal | None


def law_of(on: date, parameters: Reader, *, firm: bool) -> Law | None:
    """The law of a contract date; None when the rule, or an LPR that it needs, is not known."""
    lpr, rule = parameters.amount("lpr_1y", on), parameters.value("sl_interest_rule", on)
    if rule is None:
        return None
    spread = parameters.amount("sl_rate_cap_spread_bp", on)
    needs_lpr = (
        spread is not None or rule["kind"] == "borrower_pays_below" or firm and rule["kind"] == "person_steps"
    )
    if needs_lpr and lpr is None:
        return None
    limit = None if spread is None or lpr is None else lpr + spread * BASIS_POINT
    return Law(rule, lpr, limit)


def subsidised_rate(
    rule: dict[str, Any], rate: Decimal, lpr: Decimal | None, *, firm: bool, year: int = 0
) -> Decimal:
    """The part of the rate (percent) that the budget pays in a year of the loan, counted from 0."""
    if rule["kind"] == "share_of_actual_rate":
        return rate * Decimal(str(rule["share"]))
    if rule["kind"] == "borrower_pays_below":
        own = (lpr or Decimal(0)) + Decimal(str(rule["spread_bp"])) * BASIS_POINT
        return max(Decimal(0), rate - max(Decimal(0), own))
    if firm:
        return min(rate, (lpr or Decimal(0)) * Decimal(str(rule["firm_share_of_lpr"])))
    steps = rule["steps"]
    return rate * Decimal(str(steps[year])) if year < len(steps) else Decimal(0)
