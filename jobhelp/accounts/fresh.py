"""Acts that want the password once more: the mark that a view wears. `accounts.views.password_again` does the asking.

@bp.post("/me/card")
@access.requires(Permission.CLAIM_OWN_CHANGE)
@fresh
def save_card(): …
"""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
MINUTES = 30


def fresh(view: View) -> View:
    """Let `view` run only for somebody who typed their password in the last 30 minutes.

    Of a view with a page and a form only the form's posting is guarded. What was posted is kept while the password
    is asked for, files excepted: do not mark a view that takes files.
    """
    view.fresh = True  # type: ignore[attr-defined]
    return view
