"""What every page shares, one subject a module; slices import the names below from here.

gate            who may enter              exchange     around each request: mode, headers, log
signed_in       the person, the session    errors       saying no, and breaking, as pages
reading         language and 大字版        words        money, dates, distances in words
page_numbers    lists over several pages   templates    what templates may call
sorting         lists in another order     counting     one month, two months
panels          boxes on others' pages   files      Excel files as answers
"""

from flask import Flask

from jobhelp.web import errors, exchange, gate, templates
from jobhelp.web.errors import flash_refusal, say
from jobhelp.web.exchange import CONTENT_SECURITY_POLICY
from jobhelp.web.files import as_workbook
from jobhelp.web.gate import SAFE_METHODS, access, safe_next
from jobhelp.web.page_numbers import asked_page, wanted_page
from jobhelp.web.panels import add_panel
from jobhelp.web.reading import current_locale, select_locale
from jobhelp.web.signed_in import end_session, limit_key, me, start_session
from jobhelp.web.sorting import Order, wanted_order
from jobhelp.web.words import clock_time, day, label, money, number, pay, when

__all__ = [
    "CONTENT_SECURITY_POLICY",
    "SAFE_METHODS",
    "Order",
    "access",
    "add_panel",
    "as_workbook",
    "asked_page",
    "clock_time",
    "current_locale",
    "day",
    "end_session",
    "flash_refusal",
    "init",
    "label",
    "limit_key",
    "me",
    "money",
    "number",
    "pay",
    "safe_next",
    "say",
    "select_locale",
    "start_session",
    "wanted_order",
    "wanted_page",
    "when",
]


def init(app: Flask) -> None:
    """Install the transaction mode, the gate, headers, template globals and error pages."""
    exchange.install(app)
    gate.install(app)
    templates.install(app)
    errors.install(app)
