"""What a command prints: for a person at a terminal, for a pipe, or, with `--json`, for a program.

Text from memories and sessions may hold terminal control sequences; `visible` makes them harmless before a terminal
sees them. Only `raw` writes text as it is, for the one command whose output is a file's content.
"""

import contextlib
import json
import sys
import unicodedata
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, TextIO

import click

Row = Sequence[str]
_KEPT_CONTROLS = frozenset("\n\t")


def for_a_person() -> bool:
    """Whether standard output is a terminal."""
    return _is_terminal(sys.stdout)


def someone_waits() -> bool:
    """Whether standard error is a terminal, so that progress is worth showing."""
    return _is_terminal(sys.stderr)


def _is_terminal(stream: TextIO | None) -> bool:
    """There is no stream where there is no console, as under pythonw.exe."""
    return stream is not None and stream.isatty()


def visible(text: str) -> str:
    """`text` with control and bidirectional characters replaced by `�`, so that it cannot drive a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("�" if _is_hidden(character) else character for character in text)


def _is_hidden(character: str) -> bool:
    if character in _KEPT_CONTROLS:
        return False
    return (
        unicodedata.category(character) == "Cc"
        or "\u202a" <= character <= "\u202e"
        or "\u2066" <= character <= "\u2069"
    )


def say(text: str = "") -> None:
    """One line or more on standard output."""
    click.echo(visible(text))


def note(text: str) -> None:
    """One line on standard error: what happens, not what was asked for."""
    click.echo(visible(text), err=True)


def raw(text: str) -> None:
    """`text` byte for byte where standard output is a pipe or a file; harmless where it is a terminal."""
    if for_a_person():
        say(text)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def say_json(value: object) -> None:
    """One JSON value on standard output, on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


def say_table(columns: Row, rows: Sequence[Row], *, empty: str) -> None:
    """Rows under headings: drawn at a terminal, aligned plain text in a pipe; `empty` is said where there are none."""
    if not rows:
        say(empty)
    elif for_a_person():
        _draw(columns, rows)
    else:
        for line in _aligned([[heading.upper() for heading in columns], *rows]):
            say(line)


def _draw(columns: Row, rows: Sequence[Row]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in columns:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    Console().print(table)


def _aligned(rows: Sequence[Row]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def say_markdown(text: str) -> None:
    """Markdown, formatted at a terminal and as it is in a pipe."""
    if not for_a_person():
        say(text.rstrip())
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(width=min(Console().width, 110)).print(Markdown(visible(text)))


def size(count: int) -> str:
    """Bytes for a person: `812 B`, `3.4 kB`, `1.2 MB`."""
    if count < 1_000:
        return f"{count} B"
    number, units = count / 1_000, iter("kMGT")
    unit = next(units)
    while number >= 1_000:
        number, unit = number / 1_000, next(units, unit)
    return f"{number:.1f} {unit}B"


@contextlib.contextmanager
def progress(title: str, total: int, *, in_bytes: bool = False) -> Generator[Callable[..., None], None, None]:
    """A bar on standard error while a person waits, else nothing; of bytes, with their pace, or of whole things.

    Yields a function `show(done, detail="")`.
    """
    if not someone_waits():
        yield _show_nothing
        return
    from rich import progress as bars
    from rich.console import Console

    done = [bars.DownloadColumn(), bars.TransferSpeedColumn()] if in_bytes else [bars.MofNCompleteColumn()]
    columns = (bars.TextColumn("{task.description}"), bars.BarColumn(), *done, bars.TimeElapsedColumn())
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)

        def show(done: int, detail: str = "", *, of: int | None = None) -> None:
            bar.update(task, completed=done, total=of, description=f"{title} {detail}".strip())

        yield show


def _show_nothing(*_: Any, **__: Any) -> None:
    """Nobody waits."""


def heading(title: str, explanation: str = "") -> None:
    """A heading, bold at a terminal."""
    text = visible(title)
    rest = f": {visible(explanation)}" if explanation else ""
    click.echo((click.style(text, bold=True) if for_a_person() else text) + rest)
