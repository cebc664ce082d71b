"""jobhelp assess: run a file of worked cases through the rules."""

from pathlib import Path
from typing import Any

import click

from jobhelp.commands import answer, say
from jobhelp.errors import CommandFailed
from jobhelp.policy.assess import BadCase, differences, read_cases


@click.command("assess")
@click.option(
    "--cases",
    "path",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A YAML file of worked cases (id, as_of, persona, expect).",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON array with every programme and calculator."
)
@click.option("--check", is_flag=True, help="Compare with what each case expects; exit 1 on a difference.")
def assess(path: Path, as_json: bool, check: bool) -> None:
    """Assess worked cases: every programme's decision, reasons and amounts by the law of each case's date."""
    try:
        cases = read_cases(path)
    except BadCase as error:
        raise CommandFailed(str(error)) from error
    told: list[dict[str, Any]] = []
    faulty = 0
    unequal: list[str] = []
    for case in cases:
        results, wrong = case.outcome()
        faulty += bool(wrong)
        for line in (*wrong, *case.warnings()):
            say(line)
        told.append({"id": case.name, "results": results} | ({"errors": wrong} if wrong else {}))
        unequal += [f"{case.name}: {line}" for line in differences(results, case.expect)]
    if as_json:
        answer(told)
    else:
        for one in told:
            eligible = [code for code, got in one["results"].items() if got.get("decision") == "eligible"]
            say(f"{one['id']}: eligible for {', '.join(eligible) or 'nothing'}")
    for line in unequal if check else ():
        say(line)
    say(
        f"{len(cases)} cases, {faulty} with facts that cannot be, "
        f"{len(unequal)} differences from what is expected."
    )
    if faulty:
        raise CommandFailed(
            f"{faulty} of {len(cases)} cases could not be computed in full; see the lines above."
        )
    if check and unequal:
        raise CommandFailed(f"{len(unequal)} differences.")
