"""Why this post stands where it stands: the true terms of its score, in sentences.

A plus reason always belongs to a term above zero and a minus reason to one below, so taking a named plus away lowers
the score by exactly its term. Intercept and all terms add up to the score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jobhelp.matching import exposure
from jobhelp.matching.board import Board, Case
from jobhelp.matching.facts import Query
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.sentences import Sentence

MOST_PLUS = 3
MOST_MINUS = 1
WORTH_NAMING = 0.01  # a term smaller than this moves no post past another that a person would tell apart


@dataclass(frozen=True, slots=True)
class Reason:
    """One term of the score and the sentence with its facts."""

    feature: str
    term: float
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Explanation:
    """One post's score taken apart. terms: (feature, what it measures in words, term) for every feature, and for the
    price of a crowded post (exposure.py) where there are prices. The band says how well the post suits, so the price,
    which says nothing about that, is not in it.
    """

    post: int
    score: float
    band: str
    intercept: float
    terms: tuple[tuple[str, str, float], ...]
    plus: tuple[Reason, ...]
    minus: tuple[Reason, ...]


def explain(
    ranker: Ranker, board: Board, query: Query, rows: Sequence[int], prices: exposure.Prices | None = None
) -> list[Explanation]:
    """Explain some posts (rows on the board) for one person: up to three plus reasons and at most one minus each."""
    return explain_case(
        ranker, Case(board, query), rows, None if prices is None else prices.terms(board.posts)
    )


def explain_case(
    ranker: Ranker, case: Case, rows: Sequence[int], priced: np.ndarray | None = None
) -> list[Explanation]:
    """`explain` for a case at hand. priced: the term of each post's price, (n,)."""
    table = ranker.terms_of(case, rows)
    paid = [None] * len(rows) if priced is None else priced[np.asarray(rows, np.int64)].tolist()
    return [
        _explain(ranker, case, int(row), terms, price)
        for row, terms, price in zip(rows, table, paid, strict=True)
    ]


def _explain(ranker: Ranker, case: Case, row: int, terms: np.ndarray, price: float | None) -> Explanation:
    fit = ranker.intercept + float(terms.sum())
    named = [
        (name, ranker.features[name].sentence, term)
        for name, term in zip(ranker.names, terms.tolist(), strict=True)
    ]
    if price is not None:
        named.append((exposure.NAME, exposure.MEASURES, price))
    return Explanation(
        post=int(case.posts.id[row]),
        score=fit + (price or 0.0),
        band=ranker.band(fit),
        intercept=ranker.intercept,
        terms=tuple(named),
        plus=_pick(ranker, case, row, terms, price or 0.0, good=True, most=MOST_PLUS),
        minus=_pick(ranker, case, row, terms, price or 0.0, good=False, most=MOST_MINUS),
    )


def _pick(
    ranker: Ranker, case: Case, row: int, terms: np.ndarray, price: float, *, good: bool, most: int
) -> tuple[Reason, ...]:
    """The weightiest terms of one sign that have a sentence, one a theme, heaviest first.

    The price comes last, where there is room: it is among the heaviest terms of every crowded post, so it would stand
    on card after card and push out what is to be minded about the post itself.
    """
    signed = terms if good else -terms
    picked: list[Reason] = []
    themes: set[str] = set()
    for at in np.argsort(-signed, kind="stable").tolist():
        if signed[at] < WORTH_NAMING or len(picked) == most:
            break
        one = ranker.features[ranker.names[at]]
        sentence = None if one.theme in themes else one.explain(case, row, good)
        if sentence is not None:
            picked.append(Reason(one.name, float(terms[at]), sentence))
            themes.add(one.theme)
    if len(picked) < most and (price if good else -price) >= WORTH_NAMING:
        picked.append(Reason(exposure.NAME, price, exposure.said(price)))
    return tuple(picked)
