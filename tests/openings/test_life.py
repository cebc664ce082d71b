"""The life of an opening: the whole (state × action) matrix, and what each act asks for and leaves behind."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.employers.models import Employer
from jobhelp.errors import Conflict, WrongState
from jobhelp.notices.models import Notice
from jobhelp.openings import service, tasks
from jobhelp.openings.models import Opening, OpeningWords, ShelfRow
from jobhelp.openings.states import ENDED, LIFE, OpeningAction, OpeningState
from jobhelp.orm import write_session
from tests.factories import make_employer, make_opening, make_user

S, A = OpeningState, OpeningAction
COMPLETE = {"occupation_code": "4-10-01-06", "shifts": ["day"], "duties": "打扫走廊\n擦玻璃"}
ILLEGAL = {"requirements": "限男性"}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Every event of openings that is published, in order; nobody else reacts."""
    told: list[object] = []
    listeners = {
        kind: [lambda _session, event: told.append(event)]
        for kind in (service.OpeningChanged, service.OpeningFilled, service.OpeningEnded)
    }
    monkeypatch.setattr(events, "_reactions", listeners)
    yield told


def on_shelf(session: Session, opening: Opening) -> bool:
    return session.scalar(select(ShelfRow.opening_id).where(ShelfRow.opening_id == opening.id)) is not None


def staff(session: Session) -> User:
    return make_user(session, "district_officer")


@pytest.mark.parametrize("action", list(OpeningAction))
@pytest.mark.parametrize("state", list(OpeningState))
def test_every_action_in_every_state(
    session: Session, heard: list[object], state: OpeningState, action: OpeningAction
) -> None:
    employer, _member = make_employer(session)
    opening = make_opening(session, employer=employer, state=state, **COMPLETE)
    by = staff(session)
    if not LIFE.allows(state, action):
        with pytest.raises(WrongState):
            service.move(session, opening, action, by=by, note="原因")
        assert opening.state == state
        assert heard == []
        return
    service.move(session, opening, action, by=by, note="原因")
    after = LIFE.after(state, action)
    assert opening.state == after
    assert on_shelf(session, opening) == (after is S.PUBLISHED)
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.why) == (f"openings:{action}", "原因")
    assert (entry.details["before"], entry.details["after"]) == (state, after)
    expected: list[object] = [service.OpeningChanged(opening.id)]
    if after is S.FILLED:
        expected.append(service.OpeningFilled(opening.id))
    if after in ENDED:
        expected.append(service.OpeningEnded(opening.id))
    assert heard == expected


def test_a_draft_becomes_an_opening_with_a_number(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        employer, member = make_employer(session, district_code="230103")
        values = {**COMPLETE, "kind": "market", "title": "保洁", "district_code": "230103"}
        values |= {"street_code": "230103001", "pay_min": 280000, "pay_max": 320000, "pay_unit": "month"}
        opening = service.draft(session, employer=employer, values=values, by=member)
        assert (opening.state, opening.number, opening.employer_name) == ("draft", None, employer.name)
        assert opening.lat is not None
        assert session.get(OpeningWords, opening.id) is not None
        assert not on_shelf(session, opening)
        service.move(session, opening, A.SUBMIT, by=member)
        assert opening.number == "230103-000001"
        assert opening.published_at is None
        service.move(session, opening, A.PUBLISH, by=staff(session))
        assert opening.published_at is not None
        assert on_shelf(session, opening)


@pytest.mark.parametrize(
    "field", ["title", "occupation_code", "duties", "district_code", "pay_min", "shifts"]
)
def test_an_incomplete_opening_is_not_sent_in(session: Session, field: str) -> None:
    empty = {"shifts": [], "title": "", "duties": ""}.get(field)
    opening = make_opening(session, state="draft", **(COMPLETE | {field: empty}))
    with pytest.raises(service.Incomplete) as refused:
        service.move(session, opening, A.SUBMIT)
    assert refused.value.field == field
    assert opening.state == "draft"


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("assistance", "priority_note"),
        ("welfare", "street_code"),
        ("gig", "gig_on"),
    ],
)
def test_each_kind_asks_for_its_own(session: Session, kind: str, field: str) -> None:
    opening = make_opening(session, state="draft", kind=kind, **COMPLETE)
    assert field in service.missing(opening)
    assert field not in service.missing(make_opening(session, kind="market", **COMPLETE))


