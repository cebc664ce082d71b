"""Payments of the demo city touch nobody else: no message of theirs is lost, no month of theirs is paid."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims.models import BenefitMonth
from jobhelp.demo import payments
from jobhelp.notices import service as notices
from jobhelp.notices.models import Notice, OutboxMessage
from jobhelp.payments import telling
from jobhelp.payments.models import BankCard, PaymentRun
from tests import factories


@pytest.fixture
def staff(session: Session) -> dict[int, User]:
    """Who signs in the demo city, by the serial of the account."""
    return dict(zip((22, 23, 24), factories.make_officers(session), strict=True))


def test_only_messages_to_people_of_the_demo_city_are_taken_back(
    session: Session, staff: dict[int, User]
) -> None:
    real, invented = factories.make_user(session), factories.make_user(session)
    invented.demo = True
    for user in (real, invented):
        notices.send_sms(session, key=f"sms:{user.id}", user_id=user.id, to="13900000000", body="…")
        with clock.standing_at(clock.now() - timedelta(days=60)):
            notices.tell(session, user.id, telling.PAID, programme="ui", month="2026-08")
        notices.tell(session, user.id, telling.PAID, programme="ui", month="2026-10")
    left = notices.send_sms(session, key="code", user_id=None, to="13900000000", body="…")
    sent = session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"sms:{invented.id}")).one()
    assert left and sent.state == "waiting"
    assert payments.build(session, staff) == 0
    session.expire_all()
    assert set(session.scalars(select(OutboxMessage.key))) == {f"sms:{real.id}", "code"}
    told = [one.user_id for one in session.scalars(select(Notice).order_by(Notice.id))]
    assert sorted(told) == sorted([real.id, real.id, invented.id])


def test_the_claim_of_a_real_person_gets_no_card_and_no_payment(
    session: Session, staff: dict[int, User]
) -> None:
    with clock.standing_at(clock.now() - timedelta(days=70)):
        claim = factories.make_claim(session, state="granted")
    months = list(session.scalars(select(BenefitMonth).where(BenefitMonth.claim_id == claim.id)))
    assert any(month.month < date.today() for month in months)
    payments.build(session, staff)
    session.expire_all()
    assert session.scalars(select(PaymentRun)).all() == session.scalars(select(BankCard)).all() == []
    assert {month.state for month in months} == {"due"}
