"""Lists that can be put in another order: by which column, and which way, stands in the address.

`?sort=amount` puts the smallest first, `?sort=-amount` the largest; what is no column of the list is its usual order.
"""

from collections.abc import Collection
from dataclasses import dataclass

from flask import request


@dataclass(frozen=True)
class Order:
    """How a list stands: `chosen` as the address writes it; `usual` when nobody asks for another order."""

    chosen: str
    usual: str

    @property
    def kept(self) -> str | None:
        """What an address says to keep it; None for the usual order."""
        return None if self.chosen == self.usual else self.chosen

    def way(self, column: str) -> str:
        """What `aria-sort` says of a column: ascending, descending, or "" for one that does not count."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.chosen, "")

    def after(self, column: str, *, down: bool = False) -> str | None:
        """What a click on a column asks for: the other way round, or at first upwards (`down`: downwards)."""
        ways = (f"-{column}", column) if down else (column, f"-{column}")
        asked = ways[1] if self.chosen == ways[0] else ways[0]
        return None if asked == self.usual else asked


def wanted_order(columns: Collection[str], usual: str) -> Order:
    """The order that the address asks for, when it is one by these columns."""
    wish = request.args.get("sort", "")
    return Order(wish if wish.removeprefix("-") in columns else usual, usual)