def test_what_ended_yesterday_is_not_sent_in(session: Session) -> None:
    yesterday = clock.today() - timedelta(days=1)
    opening = make_opening(session, state="draft", valid_until=yesterday, **COMPLETE)
    with pytest.raises(service.Outdated):
        service.move(session, opening, A.SUBMIT)


def test_an_employer_sends_in_what_the_lint_blocks_only_with_a_legal_ground(session: Session) -> None:
    employer, member = make_employer(session)
    opening = make_opening(session, employer=employer, state="draft", **COMPLETE, **ILLEGAL)
    with pytest.raises(service.LintBlocks):
        service.move(session, opening, A.SUBMIT, by=member)
    service.move(session, opening, A.SUBMIT, by=member, note="矿山井下作业")
    assert [row["rule"] for row in opening.lint] == ["sex"]
    assert opening.state_note == "矿山井下作业"


def test_staff_publishes_what_the_lint_blocks_only_with_a_legal_ground(session: Session) -> None:
    employer, _member = make_employer(session)
    opening = make_opening(session, employer=employer, state="review", **COMPLETE, **ILLEGAL)
    with pytest.raises(service.LintBlocks) as refused:
        service.move(session, opening, A.PUBLISH, by=staff(session))
    assert refused.value.field == "note"
    service.move(session, opening, A.PUBLISH, by=staff(session), note="女职工禁忌劳动范围")
    assert opening.lint_override == "女职工禁忌劳动范围"


def test_a_clean_opening_keeps_no_override(session: Session) -> None:
    opening = make_opening(session, state="review", lint_override="旧的", **COMPLETE)
    service.move(session, opening, A.PUBLISH, by=staff(session), note="随手写的")
    assert opening.lint_override == ""


@pytest.mark.parametrize("state", ["pending", "refused"])
def test_an_employer_that_is_not_verified_sends_in_but_is_not_published(session: Session, state: str) -> None:
    employer, member = make_employer(session, state=state)
    opening = make_opening(session, employer=employer, state="draft", **COMPLETE)
    service.move(session, opening, A.SUBMIT, by=member)
    with pytest.raises(service.NotVerified):
        service.move(session, opening, A.PUBLISH, by=staff(session))
    assert opening.state == "review"


@pytest.mark.parametrize(
    ("state", "action"), [("review", A.RETURN), ("published", A.WITHDRAW), ("published", A.CLOSE)]
)
def test_staff_says_why(session: Session, state: str, action: OpeningAction) -> None:
    employer, _member = make_employer(session)
    opening = make_opening(session, employer=employer, state=state, **COMPLETE)
    with pytest.raises(service.NoteMissing):
        service.move(session, opening, action, by=staff(session), note="  ")


def test_an_employer_takes_its_own_back_without_a_reason(session: Session) -> None:
    employer, member = make_employer(session)
    opening = make_opening(session, employer=employer, state="review", **COMPLETE)
    service.move(session, opening, A.RETURN, by=member)
    assert opening.state == "draft"


