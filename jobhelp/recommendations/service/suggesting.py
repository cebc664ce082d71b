"""推荐人选: for an employer's own post the people whom it suits and who suit it, if they agreed to be found.

Who is suggested has the post in their own list, so their own limits let it through, and the order is that of their own
score of it. The employer sees what the field policy shows of an applicant before any answer (applications/disclosure),
and the reasons that are about the work; the only thing to do is to invite the person to apply.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.applications.disclosure import Applicant, disclose
from jobhelp.applications.models import Application
from jobhelp.applications.states import ApplicationState
from jobhelp.audit import service as audit
from jobhelp.employers.models import Employer
from jobhelp.employers.states import EmployerState
from jobhelp.errors import NotFound, Refusal
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.matching.sentences import Sentence
from jobhelp.notices import service as notices
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.recommendations import board, queries
from jobhelp.recommendations.blocks import PACKED_IDS, PACKED_SCORES
from jobhelp.recommendations.models import Invitation
from jobhelp.recommendations.ranking import Ranking
from jobhelp.recommendations.third_person import about
from jobhelp.texts import N_

MOST = 20
MOST_LOW = 5  # shown where the post suits nobody better
MOST_A_DAY = 20  # invitations to one post

Found = tuple[int, float]


class NotTakingPeople(Refusal):
    """People are suggested for a post on show of a verified employer, and for no other."""

    message = N_("岗位正在招人、单位通过核验以后，才有推荐人选。")
    status = 409


class InvitedEnough(Refusal):
    """A person's inbox is not a place for advertisements."""

    message = N_("这个岗位今天已经请了 %(most)s 个人，请明天再请。")


class InvitedAlready(Refusal):
    """Once is enough."""

    message = N_("已经请过这个人了，等他回应就好。")
    status = 409


@dataclass(frozen=True)
class Suggested:
    """One person as the employer may see them, why they suit, and whether they were invited already."""

    uid: str
    person: Applicant
    plus: tuple[Sentence, ...]
    minus: tuple[Sentence, ...]
    band: str
    invited: bool


def takes_suggestions(opening: Opening, employer: Employer) -> bool:
    """Whether people are suggested for this post at all."""
    is_open = opening.state == OpeningState.PUBLISHED and opening.taken < opening.headcount
    return is_open and opening.valid_until >= clock.today() and employer.state == EmployerState.VERIFIED


def suggested(session: Session, opening: Opening, employer: Employer, models_dir: Path) -> list[Suggested]:
    """At most `MOST` people, the best first: those whom the post suits well or fairly, else the few who come nearest.

    Raises `NotTakingPeople`.
    """
    if not takes_suggestions(opening, employer):
        raise NotTakingPeople()
    numbers = [seeker_id for seeker_id, _ in _found(session, opening)]
    invited = queries.invited(session, opening.id)
    standing = board.keeper(session, models_dir).current(session)
    row = standing.board.posts.row_of.get(opening.id)
    if row is None:
        return []
    told = queries.told(session, numbers)
    people = {one.seeker_id: one for one in queries.people_numbered(session, numbers, standing.on)}
    rows = queries.found_people(session, numbers)
    shown = []
    for number in numbers:
        seeker, profile = rows[number]
        ranking = Ranking(standing, people[number], told[number])
        why = about(ranking.ranker, ranking.case, row)
        shown.append(
            Suggested(
                seeker.uid,
                _disclosed(opening, seeker, profile),
                why.plus,
                why.minus,
                why.band,
                number in invited,
            )
        )
    return [one for one in shown if one.band != "low"] or shown[:MOST_LOW]


def _found(session: Session, opening: Opening) -> list[Found]:
    """(seeker, their score of the post), best first: whose kept list holds the post."""
    found = []
    for seeker_id, ids, scores in queries.lists_with(session, opening.id):
        place = np.flatnonzero(np.frombuffer(ids, PACKED_IDS) == opening.id)
        if len(place):
            found.append((seeker_id, float(np.frombuffer(scores, PACKED_SCORES)[place[0]])))
    return sorted(found, key=lambda one: (-one[1], one[0]))[:MOST]


def _disclosed(opening: Opening, seeker: Seeker, profile: SeekerProfile) -> Applicant:
    """As an applicant whom the employer has not answered; nothing is stored."""
    unanswered = Application(state=ApplicationState.APPLIED.value)
    return disclose(unanswered, opening, seeker, profile, None)


def invite(session: Session, opening: Opening, employer: Employer, uid: str, by: User) -> None:
    """Ask a suggested person to have a look at the post: a message in the app, nothing else.

    Raises `NotTakingPeople`, `InvitedEnough`, `InvitedAlready`, and `NotFound` for anybody who is not suggested.
    """
    if not takes_suggestions(opening, employer):
        raise NotTakingPeople()
    seeker = queries.seeker_with_uid(session, uid)
    if seeker is None or seeker.user_id is None or seeker.id not in _numbers(_found(session, opening)):
        raise NotFound()
    if seeker.id in queries.invited(session, opening.id):
        raise InvitedAlready()
    if queries.invited_since(session, opening.id, clock.start_of(clock.today())) >= MOST_A_DAY:
        raise InvitedEnough(most=MOST_A_DAY)
    try:
        with session.begin_nested():
            session.add(Invitation(opening_id=opening.id, seeker_id=seeker.id, at=clock.now()))
    except IntegrityError:  # two taps at the same moment
        raise InvitedAlready() from None
    notices.tell(
        session,
        seeker.user_id,
        N_("%(employer)s请您看看这个岗位：%(title)s。合适就报名，不合适可以不理。"),
        link=f"/openings/{opening.id}",
        employer=opening.employer_name,
        title=opening.title,
    )
    audit.record(
        session,
        "recommendations:invite",
        by=by,
        subject="seeker",
        subject_id=seeker.id,
        opening=opening.id,
    )


def _numbers(found: Sequence[Found]) -> set[int]:
    return {seeker_id for seeker_id, _ in found}
