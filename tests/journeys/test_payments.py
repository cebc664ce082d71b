"""A payment run as two offices do it: two payments come back from the bank, go into a new run, and arrive."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_every_page import Open, axe_faults

pytestmark = pytest.mark.browser


def send(page: Page, folder: Path) -> list[dict[str, str]]:
    """Send the run of this page to the bank; the lines of its file."""
    page.get_by_role("button", name="再查一遍，送银行").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载银行文件").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def take_in(page: Page, lines: list[tuple[str, str, str, str]]) -> None:
    """Upload the bank's answer."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("流水号", "金额", "结果", "原因"))
    writer.writerows(lines)
    content = {"name": "回单.csv", "mimeType": "text/csv", "buffer": file.getvalue().encode()}
    page.locator("input[type=file]").set_input_files([content])  # type: ignore[list-item]
    page.get_by_role("button", name="回单入账").click()


def sign(page: Page, address: str) -> None:
    """The city looks at the run, checks and approves it."""
    page.goto(address)
    page.get_by_role("button", name="逐笔看过，复核").click()
    page.get_by_role("button", name="批准，").click()
    expect(page.locator(".signs li.done")).to_have_count(3)


def test_two_returned_payments_are_retried(open_browser: Open, tmp_path: Path) -> None:
    district = open_browser("district", width=1366).new_page()
    city = open_browser("city", width=1366, scripts=False).new_page()
    city.goto("/desk/payments?lang=zh&elder=0")
    district.goto("/desk/payments?lang=zh&elder=0")
    district.get_by_role("row", name="等复核").first.get_by_role("link").click()
    run = district.url
    expect(district.get_by_text("这一批是您准备的，要由另一位同事复核。")).to_be_visible()
    expect(district.get_by_role("button", name="逐笔看过，复核")).to_have_count(0)
    sign(city, run)

    district.goto(run)
    lines = send(district, tmp_path)
    assert len(lines) >= 2
    back = {line["流水号"] for line in lines[:2]}
    take_in(
        district, [(line["流水号"], line["金额"], "成功", "") for line in lines] + [("X-1", "1", "成功", "")]
    )
    expect(district.get_by_role("alert")).to_contain_text("X-1 不在这一批里")
    take_in(
        district,
        [
            (
                line["流水号"],
                line["金额"],
                *(("退回", "账户户名不符") if line["流水号"] in back else ("成功", "")),
            )
            for line in lines
        ],
    )
    expect(district.get_by_text("退回 2 笔")).to_be_visible()
    expect(district.get_by_role("row", name="银行退回")).to_have_count(2)
    assert axe_faults(district) == []

    district.get_by_role("button", name="把退回的放进新的一批").click()
    again = district.url
    assert again != run
    sign(city, again)
    district.goto(again)
    lines = send(district, tmp_path)
    assert len(lines) == 2
    take_in(district, [(line["流水号"], line["金额"], "成功", "") for line in lines])
    expect(district.get_by_text("到账 2 笔，退回 0 笔")).to_be_visible()
    expect(district.locator(".signs li.done")).to_have_count(5)
    district.goto("/desk/ledger")
    expect(district.get_by_text("借贷相等，账是平的")).to_be_visible()
