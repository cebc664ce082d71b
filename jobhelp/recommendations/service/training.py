"""Learning a ranker from what people did, and releasing it only when it is good enough."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.errors import Refusal
from jobhelp.matching import fairness
from jobhelp.matching.evaluation import Quality
from jobhelp.matching.learning import Learned, judge, learn
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.reciprocity import both, learn_taking
from jobhelp.matching.rule import rule
from jobhelp.matching.training import Example, calibrated_cuts, sample_pairs
from jobhelp.orm import write_session
from jobhelp.recommendations import queries, shelf
from jobhelp.recommendations.groups import groups_of
from jobhelp.recommendations.lessons import lessons
from jobhelp.recommendations.measuring import fairness_of
from jobhelp.texts import N_

LEAST_EXAMPLES = 60  # below this there is nothing to judge a model by
MOST_EXAMPLES = 4_000
MANY_POSTS = 5_000  # beyond this many posts a lesson takes long, so fewer are drawn
FEWEST_EXAMPLES = 1_000
NEGATIVES = (
    200  # posts left alone that each lesson is learned against, as in the evaluation (`matching.benchmark`)
)
HELD_OUT = 0.2  # the latest share of the examples: judged on, never learned from
GINI_MORE = 0.02

REAL = N_("从真实的报名、面试和录用记录里学的")
SIMULATED = N_("从模拟的数据里学的：演示城市的居民、岗位、报名和录用都是编出来的，不是真人真事")
MIXED = N_("从真实的记录和演示城市的模拟数据里一起学的")

Say = Callable[[str], object]


class TooFewOutcomes(Refusal):
    """Too little has happened to learn from."""

    message = N_("历史太少，还学不出一个可以检验的模型：有 %(found)s 次报名经历，至少要 %(least)s 次。")


@dataclass(frozen=True)
class Trained:
    """What a training came to. released: the model is in use now; else `why` says where it falls short."""

    model: str
    released: bool
    why: str
    card: dict[str, Any]
    seconds: float


def train(engine: Engine, models_dir: Path, on: date, say: Say) -> Trained:
    """Learn from the year before the day `on`, judge on its latest fifth, and release unless it falls short of a gate
    (`shortfalls`). A model that is refused leaves the one in use where it is.

    Raises `TooFewOutcomes`.
    """
    started = time.perf_counter()
    using = shelf.known(models_dir)
    studied = study(engine, on, say, in_use=None if using.is_rule else using.ranker)
    card = studied.card
    why = "; ".join(card["shortfalls"])
    if why:
        return Trained(studied.ranker.name, False, why, card, _since(started))
    kept = shelf.keep(models_dir, replace(studied.ranker, card=card), studied.idf, clock.now())
    return Trained(kept.ranker.name, True, "", card, _since(started))


@dataclass(frozen=True, eq=False)
class Studied:
    """What there was to learn, before anybody decides whether to use it. learned: the side of the person alone, with
    the fitted model; ranker: both sides.
    """

    learned: Learned
    ranker: Ranker
    card: dict[str, Any]
    idf: Mapping[str, np.ndarray]


def study(engine: Engine, on: date, say: Say, *, in_use: Ranker | None = None) -> Studied:
    """Learn from the year before the day `on` and judge on its latest fifth, beside the ranker in use.

    Raises `TooFewOutcomes`.
    """
    say("Reading what people applied to …")
    with Session(engine) as session:
        told = lessons(session, on)
        demo, applications = queries.simulated(session)
    if len(told.examples) < LEAST_EXAMPLES:
        raise TooFewOutcomes(found=len(told.examples), least=LEAST_EXAMPLES)
    posts, board_at = told.past.posts, told.past.board_at
    most = max(FEWEST_EXAMPLES, int(MOST_EXAMPLES * min(1.0, MANY_POSTS / max(len(posts), 1))))
    drawn = _drawn(told.examples, most)
    say(f"Learning from {len(drawn):,} of {len(told.examples):,} days of applying, {len(posts):,} posts …")
    cut = len(drawn) - int(len(drawn) * HELD_OUT)
    earlier, later = drawn[:cut], drawn[cut:]
    learned = learn(
        earlier,
        board_at,
        name="model:new",
        source=source_of(demo, applications),
        held_out=0.0,
        max_examples=len(earlier),
        negatives=NEGATIVES,
    )
    before = later[0].query.at
    taking = learn_taking([one for one in told.answers if one.query.at < before], board_at)
    ranker = both(learned.ranker, taking)
    rankers = {"ranker": ranker, "rule": rule()}
    if taking.counts:
        rankers["one_sided"] = learned.ranker
    if in_use is not None:
        rankers["in_use"] = in_use
    say(f"Judging on {len(later):,} later days …")
    judged = judge(rankers, later, board_at)
    pairs = sample_pairs(later, board_at, ranker.names, negatives=NEGATIVES, features=ranker.features)
    cuts = calibrated_cuts(ranker.score_bins(pairs.bins.T), pairs.label)
    ranker = replace(ranker, cuts=cuts)
    people = sorted({one.query.who for one in later if one.query.who is not None})
    with write_session(engine) as session:
        groups = groups_of(session, people, on, "training")
    fair = fairness_of(groups, ranker, later, board_at)
    card = learned.ranker.card | {
        "trained_on": on.isoformat(),
        "applications": applications,
        "simulated_applications": demo,
        "events": told.events,
        "posts": len(posts),
        "judged_on": {"examples": len(later), "from": before, "to": later[-1].query.at},
        "held_out": {who: found.plain() for who, found in judged.items()},
        "taking": taking.told | {"counts": taking.counts},
        "features": list(ranker.names),
        "fairness": fair,
        "shortfalls": shortfalls(judged, fair),
    }
    return Studied(learned, replace(ranker, card=card), card, posts.idf)


def _drawn(examples: Sequence[Example], most: int) -> list[Example]:
    """At most `most` examples, drawn evenly, in order of time."""
    ordered = sorted(examples, key=lambda one: one.query.at)
    if len(ordered) <= most:
        return ordered
    kept = np.random.default_rng(0).choice(len(ordered), most, replace=False)
    return [ordered[at] for at in np.sort(kept).tolist()]


def shortfalls(judged: Mapping[str, Quality], fair: Mapping[str, Any]) -> list[str]:
    """The gates that the model does not pass, in plain words; empty when it may be used.

    1. Nothing simple (the stated rule, plain popularity) and not the model in use orders later applications clearly
       better: by more than one standard error of the model's own figure; less is chance.
    2. Its first tens are not more unequal than those of the model in use by more than `GINI_MORE`.
    3. No group's recall is behind another's by more than 5 points with confidence.
    """
    found = [f"the {name} ranks better" for name in (worse_than(judged),) if name]
    if "in_use" in judged and judged["ranker"].gini > judged["in_use"].gini + GINI_MORE:
        found.append("it shows fewer posts to more people than the model in use")
    for name, told in (fair.get("groups") or {}).items():
        if told["gap"] and told["gap"][1] > fairness.RECALL_GAP:
            found.append(f"recall differs by {name}")
    return found


def source_of(demo: int, applications: int) -> str:
    """Where the outcomes come from, in plain words."""
    if demo == applications:
        return SIMULATED
    return MIXED if demo else REAL


def worse_than(judged: Mapping[str, Quality]) -> str:
    """The name of what orders later applications clearly better than the new model, else "".

    Clearly: by more than one standard error of the model's own figure; less than that is chance.
    """
    mine, error = judged["ranker"].ndcg
    beside = [who for who in ("rule", "popularity", "in_use") if who in judged]
    better = [who for who in beside if judged[who].ndcg[0] > mine + error]
    return max(better, key=lambda who: judged[who].ndcg[0], default="")


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 2)
