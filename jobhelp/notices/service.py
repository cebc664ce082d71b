"""Acts on messages: tell a person, on the site and by text message, and send what is queued.

A text message is written in the transaction of its cause and leaves after the commit, so none is sent for an
act that did not happen and none is lost for one that did. It is sent at least once; its key makes it one row.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Engine, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.config import Settings
from jobhelp.notices.models import Notice, OutboxMessage
from jobhelp.notices.senders import Send, sender
from jobhelp.notices.wording import text_message
from jobhelp.orm import new_uid, rows_changed, write_session

MAX_TRIES = 8
BATCH = 100
LEASE_SECONDS = 120
log = structlog.get_logger("jobhelp.notices")
FindPhone = Callable[[Session, int], str | None]
_phone_book: list[FindPhone] = []  # accounts stand above this slice: they say how a phone is found


def use_phone_book(find: FindPhone) -> None:
    """Let `find(session, user_id)` say where a text message goes; None: that person gets none."""
    _phone_book[:] = [find]


def tell(session: Session, user_id: int, text: str, *, link: str | None = None, **params: Any) -> Notice:
    """Put a message into a person's inbox. `text` is a msgid; `params` hold no personal values.

    A parameter `programme` is the code of a programme of the law: its name stands in the message, or before it.
    """
    notice = Notice(user_id=user_id, text=text, params=params, link=link, created_at=clock.now())
    session.add(notice)
    session.flush()
    return notice


def alert(
    session: Session,
    user_id: int,
    text: str,
    *,
    link: str | None = None,
    sms: str | None = None,
    key: str | None = None,
    **params: Any,
) -> Notice:
    """Tell a person as `tell` does, and by text message: the same words in Chinese, for it leaves without knowing
    the reader's language, or those of `sms` where the site says more than a locked screen should (an amount).

    A second call with the same `key` sends no second text message.
    """
    [find] = _phone_book
    notice = tell(session, user_id, text, link=link, **params)
    phone = find(session, user_id)
    if phone:
        body = text_message(sms or text, params)
        send_sms(session, key=key or f"notice:{new_uid()}", user_id=user_id, to=phone, body=body)
    return notice


def mark_read(session: Session, user_id: int, notice_ids: list[int] | None = None) -> int:
    """Mark these (default: all) messages of this person read; others' are untouched. Returns how many changed."""
    statement = update(Notice).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    if notice_ids is not None:
        statement = statement.where(Notice.id.in_(notice_ids))
    return rows_changed(session, statement.values(read_at=clock.now()))


def send_sms(session: Session, *, key: str, user_id: int | None, to: str, body: str) -> bool:
    """Queue a text message (already in the reader's language) to the phone `to`.

    A second call with the same `key` changes nothing and returns False.
    """
    now = clock.now()
    message = OutboxMessage(
        key=key, channel="sms", user_id=user_id, state="waiting", tries=0, created_at=now, next_try_at=now
    )
    message.to, message.body = to, body
    try:
        with session.begin_nested():
            session.add(message)
    except IntegrityError:
        return False
    return True


def deliver(engine: Engine, settings: Settings, *, send: Send | None = None) -> int:
    """Send what is due, oldest first. Periodic; safe to run twice at once. Returns how many were sent."""
    send = send or sender(settings)
    sent = 0
    for _ in range(BATCH):
        with write_session(engine) as session:
            message = _claim(session)
        if message is None:
            break
        sent += _attempt(engine, message, send)
    return sent


def deliver_now(engine: Engine, settings: Settings) -> None:
    """Send at once, right after a commit; a failure is left to the periodic task."""
    try:
        deliver(engine, settings)
    except Exception as error:
        log.warning("delivery left to the worker", error=type(error).__name__)


def forget(session: Session, user_id: int) -> None:
    """Erase every message of this person, sent or not."""
    session.execute(delete(Notice).where(Notice.user_id == user_id))
    session.execute(delete(OutboxMessage).where(OutboxMessage.user_id == user_id))


def _claim(session: Session) -> OutboxMessage | None:
    """Take the oldest due message for ourselves: its next try moves ahead, so that nobody else takes it."""
    now = clock.now()
    due = or_(OutboxMessage.next_try_at.is_(None), OutboxMessage.next_try_at <= now)
    statement = select(OutboxMessage.id).where(OutboxMessage.state == "waiting", due)
    for message_id in session.scalars(statement.order_by(OutboxMessage.id).limit(10)).all():
        claim = update(OutboxMessage).where(
            OutboxMessage.id == message_id, OutboxMessage.state == "waiting", due
        )
        claim = claim.values(
            tries=OutboxMessage.tries + 1, next_try_at=now + timedelta(seconds=LEASE_SECONDS)
        )
        if rows_changed(session, claim):
            return session.get(OutboxMessage, message_id)
    return None


def _attempt(engine: Engine, message: OutboxMessage, send: Send) -> bool:
    """Send one claimed message and write down how it went."""
    try:
        send(message.key, message.to, message.body)
    except Exception as error:
        log.warning("message not sent", message=message.id, tries=message.tries, error=type(error).__name__)
        wait = timedelta(seconds=min(3600, 30 * 2**message.tries))
        values: dict[str, Any] = {"next_try_at": clock.now() + wait}
        if message.tries >= MAX_TRIES:
            values = {"state": "parked", "next_try_at": None}
    else:
        # The text (a code, perhaps) is not kept once it has left.
        values = {
            "state": "sent",
            "sent_at": clock.now(),
            "next_try_at": None,
            "body_sealed": None,
            "to_sealed": None,
        }
    with write_session(engine) as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.id == message.id).values(**values))
    return values.get("state") == "sent"
