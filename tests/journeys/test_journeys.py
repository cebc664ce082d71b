"""What the four people do, through the pages, in a real browser: with scripts and without, wide and narrow.

The short form (phone, Chinese, with scripts) runs in `make test`; the rest, also without, in `make test-long`.
"""

import json
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.people import sign_in
from tests.journeys.site import Site
from tests.measured import record

pytestmark = pytest.mark.browser
Open = Callable[..., BrowserContext]
_serial = count(1)
MODES = {"zh": "?lang=zh&elder=0", "en": "?lang=en&elder=0", "elder": "?lang=zh&elder=1"}
QUICK = [("zh", 360, True)]
REST = [
    pytest.param(mode, width, scripts, marks=pytest.mark.long)
    for mode in MODES
    for width in (360, 1366)
    for scripts in (True, False)
    if (mode, width, scripts) not in QUICK
]
in_every_mode = pytest.mark.parametrize(("mode", "width", "scripts"), [*QUICK, *REST])
PASSWORD = "river-ice-lantern-7"


def new_phone() -> str:
    """A telephone number that nobody in the city has."""
    return f"1770000{next(_serial):04d}"


def opened(context: BrowserContext, mode: str) -> Page:
    """The home page in a mode (kept by a cookie from there on)."""
    page = context.new_page()
    page.goto("/" + MODES[mode])
    return page


def press(page: Page, action: str) -> None:
    """Press the button of the form that goes to an address ending in `action`, unfolding what hides it."""
    form = page.locator(f"main form[action$='{action}']").first
    unfold(page, form)
    form.locator("button[type=submit]").first.click()


def unfold(page: Page, inside) -> None:
    """Open the folded box in which something stands, once its page is there."""
    inside.wait_for(state="attached")
    fold = inside.locator("xpath=ancestor::details[not(@open)]")
    for number in range(fold.count()):
        fold.nth(number).locator("summary").first.click()


def send(page: Page, **wanted: str) -> None:
    """Press the button of the main form that carries name=value."""
    ((name, value),) = wanted.items()
    button = page.locator(f"main button[name={name}][value={value}]").last
    unfold(page, button)
    button.click()


def register(page: Page, phone: str) -> None:
    """A new resident, who agrees to personalised ranking."""
    page.goto("/register")
    page.fill("input[name=name]", "周晓兰")
    page.fill("input[name=phone]", phone)
    page.fill("input[name=password]", PASSWORD)
    page.select_option("select[name=district_code]", "230103")
    page.locator("input[name=personalised][value=yes]").check()
    page.locator("main form button[type=submit]").last.click()


@in_every_mode
def test_a_resident_registers_answers_and_applies(
    open_browser: Open, mode: str, width: int, scripts: bool
) -> None:
    page = opened(open_browser(width=width, scripts=scripts), mode)
    register(page, new_phone())
    page.wait_for_url("**/me/profile/work*")
    page.fill("input[name=q]", "保洁")
    send(page, do="find")
    page.locator("input[name=wanted][type=checkbox]").first.check()
    send(page, do="save")
    for name in ("skills", "experience", "education", "place", "time", "pay"):
        page.wait_for_url(f"**/me/profile/{name}*")
        send(page, do="skip")
    page.wait_for_url("**/me/profile/limits*")
    send(page, do="save")
    page.wait_for_url("**/me/recommendations*")
    cards = page.locator("article.op")
    assert cards.count() >= 3
    assert page.locator("article.op .rs li").count() >= 3, "cards without reasons"
    title = cards.first.locator("h2, h3").first.inner_text()
    page.locator("form[action$='/apply'] button").first.click()
    page.goto("/me/applications")
    expect(page.locator("main")).to_contain_text(title)
    page.locator("main a[href*='/me/applications/']").first.click()
    assert "/me/applications/" in page.url
    page.goto(page.url.split("?")[0].rstrip("/") + "/withdraw")
    press(page, "/withdraw")
    page.goto("/me/applications")
    expect(page.locator("main")).to_contain_text({"en": "withdr"}.get(mode, "撤回"), ignore_case=True)


def write_opening(page: Page, title: str) -> None:
    """An employer writes a market job for one person, and saves it."""
    page.goto("/employer/openings/new?kind=market")
    page.fill("input[name=title]", title)
    page.select_option("select[name=occupation_code]", index=1)
    page.fill("textarea[name=duties]", "打扫走廊和电梯间\n清洗卫生间")
    page.fill("input[name=headcount]", "1")
    page.fill("input[name=pay_min]", "2800")
    page.fill("input[name=pay_max]", "3200")
    page.select_option("select[name=pay_unit]", "month")
    page.locator("input[name=shifts][value=day]").check()
    page.select_option("select[name=district_code]", "230103")
    page.locator("main form button[type=submit]").last.click()


