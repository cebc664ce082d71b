"""Acts on claims, by subject: applying, one move, deciding, stopping, facts, papers, the calendar, leaving.

`move` is the only door through which a claim changes its state; the verbs are what a clerk would say.
"""

from jobhelp.claims.refusals import StillRunning
from jobhelp.claims.service.applying import correct, keep_answers, submit
from jobhelp.claims.service.calendar import enter_day, enter_days, forget_day
from jobhelp.claims.service.deciding import (
    accept,
    approve,
    propose,
    refuse,
    reopen,
    return_for_correction,
    send_back,
    sign_special,
    uphold,
)
from jobhelp.claims.service.drafting import forget_draft, forget_old_drafts, keep_draft
from jobhelp.claims.service.events import ClaimEnded, ClaimGranted, ClaimStopped
from jobhelp.claims.service.knowing import (
    Assessed,
    as_decided,
    assess_claim,
    facts_for,
    finding,
    learn_facts,
    person_facts,
    record_fact,
    still_eligible,
)
from jobhelp.claims.service.leaving import erase_seeker, refuse_while_running
from jobhelp.claims.service.moving import move
from jobhelp.claims.service.papers import add_document, mark_seen, open_document, remove_document
from jobhelp.claims.service.running import (
    add_month,
    appeal,
    end,
    end_finished,
    resume,
    stop,
    suspend,
    withdraw,
)

__all__ = [
    "Assessed",
    "ClaimEnded",
    "ClaimGranted",
    "ClaimStopped",
    "StillRunning",
    "accept",
    "add_document",
    "add_month",
    "appeal",
    "approve",
    "as_decided",
    "assess_claim",
    "correct",
    "end",
    "end_finished",
    "enter_day",
    "enter_days",
    "erase_seeker",
    "facts_for",
    "finding",
    "forget_day",
    "forget_draft",
    "forget_old_drafts",
    "keep_answers",
    "keep_draft",
    "learn_facts",
    "mark_seen",
    "move",
    "open_document",
    "person_facts",
    "propose",
    "record_fact",
    "refuse",
    "refuse_while_running",
    "remove_document",
    "reopen",
    "resume",
    "return_for_correction",
    "send_back",
    "sign_special",
    "still_eligible",
    "stop",
    "submit",
    "suspend",
    "uphold",
    "withdraw",
]
