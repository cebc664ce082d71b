"""The one door: any move by the name of its action. The verbs are behind it, with all their checks."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims.models import Claim
from jobhelp.claims.service import applying, deciding, running
from jobhelp.claims.states import ClaimAction, Outcome

A = ClaimAction


def move(
    session: Session, claim: Claim, action: ClaimAction, *, by: User | None, note: str = "", **details: Any
) -> None:
    """Make one move. `details`: what the verb needs besides (outcome, chosen_months, effective_on, facts).

    Raises `WrongState` when the table has no such move, and whatever the verb raises.
    """
    if action is A.STOP:
        details.setdefault("effective_on", clock.today())
    elif action is A.PROPOSE:
        details["outcome"] = Outcome(details["outcome"])
    VERBS[action](session, claim, by=by, note=note, **details)


VERBS: Mapping[ClaimAction, Callable[..., None]] = {
    A.ACCEPT: deciding.accept,
    A.RETURN: deciding.return_for_correction,
    A.CORRECT: applying.correct,
    A.PROPOSE: deciding.propose,
    A.SEND_BACK: deciding.send_back,
    A.APPROVE: deciding.approve,
    A.SIGN_SPECIAL: deciding.sign_special,
    A.REFUSE: deciding.refuse,
    A.SUSPEND: running.suspend,
    A.RESUME: running.resume,
    A.STOP: running.stop,
    A.END: running.end,
    A.APPEAL: running.appeal,
    A.UPHOLD: deciding.uphold,
    A.REOPEN: deciding.reopen,
    A.WITHDRAW: running.withdraw,
}
