"""Lock-out: k tries are judged, the next is not; in every process, at the same moment, with or without Redis."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from jobhelp.accounts import service
from jobhelp.accounts.models import Attempt, User
from jobhelp.accounts.service import limits
from jobhelp.accounts.service.limits import Limit
from jobhelp.accounts.views import signing_in
from jobhelp.app import create_app
from jobhelp.config import Settings
from jobhelp.extensions import limiter
from jobhelp.orm import write_session
from tests.accounts.conftest import PASSWORD, PHONE
from tests.servers import start_redis

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture
def limited(settings: Settings) -> Iterator[Flask]:
    """The site with its limits on."""
    yield from site_of(replace(settings, rate_limits=True))


def site_of(settings: Settings) -> Iterator[Flask]:
    limiter._storage_dead = False  # the extension is one for all applications of a process
    site = create_app(settings)
    site.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=True, WTF_CSRF_ENABLED=False)
    yield site
    site.extensions["jobhelp.engine"].dispose()
    limiter.enabled = False
    limiter._storage_dead = False


def resident_on(site: Flask, phone: str = PHONE) -> None:
    with write_session(site.extensions["jobhelp.engine"]) as session:
        service.create_user(session, role="resident", display_name="王*梅", phone=phone, password=PASSWORD)


def wrong(client: FlaskClient, phone: str = PHONE, ip: str = "10.0.0.1") -> TestResponse:
    form = {"phone": phone, "password": "not this one"}
    return client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": ip})


def right(client: FlaskClient, phone: str = PHONE, ip: str = "10.0.0.1") -> TestResponse:
    form = {"phone": phone, "password": PASSWORD}
    return client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": ip})


def test_ten_wrong_passwords_are_judged_and_the_eleventh_try_is_not_even_when_right(
    resident: User, client: FlaskClient
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(10):
            clock.shift(timedelta(seconds=10))
            assert wrong(client, ip=f"10.0.{number}.1").status_code == 422  # wherever they come from
        blocked = right(client, ip="10.0.99.1")
        assert blocked.status_code == 429
        assert "5 分钟再试" in blocked.text and PHONE in blocked.text
        assert blocked.headers["Retry-After"] == "300"
        clock.move_to(NOON + timedelta(seconds=10, minutes=5))
        assert right(client).status_code == 302


def test_an_unknown_phone_is_locked_out_just_the_same(client: FlaskClient) -> None:
    answers = [wrong(client, phone="13904519999").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_however_it_is_typed_it_is_one_phone(resident: User, client: FlaskClient) -> None:
    for typed in ("139 0451 0001", "+8613904510001", "１３９０４５１０００１", "139-0451-0001", PHONE) * 2:
        assert wrong(client, phone=typed).status_code == 422
    assert wrong(client).status_code == 429


def test_a_success_forgets_the_failures(resident: User, client: FlaskClient) -> None:
    for _ in range(9):
        wrong(client)
    assert right(client).status_code == 302
    client.post("/sign-out")
    assert [wrong(client).status_code for _ in range(11)] == [422] * 10 + [429]


def test_lock_out_holds_across_processes(resident: User, settings: Settings, client: FlaskClient) -> None:
    """Two gunicorn workers share nothing but the database."""
    for other in site_of(settings):
        second = other.test_client()
        for _ in range(5):
            assert wrong(client).status_code == 422
            assert wrong(second).status_code == 422
        assert wrong(client).status_code == 429
        assert wrong(second).status_code == 429


def test_one_address_may_fail_thirty_times_and_success_does_not_count(limited: Flask) -> None:
    resident_on(limited)
    client = limited.test_client()
    with time_machine.travel(NOON, tick=False):
        for _ in range(3):
            assert right(client).status_code == 302
            client.post("/sign-out")
        for number in range(30):
            assert wrong(client, phone=f"138000{number:05d}").status_code == 422
        blocked = wrong(client, phone="13800099999")
        assert blocked.status_code == 429 and "请歇一会儿" in blocked.text
        assert int(blocked.headers["Retry-After"]) <= 301
        assert right(client).status_code == 429  # the address waits
        assert right(client, ip="10.0.0.2").status_code == 302  # another does not
    with time_machine.travel(NOON + timedelta(minutes=5, seconds=2), tick=False):
        assert wrong(client, phone="13800099999").status_code == 422


def test_an_ipv6_neighbourhood_is_one_address(limited: Flask) -> None:
    client = limited.test_client()
    for number in range(30):
        wrong(client, phone=f"138000{number:05d}", ip=f"2001:db8:1:2::{number + 1:x}")
    assert wrong(client, ip="2001:db8:1:2:ffff::1").status_code == 429
    assert wrong(client, ip="2001:db8:1:3::1").status_code == 422


def test_all_together_may_fail_a_thousand_times(limited: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert signing_in.EVERYBODY == "1000 per 5 minutes"
    monkeypatch.setattr(signing_in, "EVERYBODY", "40 per 5 minutes")  # the same machinery, sooner
    client = limited.test_client()
    with time_machine.travel(NOON, tick=False):
        answers = [wrong(client, phone=f"1380{n:07d}", ip=f"10.1.{n}.1").status_code for n in range(41)]
        assert answers == [422] * 40 + [429]
        assert right(client, ip="10.2.0.1").status_code == 429


@pytest.mark.redis
def test_with_redis_killed_the_site_serves_and_every_limit_holds(settings: Settings) -> None:
    with start_redis() as redis:
        for site in site_of(replace(settings, rate_limits=True, redis_url=redis.url)):
            resident_on(site)
            client = site.test_client()
            for _ in range(5):
                assert wrong(client).status_code == 422
            redis.kill()
            for _ in range(5):
                assert wrong(client).status_code == 422
            assert wrong(client).status_code == 429  # the eleventh
            assert right(client).status_code == 429
            assert client.get("/sign-in").status_code == 200
            # The address has its count too, begun anew in memory: 7 of it are used.
            answers = [wrong(client, phone=f"138000{number:05d}").status_code for number in range(30)]
            assert answers.count(429) >= 5 and 429 not in answers[:20]


@pytest.mark.redis
def test_the_counts_of_addresses_are_shared_through_redis(settings: Settings) -> None:
    with start_redis() as redis:
        shared = replace(settings, rate_limits=True, redis_url=redis.url)
        for first in site_of(shared):
            one = first.test_client()
            for number in range(30):
                assert wrong(one, phone=f"138000{number:05d}").status_code == 422
        for second in site_of(shared):
            assert wrong(second.test_client(), phone="13800099999").status_code == 429


def test_the_site_starts_and_serves_without_its_redis(settings: Settings) -> None:
    for site in site_of(replace(settings, rate_limits=True, redis_url="redis://127.0.0.1:1/0")):
        resident_on(site)
        client = site.test_client()
        assert [wrong(client).status_code for _ in range(11)] == [422] * 10 + [429]


def test_at_the_same_moment_exactly_the_limit_is_admitted(either_engine: Engine) -> None:
    limit = (Limit("test", 10, 5),)

    def one(_number: int) -> bool:
        try:
            with write_session(either_engine) as session:
                limits.admit(session, limit, "somebody")
        except service.TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(40))) == 10


def test_the_first_limit_that_is_used_up_says_how_long_to_wait(session: Session) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(4):
            for _ in range(5):
                limits.admit(session, limits.SECOND_FACTOR, "somebody")
            with pytest.raises(service.TooManyTries) as refusal:
                limits.admit(session, limits.SECOND_FACTOR, "somebody")
            assert refusal.value.params == {"minutes": 5}
            clock.shift(timedelta(minutes=5))
        with pytest.raises(service.TooManyTries) as refusal:
            limits.admit(session, limits.SECOND_FACTOR, "somebody")
        assert refusal.value.params == {"minutes": 60}
        limits.admit(session, limits.SECOND_FACTOR, "somebody else")


def test_counts_hold_no_phone_number(session: Session) -> None:
    limits.admit(session, limits.SIGN_IN, PHONE)
    [row] = session.scalars(select(Attempt)).all()
    assert len(row.key) == 32 and PHONE.encode() not in row.key


def test_old_counts_are_forgotten(engine: Engine, session: Session) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        limits.admit(session, limits.SIGN_IN, PHONE)
        session.commit()
        assert service.forget_old_attempts(engine) == 0
        clock.shift(timedelta(days=3))
        assert service.forget_old_attempts(engine) == 1
