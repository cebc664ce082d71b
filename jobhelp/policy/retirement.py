"""The statutory retirement date (国务院关于渐进式延迟法定退休年龄的办法, 2025-01-01; before it 国发〔1978〕104号).

Special trades and early retirement by illness are not modelled. The chosen date (up to three years earlier or later)
does not matter to the other rules; drawing a pension does.
"""

from datetime import date

from jobhelp.policy.calendar import add_months, months_between
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, agree, yes
from jobhelp.policy.parameters import Reader

MALE, WORKER, CADRE = "male", "female_worker", "female_cadre"
CLASSES = (MALE, WORKER, CADRE)
SEXES = (MALE, "female")


def possible_classes(facts: Facts) -> tuple[str, ...]:
    """The retirement classes that the file leaves open: one where it is known.

    A man's class is always `male`. A case file that says nothing of sex and class is read in the person's favour: the
    latest date.
    """
    sex, stated = facts.word("sex", SEXES), facts.word("retire_class", CLASSES)
    if sex == MALE:
        return (MALE,)
    if stated is not None and not (stated == MALE and sex is not None):
        return (stated,)
    if sex is not None or (facts.left_out("sex") and facts.has("retire_class")):
        return (WORKER, CADRE)
    return (MALE,) if facts.left_out("sex") else (MALE, WORKER, CADRE)


def retirement(parameters: Reader, birth: date, kind: str, *, law_of: date | None = None) -> tuple[date, int]:
    """(statutory retirement date, months of delay).

    law_of   apply the law in force on that day; None: the law as it is known today, which is what ends a benefit
    """
    before_reform = law_of is not None and law_of < parameters.first("retirement_delay").since
    return parameters.remember(
        ("retirement", birth, kind, before_reform),
        lambda: _retirement(parameters, birth, kind, before_reform=before_reform),
    )


def _retirement(parameters: Reader, birth: date, kind: str, *, before_reform: bool) -> tuple[date, int]:
    base = int(
        parameters.value("retirement_base_months", parameters.first("retirement_base_months").since)[kind]
    )
    if before_reform:
        return add_months(birth, base), 0
    reform = parameters.first("retirement_delay")
    ahead = months_between(reform.since, add_months(birth, base))
    if ahead < 0:
        return add_months(birth, base), 0
    steps = parameters.value("retirement_delay", reform.since)[kind]
    delay = min(int(steps["cap"]), ahead // int(steps["step"]) + 1)
    return add_months(birth, base + delay), delay


def retirement_dates(
    parameters: Reader, facts: Facts, *, law_of: date | None = None
) -> dict[str, date | None]:
    """Possible class → retirement date; {"": None} when no birth date limits anything (a case file left it out).

    An unknown birth date gives an empty mapping. Read it, do not change it: people alike share it.
    """
    birth = facts.day("birth_date")
    if birth is not None:
        kinds = possible_classes(facts)
        return parameters.remember(
            ("retirement dates", birth, kinds, law_of),
            lambda: {kind: retirement(parameters, birth, kind, law_of=law_of)[0] for kind in kinds},
        )
    return {"": None} if facts.assume_satisfied and not facts.has("birth_date") else {}


def below_retirement(dates: dict[str, date | None], on: date) -> Answer:
    """Whether the person has not reached the date on a day, tested for every possible class."""
    if not dates:
        return Answer.UNKNOWN
    return agree(yes(day is None or on < day) for day in dates.values())
