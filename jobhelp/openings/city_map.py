"""The schematic map of the city (示意图): where each district is drawn and lettered. Pure.

`tools/map.py` draws the shapes with this projection into one static file; the list's page only colours them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians


@dataclass(frozen=True)
class Sheet:
    """One map: a box of the world on a sheet of `width` × `height` units."""

    prefix: str  # of the shapes' ids in the static file
    west: float
    south: float
    east: float
    north: float
    width: int
    height: int

    def spot(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place stands on the sheet, the whole box centred in it."""
        narrow = cos(radians((self.south + self.north) / 2))
        scale = min(self.width / ((self.east - self.west) * narrow), self.height / (self.north - self.south))
        left = (self.width - (self.east - self.west) * narrow * scale) / 2
        top = (self.height - (self.north - self.south) * scale) / 2
        return (
            round(left + (lon - self.west) * narrow * scale, 1),
            round(top + (self.north - lat) * scale, 1),
        )


CORE = Sheet("k", 126.13, 45.525, 127.14, 46.06, 440, 340)
CITY = Sheet("c", 125.68, 44.02, 130.25, 46.72, 440, 340)
SHEETS = (CORE, CITY)

# Where the names stand: moved a little from the district's seat so that none covers another.
LETTERS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "k": {
        "230102": (126.42, 45.68),
        "230103": (126.585, 45.655),
        "230104": (126.86, 45.86),
        "230108": (126.655, 45.575),
        "230109": (126.50, 45.90),
        "230110": (126.765, 45.70),
    },
    "c": {
        "230111": (126.75, 46.02),
        "230112": (127.05, 45.40),
        "230113": (126.15, 45.38),
        "230123": (129.55, 46.25),
        "230124": (128.85, 45.76),
        "230125": (127.60, 45.76),
        "230126": (127.35, 46.28),
        "230127": (128.05, 46.12),
        "230128": (128.75, 46.13),
        "230129": (128.40, 45.46),
        "230183": (128.10, 45.05),
        "230184": (127.35, 44.75),
    },
}
STEPS = 5


def scale(numbers: Mapping[str, int]) -> list[int]:
    """The lower ends of five classes from 0, in round numbers, so that the fullest district is in the last."""
    most = max(numbers.values(), default=0)
    step = 1
    for size in (1, 2, 3, 5, 10, 15, 20, 30, 50, 60, 100, 150, 200, 300, 500, 1000, 2000, 5000, 10000):
        step = size
        if most <= size * STEPS:
            break
    return [step * n for n in range(STEPS)]


def shade(number: int, ends: list[int]) -> int:
    """The class of a number, 0 to 4."""
    return max(n for n, end in enumerate(ends) if number >= end)
