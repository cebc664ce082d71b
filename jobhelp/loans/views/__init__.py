"""Pages of loans: the open calculator, the borrower's page, the desk, the box on the page of a claim."""

from jobhelp.loans.views import desk as desk
from jobhelp.loans.views import own as own
from jobhelp.loans.views import public as public
from jobhelp.loans.views import sheet as sheet
from jobhelp.loans.views.base import bp
from jobhelp.loans.views.panel import claim_loan

__all__ = ["bp", "claim_loan"]
