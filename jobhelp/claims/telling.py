"""The words that each move sends to the claimant. They name the claim by its number only: no programme, no person."""

from sqlalchemy.orm import Session

from jobhelp.accounts import queries as accounts
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
# Text messages leave without knowing the reader's language: Chinese.
SMS = {
    A.RETURN: "您的待遇申请{number}要补材料。请登录冰城就业，看「我的待遇」；或去街道窗口。",
    A.APPROVE: "您的待遇申请{number}批准了。请登录冰城就业，看「我的待遇」。",
    A.REFUSE: "您的待遇申请{number}没有批准。原因和怎么申请复核，请登录冰城就业，看「我的待遇」。",
    A.SUSPEND: "您的待遇{number}暂停发放。请登录冰城就业，看「我的待遇」；或打电话问街道窗口。",
    A.STOP: "您的待遇{number}停发了。原因和怎么申请复核，请登录冰城就业，看「我的待遇」。",
}


def tell(session: Session, claim: Claim, step: ClaimStep, action: ClaimAction) -> None:
    """Tell whoever speaks for the claimant; what they must act on also by text message."""
    if action not in TO_CLAIMANT:
        return
    room = "/me" if claim.seeker_id is not None else "/employer"
    for user_id in queries.claimant_user_ids(session, claim):
        notices.tell(
            session,
            user_id,
            TO_CLAIMANT[action],
            link=f"{room}/benefits/{claim.number}",
            number=claim.number,
        )
        user = accounts.by_id(session, user_id)
        if action in SMS and user is not None and user.phone:
            key = f"claim:{claim.id}:{step.id}:{user.id}"
            body = SMS[action].format(number=claim.number)
            notices.send_sms(session, key=key, user_id=user.id, to=user.phone, body=body)
