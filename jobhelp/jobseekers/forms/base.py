"""What every question has in common. `values()` is what the service is given; `from_profile()` fills a fresh form."""

from typing import Any, ClassVar

from flask_babel import gettext

from jobhelp.forms import Form
from jobhelp.jobseekers.models import SeekerProfile
from jobhelp.jobseekers.states import Question
from jobhelp.labels import label
from jobhelp.reference.queries import Book


class QuestionForm(Form):
    """One question. Subclasses name it and say how the profile's fields look on the page."""

    question: ClassVar[Question]

    def __init__(self, *args: Any, book: Book, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book = book
        self.locale = locale
        self.offer()

    def offer(self) -> None:
        """Set the choices, in the reader's language."""

    def values(self) -> dict[str, Any]:
        """The fields of the profile that this form answers."""
        raise NotImplementedError

    @classmethod
    def from_profile(cls, profile: SeekerProfile) -> dict[str, Any]:
        """The form's data for a profile."""
        return {name: getattr(profile, name) for name in cls.question_fields()}

    @classmethod
    def question_fields(cls) -> tuple[str, ...]:
        """Fields that have the same name and shape in the form and in the profile."""
        raise NotImplementedError

    def names(self, family: str) -> dict[str, str]:
        """code: name of every row of a reference family."""
        return {code: self.book.name(family, code, self.locale) for code in getattr(self.book, family)}


def coded(family: str, codes: tuple[str, ...]) -> dict[str, str]:
    """code: label of a closed vocabulary."""
    return {code: gettext(label(family, code)) for code in codes}
