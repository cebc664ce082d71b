"""Where the work is: in the city, within their reach."""

import numpy as np

from jobhelp.matching.board import Case
from jobhelp.matching.facts import known
from jobhelp.matching.gates.registry import PASS, Words, gate, known_number, three_way
from jobhelp.matching.sentences import N_, Code, Sentence, km, plain


def _city_says(case: Case, row: int) -> Words:
    place = case.posts.place.value(row)
    why = Sentence(
        N_("工作地点在 %(place)s，不在本市，您说只看本市的岗位"), {"place": Code("place", place or "")}
    )
    return why, Sentence(N_("如果愿意去外地，请在求职资料里改成“外地也可以”"), {})


@gate(
    lambda case, row: (case.facts.beyond_city, case.posts.place.value(row)),
    _city_says,
    relaxable=True,
)
def city(case: Case) -> np.ndarray:
    """Inside the city, unless they look beyond it."""
    outside = case.posts.outside
    if case.facts.beyond_city:
        return np.full(len(outside), PASS)
    return three_way(outside == 0, ~np.isnan(outside))


def _reach_says(case: Case, row: int) -> Words:
    away, limit = float(known(case.km)[row]), known(case.facts.max_km)
    facts = {"km": km(away), "limit": plain(limit)}
    why = Sentence(N_("离您家约 %(km)s 公里，您说最远 %(limit)s 公里"), facts)
    return why, Sentence(N_("如果最远能到 %(km)s 公里，就能看到它"), {"km": plain(np.ceil(away))})


@gate(
    lambda case, row: (case.facts.max_km, None if case.km is None else known_number(case.km, row)),
    _reach_says,
    relaxable=True,
)
def reach(case: Case) -> np.ndarray | None:
    """Not farther than they would go. A place outside the city is left to the gate `city`."""
    if case.facts.max_km is None or case.km is None:
        return None
    near = three_way(case.km <= case.facts.max_km, ~np.isnan(case.km))
    if case.facts.beyond_city:
        near[case.posts.outside == 1] = PASS
    return near
