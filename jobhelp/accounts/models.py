"""People who sign in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.accounts.states import GrantState
from jobhelp.orm import Base, HasUid, Sealed, index_column, sealed_column
from jobhelp.permissions import CITY_WIDE, SECOND_FACTOR_REQUIRED, STAFF, Permission, Role, allows

WAITING = text("state = '" + GrantState.WAITING.value + "'")


class User(HasUid, Base):
    """An account: a phone number (encrypted, found by its blind index), a role, and for staff a district."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(30), index=True)
    display_name: Mapped[str] = mapped_column(String(60))
    phone_sealed: Mapped[bytes | None] = sealed_column()
    phone_index: Mapped[bytes | None] = index_column(unique=True)
    phone_mask: Mapped[str] = mapped_column(String(20), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_version: Mapped[int] = mapped_column(default=1)
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    street_code: Mapped[str | None] = mapped_column(ForeignKey("streets.code"))
    totp_secret_sealed: Mapped[bytes | None] = sealed_column()
    totp_last_step: Mapped[int] = mapped_column(default=0)
    totp_confirmed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    phone = Sealed(index="phone")
    totp_secret = Sealed()

    is_authenticated = True  # the three names that Flask-Login asks for, without importing it here
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Flask-Login refuses the session of an account that is switched off."""
        return self.active

    def get_id(self) -> str:
        """The session's identity: bumping `session_version` ends every session of the person."""
        return f"{self.uid}.{self.session_version}"

    @property
    def is_staff(self) -> bool:
        """Whether the role is one of the city's own people."""
        return Role(self.role) in STAFF

    @property
    def needs_second_factor(self) -> bool:
        """Whether the role may work only after a second factor."""
        return Role(self.role) in SECOND_FACTOR_REQUIRED

    @property
    def district_scope(self) -> str | None:
        """The only district whose rows this person may see; None = the whole city. Staff only."""
        return None if Role(self.role) in CITY_WIDE else (self.district_code or "")

    def may(self, permission: Permission) -> bool:
        """Whether the permission table gives this to the person's role."""
        return allows(Role(self.role), permission)


class Grant(HasUid, Base):
    """More rights for one of the city's own people: proposed by one person, in force once another has confirmed it.

    act         `GrantAct`: what will be done
    role, district_code   of a new account or a move: what the person will have
    first_part  of the set-up code, which the proposer handed over; the confirmer gets the rest, so that neither can use it
    """

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint("state IN (" + ",".join(f"'{one.value}'" for one in GrantState) + ")", name="state"),
        CheckConstraint(
            f"state <> '{GrantState.CONFIRMED.value}' OR (decided_by IS NOT NULL AND decided_by <> proposed_by)",
            name="two_people",
        ),
        Index(
            "uq_grants_user_id_waiting",
            "user_id",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    act: Mapped[str] = mapped_column(String(10))
    role: Mapped[str | None] = mapped_column(String(30))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    first_part_sealed: Mapped[bytes | None] = sealed_column()
    state: Mapped[str] = mapped_column(String(10), default=GrantState.WAITING)
    proposed_by: Mapped[int]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]

    first_part = Sealed()


class ResetCode(Base):
    """A one-time code for a forgotten password: by SMS, or printed at the street office."""

    __tablename__ = "reset_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    via: Mapped[str] = mapped_column(String(10))  # sms, paper
    issued_by: Mapped[int | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Attempt(Base):
    """How often something guarded (a password, a code) was tried in the present window. `key` is a keyed digest."""

    __tablename__ = "attempts"

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    count: Mapped[int]
    since: Mapped[datetime] = mapped_column(index=True)


class EndedSession(Base):
    """A session that was signed out before its time: its cookie, should a copy exist, opens nothing."""

    __tablename__ = "ended_sessions"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(index=True)
