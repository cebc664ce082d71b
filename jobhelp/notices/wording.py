"""A message in words: filled in, with the name of the programme that it is about. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from jobhelp.policy.texts import programme

PLACE = "%(programme)s"
SENDER = "【冰城就业】"
WHERE = "请登录冰城就业看详情，或到街道窗口问。"  # text messages are Chinese: they leave without knowing the reader


def written(text: str, params: Mapping[str, Any], locale: str, translate: Callable[..., str]) -> str:
    """The message in one language. The programme's name stands where the text has a place for it, else before it."""
    known = dict(params)
    code = known.pop("programme", None)
    if code is None:
        return translate(text, **known)
    title = programme(code).title.in_(locale)
    if PLACE in text:
        return translate(text, programme=title, **known)
    return f"{title}{'：' if locale == 'zh' else ': '}{translate(text, **known)}"


def text_message(text: str, params: Mapping[str, Any]) -> str:
    """The text message: who writes, the words, and where to see more."""
    return f"{SENDER}{written(text, params, 'zh', _in_chinese)}{WHERE}"


def _in_chinese(text: str, **params: Any) -> str:
    return text % params if params else text
