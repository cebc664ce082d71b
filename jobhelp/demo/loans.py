"""Start-up loans of the demo city: one in each stage, with quarters settled and one quarter that waits.

Every loan goes through the services, on the days on which it would have happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims import service as claims
from jobhelp.claims.facts import of_id_number
from jobhelp.claims.models import Claim
from jobhelp.claims.service import ClaimGranted
from jobhelp.claims.states import Outcome, employer_holder, seeker_holder
from jobhelp.employers import queries as employers
from jobhelp.jobseekers.models import Seeker
from jobhelp.loans import queries, service
from jobhelp.loans.interest import last_complete, next_quarter
from jobhelp.loans.models import Loan
from jobhelp.loans.service import Contract
from jobhelp.loans.states import LoanState
from jobhelp.policy.calendar import add_years

HERE, NEXT_DOOR = "230103", "230102"
S = LoanState
SKIPPED = 60  # people who already have a story of another claim
AMONG = 120
YOUNGEST, OLDEST = 22, 48
RATE = Decimal("3.4")
CENTS = 100
GUARANTOR = "市创业贷款担保中心"
BANK = "哈尔滨银行示例支行"


@dataclass(frozen=True)
class Office:
    """Who reviews and who decides in one district."""

    maker: User
    checker: User


@dataclass(frozen=True)
class Story:
    """One loan: how much was asked for, how long ago, how far it came."""

    yuan: int
    days_ago: int
    state: LoanState
    group: str = "returning_migrant"
    months: int = 36


OF_RESIDENT = Story(200_000, 500, S.LENT, "graduate")
CROWD = (
    Story(150_000, 21, S.GUARANTEE),
    Story(300_000, 34, S.BANK, "graduate"),
    Story(100_000, 480, S.OVERDUE, "online_seller"),
    Story(80_000, 60, S.DECLINED, "ex_soldier"),
    Story(120_000, 540, S.REPAID, "disabled", 12),
    Story(200_000, 290, S.LENT, "graduate"),
)


def build(session: Session, residents: Mapping[int, User], staff: Mapping[int, User]) -> int:
    """Write the loans. `residents` and `staff` by the serial of their demo account. Returns how many."""
    here, next_door = Office(staff[21], staff[22]), Office(staff[23], staff[24])
    own = session.scalars(select(Seeker).where(Seeker.user_id == residents[3].id)).one()
    _live(session, _of_person(session, own, OF_RESIDENT, next_door), OF_RESIDENT, next_door)
    made = 1
    for seeker, story in zip(_people(session), CROWD, strict=False):
        office = here if seeker.district_code == HERE else next_door
        _live(session, _of_person(session, seeker, story, office), story, office)
        made += 1
    story = Story(1_000_000, 45, S.BANK, months=24)
    _live(session, _of_firm(session, staff[12], story, next_door), story, next_door)
    _settle(session, staff[24])
    return made + 1


def _people(session: Session) -> list[Seeker]:
    """People of an age at which one starts a business."""
    today = clock.today()
    statement = (
        select(Seeker)
        .where(Seeker.demo, Seeker.user_id.is_not(None), Seeker.district_code.in_((HERE, NEXT_DOOR)))
        .order_by(Seeker.id)
        .offset(SKIPPED)
        .limit(AMONG)
    )
    return [seeker for seeker in session.scalars(statement) if _fits(seeker, today)]


def _fits(seeker: Seeker, today: date) -> bool:
    if not seeker.id_number:
        return False
    born: date = of_id_number(seeker.id_number)["birth_date"]
    return add_years(born, YOUNGEST) <= today < add_years(born, OLDEST)


def _of_person(session: Session, seeker: Seeker, story: Story, office: Office) -> Claim:
    facts: dict[str, Any] = {
        "area": seeker.district_code if seeker.district_code in (HERE, NEXT_DOOR) else HERE,
        "group": story.group,
        "amount": story.yuan,
        "months": story.months,
        "partners": 0,
        "other_loans": [],
        "bad_credit": False,
        "times_before": 0,
        "birth_date": date(1988, 3, 9),
        "sex": "male",
    }
    if seeker.id_number:
        facts |= of_id_number(seeker.id_number)
    if facts["sex"] == "female":
        facts["retire_class"] = "female_worker"
    user = session.get_one(User, seeker.user_id)
    holder = seeker_holder(seeker.id)
    return _granted(session, "sl", holder, facts, story, office, user, seeker=seeker)


def _of_firm(session: Session, member: User, story: Story, office: Office) -> Claim:
    firm = employers.employer_of(session, member)
    facts = {
        "area": firm.district_code,
        "micro_small": True,
        "staff": 38,
        "qualifying_hires": 6,
        "amount": story.yuan,
        "months": story.months,
        "arrears": False,
    }
    return _granted(session, "sf", employer_holder(firm.id), facts, story, office, member, employer=firm)


def _granted(
    session: Session,
    programme: str,
    holder: str,
    facts: Mapping[str, Any],
    story: Story,
    office: Office,
    by: User,
    **whose: Any,
) -> Claim:
    """Hand in, review and grant the claim within nine days."""
    with _on(story, 0):
        claim = claims.submit(session, programme=programme, holder=holder, facts=facts, by=by, **whose)
    with _on(story, 2):
        claims.accept(session, claim, by=office.maker)
    with _on(story, 5):
        claims.propose(session, claim, Outcome.GRANT, by=office.maker)
    with _on(story, 9):
        claims.approve(session, claim, by=office.checker, note="资格审核通过，转担保审核。")
        if queries.of_claim(session, claim.id) is None:  # where the site is not wired
            service.begin(session, ClaimGranted(claim.id))
    return claim


def _live(session: Session, claim: Claim, story: Story, office: Office) -> Loan:
    """Take one loan to where it stands."""
    loan = queries.of_claim(session, claim.id)
    if loan is None:
        raise LookupError("a granted claim has a loan")
    by = office.checker
    if story.state is S.GUARANTEE:
        return loan
    with _on(story, 14):
        service.guarantee(session, loan, by=by, guarantor=GUARANTOR)
    if story.state is S.BANK:
        return loan
    if story.state is S.DECLINED:
        with _on(story, 20):
            service.decline(
                session, loan, by=by, note="银行查到一笔经营贷没有还清，暂时不能放款。还清以后可以重新申请。"
            )
        return loan
    with _on(story, 24):
        day = clock.today()
        contract = Contract(BANK, story.yuan * CENTS, RATE, story.months, day - timedelta(days=2), day)
        service.lend(session, loan, contract, by=by)
    return loan


def _settle(session: Session, by: User) -> None:
    """Settle every quarter but the last one, each a few days after its end; then what fell overdue or was repaid."""
    last = last_complete(clock.today())
    for quarter in queries.waiting(session, by.district_scope):
        if quarter < last:
            with clock.standing_at(clock.start_of(next_quarter(quarter)) + timedelta(days=4, hours=2)):
                service.settle(session, quarter, by=by)
    overdue, repaid = _lent(session, 100_000), _lent(session, 120_000)
    if overdue is not None:
        service.fall_overdue(session, overdue, by=by, on=last, note="银行来函，没有按季付息。")
    if repaid is not None and repaid.due_on is not None:
        on = min(clock.today(), max(repaid.due_on, last))
        service.repay(session, repaid, by=by, on=on, note="银行结清证明已收。")


def _lent(session: Session, yuan: int) -> Loan | None:
    statement = select(Loan).where(Loan.state == S.LENT.value, Loan.amount == yuan * CENTS)
    return session.scalar(statement.order_by(Loan.id).limit(1))


def _on(story: Story, days: int) -> Any:
    """The morning of a day of the story."""
    return clock.standing_at(
        clock.start_of(clock.today() - timedelta(days=story.days_ago - days)) + timedelta(hours=10)
    )
