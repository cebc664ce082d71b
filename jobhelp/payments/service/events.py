"""What other slices may react to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaymentReturned:
    """The bank sent a payment back; its month is due again."""

    payment_id: int
    claim_id: int
