"""What jobseekers type: registration, the eight questions, hardship facts, the switch of personalised ranking."""

from collections.abc import Mapping

from jobhelp.jobseekers.forms.base import QuestionForm
from jobhelp.jobseekers.forms.registration import (
    HardshipForm,
    IdentityForm,
    PersonalisationForm,
    RegistrationForm,
)
from jobhelp.jobseekers.forms.terms import LimitsForm, PayForm, PlaceForm, TimeForm
from jobhelp.jobseekers.forms.work import EducationForm, ExperienceForm, SkillsForm, WorkForm
from jobhelp.jobseekers.states import Question

FORMS: Mapping[Question, type[QuestionForm]] = {
    form.question: form
    for form in (
        WorkForm,
        SkillsForm,
        ExperienceForm,
        EducationForm,
        PlaceForm,
        TimeForm,
        PayForm,
        LimitsForm,
    )
}
__all__ = [
    "FORMS",
    "ExperienceForm",
    "HardshipForm",
    "IdentityForm",
    "PersonalisationForm",
    "QuestionForm",
    "RegistrationForm",
]
