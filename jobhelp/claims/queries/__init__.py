"""Questions about claims, by subject: whose they are, the desk, what belongs to one, months, facts, the calendar.

Whose a claim is, and of which district, is decided here: out of sight is `NotFound`.
"""

from jobhelp.claims.queries.calendar import calendar, entered
from jobhelp.claims.queries.case import Case, desk_case, own_case
from jobhelp.claims.queries.desk import (
    ORDERS,
    PAGE,
    STAFF_OWES,
    DeskFilter,
    DeskRow,
    by_ids,
    desk_count,
    desk_list,
    desk_totals,
    for_desk,
    waiting,
)
from jobhelp.claims.queries.drafts import Draft, draft, draft_row, drafts
from jobhelp.claims.queries.known import fact_rows, person_facts, running
from jobhelp.claims.queries.months import (
    MonthCounts,
    count_months,
    due_months,
    months,
    months_by_claim,
    months_of,
    owed_of_holder,
)
from jobhelp.claims.queries.own import (
    claimant_user_ids,
    claims_of_seeker,
    latest_claim,
    live_claim,
    open_claims,
    own,
    own_claim,
)
from jobhelp.claims.queries.parts import decisions, document, documents, history, names, papers, steps

__all__ = [
    "Case",
    "DeskFilter",
    "DeskRow",
    "Draft",
    "MonthCounts",
    "ORDERS",
    "PAGE",
    "STAFF_OWES",
    "by_ids",
    "calendar",
    "claimant_user_ids",
    "claims_of_seeker",
    "count_months",
    "decisions",
    "desk_case",
    "desk_count",
    "desk_list",
    "desk_totals",
    "document",
    "documents",
    "draft",
    "draft_row",
    "drafts",
    "due_months",
    "entered",
    "fact_rows",
    "for_desk",
    "history",
    "latest_claim",
    "live_claim",
    "months",
    "months_by_claim",
    "months_of",
    "names",
    "open_claims",
    "owed_of_holder",
    "own",
    "own_case",
    "own_claim",
    "papers",
    "person_facts",
    "running",
    "steps",
    "waiting",
]
