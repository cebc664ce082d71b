"""Pictures of the demo city in Debian's Chromium.

Without arguments: the pages that are looked at first into docs/screenshots/, in Chinese on a phone and a desktop, and
in English, elder mode and the dark scheme. With --all: every page at both widths into var/screenshots/, to be looked at.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.journeys.pages import PageOf, all_pages
from tests.journeys.people import signed_in_state
from tests.journeys.site import Site, launch, running_site

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs/screenshots"
EVERYTHING = ROOT / "var/screenshots"
# The story of a resident, then of an employer and of staff.
FIRST = {
    "home",
    "openings",
    "opening-assistance",
    "recommendations",
    "my-applications",
    "check",
    "check-result",
    "policy",
    "migrant-here",
    "loans-result",
    "apply",
    "my-benefits",
    "my-benefit-running",
    "my-benefit-returned",
    "my-loan",
    "card",
    "employer-home",
    "desk",
    "claims",
    "claim-reviewed",
    "desk-person",
    "payments",
    "proposals",
    "applicants",
    "suggested",
}
MODES = {
    "zh": "lang=zh&elder=0",
    "en": "lang=en&elder=0",
    "elder": "lang=zh&elder=1",
    "dark": "lang=zh&elder=0",
}
LOOKS = (("zh", 360), ("zh", 1366), ("en", 1366), ("elder", 360), ("dark", 360))
LONGEST = 1500  # px of a page that a picture shows


def main() -> None:
    """Start the city, look at each page as its person, write the pictures anew."""
    everything = "--all" in sys.argv[1:]
    target = EVERYTHING if everything else FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.png"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        pages = [page for page in all_pages(site.data_dir) if everything or page.name in FIRST]
        for person in sorted({page.person for page in pages}):
            _shoot(browser, site, person, [page for page in pages if page.person == person], target)
        browser.close()
    print(f"{len(list(target.glob('*.png')))} pictures in {target.relative_to(ROOT)}", file=sys.stderr)


def _shoot(browser: Browser, site: Site, person: str, pages: list[PageOf], target: Path) -> None:
    state = signed_in_state(browser, site.url, person)
    for mode, width in LOOKS:
        context = browser.new_context(
            base_url=site.url,
            storage_state=state,
            locale="zh-CN",
            viewport={"width": width, "height": 740 if width < 800 else 768},
            color_scheme="dark" if mode == "dark" else "light",
        )
        page = context.new_page()
        for one in pages:
            page.goto(f"{one.address}{'&' if '?' in one.address else '?'}{MODES[mode]}")
            height = min(LONGEST, page.evaluate("document.documentElement.scrollHeight"))
            clip = {"x": 0, "y": 0, "width": width, "height": height}
            page.screenshot(path=target / f"{one.name}-{mode}-{width}.png", full_page=True, clip=clip)
        context.close()


if __name__ == "__main__":
    main()
