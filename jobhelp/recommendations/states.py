"""The closed sets of this slice."""

from collections.abc import Mapping
from enum import StrEnum

from jobhelp.texts import N_


class DismissalReason(StrEnum):
    """Why a person says 不合适 to a post."""

    WORK = "work"
    DISTANCE = "distance"
    HOURS = "hours"
    PAY = "pay"
    BODY = "body"
    OTHER = "other"


REASONS: Mapping[DismissalReason, str] = {
    DismissalReason.WORK: N_("不想做这种工作"),
    DismissalReason.DISTANCE: N_("路太远"),
    DismissalReason.HOURS: N_("时间对不上"),
    DismissalReason.PAY: N_("工钱太少"),
    DismissalReason.BODY: N_("身体吃不消"),
    DismissalReason.OTHER: N_("别的原因"),
}
