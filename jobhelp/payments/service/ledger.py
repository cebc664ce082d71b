"""The books: double entry in whole 分. What is written stays; a correction is a reversal.

Every entry names by its key what it is about ("pay:17"). Booking the same act again changes nothing; booking the same
key with other lines is refused. Triggers in both databases refuse UPDATE and DELETE.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims.models import BenefitMonth
from jobhelp.payments.models import LedgerEntry, LedgerLine
from jobhelp.payments.refusals import AlreadyReversed, BookedOtherwise, Unbalanced
from jobhelp.payments.states import Account, EntryKind

CHUNK = 400
T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """One amount on one account: positive is debit, negative is credit."""

    account: str
    amount: int
    holder: str = ""
    month: date | None = None


@dataclass(frozen=True)
class Entry:
    """One act that is to be booked. Raises `Unbalanced` when its lines do not sum to zero."""

    kind: EntryKind
    key: str
    lines: tuple[Line, ...]
    claim_id: int | None = None
    run_id: int | None = None
    reverses_id: int | None = None
    memo: str = ""

    def __post_init__(self) -> None:
        if len(self.lines) < 2 or sum(line.amount for line in self.lines) != 0:
            raise Unbalanced(f"{self.key}: {[line.amount for line in self.lines]}")
        amounts = [line.amount for line in self.lines]
        if {type(amount) for amount in amounts} != {int} or 0 in amounts:
            raise Unbalanced(f"{self.key}: an amount is not a whole number of 分, or is none")


def book(
    session: Session,
    kind: EntryKind,
    lines: Sequence[Line],
    *,
    key: str,
    by: User | int | None,
    claim_id: int | None = None,
    run_id: int | None = None,
    memo: str = "",
) -> LedgerEntry:
    """Book one act. Again with the same lines: the entry that is there. Raises `Unbalanced`, `BookedOtherwise`."""
    entry = Entry(kind, key, tuple(lines), claim_id=claim_id, run_id=run_id, memo=memo)
    return book_all(session, [entry], by=by)[0]


def reverse(
    session: Session,
    entry: LedgerEntry,
    *,
    key: str,
    by: User | int | None,
    kind: EntryKind = EntryKind.REVERSE,
    memo: str = "",
) -> LedgerEntry:
    """Book the opposite of an entry. The entry itself stays as it is. Raises `AlreadyReversed`."""
    if entry.reverses_id is not None:
        raise AlreadyReversed()
    lines = lines_of(session, [entry.id])[entry.id]
    return book_all(session, [reversal(entry, lines, key=key, kind=kind, memo=memo)], by=by)[0]


def reversal(
    entry: LedgerEntry, lines: Sequence[Line], *, key: str, kind: EntryKind, memo: str = ""
) -> Entry:
    """The opposite of a booked entry, to be booked."""
    opposite = tuple(Line(line.account, -line.amount, line.holder, line.month) for line in lines)
    return Entry(
        kind, key, opposite, claim_id=entry.claim_id, run_id=entry.run_id, reverses_id=entry.id, memo=memo
    )


def book_all(session: Session, entries: Sequence[Entry], *, by: User | int | None) -> list[LedgerEntry]:
    """Book several acts, all or none, and each once. The entries come back in the same order."""
    by_id = by.id if isinstance(by, User) else by
    keys = [entry.key for entry in entries]
    before = found = by_key(session, keys)
    while new := [entry for entry in entries if entry.key not in found]:
        try:
            with session.begin_nested():
                found = found | _write(session, new, by_id)
        except IntegrityError as error:
            if "reverses" in str(error.orig):
                raise AlreadyReversed() from None
            before = found = by_key(session, keys)  # at this moment somebody else booked one of them
            if not any(entry.key in found for entry in new):
                raise
    _compare(session, [entry for entry in entries if entry.key in before], before)
    return [found[key] for key in keys]


def by_key(session: Session, keys: Sequence[str]) -> dict[str, LedgerEntry]:
    """{key: entry} of those that are booked."""
    found: dict[str, LedgerEntry] = {}
    for some in _parts(keys):
        for entry in session.scalars(select(LedgerEntry).where(LedgerEntry.key.in_(some))):
            found[entry.key] = entry
    return found


def lines_of(session: Session, entry_ids: Sequence[int]) -> dict[int, list[Line]]:
    """{entry id: its lines} in the order in which they were written."""
    found: dict[int, list[Line]] = {number: [] for number in entry_ids}
    for some in _parts(entry_ids):
        statement = select(LedgerLine).where(LedgerLine.entry_id.in_(some)).order_by(LedgerLine.id)
        for row in session.scalars(statement):
            found[row.entry_id].append(Line(row.account, row.amount, row.holder, row.month))
    return found


def _parts(whole: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(whole), CHUNK):
        yield whole[start : start + CHUNK]


def _write(session: Session, entries: Sequence[Entry], by_id: int | None) -> dict[str, LedgerEntry]:
    now = clock.now()
    rows = [
        LedgerEntry(
            at=now,
            kind=entry.kind.value,
            claim_id=entry.claim_id,
            run_id=entry.run_id,
            reverses_id=entry.reverses_id,
            key=entry.key,
            by_id=by_id,
            memo=entry.memo,
        )
        for entry in entries
    ]
    session.add_all(rows)
    session.flush()
    session.add_all(
        LedgerLine(
            entry_id=row.id, account=line.account, holder=line.holder, month=line.month, amount=line.amount
        )
        for row, entry in zip(rows, entries, strict=True)
        for line in entry.lines
    )
    session.flush()
    return {row.key: row for row in rows}


def _compare(session: Session, entries: Sequence[Entry], found: dict[str, LedgerEntry]) -> None:
    """Whatever was there before must say the same."""
    lines = lines_of(session, [found[entry.key].id for entry in entries])
    for entry in entries:
        row = found[entry.key]
        same = row.kind == entry.kind and row.reverses_id == entry.reverses_id
        if not same or tuple(lines[row.id]) != entry.lines:
            raise BookedOtherwise()


# ── the acts that there are ──────────────────────────────────────────────────────────────────────────────


def account(which: Account, programme: str) -> str:
    """The name of a programme's account in the books."""
    return f"{which.value}:{programme}"


