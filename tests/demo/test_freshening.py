"""A demo city that was made some time ago does not look stale, and loses nothing that people did."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts import queries as accounts
from jobhelp.applications import service as applications
from jobhelp.config import Settings
from jobhelp.demo import service as demo
from jobhelp.demo.accounts import ACCOUNTS
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.labels import Kind
from jobhelp.openings import service as openings
from jobhelp.openings.models import Opening, ShelfRow
from jobhelp.openings.states import OpeningAction
from tests import factories
from tests.demo.conftest import quiet

MONTH = timedelta(days=40)


def on_show(engine: Engine) -> int:
    with Session(engine) as session:
        today = clock.today()
        statement = select(func.count()).select_from(ShelfRow).where(ShelfRow.valid_until >= today)
        return session.scalar(statement) or 0


def expire_all(engine: Engine) -> None:
    with Session(engine) as session:
        openings.expire_due(session, clock.today(), limit=5_000)
        session.commit()


def test_an_old_city_is_moved_to_todays_dates(
    own_city: Engine, own_settings: Settings, time_machine_at: Callable[[timedelta], None]
) -> None:
    before = on_show(own_city)
    time_machine_at(MONTH)
    expire_all(own_city)
    assert on_show(own_city) == 0
    told: list[str] = []
    assert demo.ensure(own_city, own_settings, told.append) is False
    assert on_show(own_city) > 0.9 * before
    assert len(told) == 1 and "today's dates" in told[0]
    with Session(own_city) as session:
        gigs = session.scalars(
            select(Opening).where(Opening.kind == Kind.GIG, Opening.state == "published")
        ).all()
        assert gigs and all(gig.gig_on == gig.valid_until >= clock.today() for gig in gigs)
        assert all(gig.days == [gig.gig_on.weekday()] for gig in gigs if gig.gig_on)
        latest = session.scalars(select(func.max(Opening.published_at))).one()
        assert latest is not None and latest <= clock.now()
    told.clear()
    assert demo.ensure(own_city, own_settings, told.append) is False
    assert told == []


def test_a_city_of_yesterday_is_left_alone(
    own_city: Engine, own_settings: Settings, time_machine_at: Callable[[timedelta], None]
) -> None:
    time_machine_at(timedelta(days=2))
    with Session(own_city) as session:
        before = session.execute(select(Opening.id, Opening.valid_until, Opening.changed_at)).all()
    demo.ensure(own_city, own_settings, quiet)
    with Session(own_city) as session:
        assert session.execute(select(Opening.id, Opening.valid_until, Opening.changed_at)).all() == before


def test_what_people_did_stays(
    own_city: Engine, own_settings: Settings, time_machine_at: Callable[[timedelta], None]
) -> None:
    with Session(own_city, expire_on_commit=False) as session:
        user = accounts.by_phone(session, ACCOUNTS[3].phone)
        assert user is not None
        seeker = jobseekers.seeker_of(session, user)
        shown = session.scalars(
            select(Opening)
            .where(Opening.state == "published", Opening.kind == Kind.MARKET)
            .order_by(Opening.id)
        ).all()
        applied, closed = shown[0], shown[1]
        applications.apply(session, applied.id, seeker)
        openings.move(session, closed, OpeningAction.CLOSE, note="招够了")
        mine = factories.make_opening(session, valid_until=clock.today() + timedelta(days=3))
        session.commit()
        published, until, mine_until = applied.published_at, applied.valid_until, mine.valid_until
    time_machine_at(MONTH)
    demo.ensure(own_city, own_settings, quiet)
    with Session(own_city) as session:
        assert session.get_one(Opening, closed.id).state == "closed"
        assert session.get_one(Opening, mine.id).valid_until == mine_until
        again = session.get_one(Opening, applied.id)
        assert again.published_at == published  # an application is never older than its post
        assert again.valid_until == until + MONTH
