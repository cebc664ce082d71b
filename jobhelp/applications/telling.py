"""The words that each move sends to the other side: a notice on the site, and a text message for good news.

Notices are msgids and follow the reader's language. Text messages leave without knowing it, so they are Chinese.
Neither holds a personal value: no name, no phone number; the link leads to the page that may show more.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts import queries as accounts
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.states import ApplicationAction
from jobhelp.employers import queries as employers
from jobhelp.jobseekers.models import Seeker
from jobhelp.labels import label
from jobhelp.notices import service as notices
from jobhelp.openings.models import Opening
from jobhelp.texts import N_

A = ApplicationAction

TO_SEEKER = {
    A.INVITE: N_("「%(title)s」约您面试，请看时间和地点。"),
    A.OFFER: N_("「%(title)s」愿意录用您，请您答复去不去。"),
    A.HIRE: N_("「%(title)s」录用您了，请看怎么联系单位。"),
    A.REFUSE: N_("「%(title)s」这次没有选上，请看原因和相近的岗位。"),
    A.CLOSE: N_("「%(title)s」已经停止招人，您的报名到此结束。请看相近的岗位。"),
}
FILLED = N_("「%(title)s」已经招满，您的报名到此结束。请看相近的岗位。")
TO_EMPLOYER = {
    A.APPLY_AGAIN: N_("「%(title)s」有人重新报名。"),
    A.ACCEPT: N_("「%(title)s」有人接受了录用意向，请确认录用。"),
    A.WITHDRAW: N_("「%(title)s」有人撤回了报名。"),
}
APPLIED = N_("「%(title)s」有新的报名，请看看是否合适。")

# Text messages: Chinese only, see above.
SMS = {
    A.INVITE: "{employer}约您面试：{title}，{meeting}。详情请登录冰城就业，看「我的报名」。",
    A.OFFER: "{employer}愿意录用您：{title}。请登录冰城就业，在「我的报名」答复去不去。",
    A.HIRE: "{employer}录用您了：{title}。怎么联系单位，请登录冰城就业，看「我的报名」。",
}


def tell_seeker(
    session: Session,
    application: Application,
    opening: Opening,
    step: ApplicationStep,
    action: ApplicationAction,
) -> None:
    """Tell the applicant what the employer did; an invitation, offer or hire also by text message."""
    seeker = session.get_one(Seeker, application.seeker_id)
    if seeker.user_id is None:  # registered at the counter, without an account
        return
    notices.tell(
        session,
        seeker.user_id,
        TO_SEEKER[action],
        link=f"/me/applications/{application.id}",
        title=opening.title,
    )
    user = accounts.by_id(session, seeker.user_id)
    if action in SMS and user is not None and user.phone:
        body = SMS[action].format(
            employer=opening.employer_name, title=opening.title, meeting=meeting_in_words(application)
        )
        key = f"application:{application.id}:{step.id}"
        notices.send_sms(session, key=key, user_id=user.id, to=user.phone, body=body)


def tell_ended(session: Session, opening: Opening, ended: Iterable[tuple[int, int]], text: str) -> None:
    """Tell everybody whose application ended with the post; `ended` holds (application id, user id)."""
    for application_id, user_id in ended:
        notices.tell(session, user_id, text, link=f"/me/applications/{application_id}", title=opening.title)


def tell_employer(session: Session, application: Application, opening: Opening, text: str) -> None:
    """Tell every member of the employer."""
    if opening.employer_id is None:
        return
    link = f"/employer/openings/{opening.id}/applicants"
    for user_id in employers.member_user_ids(session, opening.employer_id):
        notices.tell(session, user_id, text, link=link, title=opening.title)


def meeting_in_words(application: Application) -> str:
    """The interview in Chinese, for a text message: 11月27日（周五）9:30，通电话."""
    if application.meeting_at is None:
        return ""
    at: datetime = clock.local(application.meeting_at)
    text = f"{at.month}月{at.day}日（{label('weekday', at.weekday())}）{at.hour}:{at.minute:02d}"
    text += f"，{label('meeting_how', application.meeting_how)}"
    return f"{text}，{application.meeting_place}" if application.meeting_place else text
