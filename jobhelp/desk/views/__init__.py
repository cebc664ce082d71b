"""Staff rooms: the work list of the day, finding a case or a person, the audit log."""

from jobhelp.desk.views import audit, finding, work
from jobhelp.desk.views.base import bp

__all__ = ["audit", "bp", "finding", "work"]
