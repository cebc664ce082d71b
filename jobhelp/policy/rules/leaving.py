"""How work ended and what ends a benefit again: what unemployment benefit, its allowance and recognition share."""

from datetime import date

from jobhelp.policy.facts import Facts, read_day
from jobhelp.policy.model import Answer
from jobhelp.policy.parameters import Reader


def not_registered(facts: Facts) -> bool:
    """In every fact but this one null is unknown; `registered_on: null` says: not registered."""
    return facts.has("registered_on") and facts.get("registered_on") is None


def left_not_by_own_will(facts: Facts, on: date, parameters: Reader) -> Answer:
    """UI-2: by the kind of ending; who proposed an agreed ending decides it."""
    if facts.left_out("termination"):
        return Answer.PASS
    kinds: dict[str, list[str]] = parameters.value("ui_termination_kinds", on) or {}
    kind = facts.get("termination")
    return next((Answer(word) for word, members in kinds.items() if kind in members), Answer.UNKNOWN)


Event = tuple[date | None, str]


def first_event(facts: Facts, parameters: Reader, on: date) -> Event | None:
    """The earliest stop event; (None, "") when it is not known whether there was one."""
    events = facts.rows("events")
    if events is None:
        return None, ""
    kinds = parameters.value("stop_events", on) or parameters.first("stop_events").value
    found = [(read_day("events", one.get("date")), str(one.get("type"))) for one in events]
    relevant = [(day, kind) for day, kind in found if kind in kinds]
    if any(day is None for day, _ in relevant):
        return None, ""
    return min(relevant, key=lambda event: event[0] or date.max, default=None)
