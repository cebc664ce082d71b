"""Words to find an opening by: character pairs, the same for both databases, no dictionary.

A run of Han characters becomes every overlapping pair plus its last single character (保洁员 → 保洁 洁员 员); a run
of Latin letters and digits stays whole, lower-cased, with `+ # .` (c++, .net). A query is cut in the same way:
a Han run must stand in the text as written, a single character may stand anywhere, a Latin run may go on
(`exc` finds excel). Everything between spaces must be found.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_WORD = 40
MOST_TERMS = 8
_RUNS = re.compile(r"[a-z0-9+#.]+|[^\W_a-z0-9]+")
_LATIN = re.compile(r"[a-z0-9+#.]")


def normalise(text: str) -> str:
    """One spelling for one word: full width → half width, lower case, no zero-width characters."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in folded if unicodedata.category(c) != "Cf")


def runs(text: str) -> list[str]:
    """The runs of letters and digits of a text, Latin and Han apart, in their order."""
    found = (run.strip(".") if _LATIN.match(run) else run for run in _RUNS.findall(normalise(text)))
    return [run[:LONGEST_WORD] if is_latin(run) else run for run in found if run]


def is_latin(run: str) -> bool:
    """Whether this run is of Latin letters and digits and so stays whole."""
    return bool(_LATIN.match(run))


def tokens(text: str) -> str:
    """The index form of a text: its tokens in their order, a space between."""
    words: list[str] = []
    for run in runs(text):
        words += [run] if is_latin(run) else [*(run[i : i + 2] for i in range(len(run) - 1)), run[-1]]
    return " ".join(words)


@dataclass(frozen=True)
class Query:
    """What a person typed, cut into terms that must all be found; empty = no search at all."""

    terms: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    def fts5(self, column: str) -> str:
        """The MATCH expression for one column of the FTS5 table. Every token is quoted."""
        return f"{column} : ({' AND '.join(self._fts5_term(term) for term in self.terms)})"

    @staticmethod
    def _fts5_term(term: str) -> str:
        if is_latin(term) or len(term) == 1:
            return f'"{term}" *'
        return f'"{" ".join(_pairs(term))}"'

    def tsquery(self) -> str:
        """The text of a `::tsquery`: pairs ANDed. Tokens hold letters and digits only, so quoting is safe."""
        parts: list[str] = []
        for term in self.terms:
            if is_latin(term) or len(term) == 1:
                parts.append(f"'{term}':*")
            else:
                parts += [f"'{pair}'" for pair in _pairs(term)]
        return " & ".join(parts)

    def phrases(self) -> list[str]:
        """LIKE patterns over stored tokens that make a long term exact where positions are not indexed."""
        return [f"%{' '.join(_pairs(term))}%" for term in self.terms if not is_latin(term) and len(term) > 2]


def _pairs(term: str) -> list[str]:
    return [term[i : i + 2] for i in range(len(term) - 1)]


def parse(typed: str) -> Query:
    """Cut what a person typed into terms; the same term twice counts once, at most eight are looked at."""
    return Query(tuple(dict.fromkeys(runs(typed)))[:MOST_TERMS])
