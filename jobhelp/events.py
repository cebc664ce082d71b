"""Upward effects: a slice publishes what happened, `wiring.py` says who reacts.

Delivery is synchronous and inside the publisher's transaction: if a reaction fails, nothing happened.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

Reaction = Callable[[Session, Any], None]
_reactions: dict[type, list[Reaction]] = defaultdict(list)


def subscribe(event: type, reaction: Reaction) -> None:
    """Let `reaction(session, event)` run whenever an event of this class is published. Twice is once."""
    if reaction not in _reactions[event]:
        _reactions[event].append(reaction)


def publish(session: Session, event: object) -> None:
    """Run every reaction to `event` now, in the order of subscription."""
    for reaction in _reactions[type(event)]:
        reaction(session, event)
