"""The hard gates, one function each, in the order in which they are told; constraints.py puts them together.

A gate is either the person's own limit (where, when, what they cannot do, the least pay they need) or a condition the
post states and the law or the work sets (certificate, education, dates, seats, who it is for). Experience is not a
gate: employers often take less than they ask. Importing this package registers all of them.
"""

from jobhelp.matching.gates import law, place, seats, terms, work
from jobhelp.matching.gates.registry import FAIL, PASS, REGISTERED, UNKNOWN, Gate
from jobhelp.matching.gates.terms import DAY_MINUTES, outside_hours

SUBJECTS = (seats, place, work, terms, law)  # a person is told the reasons in this order

GATES: dict[str, Gate] = {
    code: one
    for subject in SUBJECTS
    for code, one in REGISTERED.items()
    if one.answer.__module__ == subject.__name__
}

__all__ = ["DAY_MINUTES", "FAIL", "GATES", "PASS", "UNKNOWN", "Gate", "outside_hours"]
