"""Bank cards: the check digit, what is stored and shown, the wait after a change, who hears of it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.jobseekers.service import SeekerErased
from jobhelp.notices.models import Notice, OutboxMessage
from jobhelp.payments import queries, service
from jobhelp.payments.cardnumbers import (
    InvalidAccount,
    InvalidCard,
    canonical_account,
    canonical_card,
    check_digit,
    mask_card,
)
from tests import factories
from tests.payments import city


@pytest.mark.parametrize("typed", ["4111 1111 1111 1111", "４１１１-1111 11111111", " 4111111111111111 "])
def test_what_people_type_is_forgiven(typed: str) -> None:
    assert canonical_card(typed) == "4111111111111111"


@pytest.mark.parametrize(
    "typed", ["", "4111111111111112", "411111111111111", "0000000000000000", "4" * 20, "abc"]
)
def test_a_wrong_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidCard):
        canonical_card(typed)


@given(st.text("0123456789", min_size=15, max_size=18), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(body: str, place: int, shift: int) -> None:
    number = body + check_digit(body)
    at = place % len(number)
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    with pytest.raises(InvalidCard):
        canonical_card(wrong)


def test_an_account_of_a_firm_has_no_check_digit() -> None:
    assert canonical_account("2301 0400 1234 567") == "230104001234567"
    with pytest.raises(InvalidAccount):
        canonical_account("账号1234567")


def test_a_mask_shows_eight_digits_at_most() -> None:
    assert mask_card("6228480000000000019") == "6228 **** 0019"
    assert mask_card("12345678") == "**** 78"


def test_the_first_card_is_good_at_once_and_a_changed_one_waits(session: Session) -> None:
    seeker = factories.make_seeker(session)
    city.give_card(session, seeker, 1)
    card = queries.card_of(session, f"s{seeker.id}")
    assert card is not None and card.frozen_until is None
    assert (card.number, card.owner) == (city.card_number(1), "王小梅")
    city.give_card(session, seeker, 1)
    assert card.frozen_until is None  # the same again is no change
    city.give_card(session, seeker, 2)
    assert card.frozen_until is not None
    assert timedelta(hours=71, minutes=59) < card.frozen_until - clock.now() <= timedelta(hours=72)
    told = [row.text for row in session.scalars(select(Notice).order_by(Notice.id))]
    assert len(told) == 2 and "72 小时" in told[1]
    [message] = session.scalars(select(OutboxMessage))
    assert city.card_number(2)[-4:] not in (message.body or "")
    acts = [row.action for row in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert acts[-2:] == ["payments:card_given", "payments:card_changed"]


def test_no_number_stands_in_the_database_as_plain_text(session: Session) -> None:
    seeker = factories.make_seeker(session)
    city.give_card(session, seeker, 1)
    session.flush()
    [row] = session.execute(text("SELECT * FROM bank_cards")).all()
    assert city.card_number(1) not in repr(row)
    assert "王小梅" not in repr(row)


def test_a_firm_has_one_account_for_all_its_hires(session: Session) -> None:
    employer, member = factories.make_employer(session)
    service.save_employer_card(session, employer, number="230104001234567", bank="示例银行", by=member)
    card = queries.card_of(session, f"e{employer.id}:abc")
    assert card is not None and card.owner == employer.name
    assert queries.cards(session, [f"e{employer.id}:x", f"e{employer.id}"]) == {f"e{employer.id}": card}


def test_an_erased_person_leaves_no_card(session: Session) -> None:
    seeker = factories.make_seeker(session)
    city.give_card(session, seeker, 1)
    service.forget(session, SeekerErased(seeker.id, session.get_one(User, seeker.user_id).id))
    assert queries.card_of(session, f"s{seeker.id}") is None
