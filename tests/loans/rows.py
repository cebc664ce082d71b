"""Loans for tests, taken through the services to where a test wants them."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.service import ClaimGranted
from jobhelp.claims.states import Outcome, employer_holder
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker
from jobhelp.loans import queries, service
from jobhelp.loans.models import Loan
from jobhelp.loans.service import Contract
from tests import factories

YUAN = 100


def person_facts(**changes: Any) -> dict[str, Any]:
    """Facts that meet every criterion of the personal loan."""
    facts = {
        "area": "230103",
        "group": "returning_migrant",
        "birth_date": date(1985, 6, 15),
        "sex": "male",
        "retire_class": "male",
        "other_loans": [],
        "bad_credit": False,
        "times_before": 0,
        "partners": 0,
        "amount": 200_000,
        "months": 36,
    }
    return facts | changes


def firm_facts(**changes: Any) -> dict[str, Any]:
    """Facts that meet every criterion of the small-firm loan."""
    facts = {
        "area": "230103",
        "micro_small": True,
        "staff": 40,
        "qualifying_hires": 8,
        "arrears": False,
        "amount": 1_000_000,
        "months": 24,
    }
    return facts | changes


def granted(
    session: Session, *, seeker: Seeker | None = None, district: str = "230103", **changes: Any
) -> tuple[Claim, Loan]:
    """A personal loan whose claim was just granted."""
    facts = person_facts(area=district, **changes)
    officers = tuple(
        factories.make_user(session, role, district_code=district)
        for role in ("street_officer", "district_officer", "city_officer")
    )
    claim = factories.make_claim(
        session, seeker=seeker, programme="sl", facts=facts, state="granted", officers=officers
    )
    return claim, _loan(session, claim)


def granted_firm(session: Session, employer: Employer, member: User, **changes: Any) -> tuple[Claim, Loan]:
    """A small-firm loan whose claim was just granted."""
    claim = claims.submit(
        session,
        programme="sf",
        holder=employer_holder(employer.id),
        employer=employer,
        facts=firm_facts(**changes),
        by=member,
    )
    street, district, _ = factories.make_officers(session)
    claims.accept(session, claim, by=street)
    claims.propose(session, claim, Outcome.GRANT, by=street)
    claims.approve(session, claim, by=district)
    return claim, _loan(session, claim)


def _loan(session: Session, claim: Claim) -> Loan:
    if queries.of_claim(session, claim.id) is None:  # where no site is wired
        service.begin(session, ClaimGranted(claim.id))
    found = queries.of_claim(session, claim.id)
    assert found is not None
    return found


def contract(on: date, **changes: Any) -> Contract:
    """A contract inside every limit, signed and paid out on one day."""
    values: dict[str, Any] = {
        "bank": "示例银行",
        "amount": 200_000 * YUAN,
        "rate": Decimal("3.4"),
        "months": 36,
        "contract_on": on,
        "lent_on": on,
    }
    return Contract(**values | changes)


def lent(session: Session, on: date, *, by: User, **changes: Any) -> tuple[Claim, Loan]:
    """A loan that was granted and paid out on the present day `on`."""
    claim, loan = granted(session)
    service.guarantee(session, loan, by=by, guarantor="示例担保")
    service.lend(session, loan, contract(on, **changes), by=by)
    return claim, loan
