"""What a signed-in resident's file already says, as answers of the check. Used with their own click only."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from jobhelp import identity
from jobhelp.accounts.models import User
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers.states import Fact

CLASSES = {
    Fact.ZERO_EMPLOYMENT: "zero",
    Fact.DISABILITY: "disability",
    Fact.LAND_LOST: "land",
    Fact.GRADUATE: "hard_graduate",
}
Known = dict[str, dict[str, Any]]


def known(session: Session, user: User, *, hardship: bool) -> tuple[Known, Known]:
    """(answers that need no asking, answers to confirm). `hardship`: the person wants those facts used too."""
    seeker = jobseekers.seeker_of(session, user)
    sure: Known = {}
    offered: Known = {}
    if seeker.id_number:
        born, sex = _from_number(seeker.id_number)
        sure["born"] = {"day": born.isoformat()}
        if sex == "male":
            sure["who"] = {"pick": "male"}
        else:
            offered["who"] = {"pick": "female"}
    if seeker.district_code:
        offered["area"] = {"pick": seeker.district_code}
    if hardship:
        kept = jobseekers.hardship_of(session, seeker.id)
        facts = jobseekers.facts_of(kept) or frozenset()
        classes = [code for fact, code in CLASSES.items() if fact in facts]
        classes += ["certified"] if kept is not None and kept.recognised else []
        if classes:
            offered["classes"] = {"pick": classes}
        if Fact.DIBAO in facts:
            offered["receiving"] = {"pick": ["dibao"]}
    return sure, offered


def _from_number(number: str) -> tuple[date, str]:
    order = int(number[-2])  # the last digit of the order: odd for men (GB 11643)
    return identity.birth_date(number), "male" if order % 2 else "female"
