"""Bring a file of advertisements in: `examine` compares it with what is here, `apply` writes all of it or nothing.

Examine again inside the transaction that applies: between a preview and its confirmation others may have imported.
The lint of a row is kept with the row, so the second look is quick.
"""

from jobhelp.hub.adverts import DOUBTFUL_PAY
from jobhelp.hub.service.comparing import (
    Plan,
    SourceMissing,
    check,
    examine,
    likely_duplicates,
    lock,
    names_of,
    source_name,
)
from jobhelp.hub.service.records import forget_cells, rejections_of, summary
from jobhelp.hub.service.writing import LIKELY, apply

__all__ = [
    "DOUBTFUL_PAY",
    "LIKELY",
    "Plan",
    "SourceMissing",
    "apply",
    "check",
    "examine",
    "forget_cells",
    "likely_duplicates",
    "lock",
    "names_of",
    "rejections_of",
    "source_name",
    "summary",
]
