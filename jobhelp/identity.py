"""Numbers that name a person or an organisation: made canonical, checked, and masked. Pure.

People type full-width digits, spaces, dashes, a lower-case x. All of that is forgiven; a wrong check digit is not.
Every refusal is a `ValueError` whose `message` is a text for the person who typed (a msgid).
"""

import re
import unicodedata
from datetime import date

from jobhelp.policy.numbers import USCC_CHARACTERS as CREDIT_ALPHABET
from jobhelp.policy.numbers import id_check
from jobhelp.policy.numbers import uscc_check as credit_check
from jobhelp.texts import N_

# The first two digits: provinces and regions (GB/T 2260); 9 opens the numbers of foreign permanent residents.
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
        "90",
        "91",
        "92",
        "93",
        "94",
        "95",
        "96",
        "97",
        "98",
        "99",
    ]
)

_NOISE = re.compile(r"[\s\-‐‑‒–—―−﹣·.()\u200b-\u200f\u2060\ufeff]+")
_PHONE = re.compile(r"1[3-9][0-9]{9}")
_ID_18 = re.compile(r"[0-9]{17}[0-9X]")
_ID_15 = re.compile(r"[0-9]{15}")
_CREDIT = re.compile(rf"[{CREDIT_ALPHABET}]{{2}}[0-9]{{6}}[{CREDIT_ALPHABET}]{{10}}")
EARLIEST_BIRTH = date(1900, 1, 1)


class Invalid(ValueError):
    """What was typed cannot be such a number. `message` is a msgid without parameters."""

    message = N_("这个号码不对，请检查后重填。")

    def __init__(self) -> None:
        super().__init__(self.message)


class InvalidPhone(Invalid):
    """Not a mobile number of mainland China."""

    message = N_("请填 11 位的手机号，例如 138 0000 0000。")


class InvalidIdNumber(Invalid):
    """Not a citizen identity number (GB 11643)."""

    message = N_("身份证号不对，请照着身份证再填一遍，一共 18 位，最后一位可能是 X。")


class InvalidCreditCode(Invalid):
    """Not a unified social credit code (GB 32100)."""

    message = N_("统一社会信用代码不对，请照着营业执照再填一遍，一共 18 位，里面没有字母 I、O、S、V、Z。")


def plain(text: str) -> str:
    """`text` without what people add to numbers: full width becomes half, spaces and dashes go, letters rise."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def canonical_phone(text: str) -> str:
    """The 11 digits of a mainland mobile number; a leading +86, 0086 or 86 goes. Raises `InvalidPhone`."""
    digits = plain(text)
    match = re.fullmatch(rf"(?:\+86|0086|86)?({_PHONE.pattern})", digits)
    if match is None or not digits.isascii():
        raise InvalidPhone()
    return match.group(1)


def canonical_id_number(text: str, on: date | None = None) -> str:
    """The 18 characters of an identity number; 15 digits (issued before 1999) are lengthened.

    Region, birth date and check character must be right; with `on` given, a birth after that day is refused.
    Raises `InvalidIdNumber`.
    """
    number = plain(text)
    if _ID_15.fullmatch(number):
        number = f"{number[:6]}19{number[6:]}"
        number += id_check(number)
    if not _ID_18.fullmatch(number) or number[:2] not in PROVINCES or number[17] != id_check(number[:17]):
        raise InvalidIdNumber()
    born = birth_date(number)
    if born < EARLIEST_BIRTH or (on is not None and born > on):
        raise InvalidIdNumber()
    return number


def birth_date(id_number: str) -> date:
    """The date of birth inside an 18-character identity number. Raises `InvalidIdNumber` for no real date."""
    try:
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        raise InvalidIdNumber() from None


def canonical_credit_code(text: str) -> str:
    """The 18 characters of a unified social credit code, check character right. Raises `InvalidCreditCode`."""
    code = plain(text)
    if not _CREDIT.fullmatch(code) or code[17] != credit_check(code[:17]):
        raise InvalidCreditCode()
    return code


def mask_phone(phone: str) -> str:
    """138****5678; too short a number shows nothing."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "*" * len(phone)


def mask_id_number(number: str) -> str:
    """230***********1234; too short a number shows nothing."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) >= 15 else "*" * len(number)


def mask_name(name: str) -> str:
    """张*, 李*华, 欧**娜: the first character and, from three on, the last. At most three stars."""
    name = name.strip()
    if len(name) <= 2:
        return name[:1] + "*" if name else ""
    return f"{name[0]}{'*' * min(3, len(name) - 2)}{name[-1]}"
