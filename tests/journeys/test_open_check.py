"""A person checks what they may get: on a phone, in elder mode, in English, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_every_page import Open, axe_faults

pytestmark = pytest.mark.browser
WAYS = [
    pytest.param("lang=zh&elder=0", True, marks=pytest.mark.long),
    ("lang=zh&elder=0", False),
    ("lang=zh&elder=1", True),
    pytest.param("lang=en&elder=0", False, marks=pytest.mark.long),
]
ANSWERS = {
    "who": "female_worker",
    "work": "none",
    "insured": "paid",
    "left": "expired",
    "own_share": "yes",
    "carried": "none",
    "registered": "yes",
    "receiving": "none",
    "hukou": "district_urban",
    "classes": "none",
    "business": "no",
}


def answer(page: Page, name: str) -> None:
    """Fill the question in as a person does, and go on."""
    if name == "area":
        page.get_by_role("combobox").select_option("230103")
    if name in ANSWERS:
        page.locator(f"input[value={ANSWERS[name]}]").check(force=True)
    if name == "born":
        page.locator("#day").fill("1979年5月3日")
    if name == "registered":
        page.locator("#day").fill("2026-11-09")
    if name == "insured":
        page.locator("#number").fill("7")
        page.locator("#other").fill("2")
    page.locator("button.big").click()


@pytest.mark.parametrize(("mode", "scripts"), WAYS, ids=["zh", "zh-plain", "elder", "en-plain"])
def test_the_open_check_on_a_phone(open_browser: Open, mode: str, scripts: bool) -> None:
    page = open_browser("anonymous", scripts=scripts).new_page()
    page.goto(f"/check?{mode}")
    page.locator("button[value=resident]").click()
    asked = []
    while "/check/result" not in page.url:
        name = re.search(r"/check/(\w+)\?", page.url)
        assert name is not None and len(asked) < 20
        asked.append(name[1])
        if scripts:
            assert axe_faults(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        answer(page, name[1])
    assert len(asked) == len(set(asked))
    assert "rural_job" not in asked and "school" not in asked
    benefit = page.locator("#ui")
    expect(benefit).to_contain_text("36,774")
    expect(benefit).to_contain_text("暂定" if "zh" in mode else "Provisional")
    expect(page.locator("#us")).to_contain_text("2022")

    page.locator(".fold summary").click()
    page.locator(".answers a").first.click()
    expect(page.get_by_role("combobox")).to_have_value("230103")
    page.go_back()
    expect(page.locator("#ui")).to_contain_text("36,774")


def test_a_skipped_check_promises_and_refuses_nothing(open_browser: Open) -> None:
    page = open_browser("anonymous").new_page()
    page.goto("/check?lang=zh&elder=0")
    page.locator("button[value=resident]").click()
    while "/check/result" not in page.url:
        page.locator("button[value=skip]").click()
    expect(page.locator("details.v-y")).to_have_count(0)
    expect(page.locator("details.v-n")).to_have_count(2)


def test_a_policy_page_leads_into_the_check(open_browser: Open) -> None:
    page = open_browser("anonymous").new_page()
    page.goto("/?lang=zh&elder=0")
    page.get_by_role("link", name="查待遇").first.click()
    page.get_by_role("link", name="失业保险金").click()
    page.get_by_role("button", name="查查我符不符合").click()
    expect(page).to_have_url(re.compile(r"/check/area\?t="))
