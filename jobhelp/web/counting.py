"""One month, two months: a count and its English word agree.

Chinese has no plural, so the texts of the program have none. Where English needs two forms, they stand in the English
file, with the placeholder whose value decides: "%(months)s {months:month|months}". Nothing else knows of it.
"""

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import Domain
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from jobhelp.extensions import babel

FORMS = re.compile(r"\{(\w+):([^|{}]*)\|([^|{}]*)\}")


def agree(text: str, values: Mapping[str, Any]) -> str:
    """`text` with the form that fits each count: the first for one, the second for every other number."""
    if "{" not in text:
        return text
    return FORMS.sub(lambda found: found[2] if str(values.get(found[1])).strip() == "1" else found[3], text)


class Counting(Domain):
    """Translations whose counts agree."""

    def gettext(self, string: str, **variables: Any) -> str:
        """The text in the reader's language, with its values."""
        text = agree(self.get_translations().ugettext(string), variables)
        return text % variables if variables else text


TEXTS = Counting()


@pass_eval_context
def gettext_in_templates(context: EvalContext, string: str, **variables: Any) -> str:
    """The same for templates, where values are escaped."""
    text = agree(TEXTS.get_translations().ugettext(string), variables)
    return (Markup(text) if context.autoescape else text) % variables


def install(app: Flask) -> None:
    """Let every text of `app` go through here."""
    babel.domain_instance = TEXTS
    app.jinja_env.globals["gettext"] = gettext_in_templates
