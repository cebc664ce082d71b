"""Granted claims with cards and officers, and short ways through a payment run: for the tests of the slice."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.service import ClaimGranted, ClaimStopped
from jobhelp.claims.states import MonthState
from jobhelp.jobseekers.models import Seeker
from jobhelp.payments import service
from jobhelp.payments.bankfile import HEAD, yuan
from jobhelp.payments.cardnumbers import check_digit
from jobhelp.payments.models import Payment, PaymentRun
from tests import factories

HERE = "230103"
BANK = "示例银行南岗支行"


def listen() -> None:
    """The reactions that wiring.py connects: for databases without a site."""
    events.subscribe(ClaimGranted, service.claim_granted)
    events.subscribe(ClaimStopped, service.claim_stopped)


def card_number(serial: int) -> str:
    """A card number with a right check digit."""
    body = f"622848{serial:012d}"
    return body + check_digit(body)


@dataclass
class Officers:
    """Who prepares, who checks, who approves: three people with the roles that may."""

    street: User
    preparer: User
    checker: User
    approver: User


def officers(session: Session, district: str = HERE) -> Officers:
    """Two of a district, one of the city, and one of a street."""
    return Officers(
        street=factories.make_user(session, "street_officer", district_code=district),
        preparer=factories.make_user(session, "district_officer", district_code=district),
        checker=factories.make_user(session, "district_officer", district_code=district),
        approver=factories.make_user(session, "city_officer", district_code=None),
    )


def granted(session: Session, who: Officers, serial: int, *, card: bool = True, months_ago: int = 0) -> Claim:
    """A claim that is granted since so many months, with a card."""
    seeker = factories.make_seeker(session)
    facts = factories.ui_facts()
    on = clock.today()
    if months_ago:
        on = (clock.today() - timedelta(days=30 * months_ago)).replace(day=12)
        facts |= {
            "registered_on": on - timedelta(days=3),
            "terminated_on": on - timedelta(days=10),
        }
    claim = factories.make_claim(
        session,
        seeker=seeker,
        facts=facts,
        state="granted",
        officers=(who.street, who.checker, who.approver),
        on=on,
    )
    if card:
        give_card(session, seeker, serial)
    return claim


def give_card(session: Session, seeker: Seeker, serial: int) -> None:
    """The person's card."""
    person = session.get_one(User, seeker.user_id)
    service.save_seeker_card(session, seeker, number=card_number(serial), bank=BANK, by=person)


def first_month(claim: Claim) -> date:
    """The month of a claim that is paid first."""
    assert claim.first_month is not None
    return claim.first_month


def signed(session: Session, who: Officers, month: date, *, district: str | None = HERE) -> PaymentRun:
    """A run of unemployment benefit that everybody has signed."""
    run = service.prepare(session, programme="ui", month=month, district=district, by=who.preparer)
    service.check(session, run, by=who.checker)
    service.approve(session, run, by=who.approver)
    return run


def paid(session: Session, who: Officers, month: date) -> PaymentRun:
    """A signed run that went to the bank and came back, everything paid."""
    run = signed(session, who, month)
    service.send(session, run, by=who.preparer)
    service.receive(session, run, receipts(payments(session, run)), by=who.preparer)
    return run


def payments(session: Session, run: PaymentRun) -> list[Payment]:
    """The payments of a run, by reference."""
    statement = select(Payment).where(Payment.run_id == run.id).order_by(Payment.reference)
    return list(session.scalars(statement))


def receipts(lines: Iterable[Payment], returned: Mapping[str, str] | Callable[[Payment], str] = {}) -> bytes:  # noqa: B006
    """The bank's answer to these payments: paid, but for those with a reason."""

    def reason(payment: Payment) -> str:
        return returned(payment) if callable(returned) else returned.get(payment.reference, "")

    rows = [
        (one.reference, yuan(one.amount), "退回" if reason(one) else "成功", reason(one)) for one in lines
    ]
    return table(("流水号", "金额", "结果", "原因"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows(rows)
    return ("\ufeff" + file.getvalue()).encode()


def read_bank_file(content: bytes) -> list[dict[str, str]]:
    """The bank's reading of our file."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEAD
    return [dict(zip(HEAD, row, strict=True)) for row in rows[1:]]


def states(session: Session, claim: Claim) -> list[str]:
    """The states of a claim's months in order."""
    statement = select(BenefitMonth.state).where(BenefitMonth.claim_id == claim.id)
    return list(session.scalars(statement.order_by(BenefitMonth.month, BenefitMonth.id)))


def due(session: Session) -> int:
    """How many months are due."""
    statement = select(BenefitMonth.id).where(BenefitMonth.state == MonthState.DUE.value)
    return len(session.scalars(statement).all())


def dump(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables that a payment run touches, for comparing before and after."""
    tables = (
        *("payment_runs", "payments", "ledger_entries", "ledger_lines", "benefit_months", "claims"),
        *("bank_cards", "recoveries", "notices", "outbox_messages", "audit_entries"),
    )
    known = set(session.connection().dialect.get_table_names(session.connection()))
    assert set(tables) <= known, set(tables) - known
    return {
        name: sorted((tuple(row) for row in session.execute(text(f"SELECT * FROM {name}"))), key=repr)
        for name in tables
    }
