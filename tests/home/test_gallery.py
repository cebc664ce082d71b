"""The gallery shows every macro, and the macros say the right things to screen readers."""

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

COMPONENTS = Path(__file__).resolve().parents[2] / "jobhelp/templates/components"
GALLERY = COMPONENTS.parent / "home/components.html"


@pytest.fixture
def gallery(client: FlaskClient) -> BeautifulSoup:
    """The page as it is opened."""
    return BeautifulSoup(client.get("/components").text, "html.parser")


@pytest.fixture
def failed(client: FlaskClient) -> BeautifulSoup:
    """The page with the form as it comes back when everything is missing."""
    return BeautifulSoup(client.get("/components?failed=1").text, "html.parser")


# parts of the card and of the layouts
PARTS = {"named", "place_of", "hours_of", "tags", "hexagon_of", "mark", "wordmark"}


def test_it_shows_every_public_macro() -> None:
    text = GALLERY.read_text(encoding="utf-8")
    missing = [
        name
        for path in sorted(COMPONENTS.glob("*.html"))
        for name in re.findall(r"{%-? macro ([a-z]\w*)\(", path.read_text(encoding="utf-8"))
        if not re.search(rf"\b{name}\(", text) and name not in PARTS
    ]
    assert missing == []


def test_it_is_for_developers_only(app: Flask) -> None:
    app.config["JOBHELP"] = replace(app.config["JOBHELP"], debug=False)
    assert app.test_client().get("/components").status_code == 404


@pytest.mark.parametrize("query", ["", "?failed=1", "?elder=1", "?lang=en"])
def test_it_renders_in_every_mode(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/components{query}")
    assert answer.status_code == 200
    assert len(gzip.compress(answer.data)) < 30_000


def test_ids_are_unique_and_every_reference_finds_its_target(failed: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in failed.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for tag in failed.find_all(True):
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            for target in str(tag.get(attribute, "")).split():
                assert target in ids, (attribute, target)
    for link in failed.select(".govuk-error-summary a"):
        assert link["href"][1:] in ids, link


def field(soup: BeautifulSoup, name: str) -> Tag:
    """The form group that holds the control with this name."""
    found = soup.find(attrs={"name": name})
    assert found is not None
    group = found.find_parent(class_="govuk-form-group")
    assert group is not None
    return group


def test_a_refused_field_is_marked_tied_and_listed(failed: BeautifulSoup) -> None:
    control = failed.find("input", attrs={"name": "phone"})
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"] == "phone-hint phone-error"
    assert "请填手机号" in failed.find(id="phone-error").get_text()
    summary = failed.find(id="errors")
    assert summary["role"] == "alert"
    assert [link["href"] for link in summary.select("a")][:2] == ["#name", "#phone"]
    assert "这个手机号已经注册过" in summary.get_text()


def test_a_form_without_errors_shows_no_summary(gallery: BeautifulSoup) -> None:
    assert gallery.find(id="errors") is None
    assert gallery.select(".govuk-form-group--error") == []


def test_required_and_optional_are_said_in_words(gallery: BeautifulSoup) -> None:
    assert "（必填）" in field(gallery, "name").get_text()
    assert "（可以不填）" in field(gallery, "pay").get_text()
    assert "必填" not in field(gallery, "sheet").get_text()


def test_choices_are_a_fieldset_with_a_legend_and_keep_what_was_chosen(gallery: BeautifulSoup) -> None:
    group = field(gallery, "when")
    assert group.fieldset.legend.get_text().startswith("什么时候能上班")
    assert [box["value"] for box in group.find_all("input") if box.has_attr("checked")] == ["day"]
    hinted = group.find("input", value="night")
    assert "夜里" in gallery.find(id=hinted["aria-describedby"]).get_text()
    assert [box["value"] for box in field(gallery, "skills").find_all("input", checked=True)] == ["cook"]


def test_attributes_help_phones_and_password_managers(gallery: BeautifulSoup) -> None:
    phone = gallery.find("input", attrs={"name": "phone"})
    assert (phone["type"], phone["inputmode"], phone["autocomplete"]) == ("tel", "numeric", "username")
    assert gallery.find("input", attrs={"name": "password"})["autocomplete"] == "new-password"
    assert gallery.find("input", attrs={"name": "start"})["type"] == "date"


def test_every_post_form_carries_a_token(gallery: BeautifulSoup) -> None:
    forms = gallery.find_all("form", method="post")
    assert forms
    for form in forms:
        assert form.find("input", attrs={"name": "csrf_token"}), form


def test_cards_say_kind_pay_and_reasons(gallery: BeautifulSoup) -> None:
    cards = gallery.select("article.op")
    assert [card["class"][-1] for card in cards[:4]] == ["mk", "as", "pw", "gg"]
    with_reasons = cards[5]
    assert [li.get_text() for li in with_reasons.select(".rs .p")][0] == "适合：走路 13 分钟就到"
    assert with_reasons.select_one(".rs .m").get_text() == "要注意：早上 5:30 上班，比您填的早一小时"
    assert with_reasons.select_one(".pay").get_text() == "3,200–3,600 元/月"
    assert "合适程度 高" in with_reasons.get_text()
    assert "面议" in cards[4].select_one(".pay").get_text()


def test_pages_name_the_current_one_and_lead_on(gallery: BeautifulSoup) -> None:
    first, middle, last = gallery.select("nav.pg")
    assert [a["href"].split("=")[1] for a in middle.find_all("a")][0] == "4#pages"
    assert middle.find(attrs={"aria-current": "page"}).get_text() == "现在是第5"
    assert first.find("a", rel="prev") is None and last.find("a", rel="next") is None
