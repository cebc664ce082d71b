"""What the work asks of a person: shifts, efforts, certificates, education."""

import numpy as np

from jobhelp.matching.board import Case
from jobhelp.matching.columns import mask_of
from jobhelp.matching.facts import DEMANDS, SHIFTS, known
from jobhelp.matching.gates.registry import FAIL, PASS, UNKNOWN, Words, gate, known_number, three_way
from jobhelp.matching.sentences import N_, Code, Sentence, codes

NIGHT_ONLY = 1 << SHIFTS.index("night")
ROTATING = 1 << SHIFTS.index("rotating")


def _shift_says(case: Case, row: int) -> Words:
    mine, theirs = case.facts.shifts, known(case.posts.shifts.value(row))
    facts = {"mine": codes("shift", mine), "theirs": codes("shift", theirs)}
    why = Sentence(N_("这个岗位上%(theirs)s，您说可以上%(mine)s"), facts)
    return why, Sentence(N_("如果也能上%(theirs)s，就能看到它"), facts)


@gate(
    lambda case, row: (case.facts.shifts, case.posts.shifts.value(row)),
    _shift_says,
    relaxable=True,
)
def shift(case: Case) -> np.ndarray | None:
    """At least one of the post's shifts is one that they accept."""
    if not case.facts.shifts:
        return None
    shifts = case.posts.shifts
    return three_way(shifts.meets(mask_of(case.facts.shifts, SHIFTS)), shifts.known & (shifts.bits != 0))


def _demands_of(case: Case, row: int) -> frozenset[str]:
    """Demands of the post that the person cannot meet; a post with night shifts only demands nights."""
    demanded = case.posts.demands.value(row) or frozenset()
    if case.posts.shifts.value(row) == frozenset({"night"}):
        demanded |= {"night"}
    return demanded & case.facts.cannot


def _demands_says(case: Case, row: int) -> Words:
    hard = _demands_of(case, row)
    facts = {"demands": codes("demand", hard)}
    why = Sentence(N_("这个岗位需要%(demands)s，您说这个做不了"), facts)
    return why, Sentence(N_("如果现在可以%(demands)s，请改求职资料"), facts)


@gate(
    lambda case, row: (case.facts.cannot, case.posts.demands.value(row)),
    _demands_says,
    relaxable=True,
)
def demands(case: Case) -> np.ndarray | None:
    """Nothing that they said they cannot do. Rotating shifts may include nights: unknown, to be asked."""
    if not case.facts.cannot:
        return None
    asked = case.posts.demands
    hard = asked.meets(mask_of(case.facts.cannot, DEMANDS))
    known = asked.known
    if "night" in case.facts.cannot:
        shifts = case.posts.shifts.bits
        hard = hard | (shifts == NIGHT_ONLY)
        known = known & ((shifts & ROTATING) == 0)
    return np.where(hard, FAIL, np.where(known, PASS, UNKNOWN))


def _certificate_says(case: Case, row: int) -> Words:
    missing = known(case.posts.certificates.value(row)) - known(case.facts.certificates)
    facts = {"certificates": codes("certificate", missing)}
    why = Sentence(N_("这个岗位要求有%(certificates)s，您的资料里没有"), facts)
    return why, Sentence(N_("考取%(certificates)s后（或已有请补填）就能看到它"), facts)


@gate(
    lambda case, row: (case.facts.certificates, case.posts.certificates.value(row)),
    _certificate_says,
    relaxable=True,
)
def certificate(case: Case) -> np.ndarray:
    """Every certificate that the work requires is held."""
    column = case.posts.certificates
    nothing_asked = column.size == 0
    if case.facts.certificates is None:
        return np.where(nothing_asked, PASS, UNKNOWN)
    held = column.overlap(case.facts.certificates)
    return three_way(held >= column.size, column.size >= 0)


def _education_says(case: Case, row: int) -> Words:
    mine, theirs = case.facts.education, int(case.posts.education_min[row])
    facts = {"mine": Code("education", str(mine)), "theirs": Code("education", str(theirs))}
    why = Sentence(N_("这个岗位要求%(theirs)s，您的学历是%(mine)s"), facts)
    return why, Sentence(N_("单位把学历要求放宽到%(mine)s时，就能看到它"), facts)


@gate(
    lambda case, row: (case.facts.education, known_number(case.posts.education_min, row)),
    _education_says,
    relaxable=False,
)
def education(case: Case) -> np.ndarray:
    """The education that the post asks for."""
    asked = case.posts.education_min
    if case.facts.education == 0:
        return np.where(asked == 0, PASS, UNKNOWN)
    return three_way(asked <= case.facts.education, ~np.isnan(asked))
