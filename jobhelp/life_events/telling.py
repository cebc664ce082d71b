"""What the resident reads when something about their benefit is proposed or decided.

Notices are msgids and follow the reader's language. What touches several programmes names none: the page behind the
link does. What is about one proposal begins with its programme.
Nobody writes to somebody who has died.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from jobhelp.employers import queries as employers
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.states import Cause
from jobhelp.notices import service as notices
from jobhelp.texts import N_

MINE = "/me/changes"
FIRMS = "/employer/benefits"
RECOMMENDATIONS = "/me/recommendations"
C = Cause

CHANGED = N_(
    "您的情况有变化，正在领的待遇可能要停或要重新核。还没有决定。请看看是哪一项，有不同的情况请告诉我们。"
)
HAPPENED: Mapping[Cause, str] = {
    C.HIRED: N_(
        "您找到了工作，祝贺您。正在领的待遇可能要停，还没有决定。请看看是哪一项、从哪个月起，有不同的情况请告诉我们。"
    ),
    C.RETIREMENT: N_(
        "您到了法定退休年龄，可以去办养老金了。正在领的待遇可能要停，还没有决定。请看看是哪一项。"
    ),
    C.REFUSED_WORK: N_(
        "我们介绍的工作您没有接受，待遇可能要停，还没有决定。有难处请告诉我们，我们听您说完再定。"
    ),
    C.DIBAO_GAINED: N_("您家享受低保了，有的待遇要重新核，有的可以开始办。请看看是哪几项。"),
    C.DIBAO_LOST: N_("您家不再享受低保，有的待遇要重新核，有的可以开始办。请看看是哪几项。"),
}
ENDING = N_("您正在领的一项待遇，还有 %(days)s 天就到期。请看看接下来可以办什么。")
RAN_OUT = N_(
    "您的一项待遇发完了。我们按现在的政策替您算了一遍，有 %(count)s 项可能接着能办。也请看看新的岗位推荐。"
)
RAN_OUT_NOTHING = N_(
    "您的一项待遇发完了。按现在知道的情况，没有能接着办的。请看看新的岗位推荐，或来窗口问问。"
)
OPENED = N_("您的情况有变化，按现在的政策，有 %(count)s 项待遇可能可以办了。请看看。")
MAY_CLAIM = N_("有一项待遇，您可能符合条件，还没有领。请看看是哪一项、要带什么。")
KEPT = N_("我们核实过了，您的待遇不变，照常发。")
HEARD = N_("工作人员记下了您说的话，请看看记得对不对。")
TO_FIRMS: Mapping[str, str] = {
    ENDING: N_("贵单位正在领的一项补贴或贷款，还有 %(days)s 天就到期。请看看是哪一项。"),
    MAY_CLAIM: N_("有一项补贴或贷款，贵单位可能符合条件，还没有申请。请看看是哪一项、要带什么。"),
    KEPT: N_("我们核实过了，贵单位的补贴或贷款不变。"),
}
"""What an employer reads instead. It names no hire: whom the city recognised as hard to place is theirs to tell."""


def account_of(session: Session, seeker_id: int | None) -> int | None:
    """The account of a person; None for somebody registered at the counter, or erased."""
    seeker = session.get(Seeker, seeker_id) if seeker_id is not None else None
    return seeker.user_id if seeker is not None else None


def tell(
    session: Session,
    seeker_id: int | None,
    text: str,
    link: str = MINE,
    *,
    sms: str | None = None,
    **params: Any,
) -> None:
    """One message to one person, if they have an account, on the site and by text message (there: `sms`, if given)."""
    user_id = account_of(session, seeker_id)
    if user_id is not None:
        notices.alert(session, user_id, text, link=link, sms=sms, **params)


def happened(session: Session, cause: Cause, seeker_id: int | None) -> None:
    """Something happened that touches what they receive. What it was stays off a locked screen."""
    if cause is not C.DIED:
        tell(session, seeker_id, HAPPENED.get(cause, CHANGED), sms=CHANGED)


def about(session: Session, proposal: Proposal, text: str, **params: Any) -> None:
    """A message about one proposal, with the way to its page; to everybody who acts for the employer it is about."""
    if proposal.employer_id is not None:
        for user_id in employers.member_user_ids(session, proposal.employer_id) if text in TO_FIRMS else ():
            notices.alert(
                session, user_id, TO_FIRMS[text], link=FIRMS, programme=proposal.programme, **params
            )
        return
    if proposal.cause != C.DIED:
        tell(
            session,
            proposal.seeker_id,
            text,
            f"{MINE}/{proposal.uid}",
            programme=proposal.programme,
            **params,
        )
