"""The demo city holds what the issue asks for, and everything in it agrees with the rules of the house."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from jobhelp import clock, crypto, identity
from jobhelp.accounts.models import User
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.states import LIFE, OPEN_STATES, ApplicationState
from jobhelp.audit.models import AuditEntry
from jobhelp.claims.models import Claim
from jobhelp.config import Settings
from jobhelp.demo import service as demo
from jobhelp.demo.accounts import ACCOUNTS
from jobhelp.demo.city import SIZE
from jobhelp.employers.models import Employer, EmployerMember
from jobhelp.errors import CommandFailed
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers.models import Consent, Seeker, SeekerHardship, SeekerProfile
from jobhelp.jobseekers.states import ORDER, SKIPPED
from jobhelp.labels import DEMANDS, LABELS, PERKS, SHIFTS, Kind
from jobhelp.openings import lint
from jobhelp.openings.models import Opening, OpeningWords, ShelfRow
from jobhelp.openings.requirements import missing
from jobhelp.openings.service import scan
from jobhelp.openings.states import OpeningState
from jobhelp.permissions import Role
from jobhelp.recommendations.models import Dismissal
from jobhelp.reference.queries import Book
from tests import factories
from tests.demo.conftest import quiet

S = OpeningState


def recent(city: Session) -> list[Opening]:
    """The four hundred of today: everything but what ended more than twelve days ago."""
    limit = clock.today() - timedelta(days=12)
    return [opening for opening in city.scalars(select(Opening)) if opening.valid_until >= limit]


def test_four_hundred_openings_of_all_kinds_in_all_districts_and_states(
    city: Session, reference: Book
) -> None:
    today = recent(city)
    assert len(today) >= 400
    assert {opening.state for opening in today} == {state.value for state in S} - {S.PAUSED.value}
    states = Counter(opening.state for opening in today)
    assert states[S.PUBLISHED] >= 290 and states[S.REVIEW] == 24 and states[S.FILLED] >= 5
    shown = [opening for opening in today if opening.state == S.PUBLISHED]
    assert {opening.district_code for opening in shown} == set(reference.districts)
    kinds = Counter(opening.kind for opening in shown)
    assert set(kinds) == {kind.value for kind in Kind} and min(kinds.values()) >= 15
    core = sum(reference.districts[opening.district_code or ""].core for opening in shown)
    assert core > len(shown) / 2
    assert len({opening.occupation_code for opening in city.scalars(select(Opening))}) >= 60


def test_openings_that_are_shown_say_all_that_their_kind_needs(city: Session) -> None:
    for opening in city.scalars(select(Opening).where(Opening.state != S.DRAFT)):
        assert missing(opening) == [], (opening.title, missing(opening))
        assert opening.number and opening.number.startswith(f"{opening.district_code}-")
        assert set(opening.shifts) <= set(SHIFTS) and set(opening.demands) <= set(DEMANDS)
        assert set(opening.perks) <= set(PERKS)
        assert opening.valid_from <= opening.valid_until
        assert opening.created_at <= opening.changed_at <= clock.now()


def test_what_is_on_show_is_on_the_shelf_in_the_index_and_within_its_dates(city: Session) -> None:
    shown = set(city.scalars(select(Opening.id).where(Opening.state == S.PUBLISHED)))
    assert set(city.scalars(select(ShelfRow.opening_id))) == shown
    assert set(city.scalars(select(OpeningWords.opening_id))) == set(city.scalars(select(Opening.id)))
    for opening in city.scalars(select(Opening).where(Opening.id.in_(shown))):
        assert opening.valid_until > clock.today() - timedelta(days=1)
        assert opening.taken < opening.headcount
        assert opening.published_at is not None and opening.published_at <= clock.now()
        if opening.kind == Kind.GIG:
            assert opening.gig_on == opening.valid_until and opening.gig_on >= clock.today()


def test_only_openings_that_wait_for_review_say_what_the_law_forbids(city: Session) -> None:
    blocked = [opening for opening in city.scalars(select(Opening)) if lint.blocks(scan(opening))]
    assert 2 <= len(blocked) <= 4
    assert {opening.state for opening in blocked} == {S.REVIEW.value}
    assert all(opening.lint == lint.as_rows(scan(opening)) for opening in blocked)


def test_about_forty_employers_with_valid_codes_and_an_account_each(city: Session) -> None:
    employers = list(city.scalars(select(Employer)))
    assert 40 <= len(employers) <= 60
    for employer in employers:
        assert identity.canonical_credit_code(employer.credit_code) == employer.credit_code
        assert employer.credit_code[2:8] == employer.district_code
        assert employer.demo and "（示例" in employer.name
        assert (employer.decided_at is None) == (employer.state == "pending")
    assert Counter(employer.state for employer in employers)["verified"] >= 40
    members = Counter(city.scalars(select(EmployerMember.employer_id)))
    assert set(members) == {employer.id for employer in employers}
    published = set(city.scalars(select(Opening.employer_id).where(Opening.published_at.is_not(None))))
    assert published <= {employer.id for employer in employers if employer.state == "verified"}


def test_six_hundred_residents_with_varied_lives(city: Session, reference: Book) -> None:
    profiles = list(city.scalars(select(SeekerProfile)))
    assert len(profiles) == 600 == city.scalar(select(func.count()).select_from(Seeker))
    assert {profile.district_code for profile in profiles} == set(reference.districts)
    assert sum(profile.beyond_city for profile in profiles) == 2
    assert 10 < sum(not profile.personalised for profile in profiles) < 90
    assert len({tuple(profile.wanted) for profile in profiles}) > 250
    assert sum(bool(profile.words) for profile in profiles) > 60
    for name in ("max_km", "pay_min", "hours_max"):
        unknown = sum(getattr(profile, name) is None for profile in profiles)
        assert 20 < unknown < 200, name
    assert sum(profile.education == 0 for profile in profiles) > 20
    assert sum(profile.no_certificate for profile in profiles) > 20
    assert sum(profile.earliest is not None for profile in profiles) > 20
    for profile in profiles:
        assert set(profile.wanted) <= set(reference.occupations) and len(profile.wanted) <= 5
        assert set(profile.skills) <= set(reference.skills)
        assert set(profile.certificates) <= set(reference.certificates)
        assert {mark.removeprefix(SKIPPED) for mark in profile.answered} <= set(ORDER)
        assert not (profile.no_certificate and profile.certificates)


def test_people_can_be_told_from_their_sealed_columns_only(city: Session) -> None:
    names, numbers = set(), []
    for seeker in city.scalars(select(Seeker)):
        assert seeker.name_mask == identity.mask_name(seeker.name)
        names.add(seeker.name)
        if seeker.id_number:
            assert identity.canonical_id_number(seeker.id_number, clock.today()) == seeker.id_number
            assert seeker.id_number.startswith(seeker.district_code or "?")
            assert jobseekers.by_id_number(city, seeker.id_number) is seeker
            numbers.append(seeker.id_number)
    assert len(names) > 400 and len(set(numbers)) == len(numbers) > 250
    for user in city.scalars(select(User)):
        assert user.demo and user.phone_mask == identity.mask_phone(user.phone)
        assert user.phone_index == crypto.keyring().blind_index("phone", user.phone)
        assert user.phone.startswith("169")
        assert user.display_name not in names


def test_only_the_accounts_that_are_looked_at_have_a_password(city: Session) -> None:
    with_password = set(city.scalars(select(User.phone_index).where(User.password_hash.is_not(None))))
    assert with_password == {crypto.keyring().blind_index("phone", account.phone) for account in ACCOUNTS}


def test_hardship_is_kept_apart_with_consent(city: Session) -> None:
    rows = list(city.scalars(select(SeekerHardship)))
    told = [row for row in rows if jobseekers.facts_of(row)]
    assert 100 < len(told) < 400
    assert 30 < sum(row.recognised for row in rows) < 250
    agreed = set(city.scalars(select(Consent.seeker_id).where(Consent.purpose == "hardship")))
    assert {row.seeker_id for row in told} == agreed
    off = {
        profile.seeker_id
        for profile in city.scalars(select(SeekerProfile).where(~SeekerProfile.personalised))
    }
    taken_back = set(
        city.scalars(
            select(Consent.seeker_id).where(~Consent.given, Consent.purpose == "personalised_ranking")
        )
    )
    assert off == taken_back


# ── the year ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def histories(city: Session) -> list[tuple[Application, list[ApplicationStep], Opening]]:
    steps = defaultdict(list)
    for step in city.scalars(select(ApplicationStep).order_by(ApplicationStep.at, ApplicationStep.id)):
        steps[step.application_id].append(step)
    openings = {opening.id: opening for opening in city.scalars(select(Opening))}
    applications = city.scalars(select(Application).order_by(Application.id))
    return [(found, steps[found.id], openings[found.opening_id]) for found in applications]


def test_a_year_of_applications_with_every_outcome(
    histories: list[tuple[Application, list[ApplicationStep], Opening]],
) -> None:
    assert 3_000 < len(histories) < 8_000
    assert {found.state for found, _, _ in histories} == {state.value for state in ApplicationState}
    first = min(found.created_at for found, _, _ in histories)
    assert clock.now() - timedelta(days=370) < first < clock.now() - timedelta(days=280)
    months = Counter(int((clock.now() - found.created_at).days / 30) for found, _, _ in histories)
    assert all(months[month] >= 30 for month in range(10))
    active = {found.seeker_id for found, _, _ in histories}
    assert 450 < len(active) < 600


def test_every_history_follows_the_lifecycle_in_order_of_time(
    histories: list[tuple[Application, list[ApplicationStep], Opening]],
) -> None:
    moves = {(start, after) for (start, _), after in LIFE.table.items()}
    for found, steps, _ in histories:
        states = [ApplicationState(step.state) for step in steps]
        assert states[0] is ApplicationState.APPLIED and states[-1].value == found.state
        assert all(pair in moves for pair in zip(states, states[1:], strict=False)), states
        assert (steps[0].at, steps[-1].at) == (found.created_at, found.changed_at)
        assert found.changed_at <= clock.now()
        assert (found.refusal_reason is not None) == (found.state == ApplicationState.REFUSED)
        assert found.refusal_reason is None or found.refusal_reason in LABELS["refusal_reason"]
        invited = ApplicationState.INVITED in states
        assert (found.meeting_at is not None) == invited
        if invited:
            asked = next(step.at for step in steps if step.state == ApplicationState.INVITED)
            assert found.meeting_at is not None and found.meeting_at > asked
            assert 9 <= clock.local(found.meeting_at).hour < 17
            assert found.meeting_how in LABELS["meeting_how"]
            assert bool(found.meeting_place) == (found.meeting_how == "in_person")


def test_applications_lie_within_the_life_of_their_post_and_its_seats_are_counted(
    histories: list[tuple[Application, list[ApplicationStep], Opening]],
) -> None:
    hired = Counter(opening.id for found, _, opening in histories if found.state == ApplicationState.HIRED)
    for found, _, opening in histories:
        assert opening.published_at is not None and found.created_at >= opening.published_at
        if found.state in OPEN_STATES:
            assert opening.state == S.PUBLISHED
        assert opening.taken == hired[opening.id] <= opening.headcount
        assert (opening.state == S.FILLED) == (opening.taken == opening.headcount)
    assert 200 < hired.total() < 1_500


def test_work_goes_to_those_who_can_do_it(
    histories: list[tuple[Application, list[ApplicationStep], Opening]], city: Session
) -> None:
    """Hired people have the asked experience more often than refused ones: there is something to learn."""
    profiles = {profile.seeker_id: profile for profile in city.scalars(select(SeekerProfile))}

    def share(state: ApplicationState) -> float:
        mine = [
            opening.occupation_code in [job["occupation"] for job in profiles[found.seeker_id].past]
            for found, _, opening in histories
            if found.state == state
        ]
        return sum(mine) / len(mine)

    assert share(ApplicationState.HIRED) > 1.3 * share(ApplicationState.REFUSED)


def test_people_said_no_to_posts_that_are_on_show(city: Session) -> None:
    found = list(city.scalars(select(Dismissal)))
    assert len(found) >= 60
    shown = set(city.scalars(select(ShelfRow.opening_id)))
    assert {row.opening_id for row in found} <= shown
    assert len({row.reason for row in found}) >= 2


def test_the_residents_that_are_looked_at_have_something_going(city: Session) -> None:
    index = crypto.keyring().blind_index("phone", ACCOUNTS[0].phone)
    user = city.scalars(select(User).where(User.phone_index == index)).one()
    seeker = jobseekers.seeker_of(city, user)
    assert seeker.name == "王丽华"
    states = Counter(city.scalars(select(Application.state).where(Application.seeker_id == seeker.id)).all())
    assert states == Counter(["invited", "viewed", "offered", "applied", "refused"])
    meetings = city.scalars(
        select(Application.meeting_at).where(
            Application.seeker_id == seeker.id, Application.state == "invited"
        )
    ).all()
    assert meetings[0] is not None and meetings[0] > clock.now()


def test_officers_acts_are_in_the_audit_log(city: Session) -> None:
    actions = Counter(city.scalars(select(AuditEntry.action)))
    assert actions["demo:build"] == 1
    assert actions["employers:verify"] >= 40 and actions["employers:refuse"] == 1
    assert actions["openings:publish"] > 50
    officers = set(
        city.scalars(select(User.id).where(User.role.in_([Role.DISTRICT_OFFICER, Role.CITY_OFFICER])))
    )
    by = set(city.scalars(select(AuditEntry.actor_id).where(AuditEntry.action == "openings:publish")))
    assert by <= officers and len(by) == 3


# ── making it ────────────────────────────────────────────────────────────────────────────────────────────


def dump(session: Session, names: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [tuple(row) for name in names for row in session.execute(text(f"SELECT * FROM {name} ORDER BY 1"))]


TABLES = (
    "openings",
    "seekers",
    "seeker_profiles",
    "applications",
    "users",
    "employers",
    "reference_versions",
)


def test_making_it_again_changes_nothing(own_city: Engine, own_settings: Settings) -> None:
    with Session(own_city) as session:
        before = dump(session, TABLES)
    assert demo.ensure(own_city, own_settings, quiet) is False
    with Session(own_city) as session:
        assert dump(session, TABLES) == before


def test_production_refuses_it(engine: Engine, settings: Settings) -> None:
    production = Settings(**(vars(settings) | {"production": True}))
    for act in (
        lambda: demo.ensure(engine, production, quiet),
        lambda: demo.bulk(engine, production, 10, 10, quiet),
    ):
        with pytest.raises(CommandFailed, match="production"):
            act()
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(User)) == 0


def test_a_city_joins_what_is_there_already(either_engine: Engine, settings: Settings) -> None:
    """Numbers and ids that imports and real people have are not touched, on both databases; and life goes on."""
    with Session(either_engine) as session:
        employer, _ = factories.make_employer(session)
        theirs = factories.make_opening(session, employer=employer, title="原来的岗位")
        seeker = factories.make_seeker(session)
        factories.make_application(session, theirs, seeker)
        session.commit()
        kept = (theirs.id, theirs.title, theirs.number, seeker.id, seeker.name)
    assert demo.ensure(either_engine, settings, quiet) is True
    assert demo.ensure(either_engine, settings, quiet) is False
    with Session(either_engine) as session:
        theirs, seeker = session.get_one(Opening, kept[0]), session.get_one(Seeker, kept[3])
        assert (theirs.id, theirs.title, theirs.number, seeker.id, seeker.name) == kept
        assert (
            session.scalars(select(Claim).where(Claim.seeker_id == kept[3])).all() == []
        )  # no invented claim
        census = demo.census(session)
        assert (census.openings, census.seekers) == (sum(SIZE.present.values()) + SIZE.past + 1, 601)
        # the next rows of the site get ids of their own
        more = factories.make_opening(session, employer=session.get_one(Employer, theirs.employer_id))
        someone = factories.make_seeker(session)
        factories.make_application(session, more, someone)
        session.commit()
        assert session.scalar(select(func.count()).select_from(Seeker)) == 602


def test_a_build_that_breaks_off_leaves_nothing(engine: Engine, settings: Settings) -> None:
    def stopped(_text: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.ensure(engine, settings, stopped)
    with Session(engine) as session:
        assert demo.census(session) == demo.Census(0, 0, 0, 0, 0)
        assert session.scalar(select(func.count()).select_from(User)) == 0


def test_a_telephone_number_that_somebody_has_stops_it_with_a_message(
    engine: Engine, settings: Settings
) -> None:
    with Session(engine) as session:
        factories.make_user(session, phone=ACCOUNTS[0].phone)
        session.commit()
    with pytest.raises(CommandFailed, match="belongs to another account"):
        demo.ensure(engine, settings, quiet)


@pytest.mark.parametrize("ahead", [timedelta(hours=11), timedelta(days=100, hours=5)])
def test_the_city_is_whole_on_any_day_and_at_any_hour(
    engine: Engine, settings: Settings, ahead: timedelta, time_machine_at: Callable[[timedelta], object]
) -> None:
    time_machine_at(ahead)
    assert demo.ensure(engine, settings, quiet)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(ShelfRow)) >= 290
        latest = session.scalars(
            select(ApplicationStep.at).order_by(ApplicationStep.at.desc()).limit(1)
        ).one()
        assert clock.now() - timedelta(days=1) < latest <= clock.now()
