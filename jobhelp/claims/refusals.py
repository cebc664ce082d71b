"""Why a claim cannot go on, in words fit for the person who asked."""

from jobhelp.errors import Conflict, Refusal
from jobhelp.texts import N_


class AlreadyClaimed(Conflict):
    """A holder has at most one live claim to a programme."""

    message = N_("您已经有一份这项待遇的申请在办，不用再交一次。")


class WrongHolder(Refusal):
    """A person's programme was claimed by an employer, or the other way round."""

    message = N_("这项待遇不能由您申请。")


class HandledElsewhere(Refusal):
    """A migrant worker who is neither insured nor works nor lives in Harbin is helped elsewhere."""

    message = N_("您的情况不归哈尔滨办，请到参保的地方、务工的地方或现在住的地方申请。")


class FactsUnreadable(Refusal):
    """A fact has a value that its name cannot have."""

    message = N_("有一项内容看不懂，请检查日期和数字。")


class NumberContradicts(Refusal):
    """The stated birth date or sex is not the one of the identity number."""

    message = N_("填的出生日期或性别，和身份证号码对不上，请检查。")


class ReasonMissing(Refusal):
    """An act against the claimant, or outside the rule, needs its reason."""

    message = N_("请写明原因，申请人会看到。")


class NotTheProposal(Refusal):
    """The second person confirms what the first proposed, or sends it back; they decide nothing else."""

    message = N_("提的意见不是这一种。不同意，请退回给提意见的人。")


class SamePerson(Refusal):
    """Maker and checker, and the two signers of a special case, are never the same person."""

    message = N_("同一个人不能又提意见又审批。请由另一位同事办理。")
    status = 403


class CriteriaOpen(Refusal):
    """A criterion is not answered yet; `codes` lists which."""

    message = N_("还有条件没有核实，不能批准：%(codes)s。")


class CriteriaNotMet(Refusal):
    """A criterion is not met."""

    message = N_("有条件不符合，不能批准：%(codes)s。可以提不予批准，或一事一议。")


class EverythingMet(Refusal):
    """Nothing fails and nothing is open: there is no ground to refuse."""

    message = N_("每一条都符合，没有不批准的理由。")


class CannotBeWaived(Refusal):
    """A special case needs a criterion that fails and can be waived, and a sum that is known without it."""

    message = N_("这一项不能一事一议：没有不符合的条件，或条件本身决定能领多少。")


class AmountOpen(Refusal):
    """The criteria are met, but how much is not known yet."""

    message = N_("金额还定不下来，请先补上决定金额的内容。")


class MonthsNotChosen(Refusal):
    """Temporary relief is for so many months as the officer chooses and justifies."""

    message = N_("请选发几个月（%(least)s 到 %(most)s 个月），并写明理由。")


class MeetsAnother(Refusal):
    """Another programme excludes this one, at all or in the same month."""

    message = N_("和正在享受的另一项待遇不能同时领：%(programme)s。")


class MonthOwedElsewhere(Refusal):
    """The month is owed by another claim of the same holder and programme: it is never paid twice."""

    message = N_("%(month)s 已经在另一份申请里发放，不能重复。")


class AppealTooLate(Refusal):
    """Sixty days have passed."""

    message = N_("申请复核要在收到决定后 60 天以内。请去窗口问问还有什么办法。")


class StillRunning(Refusal):
    """A running benefit keeps the account: money is still owed."""

    message = N_("您有正在发放的待遇，现在不能删除账户。等待遇结束，或先去窗口办停发，再来删除。")


# ── papers ───────────────────────────────────────────────────────────────────────────────────────────────


class NotAPaper(Refusal):
    """The content is not a photograph (JPEG, PNG) or a PDF, whatever its name says."""

    message = N_("只收照片（JPG、PNG）和 PDF 文件。这个文件的内容不是。")


class PaperTooLarge(Refusal):
    """Above the limit."""

    message = N_("文件太大，最大 5 MB。请把照片拍小一些再传。")
    status = 413


class PaperEmpty(Refusal):
    """Nothing was chosen, or the file is empty."""

    message = N_("请选一个文件。")


class TooManyPapers(Refusal):
    """A claim holds so many."""

    message = N_("一份申请最多传 20 个文件。请去窗口交其余的材料。")


class PaperExpired(Refusal):
    """A paper whose validity is over proves nothing."""

    message = N_("这份材料已经过了有效期，不能作为依据。请让申请人补一份新的。")
