"""Interest as bars: what the city pays and what the borrower pays, drawn as SVG without any style."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, THICK = 480, 26


@dataclass(frozen=True)
class Bar:
    """One bar: a label, its whole in words, and two lengths from the left."""

    label: str
    whole: str
    subsidy: float
    borrower: float
    chosen: bool = False


@dataclass(frozen=True)
class Bars:
    """A drawing of bars, one under the other."""

    title: str
    bars: tuple[Bar, ...]
    width: int = WIDTH
    thick: int = THICK


def bars(title: str, parts: Sequence[tuple[str, str, int, int, bool]]) -> Bars:
    """A bar for each (label, whole in words, subsidy, borrower, chosen); the longest fills the width."""
    longest = max((subsidy + borrower for _, _, subsidy, borrower, _ in parts), default=0) or 1
    return Bars(
        title,
        tuple(
            Bar(
                label,
                whole,
                round(WIDTH * subsidy / longest, 1),
                round(WIDTH * borrower / longest, 1),
                chosen,
            )
            for label, whole, subsidy, borrower, chosen in parts
        ),
    )
