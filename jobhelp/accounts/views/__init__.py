"""The accounts' pages, by subject."""

from jobhelp.accounts.views import (
    account,
    counter,
    grants,
    password_again,
    passwords,
    second_factor,
    sessions,
    signing_in,
    staff,
)
from jobhelp.accounts.views.blueprint import bp

__all__ = [
    "account",
    "bp",
    "counter",
    "grants",
    "password_again",
    "passwords",
    "second_factor",
    "sessions",
    "signing_in",
    "staff",
]
