"""How the domain says no: in words fit for the person who asked.

A `Refusal` carries a gettext msgid (Chinese) and its parameters; the web layer and the commands translate it.
Services raise a subclass named for the reason (`QuotaExhausted`), never return a flag.
"""

from typing import Any

from jobhelp.texts import N_


class Refusal(Exception):
    """The domain refuses an act. `message` is a msgid with %(name)s placeholders; `params` fill it.

    `field` names the form field at fault where there is one; `status` is the HTTP status that fits.
    """

    message = N_("这一步现在办不了。")
    status = 422

    def __init__(self, message: str | None = None, *, field: str | None = None, **params: Any) -> None:
        self.message = message or type(self).message
        self.field = field
        self.params = params
        super().__init__(self.message % params if params else self.message)


class NotFound(Refusal):
    """Nothing with that number, or it is out of the asker's sight: the two must look alike."""

    message = N_("没有找到这一项。")
    status = 404


class NotAllowed(Refusal):
    """The asker's role does not include this act."""

    message = N_("您的账户没有办理这件事的权限。")
    status = 403


class WrongState(Refusal):
    """The lifecycle has no such action from the present state."""

    message = N_("现在的状态不能这样办理，请刷新页面看看最新情况。")
    status = 409


class Conflict(Refusal):
    """Somebody else changed the same thing first, or it is there already."""

    message = N_("刚刚有人改过这一项，请刷新后再试。")
    status = 409


class UnsafeSettings(Exception):
    """The settings would start an unsafe or impossible server. The text says which and how to mend it."""


class CommandFailed(Exception):
    """A command refuses or fails; its text goes to standard error and the exit status is 1."""
