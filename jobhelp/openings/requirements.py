"""What each kind of opening must say before anybody may see it. Pure over the opening's attributes."""

from typing import Any

from jobhelp.labels import Kind

ALWAYS = ("title", "occupation_code", "duties", "headcount", "valid_until")
BY_KIND: dict[str, tuple[str, ...]] = {
    Kind.MARKET: ("district_code", "pay_min", "pay_unit", "shifts"),
    Kind.ASSISTANCE: ("district_code", "pay_min", "pay_unit", "shifts", "priority_note"),
    Kind.WELFARE: (
        "district_code",
        "street_code",
        "community",
        "welfare_kind_code",
        "hours_per_week",
        "pay_min",
        "pay_unit",
    ),
    Kind.GIG: ("district_code", "gig_on", "gig_from", "gig_to", "meeting_point", "pay_min", "pay_unit"),
}


def missing(opening: Any) -> list[str]:
    """The names of the fields that this kind of opening still needs, in the order of the form."""
    needed = (*ALWAYS, *BY_KIND[opening.kind])
    return [name for name in needed if getattr(opening, name) in (None, "", [])]
