"""Options that many commands share, and the way a command gets at the system."""

import contextlib
from collections.abc import Callable, Generator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import click

from dreaming.domain.times import parse, parse_moment

if TYPE_CHECKING:
    from dreaming.app import App

_Command = TypeVar("_Command", bound=Callable[..., object])


def json_option(command: _Command) -> _Command:
    """`--json`, as the parameter `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON value instead of text.")(command)


def store_option(command: _Command) -> _Command:
    """`--store`, as the parameter `store`."""
    return click.option(
        "--store",
        metavar="NAME_OR_ID",
        help="The memory store. Default: DREAMING_STORE, else this project's store, else 'default'.",
    )(command)


def at_option(command: _Command) -> _Command:
    """`--at`, as the parameter `at`: a time, or None for now."""
    return click.option(
        "--at", callback=read_moment, metavar="TIME", help="As it stood then; a date alone is its end, in UTC."
    )(command)


def examples(*lines: str) -> str:
    """The end of a command's help text. The mark is how click is told to leave lines as they are."""
    return "\n".join(["\b", "Example:" if len(lines) == 1 else "Examples:", *(f"  {line}" for line in lines)])


@contextlib.contextmanager
def opened() -> Generator["App", None, None]:
    """The system on the user's own data, closed afterwards.

    Raises:
        Unavailable: the database cannot be opened.
    """
    from dreaming.app import open_app

    app = open_app()
    try:
        yield app
    finally:
        app.close()


def read_time(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """The callback of an option that takes a date or a time in ISO 8601; one without a zone is UTC.

    Raises:
        BadParameter: it is none.
    """
    if value is None:
        return None
    try:
        return parse(value)
    except ValueError as error:
        raise _no_time(ctx, param, value) from error


def read_moment(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """As `read_time`, of an option that says "as it stood then": a date alone is its end.

    Raises:
        BadParameter: it is none.
    """
    if value is None:
        return None
    try:
        return parse_moment(value)
    except (ValueError, OverflowError) as error:
        raise _no_time(ctx, param, value) from error


def read_moments(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> list[datetime | None]:
    """As `read_moment`, of an option that may be given several times.

    Raises:
        BadParameter: one of them is none.
    """
    return [read_moment(ctx, param, value) for value in values]


def _no_time(ctx: click.Context, param: click.Parameter, value: str) -> click.BadParameter:
    problem = f"{value!r} is no time; write 2026-03-04 or 2026-03-04T09:00:00Z."
    return click.BadParameter(problem, ctx=ctx, param=param)


def chosen_store(app: "App", named: str | None) -> str:
    """The store that a command works on: the one named, which must exist, else the default one.

    Raises:
        NotFound: no store has that name or id.
        AmbiguousName: several have.
    """
    if named is None:
        return app.default_store()
    app.stores.get(named)
    return named
