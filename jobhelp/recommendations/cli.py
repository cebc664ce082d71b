"""jobhelp train | match | recommend."""

from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.audit import service as audit
from jobhelp.commands import answer, say, workplace
from jobhelp.errors import CommandFailed, NotFound
from jobhelp.matching import benchmark
from jobhelp.matching.exchange import BadFolder
from jobhelp.openings import queries as openings
from jobhelp.orm import write_session
from jobhelp.recommendations import cards, plain, queries, service, shelf
from jobhelp.recommendations.board import keeper
from jobhelp.recommendations.queries import Person
from jobhelp.recommendations.wording import LIMITS, Wording, chinese
from jobhelp.reference.queries import book

JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
ON = click.DateTime(["%Y-%m-%d"])
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("train")
@JSON
def train(as_json: bool) -> None:
    """Train the ranker from what people applied to, and use it from now on.

    It learns from the applications, interviews and hires of the past year, is judged on the latest of them, and is
    used unless it falls short of a gate: the fixed rule, plain popularity or the model in use orders them clearly
    better, it shows fewer posts to more people, or it serves a group of people worse than another. Then the ranker in
    use stays, and the exit status is 1. The page /how-we-rank shows where it comes from and how good it is.
    """
    with workplace() as place:
        trained = service.train(place.engine, place.settings.models_dir, clock.today(), say)
    if as_json:
        answer(
            {
                "model": trained.model if trained.released else None,
                "released": trained.released,
                "falls_short": trained.card["shortfalls"],
                "seconds": trained.seconds,
                "card": trained.card,
            }
        )
    judged = trained.card["held_out"]
    for who, found in judged.items():
        say(f"  {who:<12} NDCG@10 {found['ndcg@10']:.3f}  recall@10 {found['recall@10']:.3f}")
    if not trained.released:
        raise CommandFailed(f"not used: {trained.why} (on later applications); the ranker in use stays")
    say(f"The ranker is {trained.model} now ({trained.seconds:.1f} s).")


@click.command("match")
@click.option("--on", "on", type=ON, help="The day to rank for, as YYYY-MM-DD. Without it: today.")
@click.option(
    "--congestion",
    type=click.FloatRange(0, 1),
    help="How much crowded posts are moved back, 0 to 1. Without it: JOBHELP_CONGESTION.",
)
@JSON
def match(on: Any, congestion: float | None, as_json: bool) -> None:
    """Rank every open post for every registered jobseeker, and keep each one's list.

    This is what the night run does. The same day twice gives the same lists; a run that was broken off goes on where
    it stopped. Jobseekers who switched personalised ranking off are left out. All cores of this machine work on it,
    or with JOBHELP_DASK_ADDRESS the workers of that Dask cluster.
    """
    day: date = on.date() if on else clock.today()
    with workplace() as place:
        matched = service.match_city(
            place.engine,
            place.settings.models_dir,
            day,
            say,
            strength=place.settings.congestion if congestion is None else congestion,
            address=place.settings.dask_address,
        )
    if as_json:
        answer(
            {
                "on": day.isoformat(),
                "model": matched.model,
                "posts": matched.posts,
                "seekers": matched.seekers,
                "lists": matched.lists,
                "pairs": matched.pairs,
                "resumed_after": matched.resumed_after,
                "seconds": matched.seconds,
                "balance": matched.balance,
            }
        )
    say(f"{matched.lists:,} lists kept for {day.isoformat()} ({matched.seconds:.1f} s).")


@click.command("recommend")
@click.argument("seeker")
@click.option(
    "--top", default=10, show_default=True, type=click.IntRange(1, 60), help="How many posts to print."
)
@JSON
def recommend(seeker: str, top: int, as_json: bool) -> None:
    """Print one jobseeker's list with the reasons. SEEKER is their number, or the long code (uid) of their record.

    For a person who switched personalised ranking off, it is the plain list, newest first.
    """
    with workplace() as place, Session(place.engine) as session:
        try:
            person = queries.person_named(session, seeker)
        except NotFound:
            raise CommandFailed(f"no jobseeker {seeker!r}: give the number or the uid of a record") from None
        if person.profile.personalised:
            document = _suited(session, person, place.settings.models_dir, top)
        else:
            document = _plain(session, person, place.settings.models_dir, top)
    if as_json:
        answer(document)
    else:
        _print(document)


def _suited(session: Session, person: Person, models_dir: Any, top: int) -> dict[str, Any]:
    found = service.current_for(session, person, models_dir)
    ranking, reference = found.ranking, book(session)
    mine = Wording(chinese, lambda family, code: reference.name(family, code))
    ids = found.ids[:top]
    why = ranking.explain(ids)
    items = [
        {
            "place": place,
            "opening": opening.id,
            "number": opening.number,
            "kind": opening.kind,
            "title": opening.title,
            "employer": opening.employer_name,
            "km": None if (away := ranking.km(opening.id)) is None else round(away, 2),
            "score": why[opening.id].score,
            "band": why[opening.id].band,
            "plus": [mine.say(reason.sentence) for reason in why[opening.id].plus],
            "minus": [mine.say(reason.sentence) for reason in why[opening.id].minus],
            "intercept": why[opening.id].intercept,
            "terms": {feature: term for feature, _, term in why[opening.id].terms if term},
        }
        for place, opening in enumerate(openings.by_ids(session, ids), start=1)
    ]
    opens = {} if found.suitable else {one.gates[0]: one.count for one in ranking.opens()}
    return {
        "seeker": person.seeker_id,
        "personalised": True,
        "on": ranking.standing.on.isoformat(),
        "model": ranking.ranker.name,
        "stored": found.stored,
        "suitable": found.suitable,
        "items": items,
        "would_open": opens,
    }


