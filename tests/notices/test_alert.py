"""A message that also leaves as a text message: the same words in Chinese, with the programme, to the person's phone."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims.models import Claim
from jobhelp.jobseekers.models import Seeker
from jobhelp.notices import service
from jobhelp.notices.models import Notice, OutboxMessage
from jobhelp.payments import service as payments
from tests.factories import make_user, sign_in
from tests.payments import city

WORDS = "您的申请 %(number)s 要补材料，请看缺什么。"


def messages(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_an_alert_stands_in_the_inbox_and_leaves_as_a_text_message(
    client: FlaskClient, session: Session
) -> None:
    reader = make_user(session, phone="13904510009")
    service.alert(session, reader.id, WORDS, link="/me/benefits/UI1", programme="ui", number="UI1")
    session.commit()
    sign_in(client, reader)
    assert "失业保险金：您的申请 UI1 要补材料，请看缺什么。" in client.get("/notices?lang=zh").text
    assert "Unemployment benefit: Your claim UI1" in client.get("/notices?lang=en").text
    [message] = messages(session)
    assert (message.to, message.user_id) == ("13904510009", reader.id)
    assert message.body == (
        "【冰城就业】失业保险金：您的申请 UI1 要补材料，请看缺什么。请登录冰城就业看详情，或到街道窗口问。"
    )


def test_the_text_message_may_say_less_than_the_site(session: Session) -> None:
    reader = make_user(session)
    service.alert(
        session, reader.id, "%(number)s 到账 %(amount)s 元", sms="%(number)s 到账", number="UI1", amount="9"
    )
    [message] = messages(session)
    assert "UI1 到账" in (message.body or "") and "9" not in (message.body or "")


def test_a_key_sends_one_text_message_and_a_closed_account_gets_none(session: Session) -> None:
    reader, gone = make_user(session), make_user(session, active=False)
    for _ in range(2):
        service.alert(session, reader.id, "一条", key="claim:1")
    service.alert(session, gone.id, "一条")
    service.tell(session, reader.id, "只在站内")
    assert [message.key for message in messages(session)] == ["claim:1"]
    assert len(session.scalars(select(Notice)).all()) == 4


@pytest.fixture
def paid(app: Flask, session: Session) -> Claim:
    """A claim from the application to its first payment and a recovery."""
    city.listen()
    who = city.officers(session)
    claim = city.granted(session, who, 1)
    run = city.signed(session, who, city.first_month(claim))
    payments.send(session, run, by=who.preparer)
    payments.receive(session, run, city.receipts(city.payments(session, run)), by=who.preparer)
    found = payments.propose(session, claim, amount=500, reason="多发", by=who.preparer)
    payments.confirm(session, found, by=who.checker)
    return claim


def test_a_claimant_hears_of_every_step_on_the_site_and_by_text_message(
    session: Session, paid: Claim
) -> None:
    seeker = session.get_one(Seeker, paid.seeker_id)
    person = session.get_one(User, seeker.user_id)
    told = [str(message.body) for message in messages(session) if message.user_id == person.id]
    for words in ("已经受理", "批准了", "银行说已经到账", "多发的钱要退"):
        [body] = [one for one in told if words in one]
        assert "失业保险金" in body and paid.number in body and "%" not in body
    for body in told:
        for secret in (str(seeker.name), person.phone or "", "5.00", "6228"):
            assert not secret or secret not in body
    on_site = session.scalars(select(Notice).where(Notice.user_id == person.id)).all()
    assert len(on_site) >= len(told)
