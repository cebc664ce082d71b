"""What the worker does for imports."""

from datetime import timedelta

from sqlalchemy import Engine

from jobhelp import clock
from jobhelp.config import Settings
from jobhelp.hub import service, uploads
from jobhelp.orm import write_session

CELLS_KEPT = timedelta(days=30)


def tidy(engine: Engine, settings: Settings) -> str:
    """Remove uploads that nobody confirmed within a day, and cells of rejected rows after thirty."""
    files = uploads.sweep(settings.data_dir / "uploads", clock.now())
    with write_session(engine) as session:
        runs = service.forget_cells(session, clock.now() - CELLS_KEPT)
    return f"{files} uploads, {runs} runs"
