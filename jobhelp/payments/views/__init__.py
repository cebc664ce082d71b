"""Pages of money: the card of a person or firm; runs, the late list, the books and recoveries at the desk."""

from jobhelp.payments.views import books, card, late, recoveries, runs, sheets, signing
from jobhelp.payments.views.base import bp
from jobhelp.payments.views.panels import claim_desk, claim_money, my_benefits

__all__ = [
    "books",
    "bp",
    "card",
    "claim_desk",
    "claim_money",
    "late",
    "my_benefits",
    "recoveries",
    "runs",
    "sheets",
    "signing",
]
