"""A payment leaves its run before anything was sent."""

from jobhelp import clock
from jobhelp.payments.models import Payment, PaymentRun
from jobhelp.payments.states import PAYMENT_LIFE, Dropped, PaymentAction, PaymentState


def drop(run: PaymentRun, payment: Payment, why: Dropped) -> None:
    """Take it out, and out of the run's sums. What becomes of its month is the caller's business."""
    payment.state = PAYMENT_LIFE.after(PaymentState(payment.state), PaymentAction.DROP).value
    payment.return_reason = why.value
    payment.changed_at = clock.now()
    run.count -= 1
    run.total -= payment.amount
