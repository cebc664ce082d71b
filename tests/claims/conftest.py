"""What the page tests share: a browser for everybody."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from jobhelp.accounts.models import User
from tests import factories

Browser = Callable[[User], FlaskClient]


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser in which an account is signed in."""

    def open_for(user: User) -> FlaskClient:
        client = app.test_client()
        factories.sign_in(client, user)
        return client

    return open_for
