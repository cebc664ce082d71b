"""The answers of the open check travel in the address, sealed: nobody reads them there and nothing is stored.

A token names the kind of asker, the day it was begun and the answers; it opens for thirty days.
"""

import base64
import binascii
import json
import zlib
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from jobhelp import crypto
from jobhelp.benefits.questions import ROLES, Answer, Answers

PLACE, ROW = "benefits.check", "answers"
KEPT_DAYS = 30
LARGEST = 4000  # characters; far above what twenty answers need


class Spoiled(ValueError):
    """The token was cut, changed, or made too long ago."""


@dataclass(frozen=True)
class Carried:
    """What a token says. `known`: what the person's file offers as an answer, to be confirmed by them."""

    role: str
    begun: date
    answers: Answers
    known: Answers = field(default_factory=dict)

    def with_answer(self, name: str, answer: Answer) -> "Carried":
        """One more answer; {} is a skipped question."""
        return replace(self, answers={**self.answers, name: answer})


def seal(carried: Carried) -> str:
    """The token."""
    plain = json.dumps(
        [carried.role, carried.begun.isoformat(), carried.answers, carried.known],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    packed = base64.b85encode(zlib.compress(plain.encode(), 9)).decode()
    return base64.urlsafe_b64encode(crypto.keyring().seal(packed, place=PLACE, row=ROW)).decode().rstrip("=")


def unseal(token: str, today: date) -> Carried:
    """What the token says. Raises `Spoiled`."""
    if not token or len(token) > LARGEST:
        raise Spoiled("no token")
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        packed = crypto.keyring().open(sealed, place=PLACE, row=ROW)
        role, begun, answers, known = json.loads(zlib.decompress(base64.b85decode(packed)))
        carried = Carried(role, date.fromisoformat(begun), answers, known)
    except (crypto.Undecipherable, binascii.Error, zlib.error, ValueError, IndexError, TypeError) as error:
        raise Spoiled("the token cannot be read") from error
    if carried.role not in ROLES or not carried.begun <= today <= carried.begun + timedelta(days=KEPT_DAYS):
        raise Spoiled("the token is too old")
    return carried
