"""How dreams that are followed are shown: live at a terminal, in a pipe line by line, or as JSON Lines."""

import contextlib
from collections import deque
from collections.abc import Generator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, Self

from dreaming.cli.console import for_a_person, say, say_json, visible
from dreaming.cli.shapes import dream_shape, journal_shape
from dreaming.domain.model import DreamStatus

if TYPE_CHECKING:
    from rich.console import Console, Group, RenderableType
    from rich.text import Text

    from dreaming.service.watching import Sight

_TAIL = 8  # lines of a journal that are shown live
_HEAD = 4  # lines of a dream above its journal, at most, and one below
_BAR = 30
_STYLES = {DreamStatus.RUNNING: "green", DreamStatus.PENDING: "yellow"}


class View(Protocol):
    """Shows dreams as they go."""

    def show(self, sights: "Sequence[Sight]", now: datetime) -> None:
        """How the dreams that are not over yet, or have just ended, stand."""
        ...

    def close(self, sight: "Sight") -> None:
        """This dream is over: it was shown for the last time."""
        ...


@contextlib.contextmanager
def view_for(*, as_json: bool, is_one: bool) -> Generator[View]:
    """What fits where the output goes; `is_one` says that a single dream is followed."""
    if as_json:
        yield JsonView()
        return
    if for_a_person():
        from rich.console import Console

        console = Console()
        if not console.is_dumb_terminal:
            with LiveView(console) as live:
                yield live
            return
    yield LinesView(is_one=is_one)


class JsonView:
    """A line for each entry of a journal, then one for the dream."""

    def show(self, sights: "Sequence[Sight]", now: datetime) -> None:  # noqa: ARG002 - as in `View`
        """As `View.show`."""
        for sight in sights:
            for line in sight.told:
                say_json(journal_shape(sight.dream.id, line))

    def close(self, sight: "Sight") -> None:
        """As `View.close`."""
        say_json(dream_shape(sight.dream))


class LinesView:
    """A line for each entry of a journal, and one for the end."""

    def __init__(self, *, is_one: bool) -> None:
        self._is_one = is_one

    def show(self, sights: "Sequence[Sight]", now: datetime) -> None:  # noqa: ARG002 - as in `View`
        """As `View.show`."""
        from dreaming.service.rendering import journal_text

        for sight in sights:
            whose = "" if self._is_one else f"{sight.dream.id}  "
            for line in sight.told:
                say(whose + journal_text(line, sight.sessions))

    def close(self, sight: "Sight") -> None:
        """As `View.close`."""
        say(closing(sight))


class LiveView:
    """A picture of each dream that moves, and a line above it for each that has ended.

    Args:
        console: the terminal.
    """

    def __init__(self, console: "Console") -> None:
        from rich.live import Live

        self._console = console
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._tails: dict[str, deque[str]] = {}

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def show(self, sights: "Sequence[Sight]", now: datetime) -> None:
        """As `View.show`."""
        from dreaming.service.rendering import journal_text

        for sight in sights:
            tail = self._tails.setdefault(sight.dream.id, deque(maxlen=_TAIL))
            tail.extend(journal_text(line, sight.sessions, with_day=False) for line in sight.told)
        self._live.update(self._picture(sights, now), refresh=True)

    def close(self, sight: "Sight") -> None:
        """As `View.close`."""
        from rich.text import Text

        self._console.print(Text(visible(closing(sight))))

    def _picture(self, sights: "Sequence[Sight]", now: datetime) -> "Group":
        """Those that run first, each with as much of its journal as there is room for."""
        from rich.console import Group

        room = (self._console.height - 1) // len(sights) - _HEAD
        lines: list[RenderableType] = []
        for sight in sorted(sights, key=lambda sight: sight.dream.status is not DreamStatus.RUNNING):
            tail = self._tails[sight.dream.id]
            lines += [_title(sight), _progress(sight, now), *_reads(sight)]
            lines += [_line(text, "dim") for text in list(tail)[max(0, len(tail) - max(0, room)) :]]
            lines.append("")
        return Group(*lines[:-1])


def _line(text: str, style: str = "") -> "Text":
    from rich.text import Text

    return Text(visible(text), style=style, no_wrap=True, overflow="ellipsis")


def _title(sight: "Sight") -> "Text":
    from rich.text import Text

    dream = sight.dream
    attempt = f", attempt {dream.attempt}" if dream.attempt > 1 else ""
    asked = ", asked to stop" if dream.cancel_requested and dream.status is DreamStatus.RUNNING else ""
    status = (f"{dream.status}{attempt}{asked}", f"bold {_STYLES.get(dream.status, '')}")
    name = (f"  store {visible(sight.store_name)}  ", "")
    return Text.assemble((dream.id, "bold"), name, status, no_wrap=True, overflow="ellipsis")


def _progress(sight: "Sight", now: datetime) -> "RenderableType":
    from rich.progress_bar import ProgressBar
    from rich.table import Table

    from dreaming.service.rendering import progress_text

    dream, progress = sight.dream, sight.dream.progress
    if dream.status is DreamStatus.PENDING:
        for_what = dream.of_its_host if dream.waits_for_host else "waits for a worker"
        return _line(f"{_clock(now - dream.created_at)}  {for_what}")
    words = f"{_clock(now - (dream.started_at or dream.created_at))}  {progress_text(progress)}"
    if not progress.total:
        return _line(words)
    grid = Table.grid(padding=(0, 1))
    grid.add_row(ProgressBar(total=progress.total, completed=progress.done, width=_BAR), _line(words))
    return grid


def _reads(sight: "Sight") -> "list[RenderableType]":
    from dreaming.service.rendering import with_titles

    detail = sight.dream.progress.detail
    if sight.dream.status is not DreamStatus.RUNNING or not detail:
        return []
    return [_line(f"reads {with_titles(detail, sight.sessions)}")]


def _clock(time: timedelta) -> str:
    """`0:12`, `1:02:03`."""
    minutes, seconds = divmod(max(0, int(time.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def closing(sight: "Sight") -> str:
    """How the dream ended, and what to look at next, on one line."""
    from dreaming.cli.running import how_it_ended

    dream = sight.dream
    if dream.unpromoted_because:
        how = f"Dream {dream.id} completed, but is not promoted: {' '.join(dream.unpromoted_because.split())}"
    elif dream.promoted_at is not None:
        how = f"Dream {dream.id} completed, and is promoted into store {' '.join(sight.store_name.split())}."
    else:
        how = how_it_ended(dream)
    found = "Next" if dream.status is DreamStatus.COMPLETED else "What it found until then"
    return f"{how} {found}: dreaming report {dream.id}"
