"""The people of the demo city, and how they sign in."""

import time
from typing import Any

import pyotp
from playwright.sync_api import Browser, Page

from jobhelp.demo.accounts import ACCOUNTS, PASSWORD, TOTP_SECRET

State = dict[str, Any]
SERIALS = {
    "resident": 1,
    "resident_beyond": 2,
    "resident_loan": 3,
    "resident_refused": 3,
    "resident_plain": 4,
    "employer": 11,
    "employer_busy": 12,
    "employer_new": 13,
    "street": 21,
    "district": 22,
    "city": 24,
    "organiser": 25,
    "auditor": 26,
    "administrator": 27,
}


def sign_in(page: Page, url: str, phone: str, *, staff: bool = False, password: str = PASSWORD) -> None:
    """Sign in through the pages; staff enter the one-time code of the moment."""
    page.goto(f"{url}/sign-in")
    page.fill("input[name=phone]", phone)
    page.fill("input[name=password]", password)
    page.locator("main form button[type=submit]").first.click()
    if staff:
        for _ in range(3):
            if "/second-factor" not in page.url:
                break
            left = 30 - time.time() % 30
            if left < 3:  # the code is about to change
                time.sleep(left + 0.5)
            page.fill("input[name=code]", pyotp.TOTP(TOTP_SECRET).now())
            page.locator("main form button[type=submit]").first.click()
    assert "/sign-in" not in page.url and "/second-factor" not in page.url, page.url


def signed_in_state(browser: Browser, url: str, person: str) -> State | None:
    """The cookies of a person who has signed in through the pages; None for somebody who has not."""
    if person == "anonymous":
        return None
    account = next(one for one in ACCOUNTS if one.serial == SERIALS[person])
    with browser.new_context(locale="zh-CN") as context:
        sign_in(context.new_page(), url, account.phone, staff=not person.startswith(("res", "emp")))
        return context.storage_state()
