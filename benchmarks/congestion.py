"""What congestion control of each strength costs and gives, on folders of real behaviour: `make bench-congestion`.

    .venv/bin/python -m benchmarks.congestion --data DIR [--out DIR] [--folder sjr --folder dacon] [--test DIR]

Fits the product's own ranker once for each folder and ranks once; only the strength changes. JSON on standard output,
and a curve: NDCG@10 and Gini@10 against no control, one point a strength.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.drawing import curve
from jobhelp.config import Settings
from jobhelp.matching import benchmark
from jobhelp.matching.evaluation import RANKED, quality
from jobhelp.matching.exchange import read
from jobhelp.matching.exposure import WISHED, Spread
from jobhelp.matching.learning import learn
from jobhelp.matching.ranker import best
from tests.measured import machine

STRENGTHS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def measured(folder: Path, strengths: tuple[float, ...] = STRENGTHS) -> dict[str, list[dict[str, Any]]]:
    """group → quality at each strength, on a held-out half of the folder's own people."""
    whole = read(folder)
    learned_from, asked = benchmark._halves(whole.asked, 0)
    examples = whole.examples(learned_from)
    say(f"{folder.name}: learning from {len(examples):,} queries …")
    ranker = learn(
        examples,
        whole.boards(),
        name="model:congestion",
        source=folder.name,
        held_out=0.0,
        gated=False,
        max_examples=len(examples),
        negatives=benchmark.NEGATIVES,
    ).ranker
    say(f"{folder.name}: ranking {len(asked):,} queries …")
    spread = Spread(len(asked), len(whole.ids))
    for at, board in benchmark._in_order_of_time(whole, asked):
        query = asked[at].query
        scores = ranker.score(board, query)
        spread.take(at, best(board.posts.id, scores, WISHED, benchmark._shown(board, query)))
    lists = {strength: spread.lists(strength, RANKED) for strength in strengths}
    told: dict[str, list[dict[str, Any]]] = {}
    for group in sorted({one.group for one in asked if one.relevant is not None}):
        of_group = [at for at, one in enumerate(asked) if one.group == group and one.relevant is not None]
        relevant = [set(asked[at].relevant or ()) for at in of_group]
        rows: list[dict[str, Any]] = []
        for strength in strengths:
            found = quality([lists[strength][at] for at in of_group], relevant, len(whole.ids)).plain()
            first = rows[0] if rows else found
            rows.append(
                {"strength": strength}
                | found
                | {
                    "ndcg_change": round(float(found["ndcg@10"] or 0) / float(first["ndcg@10"] or 1) - 1, 4),
                    "gini_change": round(float(found["gini@10"] or 0) / float(first["gini@10"] or 1) - 1, 4),
                }
            )
        told[group] = rows
    return told


def main(words: list[str] | None = None) -> None:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the folders")
    parser.add_argument("--folder", action="append", help="a folder of real behaviour; default sjr and dacon")
    parser.add_argument("--out", type=Path, default=Path("docs/measured"), help="folder for JSON and SVG")
    told = parser.parse_args(words)
    np.seterr(all="raise", under="ignore")
    found = {name: measured(told.data / name) for name in told.folder or ["sjr", "dacon"]}
    document = {
        "machine": machine(),
        "in_use": Settings.__dataclass_fields__["congestion"].default,
        "folders": found,
    }
    told.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    (told.out / "congestion.json").write_text(text, encoding="utf-8")
    series = {
        f"{folder} {group}": [
            (100 * float(row["gini_change"]), 100 * float(row["ndcg_change"])) for row in rows
        ]
        for folder, groups in found.items()
        for group, rows in groups.items()
    }
    labels = [f"{strength:g}" for strength in STRENGTHS]
    title = "Congestion control: what each strength costs and gives"
    curve(
        told.out / "congestion.svg",
        title,
        "Gini@10, change in %",
        "NDCG@10, change in %",
        series,
        labels,
    )
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
