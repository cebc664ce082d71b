"""jobhelp add-administrator: how a new city gets its first person. There is no account from the factory."""

import click

from jobhelp.accounts import service
from jobhelp.commands import answer, say, workplace
from jobhelp.errors import CommandFailed, Refusal
from jobhelp.identity import Invalid
from jobhelp.orm import write_session
from jobhelp.permissions import Role


@click.command("add-administrator")
@click.option("--name", prompt=True, help="The person's name.")
@click.option("--phone", prompt=True, help="Their mobile number; they sign in with it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of a sentence.")
def add_administrator(name: str, phone: str, as_json: bool) -> None:
    """Open an administrator's account and print its one-time set-up code.

    The person uses the code on the page "设新密码" to choose a password, then sets up the second factor. All other
    staff are taken on by an administrator on the site.
    """
    with workplace() as place:
        try:
            with write_session(place.engine) as session:
                user = service.create_user(session, role=Role.ADMINISTRATOR, display_name=name, phone=phone)
                code = service.issue_reset_code(session, user, via="setup")
        except Refusal as refusal:
            raise CommandFailed(str(refusal)) from None
        except Invalid as invalid:
            raise CommandFailed(invalid.message) from None
    if as_json:
        answer({"phone": user.phone_mask, "code": code, "hours": service.CODE_MINUTES["setup"] // 60})
    else:
        say(f"The account for {user.phone_mask} is open. Its set-up code, good once and for three days:")
        click.echo(code)
