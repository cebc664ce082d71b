"""In the demo city: whoever receives unemployment benefit is counted down, and when it runs out hears what is next."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.app import create_app
from jobhelp.claims import service as claims
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import ClaimState, MonthState
from jobhelp.config import Settings
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import service, telling
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.states import COUNTDOWN_DAYS, ProposalKind, ProposalState
from jobhelp.notices.models import Notice
from jobhelp.permissions import Role
from tests import factories
from tests.demo.conftest import (  # noqa: F401  fixtures
    city_file,
    city_settings,
    own_settings,
    time_machine_at,
)
from tests.pages import questions

pytestmark = pytest.mark.long
MOST = 12


def whole_page(client: FlaskClient, engine: Engine, address: str) -> BeautifulSoup:
    """The page, which asks few questions."""
    client.get(address)
    with questions(engine) as asked:
        response = client.get(address)
    assert response.status_code == 200, address
    assert len(asked) <= MOST, (address, len(asked), asked)
    return BeautifulSoup(response.data, "html.parser")


def test_from_the_countdown_to_what_comes_next(
    own_settings: Settings,  # noqa: F811
    time_machine_at: Callable[[timedelta], None],  # noqa: F811
) -> None:
    site = create_app(own_settings)
    site.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    engine: Engine = site.extensions["jobhelp.engine"]
    began = clock.today()
    with Session(engine, expire_on_commit=False) as session:
        receiving = list(
            session.scalars(
                select(Claim).where(
                    Claim.programme == "ui",
                    Claim.state == ClaimState.GRANTED.value,
                    Claim.seeker_id.is_not(None),
                    Claim.ends_on > began + timedelta(days=max(COUNTDOWN_DAYS)),
                )
            )
        )
        assert receiving
        ends = max(claim.ends_on or date.min for claim in receiving)
        one = next(claim for claim in receiving if claim.ends_on == ends)
        ahead = began
        for days in COUNTDOWN_DAYS:
            day = ends - timedelta(days=days)
            time_machine_at(day - ahead)
            ahead = day
            service.count_down(engine, clock.today())
        session.rollback()
        stages = select(Proposal).where(Proposal.claim_id == one.id, Proposal.kind == ProposalKind.COUNTDOWN)
        made = list(session.scalars(stages.order_by(Proposal.id)))
        assert [proposal.evidence["stage"] for proposal in made] == list(COUNTDOWN_DAYS)
        seeker = session.get_one(Seeker, one.seeker_id)
        resident = session.get_one(User, seeker.user_id)
        officer = session.scalars(
            select(User).where(User.role == Role.DISTRICT_OFFICER, User.district_code == one.district_code)
        ).first() or factories.make_user(session, "district_officer", district_code=one.district_code)
        session.commit()
        client = site.test_client()
        factories.sign_in(client, resident)
        assert whole_page(client, engine, "/me/changes").main.get_text().count("快到期了") == 3
        assert "recommendations" in str(whole_page(client, engine, f"/me/changes/{made[-1].uid}").main)
        factories.sign_in(client, officer)
        text = whole_page(client, engine, "/desk/proposals?kind=countdown&programme=ui").main.get_text()
        assert text.count(one.number) == 3
        whole_page(client, engine, f"/desk/proposals/{made[-1].id}")

        time_machine_at(ends + timedelta(days=1) - ahead)
        session.execute(
            update(BenefitMonth).where(BenefitMonth.claim_id == one.id).values(state=MonthState.PAID.value)
        )
        session.refresh(one)
        one.state = ClaimState.GRANTED.value
        assert one.id in claims.end_finished(session, clock.today())
        session.commit()
        next_steps = list(
            session.scalars(
                select(Proposal).where(
                    Proposal.seeker_id == seeker.id,
                    Proposal.kind == ProposalKind.SWITCH,
                    Proposal.state == ProposalState.OPEN,
                )
            )
        )
        assert next_steps
        assert len({proposal.programme for proposal in next_steps}) == len(next_steps)  # nothing twice
        heard = set(session.scalars(select(Notice.text).where(Notice.user_id == resident.id)))
        assert {telling.ENDING, telling.RAN_OUT} <= heard
        still_open = select(Proposal).where(Proposal.id.in_([proposal.id for proposal in made]))
        assert {proposal.state for proposal in session.scalars(still_open)} == {ProposalState.DISMISSED}
        factories.sign_in(client, resident)
        mine = whole_page(client, engine, "/me/changes").main.get_text()
        assert mine.count("您可能能办") == len(next_steps)
        change = whole_page(client, engine, f"/me/changes/{next_steps[0].uid}").main
        assert change.select("a[href='/me/recommendations']")
        assert change.select(f"a[href*='{next_steps[0].programme}']")
        assert client.get("/me/recommendations").status_code == 200
        factories.sign_in(client, officer)
        listed = whole_page(client, engine, "/desk/proposals?kind=switch").main
        for proposal in next_steps:
            assert listed.select(f"a[href='/desk/proposals/{proposal.id}?kind=switch']")
            whole_page(client, engine, f"/desk/proposals/{proposal.id}")
    engine.dispose()
