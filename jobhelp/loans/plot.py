"""Interest as bars: what the city pays and what the borrower pays, drawn as SVG without any style."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LINE, BAR, GAP = 480, 22, 26, 18


@dataclass(frozen=True)
class Bar:
    """One bar: a label, its whole in words, and two lengths from the left."""

    label: str
    whole: str
    top: int
    subsidy: float
    borrower: float
    chosen: bool = False

    @property
    def bar_top(self) -> int:
        """Where the bar begins, under its label."""
        return self.top + LINE


@dataclass(frozen=True)
class Bars:
    """A drawing."""

    title: str
    bars: tuple[Bar, ...]
    width: int = WIDTH
    thick: int = BAR

    @property
    def height(self) -> int:
        """High enough for all bars."""
        return len(self.bars) * (LINE + BAR + GAP)


def bars(title: str, parts: Sequence[tuple[str, str, int, int, bool]]) -> Bars:
    """A bar for each (label, whole in words, subsidy, borrower, chosen); the longest fills the width."""
    longest = max((subsidy + borrower for _, _, subsidy, borrower, _ in parts), default=0) or 1
    return Bars(
        title,
        tuple(
            Bar(
                label,
                whole,
                place * (LINE + BAR + GAP),
                round(WIDTH * subsidy / longest, 1),
                round(WIDTH * borrower / longest, 1),
                chosen,
            )
            for place, (label, whole, subsidy, borrower, chosen) in enumerate(parts)
        ),
    )
