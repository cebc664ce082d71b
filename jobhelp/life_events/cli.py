"""jobhelp screen."""

from datetime import date
from typing import Any

import click
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.commands import answer, say, workplace
from jobhelp.errors import CommandFailed, Conflict
from jobhelp.life_events import queries, service
from jobhelp.life_events.states import Find

ON = click.DateTime(["%Y-%m-%d"])
NAMES = {
    Find.QUALIFIES: "entitled_not_receiving",
    Find.NO_LONGER: "receiving_no_longer",
    Find.LIKELY: "likely",
}
EVERYONE = 10_000_000


@click.command("screen")
@click.option(
    "--on", "on", type=ON, help="The day whose law and facts count, as YYYY-MM-DD. Without it: today."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
def screen(on: Any, as_json: bool) -> None:
    """Assess everyone registered, people and employers, for every programme.

    Lists who qualifies and does not receive (应享未享), who receives and no longer qualifies, and apart from them who
    likely qualifies but for a few facts. The first two become tasks for people; nothing is ever stopped. A run that
    was broken off goes on where it stopped; the same finding is never a second task.
    """
    day: date = on.date() if on else clock.today()
    with workplace() as place:
        try:
            done = service.screen(place.engine, day, say)
        except Conflict:
            raise CommandFailed("another run of this screening is at work") from None
        if as_json:
            answer(_document(place.engine, done))
        else:
            _print(done)
    made = done.proposals
    say(
        f"Screening {done.screening_id}: {done.people:,} people and {done.employers:,} employers in {done.seconds:.1f} s, "
        f"{made.get('new', 0)} new tasks, {made.get('known', 0)} known already."
    )


def _document(engine: Any, done: service.Screened) -> dict[str, Any]:
    with Session(engine) as session:
        lists = {
            NAMES[one]: [
                {
                    "seeker": line.find.seeker_id,
                    "employer": line.find.employer_id,
                    "hire": line.find.hire or None,
                    "programme": line.find.programme,
                    "district": line.find.district_code,
                    "claim": line.number or None,
                    "criteria": line.find.criteria,
                    "missing": line.find.missing,
                    "amount": None if line.find.amount is None else line.find.amount / 100,
                    "proposal": line.proposal_id,
                }
                for line in queries.finds(session, done.screening_id, None, one, limit=EVERYONE)
            ]
            for one in Find
        }
    return {
        "screening": done.screening_id,
        "on": done.on.isoformat(),
        "people": done.people,
        "employers": done.employers,
        "resumed_after": done.resumed_after,
        "seconds": done.seconds,
        "proposals": {"new": done.proposals.get("new", 0), "known": done.proposals.get("known", 0)},
        "programmes": done.counts,
        **lists,
    }


def _print(done: service.Screened) -> None:
    """The counts for a person at the terminal: they are the answer, so they go to standard output."""
    click.echo(f"{'':<4}{'符合未领':>8}{'在领':>8}{'条件变了':>8}{'可能符合':>8}")
    for code, told in done.counts.items():
        cells = (told.get(name, 0) for name in ("qualifies", "receives", "no_longer", "likely"))
        click.echo(f"{code:<4}" + "".join(f"{cell:>12,}" for cell in cells))