def _plain(session: Session, person: Person, models_dir: Any, top: int) -> dict[str, Any]:
    listed = plain.newest(keeper(session, models_dir).current(session))
    rows = openings.by_ids(session, listed[:top].tolist())
    return {
        "seeker": person.seeker_id,
        "personalised": False,
        "on": clock.today().isoformat(),
        "model": None,
        "stored": False,
        "suitable": len(listed),
        "items": [
            {
                "place": place,
                "opening": opening.id,
                "number": opening.number,
                "kind": opening.kind,
                "title": opening.title,
                "employer": opening.employer_name,
            }
            for place, opening in enumerate(rows, start=1)
        ],
        "would_open": {},
    }


def _print(document: dict[str, Any]) -> None:
    """The list for a person at the terminal: the list itself is the answer, so it goes to standard output."""
    if not document["personalised"]:
        click.echo(f"个性化推荐已关闭，按发布时间排列，共 {document['suitable']} 个岗位。")
    else:
        click.echo(f"{document['suitable']} 个岗位适合，排序：{document['model']}，{document['on']}")
    for item in document["items"]:
        away = f"，{item['km']} 公里" if item.get("km") is not None else ""
        click.echo(
            f"{item['place']:>3}. {item['title']}（{item['employer']}，{item['number'] or item['opening']}{away}）"
        )
        for sign, name in (("+", "plus"), ("-", "minus")):
            for text in item.get(name, ()):
                click.echo(f"      {sign} {text}")
    for gate, count in document["would_open"].items():
        click.echo(f"  放宽「{LIMITS[gate]}」，会多出 {count} 个岗位")


@click.command("model-card")
@JSON
def model_card(as_json: bool) -> None:
    """Print where the ranker in use comes from, how good it is, and how it falls out for groups of people.

    The page /how-we-rank shows the same in words for everybody, with the score tables drawn.
    """
    with workplace() as place, Session(place.engine) as session:
        card = cards.card_of(session, place.settings.models_dir)
    if as_json:
        answer(card)
    else:
        for line in cards.lines(card):
            click.echo(line)


@click.command("rollback-model")
@JSON
def rollback_model(as_json: bool) -> None:
    """Go back to the model before: from the next request on it ranks, and the night run makes its lists.

    The last three models are kept. Training again goes forward again.
    """
    with workplace() as place:
        try:
            before, after = shelf.roll_back(place.settings.models_dir)
        except shelf.NothingOlder:
            raise CommandFailed("there is no older model that works; the one in use stays") from None
        with write_session(place.engine) as session:
            audit.record(
                session, "recommendations:rollback", subject="model", subject_id=after, before=before
            )
    if as_json:
        answer({"before": before, "model": after})
    say(f"The ranker is {after} again (it was {before}).")


@click.command("evaluate")
@click.option("--train", "train_folder", required=True, type=FOLDER, help="Folder to learn from.")
@click.option(
    "--test",
    "test_folder",
    type=FOLDER,
    help="Folder to judge on. Without it: half of the people of --train.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the first 100 openings of each query here, one JSON line a query.",
)
@click.option(
    "--congestion",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Measure the ranker with congestion control of this strength too, beside without.",
)
@JSON
def evaluate(
    train_folder: Path, test_folder: Path | None, out: Path | None, congestion: float, as_json: bool
) -> None:
    """Measure the ranker on folders of real behaviour, beside simple ways to rank.

    A folder holds openings.csv, events.csv and queries.jsonl. The same features and the same trainer are used as on
    the site; nothing of the city's own data is read.
    """
    try:
        measured = benchmark.evaluate(train_folder, test_folder, out=out, congestion=congestion, say=say)
    except BadFolder as error:
        raise CommandFailed(str(error)) from error
    told = {
        group: {way: found.plain() for way, found in ways.items()} for group, ways in measured.quality.items()
    }
    if as_json:
        answer(
            {
                "fitted_on": measured.fitted_on,
                "queries": measured.queries,
                "congestion": congestion,
                "groups": told,
            }
        )
        return
    for group, ways in told.items():
        click.echo(f"{group} (n={next(iter(ways.values()))['n']})")
        for way, found in ways.items():
            click.echo(f"  {way:<24} {_figures(found)}")
    if out is not None:
        say(f"{measured.queries:,} lists written to {out}.")


def _figures(found: dict[str, float | None]) -> str:
    """The figures of one way in one line; a dash for what too few queries cannot tell."""

    def shown(name: str, places: int = 4) -> str:
        value = found[name]
        return "–" if value is None else f"{value:.{places}f}"

    parts = (
        f"{name} {shown(key)} ±{shown(f'{key}_se')}"
        for name, key in (("NDCG@10", "ndcg@10"), ("recall@10", "recall@10"), ("MRR", "mrr"))
    )
    return "  ".join([*parts, f"Gini@10 {shown('gini@10', 3)}", f"coverage@10 {shown('coverage@10', 3)}"])
