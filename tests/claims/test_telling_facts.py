"""What the claimant and the officers both read: the law's lines and the facts name nobody, and a no reads as one."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from jobhelp.claims import wording
from jobhelp.claims.asking import FACTS, FLAG
from jobhelp.policy.assess import RULES
from jobhelp.policy.exclusions import pairs
from jobhelp.policy.texts import programme
from tests import factories
from tests.claims.conftest import Browser

ADDRESSED = re.compile(r"[您我]|\b(?:you|your|yours|my|I)\b", re.IGNORECASE)
FLAGS = {name: ask for name, ask in FACTS.items() if ask.kind == FLAG}


def rule_texts() -> Iterator[str]:
    for code in RULES:
        for one in programme(code).criteria.values():
            for text in (one.says, one.evidence):
                yield from (text.zh, text.en)
    for two in pairs():
        yield from (two.says.zh, two.says.en)


def fact_texts() -> Iterator[str]:
    for ask in FACTS.values():
        for text in (ask.title, ask.hint, *(words for _code, words, _value in ask.choices)):
            if text:
                yield from (text, gettext(text))


def test_the_lines_of_the_law_and_the_facts_speak_to_nobody(app: Flask) -> None:
    """A clerk reads them about somebody else, the claimant about themselves."""
    with app.test_request_context(), force_locale("en"):
        texts = [*rule_texts(), *fact_texts()]
    assert len(texts) > 400
    assert [text for text in texts if ADDRESSED.search(text)] == []


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_yes_and_a_no_answer_their_question(app: Flask, locale: str) -> None:
    with app.test_request_context(), force_locale(locale):
        told = {(name, value): wording.value(name, value) for name in FLAGS for value in (True, False)}
    for name, ask in FLAGS.items():
        yes, no = told[name, True], told[name, False]
        assert yes != no, name
        assert re.search("有没有|是不是", ask.title), name
        if locale == "zh" and {yes, no} & {"是", "不是"}:
            assert "是不是" in ask.title and (yes, no) == ("是", "不是"), name
    assert told["disability_card", False] == ("没有" if locale == "zh" else "None")
    assert told["unemployed", False] == ("有工作" if locale == "zh" else "In work")


@pytest.mark.parametrize("code", ["ui", "sl", "ls", "dp"])
def test_a_clerk_is_not_addressed_as_the_claimant(browser: Browser, session: Session, code: str) -> None:
    facts = {"disability_card": False, "birth_date": date(1980, 1, 1), "area": "230103"}
    claim = factories.make_claim(session, programme=code, facts=facts)
    officer = factories.make_user(session, "street_officer")
    session.commit()
    client, case = browser(officer), f"/desk/claims/{claim.number}"
    page = client.get(case).text
    sheet = page[page.index('class="case"') : page.index('id="history"')]
    assert programme(code).criteria[f"{code.upper()}-{0 if code == 'dp' else 1}"].says.zh in sheet
    assert "您" not in sheet and "我" not in re.sub("我们", "", sheet)
    if code == "dp":
        assert "有没有残疾人证：<b>没有</b>" in sheet
        english = client.get(f"{case}?lang=en").text
        assert not re.search(
            r"\b(?:you|your)\b", english[english.index('class="case"') : english.index('id="history"')], re.I
        )
