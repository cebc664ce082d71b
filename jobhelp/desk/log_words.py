"""The audit log in words: a word for every act, every thing that was acted on, every code in an entry."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from jobhelp import labels
from jobhelp.claims import wording as claims
from jobhelp.claims.wording import title
from jobhelp.life_events import wording as life_events
from jobhelp.policy.assess import RULES
from jobhelp.texts import N_
from jobhelp.web import money

ACTS = {
    "accounts": N_("账户"),
    "applications": N_("报名"),
    "claims": N_("待遇申请"),
    "employers": N_("单位"),
    "openings": N_("岗位"),
    "recommendations": N_("推荐"),
    "payments": N_("待遇发放"),
    "loans": N_("创业贷款"),
    "hub": N_("集中发布"),
    "jobseekers": N_("求职者"),
    "life_events": N_("待遇变化"),
    "privacy": N_("个人信息"),
    "demo": N_("演示数据"),
    "desk": N_("工作台"),
}
"""The first half of an action's code: what kind of thing was acted on."""

VERBS = {
    "accounts:change_password": N_("改密码"),
    "accounts:confirm_second_factor": N_("确认二次验证"),
    "accounts:create": N_("开账户"),
    "accounts:confirm_rights": N_("确认同事的权限"),
    "accounts:deactivate": N_("停掉账户"),
    "accounts:erase": N_("删除账户"),
    "accounts:issue_reset_code": N_("发重置密码的一次性码"),
    "accounts:password_again": N_("再输一次密码"),
    "accounts:propose_rights": N_("提议同事的权限"),
    "accounts:refuse_rights": N_("退回同事的权限"),
    "accounts:reset_password": N_("重置密码"),
    "accounts:revise_staff": N_("改工作人员账户"),
    "accounts:second_factor": N_("二次验证"),
    "accounts:sign_in": N_("登录账户"),
    "accounts:sign_out": N_("退出账户"),
    "applications:accept": N_("接受录用意向"),
    "applications:apply": N_("递交报名"),
    "applications:apply_again": N_("再次报名"),
    "applications:close": N_("岗位结束，报名关闭"),
    "applications:hire": N_("录用报名人"),
    "applications:invite": N_("约报名人面试"),
    "applications:offer": N_("发录用意向"),
    "applications:refuse": N_("婉拒报名"),
    "applications:view": N_("查看报名"),
    "applications:withdraw": N_("撤回这份报名"),
    "claims:accept": N_("受理待遇申请"),
    "claims:accept_document": N_("核对材料"),
    "claims:add_document": N_("交材料"),
    "claims:appeal": N_("申请复核待遇决定"),
    "claims:approve": N_("批准待遇申请"),
    "claims:correct": N_("补正后再交待遇申请"),
    "claims:end": N_("待遇终结"),
    "claims:enter_day": N_("录入工作日历"),
    "claims:forget_day": N_("拿掉工作日历的一天"),
    "claims:learn_facts": N_("记下查到的事实"),
    "claims:open_document": N_("打开材料"),
    "claims:propose": N_("对待遇申请提出意见"),
    "claims:refuse": N_("不予批准待遇申请"),
    "claims:remove_document": N_("删掉材料"),
    "claims:reopen": N_("复核后重新审核待遇申请"),
    "claims:resume": N_("恢复待遇"),
    "claims:return": N_("退回待遇申请补正"),
    "claims:reveal": N_("看申请人的全名和号码"),
    "claims:send_back": N_("审批退回待遇申请"),
    "claims:sign_special": N_("一事一议签字"),
    "claims:stop": N_("停发待遇"),
    "claims:submit": N_("交待遇申请"),
    "claims:suspend": N_("暂停待遇"),
    "claims:uphold": N_("复核维持待遇决定"),
    "claims:withdraw": N_("撤回待遇申请"),
    "demo:build": N_("生成演示数据"),
    "desk:find_person": N_("按号码找人"),
    "desk:reveal": N_("看这个人的全名和电话"),
    "employers:refuse": N_("单位核验不通过"),
    "employers:register": N_("单位来登记"),
    "employers:revoke": N_("撤销单位核验"),
    "employers:resubmit": N_("单位重新送核"),
    "employers:revise": N_("单位改资料"),
    "employers:verify": N_("单位核验通过"),
    "hub:import": N_("导入岗位"),
    "jobseekers:consent": N_("同意或撤回同意"),
    "jobseekers:correct_identity": N_("更正身份资料"),
    "jobseekers:erase": N_("删除求职者资料"),
    "jobseekers:register": N_("求职者注册"),
    "jobseekers:save_hardship": N_("填写困难情况"),
    "jobseekers:withdraw_hardship": N_("撤回困难情况"),
    "life_events:accept": N_("采纳提议"),
    "life_events:dismiss": N_("不采纳提议"),
    "life_events:hear": N_("记下本人的话"),
    "life_events:key_in": N_("登记一件事"),
    "life_events:lapse": N_("待遇已结束，提议自动关闭"),
    "life_events:screen": N_("全员筛查"),
    "life_events:what_if": N_("试算标准"),
    "loans:begin_again": N_("贷款重新开始"),
    "loans:catch_up": N_("记下贷款补还"),
    "loans:decline": N_("记下贷款没有办成"),
    "loans:fall_overdue": N_("记下贷款逾期"),
    "loans:guarantee": N_("记下贷款的担保"),
    "loans:lend": N_("记下贷款放款"),
    "loans:repay": N_("记下贷款还清"),
    "loans:settle": N_("季度结息"),
    "openings:close": N_("停止招人"),
    "openings:draft": N_("写岗位草稿"),
    "openings:expire": N_("岗位到期"),
    "openings:fill": N_("岗位招满"),
    "openings:keep_both": N_("确认不是重复岗位"),
    "openings:pause": N_("岗位暂停显示"),
    "openings:publish": N_("发布岗位，审核通过"),
    "openings:reopen": N_("恢复招人"),
    "openings:resume": N_("岗位恢复显示"),
    "openings:return": N_("退回岗位"),
    "openings:revise": N_("改岗位"),
    "openings:submit": N_("岗位送审"),
    "openings:withdraw": N_("撤下岗位"),
    "payments:approve": N_("批准发放批次"),
    "payments:ask_waiver_recovery": N_("提出不追回"),
    "payments:cancel": N_("作废发放批次"),
    "payments:card_changed": N_("换收款的卡"),
    "payments:card_given": N_("填收款的卡"),
    "payments:check": N_("复核发放批次"),
    "payments:confirm_recovery": N_("确认追回款项"),
    "payments:fetch_file": N_("下载银行文件"),
    "payments:keep_recovery": N_("决定还是要追"),
    "payments:prepare": N_("准备发放批次"),
    "payments:propose_recovery": N_("提出追回款项"),
    "payments:receive": N_("银行回单入账"),
    "payments:repay": N_("还款入账"),
    "payments:send": N_("发放批次送银行"),
    "payments:send_back": N_("发放批次退回复核"),
    "payments:settle": N_("发放批次办完"),
    "payments:settle_recovery": N_("追回的钱还清"),
    "payments:waive_recovery": N_("同意不追回"),
    "privacy:erase": N_("应本人要求删除"),
    "recommendations:invite": N_("请人来报名"),
    "recommendations:measure": N_("换推荐模型前的检验"),
    "recommendations:rollback": N_("退回上一个推荐模型"),
}


