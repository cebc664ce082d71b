"""Every page that a person meets, with the numbers of things that stand in the demo city."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock, crypto
from jobhelp.accounts import queries as accounts
from jobhelp.applications.models import Application
from jobhelp.benefits.token import Carried, seal
from jobhelp.claims.models import Claim
from jobhelp.demo.accounts import ACCOUNTS
from jobhelp.demo.invented import phone
from jobhelp.employers.models import Employer, EmployerMember
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events.models import Proposal, Screening
from jobhelp.loans.calculator import Asked
from jobhelp.loans.models import Loan
from jobhelp.loans.token import seal as seal_loan
from jobhelp.openings.models import Opening
from jobhelp.orm import make_engine
from jobhelp.payments.models import PaymentRun, Recovery
from tests.benefits.test_check import YES
from tests.journeys.people import SERIALS


@dataclass(frozen=True)
class PageOf:
    """A page: its name (for files and messages), who looks at it, its address."""

    name: str
    person: str
    address: str


QUESTIONS = ("work", "skills", "experience", "education", "place", "time", "pay", "limits")


def all_pages(data_dir: Path) -> list[PageOf]:
    """The pages of the demo city in `data_dir`."""
    crypto.use(crypto.Keyring.load(data_dir / "development-keys.json"))
    engine = make_engine(f"sqlite:///{data_dir / 'jobhelp.db'}")
    try:
        return _pages(engine)
    finally:
        engine.dispose()


def _pages(engine: Engine) -> list[PageOf]:
    with Session(engine) as session:
        people = {one.serial: accounts.by_phone(session, phone(one.serial)) for one in ACCOUNTS}
        me = session.scalar(select(Seeker).where(Seeker.user_id == people[SERIALS["resident"]].id))
        firm = session.scalar(
            select(EmployerMember.employer_id).where(
                EmployerMember.user_id == people[SERIALS["employer_busy"]].id
            )
        )
        kinds = {
            kind: session.scalar(
                select(Opening.id)
                .where(Opening.kind == kind, Opening.state == "published")
                .order_by(Opening.id)
            )
            for kind in ("market", "assistance", "welfare", "gig")
        }
        ended = session.scalar(
            select(Opening.id).where(Opening.state == "filled").order_by(Opening.id.desc())
        )
        mine = session.scalar(
            select(Application.id).where(Application.seeker_id == me.id).order_by(Application.id.desc())
        )
        theirs = session.execute(
            select(Application.id, Application.opening_id)
            .join(Opening, Opening.id == Application.opening_id)
            .where(Opening.employer_id == firm, Application.state.in_(("applied", "viewed", "invited")))
            .order_by(Application.id.desc())
        ).first()
        in_review = session.scalar(
            select(Opening.id).where(Opening.state == "review", Opening.district_code == "230103")
        )
        waiting = session.scalar(select(Employer.id).where(Employer.state == "pending"))
        missing = session.scalar(
            select(Opening.number).where(Opening.state == "published").order_by(Opening.id)
        )
        proposed = {
            one.kind: one.id for one in session.scalars(select(Proposal).order_by(Proposal.id.desc()))
        }
        changes = {
            one.kind: one.uid
            for one in session.scalars(
                select(Proposal).where(Proposal.seeker_id == me.id, Proposal.kind != "apply")
            )
        }
        screened = session.scalar(select(Screening.id).order_by(Screening.id).limit(1))
        refused = session.scalars(
            select(Seeker).where(Seeker.user_id == people[SERIALS["resident_refused"]].id)
        ).one()
        claims = {
            key: session.scalar(select(Claim.number).where(*where).order_by(Claim.id))
            for key, where in {
                "running": (Claim.seeker_id == me.id, Claim.state == "granted"),
                "returned": (Claim.seeker_id == me.id, Claim.state == "returned"),
                "refused": (Claim.state.in_(("refused", "appealed")), Claim.seeker_id == refused.id),
                "open": (Claim.state == "accepted", Claim.district_code == "230103", Claim.programme == "ui"),
                "reviewed": (Claim.state == "reviewed", Claim.district_code == "230103"),
                "appealed": (Claim.state == "appealed", Claim.district_code == "230103"),
                "hire": (Claim.programme == "ei",),
            }.items()
        }
    token = seal(Carried("resident", clock.today(), YES))
    pages = [
        PageOf("home", "anonymous", "/"),
        PageOf("check", "anonymous", "/check"),
        PageOf("check-question", "anonymous", f"/check/receiving?t={token}"),
        PageOf("check-result", "anonymous", f"/check/result?t={token}&all=1"),
        PageOf("check-known", "resident", "/check"),
        PageOf("policies", "anonymous", "/policies"),
        PageOf("policy", "anonymous", "/policies/ui"),
        PageOf("policy-closed", "anonymous", "/policies/us"),
        PageOf("openings", "anonymous", "/openings"),
        PageOf("openings-filtered", "anonymous", "/openings?district=230103&kind=market&shift=day"),
        PageOf("openings-empty", "anonymous", "/openings?q=%E5%AE%87%E8%88%AA%E5%91%98"),
        *(PageOf(f"opening-{kind}", "anonymous", f"/openings/{number}") for kind, number in kinds.items()),
        PageOf("opening-ended", "anonymous", f"/openings/{ended}"),
        PageOf("sign-in", "anonymous", "/sign-in"),
        PageOf("register", "anonymous", "/register"),
        PageOf("forgotten", "anonymous", "/forgotten"),
        PageOf("reset", "anonymous", "/reset"),
        PageOf("employer-register", "anonymous", "/employers/register"),
        PageOf("how-we-rank", "anonymous", "/how-we-rank"),
        PageOf("privacy", "anonymous", "/privacy"),
        PageOf("accessibility", "anonymous", "/accessibility"),
        PageOf("service-windows", "anonymous", "/service-windows"),
        PageOf("components", "anonymous", "/components"),
        PageOf("not-found", "anonymous", "/nothing-here"),
        PageOf("home-resident", "resident", "/"),
        PageOf("recommendations", "resident", "/me/recommendations"),
        PageOf("recommendations-beyond", "resident_beyond", "/me/recommendations"),
        PageOf("recommendations-plain", "resident_plain", "/me/recommendations"),
        PageOf("kept", "resident", "/me/recommendations/kept"),
        PageOf("why-not", "resident", f"/me/recommendations/why-not?number={missing}"),
        PageOf("opening-for-me", "resident", f"/openings/{kinds['market']}"),
        PageOf("my-applications", "resident", "/me/applications"),
        PageOf("my-application", "resident", f"/me/applications/{mine}"),
        PageOf("profile", "resident", "/me/profile"),
        *(PageOf(f"question-{name}", "resident", f"/me/profile/{name}") for name in QUESTIONS),
        PageOf("identity", "resident", "/me/identity"),
        PageOf("hardship", "resident", "/me/hardship"),
        PageOf("my-data", "resident", "/me/data"),
        PageOf("notices", "resident", "/notices"),
        PageOf("account", "resident", "/account"),
        PageOf("employer-home", "employer_busy", "/employer"),
        PageOf("employer-home-new", "employer_new", "/employer"),
        PageOf("employer-new-opening", "employer_busy", "/employer/openings/new"),
        *(
            PageOf(f"employer-new-{kind}", "employer_busy", f"/employer/openings/new?kind={kind}")
            for kind in ("market", "assistance", "welfare", "gig")
        ),
        PageOf("employer-profile", "employer_busy", "/employer/profile"),
        PageOf("desk", "district", "/desk"),
        PageOf("desk-city", "city", "/desk"),
        PageOf("desk-street", "street", "/desk"),
        PageOf("desk-organiser", "organiser", "/desk"),
        PageOf("desk-find", "district", "/desk/find"),
        PageOf("desk-person", "district", f"/desk/people/{me.uid}"),
        PageOf("review-opening", "district", f"/desk/openings/{in_review}"),
        PageOf("reset-codes", "street", "/desk/reset-codes"),
        PageOf("imports", "city", "/desk/imports"),
        PageOf("audit", "auditor", "/desk/audit"),
        PageOf("staff", "administrator", "/desk/staff"),
        PageOf("staff-new", "administrator", "/desk/staff/new"),
        PageOf("grants", "city", "/desk/staff/grants"),
    ]
    pages += [
        PageOf("proposals", "district", "/desk/proposals"),
        PageOf("proposals-city", "city", "/desk/proposals?state=open&when=week"),
        PageOf("proposals-empty", "street", "/desk/proposals?kind=suspend"),
        *(PageOf(f"proposal-{kind}", "city", f"/desk/proposals/{one}") for kind, one in proposed.items()),
        PageOf("life-event-new", "street", "/desk/life-events/new"),
        PageOf("screenings", "district", "/desk/screenings"),
        *(
            PageOf(f"screening-{found}", "city", f"/desk/screenings/{screened}?list={found}")
            for found in ("qualifies", "no_longer", "likely")
        ),
        PageOf("what-if", "district", "/desk/what-if"),
        PageOf("my-changes", "resident", "/me/changes"),
        PageOf("my-changes-none", "resident_beyond", "/me/changes"),
        *(PageOf(f"my-change-{kind}", "resident", f"/me/changes/{uid}") for kind, uid in changes.items()),
    ]
    pages += _loan_pages(engine)
    pages += _payment_pages(engine)
    pages += [
        PageOf("my-benefits", "resident", "/me/benefits"),
        PageOf("my-benefit-running", "resident", f"/me/benefits/{claims['running']}"),
        PageOf("my-benefit-returned", "resident", f"/me/benefits/{claims['returned']}"),
        PageOf("my-benefit-correct", "resident", f"/me/benefits/{claims['returned']}/correct"),
        PageOf("my-benefit-refused", "resident_refused", f"/me/benefits/{claims['refused']}"),
        PageOf("apply", "resident", f"/me/benefits/apply/si?t={token}"),
        PageOf("keep-answers", "resident", f"/me/benefits/keep?t={token}"),
        PageOf("employer-benefits", "employer_busy", "/employer/benefits"),
        PageOf("employer-benefit", "employer_busy", f"/employer/benefits/{claims['hire']}"),
        PageOf("employer-apply", "employer_busy", "/employer/benefits/apply/ei"),
        PageOf("claims", "district", "/desk/claims"),
        PageOf("claims-city", "city", "/desk/claims?state=all"),
        PageOf("claim-open", "district", f"/desk/claims/{claims['open']}"),
        PageOf("claim-reviewed", "district", f"/desk/claims/{claims['reviewed']}"),
        PageOf("claim-appealed", "city", f"/desk/claims/{claims['appealed']}"),
        PageOf("claim-granted", "auditor", f"/desk/claims/{claims['running']}"),
        PageOf("calendar", "city", "/desk/calendar"),
    ]
    if theirs is not None:
        pages += [
            PageOf("employer-opening", "employer_busy", f"/employer/openings/{theirs.opening_id}"),
            PageOf("applicants", "employer_busy", f"/employer/openings/{theirs.opening_id}/applicants"),
            PageOf("suggested", "employer_busy", f"/employer/openings/{theirs.opening_id}/suggested"),
            PageOf("applicant", "employer_busy", f"/employer/applications/{theirs.id}"),
        ]
    if waiting is not None:
        pages.append(PageOf("review-employer", "city", f"/desk/employers/{waiting}"))
    return pages


def _loan_pages(engine: Engine) -> list[PageOf]:
    """The calculator and the channel for migrant workers, and a loan in each state."""
    with Session(engine) as session:
        statement = select(Loan.state, Claim.number, Claim.seeker_id).join(Claim, Claim.id == Loan.claim_id)
        numbers = {state: number for state, number, _ in session.execute(statement.order_by(Loan.id.desc()))}
        mine = session.scalar(
            select(Claim.number)
            .join(Loan, Loan.claim_id == Claim.id)
            .join(Seeker, Seeker.id == Claim.seeker_id)
            .where(Seeker.user_id == accounts.by_phone(session, phone(SERIALS["resident_loan"])).id)
        )
        firm = session.scalar(select(Claim.number).join(Loan).where(Claim.programme == "sf"))
    today = clock.today()
    person = Asked("sl", today, 300_000, 36, None, group="returning_migrant", people=2)
    small = Asked("sf", today, 1_000_000, 24, Decimal("3.8"), staff=40, hires=2)
    return [
        PageOf("loans", "anonymous", "/loans"),
        PageOf("loans-firm", "anonymous", "/loans?kind=firm"),
        PageOf("loans-result", "anonymous", f"/loans?t={seal_loan(person)}"),
        PageOf("loans-firm-result", "anonymous", f"/loans?t={seal_loan(small)}"),
        PageOf("loans-sheet", "anonymous", f"/loans?t={seal_loan(person)}&print=1"),
        PageOf("migrant", "anonymous", "/migrant"),
        PageOf("migrant-here", "anonymous", "/migrant?work=230103&live=230110&insured=no&where="),
        PageOf("migrant-outside", "anonymous", "/migrant?work=230103&live=230110&insured=yes&where=000000"),
        PageOf("my-loan", "resident_loan", f"/me/loans/{mine}"),
        PageOf("firm-loan", "employer_busy", f"/employer/loans/{firm}"),
        PageOf("desk-loans", "district", "/desk/loans"),
        PageOf("desk-loans-empty", "street", "/desk/loans?state=repaid"),
        *(PageOf(f"desk-loan-{state}", "city", f"/desk/loans/{number}") for state, number in numbers.items()),
        PageOf("desk-loan-seen", "auditor", f"/desk/loans/{numbers['lent']}"),
        PageOf("quarters", "district", "/desk/loans/quarters"),
    ]


def _payment_pages(engine: Engine) -> list[PageOf]:
    """Money: runs, what is late, the books and recoveries at the desk; the card of a person and of a firm."""
    with Session(engine) as session:
        runs = {
            run.state: run.number
            for run in session.scalars(
                select(PaymentRun).where(PaymentRun.district_code == "230103").order_by(PaymentRun.id)
            )
        }
        recovery = session.scalar(select(Recovery.id).order_by(Recovery.id).limit(1))
    return [
        PageOf("card", "resident", "/me/card"),
        PageOf("card-none", "resident_beyond", "/me/card"),
        PageOf("employer-card", "employer_busy", "/employer/card"),
        PageOf("payments", "district", "/desk/payments"),
        PageOf("payments-city", "city", "/desk/payments"),
        *(PageOf(f"payment-run-{state}", "city", f"/desk/payments/{run}") for state, run in runs.items()),
        PageOf("payments-late", "district", "/desk/payments/late?all=1"),
        PageOf("ledger", "city", "/desk/ledger"),
        PageOf("ledger-empty", "district", "/desk/ledger?kind=reverse"),
        PageOf("recoveries", "district", "/desk/recoveries"),
        PageOf("recovery", "district", f"/desk/recoveries/{recovery}"),
    ]
