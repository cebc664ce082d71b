"""What is kept of an import: the counts, the pay formats met, the rows that were returned."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.hub.intake import told
from jobhelp.hub.models import ImportRun
from jobhelp.hub.service.comparing import Plan

CELLS_KEPT = 2_000  # rejected rows whose cells are kept for download


def summary(plan: Plan, *, likely: int) -> dict[str, Any]:
    """Everything that a clerk wants to know of a run, as one JSON document."""
    return {
        **plan.counts,
        "repeated": plan.repeated,
        "elsewhere": plan.elsewhere,
        "likely_duplicates": likely,
        "doubtful_pay": sum(
            1 for advert in plan.new if advert.pay.pay is not None and advert.pay.pay.doubtful
        ),
        "in_city": sum(1 for advert in plan.new if not advert.values["outside_city"]),
        "with_occupation": sum(1 for advert in plan.new if advert.values["occupation_code"]),
        "damaged_characters": plan.intake.columns.damaged,
        "layout": plan.intake.columns.layout,
        "header": list(plan.intake.header),
        "pay": told(plan.intake.pay),
    }


def rejections_of(plan: Plan, *, every_cell: bool = False) -> list[dict[str, Any]]:
    """The rejected rows as they are stored; the cells of the first ones only, unless all are wanted."""
    return [
        {
            "line": rejection.line,
            "field": rejection.field,
            "column": rejection.column,
            "message": rejection.message,
            "params": dict(rejection.params),
            "cells": list(rejection.cells) if every_cell or place < CELLS_KEPT else None,
        }
        for place, rejection in enumerate(plan.intake.rejections)
    ]


def forget_cells(session: Session, before: datetime) -> int:
    """Drop the cells of rejected rows from imports before this instant; line and reason stay. How many runs."""
    cleaned = 0
    for run in session.scalars(select(ImportRun).where(ImportRun.at < before).order_by(ImportRun.id)):
        if any(row.get("cells") for row in run.rejections):
            run.rejections = [row | {"cells": None} for row in run.rejections]
            cleaned += 1
    session.flush()
    return cleaned
