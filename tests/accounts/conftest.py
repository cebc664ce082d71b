"""People who can sign in."""

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from jobhelp import clock
from jobhelp.accounts import service
from jobhelp.accounts.models import User

PHONE = "13904510001"
PASSWORD = "雪花 松花江 早班车"
OTHER_PASSWORD = "圆圆的月亮照着江桥"

SignIn = Callable[..., TestResponse]


@pytest.fixture
def resident(session: Session) -> User:
    """A resident with a password."""
    user = service.create_user(session, role="resident", display_name="王*梅", phone=PHONE, password=PASSWORD)
    session.commit()
    return user


@pytest.fixture
def officer(session: Session) -> User:
    """A district officer with a password and a confirmed second factor."""
    user = service.create_user(
        session,
        role="district_officer",
        display_name="赵敏",
        phone="13904510002",
        password=PASSWORD,
        district_code="230103",
    )
    user.totp_secret = pyotp.random_base32()
    user.totp_confirmed = True
    session.commit()
    return user


@pytest.fixture
def try_sign_in(client: FlaskClient) -> SignIn:
    """Post the sign-in form."""

    def post(phone: str = PHONE, password: str = PASSWORD, **more: Any) -> TestResponse:
        return client.post("/sign-in", data={"phone": phone, "password": password}, **more)

    return post


def digits(user: User, *, ahead: int = 0) -> str:
    """The six digits that the person's app shows now (or `ahead` steps of 30 seconds later)."""
    return str(pyotp.TOTP(user.totp_secret or "").at(clock.now(), counter_offset=ahead))
