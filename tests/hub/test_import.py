"""Files against the database: the counts add up, nothing is half applied, the same file twice changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.audit.models import AuditEntry
from jobhelp.hub import service
from jobhelp.hub.models import ImportRun
from jobhelp.hub.service import SourceMissing
from jobhelp.openings import service as openings_service
from jobhelp.openings.models import Opening, OpeningWords, ShelfRow
from jobhelp.openings.states import OpeningAction
from jobhelp.orm import write_session
from tests.hub.rows import (
    HEADER_51JOB,
    bring,
    csv_bytes,
    how_many,
    job51,
    openings,
    short,
    take,
    zhilian,
    zhilian_file,
)

THREE = zhilian_file(zhilian(1), zhilian(2, title="传菜员"), zhilian(3, title="洗碗工", place="长春·南关"))


def test_a_file_becomes_openings_on_show_with_search_words(either_engine: Engine) -> None:
    run = bring(either_engine, THREE, valid_days=14)
    assert short(run.counts) == {"read": 3, "imported": 3}
    rows = openings(either_engine)
    assert [row.title for row in rows] == ["餐厅服务员", "传菜员", "洗碗工"]
    for row in rows:
        assert row.state == "published"
        assert row.published_at is not None
        assert row.valid_until == clock.today() + timedelta(days=14)
        assert (row.source, row.employer_id, row.import_run_id) == ("智联", None, run.id)
    assert [row.number for row in rows] == ["230102-000001", "230102-000002", "000000-000001"]
    assert (rows[0].lat, rows[2].lat) != (None, None)
    assert rows[2].lat is None
    assert how_many(either_engine, OpeningWords) == how_many(either_engine, ShelfRow) == 3


def test_the_same_file_twice_changes_nothing(either_engine: Engine) -> None:
    content = zhilian_file(zhilian(1), zhilian(2), zhilian(1), zhilian(1), zhilian(4, title=""))
    first = bring(either_engine, content)
    assert short(first.counts) == {"read": 5, "imported": 2, "duplicates": 2, "rejected": 1}
    before = contents(either_engine)
    with time_machine.travel(clock.now() + timedelta(days=3)):
        second = bring(either_engine, content)
    assert short(second.counts) == {"read": 5, "unchanged": 2, "duplicates": 2, "rejected": 1}
    assert contents(either_engine) == before


def contents(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        tables = ("openings", "opening_words", "opening_shelf", "opening_numbers")
        return [
            tuple(row)
            for table in tables
            for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1"))
        ]


def test_counts_always_add_up(either_engine: Engine) -> None:
    bring(either_engine, zhilian_file(*[zhilian(number) for number in range(1, 5)]), source="甲")
    bring(either_engine, zhilian_file(*[zhilian(number) for number in range(5, 8)]))
    run = bring(
        either_engine,
        zhilian_file(
            zhilian(3),  # of another source
            zhilian(5),  # unchanged
            zhilian(6, pay="5千-6千"),  # updated
            zhilian(8),  # new
            zhilian(8),  # a repeat
            zhilian(9, title="女服务员", tags="限女性"),  # held
            zhilian(10, employer=""),  # rejected
        ),
    )
    counts = run.counts
    assert counts["read"] == 7
    assert short(counts) == {
        "read": 7,
        "imported": 2,
        "updated": 1,
        "unchanged": 1,
        "duplicates": 2,
        "held": 1,
        "rejected": 1,
    }
    assert counts["read"] == sum(
        counts[n] for n in ("imported", "updated", "unchanged", "duplicates", "rejected")
    )
    assert (counts["repeated"], counts["elsewhere"]) == (1, 1)


def test_without_addresses_equal_cells_are_repeats_also_of_another_source(either_engine: Engine) -> None:
    content = csv_bytes(HEADER_51JOB, [job51(), [f" {cell}" for cell in job51()], job51("保安员")])
    assert short(bring(either_engine, content, source="甲").counts) == {
        "read": 3,
        "imported": 2,
        "duplicates": 1,
    }
    assert short(bring(either_engine, content, source="乙").counts) == {"read": 3, "duplicates": 3}
    assert short(bring(either_engine, content, source="甲").counts) == {
        "read": 3,
        "unchanged": 2,
        "duplicates": 1,
    }


def test_a_changed_row_updates_its_opening_and_renews_it(either_engine: Engine) -> None:
    bring(either_engine, THREE)
    (first, *_) = openings(either_engine)
    later = clock.now() + timedelta(days=10)
    with time_machine.travel(later):
        run = bring(
            either_engine,
            zhilian_file(zhilian(1, pay="5千-6千", place="哈尔滨·南岗·跃进"), zhilian(2, title="传菜员")),
        )
        today = clock.today()
    assert short(run.counts) == {"read": 2, "updated": 1, "unchanged": 1}
    row = openings(either_engine)[0]
    assert (row.id, row.number, row.state) == (first.id, first.number, "published")
    assert (row.pay_min, row.pay_max, row.district_code) == (500_000, 600_000, "230103")
    assert row.valid_until == today + timedelta(days=30)
    assert row.changed_at > first.changed_at
    assert row.published_at == first.published_at
    with Session(either_engine) as session:
        assert session.get_one(ShelfRow, row.id).district_code == "230103"
    assert how_many(either_engine, Opening) == 3


def test_likely_duplicates_are_flagged_and_never_dropped(either_engine: Engine) -> None:
    first = bring(
        either_engine, zhilian_file(zhilian(1), zhilian(2, pay="面议"), zhilian(3, place="哈尔滨·南岗"))
    )
    assert short(first.counts) == {"read": 3, "imported": 3}
    assert first.counts["likely_duplicates"] == 1
    rows = {row.source_url[-10:-4]: row for row in openings(either_engine)}
    assert rows["000002"].flags == [f"likely_duplicate:{rows['000001'].id}"]
    assert rows["000001"].flags == rows["000003"].flags == []
    second = bring(either_engine, zhilian_file(zhilian(7, place="哈尔滨 道里 兆麟")), source="另一家")
    assert second.counts["likely_duplicates"] == 1
    assert openings(either_engine)[-1].flags == [f"likely_duplicate:{rows['000001'].id}"]


def test_what_the_lint_blocks_is_held_and_what_it_warns_of_is_not(either_engine: Engine) -> None:
    run = bring(
        either_engine,
        zhilian_file(
            zhilian(1, title="服务员（限女性）"),
            zhilian(2, tags="男士优先|包吃"),
            zhilian(3, title="保洁员 55岁以下"),
        ),
    )
    assert short(run.counts) == {"read": 3, "imported": 3, "held": 2}
    by_title, by_tag, warned = openings(either_engine)
    for held in (by_title, by_tag):
        assert (held.state, held.published_at) == ("review", None)
        assert any(finding["level"] == "block" for finding in held.lint)
    assert by_tag.requirements == "男士优先"
    assert by_tag.tags == []
    assert warned.state == "published"
    assert how_many(either_engine, ShelfRow) == 1


def test_an_update_that_the_lint_blocks_comes_off_show_and_a_mended_one_goes_on(
    either_engine: Engine,
) -> None:
    bring(either_engine, zhilian_file(zhilian(1)))
    bring(either_engine, zhilian_file(zhilian(1, title="餐厅服务员（限女性）")))
    (row,) = openings(either_engine)
    assert row.state == "review"
    assert how_many(either_engine, ShelfRow) == 0
    bring(either_engine, zhilian_file(zhilian(1, title="餐厅服务员")))
    (row,) = openings(either_engine)
    assert row.state == "published"
    assert how_many(either_engine, ShelfRow) == 1


def test_an_update_brings_an_expired_opening_back_and_leaves_a_closed_one_closed(
    either_engine: Engine,
) -> None:
    bring(either_engine, zhilian_file(zhilian(1), zhilian(2)), valid_days=1)
    with write_session(either_engine) as session:
        second = session.scalars(select(Opening).order_by(Opening.id.desc())).first()
        assert second is not None
        openings_service.move(session, second, OpeningAction.WITHDRAW, note="单位不招了")
    with time_machine.travel(clock.now() + timedelta(days=5)):
        with write_session(either_engine) as session:
            assert openings_service.expire_due(session, clock.today()) == 1
        bring(either_engine, zhilian_file(zhilian(1, pay="5千-6千"), zhilian(2, pay="5千-6千")))
        first, second_now = openings(either_engine)
        assert (first.state, first.valid_until) == ("published", clock.today() + timedelta(days=30))
        assert (second_now.state, second_now.pay_min) == ("withdrawn", 500_000)


def test_the_last_day_of_the_source_is_kept(either_engine: Engine) -> None:
    with Session(either_engine) as session:
        advert = take(session, THREE).adverts[0]
    advert.valid_until = date(2099, 1, 1)
    with write_session(either_engine) as session:
        plan = service.examine(session, take(session, THREE), "智联")
        plan.new[0].valid_until = date(2099, 1, 1)
        service.apply(session, plan, valid_days=30)
    assert openings(either_engine)[0].valid_until == date(2099, 1, 1)


def test_a_crash_midway_leaves_nothing(either_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobhelp.hub.service.writing.BATCH", 10)
    bring(either_engine, zhilian_file(*[zhilian(number) for number in range(5)]))
    before, runs = contents(either_engine), how_many(either_engine, ImportRun)
    content = zhilian_file(zhilian(0, pay="9千-1万"), *[zhilian(number) for number in range(100, 160)])
    for steps in range(6):
        left = [steps]

        def crash(done: int, of: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise RuntimeError("power")

        with pytest.raises(RuntimeError, match="power"):
            bring(either_engine, content, progress=crash)
        assert contents(either_engine) == before
        assert how_many(either_engine, ImportRun) == runs
    with monkeypatch.context() as patched, pytest.raises(RuntimeError, match="power"):
        patched.setattr("jobhelp.hub.service.writing.audit.record", _power_cut)  # after the last row
        bring(either_engine, content)
    assert contents(either_engine) == before
    run = bring(either_engine, content)
    assert short(run.counts) == {"read": 61, "imported": 60, "updated": 1}


def _power_cut(*_args: object, **_details: object) -> None:
    raise RuntimeError("power")


def test_examining_writes_nothing_and_counts_the_same(either_engine: Engine) -> None:
    bring(either_engine, THREE)
    before = contents(either_engine)
    content = zhilian_file(zhilian(1), zhilian(2, pay="面议"), zhilian(9), zhilian(9), zhilian(10, title=""))
    with Session(either_engine) as session:
        plan = service.examine(session, take(session, content), "智联")
        likely = service.likely_duplicates(session, plan)
        session.rollback()
    assert contents(either_engine) == before
    run = bring(either_engine, content)
    assert run.counts == service.summary(plan, likely=likely)


def test_two_imports_of_one_file_at_the_same_moment_bring_it_once(either_engine: Engine) -> None:
    content = zhilian_file(*[zhilian(number) for number in range(60)])
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: bring(either_engine, content), range(4)))
    assert sorted(run.counts["imported"] for run in runs) == [0, 0, 0, 60]
    assert sorted(run.counts["unchanged"] for run in runs) == [0, 60, 60, 60]
    assert how_many(either_engine, Opening) == how_many(either_engine, ShelfRow) == 60


def test_what_came_is_dated_when_it_can_be_seen(either_engine: Engine) -> None:
    """The board asks for what changed since: a long import must not be dated at its beginning."""
    began = clock.now()
    ticks = iter(range(1, 1_000))

    def slow(_done: int, _of: int) -> None:
        traveller.shift(timedelta(minutes=next(ticks)))

    with time_machine.travel(began, tick=False) as traveller:
        bring(either_engine, zhilian_file(zhilian(1)), progress=slow)
        assert openings(either_engine)[0].changed_at == clock.now() > began


def test_every_import_is_written_down(either_engine: Engine) -> None:
    run = bring(either_engine, THREE)
    with Session(either_engine) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "hub:import")).one()
    assert (entry.subject, entry.subject_id) == ("import_run", str(run.id))
    assert entry.details["counts"]["imported"] == 3


def test_cells_of_rejected_rows_are_forgotten_after_a_while(either_engine: Engine) -> None:
    bring(either_engine, zhilian_file(zhilian(1, title=""), zhilian(2)))
    with write_session(either_engine) as session:
        assert service.forget_cells(session, clock.now() - timedelta(days=30)) == 0
        assert service.forget_cells(session, clock.now() + timedelta(seconds=1)) == 1
        assert service.forget_cells(session, clock.now() + timedelta(seconds=1)) == 0
    with Session(either_engine) as session:
        (row,) = session.scalars(select(ImportRun)).one().rejections
    assert row["cells"] is None
    assert (row["line"], row["field"]) == (2, "title")


@pytest.mark.parametrize("name", ["", "   ", "\x00", "长" * 61, "a\x1bb"])
def test_a_source_needs_a_name(name: str) -> None:
    with pytest.raises(SourceMissing):
        service.source_name(name)


def test_a_source_is_stored_without_needless_spaces() -> None:
    assert service.source_name("  智联   11月 ") == "智联 11月"
