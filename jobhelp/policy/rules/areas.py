"""Which class of pay a place belongs to. A city-level or historic code leaves the class open."""

from datetime import date

from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, yes
from jobhelp.policy.parameters import Reader


def area_of(facts: Facts) -> str | None:
    """The code of the place, also where a file gives it as a number."""
    area = facts.get("area")
    return None if area is None else str(area)


def insured_here(facts: Facts, on: date, parameters: Reader) -> Answer:
    """The place is one of Harbin's districts and counties; city-level and historic codes are unknown."""
    area, known = area_of(facts), parameters.value("harbin_areas", on)
    if area is None or known is None:
        return yes(True if facts.left_out("area") else None)
    if area in known["districts"] or area in known["counties"]:
        return Answer.PASS
    return Answer.UNKNOWN if area in known["open"] else Answer.FAIL


def in_the_city(facts: Facts, on: date, parameters: Reader) -> Answer:
    """The place lies in Harbin; a city-level or historic code is enough to say so."""
    area = area_of(facts)
    known = parameters.value("harbin_areas", on)
    if known is not None and area in known["open"]:
        return Answer.PASS
    return insured_here(facts, on, parameters)


def class_of(area: str | None, on: date, parameters: Reader, table: str) -> str | None:
    """The class of an area in a table of classes; None when it is not known."""
    classes: dict[str, list[str]] = parameters.value(table, on) or {}
    return next((name for name, members in classes.items() if area in members), None)
