"""Why an act on an application is refused, in words fit for the one who asked."""

from jobhelp.errors import Refusal
from jobhelp.texts import N_


class OpeningOver(Refusal):
    """The post no longer takes anybody."""

    message = N_("这个岗位已经停止招人了，请看看相近的岗位。")
    status = 409


class OpeningFull(Refusal):
    """Every seat is taken."""

    message = N_("这个岗位的名额已经招满了。")
    status = 409


class OpeningPaused(Refusal):
    """Its employer is not verified at present."""

    message = N_("单位正在重新核验，这个岗位暂停招人。核验通过后会恢复。")
    status = 409


class PostedElsewhere(Refusal):
    """An advertisement of another site: nobody here would receive the application."""

    message = N_("这个岗位是从别的网站收集来的，单位不在本站收报名。请到原网页报名，或打 12333 问我们。")


class AlreadyAnswered(Refusal):
    """The person applied before and the employer has decided."""

    message = N_("您报过这个岗位，单位已经答复了。请在「我的报名」里看结果。")
    status = 409


class ReasonMissing(Refusal):
    """A refusal needs one of the humane reasons."""

    message = N_("请选一个原因，对方会看到。")


class MeetingMissing(Refusal):
    """An invitation needs to say when and how."""

    message = N_("请选好面试的日期、时间和方式。")


class MeetingInThePast(Refusal):
    """Nobody can come to it."""

    message = N_("这个时间已经过了，请选以后的时间。")


class MeetingTooFarAway(Refusal):
    """People who look for work cannot wait that long."""

    message = N_("请选 60 天以内的时间。")


class MeetingUnchanged(Refusal):
    """The interview is at that time and place already: nobody needs another message."""

    message = N_("面试的时间、方式和地点没有变。")


class PlaceMissing(Refusal):
    """An interview in person needs a place."""

    message = N_("当面要写清楚地点，例如街名、门牌和找谁。")
