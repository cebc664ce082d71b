"""Pages: proposals at the desk, screenings, what-if; and what a resident reads and says about theirs."""

from jobhelp.life_events.views import desk, leafing, mine, screenings, what_if
from jobhelp.life_events.views.blueprint import bp

__all__ = ["bp", "desk", "leafing", "mine", "screenings", "what_if"]
