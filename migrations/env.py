"""Alembic's entry: called by `jobhelp db upgrade`, which gives the connection in the config's attributes."""

from alembic import context

from jobhelp.migrations_state import MIGRATED_BY_HAND, metadata

connection = context.config.attributes["connection"]


def include_object(item: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave out what migrations make by hand: full-text tables and columns, triggers' helpers."""
    return name is None or not any(
        name == known or name.startswith(f"{known}_") for known in MIGRATED_BY_HAND
    )


context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    include_object=include_object,
)
with context.begin_transaction():
    context.run_migrations()
