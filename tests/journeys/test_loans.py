"""A loan from the check to its interest subsidy, through the browser, while half a year goes by.

The site runs inside the test, so that its clock can be moved: the application is of January, the interest of April.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from time_machine import Traveller, travel
from werkzeug.serving import make_server

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState
from jobhelp.payments import service as payments
from jobhelp.payments.cardnumbers import check_digit
from jobhelp.payments.models import Payment
from tests import factories
from tests.journeys.test_every_page import axe_faults
from tests.servers import free_port

pytestmark = pytest.mark.browser
CARD = "621785600000310000"
ANSWERS = {
    "who": "male",
    "work": "none",
    "insured": "never",
    "left": "no_job",
    "registered": "yes",
    "receiving": "none",
    "hukou": "district_rural",
    "classes": "none",
    "income": "fine",
    "school": "no",
    "business": "wish",
    "credit": "none",
}


@dataclass
class Town:
    """The site on a clock that can be moved, and windows of people who are signed in."""

    url: str
    app: Flask
    browser: Browser
    traveller: Traveller

    def window(self, user: User | None, *, width: int = 1366, scripts: bool = True) -> Page:
        """A new window; its session is of the present moment."""
        context: BrowserContext = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 768},
            locale="zh-CN",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        if user is not None:
            now = clock.now().timestamp()
            state = {"_user_id": user.get_id(), "_fresh": True, "signed_in_at": now, "seen_at": now}
            state["second_factor"] = user.get_id()
            signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
            value = signer.dumps(state)
            context.add_cookies(
                [{"name": self.app.config["SESSION_COOKIE_NAME"], "value": value, "url": self.url}]
            )
        return context.new_page()


@pytest.fixture
def town(app: Flask, browser: Browser) -> Iterator[Town]:
    """The site, served from a thread of this process."""
    with travel("2026-01-12T02:00:00Z", tick=True) as traveller:
        server = make_server("127.0.0.1", free_port(), app, threaded=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Town(f"http://127.0.0.1:{server.server_port}", app, browser, traveller)
        finally:
            server.shutdown()
            thread.join(10)
            for context in list(browser.contexts):
                context.close()


def answer(page: Page, name: str) -> None:
    """Answer one question of the check, and go on."""
    if name == "area":
        page.get_by_role("combobox").select_option("230103")
    if name in ANSWERS:
        page.locator(f"input[value={ANSWERS[name]}]").check(force=True)
    if name == "born":
        page.locator("#day").fill("1988-06-15")
    if name == "registered":
        page.locator("#day").fill("2025-12-01")
    if name == "loan":
        page.locator("#number").fill("200000")
    page.locator("button.big").click()


def check(page: Page) -> None:
    """The whole open check of somebody who wants to start a business."""
    page.goto("/check")
    page.locator("button[value=resident]").click()
    for _ in range(20):
        if "/check/result" in page.url:
            return
        name = re.search(r"/check/(\w+)\?", page.url)
        assert name is not None
        answer(page, name[1])


def press(page: Page, words: str) -> None:
    """The button with these words inside the page."""
    page.locator("main").get_by_role("button", name=words, exact=True).first.click()


def pay(session: Session, preparer: User, city: User) -> None:
    """Prepare, check, approve, send, and read the bank's receipt."""
    quarter = date(2026, 1, 1)
    run = payments.prepare(session, programme="sl", month=quarter, district="230103", by=preparer)
    payments.check(session, run, by=city)
    payments.approve(session, run, by=city)
    payments.send(session, run, by=preparer)
    sent = session.scalars(select(Payment).where(Payment.run_id == run.id)).one()
    receipt = f"流水号,金额,结果,原因\n{sent.reference},{sent.amount / 100:.2f},成功,"
    payments.receive(session, run, receipt.encode(), by=preparer)
    session.commit()


