"""Take the answer to one of the eight questions: checked here, whoever asks (page, counter, demo city)."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from jobhelp.errors import Refusal
from jobhelp.jobseekers import queries
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.jobseekers.service.changes import change
from jobhelp.jobseekers.states import FIELDS, MAX_PAST, MAX_WANTED, SKIPPED, Question
from jobhelp.labels import DEMANDS, SHIFTS, Education, Kind
from jobhelp.reference.queries import Book, book
from jobhelp.texts import N_

MAX_WORDS = 400
MAX_PAST_WORDS = 40
YEARS = (0.1, 60.0)
KM = (0.5, 500.0)
HOURS = (1.0, 16.0)
PAY = (100_00, 100_000_00)  # 分 a month
LAST_MINUTE = 24 * 60 - 1


class NotOnTheList(Refusal):
    """A code that the page did not offer."""

    message = N_("您选的内容不在选项里，请重新选一次。")


class TooManyWanted(Refusal):
    """More wanted occupations than the ranker weighs."""

    message = N_("最多选 %(most)s 种工作。请去掉几种，留下最想做的。")


class TooManyPast(Refusal):
    """More past jobs than the profile keeps."""

    message = N_("最多填 %(most)s 段工作。请留下做得最久的。")


class OutOfRange(Refusal):
    """A number that cannot be meant."""

    message = N_("这个数看起来不对，请填 %(low)s 到 %(high)s 之间的数。")


class DoesNotEndLater(Refusal):
    """The latest end is not after the earliest start."""

    message = N_("最晚下班要比最早上班晚。要上夜班到第二天的，最晚下班请选「都可以」。")


def answer(session: Session, seeker: Seeker, question: Question | str, values: Mapping[str, Any]) -> bool:
    """Store the answer to `question`; fields left out stay as they are. Returns whether ranking must look again.

    Raises a `Refusal` that names the field; `ValueError` for a field that does not belong to the question.
    """
    question = Question(question)
    strange = set(values) - set(FIELDS[question])
    if strange:
        raise ValueError(f"{sorted(strange)} do not belong to the question {question}")
    profile = queries.profile_of(session, seeker.id)
    present = {name: getattr(profile, name) for name in FIELDS[question]}
    checked = _CHECKS[question](book(session), present | dict(values))
    changed = change(session, profile, checked)
    _mark(session, profile, question, question.value)
    return changed


def skip(session: Session, seeker: Seeker, question: Question | str) -> None:
    """Pass over a question; an answer given earlier stays."""
    question = Question(question)
    profile = queries.profile_of(session, seeker.id)
    if queries.is_open(profile, question):
        _mark(session, profile, question, SKIPPED + question.value)


def clean(text: object, most: int) -> str:
    """One line of plain text: control characters and runs of space become one space, cut at `most`."""
    visible = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in str(text or ""))
    return re.sub(r" +", " ", visible).strip()[:most]


def _mark(session: Session, profile: SeekerProfile, question: Question, mark: str) -> None:
    others = [name for name in profile.answered if name.removeprefix(SKIPPED) != question.value]
    if mark not in profile.answered:
        profile.answered = [*others, mark]
    session.flush()


# ── the checks, one a question ───────────────────────────────────────────────────────────────────────────


def _work(book: Book, values: dict[str, Any]) -> dict[str, Any]:
    """Known words become occupations while there is room; the others are kept as the person wrote them."""
    wanted = _codes(values["wanted"], book.occupations, "wanted")
    codes, rest = queries.split_words(book, str(values["words"] or ""))
    for code in codes:
        if code in wanted:
            continue
        if len(wanted) < MAX_WANTED:
            wanted.append(code)
        else:
            rest.append(book.occupations[code].name_zh)
    if len(wanted) > MAX_WANTED:
        raise TooManyWanted(field="wanted", most=MAX_WANTED)
    return {"wanted": wanted, "words": clean("、".join(rest), MAX_WORDS)}


def _skills(book: Book, values: dict[str, Any]) -> dict[str, Any]:
    certificates = _codes(values["certificates"], book.certificates, "certificates")
    return {
        "skills": _codes(values["skills"], book.skills, "skills"),
        "certificates": certificates,
        "no_certificate": bool(values["no_certificate"]) and not certificates,
    }


def _experience(book: Book, values: dict[str, Any]) -> dict[str, Any]:
    """Rows with the same occupation are one; a row names an occupation of the book, or has words of its own."""
    rows: dict[tuple[str, str], float] = {}
    for row in values["past"]:
        code = row.get("occupation") or ""
        words = "" if code else clean(row.get("words"), MAX_PAST_WORDS)
        if code and code not in book.occupations:
            raise NotOnTheList(field="past")
        if not code and not words:
            continue
        years = _number(row.get("years"), YEARS, "past")
        rows[code, words] = min(YEARS[1], rows.get((code, words), 0.0) + (years or 0.0))
    if len(rows) > MAX_PAST:
        raise TooManyPast(field="past", most=MAX_PAST)
    past = [{"occupation": code, "words": words, "years": years} for (code, words), years in rows.items()]
    return {"past": past}


def _education(_book: Book, values: dict[str, Any]) -> dict[str, Any]:
    if values["education"] not in set(Education):
        raise NotOnTheList(field="education")
    return {"education": int(values["education"])}


def _place(book: Book, values: dict[str, Any]) -> dict[str, Any]:
    """The home point is the centre of the street: near enough to measure a way, too coarse to find a door."""
    district, street = values["district_code"] or None, values["street_code"] or None
    if district is not None and district not in book.districts:
        raise NotOnTheList(field="district_code")
    row = book.streets.get(street) if street else None
    if street and (row is None or row.district_code != district):
        raise NotOnTheList(field="street_code")
    return {
        "district_code": district,
        "street_code": street,
        "lat": row.lat if row else None,
        "lon": row.lon if row else None,
        "max_km": _number(values["max_km"], KM, "max_km"),
        "beyond_city": bool(values["beyond_city"]),
    }


def _time(_book: Book, values: dict[str, Any]) -> dict[str, Any]:
    earliest, latest = values["earliest"], values["latest"]
    for name, minutes in (("earliest", earliest), ("latest", latest)):
        if minutes is not None and not (isinstance(minutes, int) and 0 <= minutes <= LAST_MINUTE):
            raise NotOnTheList(field=name)
    if earliest is not None and latest is not None and latest <= earliest:
        raise DoesNotEndLater(field="latest")
    if not set(values["days"]) <= set(range(7)):
        raise NotOnTheList(field="days")
    return {
        "shifts": _in_order(values["shifts"], SHIFTS, "shifts"),
        "days": sorted(set(values["days"])),
        "earliest": earliest,
        "latest": latest,
        "hours_max": _number(values["hours_max"], HOURS, "hours_max"),
    }


def _pay(_book: Book, values: dict[str, Any]) -> dict[str, Any]:
    fen = values["pay_min"]
    if fen is not None and not PAY[0] <= fen <= PAY[1]:
        raise OutOfRange(field="pay_min", low=f"{PAY[0] // 100:,}", high=f"{PAY[1] // 100:,}")
    return {"pay_min": fen}


def _limits(_book: Book, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "cannot": _in_order(values["cannot"], DEMANDS, "cannot"),
        "kinds": _in_order(values["kinds"], tuple(kind.value for kind in Kind), "kinds"),
    }


_CHECKS: Mapping[Question, Callable[[Book, dict[str, Any]], dict[str, Any]]] = {
    Question.WORK: _work,
    Question.SKILLS: _skills,
    Question.EXPERIENCE: _experience,
    Question.EDUCATION: _education,
    Question.PLACE: _place,
    Question.TIME: _time,
    Question.PAY: _pay,
    Question.LIMITS: _limits,
}


def _codes(chosen: Iterable[str], known: Collection[str], field: str) -> list[str]:
    """The chosen codes, each once, in the order of choosing."""
    codes = list(dict.fromkeys(chosen))
    if not set(codes) <= set(known):
        raise NotOnTheList(field=field)
    return codes


def _in_order(chosen: Iterable[str], known: tuple[str, ...], field: str) -> list[str]:
    """The chosen codes, each once, in the order of the vocabulary."""
    codes = _codes(chosen, known, field)
    return [code for code in known if code in codes]


def _number(value: float | None, bounds: tuple[float, float], field: str) -> float | None:
    if value is not None and not bounds[0] <= value <= bounds[1]:  # nan is refused too
        raise OutOfRange(field=field, low=f"{bounds[0]:g}", high=f"{bounds[1]:g}")
    return value if value is None else float(value)
