"""The reference book in templates: names of codes in the reader's language."""

from flask import Flask, g, request
from flask_babel import gettext
from flask_login import current_user

from jobhelp.extensions import db
from jobhelp.reference.queries import OUTSIDE, Book
from jobhelp.reference.queries import book as read_book
from jobhelp.web import current_locale


def book() -> Book:
    """The reference book, asked for once a request."""
    if "reference_book" not in g:
        g.reference_book = read_book(db)
    found: Book = g.reference_book
    return found


def name(family: str, code: str | None) -> str:
    """The name of a reference code in the reader's language; "" for none, the code itself when unknown."""
    return book().name(family, code, current_locale())


def district_choices() -> list[tuple[str, str]]:
    """Harbin's districts and counties with their names, for a list to choose from."""
    return [(code, name("districts", code)) for code in book().districts]


def place_choices() -> list[tuple[str, str]]:
    """The same, and elsewhere."""
    return [*district_choices(), (OUTSIDE, gettext("不是哈尔滨"))]


def wanted_district() -> tuple[str | None, str]:
    """(the district that is read, the district that city-wide staff chose). Others have their own, whatever the
    address says.
    """
    own: str | None = current_user.district_scope
    wish = request.args.get("district", "")
    if own is not None or wish not in book().districts:
        return own, ""
    return wish, wish


def demo_city() -> bool:
    """Whether the city is an invented one, as far as this request has read the book: it asks nothing itself,
    so that an error page can say it too."""
    return "reference_book" in g and g.reference_book.demo


def install(app: Flask) -> None:
    """Give every template `name(family, code)`, `book()` and `demo_city()`."""
    app.jinja_env.globals.update(name=name, book=book, demo_city=demo_city)
