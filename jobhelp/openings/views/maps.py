"""The districts on the schematic map of the list's page: how dark each is, and where it leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jobhelp.openings.city_map import CITY, CORE, LETTERS, Sheet, scale, shade
from jobhelp.openings.filters import Filters
from jobhelp.openings.traits import BEYOND
from jobhelp.reference.views import book, name

AROUND_THE_CORE = ("230111", "230112", "230113", "230125")


@dataclass(frozen=True)
class Shape:
    """A district on a map: which shape, how dark, its letters."""

    code: str
    name: str
    count: int
    shade: int
    chosen: bool
    href: str
    letters: tuple[float, float] | None


@dataclass(frozen=True)
class Maps:
    """Both maps of one list. `counts`: openings by district; `address`: where filters lead."""

    counts: Mapping[str, int]
    filters: Filters
    address: Callable[[Filters], str]

    @property
    def scale(self) -> list[int]:
        """Where each shade begins."""
        return scale({code: self.counts.get(code, 0) for code in book().districts if code != BEYOND})

    def core(self) -> list[Shape]:
        """The built-up city and what touches it."""
        return self._shapes(CORE, [*LETTERS[CORE.prefix], *AROUND_THE_CORE])

    def city(self) -> list[Shape]:
        """The whole municipality."""
        return self._shapes(CITY, list(book().districts))

    def _shapes(self, sheet: Sheet, codes: list[str]) -> list[Shape]:
        steps, letters = self.scale, LETTERS[sheet.prefix]
        shapes = []
        for code in codes:
            count, chosen = self.counts.get(code, 0), code in self.filters.district
            wider = (
                self.filters.without("district", code) if chosen else self.filters.having("district", code)
            )
            spot = sheet.spot(*letters[code]) if code in letters else None
            shapes.append(
                Shape(
                    code,
                    name("districts", code),
                    count,
                    shade(count, steps),
                    chosen,
                    self.address(wider),
                    spot,
                )
            )
        return sorted(shapes, key=lambda shape: shape.chosen)  # the chosen ones last: their outline is on top
