"""Pages of claims: the person's, the employer's, the desk's, and the calendar of working days."""

from jobhelp.claims.views import calendar, deciding, desk, employer, resident
from jobhelp.claims.views.base import bp

__all__ = ["bp", "calendar", "deciding", "desk", "employer", "resident"]
