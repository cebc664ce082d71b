"""Overpayments come back: two people, instalments in whole 分, repayments that are booked once."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.errors import NotAllowed, NotFound, WrongState
from jobhelp.payments import queries, service
from jobhelp.payments.instalments import overdue, plan
from jobhelp.payments.models import Recovery
from jobhelp.payments.refusals import (
    BookedOtherwise,
    ReasonMissing,
    SamePerson,
    WrongAmount,
    WrongInstalments,
)
from jobhelp.payments.states import RECOVERY_LIFE, RecoveryAction, RecoveryState
from tests.payments import city


def overpaid(session: Session, who: city.Officers) -> tuple[Claim, int]:
    """A claim whose first month was paid, and the sum."""
    claim = city.granted(session, who, 1)
    run = city.paid(session, who, city.first_month(claim))
    return claim, run.total


@settings(deadline=None)
@given(st.integers(100, 10**9), st.integers(1, 60), st.integers(0, 10**9))
def test_instalments_add_up_and_are_as_even_as_can_be(amount: int, count: int, repaid: int) -> None:
    parts = plan(amount, count, date(2026, 1, 31), min(repaid, amount))
    assert sum(part.amount for part in parts) == amount
    assert sum(part.repaid for part in parts) == min(repaid, amount)
    assert max(part.amount for part in parts) - min(part.amount for part in parts) < count
    assert overdue(parts, date(2040, 1, 1)) == amount - min(repaid, amount)
    assert overdue(parts, date(2026, 1, 31)) == 0
    if count > 1:
        assert parts[1].due == date(2026, 2, 28)


def test_a_recovery_from_proposal_to_the_last_repayment(either: Session) -> None:
    who = city.officers(either)
    claim, paid = overpaid(either, who)
    found = service.propose(
        either,
        claim,
        amount=paid,
        reason="重复享受",
        by=who.preparer,
        instalments=3,
        first_due=date(2026, 12, 10),
    )
    with pytest.raises(SamePerson):
        service.confirm(either, found, by=who.preparer)
    with pytest.raises(WrongState):
        service.repay(either, found, amount=100, receipt="R0", by=who.checker)
    with pytest.raises(NotAllowed):
        service.confirm(either, found, by=who.street)
    service.confirm(either, found, by=who.checker)
    assert queries.faults(either) == []
    service.repay(either, found, amount=paid - 100, receipt="R1", by=who.preparer)
    service.repay(either, found, amount=paid - 100, receipt="R1", by=who.preparer)
    assert found.repaid == paid - 100
    with pytest.raises(BookedOtherwise):
        service.repay(either, found, amount=50, receipt="R1", by=who.preparer)
    with pytest.raises(WrongAmount):
        service.repay(either, found, amount=101, receipt="R2", by=who.preparer)
    service.repay(either, found, amount=100, receipt="R2", by=who.preparer)
    assert (found.state, found.repaid) == (RecoveryState.REPAID, paid)
    assert queries.faults(either) == []
    with pytest.raises(WrongState):
        service.repay(either, found, amount=1, receipt="R3", by=who.preparer)


def test_never_more_comes_back_than_was_paid(session: Session) -> None:
    who = city.officers(session)
    claim, paid = overpaid(session, who)
    for amount in (0, -1, paid + 1):
        with pytest.raises(WrongAmount):
            service.propose(session, claim, amount=amount, reason="多发", by=who.preparer)
    first = service.propose(session, claim, amount=paid - 500, reason="多发", by=who.preparer)
    with pytest.raises(WrongAmount):
        service.propose(session, claim, amount=501, reason="多发", by=who.checker)
    service.ask_waiver(session, first, reason="算错了", by=who.preparer)
    with pytest.raises(WrongAmount):  # nobody has agreed yet
        service.propose(session, claim, amount=501, reason="多发", by=who.checker)
    service.waive(session, first, by=who.checker)
    service.propose(session, claim, amount=paid, reason="多发", by=who.checker)
    with pytest.raises(WrongInstalments):
        service.confirm(session, first, by=who.checker, instalments=61)


def test_a_proposal_needs_a_reason_and_a_fitting_number_of_instalments(session: Session) -> None:
    who = city.officers(session)
    claim, paid = overpaid(session, who)
    with pytest.raises(ReasonMissing):
        service.propose(session, claim, amount=paid, reason=" ", by=who.preparer)
    with pytest.raises(WrongInstalments):
        service.propose(session, claim, amount=250, reason="多发", by=who.preparer, instalments=3)


def test_a_recovery_is_waived_by_two_people_only(either: Session) -> None:
    who = city.officers(either)
    claim, paid = overpaid(either, who)
    found = service.propose(either, claim, amount=paid, reason="多发", by=who.preparer)
    with pytest.raises(WrongState):  # nobody has asked
        service.waive(either, found, by=who.checker)
    alone = {"state": "waived", "waived_by": who.checker.id}
    with pytest.raises(DBAPIError), either.begin_nested():
        either.execute(update(Recovery).where(Recovery.id == found.id).values(alone))
    with pytest.raises(ReasonMissing):
        service.ask_waiver(either, found, reason="  ", by=who.checker)
    service.ask_waiver(either, found, reason="本人没有过错", by=who.checker)
    with pytest.raises(SamePerson):
        service.waive(either, found, by=who.checker)
    with pytest.raises(NotAllowed):
        service.waive(either, found, by=who.street)
    with pytest.raises(WrongState):  # it is one or the other
        service.confirm(either, found, by=who.approver)
    for values in ({"state": "waived"}, alone):
        with pytest.raises(DBAPIError), either.begin_nested():
            either.execute(update(Recovery).where(Recovery.id == found.id).values(values))
    either.refresh(found)
    service.keep(either, found, by=who.preparer)
    assert (found.state, found.waiver_by, found.waiver_reason) == (RecoveryState.PROPOSED, None, "")
    service.ask_waiver(either, found, reason="本人没有过错", by=who.checker)
    service.waive(either, found, by=who.preparer)
    assert (found.state, found.waiver_by, found.waived_by) == ("waived", who.checker.id, who.preparer.id)
    assert queries.recoverable(either, claim.id) == paid
    assert queries.faults(either) == []


def test_a_stop_proposes_the_recovery_of_what_was_paid_for_later_months(session: Session) -> None:
    who = city.officers(session)
    claim, paid = overpaid(session, who)
    claims.stop(
        session,
        claim,
        by=who.checker,
        effective_on=city.first_month(claim) - timedelta(days=1),
        note="上月入职。",
    )
    [row] = queries.recoveries(session, who.checker)
    assert (row.recovery.amount, row.recovery.proposed_by) == (paid, who.checker.id)
    with pytest.raises(SamePerson):
        service.confirm(session, row.recovery, by=who.checker)
    service.confirm(session, row.recovery, by=who.preparer)
    assert row.recovery.first_due == clock.today()
    assert queries.faults(session) == []


def test_the_database_itself_refuses_a_confirmation_by_the_proposer(either: Session) -> None:
    who = city.officers(either)
    claim, paid = overpaid(either, who)
    found = service.propose(either, claim, amount=paid, reason="多发", by=who.preparer)
    for values in ({"confirmed_by": who.preparer.id}, {"repaid": paid + 1}):
        with pytest.raises(DBAPIError), either.begin_nested():
            either.execute(update(Recovery).where(Recovery.id == found.id).values(values))


def test_another_district_sees_nothing(session: Session) -> None:
    who = city.officers(session)
    claim, paid = overpaid(session, who)
    found = service.propose(session, claim, amount=paid, reason="多发", by=who.preparer)
    stranger = city.officers(session, "230102").preparer
    assert queries.recoveries(session, stranger) == []
    with pytest.raises(NotFound):
        queries.recovery_for_desk(session, found.id, stranger)
    with pytest.raises(NotFound):
        queries.claim_for_recovery(session, claim.number, stranger)


def test_the_whole_matrix_of_a_recovery() -> None:
    allowed = {
        (state, action)
        for state in RecoveryState
        for action in RecoveryAction
        if RECOVERY_LIFE.allows(state, action)
    }
    assert allowed == {
        (RecoveryState.PROPOSED, RecoveryAction.CONFIRM),
        (RecoveryState.PROPOSED, RecoveryAction.ASK_WAIVER),
        (RecoveryState.WAIVING, RecoveryAction.WAIVE),
        (RecoveryState.WAIVING, RecoveryAction.KEEP),
        (RecoveryState.CONFIRMED, RecoveryAction.SETTLE),
    }
