"""Resident identity numbers (GB 11643-1999) and unified social credit codes (GB 32100-2015)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

ID_LENGTH = USCC_LENGTH = 18
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I O S V Z
USCC_BASE = 3
USCC_KINDS = {
    "91": "enterprise",
    "92": "individual",
    "93": "farmers_coop",
    "12": "public_institution",
    "51": "social_body",
    "52": "social_body",
    "53": "social_body",
}
DIGITS = "0123456789"


@dataclass(frozen=True)
class Reading:
    """What a number says. `reason`: the first fault, "" when it is valid."""

    reason: str
    values: dict[str, Any]

    @property
    def valid(self) -> bool:
        """Whether no fault was found."""
        return not self.reason

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        told: dict[str, Any] = {"valid": self.valid}
        if self.reason:
            told["reason"] = self.reason
        return told | self.values


def id_check(body: str) -> str:
    """The check character of the first 17 digits of an identity number."""
    total = sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % len(ID_CHECKS)]


def read_id(number: str, on: date) -> Reading:
    """Read an 18-character identity number; faults in the order length, character, date, checksum.

    The area is where the number was first issued: it proves neither residence nor insured place.
    """
    if len(number) != ID_LENGTH:
        return Reading("length", {})
    body, check = number[:-1], number[-1].upper()
    if any(letter not in DIGITS for letter in body):
        return Reading("character", {})
    values: dict[str, Any] = {"expected_check": id_check(body)}
    if check not in DIGITS + "X":
        return Reading("character", values)
    try:
        born = date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    except ValueError:
        return Reading("date", values)
    if born > on:
        return Reading("date", values)
    if check != values["expected_check"]:
        return Reading("checksum", values)
    sex = "male" if int(body[-1]) % 2 else "female"
    return Reading("", values | {"area_code": body[:6], "birth_date": born.isoformat(), "sex": sex})


def uscc_check(body: str) -> str:
    """The check character of the first 17 characters of a unified social credit code."""
    modulus = len(USCC_CHARACTERS)
    total = sum(
        USCC_CHARACTERS.index(letter) * pow(USCC_BASE, place, modulus) for place, letter in enumerate(body)
    )
    return USCC_CHARACTERS[-total % modulus]


def read_uscc(code: str) -> Reading:
    """Read an 18-character code; faults in the order length, character, checksum."""
    if len(code) != USCC_LENGTH:
        return Reading("length", {})
    body, check = code[:-1], code[-1]
    if any(letter not in USCC_CHARACTERS for letter in body):
        return Reading("character", {})
    values: dict[str, Any] = {"expected_check": uscc_check(body)}
    if check not in USCC_CHARACTERS:
        return Reading("character", values)
    if check != values["expected_check"]:
        return Reading("checksum", values)
    return Reading("", values | {"kind": USCC_KINDS.get(code[:2])})
