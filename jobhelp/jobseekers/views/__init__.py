"""Pages of jobseekers, by subject: registration, the profile and its questions, hardship facts."""

from jobhelp.jobseekers.views import hardship, profile, registration
from jobhelp.jobseekers.views.blueprint import bp

__all__ = ["bp", "hardship", "profile", "registration"]
