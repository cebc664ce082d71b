"""jobhelp db upgrade | check."""

import click

from jobhelp import database
from jobhelp.commands import answer, say, workplace
from jobhelp.errors import CommandFailed


@click.group("db")
def commands() -> None:
    """Create, migrate and check the database."""


@commands.command("upgrade")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def upgrade(as_json: bool) -> None:
    """Create the database or bring it to the newest shape, and load the reference data."""
    with workplace(prepared=False) as place:
        changed = database.prepare(place.settings, place.engine)
    if as_json:
        answer({"changed": changed})
    else:
        say("The database was brought up to date." if changed else "The database is up to date.")


@commands.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check(as_json: bool) -> None:
    """Compare the database with what this version of the program expects."""
    with workplace(prepared=False) as place:
        current = database.is_current(place.engine)
        found = (
            database.differences(place.engine)
            if current
            else ["migrations are missing: run jobhelp db upgrade"]
        )
    if as_json:
        answer({"current": current, "differences": found})
    if found:
        raise CommandFailed("the database differs:\n  " + "\n  ".join(found))
    if not as_json:
        say("The database agrees with the program.")
