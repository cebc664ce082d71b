"""What people are told about their money, on the site and by text message: the programme, the claim's number and the
month; no bank, no person, and no amount where a locked screen shows it.
"""

from sqlalchemy.orm import Session

from jobhelp.accounts import queries as accounts
from jobhelp.claims import queries as claims
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.notices import service as notices
from jobhelp.payments.bankfile import yuan
from jobhelp.payments.models import Payment, Recovery
from jobhelp.policy.calendar import written
from jobhelp.texts import N_

PAID = N_("您的待遇 %(number)s：%(month)s的 %(amount)s 元，银行说已经到账。")
RETURNED = N_("您的待遇 %(number)s：%(month)s的 %(amount)s 元被银行退回了。请看看银行卡填得对不对。")
CARD_KEPT = N_("收款银行卡记下了，待遇会发到这张卡。")
CARD_CHANGED = N_("您的收款银行卡改了。72 小时以后才往新卡发钱。不是您改的，请马上打 12333。")
RECOVER = N_("您的待遇 %(number)s 多发了 %(amount)s 元，要退回来。请看原因和怎么退。")
# Text messages leave without knowing the reader's language: Chinese.
SMS_PAID = "您的待遇%(number)s：%(year)s年%(of)s月的钱，银行说已经到账。"
SMS_RETURNED = "您的待遇%(number)s：%(year)s年%(of)s月的钱被银行退回了。请看看银行卡填得对不对。"
SMS_RECOVER = "您的待遇%(number)s有一笔多发的钱要退回来。请看原因和怎么退。"


def paid(session: Session, claim: Claim, payment: Payment, month: BenefitMonth) -> None:
    """The money has arrived."""
    _alert(session, claim, PAID, SMS_PAID, key=f"paid:{payment.id}", **_which(month))


def returned(session: Session, claim: Claim, payment: Payment, month: BenefitMonth) -> None:
    """The bank sent it back: something must be done about the card."""
    _alert(session, claim, RETURNED, SMS_RETURNED, key=f"returned:{payment.id}", **_which(month))


def card_saved(session: Session, user_ids: list[int], *, changed: bool, serial: str) -> None:
    """A card was given, or changed: everybody who speaks for the holder hears of it, at once."""
    for user_id in user_ids:
        user = accounts.by_id(session, user_id)
        room = "/me/card" if user is not None and user.role == "resident" else "/employer/card"
        if changed:
            notices.alert(session, user_id, CARD_CHANGED, link=room, key=f"card:{serial}:{user_id}")
        else:
            notices.tell(session, user_id, CARD_KEPT, link=room)


def recovery(session: Session, claim: Claim, found: Recovery) -> None:
    """Money must come back."""
    _alert(session, claim, RECOVER, SMS_RECOVER, key=f"recovery:{found.id}", amount=yuan(found.amount))


def _which(month: BenefitMonth) -> dict[str, str]:
    on = month.month
    return {"month": written(on), "year": str(on.year), "of": str(on.month), "amount": yuan(month.amount)}


def _alert(session: Session, claim: Claim, text: str, sms: str, *, key: str, **params: str) -> None:
    room = "/me" if claim.seeker_id is not None else "/employer"
    for user_id in claims.claimant_user_ids(session, claim):
        notices.alert(
            session,
            user_id,
            text,
            link=f"{room}/benefits/{claim.number}",
            sms=sms,
            key=f"{key}:{user_id}",
            programme=claim.programme,
            number=claim.number,
            **params,
        )
