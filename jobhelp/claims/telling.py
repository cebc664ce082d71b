"""The words that each move sends to the claimant: the programme, the claim's number, and no person."""

from sqlalchemy.orm import Session

from jobhelp.claims import queries
from jobhelp.claims.models import Claim, ClaimStep
from jobhelp.claims.states import ClaimAction
from jobhelp.notices import service as notices
from jobhelp.texts import N_

A = ClaimAction

TO_CLAIMANT = {
    A.ACCEPT: N_("您的申请 %(number)s 已经受理，正在审核。"),
    A.RETURN: N_("您的申请 %(number)s 要补材料，请看缺什么。"),
    A.APPROVE: N_("您的申请 %(number)s 批准了，请看发多少、什么时候发。"),
    A.REFUSE: N_("您的申请 %(number)s 没有批准。请看原因；不同意，可以申请复核。"),
    A.SUSPEND: N_("您的待遇 %(number)s 暂停发放，请看原因。"),
    A.RESUME: N_("您的待遇 %(number)s 恢复发放。"),
    A.STOP: N_("您的待遇 %(number)s 停发了，请看原因；不同意，可以申请复核。"),
    A.END: N_("您的待遇 %(number)s 发完了。请看接下来还能申请什么。"),
    A.UPHOLD: N_("您的申请 %(number)s 复核有结果了：维持原来的决定。请看原因。"),
    A.REOPEN: N_("您的申请 %(number)s 复核有结果了：重新审核。"),
}


def tell(session: Session, claim: Claim, step: ClaimStep, action: ClaimAction) -> None:
    """Tell whoever speaks for the claimant, on the site and by text message."""
    if action not in TO_CLAIMANT:
        return
    room = "/me" if claim.seeker_id is not None else "/employer"
    for user_id in queries.claimant_user_ids(session, claim):
        notices.alert(
            session,
            user_id,
            TO_CLAIMANT[action],
            link=f"{room}/benefits/{claim.number}",
            key=f"claim:{claim.id}:{step.id}:{user_id}",
            programme=claim.programme,
            number=claim.number,
        )
