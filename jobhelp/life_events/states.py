"""What a proposal may be about, what caused it, and where it stands."""

from enum import StrEnum

from jobhelp.lifecycle import Lifecycle


class ProposalKind(StrEnum):
    """What the machine proposes to a person. It never does any of it itself."""

    STOP = "stop"  # a hire, a pension, a conscription …
    SUSPEND = "suspend"
    SWITCH = "switch"  # another programme fits now
    RECHECK = "recheck"  # something changed: look again
    COUNTDOWN = "countdown"  # 60, 30, 7 days before the end
    APPLY = "apply"  # 应享未享: qualifies and does not receive


class ProposalState(StrEnum):
    """Open until a person decides."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class ProposalAction(StrEnum):
    """What may be done with a proposal. `LAPSE` is the calendar's: what it was about has ended by itself."""

    ACCEPT = "accept"
    DISMISS = "dismiss"
    LAPSE = "lapse"


LIFE = Lifecycle(
    "proposal",
    {
        (ProposalState.OPEN, ProposalAction.ACCEPT): ProposalState.ACCEPTED,
        (ProposalState.OPEN, ProposalAction.DISMISS): ProposalState.DISMISSED,
        (ProposalState.OPEN, ProposalAction.LAPSE): ProposalState.DISMISSED,
    },
)


class Outcome(StrEnum):
    """What a person made of a proposal."""

    STOP = "stop"  # the benefit ends
    SUSPEND = "suspend"  # it waits until things are clear
    TELL = "tell"  # the resident was told, with the way to go on
    KEEP = "keep"  # looked at: nothing changes
    LAPSED = "lapsed"  # nothing was left to decide


K = ProposalKind
OUTCOMES: dict[ProposalKind, tuple[Outcome, ...]] = {
    K.STOP: (Outcome.STOP, Outcome.SUSPEND),
    K.SUSPEND: (Outcome.SUSPEND, Outcome.STOP),
    K.RECHECK: (Outcome.KEEP, Outcome.SUSPEND, Outcome.STOP),
    K.SWITCH: (Outcome.TELL,),
    K.COUNTDOWN: (Outcome.TELL,),
    K.APPLY: (Outcome.TELL,),
}
"""What accepting a proposal of each kind may mean; the first is what the machine proposes."""

TAKES_AWAY = frozenset({Outcome.STOP, Outcome.SUSPEND})
"""What touches money that somebody receives: the person is heard first."""


class Cause(StrEnum):
    """What happened."""

    HIRED = "hired"  # through this site
    REEMPLOYED = "reemployed"  # elsewhere: staff learned of it
    PENSION_STARTED = "pension_started"
    RETIREMENT = "retirement"  # the statutory date is reached (computed)
    CONSCRIPTED = "conscripted"
    EMIGRATED = "emigrated"
    MOVED_AWAY = "moved_away"
    REFUSED_WORK = "refused_suitable_work"
    IMPRISONED = "imprisoned"
    DIED = "died"
    DIBAO_GAINED = "dibao_gained"
    DIBAO_LOST = "dibao_lost"
    OTHER_GRANTED = "other_granted"  # a programme that excludes this one was granted
    ENDING = "ending"  # the granted months are nearly over
    RAN_OUT = "ran_out"  # they are over
    QUALIFIES = "qualifies"  # a screening: fits and does not receive
    NO_LONGER = "no_longer"  # a screening: receives and no longer fits


C = Cause
KEYED_IN = (
    C.REEMPLOYED,
    C.PENSION_STARTED,
    C.CONSCRIPTED,
    C.EMIGRATED,
    C.MOVED_AWAY,
    C.REFUSED_WORK,
    C.IMPRISONED,
    C.DIED,
    C.DIBAO_GAINED,
    C.DIBAO_LOST,
)
"""What staff may key in for a person."""

COUNTDOWN_DAYS = (60, 30, 7)
"""How many days before the end a task and a notice are made."""


class Find(StrEnum):
    """In which list of a screening somebody stands."""

    QUALIFIES = "qualifies"  # decided eligible on stated facts, and does not receive
    LIKELY = "likely"  # nothing speaks against it, a few facts are missing
    NO_LONGER = "no_longer"  # receives, and a criterion fails now
