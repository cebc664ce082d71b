"""Openings on the site."""

from jobhelp.openings.views import desk, employer, public
from jobhelp.openings.views.base import bp

__all__ = ["bp", "desk", "employer", "public"]
