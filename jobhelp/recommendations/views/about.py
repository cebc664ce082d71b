"""How we rank, for everybody: what is looked at, what never is, the model and how good it is."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from flask import render_template
from flask_babel import gettext

from jobhelp.extensions import db
from jobhelp.matching.features import FEATURES, SUBJECTS, Feature
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.rule import RULE
from jobhelp.recommendations import cards, groups, queries, shelf
from jobhelp.recommendations.axes import ENDS
from jobhelp.recommendations.views.blueprint import bp, models_dir
from jobhelp.reference.views import name as named
from jobhelp.texts import N_
from jobhelp.web import access

WIDTH, HEIGHT = 160, 48
WORTH_DRAWING = 0.02  # a table flatter than this moves next to nothing
TITLES: Mapping[str, str] = {
    "place": N_("地方远近"),
    "work": N_("做什么工作"),
    "wording": N_("字眼像不像"),
    "terms": N_("工资和待遇"),
    "demands": N_("要求和时间"),
    "crowd": N_("新旧和别人的选择"),
    "company": N_("和您情况相近的人"),
    "kinds": N_("哪些人报哪一类岗位"),
    "crossed": N_("几样合在一起看"),
}
NEVER = (
    N_("性别、年龄、民族、宗教"),
    N_("户口在哪里、是不是本地人"),
    N_("残疾、疾病"),
    N_("结没结婚、有没有孩子"),
    N_("姓名、照片、身份证号"),
    N_("低保、困难情况、领过什么待遇"),
)
BESIDE: Mapping[str, str] = {
    "ranker": N_("现在的排序"),
    "one_sided": N_("只看人愿不愿意去"),
    "in_use": N_("上一个模型"),
    "rule": N_("固定规则"),
    "popularity": N_("谁报得多谁在前"),
    "random": N_("随便排"),
}


GATES = (
    N_("固定规则不能比它明显好（一个标准误）"),
    N_("“谁报得多谁在前”不能比它明显好"),
    N_("上一个模型不能比它明显好"),
    N_("不能比上一个模型更集中在少数岗位上"),
    N_("哪一群人也不能比别的人群明显差（命中率差 5 个百分点）"),
)


@bp.get("/how-we-rank")
@access.public
def about() -> Any:
    """The glass box, open."""
    using = shelf.known(models_dir())
    card = using.ranker.card
    run = queries.last_finished(db)
    return render_template(
        "recommendations/about.html",
        using=using,
        rule=RULE,
        subjects=_subjects(using.ranker),
        unused=_unused(using.ranker),
        never=NEVER,
        card=card,
        simulated=bool(card.get("simulated_applications")),
        judged=_judged(card.get("held_out") or {}),
        window=cards.window(card),
        taking=card.get("taking") or {},
        fair=_fair(card.get("fairness")),
        gates=GATES,
        strength=run.details.get("strength") if run else None,
        balance=run.details.get("balance") if run else None,
        width=WIDTH,
        height=HEIGHT,
    )


def _subjects(ranker: Ranker) -> list[dict[str, Any]]:
    """The features by subject, each with the picture of its table; what the ranker does not use is left out."""
    found = []
    reach = max((float(np.abs(table).max()) for table in ranker.tables.values()), default=1.0) or 1.0
    for module in SUBJECTS:
        subject = module.__name__.rsplit(".", 1)[-1]
        mine = [one for one in FEATURES.values() if one.measure.__module__ == module.__name__]
        drawn = [_drawn(one, ranker.tables[one.name], reach) for one in mine if one.name in ranker.tables]
        drawn = [one for one in drawn if one["range"] >= WORTH_DRAWING]
        if drawn:
            found.append({"title": TITLES[subject], "features": drawn})
    return found


def _unused(ranker: Ranker) -> list[str]:
    """What the ranker could look at and makes next to nothing of."""
    return [
        one.sentence
        for one in FEATURES.values()
        if one.name not in ranker.tables or np.ptp(ranker.tables[one.name][1:]) < WORTH_DRAWING
    ]


def _drawn(one: Feature, table: np.ndarray, reach: float) -> dict[str, Any]:
    """One feature's table as the points of a step line; all tables on one scale, so that steep means much."""
    values = table[1:]
    left, right = ENDS[one.name]
    wide = WIDTH / len(values)
    middle = HEIGHT / 2
    points = []
    for at, value in enumerate(values.tolist()):
        y = middle - value / reach * (middle - 3)
        points += [f"{at * wide:.1f},{y:.1f}", f"{(at + 1) * wide:.1f},{y:.1f}"]
    return {
        "sentence": one.sentence,
        "points": " ".join(points),
        "left": left,
        "right": right,
        "range": float(values.max() - values.min()),
        "best": float(values.max()),
        "worst": float(values.min()),
    }


def _judged(held_out: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """How often the right post stood high, beside simpler ways; from applications the model had not seen."""
    return [
        {
            "name": BESIDE[who],
            "ndcg": found["ndcg@10"],
            "recall": found["recall@10"],
            "mrr": found["mrr"],
            "n": found["n"],
            "ours": who == "ranker",
        }
        for who, found in ((who, held_out.get(who)) for who in BESIDE)
        if found and found.get("ndcg@10") is not None
    ]


def _fair(told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Recall and exposure by group as rows of words, and what the probes found."""
    if not told:
        return None
    rows = []
    for dimension, found in told["groups"].items():
        for group, one in found["recall@10"].items():
            seen = found["exposure"].get(group)
            rows.append(
                [
                    gettext(groups.TITLES[dimension]),
                    _group(dimension, group),
                    str(one["people"]),
                    _between(one["mean"], one["low"], one["high"]),
                    _between(seen["ratio"], seen["low"], seen["high"]) if seen else "–",
                ]
            )
    probes = [
        {"title": groups.TITLES[dimension], "auc": one["auc"], "review": one["review"]}
        for dimension, one in told["probe"].items()
    ]
    return {"rows": rows, "probes": probes, "smallest": told["smallest_group"]}


def _group(dimension: str, group: str) -> str:
    return named("districts", group) if dimension == groups.DISTRICT else gettext(groups.NAMES[group])


def _between(value: float, low: float, high: float) -> str:
    return f"{value:.2f} ({low:.2f}–{high:.2f})"