def granted(month: BenefitMonth) -> Entry:
    """A month is owed: the fund takes it on."""
    return Entry(
        EntryKind.GRANT,
        f"grant:{month.id}",
        _pair(month, Account.FUND, Account.PAYABLE),
        claim_id=month.claim_id,
    )


def sent(month: BenefitMonth, payment_id: int, run_id: int) -> Entry:
    """A payment is with the bank."""
    return Entry(
        EntryKind.SEND,
        f"send:{payment_id}",
        _pair(month, Account.PAYABLE, Account.TRANSIT),
        claim_id=month.claim_id,
        run_id=run_id,
    )


def paid(month: BenefitMonth, payment_id: int, run_id: int) -> Entry:
    """The bank says that it was paid."""
    return Entry(
        EntryKind.PAY,
        f"pay:{payment_id}",
        _pair(month, Account.TRANSIT, Account.BANK),
        claim_id=month.claim_id,
        run_id=run_id,
    )


def owe(session: Session, months: Iterable[BenefitMonth], *, by: User | int | None) -> None:
    """Book the grant of months, as far as it is not booked yet."""
    book_all(session, [granted(month) for month in months], by=by)


def release(session: Session, months: Sequence[BenefitMonth], *, by: User | int | None) -> None:
    """Book that cancelled months are not owed any more: their grants are reversed."""
    grants = by_key(session, [f"grant:{month.id}" for month in months])
    lines = lines_of(session, [entry.id for entry in grants.values()])
    entries = [
        reversal(grant, lines[grant.id], key=f"cancel:{month.id}", kind=EntryKind.CANCEL)
        for month in months
        if (grant := grants.get(f"grant:{month.id}")) is not None
    ]
    book_all(session, entries, by=by)


def _pair(month: BenefitMonth, debit: Account, credit: Account) -> tuple[Line, Line]:
    return (
        Line(account(debit, month.programme), month.amount, month.holder, month.month),
        Line(account(credit, month.programme), -month.amount, month.holder, month.month),
    )
