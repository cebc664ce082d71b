"""Loans that follow a granted claim of the programmes sl (personal) and sf (small firm). Amounts are whole 分."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.loans.states import LoanState
from jobhelp.orm import Base, HasUid, Sealed, sealed_column


class Loan(Base):
    """One loan; `rate` in percent a year, e.g. 4.65. Interest runs from `lent_on` to before `due_on`, which an early
    repayment brings forward.
    """

    __tablename__ = "loans"
    __table_args__ = (
        CheckConstraint("state IN (" + ",".join(f"'{one.value}'" for one in LoanState) + ")", name="state"),
        CheckConstraint("amount > 0 AND amount <= cap", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=LoanState.GUARANTEE)
    cap: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    months: Mapped[int]
    bank: Mapped[str] = mapped_column(String(60), default="")
    guarantor: Mapped[str] = mapped_column(String(60), default="")
    rate: Mapped[Decimal | None] = mapped_column(Numeric(6, 3))
    contract_on: Mapped[date | None] = mapped_column(Date)
    lent_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class LoanStep(HasUid, Base):
    """One move of a loan: when it was written down (`at`) and the day from which it holds (`on`).

    note        why, or what was seen (sealed)
    """

    __tablename__ = "loan_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    loan_id: Mapped[int] = mapped_column(ForeignKey("loans.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int | None]
    note_sealed: Mapped[bytes | None] = sealed_column()

    note = Sealed()


class InterestQuarter(Base):
    """One quarter of interest: the interest of its days, what the city pays of it, what the borrower pays."""

    __tablename__ = "interest_quarters"
    __table_args__ = (
        UniqueConstraint("loan_id", "quarter"),
        CheckConstraint("subsidy >= 0 AND borrower >= 0 AND subsidy + borrower = interest", name="adds_up"),
        CheckConstraint("overpaid >= 0 AND overpaid <= subsidy", name="overpaid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    loan_id: Mapped[int] = mapped_column(ForeignKey("loans.id"), index=True)
    quarter: Mapped[date] = mapped_column(Date)  # its first day
    days: Mapped[int]
    interest: Mapped[int] = mapped_column(BigInteger)
    subsidy: Mapped[int] = mapped_column(BigInteger)
    borrower: Mapped[int] = mapped_column(BigInteger)
    overpaid: Mapped[int] = mapped_column(
        BigInteger, default=0
    )  # of the subsidy, proposed for recovery since
    month_id: Mapped[int | None] = mapped_column(ForeignKey("benefit_months.id"))
    prepared_by: Mapped[int | None]  # the maker; the payment run has its own checker and approver
    prepared_at: Mapped[datetime]
