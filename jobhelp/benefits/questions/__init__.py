"""The questions of the open check, one a page, in plain words; what an answer says is written as facts of the rules.

An answer is a mapping: `pick` (the chosen code, or several), and what was typed beside it: `day`, `number`, `other`.
A skipped question has no answer: its facts stay unknown.

kinds.py      what a question is                 (start reading here)
answers.py    from an answer to facts
person.py     who asks, and how they live        job.py        the job that ended, insurance, registration
business.py   an own business                    employer.py   the questions of an employer
"""

from collections.abc import Mapping

from jobhelp.benefits.questions.business import BUSINESS
from jobhelp.benefits.questions.employer import EMPLOYER_ASKED
from jobhelp.benefits.questions.job import JOB, PREMIUMS
from jobhelp.benefits.questions.kinds import (
    UNSURE,
    Answer,
    Answers,
    Option,
    Question,
    at_least,
    born,
    picked,
    ticked,
)
from jobhelp.benefits.questions.person import LIFE, PERSON

RESIDENT, EMPLOYER = "resident", "employer"
MOST = 20  # questions on any way through the check
ROLES: Mapping[str, tuple[Question, ...]] = {
    RESIDENT: (*PERSON, *JOB, *LIFE, *BUSINESS, *PREMIUMS),
    EMPLOYER: EMPLOYER_ASKED,
}


def question(role: str, name: str) -> Question | None:
    """The question of this name on the way of a role."""
    return next((one for one in ROLES.get(role, ()) if one.name == name), None)


__all__ = [
    "EMPLOYER",
    "MOST",
    "RESIDENT",
    "ROLES",
    "UNSURE",
    "Answer",
    "Answers",
    "Option",
    "Question",
    "at_least",
    "born",
    "picked",
    "question",
    "ticked",
]
