"""What a person opens and keeps for later: lessons for the ranker, kept only of those who let it learn from them."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.openings import queries as openings
from jobhelp.recommendations import queries
from jobhelp.recommendations.models import Interest
from jobhelp.recommendations.queries import Person
from jobhelp.recommendations.ranking import DEPTH

VIEW, SAVE = "view", "save"


def look(session: Session, person: Person, opening_id: int, place: int | None) -> None:
    """The person opens a post of their list, in which it stood at `place`. The first time counts.

    Nothing is kept of those who switched personalised ranking off. Raises `NotFound` for a post that nobody may see.
    """
    openings.visible(session, opening_id)
    if person.profile.personalised:
        _add(session, person.seeker_id, opening_id, VIEW, place if place and 0 < place <= DEPTH else None)


def keep(session: Session, person: Person, opening_id: int) -> None:
    """The person keeps a post for later; a service to them, whatever they chose about ranking. Twice is once.

    Raises `NotFound` for a post that nobody may see.
    """
    openings.visible(session, opening_id)
    _add(session, person.seeker_id, opening_id, SAVE, None)


def let_go(session: Session, person: Person, opening_id: int) -> None:
    """The post is no longer kept. Without having been kept nothing happens."""
    session.execute(
        delete(Interest).where(
            Interest.seeker_id == person.seeker_id, Interest.opening_id == opening_id, Interest.kind == SAVE
        )
    )


def _add(session: Session, seeker_id: int, opening_id: int, kind: str, place: int | None) -> None:
    known = select(Interest.id).where(
        Interest.seeker_id == seeker_id, Interest.opening_id == opening_id, Interest.kind == kind
    )
    if session.scalar(known) is not None:
        return
    new = Interest(seeker_id=seeker_id, opening_id=opening_id, kind=kind, place=place, at=clock.now())
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:  # two taps at the same moment
        return


def kept(session: Session, seeker_id: int) -> list[int]:
    """Numbers of the posts that the person keeps, the last kept first."""
    return queries.kept_posts(session, seeker_id)
