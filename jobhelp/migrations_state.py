"""Every table of the application in one metadata, and the names that migrations make by hand."""

from jobhelp.accounts import models as accounts
from jobhelp.applications import models as applications
from jobhelp.audit import models as audit
from jobhelp.claims import models as claims
from jobhelp.employers import models as employers
from jobhelp.hub import models as hub
from jobhelp.jobseekers import models as jobseekers
from jobhelp.life_events import models as life_events
from jobhelp.loans import models as loans
from jobhelp.notices import models as notices
from jobhelp.openings import models as openings
from jobhelp.orm import Base
from jobhelp.payments import models as payments
from jobhelp.recommendations import models as recommendations
from jobhelp.reference import models as reference

SLICES = (
    reference,
    audit,
    notices,
    accounts,
    employers,
    jobseekers,
    openings,
    hub,
    applications,
    recommendations,
    claims,
    payments,
    life_events,
    loans,
)
metadata = Base.metadata
MIGRATED_BY_HAND = ("opening_fts", "title_vector", "body_vector", "ix_opening_words")
