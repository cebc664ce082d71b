"""What each parameter of the law is called, and how a value of it is written for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jobhelp.policy.model import Confidence
from jobhelp.policy.parameters import Book, Row
from jobhelp.policy.texts import Text

TITLES: Mapping[str, Text] = {
    "min_wage_monthly_tier1": Text("最低工资，六个主城区，每月", "Minimum wage a month, six core districts"),
    "min_wage_monthly_tier2": Text(
        "最低工资，呼兰、阿城、双城，每月", "Minimum wage a month, Hulan, Acheng, Shuangcheng"
    ),
    "min_wage_monthly_tier3": Text("最低工资，各县（市），每月", "Minimum wage a month, the counties"),
    "min_wage_hourly_tier1": Text("最低工资，六个主城区，每小时", "Minimum wage an hour, six core districts"),
    "min_wage_hourly_tier2": Text(
        "最低工资，呼兰、阿城、双城，每小时", "Minimum wage an hour, Hulan, Acheng, Shuangcheng"
    ),
    "min_wage_hourly_tier3": Text("最低工资，各县（市），每小时", "Minimum wage an hour, the counties"),
    "dibao_urban_districts": Text("城市低保，九个区，每月", "Urban dibao a month, the nine districts"),
    "dibao_urban_counties": Text("城市低保，各县（市），每月", "Urban dibao a month, the counties"),
    "dibao_rural_districts": Text("农村低保，九个区，每月", "Rural dibao a month, the nine districts"),
    "adult_age": Text("成年的年龄", "Age of majority"),
    "working_age": Text("可以工作的年龄", "Working age"),
    "dp_age_male": Text("大龄男性的年龄", "Age from which a man counts as older"),
    "dp_age_female": Text("大龄女性的年龄", "Age from which a woman counts as older"),
    "dp_continuous_unemployed_months": Text("连续失业几个月", "Months of unemployment on end"),
    "ei_max_months": Text("单位社保补贴最长几个月", "Employer's insurance subsidy, most months"),
    "ei_near_retirement_months": Text(
        "离退休不到几个月可以领到退休", "Months before retirement from which it lasts until then"
    ),
    "ei_min_contract_months": Text("劳动合同至少几个月", "Shortest contract, months"),
    "js_amount": Text("一次性求职补贴", "One-off job-search grant"),
    "academic_year_first_month": Text("学年从几月开始", "First month of the school year"),
    "ls_min_continuous_months": Text("连续干满几个月", "Months of work without a break"),
    "os_amount_standard": Text("首次创业补贴，小企业、小店", "First-business grant, small firms and shops"),
    "os_amount_rural": Text(
        "首次创业补贴，农村合作社、电商", "First-business grant, rural co-ops and online shops"
    ),
    "os_min_operating_months_standard": Text(
        "开业满几个月，小企业、小店", "Months of running, small firms and shops"
    ),
    "os_min_operating_months_rural": Text(
        "开业满几个月，农村合作社、电商", "Months of running, rural co-ops and online shops"
    ),
    "os_max_months_after_school_at_registration": Text(
        "离校几个月内注册", "Months after leaving school in which to register"
    ),
    "os_older_amount": Text("旧的补贴标准", "The older amount"),
    "os_end_not_known_from_year": Text(
        "从哪年起不知道是否还有", "Year from which it is not known whether it goes on"
    ),
    "pl_cpi_threshold_pct": Text("物价涨多少触发，%", "Rise of prices that triggers it, %"),
    "pl_food_cpi_threshold_pct": Text("食品价格涨多少触发，%", "Rise of food prices that triggers it, %"),
    "pl_harbin_topup": Text("哈尔滨另加", "Top-up of Harbin"),
    "pw_max_months": Text("一次最长几个月", "Most months at a time"),
    "pw_extension_times": Text("可以续几次", "Times that it can be repeated"),
    "pw_total_max_months": Text("前后最长几个月", "Most months in all"),
    "pw_near_retirement_months": Text(
        "离退休不到几个月可以干到退休", "Months before retirement from which it lasts until then"
    ),
    "pw_parttime_max_hours_per_week": Text("非全日制每周最多几小时", "Part-time posts, most hours a week"),
    "pw_temp_max_months": Text("临时岗位最长几个月", "Temporary posts, most months"),
    "sl_firm_cap": Text("企业贷款最高", "Loan cap for a firm"),
    "sl_firm_cap_encouraged": Text(
        "省里鼓励的企业贷款最高", "Loan cap for a firm that the province encourages"
    ),
    "sl_firm_max_months": Text("企业贷款最长几个月", "Longest loan to a firm, months"),
    "sl_firm_subratio_per_hire": Text("没达到比例时，每招一人可借", "Below the share: loan for each hire"),
    "sl_firm_subratio_cap": Text("没达到比例时最高", "Below the share: loan cap"),
    "sl_firm_large_staff": Text("超过多少人算人多", "Staff above which a firm is large"),
    "si_flex_age_male": Text("男性从几岁起", "Men, from age"),
    "si_flex_age_female": Text("女性从几岁起", "Women, from age"),
    "si_flex_pension_annual": Text("养老保险补贴，每年", "Pension part a year"),
    "si_flex_max_months": Text("前后最长几个月", "Most months in all"),
    "si_grad_max_months": Text("高校毕业生最长几个月", "Graduates, most months"),
    "si_flex_cap_ratio": Text("不超过实际缴费的比例", "Not more than this share of what was paid"),
    "si_flex_period_first_month": Text("补贴年度从几月开始", "First month of the subsidy year"),
    "sl_person_cap": Text("个人贷款最高", "Loan cap for a person"),
    "sl_person_cap_encouraged": Text(
        "省里鼓励的个人贷款最高", "Loan cap for a person that the province encourages"
    ),
    "sl_person_max_months": Text("个人贷款最长几个月", "Longest loan to a person, months"),
    "sl_partner_uplift": Text("合伙的，合起来再加多少（比例）", "Added for partners, as a share"),
    "sl_max_times": Text("最多贷几次", "Most times"),
    "sl_rate_cap_spread_bp": Text("利率最多比 LPR 高多少（基点）", "Highest rate above LPR, basis points"),
    "sl_small_consumer_loan_ignored": Text("多少以内的消费贷不算", "Consumer loans up to this do not count"),
    "lpr_1y": Text("一年期 LPR，%", "One-year loan prime rate, %"),
    "tl_months": Text("领几个月", "Months"),
    "tl_monthly_amount": Text("临时生活补助，每月", "Temporary allowance a month"),
    "tl_insured_less_than_months": Text("参保不满几个月", "Insured for fewer months than"),
    "tr_months_min": Text("最少几个月低保", "Fewest months of dibao"),
    "tr_months_max": Text("最多几个月低保", "Most months of dibao"),
    "tr_no_income_months": Text("没有收入满几个月", "Months without income"),
    "ui_standard_monthly_u1": Text(
        "失业保险金，八个区，每月", "Unemployment benefit a month, eight districts"
    ),
    "ui_standard_monthly_u2": Text(
        "失业保险金，双城和各县（市），每月", "Unemployment benefit a month, Shuangcheng and the counties"
    ),
    "ui_ratio_to_min_wage": Text("和最低工资的比例", "Share of the minimum wage"),
    "ui_min_contribution_months": Text("至少缴费几个月", "Fewest months of contributions"),
    "ui_max_months_with_carryover": Text(
        "连上次剩的，最长几个月", "Most months, with those left from before"
    ),
    "ui_claim_window_days": Text("几天内要登记", "Days in which to register"),
    "ui_processing_workdays": Text("几个工作日办完", "Working days for the decision"),
    "ui_older_extension_threshold_months": Text(
        "离退休不到几个月可以续到退休", "Months before retirement from which it goes on until then"
    ),
    "ui_older_pension_contribution_paid": Text(
        "续发期间基金代缴养老保险", "Pension premium paid while it goes on"
    ),
    "ui_contribution_rate_employer": Text("单位费率", "Employer's rate"),
    "ui_contribution_rate_person": Text("个人费率", "Worker's rate"),
    "us_max_months": Text("最长几个月", "Most months"),
    "us_cap_ratio_of_ui": Text("不超过失业保险金的比例", "Not more than this share of unemployment benefit"),
}
MONEY = ("CNY", "CNY/month", "CNY/hour", "CNY/year", "CNY once", "CNY per qualifying hire")
UNITS: Mapping[str, Text] = {
    "CNY": Text("元", "yuan"),
    "CNY/month": Text("元/月", "yuan a month"),
    "CNY/hour": Text("元/小时", "yuan an hour"),
    "CNY/year": Text("元/年", "yuan a year"),
    "CNY once": Text("元", "yuan"),
    "CNY per qualifying hire": Text("元", "yuan"),
    "months": Text("个月", "months"),
    "months of dibao": Text("个月", "months"),
    "years": Text("岁", "years"),
    "hours": Text("小时", "hours"),
    "workdays": Text("个工作日", "working days"),
    "days": Text("天", "days"),
    "times": Text("次", "times"),
    "people": Text("人", "people"),
    "% y/y": Text("%", "%"),
    "%": Text("%", "%"),
    "bp over LPR": Text("个基点", "basis points"),
}
CONFIDENCES: Mapping[Confidence, Text] = {
    Confidence.SOURCED: Text("查到了出处", "Source seen"),
    Confidence.DERIVED: Text("推算的", "Derived"),
    Confidence.RECALLED: Text("凭记忆，没有查到原文", "From memory, text not seen"),
    Confidence.ASSUMED: Text("暂时假定的", "Assumed for now"),
}


def title(name: str, locale: str) -> str:
    """The parameter in words; its own name where it has none (a table or list of the rule)."""
    return TITLES[name].in_(locale) if name in TITLES else name


def unit(row: Row, locale: str) -> str:
    """The unit in words; "" where the value needs none."""
    return UNITS[row.unit].in_(locale) if row.unit in UNITS else ""


def written(row: Row, locale: str) -> str:
    """A plain value with its unit: 2,043 元/月; a ratio as 90%. "" for a value that is a table or a rule."""
    value: Any = row.value
    if value is None:
        return "—"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return ""
    if row.unit.startswith("ratio"):
        return f"{round(Decimal(str(value)) * 100, 2).normalize():f}%"
    gap = "" if locale == "zh" and unit(row, locale) in ("岁", "%") else " "
    return f"{value:,}{gap}{unit(row, locale)}".strip()


@dataclass(frozen=True)
class Version:
    """One value from a day on, with its source and how sure it is."""

    since: date
    until: date | None
    value: str
    confidence: str
    sure: bool
    reference: str


@dataclass(frozen=True)
class History:
    """One parameter through the years, newest value first."""

    name: str
    title: str
    versions: tuple[Version, ...]


def histories(names: Iterable[str], book: Book, locale: str) -> list[History]:
    """The plain parameters of a programme with every value that they had. Tables and lists stand in the YAML."""
    found = []
    for name in names:
        rows = [row for row in book.get(name, ()) if written(row, locale)]
        if name in TITLES and rows:
            versions = tuple(
                Version(
                    row.since,
                    row.until,
                    written(row, locale),
                    CONFIDENCES[row.confidence].in_(locale),
                    row.confidence is Confidence.SOURCED,
                    row.reference_zh or row.reference if locale == "zh" else row.reference,
                )
                for row in reversed(rows)
            )
            found.append(History(name, title(name, locale), versions))
    return found
