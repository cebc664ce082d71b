"""What an employer hears about its openings."""

from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.employers import queries as employers
from jobhelp.notices import service as notices
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningAction
from jobhelp.permissions import Role
from jobhelp.texts import N_

BY_STAFF = {
    OpeningAction.PUBLISH: N_("您的岗位“%(title)s”审核通过，已经发布了。"),
    OpeningAction.RETURN: N_("您的岗位“%(title)s”退回修改。原因写在岗位里，改好了再提交。"),
    OpeningAction.WITHDRAW: N_("您的岗位“%(title)s”被工作人员撤下。原因写在岗位里。"),
    OpeningAction.CLOSE: N_("您的岗位“%(title)s”被工作人员停掉。原因写在岗位里。"),
}
BY_ITSELF = {
    OpeningAction.FILL: N_("您的岗位“%(title)s”招满了，已经自动停止招人。"),
    OpeningAction.REOPEN: N_("您的岗位“%(title)s”空出一个名额，又开始招人了。"),
    OpeningAction.EXPIRE: N_("您的岗位“%(title)s”到期了。还要招人，请改了截止日期再提交。"),
}


def tell_employer(session: Session, opening: Opening, action: OpeningAction, by: User | None) -> None:
    """Put a line into the inbox of every member, when it was not the employer's own doing."""
    if opening.employer_id is None or (by is not None and by.role == Role.EMPLOYER):
        return
    text = BY_ITSELF.get(action) or (BY_STAFF.get(action) if by is not None else None)
    if text is None:
        return
    for user_id in employers.member_user_ids(session, opening.employer_id):
        notices.tell(session, user_id, text, link=f"/employer/openings/{opening.id}", title=opening.title)
