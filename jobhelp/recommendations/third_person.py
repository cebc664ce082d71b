"""Why a person suits a post, in words for the employer: the true terms of the score, and of those only the ones that
are about doing the work. What the person wants to earn, where they looked before, what others did: not the employer's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from jobhelp.matching.board import Case
from jobhelp.matching.facts import known
from jobhelp.matching.features import FEATURES
from jobhelp.matching.features.place import SAME, SAME_POINT_KM, _place_levels
from jobhelp.matching.features.work import _nearest
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.sentences import Code, Sentence, codes, plain
from jobhelp.texts import N_

MOST_PLUS, MOST_MINUS = 3, 1
WORTH_NAMING = 0.01

Says = Callable[[Case, int, bool], Sentence | None]


@dataclass(frozen=True)
class About:
    """Sentences about one person for one post, and how well they suit each other."""

    plus: tuple[Sentence, ...]
    minus: tuple[Sentence, ...]
    band: str


def about(ranker: Ranker, case: Case, row: int) -> About:
    """At most three reasons for and one against, heaviest first, one a theme."""
    terms = dict(zip(ranker.names, ranker.terms_of(case, [row])[0].tolist(), strict=True))
    score = ranker.intercept + sum(terms.values())
    return About(
        _pick(terms, case, row, good=True, most=MOST_PLUS),
        _pick(terms, case, row, good=False, most=MOST_MINUS),
        ranker.band(score),
    )


def _pick(terms: Mapping[str, float], case: Case, row: int, *, good: bool, most: int) -> tuple[Sentence, ...]:
    sign = 1 if good else -1
    picked: list[Sentence] = []
    themes: set[str] = set()
    for name in sorted(SAYS, key=lambda name: (-sign * terms.get(name, 0.0), name)):
        if sign * terms.get(name, 0.0) < WORTH_NAMING or len(picked) == most:
            break
        theme = FEATURES[name].theme
        sentence = None if theme in themes else SAYS[name](case, row, good)
        if sentence is not None and sentence not in picked:
            picked.append(sentence)
            themes.add(theme)
    return tuple(picked)


def _distance(case: Case, row: int, good: bool) -> Sentence | None:
    away = float(known(case.km)[row])
    if not away >= SAME_POINT_KM:
        return None
    facts = {
        "km": plain(max(1, round(away)))
    }  # whole kilometres: several posts must not add up to an address
    return (
        Sentence(N_("住得近，约 %(km)s 公里"), facts)
        if good
        else Sentence(N_("住得远，约 %(km)s 公里"), facts)
    )


def _same_place(case: Case, row: int, good: bool) -> Sentence | None:
    if not good or _place_levels(case)[case.posts.place.index[row]] != SAME:
        return None
    return Sentence(N_("愿意在%(place)s上班"), {"place": Code("place", known(case.posts.place.value(row)))})


def _wanted(case: Case, row: int, good: bool) -> Sentence | None:
    code = case.posts.occupation.value(row)
    if not good or code is None:
        return None
    mine = _nearest(case.facts.wanted, code, case.board.reference)
    return Sentence(N_("想做%(occupation)s"), {"occupation": Code("occupation", mine)})


def _past(case: Case, row: int, good: bool) -> Sentence | None:
    code = case.posts.occupation.value(row)
    if not good or code is None or not case.facts.past:
        return None
    mine = _nearest((past for past, _ in case.facts.past), code, case.board.reference)
    years = case.years_in([mine])
    facts = {"occupation": Code("occupation", mine), "years": plain(round(years, 1))}
    return Sentence(N_("做过 %(years)s 年%(occupation)s") if years > 0 else N_("做过%(occupation)s"), facts)


def _experience(case: Case, row: int, good: bool) -> Sentence | None:
    asked = case.posts.experience_min[row]
    if good or np.isnan(asked) or asked <= 0:
        return None
    return Sentence(N_("相关经验可能不到 %(asked)s 年"), {"asked": plain(float(asked))})


def _certificate(case: Case, row: int, good: bool) -> Sentence | None:
    asked = case.posts.certificates.value(row)
    if not asked or case.facts.certificates is None:
        return None
    held, missing = asked & case.facts.certificates, asked - case.facts.certificates
    if good:
        return (
            None
            if missing
            else Sentence(N_("有%(certificates)s"), {"certificates": codes("certificate", held)})
        )
    return (
        Sentence(N_("没有填%(certificates)s"), {"certificates": codes("certificate", missing)})
        if missing
        else None
    )


def _skills(case: Case, row: int, good: bool) -> Sentence | None:
    asked = case.posts.skills.value(row) or frozenset()
    mine, missing = asked & case.facts.skills, asked - case.facts.skills
    if good:
        return Sentence(N_("会%(skills)s"), {"skills": codes("skill", mine)}) if mine else None
    return Sentence(N_("没有填会不会%(skills)s"), {"skills": codes("skill", missing)}) if missing else None


def _shifts(case: Case, row: int, good: bool) -> Sentence | None:
    theirs = case.posts.shifts.value(row) or frozenset()
    fit = theirs & case.facts.shifts
    return Sentence(N_("能上%(shifts)s"), {"shifts": codes("shift", fit)}) if good and fit else None


def _times(case: Case, row: int, good: bool) -> Sentence | None:
    return Sentence(N_("上班的时间对得上"), {}) if good else Sentence(N_("上班的时间有点紧"), {})


def _education(case: Case, row: int, good: bool) -> Sentence | None:
    asked = case.posts.education_min[row]
    if not good or np.isnan(asked) or asked <= 0 or case.facts.education < asked:
        return None
    return Sentence(N_("学历够%(asked)s"), {"asked": Code("education", str(int(asked)))})


SAYS: Mapping[str, Says] = {
    "distance": _distance,
    "same_place": _same_place,
    "wanted_occupation": _wanted,
    "title_wanted": _wanted,
    "past_occupation": _past,
    "title_past": _past,
    "experience": _experience,
    "certificate_held": _certificate,
    "skills_covered": _skills,
    "shift_fit": _shifts,
    "time_fit": _times,
    "hours_fit": _times,
    "education_gap": _education,
}
"""Feature → its sentence for the employer. What is not here is never told to an employer."""
