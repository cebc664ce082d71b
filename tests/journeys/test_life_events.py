"""A hire through the pages proposes the stop and an officer decides; a benefit that ends soon is counted down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock, crypto, events, wiring
from jobhelp.accounts import queries as accounts
from jobhelp.accounts import service as accounts_service
from jobhelp.applications.models import Application
from jobhelp.claims.models import Claim
from jobhelp.config import Settings
from jobhelp.demo.accounts import ACCOUNTS
from jobhelp.demo.invented import phone
from jobhelp.employers.models import Employer, EmployerMember
from jobhelp.life_events import tasks
from jobhelp.orm import make_engine, write_session
from tests import factories
from tests.journeys.people import SERIALS, sign_in
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
Open = Callable[..., BrowserContext]
MODES = {"zh": "?lang=zh&elder=0", "en": "?lang=en&elder=0", "elder": "?lang=zh&elder=1"}
QUICK = [("zh", 360, True), ("zh", 360, False)]
REST = [
    pytest.param(mode, width, scripts, marks=pytest.mark.long)
    for mode in MODES
    for width in (360, 1366)
    for scripts in (True, False)
    if (mode, width, scripts) not in QUICK
]
in_every_mode = pytest.mark.parametrize(("mode", "width", "scripts"), [*QUICK, *REST])
PASSWORD = "river-ice-lantern-9"
HERE = "230103"
_serial = count(1)


@dataclass(frozen=True)
class Resident:
    """Somebody who receives unemployment benefit, and their accepted application."""

    phone: str
    claim_number: str
    application_id: int


@pytest.fixture
def books(city: Site) -> Iterator[Engine]:
    """The database of the running city, with the reactions that the site has."""
    crypto.use(crypto.Keyring.load(city.data_dir / "development-keys.json"))
    for event, reaction in wiring.SUBSCRIPTIONS:
        events.subscribe(event, reaction)
    engine = make_engine(f"sqlite:///{city.data_dir / 'jobhelp.db'}")
    yield engine
    engine.dispose()


def receives(engine: Engine, *, days_left: int | None = None) -> Resident:
    """A new resident with granted benefit, who accepted an offer of the demo city's busy employer."""
    number = f"1770001{next(_serial):04d}"
    with write_session(engine) as session:
        staff = {one.serial: accounts.by_phone(session, phone(one.serial)) for one in ACCOUNTS}
        officers = tuple(staff[SERIALS[one]] for one in ("street", "district", "city"))
        user = accounts_service.create_user(
            session, role="resident", display_name="周*兰", phone=number, password=PASSWORD
        )
        seeker = factories.make_seeker(session, user=user)
        claim = factories.make_claim(session, seeker=seeker, state="granted", officers=officers)
        if days_left is not None:
            claim.ends_on = clock.today() + timedelta(days=days_left)
        member = staff[SERIALS["employer_busy"]]
        firm = session.scalars(select(EmployerMember).where(EmployerMember.user_id == member.id)).one()
        employer = session.get_one(Employer, firm.employer_id)
        opening = factories.make_opening(
            session, employer=employer, title=f"理货员{number[-3:]}号", number=f"J-{number[-6:]}"
        )
        application = factories.make_application(session, opening, seeker, "accepted")
        return Resident(number, claim.number, application.id)


def opened(context: BrowserContext, mode: str) -> Page:
    """The home page in a mode (kept by a cookie from there on)."""
    page = context.new_page()
    page.goto("/" + MODES[mode])
    return page


def unfold(page: Page, inside) -> None:
    """Open the folded box in which something stands."""
    fold = inside.locator("xpath=ancestor::details[not(@open)]")
    for number in range(fold.count()):
        fold.nth(number).locator("summary").first.click()


def signed_in(page: Page, city: Site, resident: Resident) -> None:
    sign_in(page, city.url, resident.phone, password=PASSWORD)


