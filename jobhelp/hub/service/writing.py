"""Write what an examination found: all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.hub.adverts import Advert
from jobhelp.hub.models import ImportRun
from jobhelp.hub.service.comparing import Plan, alike_here
from jobhelp.hub.service.records import rejections_of, summary
from jobhelp.labels import N_
from jobhelp.openings import lint
from jobhelp.openings import service as openings
from jobhelp.openings.models import Opening
from jobhelp.openings.states import LIFE, OpeningAction, OpeningState
from jobhelp.orm import rows_changed
from jobhelp.reference.queries import Book, book

BATCH = 500
LIKELY = "likely_duplicate:"
T = TypeVar("T")
Progress = Callable[[int, int], None]


def apply(
    session: Session,
    plan: Plan,
    *,
    valid_days: int,
    by: User | None = None,
    progress: Progress = lambda _done, _of: None,
) -> ImportRun:
    """Write the whole plan and its run. Flushes; the caller's transaction makes it all or nothing."""
    now = clock.now()
    run = ImportRun(
        source=plan.source,
        filename=plan.intake.filename[:200],
        digest=plan.intake.digest,
        counts={},
        rejections=[],
        at=now,
        by=by.id if by else None,
    )
    session.add(run)
    session.flush()
    last_day = clock.today() + timedelta(days=valid_days)
    likely = _add(session, plan, run.id, now, last_day, progress)
    _change(session, plan, run.id, now, last_day)
    _date_changes(session, run.id)
    run.counts = summary(plan, likely=likely)
    run.rejections = rejections_of(plan)
    session.flush()
    audit.record(
        session,
        "hub:import",
        by=by,
        subject="import_run",
        subject_id=run.id,
        counts=plan.counts,
    )
    return run


# ── new ones ──────────────────────────────────────────────────────────────────────────────────────────────


def _date_changes(session: Session, run_id: int) -> None:
    """Readers of the board ask for what changed since they last looked: say the time at which it can be seen."""
    rows_changed(
        session, update(Opening).where(Opening.import_run_id == run_id).values(changed_at=clock.now())
    )


def _add(session: Session, plan: Plan, run_id: int, now: datetime, last_day: date, progress: Progress) -> int:
    """Insert the new adverts, the first of each likeness before those that are flagged as like it."""
    reference = book(session)
    known = alike_here(session, plan.new)
    firsts: list[Advert] = []
    followers: list[Advert] = []
    met: set[tuple[str, str, str]] = set(known)
    for advert in plan.new:
        (followers if advert.likeness in met else firsts).append(advert)
        met.add(advert.likeness)
    numbers = _numbers(session, plan.new)
    done = 0
    for wave in (firsts, followers):
        for batch in _batches(wave):
            rows = []
            for advert in batch:
                likely = known.get(advert.likeness)
                flags = [*advert.values["flags"], *([f"{LIKELY}{likely}"] if likely else [])]
                row = _opening(advert, plan.source, run_id, now, last_day)
                row.flags = flags
                row.number = next(numbers[advert.values["district_code"]])
                _locate(row, reference)
                rows.append(row)
            session.add_all(rows)
            session.flush()
            openings.index(session, rows)
            for advert, row in zip(batch, rows, strict=True):
                known.setdefault(advert.likeness, row.id)
                session.expunge(row)
            done += len(rows)
            progress(done, len(plan.new))
    return len(followers)


def _numbers(session: Session, adverts: Sequence[Advert]) -> dict[str | None, Iterator[str]]:
    wanted = Counter(advert.values["district_code"] for advert in adverts)
    return {
        district: iter(openings.numbers_for(session, district, count))
        for district, count in sorted(wanted.items(), key=lambda item: item[0] or "")
    }


def _opening(advert: Advert, source: str, run_id: int, now: datetime, last_day: date) -> Opening:
    """A submitted opening, published unless the lint holds it."""
    state = LIFE.after(OpeningState.DRAFT, OpeningAction.SUBMIT)
    if not advert.blocked:
        state = LIFE.after(state, OpeningAction.PUBLISH)
    return Opening(
        **advert.values,
        state=state.value,
        published_at=None if advert.blocked else now,
        created_at=now,
        changed_at=now,
        valid_from=clock.local(now).date(),
        valid_until=advert.valid_until or last_day,
        taken=0,
        days=[],
        demands=[],
        lint=advert.findings,
        source=source,
        source_key=advert.key,
        source_digest=advert.digest,
        import_run_id=run_id,
        demo=False,
    )


def _locate(row: Opening, reference: Book) -> None:
    """The middle of its street, else of its district: good enough for "near"."""
    spot = reference.streets.get(row.street_code or "") or reference.districts.get(row.district_code or "")
    row.lat, row.lon = (spot.lat, spot.lon) if spot else (None, None)


# ── changed ones ──────────────────────────────────────────────────────────────────────────────────────────


def _change(session: Session, plan: Plan, run_id: int, now: datetime, last_day: date) -> None:
    reference = book(session)
    for batch in _batches(plan.changed):
        said = dict(batch)
        rows = list(session.scalars(select(Opening).where(Opening.id.in_(said)).order_by(Opening.id)))
        for row in rows:
            advert = said[row.id]
            was_blocked = any(finding["level"] == lint.BLOCK for finding in row.lint)
            _rewrite(row, advert, run_id, now, last_day)
            _locate(row, reference)
            session.flush()
            _resettle(session, row, advert, was_blocked=was_blocked)
        openings.index(session, rows)
        for row in rows:
            session.expunge(row)


def _rewrite(row: Opening, advert: Advert, run_id: int, now: datetime, last_day: date) -> None:
    values = dict(advert.values)
    likely = [flag for flag in row.flags if flag.startswith(LIKELY)]
    values["flags"] = [*values["flags"], *likely]
    values["headcount"] = max(values["headcount"], row.taken)
    for name, value in values.items():
        setattr(row, name, value)
    row.lint = advert.findings or []
    row.source_digest = advert.digest
    row.import_run_id = run_id
    row.valid_until = advert.valid_until or last_day
    row.changed_at = now


def _resettle(session: Session, row: Opening, advert: Advert, *, was_blocked: bool) -> None:
    """What a new text means for the state. What people have ended (closed, filled, withdrawn) stays ended."""
    state = OpeningState(row.state)
    if state is OpeningState.PUBLISHED and advert.blocked:
        openings.move(session, row, OpeningAction.CLOSE, note=N_("来源的内容变了，要重新审核。"))
        openings.move(session, row, OpeningAction.SUBMIT)
    elif state is OpeningState.REVIEW and was_blocked and not advert.blocked:
        openings.move(session, row, OpeningAction.PUBLISH)
    elif state in (OpeningState.EXPIRED, OpeningState.DRAFT):
        openings.move(session, row, OpeningAction.SUBMIT)
        if state is OpeningState.EXPIRED and not advert.blocked:
            openings.move(session, row, OpeningAction.PUBLISH)


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
