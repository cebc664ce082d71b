"""People assessed per second for every programme with all reasons, beside OpenFisca-Core on the same people.

    make bench-policy                                        (prepares OpenFisca's own environment, then runs this)
    .venv/bin/python benchmarks/policy.py [--sizes 10000,100000,1000000] [--processes 2] [--openfisca PYTHON]

Four runs for each size, each in a process of its own, so that its memory is its own: all fourteen programmes with
every reason; the same, skipping programmes that cannot apply; our unemployment benefit alone; OpenFisca's. All must
agree on who is entitled to unemployment benefit, for how many months and for how much in all, or the bench fails. Writes docs/measured/policy.json and docs/measured/policy.svg.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from people import BLOCK, ON, people  # noqa: E402

from jobhelp.policy.assess import RULES  # noqa: E402
from jobhelp.policy.bulk import fold_blocks  # noqa: E402
from jobhelp.policy.facts import Facts  # noqa: E402
from jobhelp.policy.model import Decision, Finding  # noqa: E402
from jobhelp.policy.parameters import Reader, published  # noqa: E402
from tests.measured import FOLDER, record  # noqa: E402

SIZES = (10_000, 100_000, 1_000_000)
GIVEN = (Decision.ELIGIBLE, Decision.STOPPED)
LIMIT_SECONDS, LIMIT_MB = 300, 2_048  # for a million people, of the issue


def facts_of(block: int) -> Iterator[Facts]:
    """The people of a block, as the rules read them: what is not stated is unknown."""
    return (Facts(stated) for stated in people(block))


def count(findings: Iterable[dict[str, Finding]]) -> dict[str, Any]:
    """People, reasons read, decisions of all programmes; months and money of unemployment benefit."""
    told = {"people": 0, "reasons": 0, "eligible": dict.fromkeys(RULES, 0), "entitled": 0, "months": 0}
    total = Decimal(0)
    for person in findings:
        told["people"] += 1
        for code, found in person.items():
            told["reasons"] += len(found.reasons)
            told["eligible"][code] += found.decision is Decision.ELIGIBLE
        benefit = person["ui"]
        if benefit.decision in GIVEN and benefit.values["months"] is not None:
            told["entitled"] += 1
            told["months"] += benefit.values["months"]
            total += benefit.values["total"]
    return told | {"total": float(total)}


def run_ours(size: int, codes: tuple[str, ...], processes: int, *, skip: bool) -> dict[str, Any]:
    """One run in this process and its children."""
    blocks = range(size // BLOCK)
    start = time.perf_counter()
    parts = list(fold_blocks(blocks, facts_of, count, ON, codes=codes, skip=skip, processes=processes))
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    for _ in facts_of(0):
        pass
    making = (time.perf_counter() - start) * len(blocks) / processes
    own, child = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    told = {name: sum(part[name] for part in parts) for name in ("people", "reasons", "entitled", "months")}
    return told | {
        "total": round(sum(part["total"] for part in parts), 2),
        "eligible": {code: sum(part["eligible"][code] for part in parts) for code in codes},
        "seconds": round(seconds, 2),
        "seconds_making_people": round(making, 2),
        "people_per_second": round(size / seconds),
        "cpu_seconds": round(own.ru_utime + child.ru_utime, 2),
        "memory_mb": (own.ru_maxrss + (child.ru_maxrss * processes if processes > 1 else 0)) // 1024,
    }


def in_own_process(size: int, codes: tuple[str, ...], processes: int, *more: str) -> dict[str, Any]:
    """One run in a fresh interpreter."""
    command = [
        sys.executable,
        __file__,
        "--one",
        str(size),
        "--codes",
        ",".join(codes),
        "--processes",
        str(processes),
        *more,
    ]
    told: dict[str, Any] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )
    return told


def run_openfisca(size: int, python: Path) -> dict[str, Any]:
    """The same people's unemployment benefit in OpenFisca."""
    command = [str(python), str(ROOT / "benchmarks/policy_openfisca.py")]
    asked = json.dumps({"people": size, "parameters": openfisca_parameters()})
    done = subprocess.run(command, input=asked, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def openfisca_parameters() -> dict[str, Any]:
    """Our parameters of unemployment benefit, in the words of OpenFisca."""
    book, law = published(), Reader(published())

    def rows(name: str) -> dict[str, Any]:
        return {"values": {row.since.isoformat(): {"value": row.value} for row in book[name]}}

    def always(value: Any) -> dict[str, Any]:
        return {"values": {"2000-01-01": {"value": value}}}

    steps = law.value("ui_duration_table", ON)
    base, delay = (law.value(name, ON) for name in ("retirement_base_months", "retirement_delay"))
    reform = law.first("retirement_delay").since
    duration = {
        "brackets": [
            {"threshold": always(0), "amount": always(0)},
            *({"threshold": always(step["min"]), "amount": always(step["months"])} for step in steps),
        ],
        "metadata": {"type": "single_amount"},
    }
    retirement: dict[str, Any] = {
        kind: {"base": always(months), "step": always(delay[kind]["step"]), "cap": always(delay[kind]["cap"])}
        for kind, months in base.items()
    }
    return {
        "ui": {
            "u1": rows("ui_standard_monthly_u1"),
            "u2": rows("ui_standard_monthly_u2"),
            "least": rows("ui_min_contribution_months"),
            "most": rows("ui_max_months_with_carryover"),
            "extension": rows("ui_older_extension_threshold_months"),
            "duration": duration,
            "retirement": retirement | {"reform": always((reform.year - 1970) * 12 + reform.month - 1)},
        }
    }


LINES = {
    "all": ("14 programmes, every reason", "#14532d", "seconds"),
    "skipping": ("14 programmes, skipping what cannot apply", "#4d7c0f", "seconds"),
    "ui": ("unemployment benefit, every reason", "#1d4ed8", "seconds"),
    "openfisca": ("OpenFisca-Core: unemployment benefit", "#b45309", "seconds_compute"),
}


def drawing(sizes: dict[str, Any]) -> str:
    """Seconds by people, both scales by tens: a line that climbs one step to the right and one up grows linearly."""
    counts = sorted(int(size) for size in sizes)
    left, right, top, step = 70, 300, 60, 62
    wide, high = left + (len(counts) - 1) * 170 + right, top + 5 * step + 50

    def x(count: int) -> float:
        return left + 20 + math.log10(count / counts[0]) * 170

    def y(seconds: float) -> float:
        return top + (3 - math.log10(max(seconds, 0.01))) * step

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="13">',
        f'<title>Seconds to assess so many people</title><rect width="{wide}" height="{high}" fill="#fff"/>',
        f'<text x="{left}" y="28" font-size="16" font-weight="bold">Seconds to assess so many people</text>',
    ]
    for seconds in (0.01, 0.1, 1, 10, 100, 1000):
        parts.append(f'<path d="M{left} {y(seconds):.0f}H{wide - right + 20}" stroke="#e5e5e5"/>')
        parts.append(f'<text x="{left - 8}" y="{y(seconds) + 4:.0f}" text-anchor="end">{seconds:g} s</text>')
    for count in counts:
        parts.append(f'<text x="{x(count):.0f}" y="{y(0.01) + 26:.0f}" text-anchor="middle">{count:,}</text>')
    free = 0.0
    for name, (title, colour, key) in LINES.items():
        told = [(count, sizes[str(count)][name][key]) for count in counts if name in sizes[str(count)]]
        if not told:
            continue
        path = "L".join(f"{x(count):.1f} {y(seconds):.1f}" for count, seconds in told)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [
            f'<circle cx="{x(count):.1f}" cy="{y(seconds):.1f}" r="4" fill="{colour}"/>'
            for count, seconds in told
        ]
        free = max(free, y(told[-1][1]))  # labels stand under each other where lines end close together
        parts.append(
            f'<text x="{x(counts[-1]) + 14:.0f}" y="{free + 4:.0f}" fill="{colour}">{told[-1][1]:.3g} s: {title}</text>'
        )
        free += 18
    return "\n".join([*parts, "</svg>", ""])


