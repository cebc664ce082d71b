"""Simple ways to rank, measured beside the ranker in the same run: what must at least be beaten.

Each is (board, query, words) → one score a post. None of them learns anything.
"""

from collections.abc import Callable, Mapping

import numpy as np
from scipy import sparse

from jobhelp.matching.board import Board
from jobhelp.matching.facts import Query
from jobhelp.matching.text import WIDTH, bigrams, counts

Peer = Callable[[Board, Query], np.ndarray]
BM25_K1, BM25_B = 1.2, 0.75  # the usual constants


def asked_words(query: Query) -> str:
    """All words of the person: wishes and past work."""
    return f"{query.facts.wanted_words} {query.facts.past_words}".strip()


class Peers:
    """The peers over the posts of one folder. texts: title and advertisement of each post."""

    def __init__(self, texts: tuple[str, ...], random_state: int = 0):
        self._rng = np.random.default_rng(random_state)
        self._tfidf, self._idf = _tfidf(texts)
        self._bm25 = _bm25(texts)

    @property
    def ways(self) -> Mapping[str, Peer]:
        """Name → way to rank."""
        return {
            "random": lambda board, _query: self._rng.random(len(board)),
            "popularity": lambda board, _query: board.crowd.on_posts(board.crowd.total, board.posts),
            "popularity, 7 days": lambda board, _query: board.crowd.on_posts(
                board.crowd.week if board.crowd.timed else board.crowd.total, board.posts
            ),
            "tf-idf, character pairs": self._by_tfidf,
            "bm25, character pairs": self._by_bm25,
        }

    def _by_tfidf(self, _board: Board, query: Query) -> np.ndarray:
        bigram, times = np.unique(bigrams([asked_words(query)])[1], return_counts=True)
        return _product(self._tfidf, bigram, (1 + np.log(times)) * self._idf[bigram])

    def _by_bm25(self, _board: Board, query: Query) -> np.ndarray:
        bigram, times = np.unique(bigrams([asked_words(query)])[1], return_counts=True)
        return _product(self._bm25, bigram, times.astype(float))


def _product(table: sparse.csc_matrix, bigram: np.ndarray, weight: np.ndarray) -> np.ndarray:
    out = np.zeros(table.shape[0])
    for token, share in zip(bigram.tolist(), weight.tolist(), strict=True):
        span = slice(table.indptr[token], table.indptr[token + 1])
        out[table.indices[span]] += table.data[span] * share
    return out


def _tfidf(texts: tuple[str, ...]) -> tuple[sparse.csc_matrix, np.ndarray]:
    """Rows of length one, weighted (1 + log tf) · idf with the usual smoothed idf."""
    table = counts(texts)
    seen_in = np.bincount(table.indices, minlength=WIDTH)
    idf = np.log((1 + table.shape[0]) / (1 + seen_in)) + 1
    weight = (1 + np.log(table.data)) * idf[table.indices]
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    length = np.sqrt(np.bincount(rows, weight**2, table.shape[0]))
    table = sparse.csr_matrix((weight / length[rows], table.indices, table.indptr), shape=table.shape)
    return table.tocsc(), idf


def _bm25(texts: tuple[str, ...]) -> sparse.csc_matrix:
    """Okapi BM25's weight of each pair in each text."""
    table = counts(texts)
    length = np.asarray(table.sum(axis=1)).ravel()
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    seen_in = np.bincount(table.indices, minlength=WIDTH)
    idf = np.log(1 + (table.shape[0] - seen_in + 0.5) / (seen_in + 0.5))
    held_back = BM25_K1 * (1 - BM25_B + BM25_B * length[rows] / max(float(length.mean()), 1e-9))
    weight = idf[table.indices] * table.data * (BM25_K1 + 1) / (table.data + held_back)
    return sparse.csr_matrix((weight, table.indices, table.indptr), shape=table.shape).tocsc()
