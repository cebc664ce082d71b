"""Columns of posts: categories as small integers, closed sets as bit masks, open sets as sparse rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

UNKNOWN_MASK = np.uint16(0x8000)  # the bit that says: nobody told us


@dataclass(frozen=True, slots=True)
class Category:
    """A column of codes. `codes[index[i]]` is the value of row i; codes[0] is None, unknown."""

    codes: tuple[str | None, ...]
    index: np.ndarray  # int32 (n,)

    @classmethod
    def of(cls, values: Sequence[str | None], codes: tuple[str | None, ...] = (None,)) -> "Category":
        """Number the values in order of appearance, after the `codes` already known."""
        numbers = {code: number for number, code in enumerate(codes)}
        index = np.fromiter(
            (numbers.setdefault(value or None, len(numbers)) for value in values), np.int32, len(values)
        )
        return cls(tuple(numbers), index)

    def __len__(self) -> int:
        return len(self.index)

    def value(self, row: int) -> str | None:
        """The code of one row."""
        return self.codes[int(self.index[row])]

    def by_code(self, per_code: Iterable[Any], dtype: Any) -> np.ndarray:
        """One value a code → one value a row."""
        values: np.ndarray = np.fromiter(per_code, dtype, len(self.codes))[self.index]
        return values

    def take(self, rows: np.ndarray) -> "Category":
        """The column of these rows only."""
        return Category(self.codes, self.index[rows])

    def patch(self, rows: np.ndarray, values: Sequence[str | None], n: int) -> "Category":
        """A copy of n rows in which `rows` hold `values`; known codes keep their number."""
        fresh = Category.of(values, self.codes)
        index = np.resize(self.index, n)
        index[rows] = fresh.index
        return Category(fresh.codes, index)


@dataclass(frozen=True, slots=True)
class Mask:
    """A column of sets over a closed vocabulary of at most 15 words, one bit a word; bit 15: unknown."""

    words: tuple[Any, ...]
    bits: np.ndarray  # uint16 (n,)

    @classmethod
    def of(cls, values: Sequence[Iterable[Any] | None], words: tuple[Any, ...]) -> "Mask":
        """Words outside the vocabulary raise ValueError: a misspelt code must not become “nothing demanded”."""
        known: dict[frozenset[Any], int] = {}
        bits = np.full(len(values), UNKNOWN_MASK, np.uint16)
        for row, value in enumerate(values):
            if value is None:
                continue
            members = value if isinstance(value, frozenset) else frozenset(value)
            number = known.get(members)
            if number is None:
                number = known[members] = mask_of(members, words)
            bits[row] = number
        return cls(words, bits)

    def __len__(self) -> int:
        return len(self.bits)

    @property
    def known(self) -> np.ndarray:
        """Rows whose set was told, bool (n,)."""
        return np.asarray(self.bits != UNKNOWN_MASK)

    def value(self, row: int) -> frozenset[Any] | None:
        """The set of one row, None when unknown."""
        bits = int(self.bits[row])
        if bits == UNKNOWN_MASK:
            return None
        return frozenset(word for at, word in enumerate(self.words) if bits >> at & 1)

    def meets(self, asked: int) -> np.ndarray:
        """Rows that share at least one word with the bits `asked`."""
        return np.asarray((self.bits & np.uint16(asked)) != 0)

    def take(self, rows: np.ndarray) -> "Mask":
        """The column of these rows only."""
        return Mask(self.words, self.bits[rows])

    def patch(self, rows: np.ndarray, values: Sequence[Iterable[Any] | None], n: int) -> "Mask":
        """A copy of n rows in which `rows` hold `values`."""
        bits = np.resize(self.bits, n)
        bits[rows] = Mask.of(values, self.words).bits
        return Mask(self.words, bits)


def mask_of(value: Iterable[Any], words: tuple[Any, ...]) -> int:
    """The bits of a set; ValueError for a word outside the vocabulary."""
    total = 0
    for word in value:
        total |= 1 << words.index(word)
    return total


@dataclass(slots=True)
class SetColumn:
    """A column of sets over an open vocabulary (certificates, skills). size −1 means unknown."""

    words: dict[str, int]
    rows: sparse.csr_matrix  # (n, len(words)) of ones
    size: np.ndarray  # int16 (n,)
    _lists: sparse.csc_matrix | None = None

    @classmethod
    def of(cls, values: Sequence[Iterable[str] | None], words: dict[str, int] | None = None) -> "SetColumn":
        """Number the words in order of appearance, after the `words` already known."""
        words = dict(words or {})
        size = np.full(len(values), -1, np.int16)
        indices: list[int] = []
        for row, value in enumerate(values):
            if value is None:
                continue
            members = sorted({words.setdefault(word, len(words)) for word in value}) if value else ()
            size[row] = len(members)
            indices.extend(members)
        indptr = np.concatenate([[0], np.cumsum(np.maximum(size, 0), dtype=np.int64)])
        ones = np.ones(len(indices), np.int16)
        shape = (len(values), len(words))
        return cls(words, sparse.csr_matrix((ones, np.array(indices, np.int32), indptr), shape=shape), size)

    def __len__(self) -> int:
        return len(self.size)

    def value(self, row: int) -> frozenset[str] | None:
        """The set of one row, None when unknown."""
        if self.size[row] < 0:
            return None
        names = list(self.words)
        members = self.rows.indices[self.rows.indptr[row] : self.rows.indptr[row + 1]]
        return frozenset(names[member] for member in members)

    def overlap(self, held: Iterable[str]) -> np.ndarray:
        """How many of each row's words are in `held`, shape (n,), int16."""
        if self._lists is None:
            self._lists = self.rows.tocsc()
        lists = self._lists
        out = np.zeros(len(self), np.int16)
        for word in held:
            at = self.words.get(word)
            if at is not None:
                out[lists.indices[lists.indptr[at] : lists.indptr[at + 1]]] += 1
        return out

    def take(self, rows: np.ndarray) -> "SetColumn":
        """The column of these rows only."""
        return SetColumn(self.words, self.rows[rows], self.size[rows])

    def patch(self, rows: np.ndarray, values: Sequence[Iterable[str] | None], n: int) -> "SetColumn":
        """A copy of n rows in which `rows` hold `values`; known words keep their number."""
        if n == len(self) and all(
            self.value(int(row)) == (None if value is None else frozenset(value))
            for row, value in zip(rows, values, strict=True)
        ):
            return self
        fresh = SetColumn.of(values, self.words)
        old = self.rows.copy()
        old.resize(old.shape[0], len(fresh.words))
        order = np.arange(n)
        order[rows] = old.shape[0] + np.arange(len(rows))
        stacked = sparse.vstack([old, fresh.rows], format="csr")[order]
        return SetColumn(fresh.words, stacked, np.concatenate([self.size, fresh.size])[order])
