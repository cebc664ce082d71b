"""The database's base: declarative Base, naming convention, column types, engines and write transactions.

SQLite needs three things to be right under concurrent writers (reliability part 0): the driver must not manage
transactions itself, a writer must BEGIN IMMEDIATE, and limits must be guarded updates. `writing()` marks the
code that writes; the engine's begin event does the rest. On PostgreSQL the same guarded updates give the same
answers, so there is one code path.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import (
    JSON,
    CursorResult,
    DateTime,
    Engine,
    Executable,
    LargeBinary,
    MetaData,
    String,
    UnaryExpression,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

from jobhelp import crypto

_writing: ContextVar[bool] = ContextVar("jobhelp_writing", default=False)
BUSY_TIMEOUT_MS = 30_000


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, stored in UTC, aware out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime; SQLite would store it as if it were UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite returns it naive: it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    """Every mapped class. Constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime,
        dict[str, Any]: Json,
        list[str]: Json,
        list[int]: Json,
        list[float]: Json,
        list[dict[str, Any]]: Json,
    }


def new_uid() -> str:
    """A random row identity, made before the insert so that sealed columns can be bound to it."""
    return uuid4().hex


class Sealed:
    """An encrypted text attribute over a LargeBinary column `<name>_sealed`, with an optional blind index.

    The class needs a `uid` attribute. With `index="…"` the column `<name>_index` (32 bytes) is kept in step.
    """

    def __init__(self, *, index: str | None = None) -> None:
        self.index = index

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        sealed = getattr(row, f"{self.name}_sealed")
        if sealed is None:
            return None
        return crypto.keyring().open(sealed, place=self._place(row), row=row.uid)

    def __set__(self, row: Any, value: str | None) -> None:
        if row.uid is None:
            row.uid = new_uid()
        sealed = None if value is None else crypto.keyring().seal(value, place=self._place(row), row=row.uid)
        setattr(row, f"{self.name}_sealed", sealed)
        if self.index:
            found = None if value is None else crypto.keyring().blind_index(self.index, value)
            setattr(row, f"{self.name}_index", found)

    def _place(self, row: Any) -> str:
        return f"{row.__tablename__}.{self.name}"


class HasUid:
    """Mixin: a random row identity. It is the associated data of sealed columns and fit for public addresses."""

    uid: Mapped[str] = mapped_column(String(32), unique=True, default=new_uid)


def sealed_column() -> Mapped[bytes | None]:
    """The stored form of a `Sealed` attribute."""
    return mapped_column(LargeBinary, nullable=True)


def index_column(*, unique: bool) -> Mapped[bytes | None]:
    """The stored blind index of a `Sealed` attribute."""
    return mapped_column(LargeBinary(32), nullable=True, unique=unique, index=not unique)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside are write transactions: BEGIN IMMEDIATE on SQLite."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def mark_writing() -> Any:
    """As `writing()`, for a caller that cannot use `with`; give the result to `unmark_writing`."""
    return _writing.set(True)


def unmark_writing(token: Any) -> None:
    """End what `mark_writing` began."""
    _writing.reset(token)


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """One write transaction: commits at the end, rolls back on an exception. For commands and tasks."""
    with writing(), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def rows_changed(session: Session, statement: Executable) -> int:
    """Run a guarded UPDATE or DELETE and say how many rows it found. Objects in memory are left as they are."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast(CursorResult[Any], result).rowcount


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """An engine with this project's transaction rules. `url` is sqlite:///FILE or postgresql+psycopg://…"""
    if url.startswith("sqlite"):
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=10,
            connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        pool_pre_ping=True,
        connect_args={
            "options": "-c statement_timeout=60000 -c lock_timeout=30000 "
            "-c idle_in_transaction_session_timeout=120000 -c timezone=UTC"
        },
    )
    return engine


def ordered(orders: Mapping[str, Sequence[Any]], wish: str) -> list[Any]:
    """The columns to order by, as a list's address writes them: "amount", or "-amount" the other way round.

    What already says its way (`.asc()`, `.desc()`) keeps it: lines without a date stand last either way.
    """
    columns = orders[wish.removeprefix("-")]
    if not wish.startswith("-"):
        return list(columns)
    return [one if isinstance(one, UnaryExpression) else one.desc() for one in columns]


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "secure_delete=ON",
        "cache_size=-64000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