def test_no_employer_floods_the_city(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobhelp.openings.service.life.MOST_OPEN", 2)
    employer, member = make_employer(session)
    make_opening(session, employer=employer)
    make_opening(session, employer=employer, state="review")
    third = make_opening(session, employer=employer, state="draft", **COMPLETE)
    with pytest.raises(service.TooManyOpenings):
        service.move(session, third, A.SUBMIT, by=member)


def test_the_second_decision_at_the_same_moment_is_refused(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        opening = make_opening(session, state="review", **COMPLETE)
        first = update(Opening).where(Opening.id == opening.id).values(state="published")
        session.execute(first, execution_options={"synchronize_session": False})
        assert opening.state == "review"  # what the second officer has on the screen
        with pytest.raises(Conflict):
            service.move(session, opening, A.RETURN, by=staff(session), note="原因")
        assert session.scalars(select(AuditEntry)).all() == []


def test_the_employer_hears_what_it_did_not_do_itself(session: Session) -> None:
    employer, member = make_employer(session)
    opening = make_opening(session, employer=employer, state="draft", **COMPLETE)

    def told() -> list[str]:
        return [notice.text for notice in session.scalars(select(Notice).order_by(Notice.id))]

    service.move(session, opening, A.SUBMIT, by=member)
    assert told() == []
    service.move(session, opening, A.RETURN, by=staff(session), note="写清楚几点")
    assert "退回修改" in told()[-1]
    service.move(session, opening, A.SUBMIT, by=member)
    service.move(session, opening, A.PUBLISH, by=staff(session))
    assert "发布" in told()[-1]
    assert session.scalars(select(Notice.link)).all() == [f"/employer/openings/{opening.id}"] * 2


def test_what_is_on_show_is_not_rewritten(session: Session) -> None:
    for state in ("review", "published", "filled", "withdrawn"):
        with pytest.raises(WrongState):
            service.revise(session, make_opening(session, state=state), {"title": "换一个"}, None)


def test_a_rewritten_ended_opening_rests_until_it_is_reviewed(session: Session) -> None:
    opening = make_opening(session, state="closed", **COMPLETE)
    service.revise(session, opening, {"title": "楼道保洁"}, None)
    assert opening.published_at is None
    service.move(session, opening, A.SUBMIT)
    service.move(session, opening, A.PUBLISH)
    assert opening.published_at is not None


def test_only_what_an_employer_may_write_is_written(session: Session) -> None:
    employer, member = make_employer(session)
    values = {
        "kind": "market",
        "title": "保洁",
        "state": "published",
        "taken": 5,
        "lint_override": "x",
        "demo": True,
    }
    opening = service.draft(session, employer=employer, values=values, by=member)
    assert (opening.state, opening.taken, opening.lint_override, opening.demo) == ("draft", 0, "", False)


def test_an_old_opening_is_used_again_with_a_new_life(session: Session) -> None:
    employer, member = make_employer(session)
    old = make_opening(
        session,
        employer=employer,
        state="expired",
        taken=1,
        valid_until=clock.today() - timedelta(days=9),
        **COMPLETE,
    )
    again = service.copy_of(session, old, employer=employer, by=member)
    assert (again.title, again.duties, again.pay_min) == (old.title, old.duties, old.pay_min)
    assert (again.state, again.taken, again.number) == ("draft", 0, None)
    assert again.valid_until > clock.today()
    again.shifts.append("night")
    assert old.shifts == ["day"]


def test_the_last_day_still_counts(either_engine: Engine) -> None:
    today = clock.today()
    with write_session(either_engine) as session:
        last_day = make_opening(session, valid_until=today)
        over = make_opening(session, valid_until=today - timedelta(days=1))
        waiting = make_opening(session, state="review", valid_until=today - timedelta(days=1))
        closed = make_opening(session, state="closed", valid_until=today - timedelta(days=1))
        assert service.expire_due(session, today) == 2
        assert [row.state for row in (last_day, over, waiting, closed)] == [
            "published",
            "expired",
            "expired",
            "closed",
        ]
        assert not on_shelf(session, over)
        assert service.expire_due(session, today) == 0


def test_the_task_expires_all_of_them_in_batches(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    for _ in range(5):
        make_opening(session, valid_until=clock.today() - timedelta(days=1))
    session.commit()
    assert tasks.expire(engine, None) == 5  # type: ignore[arg-type]
    assert tasks.expire(engine, None) == 0  # type: ignore[arg-type]


def test_an_expired_opening_that_was_never_published_stays_unseen(session: Session) -> None:
    opening = make_opening(
        session, state="review", published_at=None, valid_until=clock.today() - timedelta(days=1)
    )
    service.expire_due(session, clock.today())
    assert (opening.state, opening.published_at) == ("expired", None)


def test_an_employer_row_is_needed_for_nothing_but_its_name(session: Session) -> None:
    """An import has no employer: staff may publish it, nobody is told."""
    opening = make_opening(session, state="review", source="zhilian", **COMPLETE)
    service.move(session, opening, A.PUBLISH, by=staff(session))
    assert opening.state == "published"
    assert session.scalars(select(Notice)).all() == []
    assert session.scalars(select(Employer)).all() == []
