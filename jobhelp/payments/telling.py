"""What people are told about their money. The words name a claim by its number: no programme, no bank, no person."""

from sqlalchemy.orm import Session

from jobhelp.accounts import queries as accounts
from jobhelp.claims import queries as claims
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.notices import service as notices
from jobhelp.payments.bankfile import yuan
from jobhelp.payments.models import Payment, Recovery
from jobhelp.policy.calendar import written
from jobhelp.texts import N_

PAID = N_("您的待遇 %(number)s：%(month)s 的 %(amount)s 元，银行说已经到账。")
RETURNED = N_("您的待遇 %(number)s：%(month)s 的 %(amount)s 元被银行退回了。请看看银行卡填得对不对。")
CARD_KEPT = N_("收款银行卡记下了，待遇会发到这张卡。")
CARD_CHANGED = N_("您的收款银行卡改了。72 小时以后才往新卡发钱。不是您改的，请马上打 12333。")
RECOVER = N_("您的待遇 %(number)s 多发了 %(amount)s 元，要退回来。请看原因和怎么退。")
# Text messages leave without knowing the reader's language: Chinese.
SMS_RETURNED = "您的待遇{number}有一笔被银行退回。请登录冰城就业，看看银行卡填得对不对；或去街道窗口。"
SMS_CARD = "您在冰城就业的收款银行卡改了，72小时后才往新卡发钱。不是您改的，请马上打12333。"
SMS_RECOVER = "您的待遇{number}有一笔多发的钱要退。原因和怎么退，请登录冰城就业，看「我的待遇」。"


def paid(session: Session, claim: Claim, month: BenefitMonth) -> None:
    """The money has arrived."""
    _tell(session, claim, PAID, month=written(month.month), amount=yuan(month.amount))


def returned(session: Session, claim: Claim, payment: Payment, month: BenefitMonth) -> None:
    """The bank sent it back: something must be done about the card."""
    _tell(session, claim, RETURNED, month=written(month.month), amount=yuan(month.amount))
    _send(session, claim, SMS_RETURNED, key=f"returned:{payment.id}")


def card_saved(session: Session, user_ids: list[int], *, changed: bool, serial: str) -> None:
    """A card was given, or changed: everybody who speaks for the holder hears of it, at once."""
    for user_id in user_ids:
        room = (
            "/me/card"
            if (user := accounts.by_id(session, user_id)) and user.role == "resident"
            else "/employer/card"
        )
        notices.tell(session, user_id, CARD_CHANGED if changed else CARD_KEPT, link=room)
        if changed and user is not None and user.phone:
            key = f"card:{serial}:{user_id}"
            notices.send_sms(session, key=key, user_id=user_id, to=user.phone, body=SMS_CARD)


def recovery(session: Session, claim: Claim, found: Recovery) -> None:
    """Money must come back."""
    _tell(session, claim, RECOVER, amount=yuan(found.amount))
    _send(session, claim, SMS_RECOVER, key=f"recovery:{found.id}")


def _tell(session: Session, claim: Claim, text: str, **params: str) -> None:
    room = "/me" if claim.seeker_id is not None else "/employer"
    for user_id in claims.claimant_user_ids(session, claim):
        link = f"{room}/benefits/{claim.number}"
        notices.tell(session, user_id, text, link=link, number=claim.number, **params)


def _send(session: Session, claim: Claim, body: str, *, key: str) -> None:
    for user_id in claims.claimant_user_ids(session, claim):
        user = accounts.by_id(session, user_id)
        if user is not None and user.phone:
            words = body.format(number=claim.number)
            notices.send_sms(session, key=f"{key}:{user_id}", user_id=user_id, to=user.phone, body=words)
