"""A message in words: filled in, with the name of the programme that it is about. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from jobhelp.policy.texts import programme

PLACE = "%(programme)s"
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
SUM = re.compile(r"\d+\.\d\d")
SENDER = "【冰城就业】"
WHERE = "请登录冰城就业看详情，或到街道窗口问。"  # text messages are Chinese: they leave without knowing the reader


def written(text: str, params: Mapping[str, Any], locale: str, translate: Callable[..., str]) -> str:
    """The message in one language. The programme's name stands where the text has a place for it, else before it."""
    known = {key: _said(value, locale) for key, value in params.items()}
    code = known.pop("programme", None)
    if code is None:
        return translate(text, **known)
    title = programme(code).title.in_(locale)
    if PLACE in text:
        return translate(text, programme=title, **known)
    return f"{title}{'：' if locale == 'zh' else ': '}{translate(text, **known)}"


def _said(value: Any, locale: str) -> Any:
    """A month (2026-10) and a sum (2043.00) that were kept as plain text, as people write them."""
    if not isinstance(value, str):
        return value
    if found := MONTH.fullmatch(value):
        year, month = int(found[1]), int(found[2])
        return f"{year}年{month}月" if locale == "zh" else f"{date(year, month, 1):%B %Y}"
    return f"{int(value[:-3]):,}{value[-3:].removesuffix('.00')}" if SUM.fullmatch(value) else value


def text_message(text: str, params: Mapping[str, Any]) -> str:
    """The text message: who writes, the words, and where to see more."""
    return f"{SENDER}{written(text, params, 'zh', _in_chinese)}{WHERE}"


def _in_chinese(text: str, **params: Any) -> str:
    return text % params if params else text
