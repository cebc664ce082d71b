"""What is on show rests while its employer is not verified, and comes back by itself when it is."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.employers import queries as employers
from jobhelp.employers.service import EmployerVerified, VerificationLost
from jobhelp.notices import service as notices
from jobhelp.openings.models import Opening
from jobhelp.openings.service.life import move
from jobhelp.openings.states import OpeningAction, OpeningState
from jobhelp.texts import N_

RESTS = N_(
    "您的单位还没有重新通过核验，%(count)s 个正在招人的岗位先从名单上撤下。核验通过后自动恢复，报名的人都留着。"
)
GOES_ON = N_("%(count)s 个暂停的岗位已经恢复招人。")


def pause_openings(session: Session, event: VerificationLost) -> None:
    """Take everything that this employer has on show from the public list; applications stay as they are."""
    on_show = _of(session, event.employer_id, OpeningState.PUBLISHED)
    for opening in on_show:
        move(session, opening, OpeningAction.PAUSE)
    _tell(session, event.employer_id, RESTS, len(on_show))


def resume_openings(session: Session, event: EmployerVerified) -> None:
    """Show again what rested, unless its last day has passed meanwhile (that expires in its own time)."""
    resting = _of(session, event.employer_id, OpeningState.PAUSED)
    again = [opening for opening in resting if opening.valid_until >= clock.today()]
    for opening in again:
        move(session, opening, OpeningAction.RESUME)
    _tell(session, event.employer_id, GOES_ON, len(again))


def _of(session: Session, employer_id: int, state: OpeningState) -> list[Opening]:
    statement = select(Opening).where(Opening.employer_id == employer_id, Opening.state == state.value)
    return list(session.scalars(statement.order_by(Opening.id)))


def _tell(session: Session, employer_id: int, text: str, count: int) -> None:
    """One line for all of them."""
    if count:
        for user_id in employers.member_user_ids(session, employer_id):
            notices.tell(session, user_id, text, link="/employer", count=count)
