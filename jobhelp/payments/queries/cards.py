"""Where a holder's money goes."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.payments.models import BankCard


def card_holder(holder: str) -> str:
    """Whose card it is: a claim for one hire ("e7:key") is paid to the firm ("e7")."""
    return holder.partition(":")[0]


def card_of(session: Session, holder: str) -> BankCard | None:
    """The card of a holder."""
    return session.scalar(select(BankCard).where(BankCard.holder == card_holder(holder)))


def cards(session: Session, holders: Iterable[str]) -> dict[str, BankCard]:
    """{card holder: card}, as they are at this moment."""
    wanted = sorted({card_holder(holder) for holder in holders})
    statement = select(BankCard).where(BankCard.holder.in_(wanted)).order_by(BankCard.id)
    found = session.scalars(statement, execution_options={"populate_existing": True}) if wanted else ()
    return {card.holder: card for card in found}
