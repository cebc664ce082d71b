"""The life of an opening: every change of state passes through `move`."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.employers import queries as employers
from jobhelp.errors import Conflict, Refusal
from jobhelp.openings import lint
from jobhelp.openings.models import Opening
from jobhelp.openings.requirements import missing
from jobhelp.openings.service import telling
from jobhelp.openings.service.numbers import number_for
from jobhelp.openings.service.shelf import index, take_down
from jobhelp.openings.states import (
    ENDED,
    LIFE,
    OpeningAction,
    OpeningChanged,
    OpeningEnded,
    OpeningFilled,
    OpeningState,
)
from jobhelp.orm import rows_changed
from jobhelp.permissions import Role
from jobhelp.texts import N_

MOST_OPEN = 200
"""Openings that one employer may have in review and on show at once: a flood is not an employer."""


class Incomplete(Refusal):
    """Something that this kind of opening needs is not filled in. `field` names the first one."""

    message = N_("还有必填的内容没有填，请先补全再提交。")


class LintBlocks(Refusal):
    """The text holds what the law forbids in an advertisement."""

    message = N_("岗位内容里有法律不允许写的要求，请先按提示修改。确有法律依据的，请写明依据再提交。")


class NotVerified(Refusal):
    """The employer has not been verified."""

    message = N_("这家单位还没有通过核验，核验通过以后才能发布岗位。")


class NoteMissing(Refusal):
    """This act needs a reason that the employer can act on."""

    message = N_("请写明原因，让单位知道怎么改。")


class Outdated(Refusal):
    """Its last day has passed."""

    message = N_("招人截止日期已经过了，请先改截止日期。")


class TooManyOpenings(Refusal):
    """The employer has more openings going than one employer needs."""

    message = N_("您单位正在招人和等待审核的岗位已有 %(most)s 个，请先停掉不用的，再提交新的。")


def scan(opening: Opening) -> list[lint.Finding]:
    """What the lint finds in the opening as it stands."""
    return lint.lint({name: getattr(opening, name) or "" for name in lint.FIELDS})


def move(
    session: Session, opening: Opening, action: OpeningAction, *, by: User | None = None, note: str = ""
) -> Opening:
    """Take the opening to the next state of its life. `by` is None when the system itself acts.

    `note` is the reason for a return, a closing or a withdrawal; at `submit` the employer's legal ground for what
    the lint blocks; at `publish` the staff member's. Raises `WrongState`, `Conflict` (somebody was first) and what
    the checks below raise. Publishes `OpeningChanged`, and `OpeningFilled` or `OpeningEnded`.
    """
    session.flush()
    before = OpeningState(opening.state)
    after = LIFE.after(before, action)
    note = note.strip()
    check = _CHECKS.get(action)
    values = check(session, opening, by, note) if check else {}
    guarded = (
        update(Opening)
        .where(Opening.id == opening.id, Opening.state == before.value)
        .values(state=after.value, state_note=note, changed_at=clock.now(), **values)
    )
    if rows_changed(session, guarded) != 1:
        raise Conflict()
    session.refresh(opening)
    _shelve(session, opening, before, after)
    if by is not None:
        _write_down(session, opening, action, by, note, before, after)
    telling.tell_employer(session, opening, action, by)
    _announce(session, opening, after)
    return opening


def _submit(session: Session, opening: Opening, by: User | None, note: str) -> dict[str, Any]:
    field = next(iter(missing(opening)), None)
    if field is not None and not opening.source:  # an import says as much as its source does
        raise Incomplete(field=field)
    if opening.valid_until < clock.today():
        raise Outdated(field="valid_until")
    if opening.employer_id is not None and _going(session, opening.employer_id) >= MOST_OPEN:
        raise TooManyOpenings(most=MOST_OPEN)
    findings = scan(opening)
    if lint.blocks(findings) and by is not None and by.role == Role.EMPLOYER and not note:
        raise LintBlocks()
    return {
        "number": opening.number or number_for(session, opening.district_code),
        "lint": lint.as_rows(findings),
        "lint_override": "",
        "published_at": None,
    }


def _publish(session: Session, opening: Opening, by: User | None, note: str) -> dict[str, Any]:
    if not is_vouched_for(session, opening):
        raise NotVerified()
    if opening.valid_until < clock.today():
        raise Outdated(field="valid_until")
    findings = scan(opening)
    if lint.blocks(findings) and not note:
        raise LintBlocks(
            N_("岗位内容里有法律不允许写的要求。要么退回修改，要么写明允许的法律依据。"), field="note"
        )
    return {
        "published_at": clock.now(),
        "lint": lint.as_rows(findings),
        "lint_override": note if lint.blocks(findings) else "",
        "number": opening.number or number_for(session, opening.district_code),
    }


def _resume(session: Session, opening: Opening, _by: User | None, _note: str) -> dict[str, Any]:
    """The name that was verified is the name on show."""
    if not is_vouched_for(session, opening):
        raise NotVerified()
    if opening.valid_until < clock.today():
        raise Outdated(field="valid_until")
    employer = employers.by_id(session, opening.employer_id) if opening.employer_id is not None else None
    return {"employer_name": employer.name} if employer is not None else {}


def _reopen(session: Session, opening: Opening, _by: User | None, _note: str) -> dict[str, Any]:
    if not is_vouched_for(session, opening):
        raise NotVerified()
    return {}


def _return(_session: Session, _opening: Opening, by: User | None, note: str) -> dict[str, Any]:
    if not note and not (by is not None and by.role == Role.EMPLOYER):
        raise NoteMissing(field="note")
    return {}


def _take_off(_session: Session, _opening: Opening, by: User | None, note: str) -> dict[str, Any]:
    if by is not None and by.role != Role.EMPLOYER and not note:
        raise NoteMissing(field="note")
    return {}


_CHECKS: Mapping[OpeningAction, Callable[[Session, Opening, User | None, str], dict[str, Any]]] = {
    OpeningAction.SUBMIT: _submit,
    OpeningAction.PUBLISH: _publish,
    OpeningAction.RETURN: _return,
    OpeningAction.RESUME: _resume,
    OpeningAction.REOPEN: _reopen,
    OpeningAction.CLOSE: _take_off,
    OpeningAction.WITHDRAW: _take_off,
}


def is_vouched_for(session: Session, opening: Opening) -> bool:
    """Whether its employer is verified; an import's employer is a name, for which its source stands."""
    return opening.employer_id is None or employers.is_verified(session, opening.employer_id)


