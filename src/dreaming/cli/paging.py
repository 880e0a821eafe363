"""Long text for a person: in colour at a terminal, through a pager where it is longer than the screen, else as it is."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

import click

from dreaming.cli.console import for_a_person, visible

if TYPE_CHECKING:
    from dreaming.service.diff_text import Line, Style

_Command = TypeVar("_Command", bound=Callable[..., object])
_LOOKS: dict[str, dict[str, object]] = {
    "heading": {"bold": True},
    "removed": {"fg": "red"},
    "added": {"fg": "green"},
    "faint": {"dim": True},
}
_BEGINS = (
    (re.compile(r"#{1,6} "), "heading"),
    (re.compile(r"- "), "removed"),
    (re.compile(r"\+ "), "added"),
    (re.compile(r"\s*> "), "faint"),
)


def pager_option(command: _Command) -> _Command:
    """`--no-pager`, as the parameter `no_pager`."""
    return click.option("--no-pager", is_flag=True, help="Print long text at once, also at a terminal.")(command)


def in_colour() -> bool:
    """Whether colours are wanted: at a terminal, unless NO_COLOR is set (https://no-color.org)."""
    return for_a_person() and not os.environ.get("NO_COLOR")


def say_lines(lines: Iterable[str], *, no_pager: bool = False) -> None:
    """Lines that are harmless already, one after the other; through PAGER where a person would have to scroll."""
    waiting = iter(lines)
    if not for_a_person() or no_pager:
        for line in waiting:
            click.echo(line)
        return
    size = shutil.get_terminal_size()
    head = list(islice(waiting, size.lines - 1))
    is_all = len(head) < size.lines - 1
    if is_all and sum(_screen_lines(line, size.columns) for line in head) < size.lines:
        for line in head:
            click.echo(line)
        return
    colours = None if in_colour() else False  # None: click asks `less` for them and spares other pagers
    click.echo_via_pager((f"{line}\n" for line in chain(head, waiting)), color=colours)


def report_lines(text: str) -> Iterator[str]:
    """A section's text line by line, coloured by what each line begins with."""
    colours = in_colour()
    for line in visible(text.rstrip()).split("\n"):
        look = next((look for begins, look in _BEGINS if begins.match(line)), None)
        yield click.style(line, **_LOOKS[look]) if colours and look is not None else line  # pyright: ignore[reportArgumentType]


def diff_lines(lines: "Iterable[Line]") -> Iterator[str]:
    """A diff line by line, in colour or with marks around the words that changed."""
    from dreaming.service.diff_text import plain, styled

    colours = in_colour()
    for line in lines:
        yield styled(line, _paint) if colours else visible(plain([line]))


def _paint(style: "Style", text: str) -> str:
    return click.style(visible(text), **_LOOKS.get(style, {}))  # pyright: ignore[reportArgumentType]


def _screen_lines(line: str, columns: int) -> int:
    return max(1, -(-len(click.unstyle(line)) // columns))
