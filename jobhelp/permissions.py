"""Who may do what: one table, on one screen.

A permission is named `resource:act`. Read permissions end in `:see` and never guard a write (a test checks).
Whether *this* thing is theirs is decided inside the query, never here.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a signed-in person is to the city."""

    RESIDENT = "resident"
    EMPLOYER = "employer"
    STREET_OFFICER = "street_officer"
    DISTRICT_OFFICER = "district_officer"
    CITY_OFFICER = "city_officer"
    FAIR_ORGANISER = "fair_organiser"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """Every door that is not open to all."""

    ACCOUNT_SEE = "account:see"
    ACCOUNT_CHANGE = "account:change"
    PROFILE_SEE = "profile:see"
    PROFILE_CHANGE = "profile:change"
    RECOMMENDATION_SEE = "recommendation:see"
    RECOMMENDATION_ANSWER = "recommendation:answer"
    APPLICATION_SEE = "application:see"
    APPLICATION_CHANGE = "application:change"
    EMPLOYER_SEE = "employer:see"
    EMPLOYER_CHANGE = "employer:change"
    OPENING_OWN_SEE = "opening_own:see"
    OPENING_OWN_CHANGE = "opening_own:change"
    APPLICANT_SEE = "applicant:see"
    APPLICANT_ANSWER = "applicant:answer"
    DESK_SEE = "desk:see"
    REVIEW_SEE = "review:see"
    REVIEW_DECIDE = "review:decide"
    IMPORT_SEE = "import:see"
    IMPORT_RUN = "import:run"
    RESET_CODE_ISSUE = "reset_code:issue"
    AUDIT_SEE = "audit:see"
    STAFF_SEE = "staff:see"
    STAFF_CHANGE = "staff:change"
    STAFF_CONFIRM = "staff:confirm"
    CLAIM_OWN_SEE = "claim_own:see"
    CLAIM_OWN_CHANGE = "claim_own:change"
    CLAIM_SEE = "claim:see"
    CLAIM_REVIEW = "claim:review"
    CLAIM_APPROVE = "claim:approve"
    PAYMENT_SEE = "payment:see"
    PAYMENT_PREPARE = "payment:prepare"
    PAYMENT_APPROVE = "payment:approve"
    PROPOSAL_SEE = "proposal:see"
    PROPOSAL_DECIDE = "proposal:decide"
    LOAN_SEE = "loan:see"
    LOAN_CHANGE = "loan:change"
    CALENDAR_SEE = "calendar:see"
    CALENDAR_CHANGE = "calendar:change"
    WHAT_IF_TRY = "what_if:try"


P = Permission
_OWN_ACCOUNT = {P.ACCOUNT_SEE, P.ACCOUNT_CHANGE}
_OWN_CLAIMS = {P.CLAIM_OWN_SEE, P.CLAIM_OWN_CHANGE}
_REVIEW = {P.DESK_SEE, P.REVIEW_SEE, P.REVIEW_DECIDE}
# The street accepts and proposes, the district also decides and prepares payments, the city approves them.
_CASES = {P.CLAIM_SEE, P.CLAIM_REVIEW, P.PROPOSAL_SEE, P.PROPOSAL_DECIDE, P.LOAN_SEE, P.CALENDAR_SEE}
_DISTRICT_CASES = _CASES | {P.CLAIM_APPROVE, P.LOAN_CHANGE, P.PAYMENT_SEE, P.PAYMENT_PREPARE, P.WHAT_IF_TRY}
_CITY_CASES = _DISTRICT_CASES | {P.PAYMENT_APPROVE, P.CALENDAR_CHANGE}
_CASES_SEEN = {P.CLAIM_SEE, P.PROPOSAL_SEE, P.LOAN_SEE, P.PAYMENT_SEE, P.CALENDAR_SEE}

TABLE: dict[Role, frozenset[Permission]] = {
    Role.RESIDENT: frozenset(
        _OWN_ACCOUNT
        | {P.PROFILE_SEE, P.PROFILE_CHANGE, P.RECOMMENDATION_SEE, P.RECOMMENDATION_ANSWER}
        | {P.APPLICATION_SEE, P.APPLICATION_CHANGE}
        | _OWN_CLAIMS
    ),
    Role.EMPLOYER: frozenset(
        _OWN_ACCOUNT
        | {P.EMPLOYER_SEE, P.EMPLOYER_CHANGE, P.OPENING_OWN_SEE, P.OPENING_OWN_CHANGE}
        | {P.APPLICANT_SEE, P.APPLICANT_ANSWER}
        | _OWN_CLAIMS
    ),
    Role.STREET_OFFICER: frozenset(_OWN_ACCOUNT | {P.DESK_SEE, P.REVIEW_SEE, P.RESET_CODE_ISSUE} | _CASES),
    Role.DISTRICT_OFFICER: frozenset(
        _OWN_ACCOUNT | _REVIEW | {P.RESET_CODE_ISSUE, P.IMPORT_SEE} | _DISTRICT_CASES
    ),
    Role.CITY_OFFICER: frozenset(
        _OWN_ACCOUNT
        | _REVIEW
        | {P.RESET_CODE_ISSUE, P.IMPORT_SEE, P.IMPORT_RUN, P.STAFF_CONFIRM}
        | _CITY_CASES
    ),
    Role.FAIR_ORGANISER: frozenset(_OWN_ACCOUNT | {P.DESK_SEE}),
    Role.AUDITOR: frozenset(
        _OWN_ACCOUNT | {P.DESK_SEE, P.AUDIT_SEE, P.REVIEW_SEE, P.IMPORT_SEE} | _CASES_SEEN
    ),
    Role.ADMINISTRATOR: frozenset(
        _OWN_ACCOUNT | {P.DESK_SEE, P.STAFF_SEE, P.STAFF_CHANGE, P.STAFF_CONFIRM, P.AUDIT_SEE}
    ),
}

STAFF = frozenset(set(Role) - {Role.RESIDENT, Role.EMPLOYER})
SECOND_FACTOR_REQUIRED = STAFF
CITY_WIDE = frozenset({Role.CITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR, Role.FAIR_ORGANISER})


def allows(role: Role, permission: Permission) -> bool:
    """Whether the table gives `permission` to `role`."""
    return permission in TABLE[role]


def is_read(permission: Permission) -> bool:
    """Whether this permission only looks; such a one may not guard a route that writes."""
    return permission.value.endswith(":see")