def _going(session: Session, employer_id: int) -> int:
    statement = select(func.count()).select_from(Opening)
    states = (OpeningState.REVIEW.value, OpeningState.PUBLISHED.value, OpeningState.PAUSED.value)
    found = session.scalar(statement.where(Opening.employer_id == employer_id, Opening.state.in_(states)))
    return found or 0


def _shelve(session: Session, opening: Opening, before: OpeningState, after: OpeningState) -> None:
    if after is OpeningState.PUBLISHED:
        index(session, [opening])
    elif before is OpeningState.PUBLISHED:
        take_down(session, opening)


def _announce(session: Session, opening: Opening, after: OpeningState) -> None:
    events.publish(session, OpeningChanged(opening.id))
    if after is OpeningState.FILLED:
        events.publish(session, OpeningFilled(opening.id))
    if after in ENDED:
        events.publish(session, OpeningEnded(opening.id))


def _write_down(
    session: Session,
    opening: Opening,
    action: OpeningAction,
    by: User,
    note: str,
    before: OpeningState,
    after: OpeningState,
) -> None:
    audit.record(
        session,
        f"openings:{action.value}",
        by=by,
        subject="opening",
        subject_id=opening.id,
        why=note,
        before=before.value,
        after=after.value,
        lint=sorted({row["rule"] for row in opening.lint}),
    )


def expire_due(session: Session, on: date, *, limit: int = 500) -> int:
    """Expire published, paused and waiting openings whose last day was before `on`, at most `limit`. Returns how many."""
    states = [state.value for state in LIFE.before(OpeningAction.EXPIRE)]
    statement = (
        select(Opening)
        .where(Opening.state.in_(states), Opening.valid_until < on)
        .order_by(Opening.valid_until, Opening.id)
        .limit(limit)
    )
    due = list(session.scalars(statement))
    for opening in due:
        move(session, opening, OpeningAction.EXPIRE)
    return len(due)
