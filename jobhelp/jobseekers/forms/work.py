"""Questions 1 to 4: what they want to do, can do, have done, have learnt."""

import unicodedata
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import Length, Optional

from jobhelp.forms import Form, Present
from jobhelp.jobseekers.forms.base import QuestionForm, coded
from jobhelp.jobseekers.models import SeekerProfile
from jobhelp.jobseekers.service.answers import MAX_PAST_WORDS, MAX_WORDS
from jobhelp.jobseekers.states import MAX_PAST, Question
from jobhelp.labels import Education, label
from jobhelp.texts import N_


class WorkForm(QuestionForm):
    """Wanted occupations, dearest first, and words of their own."""

    question = Question.WORK
    wanted = SelectMultipleField(_l("想做的工作"))
    words = StringField(_l("没有找到？用您自己的话写"), [Optional(), Length(max=MAX_WORDS)])
    q = StringField(_l("找一种工作"))

    def offer(self) -> None:
        """Every occupation."""
        self.wanted.choices = self.names("occupations")

    @classmethod
    def question_fields(cls) -> tuple[str, ...]:
        """As they are."""
        return ("wanted", "words")

    def values(self) -> dict[str, Any]:
        """Codes in the order of the page: those chosen earlier stand first."""
        return {"wanted": self.wanted.data or [], "words": self.words.data or ""}


class SkillsForm(QuestionForm):
    """What they can do, and the papers that they hold."""

    question = Question.SKILLS
    skills = SelectMultipleField(_l("您会做什么？"))
    certificates = SelectMultipleField(_l("您有哪些证？"))
    no_certificate = BooleanField(_l("一个证也没有"))

    def offer(self) -> None:
        """Every skill and certificate."""
        self.skills.choices = self.names("skills")
        self.certificates.choices = self.names("certificates")

    @classmethod
    def question_fields(cls) -> tuple[str, ...]:
        """As they are."""
        return ("skills", "certificates", "no_certificate")

    def validate_no_certificate(self, field: Field) -> None:
        """“None” and a certificate cannot both be true."""
        if field.data and self.certificates.data:
            raise ValidationError(gettext(N_("您选了证，又选了「一个证也没有」。请去掉一个。")))

    def values(self) -> dict[str, Any]:
        """As they are."""
        return {
            "skills": self.skills.data or [],
            "certificates": self.certificates.data or [],
            "no_certificate": self.no_certificate.data,
        }


class ExperienceForm(QuestionForm):
    """Past work, one row each: an occupation of the list or words of their own, and the years."""

    question = Question.EXPERIENCE
    # occupation_0 … words_7 … years_7 are added below.

    def offer(self) -> None:
        """Every occupation, by family."""
        choices: dict[str, Any] = {"": gettext("请选择")}
        for code, row in self.book.occupations.items():
            name = self.book.name("occupations", code, self.locale)
            choices.setdefault(gettext(label("family", row.family)), {})[code] = name
        for number in range(MAX_PAST):
            self[f"occupation_{number}"].choices = choices

    @classmethod
    def from_profile(cls, profile: SeekerProfile) -> dict[str, Any]:
        """One row for each past occupation."""
        rows = [
            {
                "occupation": row.get("occupation") or "",
                "words": row.get("words") or "",
                "years": row["years"],
            }
            for row in profile.past
        ]
        return cls.from_rows(rows)

    @staticmethod
    def from_rows(rows: list[dict[str, Any]]) -> dict[str, Any]:
        """The form's data for these rows."""
        data: dict[str, Any] = {}
        for number, row in enumerate(rows[:MAX_PAST]):
            years = row["years"]
            data |= {
                f"occupation_{number}": row["occupation"],
                f"words_{number}": row["words"],
                f"years_{number}": f"{years:g}" if isinstance(years, float | int) else years,
            }
        return data

    def rows(self) -> list[dict[str, Any]]:
        """The rows as typed, empty ones too, up to the last that is not empty."""
        rows = [
            {name: self[f"{name}_{number}"].data or "" for name in ("occupation", "words", "years")}
            for number in range(MAX_PAST)
        ]
        while rows and not any(rows[-1].values()):
            rows.pop()
        return rows

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that was begun needs both its work and its years."""
        right: bool = super().validate(extra_validators)
        for number, row in enumerate(self.rows()):
            work, years = self[f"occupation_{number}"], self[f"years_{number}"]
            if any(row.values()) and not (row["occupation"] or row["words"]):
                right = _fault(work, N_("请选这段时间做的是什么工作，或在下面写出来。"))
            if any(row.values()) and not row["years"]:
                right = _fault(years, N_("请填做了几年，不到一年可以填 0.5。"))
        return right

    def values(self) -> dict[str, Any]:
        """Rows that hold something."""
        rows = [row for row in self.rows() if row["occupation"] or row["words"]]
        return {"past": [row | {"years": years_of(row["years"])} for row in rows]}


def _years(_form: Form, field: Field) -> None:
    years = years_of(field.data)
    if field.data and (years is None or not 0.1 <= years <= 60):
        raise ValidationError(gettext(N_("请填 0.1 到 60 之间的数，比如 3 或 0.5。")))


def years_of(text: str) -> float | None:
    """3, 3年, 半年, ３．５ as a number of years; None when it is none."""
    plain = unicodedata.normalize("NFKC", text).replace("年", "").replace("years", "").strip()
    try:
        return 0.5 if plain == "半" else float(plain)
    except ValueError:
        return None


def _fault(field: Field, text: str) -> bool:
    field.errors = [*field.errors, gettext(text)]
    return False


for _number in range(MAX_PAST):
    setattr(ExperienceForm, f"occupation_{_number}", SelectField(_l("做的工作"), default=""))
    setattr(
        ExperienceForm,
        f"words_{_number}",
        StringField(_l("上面没有？写在这里"), [Length(max=MAX_PAST_WORDS)]),
    )
    setattr(ExperienceForm, f"years_{_number}", StringField(_l("做了几年"), [_years]))


class EducationForm(QuestionForm):
    """The highest level of school."""

    question = Question.EDUCATION
    education = RadioField(_l("最高学历"), [Present(N_("请选一项；不想填可以点「跳过」。"))])

    def offer(self) -> None:
        """Every level but “not said”."""
        levels = tuple(str(level.value) for level in Education if level)
        self.education.choices = coded("education", levels)

    @classmethod
    def from_profile(cls, profile: SeekerProfile) -> dict[str, Any]:
        """0 is not said: nothing is chosen."""
        return {"education": str(profile.education) if profile.education else None}

    def values(self) -> dict[str, Any]:
        """The level as a number."""
        return {"education": int(self.education.data)}