def act(code: str) -> str:
    """The act in words; the code itself when it has none, for a log hides nothing."""
    return gettext(VERBS[code]) if code in VERBS else code


def actor(role: str) -> str:
    """The role in words; "system" is the site itself."""
    known = labels.LABELS["role"]
    return gettext(known[role]) if role in known else gettext("系统")


SUBJECTS = {
    "city": N_("全市数据"),
    "application": N_("报名"),
    "calendar": N_("工作日历"),
    "claim": N_("待遇申请"),
    "employer": N_("单位"),
    "holder": N_("领取人"),
    "import_run": N_("导入"),
    "model": N_("推荐模型"),
    "opening": N_("岗位"),
    "parameter": N_("标准"),
    "payment_run": N_("发放批次"),
    "proposal": N_("提议"),
    "quarter": N_("季度"),
    "recovery": N_("追回"),
    "screening": N_("全员筛查"),
    "seeker": N_("求职者"),
    "user": N_("账户"),
}
RESULTS = {"done": N_("办成"), "refused": N_("被拒绝"), "failed": N_("没办成")}


def subject(code: str) -> str:
    """The kind of thing that was acted on."""
    return gettext(SUBJECTS[code]) if code in SUBJECTS else code


def result(code: str) -> str:
    """How the act ended."""
    return gettext(RESULTS[code]) if code in RESULTS else code


