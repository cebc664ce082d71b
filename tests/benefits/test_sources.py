"""The sources of the amounts: a Chinese page names them in Chinese, an English one as they were noted."""

import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from jobhelp.policy.assess import RULES
from jobhelp.policy.parameters import published

ADDRESS = re.compile(r"[\w.-]+\.(?:com|cn|me|org)\b[\w/.=?,，]*")
WORD = re.compile(r"[A-Za-z]{2,}")


def english_in(text: str) -> list[str]:
    """The English words of a source, addresses of pages and the name of the rate apart."""
    return [word for word in WORD.findall(ADDRESS.sub("", text)) if word not in ("LPR", "id")]


def sources(client: FlaskClient, code: str, lang: str) -> list[str]:
    """The source of every value on a programme's page."""
    soup = BeautifulSoup(
        client.get(f"/policies/{code}", query_string={"lang": lang}).get_data(as_text=True), "html.parser"
    )
    return [row.find_all("td")[-1].get_text() for row in soup.select(".origins tbody tr")]


def test_every_parameter_has_a_source_for_chinese_readers() -> None:
    for name, rows in published().items():
        for row in rows:
            assert not english_in(row.reference_zh or row.reference), (name, row.since)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_chinese_policy_page_names_its_sources_in_chinese(client: FlaskClient, code: str) -> None:
    found = sources(client, code, "zh")
    assert found or code in ("ls",)
    for told in found:
        assert re.search(r"[\u4e00-\u9fff]", told) and not english_in(told), told


def test_what_was_assumed_or_recalled_is_said_in_chinese(client: FlaskClient) -> None:
    page = client.get("/policies/sl").get_data(as_text=True)
    assert "从哪天起是假定的" in page and "day assumed" not in page
    assert "凭记忆，没有查到原文" in page and "暂时假定的" in page


def test_an_english_page_shows_the_source_as_it_was_noted(client: FlaskClient) -> None:
    told = sources(client, "sl", "en")
    assert any("Harbin guide 2024-02" in one for one in told)
    assert not any("办事指南" in one for one in told)
