"""An employer, staff and a stranger, each with a browser."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.employers.models import Employer
from jobhelp.permissions import Role
from tests.factories import make_employer, make_user, sign_in

HERE, ELSEWHERE = "230103", "230102"
Browser = Callable[[User], FlaskClient]


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser in which somebody is signed in."""

    def opened(user: User) -> FlaskClient:
        client = app.test_client()
        sign_in(client, user)
        return client

    return opened


@pytest.fixture
def firm(session: Session) -> tuple[Employer, User]:
    """A verified employer of 南岗区 and its member."""
    found = make_employer(session, district_code=HERE)
    session.commit()
    return found


@pytest.fixture
def employer(firm: tuple[Employer, User], browser: Browser) -> FlaskClient:
    """The browser of the employer's member."""
    return browser(firm[1])


@pytest.fixture
def officer(session: Session) -> User:
    """A district officer of 南岗区."""
    user = make_user(session, Role.DISTRICT_OFFICER, district_code=HERE)
    session.commit()
    return user


@pytest.fixture
def desk(officer: User, browser: Browser) -> FlaskClient:
    """The browser of the district officer."""
    return browser(officer)
