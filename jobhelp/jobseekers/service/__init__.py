"""Acts on jobseekers, by subject: registering and erasing, answers, consent, hardship facts."""

from jobhelp.jobseekers.service.answers import (
    DoesNotEndLater,
    NotOnTheList,
    OutOfRange,
    TooManyPast,
    TooManyWanted,
    answer,
    skip,
)
from jobhelp.jobseekers.service.consents import set_personalised, set_plain_order, set_visible
from jobhelp.jobseekers.service.hardship import ConsentMissing, save_hardship, withdraw_hardship
from jobhelp.jobseekers.service.registration import (
    IdNumberTaken,
    NameRefused,
    ProfileChanged,
    SeekerErased,
    correct_identity,
    erase,
    register,
)

__all__ = [
    "ConsentMissing",
    "DoesNotEndLater",
    "IdNumberTaken",
    "NameRefused",
    "NotOnTheList",
    "OutOfRange",
    "ProfileChanged",
    "SeekerErased",
    "TooManyPast",
    "TooManyWanted",
    "answer",
    "correct_identity",
    "erase",
    "register",
    "save_hardship",
    "set_personalised",
    "set_plain_order",
    "set_visible",
    "skip",
    "withdraw_hardship",
]
