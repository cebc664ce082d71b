"""Applications on the site."""

from jobhelp.applications.views import employer, resident
from jobhelp.applications.views.asking import bp
from jobhelp.applications.views.panel import opening_actions

__all__ = ["bp", "employer", "opening_actions", "resident"]
