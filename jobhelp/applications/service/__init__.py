"""Acts on applications, by subject: applying, one move of either side, the end of a post or the leaving of a person."""

from jobhelp.applications.service.applying import apply
from jobhelp.applications.service.ending import close_ended, close_filled, erase_seeker
from jobhelp.applications.service.moving import SIDE, Applied, Hired, Meeting, move

__all__ = [
    "SIDE",
    "Applied",
    "Hired",
    "Meeting",
    "apply",
    "close_ended",
    "close_filled",
    "erase_seeker",
    "move",
]
