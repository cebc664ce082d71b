"""Why a proposal cannot be decided so, in words fit for the person who asked."""

from jobhelp.errors import NotAllowed, Refusal
from jobhelp.texts import N_


class NotHeard(Refusal):
    """What somebody lives on is touched only after they were asked."""

    message = N_("先听本人怎么说，再决定。联系不上的，请写明哪天、用什么办法联系过。")


class FirmNotHeard(NotHeard):
    """The same for an employer."""

    message = N_("先听单位怎么说，再决定。联系不上的，请写明哪天、用什么办法联系过。")


class WhyMissing(Refusal):
    """Every decision carries its reason."""

    message = N_("请写明为什么这样决定，留作依据。")


class ChoiceMissing(Refusal):
    """Nothing was chosen, or something that this kind of proposal does not have."""

    message = N_("请选一项怎么办。")


class OnlyApprovers(NotAllowed):
    """A benefit is stopped by those who may approve one."""

    message = N_("停发要由区县或市里有审批权的同事决定。您可以先记下本人的话，或提出暂停。")


class SameHand(NotAllowed):
    """Who keyed in what happened does not also stop the benefit for it."""

    message = N_("这件事是您登记的，停发要由另一位同事决定。")


class NobodyFound(Refusal):
    """No such person, or not of this district: the two look alike."""

    message = N_("没有找到这个人，或者不归您的区县管。请核对申请编号或身份证号码。")


class EventInTheFuture(Refusal):
    """A life event is keyed in when it has happened."""

    message = N_("日期还没有到。请等事情发生以后再登记。")


class EventTooOld(Refusal):
    """More than three years back is a slip of the pen."""

    message = N_("日期太早，请核对年份。")


class SourceMissing(Refusal):
    """Where the office learned it from."""

    message = N_("请写明从哪里知道的，例如哪个单位的来函、本人来窗口说的。")


class AlreadyKeyedIn(Refusal):
    """The same event of the same day is there already."""

    message = N_("这件事已经登记过了，请看清单里的提议。")
    status = 409


class AlreadyAnswered(Refusal):
    """The proposal was decided; words after it belong into an appeal."""

    message = N_("这件事已经决定了。有不同意见，可以申请复核，或打 12333。")
    status = 409
