"""The unemployment benefit of the bench's people in OpenFisca-Core; run by benchmarks/policy.py in its own environment.

Reads {"parameters": …, "people": N} from standard input, prints one JSON document. The whole population is one
simulation: a variable a criterion, and a monthly variable for the amount, as OpenFisca means it. It gives no
reasons and knows no "unknown": a person for whom a fact is missing is simply not counted as entitled.
"""

# ruff: noqa: N801, N805  variables are lower-case classes whose formulas take the person: OpenFisca's own convention
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import ETERNITY, MONTH, period
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

sys.path.insert(0, str(Path(__file__).resolve().parent))
from people import AREAS, BLOCK, NONE, ON, columns

ALWAYS = "2026-11"
FIRST, LAST = "2025-06", "2031-12"  # every month that anybody can be paid for
Person = build_entity(key="person", plural="people", label="A person", is_person=True)
U1 = [name for name in AREAS if name in AREAS[:8]]


def months_of(days: np.ndarray) -> np.ndarray:
    """Months since 1970 of days since 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def same_day_later(days: np.ndarray, months: np.ndarray) -> np.ndarray:
    """The same day some months later, the last day of a shorter month."""
    dates = days.astype("datetime64[D]")
    day = (dates - dates.astype("datetime64[M]")).astype(np.int64)
    target = dates.astype("datetime64[M]") + months
    length = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(np.int64)
    return (target.astype("datetime64[D]") + np.minimum(day, length - 1)).astype(np.int64)


def given(name: str) -> type[Variable]:
    """A fact that is put in as a column."""
    members = {"value_type": int, "entity": Person, "definition_period": ETERNITY, "label": name}
    return type(name, (Variable,), members)


FACTS = (
    "class_",
    "birth",
    "area",
    "contribution",
    "carried",
    "registered",
    "ending",
    "premium",
    "pension",
    "event",
)
CHECKS = ("contributed", "left_involuntarily", "registered_in_time", "insured_here")
OUT = {"value_type": int, "entity": Person, "definition_period": ETERNITY}


class contributed(Variable):
    value_type, entity, definition_period, label = bool, Person, ETERNITY, "UI-1"

    def formula(person, period, parameters):
        least = parameters(ALWAYS).ui.least
        enough = (person("contribution", period) >= least) & (person("premium", period) == 1)
        return enough | (person("carried", period) > 0)


class left_involuntarily(Variable):
    value_type, entity, definition_period, label = bool, Person, ETERNITY, "UI-2"

    def formula(person, period, parameters):
        return person("ending", period) <= 3


class registered_in_time(Variable):
    value_type, entity, definition_period, label = bool, Person, ETERNITY, "UI-3"

    def formula(person, period, parameters):
        return person("registered", period) != NONE


class insured_here(Variable):
    value_type, entity, definition_period, label = bool, Person, ETERNITY, "UI-6"

    def formula(person, period, parameters):
        return person("area", period) < len(AREAS) - 1


class granted(Variable):
    value_type, entity, definition_period, label = int, Person, ETERNITY, "months by the table and left over"

    def formula(person, period, parameters):
        law = parameters(ALWAYS).ui
        paid = np.where(person("premium", period) == 1, person("contribution", period), 0)
        new = law.duration.calc(np.maximum(paid, 0))
        return np.minimum(law.most, new + person("carried", period))


def ends(person: Any, period: Any, law: Any, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """(retirement day, last month paid) read as one retirement class."""
    rule = law.retirement[kind]
    birth = person("birth", period)
    ahead = months_of(same_day_later(birth, np.full(len(birth), rule.base))) - law.retirement.reform
    delay = np.where(ahead < 0, 0, np.minimum(rule.cap, ahead // rule.step + 1))
    retires = same_day_later(birth, (rule.base + delay).astype(np.int64))
    months = person("granted", period)
    last = months_of(person("registered", period)) + months - 1
    expiry = ((last + 1).astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) - 1
    near = same_day_later(expiry, np.full(len(expiry), law.extension, dtype=np.int64))
    to_retirement = (months_of(retires) <= last) | ((retires > expiry) & (retires < near))
    return retires, np.where(to_retirement, months_of(retires), last)


class last_month(Variable):
    value_type, entity, definition_period = int, Person, ETERNITY
    label = "the last month paid; NONE where nothing is, or where it hangs on what is not known"

    def formula(person, period, parameters):
        law = parameters(ALWAYS).ui
        kind, registered, event = (person(name, period) for name in ("class_", "registered", "event"))
        others = np.logical_and.reduce([person(name, period) for name in CHECKS])
        others &= (person("pension", period) == 0) & (person("contribution", period) != NONE)
        others &= (person("premium", period) != NONE) | (person("contribution", period) < law.least)
        told = []
        for name in ("male", "female_worker", "female_cadre"):
            retires, last = ends(person, period, law, name)
            before = (event != NONE) & (event < registered)
            stopped = (event != NONE) & ~before & (months_of(event) <= last)
            last = np.where(stopped, months_of(event), last)
            told.append(np.where(others & ~before & (registered < retires), last, NONE))
        male, worker, cadre = told
        open_class = np.where(worker == cadre, worker, NONE)
        return np.select([kind == 0, kind == 1, kind == 2], [male, worker, cadre], open_class)


class unemployment_benefit(Variable):
    value_type, entity, definition_period, label = float, Person, MONTH, "the amount of a month"

    def formula(person, period, parameters):
        month = np.datetime64(period.start.date, "M").astype(np.int64)
        law = parameters(period).ui
        standard = np.where(person("area", ETERNITY_PERIOD) < len(U1), law.u1, law.u2)
        begun = months_of(person("registered", ETERNITY_PERIOD)) <= month
        last = person("last_month", ETERNITY_PERIOD)
        return np.where((last != NONE) & begun & (month <= last), standard, 0.0)


ETERNITY_PERIOD = period(ETERNITY)


def system(told: dict[str, Any]) -> TaxBenefitSystem:
    """The tax-benefit system, its parameters from our own YAML."""
    law = TaxBenefitSystem([Person])
    law.parameters = ParameterNode("", data=told)
    law.add_variables(*(given(name) for name in FACTS))
    law.add_variables(
        contributed,
        left_involuntarily,
        registered_in_time,
        insured_here,
        granted,
        last_month,
        unemployment_benefit,
    )
    return law


def main() -> None:
    """Make the people, compute, print."""
    asked = json.load(sys.stdin)
    blocks = -(-asked["people"] // BLOCK)
    start = time.perf_counter()
    table = [columns(block) for block in range(blocks)]
    facts = {name: np.concatenate([one[name.rstrip("_")] for one in table]) for name in FACTS}
    del table
    made = time.perf_counter()
    law = system(asked["parameters"])
    simulation = SimulationBuilder().build_default_simulation(law, len(facts["birth"]))
    for name, values in facts.items():
        simulation.set_input(name, ALWAYS, values.astype(np.int32))
    built = time.perf_counter()
    last = simulation.calculate("last_month", ALWAYS)
    total, month = np.zeros(len(last)), period(FIRST)
    paid_months = np.zeros(len(last), dtype=np.int64)
    while str(month) <= LAST:
        amount = simulation.calculate("unemployment_benefit", month)
        total += amount
        paid_months += amount > 0
        month = month.offset(1)
    done = time.perf_counter()
    entitled = last != NONE
    print(
        json.dumps(
            {
                "people": len(last),
                "entitled": int(entitled.sum()),
                "months": int(paid_months.sum()),
                "total": round(float(total.sum()), 2),
                "seconds_columns": round(made - start, 3),
                "seconds_input": round(built - made, 3),
                "seconds_compute": round(done - built, 3),
                "cpu_seconds": round(resource.getrusage(resource.RUSAGE_SELF).ru_utime, 2),
                "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "day": ON.isoformat(),
            }
        )
    )


if __name__ == "__main__":
    main()
