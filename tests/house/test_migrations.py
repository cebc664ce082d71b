"""Migrations: from empty and from a filled database, on both databases, to exactly what the classes say."""

from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session

from jobhelp import database
from jobhelp.openings.models import Opening
from jobhelp.orm import Base
from tests import factories


def test_an_empty_database_becomes_what_the_classes_say(either_engine: Engine) -> None:
    assert database.is_current(either_engine)
    assert database.differences(either_engine) == []
    assert set(Base.metadata.tables) <= set(inspect(either_engine).get_table_names())


def test_a_filled_database_survives_another_upgrade(either_engine: Engine) -> None:
    with Session(either_engine) as session:
        opening = factories.make_opening(session)
        seeker = factories.make_seeker(session)
        factories.make_application(session, opening, seeker)
        session.commit()
        number, title = opening.id, opening.title
    assert database.upgrade(either_engine) is False
    with Session(either_engine) as session:
        assert session.get_one(Opening, number).title == title


def test_database_checks_echo_the_classes(either_engine: Engine) -> None:
    """Alembic does not compare CHECK constraints, so we do: same names on the same tables."""
    inspector = inspect(either_engine)
    for table in Base.metadata.sorted_tables:
        wanted = {
            str(constraint.name)
            for constraint in table.constraints
            if constraint.__visit_name__ == "check_constraint" and constraint.name
        }
        found = {str(constraint["name"]) for constraint in inspector.get_check_constraints(table.name)}
        assert wanted <= found, table.name


def test_sqlite_connections_have_the_settings_that_keep_data(durable: None, engine: Engine) -> None:
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            told = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
            }
            assert told["journal_mode"] == "wal"
            assert told["synchronous"] == 2
            assert told["foreign_keys"] == 1
            assert int(told["busy_timeout"]) >= 5000
            assert told["secure_delete"] == 1
