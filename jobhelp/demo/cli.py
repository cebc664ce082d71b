"""jobhelp seed, jobhelp demo-accounts."""

from dataclasses import asdict

import click

from jobhelp.commands import answer, say, workplace
from jobhelp.demo import service as demo


@click.command("seed", short_help="Add the demo city, or make it larger.")
@click.option(
    "--openings", type=click.IntRange(0, 2_000_000), help="Go on until so many openings are on show."
)
@click.option(
    "--seekers", type=click.IntRange(0, 5_000_000), help="Go on until so many people are registered."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def seed(openings: int | None, seekers: int | None, as_json: bool) -> None:
    """Add the demo city: invented employers, openings, residents and a year of applications.

    Run again it changes nothing. With --openings and --seekers the city is made as large as that, for load tests:
    those people have no password, and an interrupted run is gone on with by the same command. Refused in production.
    """
    with workplace() as place:
        added = demo.ensure(place.engine, place.settings, say)
        census = demo.bulk(place.engine, place.settings, openings or 0, seekers or 0, say)
    if as_json:
        answer({"added": added, **asdict(census)})
    else:
        say(
            f"The city has {census.employers:,} employers, {census.openings:,} openings ({census.on_show:,} on show), "
            f"{census.seekers:,} people and {census.applications:,} applications."
        )


@click.command("demo-accounts", short_help="Print the demo accounts and the one-time code of now.")
def accounts() -> None:
    """Print the accounts of the demo city, with the one-time code of this moment."""
    click.echo(demo.accounts_text(), nl=False)
