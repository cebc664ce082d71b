"""Numbers for invented people and organisations: their form and check digits are right, nobody has them.

Telephone numbers begin with 169, which no carrier gives to people.
"""

from datetime import date, timedelta

from jobhelp.demo.dice import Dice
from jobhelp.policy.numbers import id_check, uscc_check

PHONE_HEAD = "169"
BIRTHDAYS = 15_000
EARLIEST_BIRTH = date(1963, 3, 1)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def phone(serial: int) -> str:
    """The number of the account `serial` (0 – 99,999,999)."""
    return f"{PHONE_HEAD}{serial % 100_000_000:08d}"


def credit_code(code_type: str, district: str, serial: int) -> str:
    """A unified social credit code (GB 32100) of this type, whose organisation part (GB 11714) is right as well."""
    organisation = f"MD{serial:06d}"
    values = [int(character, 36) for character in organisation]
    rest = 11 - sum(v * w for v, w in zip(values, _ORGANISATION_WEIGHTS, strict=True)) % 11
    body = f"{code_type}{district}{organisation}{'X' if rest == 10 else '0' if rest == 11 else rest}"
    return body + uscc_check(body)


def id_number(district: str, serial: int, parity: int) -> str:
    """An identity number (GB 11643) of this district; one serial below 7,500,000 gives one number."""
    born = EARLIEST_BIRTH + timedelta(days=serial * 7919 % BIRTHDAYS)
    order = serial // BIRTHDAYS * 2 + parity
    body = f"{district}{born:%Y%m%d}{order % 1000:03d}"
    return body + id_check(body)


def person_name(dice: Dice, families: str, given: tuple[str, ...]) -> str:
    """A common name."""
    return dice.pick(families) + dice.pick(given)
