"""What other slices may react to."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ClaimGranted:
    """A claim was approved; its months are written."""

    claim_id: int


@dataclass(frozen=True)
class ClaimStopped:
    """A benefit was stopped: months that begin after `effective_on` are cancelled as far as they were due."""

    claim_id: int
    effective_on: date


@dataclass(frozen=True)
class ClaimEnded:
    """A claim is over: every month was paid, or a refusal was upheld."""

    claim_id: int