KEYS = {
    "after": N_("之后"),
    "amount": N_("金额"),
    "applications": N_("报名数"),
    "before": N_("之前"),
    "cause": N_("起因"),
    "claim": N_("待遇申请"),
    "count": N_("笔数"),
    "counts": N_("各多少"),
    "criterion": N_("第几条"),
    "demo": N_("演示"),
    "digest": N_("文件的指纹"),
    "document": N_("材料"),
    "employers": N_("单位数"),
    "given": N_("同意"),
    "how": N_("方式"),
    "interest": N_("利息"),
    "kind": N_("种类"),
    "lint": N_("用语检查"),
    "loan": N_("贷款"),
    "loans": N_("贷款数"),
    "month": N_("月份"),
    "names": N_("哪些内容"),
    "number": N_("编号"),
    "on": N_("哪天"),
    "opening": N_("岗位"),
    "outcome": N_("结果"),
    "paid": N_("到账几笔"),
    "people": N_("多少人"),
    "programme": N_("待遇"),
    "proposals": N_("几条提议"),
    "purpose": N_("用途"),
    "reason": N_("原因"),
    "repaid": N_("已退"),
    "returned": N_("退回几笔"),
    "role": N_("角色"),
    "since": N_("从哪天起"),
    "source": N_("来源"),
    "subsidy": N_("财政付"),
    "text": N_("文本"),
    "total": N_("共多少钱"),
    "value": N_("改成"),
    "via": N_("方式"),
    "working": N_("上班"),
}
VALUES = {"how": "meeting_how", "kind": "kind", "reason": "refusal_reason", "role": "role"}
CODES: Mapping[str, Mapping[str, str]] = {
    "cause": life_events.CAUSES,
    "outcome": claims.OUTCOMES,
    "source": claims.SOURCES,
}
MONEY = ("amount", "interest", "repaid", "subsidy", "total")  # in 分


def facts(details: dict[str, Any]) -> list[str]:
    """The codes and counts of an entry, one text each; a name or code without a word stands as it is."""
    return [
        f"{gettext(KEYS[key]) if key in KEYS else key} {_value(key, details[key])}" for key in sorted(details)
    ]


def _value(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("是") if value else gettext("不是")
    if key in MONEY and isinstance(value, int):
        return gettext("%(amount)s 元", amount=money(value))
    if key == "programme" and value in RULES:
        return title(str(value))
    if key in CODES and value in CODES[key]:
        return gettext(CODES[key][value])
    if key == "names" and isinstance(value, list):
        return "、".join(claims.fact(str(one)) for one in value) or "—"
    if key in ("digest", "month"):  # a fingerprint's beginning is enough, and a month has no day
        return str(value)[: 12 if key == "digest" else 7]
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "—"
    if isinstance(value, dict):
        return ", ".join(f"{name} {number}" for name, number in value.items()) or "—"
    known = labels.LABELS.get(VALUES.get(key, ""), {})
    return gettext(known[value]) if value in known else str(value)
