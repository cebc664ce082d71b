"""Questions about jobseekers."""

import json
import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import crypto
from jobhelp.accounts.models import User
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Consent, Seeker, SeekerHardship, SeekerProfile
from jobhelp.jobseekers.states import ORDER, SKIPPED, Fact, Purpose, Question
from jobhelp.matching.text import normalise
from jobhelp.reference.models import Occupation
from jobhelp.reference.queries import Book

_SEPARATORS = re.compile(r"[、，,;；/|\n]+")


def seeker_of(session: Session, user: User) -> Seeker:
    """The jobseeker behind this account. Raises `NotFound`."""
    seeker = session.scalar(select(Seeker).where(Seeker.user_id == user.id))
    if seeker is None:
        raise NotFound()
    return seeker


def profile_of(session: Session, seeker_id: int) -> SeekerProfile:
    """The profile of one jobseeker. Raises `NotFound`."""
    profile = session.get(SeekerProfile, seeker_id)
    if profile is None:
        raise NotFound()
    return profile


def by_id_number(session: Session, id_number: str) -> Seeker | None:
    """The jobseeker with this canonical identity number."""
    index = crypto.keyring().blind_index("id_number", id_number)
    return session.scalar(select(Seeker).where(Seeker.id_number_index == index))


def is_answered(profile: SeekerProfile, question: Question) -> bool:
    """Whether the person saved an answer, an empty one too (“nothing that I cannot do”)."""
    return question.value in profile.answered


def is_open(profile: SeekerProfile, question: Question) -> bool:
    """Whether the question was neither answered nor skipped."""
    return not is_answered(profile, question) and SKIPPED + question.value not in profile.answered


def next_question(profile: SeekerProfile) -> Question | None:
    """The first question that was neither answered nor skipped."""
    return next((question for question in ORDER if is_open(profile, question)), None)


def answered_count(profile: SeekerProfile) -> int:
    """How many of the eight questions have an answer."""
    return sum(is_answered(profile, question) for question in ORDER)


# ── consent and hardship ─────────────────────────────────────────────────────────────────────────────────


def consents(session: Session, seeker_id: int) -> Sequence[Consent]:
    """Everything agreed to or withdrawn, newest first."""
    statement = select(Consent).where(Consent.seeker_id == seeker_id)
    return session.scalars(statement.order_by(Consent.at.desc(), Consent.id.desc())).all()


def has_consented(session: Session, seeker_id: int, purpose: Purpose) -> bool:
    """Whether the person's last word on `purpose` was yes."""
    statement = select(Consent.given).where(Consent.seeker_id == seeker_id, Consent.purpose == purpose.value)
    return bool(session.scalar(statement.order_by(Consent.at.desc(), Consent.id.desc()).limit(1)))


def hardship_of(session: Session, seeker_id: int) -> SeekerHardship | None:
    """The row apart that keeps hardship facts and the legal status; None when there is none."""
    return session.get(SeekerHardship, seeker_id)


def facts_of(hardship: SeekerHardship | None) -> frozenset[Fact] | None:
    """The hardship facts that the person told us; None when nothing was told or it was taken back."""
    if hardship is None or hardship.facts is None:
        return None
    known = {fact.value for fact in Fact}
    return frozenset(Fact(code) for code in json.loads(hardship.facts)["facts"] if code in known)


# ── occupations by the words people use ──────────────────────────────────────────────────────────────────


def find_occupations(book: Book, text: str) -> list[Occupation]:
    """Occupations whose name or one of whose everyday names has (or is part of) `text`, in the book's order."""
    wanted = normalise(text).strip()
    if not wanted:
        return list(book.occupations.values())
    return [row for row in book.occupations.values() if any(_meets(wanted, name) for name in _names(row))]


def split_words(book: Book, text: str) -> tuple[list[str], list[str]]:
    """The person's own words as (occupation codes that they name exactly, the words that remain as they are)."""
    known = {name: code for code, row in reversed(book.occupations.items()) for name in _names(row)}
    codes: list[str] = []
    rest: list[str] = []
    for piece in (part.strip() for part in _SEPARATORS.split(text)):
        words = [piece] if normalise(piece) in known or piece.isascii() else piece.split()
        for word in filter(None, words):
            code = known.get(normalise(word))
            (codes if code else rest).append(code or word)
    return list(dict.fromkeys(codes)), list(dict.fromkeys(rest))


def _names(row: Occupation) -> list[str]:
    return [normalise(name) for name in (row.name_zh, row.name_en, *row.aliases)]


def _meets(wanted: str, name: str) -> bool:
    return wanted in name or (len(name) >= 2 and name in wanted)
