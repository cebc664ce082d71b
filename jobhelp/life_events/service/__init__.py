"""Acts on proposals, by subject: what happens, the calendar, hearing and deciding, screening everyone."""

from jobhelp.life_events.service.calendar import count_down, reach_retirement
from jobhelp.life_events.service.deciding import accept, dismiss, hear
from jobhelp.life_events.service.happening import (
    claim_ended,
    claim_granted,
    claim_stopped,
    find_person,
    hired,
    key_in,
)
from jobhelp.life_events.service.proposing import propose
from jobhelp.life_events.service.screening import Screened, screen

__all__ = [
    "Screened",
    "accept",
    "claim_ended",
    "claim_granted",
    "claim_stopped",
    "count_down",
    "dismiss",
    "find_person",
    "hear",
    "hired",
    "key_in",
    "propose",
    "reach_retirement",
    "screen",
]
