"""The card of the ranker in use: everything that is known about it, in one document."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from jobhelp.matching import fairness
from jobhelp.matching.features import FEATURES
from jobhelp.recommendations import queries, shelf

TODAYS_PROFILES = (
    "Training sees every profile as it stands today, not as it stood on the day of the application: older answers are "
    "not kept. What people changed since then counts as if it had been so all along."
)
GATES = (
    "the fixed rule does not order later applications clearly better (one standard error)",
    "plain popularity does not",
    "the model in use does not",
    "the first tens are not more unequal than those of the model in use (Gini, 0.02)",
    "no group's recall is behind another's by more than 5 points with confidence",
)


def card_of(session: Session, models_dir: Path) -> dict[str, Any]:
    """The card as plain values."""
    using = shelf.known(models_dir)
    ranker, card = using.ranker, using.ranker.card
    run = queries.last_finished(session)
    return {
        "model": ranker.name,
        "kind": "rule" if using.is_rule else "model",
        "problem": using.problem or None,
        "source": card.get("source"),
        "trained_on": card.get("trained_on"),
        "window": window(card),
        "learned_from": card.get("learned_from"),
        "judged_on": card.get("judged_on"),
        "applications": card.get("applications"),
        "simulated_applications": card.get("simulated_applications"),
        "note": None if using.is_rule else TODAYS_PROFILES,
        "intercept": ranker.intercept,
        "bands": {"middle_from": _number(ranker.cuts[0]), "high_from": _number(ranker.cuts[1])},
        "features": [
            {
                "name": name,
                "sentence": FEATURES[name].sentence,
                "monotone": FEATURES[name].monotone,
                "from": FEATURES[name].scale.low,
                "to": FEATURES[name].scale.high,
                "terms": [round(float(term), 4) for term in table[1:]],
                "range": round(float(np.ptp(table[1:])), 4),
            }
            for name, table in ranker.tables.items()
        ],
        "quality": card.get("held_out"),
        "taking": card.get("taking"),
        "fairness": card.get("fairness"),
        "gates": {"asked": list(GATES), "falls_short": card.get("shortfalls", [])},
        "last_night": None
        if run is None
        else {
            "on": run.on.isoformat(),
            "model": run.model,
            "seekers": run.seekers,
            "pairs": run.pairs,
            "congestion": run.details.get("strength"),
            "balance": run.details.get("balance"),
        },
    }


def window(card: Mapping[str, Any]) -> dict[str, str] | None:
    """From which to which day the outcomes are that the model learned from and is judged by."""
    learned, judged = card.get("learned_from") or {}, card.get("judged_on") or {}
    if "from" not in learned:
        return None
    return {"from": _day(learned["from"]), "to": _day(judged.get("to", learned["to"]))}


def lines(card: Mapping[str, Any]) -> Iterator[str]:
    """The card for a person at the terminal."""
    yield f"{card['model']}: {card['source']}"
    if card["problem"]:
        yield f"note: {card['problem']}"
    if card["window"]:
        learned = card["learned_from"]
        yield f"window: {card['window']['from']} to {card['window']['to']}, trained on {card['trained_on']}"
        yield (
            f"learned from {learned['examples']:,} days of applying, {learned['pairs']:,} pairs; "
            f"{card['applications']:,} applications, {card['simulated_applications']:,} of them simulated"
        )
        yield card["note"]
    yield "features, widest first:"
    for one in sorted(card["features"], key=lambda one: -one["range"]):
        yield f"  {one['name']:<24} {one['range']:7.3f}  {_bars(one['terms'])}  {one['sentence']}"
    if card["quality"]:
        yield "later applications, beside simpler ways:"
        for who, found in card["quality"].items():
            yield (
                f"  {who:<12} NDCG@10 {found['ndcg@10']:.4f} ±{found['ndcg@10_se'] or 0:.4f}  recall@10 "
                f"{found['recall@10']:.4f}  Gini@10 {found['gini@10']:.3f}  n={found['n']}"
            )
    if card["taking"]:
        yield f"the employer's side: {_said(card['taking'])}"
    if card["fairness"]:
        yield from _fair(card["fairness"])
    yield "gates: " + ("; ".join(card["gates"]["falls_short"]) or "all passed")
    if card["last_night"]:
        yield f"last night: {_said(card['last_night'])}"


def _fair(told: Mapping[str, Any]) -> Iterator[str]:
    yield f"fairness, groups of {told['smallest_group']} people at least, 95 % intervals:"
    for name, found in told["groups"].items():
        for group, one in found["recall@10"].items():
            seen = found["exposure"].get(group)
            shown = f"  exposure {seen['ratio']:.2f} ({seen['low']:.2f}–{seen['high']:.2f})" if seen else ""
            yield (
                f"  {name:<11} {group:<15} recall@10 {one['mean']:.3f} ({one['low']:.3f}–{one['high']:.3f}), "
                f"{one['people']} people{shown}"
            )
    for name, one in told["probe"].items():
        word = f"above {fairness.REVIEW_AUC}: to be looked into" if one["review"] else "in order"
        yield f"  probe {name:<9} AUC {one['auc']:.3f} ({one['low']:.3f}–{one['high']:.3f}), {word}"


def _said(facts: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items())


def _bars(terms: list[float]) -> str:
    """A table as a line of small bars, twenty at most."""
    shown = [terms[at * len(terms) // min(20, len(terms))] for at in range(min(20, len(terms)))]
    low, high = min(shown), max(shown)
    return "".join("▁▂▃▄▅▆▇█"[int(7 * (term - low) / ((high - low) or 1))] for term in shown).ljust(20)


def _day(moment: float) -> str:
    return date.fromordinal(int(moment)).isoformat()


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
