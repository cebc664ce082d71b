"""Panels: boxes that upper slices put on a lower slice's page."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

Panel = Callable[..., Markup | None]
_panels: dict[str, list[Panel]] = {}


def add_panel(place: str, panel: Panel) -> None:
    """Let `panel(**context)` draw on every page that shows `place`. Twice is once."""
    if panel not in _panels.setdefault(place, []):
        _panels[place].append(panel)


def panels(place: str, **context: Any) -> list[Markup]:
    """What the registered panels have to show here, in the order of wiring."""
    drawn = (panel(**context) for panel in _panels.get(place, ()))
    return [markup for markup in drawn if markup]
