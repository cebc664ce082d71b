"""Amounts by date as a drawing: no label runs into another, and a phone has every value as text."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from jobhelp.benefits.plot import AMOUNTS, LETTER, TALL, plots
from jobhelp.policy.parameters import published


@pytest.mark.parametrize("code", sorted(AMOUNTS))
@pytest.mark.parametrize("today", [date(2021, 12, 31), date(2026, 11, 30), date(2040, 1, 1)])
def test_no_label_runs_into_another_or_into_a_later_line(code: str, today: date) -> None:
    for plot in plots(code, published(), today, "zh"):
        drawn = [mark for mark in plot.marks if mark[2]]
        assert drawn or not plot.marks, "nothing is written at all"
        for x, y, label in drawn:
            assert y - TALL >= 0 and x >= 0
            for later, high, _ in plot.marks:
                if x < later < x + LETTER * len(label):
                    assert not y - TALL < high < y, (code, label, "a line")


def test_years_stand_apart_on_the_largest_letters() -> None:
    letters = (
        4 * 0.56 * 26 * 1.2632
    )  # four digits of the phone's drawing in 大字版, in the drawing's own units
    for plot in plots("ui", published(), date(2026, 11, 30), "zh"):
        shown = [x for x, _ in plot.years[::2]]
        assert shown[0] - letters / 2 >= 0 and shown[-1] + letters / 2 <= plot.width
        assert all(after - before > letters for before, after in zip(shown, shown[1:], strict=False))


def test_a_phone_has_every_value_in_words(client: FlaskClient) -> None:
    soup = BeautifulSoup(client.get("/policies/ui").get_data(as_text=True), "html.parser")
    told = soup.find("ul", class_="stepvalues")
    assert "mob" in told["class"] and "2,043" in told.get_text() and "暂定" in told.get_text()
    assert len(told.find_all("li")) == len(plots("ui", published(), date(2026, 11, 30), "zh")[0].steps)
