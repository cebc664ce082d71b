"""What the list of openings can be narrowed by: read from the address, written into it, never from anywhere else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jobhelp.labels import Kind
from jobhelp.openings.traits import PAY_YUAN, PERK_BITS, SHIFT_BITS

SORTS = ("newest", "pay", "near")
MANY = ("kind", "district", "shift", "perk")
ORDER = ("q", "kind", "district", "street", "work", "shift", "pay", "perk", "beyond", "sort")
LONGEST_QUERY = 60


@dataclass(frozen=True)
class Filters:
    """One narrowing of the list. Empty means no limit; `sort` "" is the order that fits (best match, or newest).

    kind, district, shift   any of them will do
    perk                    all of them must be given
    work                    the family of the occupation
    pay                     yuan a month, one of the steps
    street                  where "near" is measured from; no limit by itself
    beyond                  also what lies outside the city
    """

    q: str = ""
    kind: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    street: str = ""
    work: str = ""
    shift: tuple[str, ...] = ()
    pay: int = 0
    perk: tuple[str, ...] = ()
    beyond: bool = False
    sort: str = ""

    @classmethod
    def read(
        cls,
        arguments: Mapping[str, Iterable[str]],
        *,
        districts: Mapping[str, Any],
        streets: Mapping[str, Any],
        families: Iterable[str],
    ) -> "Filters":
        """From the address; what it does not know it leaves out, so that an old link still opens a page."""

        def one(name: str) -> str:
            return next(iter(arguments.get(name, ())), "").strip()

        def many(name: str, known: Iterable[str]) -> tuple[str, ...]:
            wished = set(arguments.get(name, ()))
            return tuple(code for code in known if code in wished)

        amount = one("pay")
        yuan = int(amount) if amount.isascii() and amount.isdigit() and len(amount) < 7 else 0
        street = one("street")
        return cls(
            q=" ".join(one("q").split())[:LONGEST_QUERY],
            kind=many("kind", [kind.value for kind in Kind]),
            district=many("district", districts),
            street=street if street in streets else "",
            work=one("work") if one("work") in set(families) else "",
            shift=many("shift", SHIFT_BITS),
            pay=max((step for step in PAY_YUAN if step <= yuan), default=0),
            perk=many("perk", PERK_BITS),
            beyond=one("beyond") == "1",
            sort=one("sort") if one("sort") in SORTS else "",
        )

    def arguments(self) -> list[tuple[str, str]]:
        """For the address, in a fixed order: the same narrowing has one address."""
        pairs: list[tuple[str, str]] = []
        for name in ORDER:
            value = getattr(self, name)
            if name in MANY:
                pairs += [(name, code) for code in value]
            elif value:
                pairs.append((name, "1" if value is True else str(value)))
        return pairs

    def without(self, name: str, code: str = "") -> "Filters":
        """The same without one of its limits."""
        kept: Any = getattr(Filters(), name)
        if name in MANY:
            kept = tuple(other for other in getattr(self, name) if other != code)
        return self._with(name, kept)

    def having(self, name: str, value: Any) -> "Filters":
        """The same with one limit more (or, where there can be one only, another)."""
        return self._with(name, (*getattr(self, name), value) if name in MANY else value)

    def _with(self, name: str, value: Any) -> "Filters":
        changes: dict[str, Any] = {name: value}
        return replace(self, **changes)

    def limits(self) -> list[tuple[str, str]]:
        """(name, code) of every limit that is set, as chips show them; order and origin are none."""
        return [(name, code) for name, code in self.arguments() if name not in ("sort", "street", "beyond")]

    def order(self) -> str:
        """How the list is ordered: match, newest, pay or near (near needs a place to measure from)."""
        if self.sort == "near" and not (self.street or self.district):
            return "match" if self.q else "newest"
        return self.sort or ("match" if self.q else "newest")
