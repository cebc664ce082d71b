"""Words compared by character pairs: no segmenter, no dictionary, any script.

A text becomes a sparse vector of hashed character bigrams, weighted tf^0.7 · √idf and of length one, so that the
product of two vectors is their cosine (√idf on both sides: the idf counts once). Hashing happens on whole columns.
"""

import unicodedata
from collections.abc import Sequence

import numpy as np
from scipy import sparse

BITS = 18
WIDTH = 1 << BITS  # columns of the hashed space: about five times the bigrams of a city's openings
HELD_BACK = 0.7  # power of the count of a bigram: the third time says less than the first
MOST_READ = (
    400_000  # entries of the index that one comparison with whole texts may touch: a millisecond or two
)
MOST_REPLACED = 0.05  # of the texts may stand on the small shelf of a WordIndex, then the two become one
_BOUNDARY = 0xFFFFFFFF


def normalise(text: str) -> str:
    """One spelling for one word: full width → half width, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def _codepoints(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """All characters of all texts in a row, with the number of the text that each belongs to.

    Letters, digits and Han characters stay; anything else ends a word, so no bigram spans it.
    """
    joined = normalise("\n".join(text.replace("\n", " ") if text else "" for text in texts))
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    row = np.cumsum(codes == 10, dtype=np.int32)
    codes[~_is_word(codes)] = _BOUNDARY
    return codes, row


def _is_word(codes: np.ndarray) -> np.ndarray:
    """Which code points are letters or digits (ASCII exactly; everything from U+00C0 up except punctuation)."""
    word = ((codes >= 0x30) & (codes <= 0x39)) | ((codes >= 0x61) & (codes <= 0x7A))
    # + # . make the difference between c, c++, c# and .net
    word |= (codes == 0x2B) | (codes == 0x23)
    word |= (
        (codes >= 0xC0) & ~((codes >= 0x2000) & (codes <= 0x303F)) & ~((codes >= 0xFF00) & (codes <= 0xFFEF))
    )
    return np.asarray(word)


def _without_spaces(codes: np.ndarray) -> np.ndarray:
    """Which code points belong to scripts that put no space between words: Han and kana."""
    return np.asarray(
        (codes >= 0x2E80) & (codes < 0xAC00) | (codes >= 0xF900) & (codes < 0xFB00) | (codes >= 0x20000)
    )


def bigrams(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """(row, hashed bigram) of every character pair of every text.

    Words of scripts with spaces are padded with an edge on both sides: “server” and “serve” differ where they end.
    Chinese has no such edges (where a comma stands says nothing); there only a word of one character gets one, so
    that it is not lost.
    """
    codes, row = _codepoints(texts)
    if not codes.size:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    codes = np.concatenate([[np.uint32(_BOUNDARY)], codes, [np.uint32(_BOUNDARY)]])
    row = np.concatenate([row[:1], row, row[-1:]])
    left, right = codes[:-1], codes[1:]
    starts, ends = (left == _BOUNDARY) & (right != _BOUNDARY), (right == _BOUNDARY) & (left != _BOUNDARY)
    lonely = np.append(right[1:], np.uint32(_BOUNDARY)) == _BOUNDARY  # `right` is a word of one character
    keep = (left != _BOUNDARY) & (right != _BOUNDARY)
    keep |= starts & (~_without_spaces(right) | lonely)
    keep |= ends & ~_without_spaces(left)
    at = np.where(left != _BOUNDARY, row[:-1], row[1:])[keep]
    mixed = left[keep].astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= (right[keep].astype(np.uint64) + np.uint64(0x7F4A7C15)) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return at, (mixed >> np.uint64(64 - BITS)).astype(np.int32)


def counts(texts: Sequence[str]) -> sparse.csr_matrix:
    """Bigram counts, one row a text, shape (len(texts), WIDTH), float32."""
    row, token = bigrams(texts)
    table = sparse.csr_matrix((np.ones(row.size, np.float32), (row, token)), shape=(len(texts), WIDTH))
    table.sum_duplicates()
    return table


def inverse_frequency(table: sparse.csr_matrix) -> np.ndarray:
    """Smoothed idf of each hashed bigram over the texts of `table`, shape (WIDTH,), float32, never below 1."""
    n = table.shape[0]
    seen_in = np.bincount(table.indices, minlength=WIDTH)
    return np.asarray(np.log((1 + n) / (1 + seen_in)) + 1, np.float32)


def weighted(table: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    """Counts → vectors of length one, weighted tf^0.7 · √idf; a text without a bigram stays all zero."""
    data = table.data**HELD_BACK * np.sqrt(idf[table.indices])
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    length = np.sqrt(np.bincount(rows, weights=data.astype(np.float64) ** 2, minlength=table.shape[0]))
    data = (data / np.maximum(length, 1e-12)[rows]).astype(np.float32)
    return sparse.csr_matrix((data, table.indices, table.indptr), shape=table.shape)


def _unit(weight: np.ndarray) -> np.ndarray:
    """The vector of length one, float32; nothing stays nothing."""
    return (weight / max(float(np.sqrt((weight**2).sum())), 1e-12)).astype(np.float32)


class _Shelf:
    """Vectors of many texts, and the same numbers by bigram (which texts contain it), made when first asked for."""

    def __init__(self, vectors: sparse.csr_matrix):
        self.vectors = vectors
        self._lists: sparse.csc_matrix | None = None

    @property
    def lists(self) -> sparse.csc_matrix:
        """One column a bigram."""
        if self._lists is None:
            self._lists = self.vectors.tocsc()
        return self._lists

    def add_cosines(self, out: np.ndarray, bigram: np.ndarray, weight: np.ndarray) -> None:
        """Add the products with a vector; touches only the texts that share a bigram."""
        lists = self.lists
        for token, share in zip(bigram.tolist(), weight.tolist(), strict=True):
            span = slice(lists.indptr[token], lists.indptr[token + 1])
            out[lists.indices[span]] += lists.data[span] * np.float32(share)


class WordIndex:
    """The texts of n posts, ready to be compared with a person's words.

    A big shelf that many copies share, and a small one with the texts that were replaced or added since: replacing a
    few texts among a hundred thousand takes no longer than reading them.

    idf   (WIDTH,) weights; kept when posts are replaced, so that one person's cosines do not move because another
          post changed
    """

    def __init__(
        self,
        shelf: _Shelf,
        idf: np.ndarray,
        replaced: sparse.csr_matrix | None = None,
        at: np.ndarray | None = None,
        n: int | None = None,
    ):
        self.idf = idf
        self._shelf = shelf
        self._n = shelf.vectors.shape[0] if n is None else n
        self._at = (
            np.zeros(0, np.int64) if at is None else at
        )  # (k,) rows whose text stands in `replaced`, rising
        self._replaced = None if replaced is None else _Shelf(replaced)

    @classmethod
    def of(cls, texts: Sequence[str], idf: np.ndarray | None = None) -> "WordIndex":
        """Index `texts`; without `idf` the weights come from these texts themselves."""
        table = counts(texts)
        idf = inverse_frequency(table) if idf is None else idf
        return cls(_Shelf(weighted(table, idf)), idf)

    def __len__(self) -> int:
        return int(self._n)

    @property
    def vectors(self) -> sparse.csr_matrix:
        """All vectors, (n, WIDTH), rows of length one."""
        return self.rows(np.arange(self._n))

    def rows(self, rows: np.ndarray) -> sparse.csr_matrix:
        """The vectors of some rows, in this order."""
        if self._replaced is None:
            return self._shelf.vectors[rows]
        place = np.minimum(np.searchsorted(self._at, rows), len(self._at) - 1)
        new = self._at[place] == rows
        both = sparse.vstack(
            [self._shelf.vectors[rows[~new]], self._replaced.vectors[place[new]]], format="csr"
        )
        order = np.empty(len(rows), np.int64)
        order[np.concatenate([np.flatnonzero(~new), np.flatnonzero(new)])] = np.arange(len(rows))
        return both[order]

    def vector(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """(bigrams, weights) of a person's words, of length one; empty without words."""
        bigram, times = np.unique(bigrams([text])[1], return_counts=True)
        return bigram, _unit(times**HELD_BACK * np.sqrt(self.idf[bigram]))

    def cosines(self, bigram: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """Cosine of a vector with every post, shape (n,), float32. Touches only the posts that share a bigram."""
        out = np.zeros(len(self), np.float32)
        self._shelf.add_cosines(out, bigram, weight)
        if self._replaced is not None:
            new = np.zeros(len(self._at), np.float32)
            self._replaced.add_cosines(new, bigram, weight)
            out[self._at] = new
        return out

    def mean_vector(
        self, rows: np.ndarray, share: np.ndarray | None = None, most: int | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """(bigrams, weights) of the mean of some posts, of length one: what these posts have in common.

        share  how much each post counts
        most   keep the heaviest bigrams only, this many at most, and no more than are found in MOST_READ texts
               altogether: on a big board the commonest are left out, which say least and cost most
        """
        chosen = self.rows(rows)
        data = chosen.data if share is None else chosen.data * np.repeat(share, np.diff(chosen.indptr))
        bigram, at = np.unique(chosen.indices, return_inverse=True)
        weight = np.bincount(at, data, len(bigram))
        if most is not None:
            kept = self._affordable(bigram, np.argsort(-weight, kind="stable"), most)
            bigram, weight = bigram[kept], weight[kept]
        return bigram, _unit(weight)

    def _affordable(self, bigram: np.ndarray, order: np.ndarray, most: int) -> np.ndarray:
        """The first `most` of `order` that together are found in at most MOST_READ texts, rising."""
        found_in = np.diff(self._shelf.lists.indptr)[bigram[order]]
        kept: list[int] = []
        left = MOST_READ
        for at, cost in zip(order.tolist(), found_in.tolist(), strict=True):
            if len(kept) == most:
                break
            if cost <= left:
                kept.append(at)
                left -= cost
        return np.sort(np.array(kept, np.int64))

    def take(self, rows: np.ndarray) -> "WordIndex":
        """The texts in these rows only, in this order."""
        return WordIndex(_Shelf(self.rows(rows)), self.idf)

    def patch(self, rows: np.ndarray, texts: Sequence[str], n: int) -> "WordIndex":
        """A copy of n rows in which `rows` (existing or new at the end) hold `texts`."""
        fresh = weighted(counts(texts), self.idf)
        if n == len(self) and (self.rows(rows) != fresh).nnz == 0:
            return self
        kept = ~np.isin(self._at, rows)
        at = np.concatenate([self._at[kept], rows])
        parts = [] if self._replaced is None else [self._replaced.vectors[kept]]
        order = np.argsort(at, kind="stable")
        replaced = sparse.vstack([*parts, fresh], format="csr")[order]
        patched = WordIndex(self._shelf, self.idf, replaced, at[order], n)
        if len(at) > MOST_REPLACED * n:
            patched = WordIndex(_Shelf(patched.vectors), self.idf)
        return patched
