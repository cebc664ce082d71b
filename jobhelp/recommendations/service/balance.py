"""How the city's posts are spread over the lists of a finished run."""

from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from jobhelp.matching.exposure import DEPTH as LOOKED_AT
from jobhelp.matching.exposure import inequality
from jobhelp.recommendations import queries
from jobhelp.recommendations.blocks import PACKED_IDS
from jobhelp.recommendations.board import Standing


def balance_of(session: Session, standing: Standing) -> dict[str, Any]:
    """How the open posts are spread over the lists of this day and model.

    open               posts that take people now
    shown_to_nobody    of them: posts that stand in no list
    people_without     people who agreed and whose own limits leave no post at all
    gini, coverage     of the first tens, over the open posts
    """
    posts = standing.board.posts
    is_open = standing.board.still_open()
    tens, anywhere = np.zeros(len(posts), np.int64), np.zeros(len(posts), bool)
    without = 0
    for packed in queries.kept_lists(session, standing.on, standing.using.ranker.name):
        rows = posts.where(np.frombuffer(packed, PACKED_IDS).astype(np.int64))
        without += not len(rows)
        rows = rows[rows >= 0]
        anywhere[rows] = True
        np.add.at(tens, rows[:LOOKED_AT], 1)
    counts = tens[is_open]
    return {
        "open": int(is_open.sum()),
        "shown_to_nobody": int((is_open & ~anywhere).sum()),
        "people_without": without,
        "gini": round(inequality(counts), 4) if counts.sum() else None,
        "coverage": round(float((counts > 0).mean()), 4) if len(counts) else None,
    }
