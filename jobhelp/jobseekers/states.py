"""The closed sets of this slice: the eight questions, the hardship facts, what consent is asked for."""

from collections.abc import Mapping
from enum import StrEnum

from jobhelp.texts import N_

MAX_WANTED = 5
MAX_PAST = 8
SKIPPED = "skipped:"  # before a question's name in `SeekerProfile.answered`: seen, and left unanswered


class Question(StrEnum):
    """The questions of the profile, in the order in which they are asked."""

    WORK = "work"
    SKILLS = "skills"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    PLACE = "place"
    TIME = "time"
    PAY = "pay"
    LIMITS = "limits"

    @property
    def number(self) -> int:
        """1 to 8."""
        return ORDER.index(self) + 1

    @property
    def before(self) -> "Question | None":
        """The question asked before this one."""
        return ORDER[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> "Question | None":
        """The question asked after this one."""
        return ORDER[self.number] if self.number < len(ORDER) else None


ORDER = tuple(Question)

TITLES: Mapping[Question, str] = {
    Question.WORK: N_("您想做什么工作？"),
    Question.SKILLS: N_("您会做什么，有什么证？"),
    Question.EXPERIENCE: N_("您以前做过什么？"),
    Question.EDUCATION: N_("您上学上到哪一级？"),
    Question.PLACE: N_("您住在哪里，能走多远？"),
    Question.TIME: N_("您什么时候能上班？"),
    Question.PAY: N_("每月最少要挣多少？"),
    Question.LIMITS: N_("有什么活您做不了？"),
}

FIELDS: Mapping[Question, tuple[str, ...]] = {
    Question.WORK: ("wanted", "words"),
    Question.SKILLS: ("skills", "certificates", "no_certificate"),
    Question.EXPERIENCE: ("past",),
    Question.EDUCATION: ("education",),
    Question.PLACE: ("district_code", "street_code", "lat", "lon", "max_km", "beyond_city"),
    Question.TIME: ("shifts", "days", "earliest", "latest", "hours_max"),
    Question.PAY: ("pay_min",),
    Question.LIMITS: ("cannot", "kinds"),
}


class PlainOrder(StrEnum):
    """How openings are listed for a person who switched personalised ranking off."""

    NEWEST = "newest"
    NEAREST = "nearest"


PLAIN_ORDERS: Mapping[PlainOrder, str] = {
    PlainOrder.NEWEST: N_("新发布的在前"),
    PlainOrder.NEAREST: N_("离家近的在前"),
}


class Fact(StrEnum):
    """A hardship fact: the classes of 就业困难人员 (就业促进法第五十二条, 黑人社函〔2021〕509号)."""

    OLDER = "older"
    ZERO_EMPLOYMENT = "zero_employment"
    DISABILITY = "disability"
    DIBAO = "dibao"
    LONG_UNEMPLOYED = "long_unemployed"
    LAND_LOST = "land_lost"
    GRADUATE = "graduate"


FACTS: Mapping[Fact, tuple[str, str]] = {
    Fact.OLDER: (N_("年龄偏大"), N_("女满 40 周岁，男满 50 周岁，还没到退休年龄")),
    Fact.ZERO_EMPLOYMENT: (N_("全家都没有工作"), N_("家里到了工作年龄的人都没有工作（零就业家庭）")),
    Fact.DISABILITY: (N_("有残疾人证"), N_("拿着有效的残疾人证")),
    Fact.DIBAO: (N_("正在领低保"), N_("您家是城镇低保家庭，最近 6 个月都领到了低保")),
    Fact.LONG_UNEMPLOYED: (N_("失业满一年"), N_("办了失业登记，连续 12 个月没有工作")),
    Fact.LAND_LOST: (N_("土地被征用"), N_("家里的地被征了，还没有找到工作（失地农民）")),
    Fact.GRADUATE: (N_("毕业后一直难找工作"), N_("高校毕业两年以内，还没有工作过")),
}


class Purpose(StrEnum):
    """What consent is asked for. Each has its own text, and its own way to take it back."""

    DATA_USE = "data_use"
    PERSONALISED_RANKING = "personalised_ranking"
    HARDSHIP = "hardship"
    SUGGESTED = "suggested"


PURPOSES: Mapping[Purpose, str] = {
    Purpose.DATA_USE: N_("使用您的资料"),
    Purpose.PERSONALISED_RANKING: N_("个性化推荐"),
    Purpose.HARDSHIP: N_("保存困难情况"),
    Purpose.SUGGESTED: N_("推荐给招人的单位"),
}

CONSENT_TEXTS: Mapping[Purpose, str] = {
    Purpose.DATA_USE: N_(
        "我同意冰城就业为帮我找工作使用我填的资料：姓名、手机号、身份证号和求职资料。"
        "姓名、手机号和身份证号加密保存。我报名一个岗位后，那家单位先看到遮住一部分的姓名和与工作有关的资料；"
        "约我面试或要录用我时，才看到姓名和手机号。我可以随时查看、下载和删除。"
    ),
    Purpose.PERSONALISED_RANKING: N_(
        "我同意冰城就业用我的求职资料（想做和做过的工作、会做的事、学历、证书、住处、时间、工钱）把合适的岗位排在前面，"
        "并写明原因。我填的和报过的，也和别人的合成总数，帮情况相近的人排先后：只用总数，不说是谁。"
        "不使用性别、年龄、民族、户口、残疾、婚姻和困难情况。"
        "我可以随时关掉，关掉后按时间或距离排列，我填的马上不再算进总数。"
    ),
    Purpose.HARDSHIP: N_(
        "我同意冰城就业加密保存我填的困难情况，只用来核对我是否符合就业困难人员的规定，由工作人员查看，每次查看都有记录。"
        "不给用人单位看，不影响岗位的排列。我可以随时收回同意，收回时这些内容立刻删除。"
    ),
    Purpose.SUGGESTED: N_(
        "我同意冰城就业把我推荐给正在招人、通过核验的单位，只在岗位和我互相合适的时候。单位看到遮住一部分的姓名、"
        "住的区、做过什么、会什么、能来的时间，看不到电话、全名、身份证号、困难情况和我要的工钱。"
        "单位只能请我来报名，去不去由我定。我可以随时关掉，关掉后单位马上看不到我。"
    ),
}
