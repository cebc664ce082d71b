"""Texts of an opening with the words that the lint found marked in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape


def marked(text: str, findings: Iterable[Mapping[str, Any]], field: str) -> Markup:
    """`text` with <mark> around what was found in this field; overlapping findings share one mark."""
    spans: list[list[Any]] = []
    for finding in sorted(findings, key=lambda found: (found["start"], found["end"])):
        if finding["field"] != field or not 0 <= finding["start"] < finding["end"] <= len(text):
            continue
        if spans and finding["start"] < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], finding["end"])
            continue
        spans.append([finding["start"], finding["end"], finding["level"]])
    parts, at = [], 0
    for start, end, level in spans:
        parts += [escape(text[at:start]), Markup('<mark class="{}">{}</mark>').format(level, text[start:end])]
        at = end
    return Markup("").join([*parts, escape(text[at:])])
