"""The command `dreaming`: which commands there are, and the one place where errors become text and exit codes.

A command's module is imported when the command is run or asked for help, and a command imports what it needs when it
runs: `dreaming --help` and `dreaming log` load neither `mcp` nor `anthropic`.
"""

import importlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import click

from dreaming import __version__
from dreaming.domain.errors import DreamingError

# In the order of a first day with the program; the help text shows them so.
COMMANDS: dict[str, str] = {
    "demo": "dreaming.cli.demo:demo",
    "try": "dreaming.cli.trial:try_",
    "serve": "dreaming.cli.serve:serve",
    "install": "dreaming.cli.install:install",
    "worker": "dreaming.cli.worker:worker",
    "log": "dreaming.cli.log:log",
    "hook": "dreaming.cli.hook:hook",
    "start": "dreaming.cli.start:start",
    "resume": "dreaming.cli.resume:resume",
    "status": "dreaming.cli.dreams:status",
    "cancel": "dreaming.cli.dreams:cancel",
    "archive": "dreaming.cli.dreams:archive",
    "schedule": "dreaming.cli.schedule:schedule",
    "report": "dreaming.cli.report:report",
    "review": "dreaming.cli.page:review",
    "diff": "dreaming.cli.diff:diff",
    "why": "dreaming.cli.why:why",
    "replay": "dreaming.cli.replay:replay",
    "promote": "dreaming.cli.review:promote",
    "discard": "dreaming.cli.review:discard",
    "undo": "dreaming.cli.refusals:undo",
    "refusals": "dreaming.cli.refusals:refusals",
    "allow": "dreaming.cli.refusals:allow",
    "restore": "dreaming.cli.review:restore",
    "check": "dreaming.cli.check:check",
    "memory": "dreaming.cli.memory:memory",
    "stores": "dreaming.cli.stores:stores",
    "sessions": "dreaming.cli.sessions:sessions",
    "forget": "dreaming.cli.forget:forget",
    "backup": "dreaming.cli.backup:backup",
    "doctor": "dreaming.cli.doctor:doctor",
}
_JSON = "dreaming.json"
_IO_EXIT_CODE = 5


class Commands(click.Group):
    """The group of all commands, and the border at which errors stop."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        return cast("click.Command", getattr(importlib.import_module(module), attribute))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Also remember whether the answer is for a program, since an error may come before the option is parsed."""
        ctx.meta[_JSON] = "--json" in args[: args.index("--") if "--" in args else None]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it refuses or fails at becomes text on stderr and an exit code."""
        try:
            return super().invoke(ctx)
        except DreamingError as error:
            click.echo(f"Error: {error}", err=True)
            self._fail(ctx, error.exit_code, type=error.code, message=error.message, hint=error.hint)
        except click.ClickException as error:
            error.show()
            self._fail(ctx, error.exit_code, type="usage_error", message=error.format_message(), hint="See --help.")
        except BrokenPipeError:
            raise  # whoever reads has enough: click ends quietly
        except OSError as error:
            click.echo(f"Error: {error}", err=True)
            self._fail(ctx, _IO_EXIT_CODE, type="io_error", message=str(error), hint="")

    @staticmethod
    def _fail(ctx: click.Context, exit_code: int, **error: str) -> None:
        if ctx.meta[_JSON]:
            click.echo(json.dumps({"error": error}, ensure_ascii=False))
        ctx.exit(exit_code)


_EXIT_CODES = """\b
Exit codes:
  0  done
  1  refused, or the dream did not complete
  2  wrong usage
  3  not found
  4  conflict
  5  unavailable: the database, a file, or a model"""


@click.command(
    cls=Commands, epilog=_EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="dreaming", message="%(prog)s %(version)s")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the data is; the same as DREAMING_HOME.",
)
def cli(home: Path | None) -> None:
    """Memory that tidies itself, for agents that speak MCP.

    A dream reads a memory store and past sessions and writes a new, separate store: duplicates merged, stale values
    replaced by the latest, and what recurs written down. You review it, then promote or discard it. Everything stays
    in one file on this machine, in --home DIR or DREAMING_HOME where one is given, else in the platform's data folder.

    New here? `dreaming demo` shows a dream on sample notes; `dreaming try` shows one on yours and changes nothing.
    """
    if home is not None:
        os.environ["DREAMING_HOME"] = str(home.absolute())  # what is started from here sees it too


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and end the process."""
    cli.main(args=None if args is None else list(args), prog_name="dreaming")