def main() -> int:
    """Run, compare, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--openfisca", type=Path, help="the Python of the environment with OpenFisca-Core")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--codes", default=",".join(RULES), help=argparse.SUPPRESS)
    parser.add_argument("--skip", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    codes = tuple(options.codes.split(","))
    if options.one:
        json.dump(run_ours(options.one, codes, options.processes, skip=options.skip), sys.stdout)
        return 0
    figures: dict[str, Any] = {
        "processes": options.processes,
        "programmes": len(RULES),
        "load_before": round(os.getloadavg()[0], 1),  # what else ran on the machine: 0 is a quiet one
        "sizes": {},
    }
    wrong = []
    for size in (int(text) for text in options.sizes.split(",")):
        told = {
            "all": in_own_process(size, tuple(RULES), options.processes),
            "skipping": in_own_process(size, tuple(RULES), options.processes, "--skip"),
            "ui": in_own_process(size, ("ui",), options.processes),
        }
        if options.openfisca:
            told["openfisca"] = run_openfisca(size, options.openfisca)
        figures["sizes"][str(size)] = told
        wrong += check(size, told)
        print(
            f"{size:>9,} people  " + "  ".join(f"{name}: {line(one)}" for name, one in told.items()),
            flush=True,
        )
    path = record("policy", figures, folder=options.folder)
    path.with_suffix(".svg").write_text(drawing(figures["sizes"]), encoding="utf-8")
    for text in wrong:
        print(text, file=sys.stderr)
    return 1 if wrong else 0


def line(one: dict[str, Any]) -> str:
    """One run in a few words."""
    seconds = one.get("seconds", one.get("seconds_compute"))
    return f"{seconds} s, {round(one['people'] / seconds):,} a second, {one['memory_mb']} MB"


def check(size: int, told: dict[str, Any]) -> list[str]:
    """What is not as it must be: the three runs agree on the benefit, and a million stays within the limits."""
    found = []
    for other in told.keys() - {"all"}:
        for name in ("entitled", "months", "total"):
            if told[other][name] != told["all"][name]:
                found.append(
                    f"{size}: {name} is {told['all'][name]} in all programmes, {told[other][name]} in {other}"
                )
    if size == SIZES[-1]:
        if told["all"]["seconds"] > LIMIT_SECONDS:
            found.append(f"{size}: {told['all']['seconds']} s are more than {LIMIT_SECONDS}")
        if told["all"]["memory_mb"] > LIMIT_MB:
            found.append(f"{size}: {told['all']['memory_mb']} MB are more than {LIMIT_MB}")
    return found


if __name__ == "__main__":
    sys.exit(main())
