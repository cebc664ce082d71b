"""Bank cards: given once, changed with a wait, never shown whole again."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.claims.states import employer_holder, seeker_holder
from jobhelp.employers import queries as employers
from jobhelp.employers.models import Employer
from jobhelp.errors import Conflict
from jobhelp.jobseekers.models import Seeker
from jobhelp.jobseekers.service import SeekerErased
from jobhelp.orm import new_uid
from jobhelp.payments import telling
from jobhelp.payments.cardnumbers import canonical_account, canonical_card, mask_card
from jobhelp.payments.models import BankCard

FROZEN = timedelta(hours=72)


def save_seeker_card(session: Session, seeker: Seeker, *, number: str, bank: str, by: User) -> BankCard:
    """The card of a person; the name on it is the person's own. Raises `InvalidCard`."""
    told = [seeker.user_id] if seeker.user_id is not None else []
    return _save(session, seeker_holder(seeker.id), canonical_card(number), seeker.name or "", bank, by, told)


def save_employer_card(session: Session, employer: Employer, *, number: str, bank: str, by: User) -> BankCard:
    """The account of a firm, in the firm's name. Raises `InvalidAccount`."""
    told = employers.member_user_ids(session, employer.id)
    return _save(
        session, employer_holder(employer.id), canonical_account(number), employer.name, bank, by, told
    )


def forget(session: Session, event: SeekerErased) -> None:
    """The person is gone: their card too. What was sent stays sealed with its payments."""
    session.execute(delete(BankCard).where(BankCard.holder == seeker_holder(event.seeker_id)))


def _save(
    session: Session, holder: str, number: str, owner: str, bank: str, by: User, told: list[int]
) -> BankCard:
    """Keep a card. The first is good at once; a changed one is paid to after 72 hours; the same again is nothing."""
    bank = bank.strip()
    statement = select(BankCard).where(BankCard.holder == holder).with_for_update()
    card = session.scalar(statement, execution_options={"populate_existing": True})
    changed = card is not None
    now = clock.now()
    if card is None:
        card = BankCard(uid=new_uid(), holder=holder, frozen_until=None)
    elif (card.number, card.owner, card.bank) == (number, owner, bank):
        return card
    else:
        card.frozen_until = now + FROZEN
    card.number, card.owner = number, owner
    card.number_mask, card.bank = mask_card(number), bank
    card.changed_at, card.changed_by = now, by.id
    try:
        with session.begin_nested():
            session.add(card)
    except IntegrityError:  # the other press of a double click was first
        raise Conflict() from None
    audit.record(
        session,
        "payments:card_changed" if changed else "payments:card_given",
        by=by,
        subject="holder",
        subject_id=holder,
    )
    telling.card_saved(session, told, changed=changed, serial=f"{card.id}:{now:%Y%m%d%H%M%S%f}")
    return card
