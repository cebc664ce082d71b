"""One running demo city and one browser for all journeys; each person signs in once and keeps the cookies."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.journeys.people import State, signed_in_state
from tests.journeys.site import Site, launch, running_site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo city, served by `jobhelp serve --demo` as `make run` does."""
    with running_site(tmp_path_factory.mktemp("city")) as site:
        yield site


@pytest.fixture(scope="session")
def signed_in(browser: Browser, city: Site) -> Callable[[str], State | None]:
    """person → the cookies of their signed-in browser (a one-time code is good for one sign-in only)."""
    kept: dict[str, State | None] = {}

    def state_of(person: str) -> State | None:
        if person not in kept:
            kept[person] = signed_in_state(browser, city.url, person)
        return kept[person]

    return state_of


@pytest.fixture
def open_browser(
    browser: Browser, city: Site, signed_in: Callable[[str], State | None]
) -> Iterator[Callable[..., BrowserContext]]:
    """open_browser(person, width=…, scripts=…) → a browser window of that person, closed after the test."""
    opened: list[BrowserContext] = []

    def open_one(person: str = "anonymous", *, width: int = 360, scripts: bool = True, dark: bool = False):
        context = browser.new_context(
            base_url=city.url,
            storage_state=signed_in(person),
            viewport={"width": width, "height": 768 if width > 800 else 740},
            locale="zh-CN",
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def measured_folder(city: Site) -> Path:
    """Where the site keeps its data (the SMS file among it)."""
    return city.data_dir
