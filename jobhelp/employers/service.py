"""Acts on employers: register, correct, verify, refuse, revoke.

An employer may publish only while verified. Whoever changes the name or the credit code is verified anew, because
that is what was verified.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock, events, identity
from jobhelp.accounts import service as accounts
from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.employers import queries
from jobhelp.employers.models import Employer, EmployerMember
from jobhelp.employers.states import LIFE, EmployerAction, EmployerState
from jobhelp.errors import Conflict, Refusal
from jobhelp.notices import service as notices
from jobhelp.orm import rows_changed
from jobhelp.permissions import Role
from jobhelp.texts import N_


@dataclass(frozen=True)
class EmployerVerified:
    """Staff found that the employer is who it says."""

    employer_id: int


@dataclass(frozen=True)
class VerificationLost:
    """A verified employer is not verified any more: by its own change of name or code, or revoked by staff."""

    employer_id: int


class CreditCodeTaken(Conflict):
    """Another employer is registered under this credit code."""

    message = N_(
        "这个统一社会信用代码已经注册过了。请用当时的手机号登录；如果不是您单位的人注册的，或注册的人已经走了，请打 12333。"
    )


class ReasonMissing(Refusal):
    """A refusal needs a reason that the employer can act on."""

    message = N_("请写明原因，让单位知道怎么改。")


def register(
    session: Session,
    *,
    name: str,
    credit_code: str,
    contact_name: str,
    phone: str,
    password: str | None,
    district_code: str | None,
    address: str = "",
    industry: str = "",
    demo: bool = False,
) -> Employer:
    """Open an employer and its first account; it waits for verification.

    Raises `CreditCodeTaken` (field "credit_code"), `accounts.PhoneTaken` (field "phone"), `identity.Invalid`.
    """
    code = identity.canonical_credit_code(credit_code)
    if queries.by_credit_code(session, code) is not None:
        raise CreditCodeTaken(field="credit_code")
    user = accounts.create_user(
        session, role=Role.EMPLOYER, display_name=contact_name, phone=phone, password=password, demo=demo
    )
    employer = Employer(
        name=name.strip(),
        credit_code=code,
        state=EmployerState.PENDING.value,
        district_code=district_code,
        address=address.strip(),
        industry=industry.strip(),
        contact_name=contact_name.strip(),
        contact_phone=identity.canonical_phone(phone),
        demo=demo,
        created_at=clock.now(),
    )
    _insert(session, employer)
    session.add(EmployerMember(user_id=user.id, employer_id=employer.id, is_owner=True))
    session.flush()
    _write_down(session, "employers:register", employer, user, district=district_code)
    return employer


def revise(session: Session, employer: Employer, values: dict[str, str | None], *, by: User) -> bool:
    """Change an employer's own data. Returns whether it has to be verified anew.

    `values` may hold name, credit_code, district_code, address, industry, introduction, contact_name,
    contact_phone. Raises `CreditCodeTaken`.
    """
    code = identity.canonical_credit_code(values.get("credit_code") or employer.credit_code)
    name = (values.get("name") or employer.name).strip()
    other = queries.by_credit_code(session, code)
    if other is not None and other.id != employer.id:
        raise CreditCodeTaken(field="credit_code")
    anew = (name, code) != (employer.name, employer.credit_code)
    changed = sorted(
        field for field in REVISABLE if field in values and getattr(employer, field) != values[field]
    )
    try:
        with session.begin_nested():
            employer.name, employer.credit_code = name, code
            for field in REVISABLE:
                if field in values:
                    setattr(employer, field, values[field])
            session.flush()
    except IntegrityError:
        raise CreditCodeTaken(field="credit_code") from None
    _write_down(session, "employers:revise", employer, by, changed=changed, anew=anew)
    if anew:
        move(session, employer, EmployerAction.RESUBMIT, by=by)
    return anew


REVISABLE = ("district_code", "address", "industry", "introduction", "contact_name", "contact_phone")


def resubmit(session: Session, employer: Employer, *, by: User) -> None:
    """Ask for another look after a refusal."""
    move(session, employer, EmployerAction.RESUBMIT, by=by)


def verify(session: Session, employer: Employer, by: User, note: str = "") -> None:
    """Staff has checked the licence: the employer may publish. Publishes `EmployerVerified`."""
    move(session, employer, EmployerAction.VERIFY, by=by, note=note)
    _tell_members(session, employer, N_("您的单位已经通过核验，现在可以发布岗位了。"))
    events.publish(session, EmployerVerified(employer.id))


def refuse(session: Session, employer: Employer, by: User, note: str) -> None:
    """Staff cannot verify the employer; `note` says why and what would help. Raises `ReasonMissing`."""
    if not note.strip():
        raise ReasonMissing(field="note")
    move(session, employer, EmployerAction.REFUSE, by=by, note=note)
    _tell_members(session, employer, N_("您的单位这次没有通过核验。原因写在单位资料里，改好后可以再提交。"))


def revoke(session: Session, employer: Employer, by: User, note: str) -> None:
    """Staff takes a verification back; `note` says why. Raises `ReasonMissing`. Publishes `VerificationLost`."""
    if not note.strip():
        raise ReasonMissing(field="note")
    move(session, employer, EmployerAction.REVOKE, by=by, note=note)
    _tell_members(session, employer, N_("您的单位被撤销了核验。原因写在单位资料里，改好后可以再提交。"))


def move(session: Session, employer: Employer, action: EmployerAction, *, by: User, note: str = "") -> None:
    """Take the employer to the next state of its life, guarded against a second decision at the same time.

    Publishes `VerificationLost` when the employer was verified and is not any more.
    """
    before = employer.state
    after = LIFE.after(EmployerState(before), action)
    decided = action is not EmployerAction.RESUBMIT
    values = {
        "state": after.value,
        "decided_by": by.id if decided else None,
        "decided_at": clock.now() if decided else None,
        "decision_note": note.strip(),
    }
    guarded = update(Employer).where(Employer.id == employer.id, Employer.state == before).values(**values)
    if rows_changed(session, guarded) != 1:
        raise Conflict()
    session.refresh(employer)
    _write_down(
        session, f"employers:{action.value}", employer, by, why=note.strip(), before=before, after=after.value
    )
    if before == EmployerState.VERIFIED.value:
        events.publish(session, VerificationLost(employer.id))


def _insert(session: Session, employer: Employer) -> None:
    try:
        with session.begin_nested():
            session.add(employer)
    except IntegrityError:
        raise CreditCodeTaken(field="credit_code") from None


def _tell_members(session: Session, employer: Employer, text: str) -> None:
    for user_id in queries.member_user_ids(session, employer.id):
        notices.tell(session, user_id, text, link="/employer/profile")


def _write_down(
    session: Session, action: str, employer: Employer, by: User, *, why: str = "", **details: Any
) -> None:
    audit.record(
        session,
        action,
        by=by,
        subject="employer",
        subject_id=employer.id,
        why=why,
        **details,
    )
