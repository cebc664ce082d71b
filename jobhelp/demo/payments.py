"""Payments of the demo city: half a year of pay days, two payments that came back, one run that waits for the second
person, and money that must be repaid. Everything goes through the services, on the days on which it would have happened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims.models import BenefitMonth, Claim, ClaimStep
from jobhelp.claims.states import ClaimAction, ClaimState, MonthState
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker
from jobhelp.notices.models import Notice, OutboxMessage
from jobhelp.payments import queries, service, telling
from jobhelp.payments.bankfile import yuan
from jobhelp.payments.cardnumbers import check_digit
from jobhelp.payments.models import Payment, PaymentRun
from jobhelp.payments.refusals import NothingDue
from jobhelp.policy.calendar import add_months, month_of

HERE, NEXT_DOOR = "230103", "230102"
BANKS = ("哈尔滨银行南岗支行", "龙江银行香坊支行", "中国银行花园街支行", "农村信用社王岗分社")
MONTHS = 6
PAY_DAY = 10
WITHOUT_CARD = 9  # every so many-th claimant has not given a card
RETURNS = ("账号不存在", "账户户名不符")


@dataclass(frozen=True)
class Office:
    """Who prepares in a district, and the city that checks and approves."""

    district: str
    preparer: User
    city: User


def build(session: Session, staff: Mapping[int, User]) -> int:
    """Write the payments. `staff` by the serial of their demo account. Returns how many runs there are."""
    today = clock.today()
    offices = (Office(HERE, staff[22], staff[24]), Office(NEXT_DOOR, staff[23], staff[24]))
    _give_cards(session)
    granted = _granted_on(session)
    for office in offices:
        for months_ago in range(MONTHS, 0, -1):
            day = add_months(month_of(today), -months_ago).replace(day=PAY_DAY)
            _pay_day(session, office, day, granted, returns=2 if months_ago == 2 else int(months_ago == 1))
        _this_month(session, office, today, granted)
    _recover(session, offices[0], today)
    _quieten(session, today)
    return len(session.scalars(select(PaymentRun.id)).all())


def _give_cards(session: Session) -> None:
    """Whoever is owed money has given a card, but for a few."""
    claims = select(Claim).where(
        Claim.state.in_([ClaimState.GRANTED.value, ClaimState.SUSPENDED.value, ClaimState.STOPPED.value]),
        _invented(),
    )
    for number, claim in enumerate(session.scalars(claims.order_by(Claim.id))):
        if number % WITHOUT_CARD == WITHOUT_CARD - 1 or queries.card_of(session, claim.holder):
            continue
        at = clock.start_of(claim.applied_on) + timedelta(hours=10)
        with clock.standing_at(at):
            _card(session, claim, number)


def _card(session: Session, claim: Claim, number: int) -> None:
    body = f"6217856{number * 7919 + 310_000:011d}"
    bank = BANKS[number % len(BANKS)]
    if claim.seeker_id is not None:
        seeker = session.get_one(Seeker, claim.seeker_id)
        if seeker.user_id is not None:
            user = session.get_one(User, seeker.user_id)
            service.save_seeker_card(session, seeker, number=body + check_digit(body), bank=bank, by=user)
    elif claim.employer_id is not None:
        employer = session.get_one(Employer, claim.employer_id)
        step = select(ClaimStep.by_id).where(ClaimStep.claim_id == claim.id).order_by(ClaimStep.id)
        user = session.get_one(User, session.scalars(step).first())
        service.save_employer_card(session, employer, number=f"1676{number:011d}", bank=bank, by=user)


def _granted_on(session: Session) -> dict[int, date]:
    """{claim id: the day of its approval}."""
    steps = select(ClaimStep.claim_id, ClaimStep.at).where(ClaimStep.action == ClaimAction.APPROVE.value)
    return {claim_id: clock.local(at).date() for claim_id, at in session.execute(steps)}


def _pay_day(
    session: Session, office: Office, day: date, granted: Mapping[int, date], *, returns: int
) -> None:
    """One past pay day: every programme and month that was owed by then; returns come in its largest run."""
    owed = _owed(session, office.district, day, granted)
    largest = max((one for one in owed if one[0] == "ui"), key=lambda one: len(one[2]), default=None)
    for programme, month, month_ids in owed:
        run = _signed(session, office, programme, month, month_ids, _at(day, 9))
        if run is None:
            continue
        with clock.standing_at(_at(day, 10, 20)):
            service.send(session, run, by=office.preparer)
        back = _payments(session, run)[:returns] if largest and largest[2] == month_ids else []
        _receipts(session, office, run, back, _at(day + timedelta(days=1), 15))
        if returns == 2 and back:
            _retry(session, office, run, day + timedelta(days=12))


def _retry(session: Session, office: Office, run: PaymentRun, day: date) -> None:
    with clock.standing_at(_at(day, 9)):
        again = service.retry(session, run, by=office.preparer)
    _sign(session, office, again, _at(day, 9))
    with clock.standing_at(_at(day, 11)):
        service.send(session, again, by=office.preparer)
    _receipts(session, office, again, [], _at(day + timedelta(days=1), 15))


def _this_month(session: Session, office: Office, today: date, granted: Mapping[int, date]) -> None:
    """Where the work stands now: unemployment benefit waits for its second person, relief is with the bank."""
    month = month_of(today)
    for programme, owed, month_ids in _owed(session, office.district, today, granted):
        if owed != month or programme not in ("ui", "tr"):
            continue
        at = min(_at(today, 9), clock.now())
        if programme == "ui":
            with clock.standing_at(at):
                service.prepare(
                    session,
                    programme=programme,
                    month=owed,
                    district=office.district,
                    by=office.preparer,
                    month_ids=month_ids,
                )
            continue
        run = _signed(session, office, programme, owed, month_ids, at)
        if run is not None:
            with clock.standing_at(at):
                service.send(session, run, by=office.preparer)


def _recover(session: Session, office: Office, today: date) -> None:
    """One recovery that is being repaid, one that waits for the second person."""
    paid = (
        select(Claim)
        .join(BenefitMonth, BenefitMonth.claim_id == Claim.id)
        .where(
            Claim.district_code == office.district, BenefitMonth.state == MonthState.PAID.value, _invented()
        )
        .distinct()
        .order_by(Claim.id)
    )
    claims = [claim for claim in session.scalars(paid) if claim.state != ClaimState.GRANTED.value]
    claims = claims or list(session.scalars(paid))[1:]
    for place, claim in enumerate(claims[:2]):
        amount = min(60_000, queries.recoverable(session, claim.id))
        if amount < 600:
            continue
        at = clock.start_of(today - timedelta(days=40 - 36 * place)) + timedelta(hours=10)
        with clock.standing_at(at):
            found = service.propose(
                session,
                claim,
                amount=amount,
                reason="上班以后当月又发了，按天数要退一部分。",
                by=office.city,
                instalments=3,
                first_due=today - timedelta(days=25),
            )
            if place == 0:
                service.confirm(session, found, by=office.preparer)
                service.repay(
                    session, found, amount=amount // 3, receipt="HB20261102-0081", by=office.preparer
                )


def _owed(
    session: Session, district: str, day: date, granted: Mapping[int, date]
) -> list[tuple[str, date, list[int]]]:
    """(programme, month, month ids) of what was owed and decided by `day`."""
    rows = select(BenefitMonth.programme, BenefitMonth.month, BenefitMonth.id, Claim.id)
    rows = rows.join(Claim, Claim.id == BenefitMonth.claim_id).where(
        BenefitMonth.state == MonthState.DUE.value,
        BenefitMonth.month <= day,
        Claim.district_code == district,
        _invented(),
    )
    found: dict[tuple[str, date], list[int]] = {}
    ordered = rows.order_by(BenefitMonth.month, BenefitMonth.programme, BenefitMonth.id)
    for programme, month, month_id, claim_id in session.execute(ordered):
        if granted.get(claim_id, day) < day:
            found.setdefault((programme, month), []).append(month_id)
    return [(programme, month, month_ids) for (programme, month), month_ids in found.items()]


def _signed(
    session: Session, office: Office, programme: str, month: date, month_ids: Sequence[int], at: datetime
) -> PaymentRun | None:
    try:
        with clock.standing_at(at):
            run = service.prepare(
                session,
                programme=programme,
                month=month,
                district=office.district,
                by=office.preparer,
                month_ids=month_ids,
            )
    except NothingDue:
        return None
    _sign(session, office, run, at)
    return run


def _sign(session: Session, office: Office, run: PaymentRun, at: datetime) -> None:
    with clock.standing_at(at + timedelta(minutes=40)):
        service.check(session, run, by=office.city)
    with clock.standing_at(at + timedelta(minutes=75)):
        service.approve(session, run, by=office.city)


def _receipts(
    session: Session, office: Office, run: PaymentRun, returned: Sequence[Payment], at: datetime
) -> None:
    bad = {payment.id: RETURNS[place % len(RETURNS)] for place, payment in enumerate(returned)}
    lines = ["流水号,金额,结果,原因"]
    for payment in _payments(session, run):
        reason = bad.get(payment.id, "")
        word = "退回" if reason else "成功"
        lines.append(f"{payment.reference},{yuan(payment.amount)},{word},{reason}")
    with clock.standing_at(at):
        service.receive(session, run, "\n".join(lines).encode(), by=office.preparer)


def _payments(session: Session, run: PaymentRun) -> list[Payment]:
    statement = select(Payment).where(Payment.run_id == run.id, Payment.state != "cancelled")
    return list(session.scalars(statement.order_by(Payment.reference)))


def _quieten(session: Session, today: date) -> None:
    """No telephone rings for the past, and of the old messages in the app the last two months stay.

    Only of the people of the demo city: what waits for anybody else was not queued by it.
    """
    theirs = select(User.id).where(User.demo)
    waiting = delete(OutboxMessage).where(OutboxMessage.user_id.in_(theirs), OutboxMessage.state == "waiting")
    session.execute(waiting, execution_options={"synchronize_session": False})
    old = clock.start_of(today - timedelta(days=50))
    texts = (telling.PAID, telling.RETURNED, telling.CARD_KEPT)
    past = delete(Notice).where(Notice.user_id.in_(theirs), Notice.text.in_(texts), Notice.created_at < old)
    session.execute(past, execution_options={"synchronize_session": False})


def _invented() -> ColumnElement[bool]:
    """That a claim is of somebody of the demo city: the city may stand beside real people."""
    return or_(
        Claim.seeker_id.in_(select(Seeker.id).where(Seeker.demo)),
        Claim.employer_id.in_(select(Employer.id).where(Employer.demo)),
    )


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.start_of(day) + timedelta(hours=hour, minutes=minute)
