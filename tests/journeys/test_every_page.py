"""Every page, for its person, in Chromium: axe-core finds nothing, the console is silent, nothing scrolls sideways.

`make test` looks at every sixth page once on a phone in Chinese; `make test-long` at all of them in the whole matrix of
widths, languages, elder mode, dark scheme and without scripts.
"""

import gzip
from collections.abc import Callable
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.journeys.pages import PageOf, all_pages
from tests.journeys.site import Site
from tests.measured import record

pytestmark = pytest.mark.browser
MODES = {"zh": "lang=zh&elder=0", "en": "lang=en&elder=0", "elder": "lang=zh&elder=1"}
WIDTHS = (360, 1366)
MOST_BYTES = 100_000
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
QUIET_REASONS = ("net::ERR_ABORTED",)  # a page that was left before its icon came


def faults_of(page: Page, one: PageOf, mode: str, *, axe: bool = True) -> list[str]:
    """What is wrong with a page in a mode; empty when nothing is."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url} {request.failure}"))
    mark = "&" if "?" in one.address else "?"
    response = page.goto(f"{one.address}{mark}{MODES[mode]}")
    expected = 404 if one.name == "not-found" else 200
    if response is None or response.status != expected:
        return [f"status {response.status if response else None}"]
    faults = [line for line in said if not any(reason in line for reason in QUIET_REASONS)]
    if expected != 200:
        faults = [line for line in faults if "404" not in line]
    body = response.body()
    if len(gzip.compress(body)) > MOST_BYTES:
        faults.append(f"{len(gzip.compress(body))} bytes gz")
    wide, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide > inner:
        faults.append(f"scrolls sideways: {wide} > {inner}")
    language = page.evaluate("document.documentElement.lang")
    if not language.startswith("en" if mode == "en" else "zh"):
        faults.append(f"lang={language}")
    if axe:
        faults += [f"axe: {fault}" for fault in axe_faults(page)]
    return faults


def axe_faults(page: Page) -> list[str]:
    """Violations in short: rule and the first place."""
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [f"{one['id']} {one['nodes'][0]['html'][:120]} (+{len(one['nodes']) - 1})" for one in found]


Open = Callable[..., BrowserContext]


def look_at(
    city: Site,
    open_browser: Open,
    mode: str,
    width: int,
    *,
    scripts: bool = True,
    dark: bool = False,
    share: int = 1,
) -> tuple[int, list[str]]:
    """(pages looked at, faults) of every page in this mode, each as the person whose page it is.

    share  one page of so many
    """
    pages, looks, faults = all_pages(city.data_dir), 0, []
    for person in sorted({one.person for one in pages}):
        context = open_browser(person, width=width, scripts=scripts, dark=dark)
        for number, one in enumerate(pages):
            if one.person != person or number % share:
                continue
            page = context.new_page()
            looks += 1
            faults += [f"{one.name}: {fault}" for fault in faults_of(page, one, mode, axe=scripts)]
            page.close()
        context.close()
    return looks, faults


def test_every_sixth_page_on_a_phone_in_chinese(city: Site, open_browser: Open) -> None:
    looks, faults = look_at(city, open_browser, "zh", 360, share=6)
    assert looks > 15
    assert faults == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("mode", "width", "scripts", "dark"),
    [
        *((mode, width, True, False) for mode, width in product(MODES, WIDTHS)),
        *(("zh", width, False, False) for width in WIDTHS),
        ("zh", 360, True, True),
        ("en", 768, True, True),
        ("zh", 320, True, False),
        ("elder", 320, True, False),
    ],
)
def test_every_page_in_every_mode(
    mode: str, width: int, scripts: bool, dark: bool, city: Site, open_browser: Open
) -> None:
    looks, faults = look_at(city, open_browser, mode, width, scripts=scripts, dark=dark)
    name = f"{mode} {width}{'' if scripts else ' without scripts'}{' dark' if dark else ''}"
    record("pages", {name: {"looks": looks, "faults": len(faults)}})
    assert faults == []
