"""The lint on advertisements that two people labelled apart from each other (reliability, part 5).

`two_readers.tsv` holds 540 advertisements of a first writer and 600 of two others, harder, half of them lawful
look-alikes; none of the writers had read the rules. What was used to mend them is called mended; one half of the later
ones was never looked at by whoever mends, and is the measure. Whoever mends a rule because of a line of the unseen
half moves that line to the mended one. An advertisement on which the two readers differ counts for neither side.
"""

import csv
from pathlib import Path

from jobhelp.openings.lint import blocks, lint

with (Path(__file__).parent / "two_readers.tsv").open(encoding="utf-8", newline="") as _file:
    READ = list(csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))
UNSEEN = [row for row in READ if row["half"] == "unseen"]


def stopped(row: dict[str, str]) -> bool:
    fields = {"title": row["title"], "description": row["body"], "requirements": row["requirements"]}
    return blocks(lint(fields))


def test_two_people_nearly_always_say_the_same() -> None:
    assert len(READ) == 1140
    assert sum(row["first"] == row["second"] for row in READ) >= 0.98 * len(READ)


def test_recall_and_precision_on_what_the_rules_were_not_mended_on() -> None:
    """Measured when the rules were frozen: 115 of 121 stopped (.950), 7 of 166 stopped wrongly (precision .943).

    The aim is .95 for both. A floor below the measurement, so that a change for the worse is seen.
    """
    bad = [row for row in UNSEEN if row["first"] == row["second"] == "block"]
    good = [row for row in UNSEEN if "block" not in (row["first"], row["second"])]
    assert (len(bad), len(good)) == (121, 166)
    right, wrong = sum(map(stopped, bad)), sum(map(stopped, good))
    assert right / len(bad) >= 0.94
    assert right / (right + wrong) >= 0.93
