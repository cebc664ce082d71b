"""What an assessment says: an answer for each criterion, a decision, amounts, and how sure the numbers are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

CENT = Decimal("0.01")


class Answer(StrEnum):
    """The answer of one criterion. `NOT_IN_FORCE`: the law of that date did not ask it yet."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_IN_FORCE = "n/a"


OF_TRUTH: Mapping[bool | None, Answer] = {True: Answer.PASS, False: Answer.FAIL, None: Answer.UNKNOWN}


class Decision(StrEnum):
    """What follows for the programme."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"
    STOPPED = "stopped"


class Confidence(StrEnum):
    """How well a value is known, best first."""

    SOURCED = "sourced"
    DERIVED = "derived"
    RECALLED = "recalled"
    ASSUMED = "assumed"


def yes(truth: bool | None) -> Answer:
    """True, False or None (unknown) as an answer."""
    return OF_TRUTH[truth]


def no(truth: bool | None) -> Answer:
    """The answer of a criterion that asks for the opposite."""
    return OF_TRUTH[None if truth is None else not truth]


def both(*answers: Answer) -> Answer:
    """All must pass: a fail decides, then an unknown."""
    if Answer.FAIL in answers:
        return Answer.FAIL
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.PASS


def either(*answers: Answer) -> Answer:
    """One must pass: a pass decides, then an unknown."""
    if Answer.PASS in answers:
        return Answer.PASS
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.FAIL


def agree(answers: Iterable[Answer]) -> Answer:
    """The common answer of several possible readings of one person; unknown when they differ."""
    common = None
    for answer in answers:
        if common is not None and answer is not common:
            return Answer.UNKNOWN
        common = answer
    return common or Answer.UNKNOWN


def decide(reasons: Mapping[str, Answer]) -> Decision:
    """Any fail is ineligible; else any unknown is undetermined; else eligible."""
    match both(*reasons.values()):
        case Answer.FAIL:
            return Decision.INELIGIBLE
        case Answer.UNKNOWN:
            return Decision.UNDETERMINED
    return Decision.ELIGIBLE


def settle(finding: "Finding") -> None:
    """A benefit by months without its months or amounts is undetermined, and then says no months and no total.

    A range of months is enough; a stop without the amounts of the months before it is not.
    """
    values = finding.values
    needed = values["total_range"] if "total_range" in values else [values["total"]]
    stopped_in_time = finding.decision is Decision.STOPPED and values["months"] is not None
    if None in needed and (finding.decision is Decision.ELIGIBLE or stopped_in_time):
        finding.decision = Decision.UNDETERMINED
        values |= {"months": None, "total": None}
        for range_of in ("months_range", "total_range", "open_question"):
            values.pop(range_of, None)


def cents(amount: Decimal | int | float | str) -> Decimal:
    """An amount of CNY, rounded half up to 0.01."""
    return Decimal(str(amount)).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Used:
    """A parameter's value that the finding rests on."""

    name: str
    value: Any
    since: str
    confidence: Confidence
    reference: str


@dataclass
class Finding:
    """The result for one programme.

    reasons     criterion → answer, in the order of the clause
    values      the keys of this programme (months, total, schedule, cap …); amounts in CNY (Decimal), None unknown
    used        the parameters behind the numbers; the result is provisional unless all are sourced
    curable     the only failing criterion can be mended by the person (register; wait)
    """

    programme: str
    decision: Decision
    reasons: dict[str, Answer]
    values: dict[str, Any] = field(default_factory=dict)
    used: list[Used] = field(default_factory=list)
    curable: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def provisional(self) -> bool:
        """Whether a number or limit behind the result is not from a text that was seen."""
        return bool(self.notes) or any(one.confidence is not Confidence.SOURCED for one in self.used)

    @property
    def first_failing(self) -> str | None:
        """The first criterion that is not met, in the order of the clause."""
        return next((code for code, answer in self.reasons.items() if answer is Answer.FAIL), None)

    @property
    def open(self) -> list[str]:
        """Criteria that need an answer."""
        return [code for code, answer in self.reasons.items() if answer is Answer.UNKNOWN]

    def plain(self) -> dict[str, Any]:
        """The finding as JSON: amounts as numbers, months YYYY-MM, dates ISO strings, unknown null."""
        told: dict[str, Any] = {
            "decision": self.decision.value,
            "reasons": {code: answer.value for code, answer in self.reasons.items()},
        }
        told |= {name: plain(value) for name, value in self.values.items()}
        if self.curable:
            told["curable"] = True
        return told | {"provisional": self.provisional}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else value
