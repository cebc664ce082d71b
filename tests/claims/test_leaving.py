"""A person who leaves: open claims are withdrawn, running ones keep the account, facts and papers go."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims import queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import BenefitMonth, ClaimDocument, PersonFact
from jobhelp.claims.refusals import StillRunning
from jobhelp.claims.states import ClaimState
from jobhelp.jobseekers.models import Seeker
from tests import factories
from tests.claims.test_papers import JPEG


def test_open_claims_are_withdrawn_and_everything_personal_goes(session: Session) -> None:
    claim = factories.make_claim(session)
    user = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    claims.add_document(session, claim, body=JPEG, name="a.jpg", by=user)
    seeker_id = claim.seeker_id
    assert seeker_id is not None
    assert claims.erase_seeker(session, seeker_id, by=user) == 1
    assert (claim.state, claim.seeker_id, claim.facts) == (ClaimState.WITHDRAWN, None, None)
    for table in (PersonFact, ClaimDocument):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert all(step.note is None for step in queries.steps(session, claim.id))


@pytest.mark.parametrize("state", ["granted", "suspended"])
def test_a_running_benefit_keeps_the_account(session: Session, state: str) -> None:
    claim = factories.make_claim(session, state=state)
    user = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    assert claim.seeker_id is not None
    with pytest.raises(StillRunning):
        claims.erase_seeker(session, claim.seeker_id, by=user)
    assert session.get(Seeker, claim.seeker_id) is not None
    assert session.scalar(select(func.count()).select_from(PersonFact)) > 0


def test_what_was_decided_and_owed_stays_without_a_name(session: Session) -> None:
    claim = factories.make_claim(session, state="ended")
    user = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    assert claim.seeker_id is not None
    claims.erase_seeker(session, claim.seeker_id, by=user)
    decided = queries.decisions(session, claim.id)[0]
    session.refresh(decided)
    assert (decided.facts, decided.reasons["UI-1"]) == (None, "pass")
    assert session.scalar(select(func.count()).select_from(BenefitMonth)) == 12
