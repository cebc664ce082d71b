"""What may be chosen, in the reader's words and in groups."""

from collections.abc import Iterable

from flask_babel import gettext

from jobhelp.labels import label
from jobhelp.reference.views import book, name


def pair(family: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes with their labels, as a select wants them."""
    return [(code, gettext(label(family, code))) for code in codes]


def grouped_occupations() -> dict[str, list[tuple[str, str]]]:
    """Occupations under the names of their families, for a grouped select."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, occupation in book().occupations.items():
        groups.setdefault(gettext(label("family", occupation.family)), []).append(
            (code, name("occupations", code))
        )
    return groups


def grouped_streets(first: str | None) -> dict[str, list[tuple[str, str]]]:
    """Streets under the names of their districts; the employer's own district comes first."""
    codes = sorted(book().districts, key=lambda code: code != first)
    return {
        name("districts", code): [
            (street.code, name("streets", street.code)) for street in book().streets_of(code)
        ]
        for code in codes
    }
