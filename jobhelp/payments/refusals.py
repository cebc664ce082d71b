"""Why money does not move, in words fit for the person who asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jobhelp.errors import Conflict, Refusal
from jobhelp.texts import N_


class Unbalanced(ValueError):
    """The lines of an entry do not sum to zero: a programming error, never a person's."""


class BookedOtherwise(Conflict):
    """The same act was booked before with other lines: nothing is written."""

    message = N_("这件事已经记过账，内容不一样。没有重复记。")


class AlreadyReversed(Conflict):
    """An entry is reversed at most once."""

    message = N_("这笔账已经冲正过。")


class NothingDue(Refusal):
    """No month of this programme and calendar month can be paid now."""

    message = N_("这个月没有可以发的：都发过了、在别的批次里，或者卡号还没有。")


class SamePerson(Refusal):
    """Two people at least stand behind every payment and every recovery."""

    message = N_("这一步要由另一位同事办：准备的人不能自己复核或批准。")
    status = 403


class NothingLeft(Refusal):
    """Every payment of the run dropped out at the last check."""

    message = N_("这一批里没有一笔还能发。请看每一笔的原因，然后作废这一批。")


class FileChanged(Conflict):
    """The bank file cannot be made again as it was: its digest differs. It is not handed out."""

    message = N_("银行文件和送出时的不一样，不能下载。请告诉管理员。")


class WrongAmount(Refusal):
    """More than can come back, or nothing."""

    message = N_("金额不对：最多 %(most)s 元。")


class WrongInstalments(Refusal):
    """So many instalments do not fit the sum."""

    message = N_("分期数要在 1 到 %(most)s 之间。")


class ReasonMissing(Refusal):
    """An act against a person needs its reason."""

    message = N_("请写明原因。")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one line of a receipts file (0: the file). `message` is a msgid."""

    line: int
    message: str
    params: dict[str, Any] = field(default_factory=dict)


class ReceiptsRefused(Refusal):
    """The receipts file is refused whole: nothing of it was booked. `faults` say why, line by line."""

    message = N_("回单没有入账：有 %(count)s 处不对。请改好再传。")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(field="file", count=len(self.faults))
