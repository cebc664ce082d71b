"""Facts as they are stored and read again: JSON text, names, and the readings that follow from what is known."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jobhelp import identity
from jobhelp.policy.parameters import Reader, published

OWN_MEANING = frozenset(
    {"group", "months", "amount", "rate_pct", "hours", "post", "received_before", "months_used_before"}
)
"""Facts whose name means something else in each programme: they are kept as "sl:group"."""
OF_THE_HIRE = frozenset({"sex", "birth_date", "retire_class", "dp_certified"})
"""Facts of a claim for a hire that speak of the hire, whose file is not this one."""
_DAYS = ("birth_date", "hire_date")


def is_day(name: str) -> bool:
    """Whether a fact is a date."""
    bare = name.partition(":")[2] or name
    return bare in _DAYS or bare.endswith("_on")


def write(value: Any) -> str:
    """A value as JSON text."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def read(name: str, text: str | None) -> Any:
    """The value behind the stored text."""
    return None if text is None else revive(name, json.loads(text))


def write_all(facts: Mapping[str, Any]) -> str:
    """Facts by name as JSON text."""
    return write(dict(facts))


def read_all(text: str | None) -> dict[str, Any]:
    """Facts by name from JSON text."""
    return {name: revive(name, value) for name, value in json.loads(text).items()} if text else {}


def revive(name: str, value: Any) -> Any:
    """A value from JSON: dates are dates again."""
    if is_day(name) and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple | set | frozenset) else value


def stored_name(programme: str, name: str) -> str:
    """The name under which a programme's fact is kept with the person."""
    return f"{programme}:{name}" if name in OWN_MEANING else name


def for_programme(programme: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a person, as one programme reads it."""
    told = {name: value for name, value in known.items() if ":" not in name}
    prefix = f"{programme}:"
    return told | {
        name.removeprefix(prefix): value for name, value in known.items() if name.startswith(prefix)
    }


def completed(programme: str, facts: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The facts with what follows from them, in the way in which the open check reads its answers."""
    told = dict(facts)
    if told.get("unemployed") is True:
        told.setdefault("events", [])
    if Reader(published()).row("us_window", on) is None:
        told.setdefault("on_us", False)
    if programme in ("ui", "dp"):
        told.setdefault("still_unemployed_at_expiry", True)
    elif programme == "pw":
        told.setdefault("post", "fulltime")
    elif programme == "sl":
        told.setdefault("partners", 0)
    return told


def of_id_number(number: str) -> dict[str, Any]:
    """Birth date and sex, as the identity number says them (GB 11643: an odd order is a man's)."""
    return {
        "birth_date": identity.birth_date(number),
        "sex": "male" if int(number[-2]) % 2 else "female",
    }