def test_a_loan_from_the_check_to_the_interest_subsidy(town: Town, session: Session) -> None:
    seeker = factories.make_seeker(session)
    person = session.get_one(User, seeker.user_id)
    street, district, city = factories.make_officers(session)
    session.commit()

    # on a phone, without scripts: the calculator, then the check, then the application
    phone = town.window(person, width=360, scripts=False)
    phone.goto("/loans")
    phone.locator("#group").select_option("registered_unemployed")
    phone.locator("#amount").fill("200000")
    phone.locator("#rate").fill("3.4")
    phone.get_by_role("button", name="算一算").click()
    expect(phone.locator("h1")).to_have_text("最高可以借 300,000 元")
    check(phone)
    verdict = phone.locator("#sl")
    expect(verdict).to_have_class(re.compile("v-y"))
    address = verdict.locator("a[href*='/apply/sl']").get_attribute("href")
    assert address is not None
    phone.goto(address)
    for name in ("months", "group"):
        field = phone.locator(f"[name={name}]")
        if field.count() and not field.first.input_value():
            if name == "months":
                field.first.fill("36")
            else:
                field.first.select_option("registered_unemployed")
    phone.locator("[name=agree]").check(force=True)
    phone.get_by_role("button", name="提交申请").click()
    expect(phone.locator("body")).to_contain_text("申请交上了")

    claim = session.scalars(select(Claim)).one()
    session.rollback()
    # the street office takes it in and proposes, the district decides
    office = town.window(street)
    office.goto(f"/desk/claims/{claim.number}")
    press(office, "受理")
    office.locator("input[name=propose-outcome][value=grant]").check(force=True)
    office.locator("#propose-note").fill("社区核实过，登记失业，没有别的贷款。")
    press(office, "提出意见")
    desk = town.window(district)
    desk.goto(f"/desk/claims/{claim.number}")
    desk.locator("#approve-note").fill("同意。")
    press(desk, "批准")

    # the desk: guarantee, then a rate that is too high, then the contract
    desk.goto("/desk/loans")
    desk.get_by_role("link", name=claim.number).click()
    assert axe_faults(desk) == []
    desk.locator("[name=guarantee-guarantor]").fill("市创业贷款担保中心")
    desk.get_by_role("button", name="记下担保").click()
    expect(desk.locator(".stagebar [aria-current=step]")).to_contain_text("银行审批")
    desk.locator("[name=lend-bank]").fill("示例银行")
    desk.locator("[name=lend-rate]").fill("3.6")
    for name in ("contract_on", "lent_on"):
        desk.locator(f"[name=lend-{name}]").fill("2026-01-12")
    desk.get_by_role("button", name="记下放款").click()
    expect(desk.locator(".govuk-error-summary")).to_contain_text("最高年利率是 3.5%")
    desk.locator("[name=lend-rate]").fill("3.4")
    desk.get_by_role("button", name="记下放款").click()
    expect(desk.locator(".stagebar [aria-current=step]")).to_contain_text("贴息")

    # the borrower sees what each quarter will cost
    phone.goto(f"/me/benefits/{claim.number}")
    phone.get_by_role("link", name="看贷款和贴息").click()
    expect(phone.locator("table.quarters tbody tr").first).to_contain_text("还没到")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    # the quarter is over: it is settled once, and owed
    town.traveller.move_to("2026-04-02T02:00:00Z")
    desk = town.window(district)
    desk.goto("/desk/loans/quarters")
    desk.get_by_role("button", name="结这个季度").click()
    expect(desk.locator("body")).to_contain_text("结了 1 笔贷款的利息")
    expect(desk.locator("body")).to_contain_text("都结完了")
    session.rollback()  # what was read before the browser acted is forgotten
    month = session.scalars(select(BenefitMonth)).one()
    # 200,000 yuan at 3.4 %: 6,800 yuan in 365 days, 79 of them, half of it
    assert (month.month, month.amount, month.state) == (date(2026, 1, 1), 73_589, MonthState.DUE)

    borrower = town.window(person, width=360)
    borrower.goto(f"/me/loans/{claim.number}")
    assert axe_faults(borrower) == []
    first = borrower.locator("table.quarters tbody tr").first
    expect(first).to_contain_text("735.89")
    expect(first).to_contain_text("待发")

    # the same runs and books as every benefit: three people, a bank file, a receipt
    preparer = factories.make_user(session, "district_officer")
    payments.save_seeker_card(session, seeker, number=CARD + check_digit(CARD), bank="示例银行", by=person)
    session.commit()
    pay(session, preparer, city)
    borrower.reload()
    expect(borrower.locator("table.quarters tbody tr").first).to_contain_text("已发")
    expect(borrower.locator(".sumup")).to_contain_text("735.89")
