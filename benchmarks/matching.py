"""How fast the ranker is, beside what else could be used: `make bench-matching`.

    .venv/bin/python -m benchmarks.matching [--quick] [--data DIR] [--out DIR] [--city 20000x10000 --city 50000x50000]

One person before 10 thousand, 100 thousand and a million openings; the whole city at night, killed and resumed; the
same pairs through scikit-learn, LightGBM and a plain numpy product, in the same run. JSON on standard output, and an
SVG plot. The city is the invented one (`jobhelp seed`), the model is trained there as the site trains its own. Times of
one person are on one thread.
"""

import argparse
import contextlib
import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from threadpoolctl import threadpool_limits

from benchmarks.drawing import loglog
from benchmarks.processes import Peak
from jobhelp import clock, crypto, database
from jobhelp.config import Settings
from jobhelp.demo import service as demo
from jobhelp.matching.board import Board, Case
from jobhelp.matching.constraints import Gates
from jobhelp.matching.exposure import Prices
from jobhelp.matching.posts import Posts
from jobhelp.matching.ranker import Ranker, best
from jobhelp.matching.training import AdditiveTrainer, Pairs
from jobhelp.orm import write_session
from jobhelp.recommendations import board, queries, shelf
from jobhelp.recommendations.board import Standing
from jobhelp.recommendations.models import MatchRun, RankedList
from jobhelp.recommendations.ranking import DEPTH, Ranking
from jobhelp.recommendations.service.training import study
from tests.measured import machine
from tests.recommendations import city as town

FIRST, PAGE = 100, 10
PEOPLE = 30  # whose lists are timed
REPEATS = 30
LATER = 200_000  # people of the city whose night is told from the measured rate


@dataclass(frozen=True)
class City:
    """A prepared city: the database, a model trained in it, and everything of its training."""

    settings: Settings
    engine: Engine
    trainer: AdditiveTrainer
    pairs: Pairs
    ranker: Ranker


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# ── the city ─────────────────────────────────────────────────────────────────────────────────────────────


def settings_of(folder: Path) -> Settings:
    return Settings.from_env({"JOBHELP_DATA_DIR": str(folder), "JOBHELP_RATE_LIMITS": "0"})


def opened(folder: Path) -> tuple[Settings, Engine]:
    settings = settings_of(folder)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    crypto.use(crypto.Keyring.load(settings.key_file, create=True))
    engine = database.open_engine(settings)
    database.prepare(settings, engine)
    return settings, engine


def prepared(folder: Path, openings: int, seekers: int, *, small: bool = False) -> City:
    """Fill the city up to this size, train as the site does, and put the model into use.

    small  a town of the tests instead of the invented city, which has some hundreds of people at the least
    """
    settings, engine = opened(folder)
    if small:
        town.build(engine, openings, seekers)
    else:
        demo.ensure(engine, settings, say)
        demo.bulk(engine, settings, openings, seekers, say)
    studied = study(engine, clock.today(), say)
    learned = studied.learned
    kept = shelf.keep(
        settings.models_dir, replace(learned.ranker, card=studied.card), studied.idf, clock.now()
    )
    return City(settings, engine, learned.trainer, learned.pairs, kept.ranker)


# ── one person ───────────────────────────────────────────────────────────────────────────────────────────


def milliseconds(act: Callable[[int], object], repeats: int = REPEATS) -> dict[str, float]:
    """Median and 95th of a hundred of the runs, in ms, after two that warm up."""
    act(0), act(1)
    taken = []
    for turn in range(repeats):
        started = time.perf_counter()
        act(turn)
        taken.append((time.perf_counter() - started) * 1000)
    return {
        "median": round(statistics.median(taken), 3),
        "p95": round(float(np.quantile(taken, 0.95)), 3),
    }


def of_size(posts: Posts, openings: int) -> Posts:
    """The posts cut or repeated to this many, each with a number of its own."""
    taken = posts.take(np.arange(openings) % len(posts))
    taken.id = np.arange(1, openings + 1)
    taken._row_of = taken._by_id = None
    return taken


