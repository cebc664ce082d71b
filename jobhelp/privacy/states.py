"""The parts of what we keep, in the order in which a person reads them, and why each is kept."""

from collections.abc import Mapping
from enum import StrEnum

from jobhelp.texts import N_


class Part(StrEnum):
    """One part of a person's data; each gathers one or more tables."""

    ACCOUNT = "account"
    PROFILE = "profile"
    HARDSHIP = "hardship"
    CONSENTS = "consents"
    APPLICATIONS = "applications"
    CLAIMS = "claims"
    MESSAGES = "messages"
    RECOMMENDATIONS = "recommendations"
    LOG = "log"


KEPT: Mapping[Part, tuple[str, str]] = {
    Part.ACCOUNT: (
        N_("账户：姓名、手机号、身份证号（填了才有）"),
        N_("用来登录、约面试，保证一个人只登记一次。姓名和号码加密保存。"),
    ),
    Part.PROFILE: (
        N_("求职资料：八道题的答案"),
        N_("用来找合适的岗位。您报名后，那家单位能看到与工作有关的部分。"),
    ),
    Part.HARDSHIP: (
        N_("困难情况（填了才有）"),
        N_("只用来核对就业困难人员的规定。加密保存，单位看不到，不影响岗位排列。"),
    ),
    Part.CONSENTS: (N_("您同意过、收回过什么"), N_("证明我们按您的意思办。只增加，不修改。")),
    Part.APPLICATIONS: (N_("报名和每一步的经过"), N_("让您和单位都看得到办到哪一步。")),
    Part.CLAIMS: (
        N_("待遇申请：您填的内容、材料、每一步的经过和决定"),
        N_(
            "用来审核和发放待遇。加密保存，单位看不到，不影响岗位排列。没交的草稿只有您看得到，90 天后自动删除。"
        ),
    ),
    Part.MESSAGES: (N_("给您的消息、短信和验证码"), N_("告诉您有什么变化。短信发出后就不再留内容。")),
    Part.RECOMMENDATIONS: (
        N_("给您排好的岗位，和您说过不合适的岗位"),
        N_("打开推荐时不用等，不再推您不要的。资料一变就重排。"),
    ),
    Part.LOG: (N_("办事记录"), N_("记下谁在什么时候看过、办过，不记内容。依法保存，防止有人乱看。")),
}

# What the log says in the words of the person whom it is about. Other acts are shown as the last line.
DEEDS: Mapping[str, str] = {
    "applications:view": N_("看了您的报名"),
    "applications:invite": N_("约您面试，从这时起能看到您的姓名和手机号"),
    "applications:offer": N_("说愿意录用您"),
    "applications:hire": N_("录用了您"),
    "applications:refuse": N_("婉拒了您的报名"),
    "applications:close": N_("结束了您的报名"),
    "claims:accept": N_("受理了您的待遇申请"),
    "claims:return": N_("退回您的待遇申请，请您补正"),
    "claims:propose": N_("审核了您的待遇申请"),
    "claims:approve": N_("批准了您的待遇申请"),
    "claims:refuse": N_("没有批准您的待遇申请"),
    "claims:suspend": N_("暂停了您的待遇"),
    "claims:stop": N_("停发了您的待遇"),
    "claims:open_document": N_("打开了您交的材料"),
    "claims:accept_document": N_("核对了您交的材料"),
    "claims:reveal": N_("看了您的全名和身份证号"),
    "desk:reveal": N_("看了您的全名和电话"),
    "loans:guarantee": N_("记下了您贷款的担保"),
    "loans:lend": N_("记下了您贷款的合同和放款"),
    "loans:decline": N_("记下您的贷款没有办成"),
    "loans:repay": N_("记下您的贷款还清了"),
    "loans:fall_overdue": N_("记下您的贷款逾期了"),
    "loans:catch_up": N_("记下您的贷款补还了"),
    "accounts:issue_reset_code": N_("给您打印了重设密码的一次性代码"),
    "accounts:reset_password": N_("重设了您的密码"),
}
OTHER_DEED = N_("查看或办理了与您有关的事")
