"""What both sides of an application ask: its row with the opening, and its timeline."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.states import OPEN_STATES
from jobhelp.openings.models import Opening

PAGE = 20
LARGEST_NUMBER = 2**31 - 1  # of a row; larger ones in an address belong to nothing
IN_HAND = [state.value for state in OPEN_STATES]


@dataclass(frozen=True)
class Row:
    """An application with its opening."""

    application: Application
    opening: Opening


def steps(session: Session, application_id: int) -> list[ApplicationStep]:
    """The timeline of an application, first step first."""
    statement = select(ApplicationStep).where(ApplicationStep.application_id == application_id)
    return list(session.scalars(statement.order_by(ApplicationStep.at, ApplicationStep.id)))
