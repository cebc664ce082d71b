"""The words that each move of a loan sends to the borrower. The programme, the loan's number, no person."""

from sqlalchemy.orm import Session

from jobhelp.claims import queries as claims
from jobhelp.claims.models import Claim
from jobhelp.loans.states import LoanAction
from jobhelp.notices import service as notices
from jobhelp.texts import N_

A = LoanAction
SETTLED = N_("您的贷款 %(number)s 一个季度的贴息算好了，请看多少钱。")
TO_BORROWER = {
    A.GUARANTEE: N_("您的贷款 %(number)s 通过了担保审核，银行接着审批。"),
    A.LEND: N_("您的贷款 %(number)s 放款了，请看每个季度的利息谁付多少。"),
    A.DECLINE: N_("您的贷款 %(number)s 没有办成，请看原因。"),
    A.REPAY: N_("您的贷款 %(number)s 还清了。"),
    A.FALL_OVERDUE: N_("您的贷款 %(number)s 逾期了，逾期的日子不贴息。请尽快和银行联系。"),
    A.CATCH_UP: N_("您的贷款 %(number)s 补还了，接着贴息。"),
}


def tell(session: Session, claim: Claim, text: str) -> None:
    """Tell whoever speaks for the borrower, on the site and by text message."""
    room = "/me" if claim.seeker_id is not None else "/employer"
    for user_id in claims.claimant_user_ids(session, claim):
        notices.alert(
            session,
            user_id,
            text,
            link=f"{room}/loans/{claim.number}",
            programme=claim.programme,
            number=claim.number,
        )