@in_every_mode
def test_an_opening_goes_from_draft_to_filled(
    open_browser: Open, mode: str, width: int, scripts: bool
) -> None:
    title = f"写字楼保洁{next(_serial)}号"
    employer = opened(open_browser("employer", width=width, scripts=scripts), mode)
    write_opening(employer, title)
    press(employer, "/move")
    number = int(employer.url.split("?")[0].rstrip("/").split("/")[-1])

    officer = opened(open_browser("district", width=1366, scripts=scripts), mode)
    officer.goto(f"/desk/openings/{number}")
    send(officer, decision="publish")

    resident = opened(open_browser(width=width, scripts=scripts), mode)
    register(resident, new_phone())
    resident.goto(f"/openings/{number}")
    expect(resident.locator("h1")).to_contain_text(title)
    resident.locator("form[action$='/apply'] button >> visible=true").first.click()

    employer.goto(f"/employer/openings/{number}/applicants")
    employer.locator("main form[action$='/view'] button").first.click()
    hire = employer.locator("main form:has(input[name=action][value=hire])").first
    unfold(employer, hire)
    hire.locator("button[type=submit]").click()
    resident.goto("/me/applications")
    expect(resident.locator("main")).to_contain_text({"en": "hired"}.get(mode, "已录用"), ignore_case=True)
    late = opened(open_browser(width=width, scripts=scripts), mode)
    late.goto(f"/openings/{number}")
    expect(late.locator("main")).to_contain_text({"en": "filled"}.get(mode, "已招满"), ignore_case=True)
    assert late.locator("form[action$='/apply']").count() == 0


@in_every_mode
def test_a_discriminating_advertisement_is_stopped_with_its_reason(
    open_browser: Open, mode: str, width: int, scripts: bool
) -> None:
    page = opened(open_browser("employer", width=width, scripts=scripts), mode)
    write_opening(page, "前台接待（限女性，已婚已育优先）")
    expect(page.locator("main")).to_contain_text(
        {"en": "You cannot ask for men or women"}.get(mode, "不能限定男女")
    )
    assert (
        page.locator(
            "main form:has(input[name=action][value=submit]):not(:has(textarea, input[type=text]))"
        ).count()
        == 0
    )


@in_every_mode
def test_what_was_typed_is_not_lost_on_a_mistake(
    open_browser: Open, mode: str, width: int, scripts: bool
) -> None:
    page = opened(open_browser(width=width, scripts=scripts), mode)
    page.goto("/register")
    page.fill("input[name=name]", "周晓兰")
    page.fill("input[name=phone]", "123")
    page.fill("input[name=password]", "short")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert page.input_value("input[name=name]") == "周晓兰"
    assert page.input_value("input[name=phone]") == "123"


@in_every_mode
def test_a_forgotten_password_is_reset_by_a_code(
    open_browser: Open, city: Site, mode: str, width: int, scripts: bool
) -> None:
    phone = new_phone()
    page = opened(open_browser(width=width, scripts=scripts), mode)
    register(page, phone)
    other = opened(open_browser(width=width, scripts=scripts), mode)
    other.goto("/forgotten")
    other.fill("input[name=phone]", phone)
    other.locator("main form button[type=submit]").last.click()
    other.wait_for_url("**/reset")
    code = _code_sent_to(phone, city, other)
    other.goto("/reset")
    other.fill("input[name=phone]", phone)
    other.fill("input[name=code]", code)
    other.fill("input[name=password]", "another-lantern-88")
    other.locator("main form button[type=submit]").last.click()
    other.wait_for_url(lambda address: "/reset" not in address)
    page.goto("/me/profile")
    assert "/sign-in" in page.url, "the old session must be over"
    sign_in(other, city.url, phone, password="another-lantern-88")


def _code_sent_to(phone: str, city: Site, page: Page) -> str:
    """The code of six digits in a message to this phone; others' messages leave at the same time."""
    sent = city.data_dir / "sms.jsonl"
    for _ in range(300):
        lines = sent.read_text(encoding="utf-8").splitlines() if sent.exists() else []
        for message in (json.loads(line) for line in lines if line.endswith("}")):
            if message["to"] == phone:
                for word in _digits(message["body"]):
                    if len(word) == 6:
                        return word
        page.wait_for_timeout(100)
    pytest.fail("no code arrived within 30 seconds")


def _digits(text: str) -> list[str]:
    return "".join(letter if letter.isdigit() else " " for letter in text).split()


@in_every_mode
def test_a_person_erases_themselves(
    open_browser: Open, city: Site, mode: str, width: int, scripts: bool
) -> None:
    phone = new_phone()
    page = opened(open_browser(width=width, scripts=scripts), mode)
    register(page, phone)
    page.goto("/me/data")
    erase = page.locator("main form[action$='/erase']").first
    unfold(page, erase)
    erase.locator("input[type=password]").fill(PASSWORD)
    for box in erase.locator("input[type=checkbox]").all():
        box.check()
    erase.locator("button[type=submit]").last.click()
    page.goto("/me/profile")
    assert "/sign-in" in page.url


def test_finding_work_with_the_keyboard_alone(open_browser: Open) -> None:
    page = opened(open_browser(width=1366), "zh")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.focus("input[name=q]")
    page.keyboard.type("保洁")
    page.keyboard.press("Enter")
    page.wait_for_url("**/openings?*")
    for _ in range(200):
        page.keyboard.press("Tab")
        address = page.evaluate("document.activeElement.getAttribute('href') || ''")
        if address.startswith("/openings/") and address.split("/")[-1].isdigit():
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/openings/*")
    expect(page.locator("h1")).to_contain_text("保洁")


@pytest.mark.long
def test_the_journeys_were_made_in_every_mode() -> None:
    record("journeys", {"modes": len(QUICK) + len(REST), "journeys": 6})
