"""Working hours as advertisements write them. Pure."""

import re
import unicodedata
from dataclasses import dataclass

_SPAN = re.compile(
    r"(?<!\d)([01]?\d|2[0-4])(?:[:.点时](\d{2})?分?)\s*[-~至到]+\s*(次日|第二天)?([01]?\d|2[0-4])(?:[:.点时](\d{2})?分?)"
)
_PER_DAY = re.compile(r"(?:每天|每日|日工作|一天)(\d+(?:\.\d+)?)(?:个)?小时")


@dataclass(frozen=True)
class Hours:
    """Minutes after midnight (the end beyond 1440 when it is the next day), and hours a day where they are said."""

    starts: int | None = None
    ends: int | None = None
    per_day: float | None = None


def read(text: str) -> Hours:
    """The first span (8:00-17:00) and the hours a day that `text` names; several different spans name none."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"[‐‑‒–—―−〜～]", "-", plain)
    spans = {_minutes(found) for found in _SPAN.finditer(plain)}
    per_day = _PER_DAY.search(plain)
    hours = float(per_day[1]) if per_day and 0 < float(per_day[1]) <= 24 else None
    if len(spans) != 1:
        return Hours(per_day=hours)
    starts, ends = spans.pop()
    return Hours(starts, ends, hours)


def _minutes(found: re.Match[str]) -> tuple[int, int]:
    starts = int(found[1]) * 60 + int(found[2] or 0)
    ends = int(found[4]) * 60 + int(found[5] or 0)
    return starts, ends + 1440 if found[3] or ends <= starts else ends
