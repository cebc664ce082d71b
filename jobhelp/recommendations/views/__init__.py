"""Pages of recommendations, by subject: the list, one post's answer, how we rank."""

from jobhelp.recommendations.views import about, answers, kept, lists, suggested
from jobhelp.recommendations.views.blueprint import bp
from jobhelp.recommendations.views.panel import opening_for_you
from jobhelp.recommendations.views.suggested import suggested_people

__all__ = ["about", "answers", "bp", "kept", "lists", "opening_for_you", "suggested", "suggested_people"]
