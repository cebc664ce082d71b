"""How fast the ranker is, beside what else could be used: `make bench-matching`.

    .venv/bin/python -m benchmarks.matching [--quick] [--data DIR] [--out DIR] [--city 20000x10000 --city 50000x50000]

One person before 10 thousand, 100 thousand and a million openings; the whole city at night, killed and resumed; the
same pairs through scikit-learn, LightGBM and a plain numpy product, in the same run. JSON on standard output, and SVG
plots; both are written anew after every part, so that a run that is broken off leaves what it had. The city is the
invented one (`jobhelp seed`), the model is trained there as the site trains its own. Times of one person are on one
thread.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy.orm import Session
from threadpoolctl import threadpool_limits

from benchmarks.city import City, folder_of, prepared
from benchmarks.drawing import loglog
from benchmarks.one_person import REPEATS, one_person
from benchmarks.whole_city import night
from jobhelp import clock
from jobhelp.recommendations import board
from tests.measured import machine

LATER = 200_000  # people of the city whose night is told from the measured rate
WANTED_AT = 100_000  # openings at which the limits of one person hold
MOST_FROM_BINS_MS, MOST_FROM_PROFILE_MS, LEAST_TIMES_FASTER, MOST_DIFFERENCE = 10.0, 40.0, 50.0, 1e-9
MOST_MEMORY_GB, LEAST_KEPT = 4.0, 50

Document = dict[str, Any]
Keep = Callable[[Document], None]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def measure(
    folder: Path,
    sizes: list[int],
    cities: list[tuple[int, int]],
    repeats: int,
    block: int,
    keep: Keep,
    *,
    small: bool = False,
) -> Document:
    """Everything, as one document. The last city's posts and model serve for the one person; the nights come after,
    the longest last. keep: what to do with the document after each part.
    """
    document: Document = {"machine": machine(), "one_person": [], "nights": []}
    homes = [folder / f"{seekers}x{openings}" for seekers, openings in cities]
    prepared_cities = [
        prepared(home, openings, seekers, say, small=small)
        for home, (seekers, openings) in zip(homes, cities, strict=True)
    ]
    _persons(document, prepared_cities[-1], sizes, repeats, keep)
    for home, city, (seekers, openings) in zip(homes, prepared_cities, cities, strict=True):
        say(f"the night of {seekers:,} people and {openings:,} openings …")
        document["nights"].append(night(home, city.engine, block))
        document["extrapolated"] = _extrapolated(document["nights"][-1])
        document["limits"] = limits(document)
        keep(document)
    return document


def _persons(document: Document, city: City, sizes: list[int], repeats: int, keep: Keep) -> None:
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
            document["limits"] = limits(document)
            keep(document)


def _extrapolated(last: Document) -> Document:
    return {
        "seekers": LATER,
        "openings": last["openings"],
        "hours": round(LATER * last["openings"] / last["pairs_a_second"] / 3600, 2),
        "from": "the measured rate of the last night; blocks of people are independent of one another",
    }


def limits(document: Document) -> list[Document]:
    """What was promised beside what was found: name, limit, found, met."""
    found: list[Document] = []

    def add(name: str, limit: str, value: object, met: bool) -> None:
        found.append({"name": name, "limit": limit, "found": value, "met": met})

    for one in document["one_person"]:
        if one["openings"] == WANTED_AT:
            bins, whole = (
                one[name]["median"] for name in ("bins_to_first_100_ms", "profile_to_list_with_reasons_ms")
            )
            faster = one["times_faster_than_decision_function"]
            add("bins to first 100, ms", f"≤ {MOST_FROM_BINS_MS:g}", bins, bins <= MOST_FROM_BINS_MS)
            add("profile to list, ms", f"≤ {MOST_FROM_PROFILE_MS:g}", whole, whole <= MOST_FROM_PROFILE_MS)
            add("× decision_function", f"≥ {LEAST_TIMES_FASTER:g}", faster, faster >= LEAST_TIMES_FASTER)
    if document["one_person"]:
        apart = max(one["greatest_difference_of_scores"] for one in document["one_person"])
        add("difference of scores", f"< {MOST_DIFFERENCE:g}", apart, apart < MOST_DIFFERENCE)
        points = [(one["openings"], one["profile_to_scores_ms"]["median"]) for one in document["one_person"]]
        power = growth(points)
        add("growth with openings, power", "≤ 1.1", power, power is not None and power <= 1.1)
    for one in document["nights"]:
        name = f"night {one['seekers']}×{one['openings']}"
        memory, killed = one["peak_memory_gb"], one["killed"]
        add(f"{name}, peak GB", f"< {MOST_MEMORY_GB:g}", memory, memory < MOST_MEMORY_GB)
        add(
            f"{name}, growth with people, power",
            "≤ 1.1",
            power := growth(one["progress"]),
            (power or 0) <= 1.1,
        )
        add(f"{name}, lists kept", f"all, of {LEAST_KEPT}", one["lists"], one["shortest_list"] >= LEAST_KEPT)
        whole = killed["same_lists"] and killed["blocks_in_all"] == killed["of_blocks"]
        add(f"{name}, killed and resumed", "the same lists, no block twice", whole, whole)
    return found


def growth(points: list[tuple[float, float]]) -> float | None:
    """The power with which the second number grows with the first (1 is linear); None from fewer than two points."""
    known = np.array([point for point in points if point[0] > 0 and point[1] > 0], float)
    if len(known) < 2:
        return None
    return round(float(np.polyfit(*np.log(known).T, 1)[0]), 3)


def draw(document: Document, out: Path) -> None:
    """Time against openings, one line a way; time against people and against pairs of the nights."""

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
    loglog(out / "matching-speed.svg", "One person, one thread, median", "openings", "milliseconds", kept)
    people = {
        f"{one['openings']:,} openings": one["progress"] for one in document["nights"] if one["progress"]
    }
    if people:
        title = "The whole city at night, all cores"
        loglog(out / "matching-night.svg", title, "people ranked", "seconds", people)


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
    told.out.mkdir(parents=True, exist_ok=True)

    def keep(document: Document) -> None:
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        (told.out / "matching-speed.json").write_text(text, encoding="utf-8")
        draw(document, told.out)

    with folder_of(told.data) as folder:
        document = measure(
            folder,
            sizes,
            [tuple(int(part) for part in city.split("x")) for city in cities],  # type: ignore[misc]
            5 if told.quick else REPEATS,
            10 if told.quick else told.block,
            keep,
            small=told.quick,
        )
    for one in document["limits"]:
        say(f"{'met    ' if one['met'] else 'NOT MET'}  {one['name']}: {one['found']} ({one['limit']})")
    sys.stdout.write((told.out / "matching-speed.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
