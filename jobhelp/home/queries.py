"""What the front rooms ask across slices."""

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.applications.models import Application
from jobhelp.applications.states import ApplicationState
from jobhelp.openings import queries as openings
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState

S = ApplicationState
GOING = (OpeningState.DRAFT, OpeningState.REVIEW, OpeningState.PUBLISHED, OpeningState.PAUSED)
ENDS_SOON_DAYS = 7
SHOWN = 100


@dataclass(frozen=True)
class OpeningRow:
    """One of an employer's openings with its applications, {state: how many}."""

    opening: Opening
    applications: dict[str, int] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """How many applicants wait for a first answer."""
        return self.applications.get(S.APPLIED, 0) + self.applications.get(S.VIEWED, 0)

    @property
    def accepted(self) -> int:
        """How many took the offer and wait to be told the day they begin."""
        return self.applications.get(S.ACCEPTED, 0)

    @property
    def total(self) -> int:
        """How many applied and did not withdraw."""
        return sum(self.applications.values()) - self.applications.get(S.WITHDRAWN, 0)

    @property
    def returned(self) -> bool:
        """Whether staff sent it back with a note."""
        return self.opening.state == OpeningState.DRAFT and bool(self.opening.state_note)

    @property
    def days_left(self) -> int:
        """Days until the last day of the post."""
        return (self.opening.valid_until - clock.today()).days

    @property
    def ends_soon(self) -> bool:
        """Whether the post is open and ends within a week."""
        return self.opening.state == OpeningState.PUBLISHED and 0 <= self.days_left <= ENDS_SOON_DAYS

    @property
    def current(self) -> bool:
        """Whether the post is being written, reviewed or filled, or somebody still waits for an answer there."""
        return self.wants_answer or self.opening.state in GOING

    @property
    def wants_answer(self) -> bool:
        """Whether somebody waits for this employer here."""
        return bool(self.waiting or self.accepted or self.returned)


def employer_rows(session: Session, employer_id: int) -> list[OpeningRow]:
    """An employer's openings with their applications: those that want an answer first, then the last changed."""
    found = openings.of_employer(session, employer_id, limit=SHOWN)
    statement = (
        select(Application.opening_id, Application.state, func.count())
        .join(Opening, Opening.id == Application.opening_id)
        .where(Opening.employer_id == employer_id)
        .group_by(Application.opening_id, Application.state)
    )
    counted: dict[int, dict[str, int]] = {}
    for opening_id, state, number in session.execute(statement):
        counted.setdefault(opening_id, {})[state] = number
    rows = [OpeningRow(opening, counted.get(opening.id, {})) for opening in found]
    return sorted(rows, key=lambda row: not row.wants_answer)
