"""Words of the person against words of the post: cosines of character pairs (text.py)."""

import numpy as np

from jobhelp.matching.board import Case
from jobhelp.matching.features.registry import Scale, feature
from jobhelp.matching.sentences import N_, Sentence

COSINE = Scale(0, 0.8, 40)
MOST_QUOTED = 16  # characters of the person's words in a sentence


def _of_history(case: Case, column: str) -> np.ndarray | None:
    """Cosine of each post's text with the mean of the posts looked at before."""
    key = ("history", column)
    if key not in case.kept:
        case.kept[key] = _of_posts(case, column, case.history_rows)
    found: np.ndarray | None = case.kept[key]
    return found


def _of_posts(case: Case, column: str, rows: np.ndarray) -> np.ndarray | None:
    """Cosine of each post's text with the mean of some posts', None where these have no words."""
    index = getattr(case.posts, column)
    bigram, weight = index.mean_vector(rows, most=HISTORY_PAIRS)
    return index.cosines(bigram, weight) if len(bigram) else None


def _quoted(words: str) -> str:
    """The words as the person knows them, cut where they get long."""
    words = words.strip()
    return words if len(words) <= MOST_QUOTED else f"{words[:MOST_QUOTED]}…"


@feature(COSINE, monotone=1, theme="wording")
def title_wanted(case: Case) -> np.ndarray | None:
    """岗位名称和您想找的工作说法像不像"""
    return case.words(case.facts.wanted_words, "title")


@feature(COSINE, monotone=1, theme="wording")
def title_past(case: Case) -> np.ndarray | None:
    """岗位名称和您以前的工作说法像不像"""
    return case.words(case.facts.past_words, "title")


@feature(COSINE, monotone=1, theme="wording")
def title_looked_at(case: Case) -> np.ndarray | None:
    """岗位名称和您报过的岗位像不像"""
    return _of_history(case, "title")


@feature(COSINE, monotone=1, theme="wording")
def text_wanted(case: Case) -> np.ndarray | None:
    """岗位介绍里有没有您想找的工作的字眼"""
    return case.words(case.facts.wanted_words, "text")


@feature(COSINE, monotone=1, theme="wording")
def text_past(case: Case) -> np.ndarray | None:
    """岗位介绍里有没有您以前工作的字眼"""
    return case.words(case.facts.past_words, "text")


@feature(COSINE, monotone=1, theme="wording")
def text_looked_at(case: Case) -> np.ndarray | None:
    """岗位介绍和您报过的岗位像不像"""
    return _of_history(case, "text")


SHARE = Scale(0, 1, 60)
FEEDBACK_POSTS = 10
FEEDBACK_PAIRS = 32
HISTORY_PAIRS = (
    64  # of what was looked at, the character pairs that say most; the others cost time and say little
)


def _share(cosines: np.ndarray | None) -> np.ndarray | None:
    """As a share of the greatest on the board: how a post stands among the others, however few words there are."""
    most = 0.0 if cosines is None else float(cosines.max(initial=0))
    return cosines / np.float32(most) if cosines is not None and most > 0 else None


def _kindred(case: Case, words: str) -> np.ndarray | None:
    """Cosine with what the posts nearest to some words have in common: they say the same in other words."""
    cosines = case.words(words, "text")
    if cosines is None or not len(cosines):
        return None
    index = case.posts.text
    count = min(FEEDBACK_POSTS, len(cosines))
    rows = np.argpartition(-cosines, count - 1)[:count]
    rows = np.sort(rows[cosines[rows] > 0])
    return index.cosines(*index.mean_vector(rows, cosines[rows], FEEDBACK_PAIRS)) if len(rows) else None


@feature(SHARE, monotone=1, theme="wording")
def text_wanted_share(case: Case) -> np.ndarray | None:
    """和写得最贴近的岗位比，介绍里有多少您想找的工作的字眼"""
    return _share(case.words(case.facts.wanted_words, "text"))


@feature(SHARE, monotone=1, theme="wording")
def text_past_share(case: Case) -> np.ndarray | None:
    """和写得最贴近的岗位比，介绍里有多少您以前工作的字眼"""
    return _share(case.words(case.facts.past_words, "text"))


@feature(SHARE, monotone=1, theme="wording")
def text_kindred(case: Case) -> np.ndarray | None:
    """和最贴近您想找的工作的那些岗位，说法像不像"""
    return _share(_kindred(case, case.facts.wanted_words or case.facts.past_words))


@feature(Scale(0, 1, 40), monotone=1, theme="wording")
def text_last_seen(case: Case) -> np.ndarray | None:
    """介绍和您最近报的那个岗位像不像"""
    return _of_posts(case, "text", case.history_rows[-1:])


def closest(case: Case) -> np.ndarray | None:
    """The greatest of the cosines with wish, past work and what they looked at, (n,); None without any words."""
    if "closest" not in case.kept:
        facts = case.facts
        found = [
            case.words(facts.wanted_words, "title"),
            case.words(facts.past_words, "title"),
            _of_history(case, "title"),
            _of_history(case, "text"),
        ]
        known = [one for one in found if one is not None]
        case.kept["closest"] = np.max(known, axis=0) if known else None
    best: np.ndarray | None = case.kept["closest"]
    return best


@title_wanted.says
def _(case: Case, row: int, good: bool) -> Sentence:
    facts = {"words": _quoted(case.facts.wanted_words)}
    if good:
        return Sentence(N_("岗位名称和您想找的“%(words)s”相近"), facts)
    return Sentence(N_("岗位名称和您想找的“%(words)s”不一样"), facts)


@title_past.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    facts = {"words": _quoted(case.facts.past_words)}
    return Sentence(N_("岗位名称和您做过的“%(words)s”相近"), facts) if good else None


@title_looked_at.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    return Sentence(N_("和您报过的 %(n)s 个岗位名称相近"), {"n": len(case.history_rows)}) if good else None


@text_wanted.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    facts = {"words": _quoted(case.facts.wanted_words)}
    return Sentence(N_("岗位介绍里写到了和“%(words)s”相近的内容"), facts) if good else None


@text_past.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    facts = {"words": _quoted(case.facts.past_words)}
    return Sentence(N_("岗位介绍里写到了和您做过的“%(words)s”相近的内容"), facts) if good else None


@text_looked_at.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    return Sentence(N_("介绍和您报过的 %(n)s 个岗位相近"), {"n": len(case.history_rows)}) if good else None


@text_wanted_share.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    facts = {"words": _quoted(case.facts.wanted_words)}
    return Sentence(N_("岗位介绍里写到了和“%(words)s”相近的内容"), facts) if good else None


@text_past_share.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    facts = {"words": _quoted(case.facts.past_words)}
    return Sentence(N_("岗位介绍里写到了和您做过的“%(words)s”相近的内容"), facts) if good else None


@text_kindred.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    facts = {"words": _quoted(case.facts.wanted_words or case.facts.past_words)}
    return Sentence(N_("介绍和最贴近“%(words)s”的那些岗位说法相近"), facts) if good else None


@text_last_seen.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    return Sentence(N_("介绍和您上一个报的岗位很像"), {}) if good else None
