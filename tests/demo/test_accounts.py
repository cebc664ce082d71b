"""The accounts that a start prints work, in a demo only."""

import re

import pyotp
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts import service as accounts
from jobhelp.demo.accounts import ACCOUNTS, PASSWORD, TOTP_SECRET, Account
from jobhelp.demo.service import accounts_text
from jobhelp.employers import queries as employers
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.permissions import SECOND_FACTOR_REQUIRED, Role


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.phone)
def test_each_account_signs_in(own_city: Engine, account: Account) -> None:
    with Session(own_city) as session:
        user = accounts.authenticate(session, account.phone, PASSWORD, production=False)
        assert user.role == account.role and user.demo
        if account.role is Role.RESIDENT:
            assert jobseekers.seeker_of(session, user).name == account.name
        if account.role is Role.EMPLOYER:
            assert employers.employer_of(session, user).name == account.firm
        if account.role in SECOND_FACTOR_REQUIRED:
            assert user.totp_confirmed
            accounts.take_second_factor(session, user, pyotp.TOTP(TOTP_SECRET).at(clock.now()))


def test_no_account_signs_in_in_production(own_city: Engine) -> None:
    with Session(own_city) as session:
        for account in ACCOUNTS:
            with pytest.raises(accounts.SignInFailed):
                accounts.authenticate(session, account.phone, PASSWORD, production=True)


def test_there_is_one_for_each_role() -> None:
    assert {account.role for account in ACCOUNTS} == set(Role)
    roles = [account.role for account in ACCOUNTS]
    assert 2 <= roles.count(Role.RESIDENT) <= 4 and roles.count(Role.EMPLOYER) >= 2
    assert len({account.phone for account in ACCOUNTS}) == len(ACCOUNTS)


def test_the_table_has_all_that_one_needs_to_sign_in() -> None:
    table = accounts_text()
    for account in ACCOUNTS:
        assert account.phone in table
    assert PASSWORD in table and TOTP_SECRET in table
    code = re.search(r"Code now：(\d{6})", table)
    assert code and pyotp.TOTP(TOTP_SECRET).verify(code.group(1), valid_window=1)
    assert "http" not in table  # the address is the server's business


def test_the_columns_of_the_table_are_in_line() -> None:
    def cells(text: str) -> int:
        return sum(2 if ord(character) > 0x2E7F else 1 for character in text)

    rows = [line for line in accounts_text().splitlines() if re.search(r"  169\d{8}  ", line)]
    assert len(rows) == len(ACCOUNTS)
    assert len({cells(row[: row.index("169")]) for row in rows}) == 1