@in_every_mode
def test_a_hire_proposes_the_stop_and_an_officer_decides(
    open_browser: Open, city: Site, books: Engine, mode: str, width: int, scripts: bool
) -> None:
    someone = receives(books)
    employer = opened(open_browser("employer_busy", width=width, scripts=scripts), mode)
    employer.goto(f"/employer/applications/{someone.application_id}")
    hire = employer.locator("main form:has(input[name=action][value=hire])").first
    unfold(employer, hire)
    hire.locator("button[type=submit]").click()

    resident = opened(open_browser(width=width, scripts=scripts), mode)
    signed_in(resident, city, someone)
    resident.goto("/notices")
    changed = resident.locator("main li", has_text={"en": "congratulations"}.get(mode, "祝贺您")).first
    changed.locator("button[type=submit]").click()
    assert "/me/changes" in resident.url
    resident.locator("main article a.btn").first.click()
    expect(resident.locator("main")).to_contain_text(
        {"en": "Nothing has stopped yet"}.get(mode, "现在还没有停")
    )
    resident.fill("textarea[name=words]", "下个月一号才上班")
    resident.locator("main form button[type=submit]").last.click()
    expect(resident.locator("main")).to_contain_text("下个月一号才上班")

    officer = opened(open_browser("district", width=1366, scripts=scripts), mode)
    officer.goto("/desk/proposals?kind=stop&programme=ui")
    row = officer.locator("tr", has_text=someone.claim_number)
    row.locator("a").first.click()
    expect(officer.locator("main")).to_contain_text("下个月一号才上班")
    officer.locator("input[name=outcome][value=stop]").check()
    officer.locator("aside form button[type=submit]").click()  # without a reason
    expect(officer.locator(".govuk-error-summary")).to_be_visible()
    officer.locator("input[name=outcome][value=stop]").check()
    officer.fill("aside textarea[name=note]", "您已经找到工作，从下个月起停发，没领完的月份留着。")
    officer.locator("aside form button[type=submit]").click()
    expect(officer.locator("main")).to_contain_text({"en": "Followed"}.get(mode, "已采纳"))

    resident.goto("/me/changes")
    expect(resident.locator("main")).to_contain_text({"en": "decided to stop"}.get(mode, "决定停发"))
    with Session(books) as session:
        assert session.scalars(select(Claim).filter_by(number=someone.claim_number)).one().state == "stopped"
        assert session.get_one(Application, someone.application_id).state == "hired"


@in_every_mode
def test_a_benefit_that_ends_soon_is_counted_down(
    open_browser: Open, city: Site, books: Engine, mode: str, width: int, scripts: bool
) -> None:
    someone = receives(books, days_left=30)
    tasks.count_down(books, Settings.from_env({"JOBHELP_DATA_DIR": str(city.data_dir)}))
    resident = opened(open_browser(width=width, scripts=scripts), mode)
    signed_in(resident, city, someone)
    resident.goto("/notices")
    ending = resident.locator(
        "main li", has_text={"en": "ends in 30 days"}.get(mode, "还有 30 天就到期")
    ).first
    ending.locator("button[type=submit]").click()
    assert "/me/changes/" in resident.url
    expect(resident.locator("main")).to_contain_text({"en": "The last day is"}.get(mode, "最后一天是"))
    assert resident.locator("main a[href='/me/recommendations']").count() >= 1

    officer = opened(open_browser("district", width=1366, scripts=scripts), mode)
    officer.goto("/desk/proposals?kind=countdown")
    officer.locator("tr", has_text=someone.claim_number).locator("a").first.click()
    officer.locator("input[name=outcome][value=tell]").check()
    officer.fill("aside textarea[name=note]", "电话里说清了，本人想接着找保洁的活儿。")
    officer.locator("aside form button[type=submit]").click()
    expect(officer.locator("main")).to_contain_text({"en": "Followed"}.get(mode, "已采纳"))
    assert someone.phone not in officer.content()
