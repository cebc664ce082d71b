"""A claim on a phone and over the desk: applied for, returned, mended, decided by two people; a refusal appealed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_every_page import Open, axe_faults

pytestmark = pytest.mark.browser
PHOTOGRAPH = b"\xff\xd8\xff\xe0" + b"photograph" * 30 + b"\xff\xd9"


def looks_right(page: Page) -> None:
    """No fault for axe, no sideways scroll."""
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def press(page: Page, words: str) -> None:
    """The button with these words inside the page."""
    page.locator("main").get_by_role("button", name=words, exact=True).first.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_claim_is_returned_mended_and_granted_by_two_people(
    open_browser: Open, tmp_path: Path, scripts: bool
) -> None:
    programme = "tr" if scripts else "dp"
    phone = open_browser("resident", scripts=scripts).new_page()
    phone.goto(f"/me/benefits/apply/{programme}?lang=zh&elder=0")
    expect(phone.locator("#known")).to_be_visible()  # filled in once: what earlier claims said is there
    if scripts:
        looks_right(phone)
        for fact, answer in (("hardship", "yes"), ("insured", "no"), ("dibao", "no")):
            phone.locator(f"main input[name={fact}][value={answer}]").check(force=True)
    else:
        phone.locator("main input[name=zero_employment_household][value=yes]").check(force=True)
    phone.locator("main input[name=agree]").check(force=True)
    press(phone, "提交申请")
    expect(phone.locator(".flashes")).to_contain_text("申请交上了")
    number = re.search(r"/me/benefits/([\w-]+)", phone.url)
    assert number is not None
    paper = tmp_path / "证明.jpg"
    paper.write_bytes(PHOTOGRAPH)
    phone.locator("main input[type=file]").set_input_files(paper)
    press(phone, "传上去")
    expect(phone.locator(".papers")).to_contain_text("证明.jpg")
    if scripts:
        looks_right(phone)

    case = f"/desk/claims/{number[1]}?lang=zh&elder=0"
    street = open_browser("street", width=1366, scripts=scripts).new_page()
    street.goto(case)
    street.get_by_text("退回让申请人补").first.click()
    street.locator("#return-note").fill("请写清连着几个月没有收入、户口是哪一种。")
    street.locator("form:has(input[value=return]) button[type=submit]").click()

    phone.goto("/me/benefits?lang=zh&elder=0")
    phone.get_by_role("link", name=re.compile("去补正")).first.click()
    phone.goto(f"/me/benefits/{number[1]}/correct?lang=zh&elder=0")
    expect(phone.locator(".note")).to_contain_text("请写清")
    if scripts:
        phone.locator("#no_income_months").fill("4")
    else:
        phone.locator("#hukou").select_option("urban")
    phone.locator("main input[name=agree]").check(force=True)
    press(phone, "补好了，再交")

    street.goto(case)
    press(street, "受理")
    street.locator("input[name=propose-outcome][value=grant]").check(force=True)
    if scripts:
        looks_right(street)
        street.locator("[name=propose-chosen_months]").fill("2")
    street.locator("#propose-note").fill("社区走访过，家里没有别的收入。")
    press(street, "提出意见")
    expect(street.locator(".decide")).to_contain_text("请由另一位同事办理")

    district = open_browser("district", width=1366, scripts=scripts).new_page()
    district.goto(case)
    district.locator("#approve-note").fill("同意。")
    press(district, "批准")
    expect(district.locator("main")).to_contain_text("封存的决定")
    if scripts:
        looks_right(district)

    phone.goto(f"/me/benefits/{number[1]}?lang=zh&elder=0")
    expect(phone.locator("#next")).to_contain_text("已批准")
    if scripts:
        expect(phone.locator(".money")).to_contain_text("一次发给")
        looks_right(phone)


def test_a_refusal_is_explained_appealed_and_looked_at_by_somebody_else(open_browser: Open) -> None:
    phone = open_browser("resident_refused").new_page()
    phone.goto("/me/benefits?lang=zh&elder=0")
    phone.locator("main .lst.old a").first.click()
    expect(phone.locator("main")).to_contain_text("为什么没有批准")
    expect(phone.locator("main")).to_contain_text("第四十五条")
    looks_right(phone)
    phone.locator("#note").fill("单位三个月没发工资，我才走的。有微信记录。")
    press(phone, "提交复核申请")
    expect(phone.locator("#next")).to_contain_text("复核中")
    number = re.search(r"/me/benefits/([\w-]+)", phone.url)
    assert number is not None

    city = open_browser("city", width=1366).new_page()
    city.goto(f"/desk/claims/{number[1]}?lang=zh&elder=0")
    expect(city.locator(".decide")).to_contain_text("三个月没发工资")
    looks_right(city)
    city.locator("#reopen-note").fill("微信记录要再核对，重新审核。")
    press(city, "重新审核")
    expect(city.locator(".flashes")).to_contain_text("重新审核")

    phone.goto(f"/me/benefits/{number[1]}?lang=zh&elder=0")
    expect(phone.locator("#next")).to_contain_text("审核中")
    phone.goto("/notices?lang=zh")
    expect(phone.locator("main")).to_contain_text("复核有结果了")
