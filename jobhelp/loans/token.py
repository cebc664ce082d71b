"""What was typed into the calculator travels in the address, sealed: nobody reads it there and nothing is stored."""

import base64
import binascii
import json

from jobhelp import crypto
from jobhelp.loans.calculator import PROGRAMMES, Asked

PLACE, ROW = "loans.calculator", "asked"
LARGEST = 1500  # characters; far above what ten answers need


def seal(asked: Asked) -> str:
    """The token."""
    plain = json.dumps(asked.plain(), separators=(",", ":"))
    sealed = crypto.keyring().seal(plain, place=PLACE, row=ROW)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(token: str) -> Asked | None:
    """What the token says; None when it was cut or changed."""
    if not token or len(token) > LARGEST:
        return None
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        asked = Asked.read(json.loads(crypto.keyring().open(sealed, place=PLACE, row=ROW)))
    except (crypto.Undecipherable, binascii.Error, ValueError, KeyError, TypeError, ArithmeticError):
        return None
    return asked if asked.programme in PROGRAMMES else None
