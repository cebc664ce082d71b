"""Numbers of bank cards and accounts: made canonical, checked, masked. Pure."""

import re

from jobhelp.identity import Invalid, plain
from jobhelp.texts import N_

_CARD = re.compile(r"[0-9]{16,19}")
_ACCOUNT = re.compile(r"[0-9]{8,30}")
SHOWN = 4


class InvalidCard(Invalid):
    """Not the number of a bank card."""

    message = N_("银行卡号不对，请照着卡面再填一遍，一般是 16 到 19 位数字。")


class InvalidAccount(Invalid):
    """Not the number of a firm's account."""

    message = N_("对公账号不对，请照着开户许可证再填一遍，只有数字。")


def canonical_card(text: str) -> str:
    """The 16 to 19 digits of a bank card, check digit right (ISO/IEC 7812). Raises `InvalidCard`."""
    digits = plain(text)
    if not _CARD.fullmatch(digits) or luhn(digits) or not digits.strip("0"):
        raise InvalidCard()
    return digits


def canonical_account(text: str) -> str:
    """The digits of a firm's account: it carries no check digit. Raises `InvalidAccount`."""
    digits = plain(text)
    if not _ACCOUNT.fullmatch(digits) or not digits.strip("0"):
        raise InvalidAccount()
    return digits


def luhn(digits: str) -> int:
    """The Luhn remainder: 0 for a right number."""
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)) % 10


def check_digit(body: str) -> str:
    """The last digit that makes a number right."""
    return str(-luhn(body + "0") % 10)


def mask_card(number: str) -> str:
    """6228 **** 1234: the first and the last four; too short a number shows its last two."""
    if len(number) < 3 * SHOWN:
        return f"**** {number[-2:]}"
    return f"{number[:SHOWN]} **** {number[-SHOWN:]}"
