"""The console command `jobhelp`. Each slice brings its own commands; `wiring.COMMANDS` lists them.

With --json a command prints exactly one JSON document on standard output; everything else goes to standard error.
Exit status: 0 done, 1 refused or failed (with a message), 2 wrong usage. Never a traceback.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click
from sqlalchemy.exc import SQLAlchemyError

from jobhelp import serving, wiring
from jobhelp.errors import CommandFailed, Refusal, UnsafeSettings

HELP = """jobhelp: a city's employment assistance on one site.

Start with `make run`, or with `jobhelp serve --demo`: it makes everything that is missing.

Every command creates the database and loads the reference data when they are missing.
Settings come from JOBHELP_* variables; without any, data lives in the folder var/.
`jobhelp COMMAND --help` explains one command.
"""


_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class InOrder(click.Group):
    """Lists the commands in the order in which one needs them, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of registration."""
        return list(self.commands)


@click.group(cls=InOrder, help=HELP, context_settings=_CONTEXT)
def commands() -> None:
    """The root of all commands."""


for _command in (serving.serve, *wiring.COMMANDS, serving.run_worker):
    commands.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status; failures become one clear line on standard error."""
    try:
        status = commands.main(args=arguments, prog_name="jobhelp", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _fail(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        _fail("stopped.")
    except (CommandFailed, Refusal, UnsafeSettings) as error:
        _fail(str(error))
    except SQLAlchemyError as error:
        _fail(f"the database refused: {str(getattr(error, 'orig', None) or error).splitlines()[0]}")
    except (
        BrokenPipeError
    ):  # the reader of our answer has gone; the interpreter must not try to write the rest
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _fail(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))
    except Exception as error:
        _fail_unexpectedly(error)


def _fail(text: str) -> NoReturn:
    print(f"jobhelp: {text}", file=sys.stderr)
    sys.exit(1)


def _fail_unexpectedly(error: Exception) -> NoReturn:
    """A fault of ours: one line for the person at the terminal, the traceback for whoever asks for it."""
    if os.environ.get("JOBHELP_TRACEBACK"):
        traceback.print_exception(error)
    first = (str(error).splitlines() or [""])[0]
    _fail(
        f"something unexpected went wrong ({type(error).__name__}: {first}). This is a fault of the program; "
        "run the command again with JOBHELP_TRACEBACK=1 to see where."
    )


if __name__ == "__main__":
    main()
