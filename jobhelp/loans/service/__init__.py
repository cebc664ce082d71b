"""Acts on loans: beginning with a granted claim, one move of the desk, settling a quarter's interest."""

from jobhelp.loans.service.beginning import begin, forget, give_up
from jobhelp.loans.service.moving import (
    Contract,
    catch_up,
    decline,
    fall_overdue,
    guarantee,
    lend,
    repay,
)
from jobhelp.loans.service.recovering import PAID_EARLY, WAS_OVERDUE, correct_settled
from jobhelp.loans.service.settling import end_finished, remind, settle

__all__ = [
    "PAID_EARLY",
    "WAS_OVERDUE",
    "Contract",
    "begin",
    "catch_up",
    "correct_settled",
    "decline",
    "end_finished",
    "fall_overdue",
    "forget",
    "give_up",
    "guarantee",
    "lend",
    "remind",
    "repay",
    "settle",
]
