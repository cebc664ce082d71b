"""Questions about employers."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.employers.models import Employer, EmployerMember
from jobhelp.employers.states import EmployerState
from jobhelp.errors import NotFound


def employer_of(session: Session, user: User) -> Employer:
    """The employer that this account acts for. Raises `NotFound`."""
    statement = select(Employer).join(EmployerMember, EmployerMember.employer_id == Employer.id)
    found = session.scalar(statement.where(EmployerMember.user_id == user.id))
    if found is None:
        raise NotFound()
    return found


def by_id(session: Session, employer_id: int) -> Employer | None:
    """The employer with this number."""
    return session.get(Employer, employer_id)


def is_verified(session: Session, employer_id: int) -> bool:
    """Whether this employer is verified; held as it is until the caller commits, so that what is published on the
    strength of it cannot slip past a verification that is lost at the same moment.
    """
    statement = select(Employer.state).where(Employer.id == employer_id).with_for_update(read=True)
    return session.scalar(statement) == EmployerState.VERIFIED


def by_credit_code(session: Session, credit_code: str) -> Employer | None:
    """The employer with this canonical credit code."""
    return session.scalar(select(Employer).where(Employer.credit_code == credit_code))


def for_desk(session: Session, employer_id: int, district_scope: str | None) -> Employer:
    """The employer as staff of `district_scope` (None: the whole city) may see it. Raises `NotFound`."""
    statement = select(Employer).where(Employer.id == employer_id)
    if district_scope is not None:
        statement = statement.where(Employer.district_code == district_scope)
    found = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found


def pending(session: Session, district_scope: str | None, *, limit: int = 200) -> list[Employer]:
    """Employers waiting to be verified in `district_scope` (None: the whole city), oldest first."""
    statement = select(Employer).where(Employer.state == "pending")
    if district_scope is not None:
        statement = statement.where(Employer.district_code == district_scope)
    return list(session.scalars(statement.order_by(Employer.created_at, Employer.id).limit(limit)))


def member_user_ids(session: Session, employer_id: int) -> list[int]:
    """The accounts that act for this employer."""
    statement = select(EmployerMember.user_id).where(EmployerMember.employer_id == employer_id)
    return list(session.scalars(statement.order_by(EmployerMember.user_id)))


def alike(session: Session, employer: Employer, *, limit: int = 10) -> list[Employer]:
    """Other employers with the same name or the same telephone: the reviewer looks at them side by side."""
    same = or_(Employer.name == employer.name, Employer.contact_phone == employer.contact_phone)
    statement = select(Employer).where(Employer.id != employer.id, same)
    return list(session.scalars(statement.order_by(Employer.id).limit(limit)))