def one_person(city: City, standing: Standing, openings: int, repeats: int) -> dict[str, Any]:
    """One person before so many openings."""
    posts = of_size(standing.board.posts, openings)
    prices = Prices.of(posts.id, np.abs(np.random.default_rng(1).normal(0, 0.1, openings)))
    here = replace(
        standing,
        board=Board(posts, standing.board.at, standing.board.evidence, standing.board.reference),
        prices=prices,
        prices_id=1,
        using=replace(standing.using, ranker=city.ranker),
    )
    with Session(city.engine) as session:
        people = queries.people_numbered(session, queries.some_people(session, PEOPLE), standing.on)
        told = queries.told(session, [one.seeker_id for one in people])
    everybody = [(one, told[one.seeker_id]) for one in people]
    rankings = [Ranking(here, *one) for one in everybody]
    bins = city.ranker.bins(here.board, rankings[0].query)

    def from_bins(_turn: int) -> object:
        return best(posts.id, city.ranker.score_bins(bins), FIRST)

    def from_profile(turn: int) -> object:
        ranking = Ranking(here, *everybody[turn % len(everybody)])
        return ranking.explain(ranking.top(DEPTH).ids[:PAGE].tolist())

    def scores(turn: int) -> object:
        return city.ranker.score(here.board, rankings[turn % len(rankings)].query)

    def gates(turn: int) -> object:
        return Gates(Case(here.board, rankings[turn % len(rankings)].query)).allowed

    columns = np.ascontiguousarray(city.trainer._known(bins.T))
    few = max(3, min(repeats, 300_000 // openings))
    found: dict[str, Any] = {
        "openings": openings,
        "bins_to_first_100_ms": milliseconds(from_bins, repeats),
        "profile_to_list_with_reasons_ms": milliseconds(from_profile, repeats),
        "profile_to_scores_ms": milliseconds(scores, repeats),
        "gates_ms": milliseconds(gates, repeats),
        "decision_function_ms": milliseconds(
            lambda _turn: city.trainer.model_.decision_function(columns), few
        ),
        "predict_ms": milliseconds(lambda _turn: city.trainer.model_.predict(columns), few),
    }
    found["numpy_float64_product_ms"] = _product(openings, len(city.ranker.names), repeats)
    found["lightgbm_ms"] = _lightgbm(city, columns, few)
    ours = found["bins_to_first_100_ms"]["median"]
    found["times_faster_than_decision_function"] = round(found["decision_function_ms"]["median"] / ours, 1)
    differences = [
        float(
            np.abs(
                city.trainer.decision_function(city.ranker.bins(here.board, ranking.query).T)
                - city.ranker.score(here.board, ranking.query)
            ).max()
        )
        for ranking in rankings[: 3 if openings <= 100_000 else 1]
    ]
    found["greatest_difference_of_scores"] = max(differences)
    return found


def _product(openings: int, features: int, repeats: int) -> dict[str, float]:
    """A float64 matrix of the same shape times a vector, and its first 100."""
    rng = np.random.default_rng(0)
    matrix, vector, ids = rng.random((openings, features)), rng.random(features), np.arange(openings)
    return milliseconds(lambda _turn: best(ids, matrix @ vector, FIRST), repeats)


def _lightgbm(city: City, columns: np.ndarray, repeats: int) -> dict[str, float] | str:
    """As many trees of LightGBM, fitted on the same pairs."""
    if importlib.util.find_spec("lightgbm") is None:
        return "not measured: LightGBM is not installed (uv pip install --group bench)"
    lightgbm = importlib.import_module("lightgbm")
    model = lightgbm.LGBMClassifier(
        n_estimators=city.trainer.max_iter, num_leaves=city.trainer.max_leaf_nodes, n_jobs=1, verbose=-1
    ).fit(city.trainer._known(city.pairs.bins), city.pairs.label)
    return milliseconds(lambda _turn: model.booster_.predict(columns, raw_score=True, num_threads=1), repeats)


# ── the whole city ───────────────────────────────────────────────────────────────────────────────────────


def start(folder: Path, block: int) -> subprocess.Popen[bytes]:
    """The night run in a process of its own."""
    environment = os.environ | {"JOBHELP_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "benchmarks.night", str(block)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)


def night(folder: Path, engine: Engine, block: int) -> dict[str, Any]:
    """The whole city once, then once more killed at a random block and resumed."""
    forget(engine)
    process = start(folder, block)
    with Peak(process.pid) as peak:
        told, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"the night run failed with status {process.returncode}")
    matched = json.loads(told)
    whole, lists = digest(engine)
    blocks = _run(engine).details["blocks"]
    forget(engine)
    at = int(np.random.default_rng().integers(1, max(blocks - 1, 2)))
    killed = kill_at(start(folder, block), engine, at)
    again = start(folder, block)
    resumed = json.loads(again.communicate()[0])
    run = _run(engine)
    return {
        "seekers": matched["seekers"],
        "openings": matched["posts"],
        "pairs": matched["pairs"],
        "lists": lists,
        "kept_a_list": DEPTH,
        "seconds": matched["seconds"],
        "pairs_a_second": round(matched["pairs"] / matched["seconds"]),
        "peak_memory_gb": round(peak.bytes / 1e9, 2),
        "balance": matched["balance"],
        "killed": {
            "wanted_after_block": at,
            "blocks_done_when_killed": killed,
            "of_blocks": blocks,
            "resumed_after_seeker": resumed["resumed_after"],
            "same_lists": digest(engine)[0] == whole,
            "blocks_in_all": run.details["blocks"],
            "people_in_all": run.seekers,
        },
    }


def forget(engine: Engine) -> None:
    with write_session(engine) as session:
        session.query(RankedList).delete()
        session.query(MatchRun).delete()


def _run(engine: Engine) -> MatchRun:
    with Session(engine) as session:
        return session.scalars(select(MatchRun).order_by(MatchRun.id.desc())).first() or MatchRun(details={})


def digest(engine: Engine) -> tuple[str, int]:
    """(what stands in all lists, how many)."""
    told, count = hashlib.sha256(), 0
    columns = (RankedList.seeker_id, RankedList.suitable, RankedList.opening_ids, RankedList.scores)
    with Session(engine) as session:
        statement = select(*columns).order_by(RankedList.seeker_id).execution_options(yield_per=5000)
        for seeker, suitable, ids, scores in session.execute(statement):
            told.update(f"{seeker},{suitable}".encode() + ids + scores)
            count += 1
    return told.hexdigest(), count


def kill_at(process: subprocess.Popen[bytes], engine: Engine, blocks: int) -> int:
    """Kill the run with −9 once so many blocks are done; its workers end when it does."""
    while process.poll() is None and _run(engine).details.get("blocks", 0) < blocks:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return int(_run(engine).details["blocks"])


# ── all of it ────────────────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def folder_of(wanted: Path | None) -> Iterator[Path]:
    """The given folder, which stays, or one of our own, which goes."""
    if wanted is not None:
        wanted.mkdir(parents=True, exist_ok=True)
        yield wanted
        return
    made = Path(tempfile.mkdtemp(prefix="jobhelp-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def measure(
    folder: Path,
    sizes: list[int],
    cities: list[tuple[int, int]],
    repeats: int,
    block: int,
    *,
    small: bool = False,
) -> dict[str, Any]:
    """Everything, as one document. The last city's posts and model serve for the one person."""
    document: dict[str, Any] = {"machine": machine(), "nights": [], "one_person": []}
    city = None
    for seekers, openings in cities:
        home = folder / f"{seekers}x{openings}"
        city = prepared(home, openings, seekers, small=small)
        say(f"the night of {seekers:,} people and {openings:,} openings …")
        document["nights"].append(night(home, city.engine, block))
    if city is None:
        raise SystemExit("give at least one --city")
    document["model"] = {
        "name": city.ranker.name,
        "features": len(city.ranker.names),
        "trees": int(city.trainer.model_.n_iter_),
        "pairs_learned_from": len(city.pairs.label),
    }
    with Session(city.engine) as session, threadpool_limits(1):
        standing = board.build(session, city.settings.models_dir, clock.today())
        for openings in sizes:
            say(f"one person before {openings:,} openings …")
            document["one_person"].append(one_person(city, standing, openings, repeats))
    last = document["nights"][-1]
    document["extrapolated"] = {
        "seekers": LATER,
        "openings": last["openings"],
        "hours": round(LATER * last["openings"] / last["pairs_a_second"] / 3600, 2),
        "from": "the measured rate of the last night; blocks of people are independent of one another",
    }
    return document


def draw(document: dict[str, Any], path: Path) -> None:
    """Time against openings, one line a way."""

    def line(name: str) -> list[tuple[float, float]]:
        found = [(one["openings"], one[name]) for one in document["one_person"]]
        return [(x, told["median"]) for x, told in found if isinstance(told, dict)]

    series = {
        "bins → first 100": line("bins_to_first_100_ms"),
        "profile → list, reasons": line("profile_to_list_with_reasons_ms"),
        "numpy float64 product": line("numpy_float64_product_ms"),
        "decision_function": line("decision_function_ms"),
        "scikit-learn predict": line("predict_ms"),
        "LightGBM predict": line("lightgbm_ms"),
    }
    kept = {name: points for name, points in series.items() if points}
    loglog(path, "One person, one thread, median", "openings", "milliseconds", kept)
    nights = [(float(one["pairs"]), float(one["seconds"])) for one in document["nights"]]
    if len(nights) > 1:
        loglog(
            path.with_name("matching-night.svg"),
            "The whole city at night",
            "pairs of person and opening",
            "seconds",
            {"all cores": nights},
        )


def main(words: list[str] | None = None) -> None:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a small city, for a look and for the tests")
    parser.add_argument(
        "--data", type=Path, help="keep the invented cities here, so that the next run is shorter"
    )
    parser.add_argument("--out", type=Path, default=Path("docs/measured"), help="folder for JSON and SVG")
    parser.add_argument("--city", action="append", help="people x openings, for example 50000x50000")
    parser.add_argument("--openings", type=int, action="append", help="sizes for one person")
    parser.add_argument("--block", type=int, default=500)
    told = parser.parse_args(words)
    cities = told.city or (["40x200"] if told.quick else ["20000x10000", "50000x50000"])
    sizes = told.openings or ([500, 2_000] if told.quick else [10_000, 100_000, 1_000_000])
    with folder_of(told.data) as folder:
        document = measure(
            folder,
            sizes,
            [tuple(int(part) for part in city.split("x")) for city in cities],  # type: ignore[misc]
            5 if told.quick else REPEATS,
            10 if told.quick else told.block,
            small=told.quick,
        )
    told.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    (told.out / "matching-speed.json").write_text(text, encoding="utf-8")
    draw(document, told.out / "matching-speed.svg")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
