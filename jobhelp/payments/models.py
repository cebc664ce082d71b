"""Bank cards, the double-entry ledger, payment runs and recoveries. Amounts are whole 分."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.orm import Base, HasUid, Sealed, sealed_column
from jobhelp.payments.states import PaymentState, RecoveryState, RunState

LIVE = text("state IN ('pending','sent','paid')")


class BankCard(HasUid, Base):
    """Where a holder's money goes. A changed card is frozen for 72 hours: nothing is paid to it before."""

    __tablename__ = "bank_cards"

    id: Mapped[int] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(String(60), unique=True)
    number_sealed: Mapped[bytes | None] = sealed_column()
    number_mask: Mapped[str] = mapped_column(String(30))
    owner_sealed: Mapped[bytes | None] = sealed_column()  # the name on it
    bank: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime]
    frozen_until: Mapped[datetime | None]
    changed_by: Mapped[int | None]

    number = Sealed()
    owner = Sealed()


class LedgerEntry(Base):
    """One act in the books; its lines sum to zero. Triggers refuse UPDATE and DELETE; corrections are reversals."""

    __tablename__ = "ledger_entries"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(
        String(20)
    )  # grant, cancel, pay, return, recover, repay, waive, reverse
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claims.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("payment_runs.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"), unique=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)  # what it is about: the same act is booked once
    by_id: Mapped[int | None]
    memo: Mapped[str] = mapped_column(Text, default="")


class LedgerLine(Base):
    """One amount on one account: positive is debit, negative is credit."""

    __tablename__ = "ledger_lines"
    __table_args__ = (Index("ix_ledger_lines_account_holder", "account", "holder"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), index=True)
    account: Mapped[str] = mapped_column(String(40))  # fund:ui, payable:ui, bank:ui, receivable:ui …
    holder: Mapped[str] = mapped_column(String(60), default="")
    month: Mapped[date | None] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(BigInteger)


class PaymentRun(Base):
    """A batch of payments of one programme and month: prepared, checked and approved by different people."""

    __tablename__ = "payment_runs"
    __table_args__ = (
        CheckConstraint("state IN (" + ",".join(f"'{one.value}'" for one in RunState) + ")", name="state"),
        CheckConstraint("approved_by IS NULL OR approved_by <> prepared_by", name="two_people"),
        CheckConstraint("checked_by IS NULL OR checked_by <> prepared_by", name="checked_by_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    programme: Mapped[str] = mapped_column(String(4))
    month: Mapped[date] = mapped_column(Date)
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    state: Mapped[str] = mapped_column(String(10), default=RunState.PREPARED, index=True)
    count: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(BigInteger, default=0)
    prepared_by: Mapped[int]
    checked_by: Mapped[int | None]
    approved_by: Mapped[int | None]
    prepared_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    file_digest: Mapped[str] = mapped_column(String(64), default="")


class Payment(HasUid, Base):
    """One sum to one card in one run. A month has at most one payment that is on its way or paid."""

    __tablename__ = "payments"
    __table_args__ = (
        Index("uq_payments_month_id_live", "month_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        CheckConstraint(
            "state IN (" + ",".join(f"'{one.value}'" for one in PaymentState) + ")", name="state"
        ),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payment_runs.id"), index=True)
    month_id: Mapped[int] = mapped_column(ForeignKey("benefit_months.id"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(10), default=PaymentState.PENDING)
    reference: Mapped[str] = mapped_column(String(40), unique=True)  # in the bank file and its receipt
    card_sealed: Mapped[bytes | None] = sealed_column()  # the number as it was sent
    card_mask: Mapped[str] = mapped_column(String(30), default="")
    return_reason: Mapped[str] = mapped_column(String(200), default="")
    changed_at: Mapped[datetime]

    card = Sealed()


class Recovery(Base):
    """An overpayment to come back, at once or by instalments."""

    __tablename__ = "recoveries"
    __table_args__ = (
        CheckConstraint(
            "state IN (" + ",".join(f"'{one.value}'" for one in RecoveryState) + ")", name="state"
        ),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> proposed_by", name="two_people"),
        CheckConstraint(
            "waived_by IS NULL OR (waiver_by IS NOT NULL AND waived_by <> waiver_by)", name="waived_by_two"
        ),
        CheckConstraint("state <> 'waived' OR waived_by IS NOT NULL", name="waived_by_somebody"),
        CheckConstraint("repaid >= 0 AND repaid <= amount", name="repaid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    holder: Mapped[str] = mapped_column(String(60), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    repaid: Mapped[int] = mapped_column(BigInteger, default=0)
    instalments: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=RecoveryState.PROPOSED)
    proposed_by: Mapped[int]
    confirmed_by: Mapped[int | None]
    waiver_by: Mapped[int | None]  # who asked for it to be waived, and why
    waiver_reason: Mapped[str] = mapped_column(Text, default="")
    waived_by: Mapped[int | None]  # who agreed
    first_due: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
