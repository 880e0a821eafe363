"""A diff as lines of styled text: plain for models and pipes, in colour at a terminal, from the same lines.

In plain text the words of a line that was reworded are marked as `git diff --word-diff` marks them: `[-old-]{+new+}`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from dreaming.domain.changes import Place
from dreaming.domain.comparing import Mark, Row
from dreaming.domain.model import Session
from dreaming.domain.texts import counted
from dreaming.service.answerable import frames
from dreaming.service.diffs import DiffOperation, Hunk
from dreaming.service.outlines import Item
from dreaming.service.rendering import quote_text
from dreaming.service.risks import Risk

QUOTES = 2  # of a hunk; the changes have all of them
LINE_CHARACTERS = 400  # that are shown of a line
LINES_TOGETHER = 40  # that are shown of a hunk


class Style(StrEnum):
    """How a run of characters is shown."""

    PLAIN = "plain"
    HEADING = "heading"
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    FAINT = "faint"


Run = tuple[Style, str]
Line = tuple[Run, ...]
_STYLES = {Mark.KEPT: Style.KEPT, Mark.REMOVED: Style.REMOVED, Mark.ADDED: Style.ADDED}
_MARKS = {Style.REMOVED: ("[-", "-]"), Style.ADDED: ("{+", "+}")}


def item_lines(items: Iterable[Item], sessions: Mapping[str, Session]) -> Iterator[Line]:
    """Hunk after hunk; a heading where another memory begins."""
    last: tuple[str | None, str | None] | None = None
    for item in items:
        if (item.path_before, item.path_after) != last:
            if last is not None:
                yield ()
            yield ((Style.HEADING, _memory(item)),)
            last = item.path_before, item.path_after
        yield from hunk_lines(item, sessions)


def hunk_lines(item: Item, sessions: Mapping[str, Session]) -> Iterator[Line]:
    """What the hunk does, its lines, its reason, and the first of its quotes."""
    hunk = item.hunk
    yield ()
    yield (*_title(item, hunk),)
    shown = hunk.rows
    for row in shown[:LINES_TOGETHER]:
        yield _row(row)
    if len(shown) > LINES_TOGETHER:
        yield ((Style.FAINT, f"  … and {counted(len(shown) - LINES_TOGETHER, 'line')} more"),)
    if hunk.reason:
        yield ((Style.PLAIN, f"  Why: {_flat(hunk.reason)}"),)
    if hunk.vanished and hunk.risk is not Risk.DROPPED:
        yield ((Style.REMOVED, f"  Not said any more: {', '.join(map(_flat, hunk.vanished))}"),)
    yield from _elsewhere("Stands now at", hunk.to)
    yield from _elsewhere("Stood before at", hunk.origin)
    for quote in hunk.evidence[:QUOTES]:
        yield ((Style.FAINT, f"  > {quote_text(quote, sessions)}"),)
    if len(hunk.evidence) > QUOTES:
        yield ((Style.FAINT, f"  > and {counted(len(hunk.evidence) - QUOTES, 'quote')} more"),)


def plain(lines: Iterable[Line]) -> str:
    """The lines as text, the words of a reworded line between marks."""
    return "\n".join(_plain(line) for line in lines)


def styled(line: Line, paint: Callable[[Style, str], str]) -> str:
    """One line, each run through `paint`."""
    return "".join(paint(style, text) for style, text in line)


def _plain(line: Line) -> str:
    if not line or line[0][1] != "~ ":
        return "".join(text for _, text in line)
    return "".join(text if style not in _MARKS else text.join(_MARKS[style]) for style, text in line)


def _memory(item: Item) -> str:
    moved = f" (was {item.path_before})" if item.operation is DiffOperation.RENAMED else ""
    return f"{item.path}{moved}, {item.operation}: {counts_text(item.counts)}"


def counts_text(counts: Mapping[Risk, int]) -> str:
    """`1 dropped, 2 merged`, riskiest first."""
    return ", ".join(f"{counts[risk]} {risk}" for risk in Risk if counts.get(risk))


def _title(item: Item, hunk: Hunk) -> Line:
    stretch = hunk.stretch
    if not stretch.before and not stretch.after:
        return ((Style.HEADING, f"{hunk.risk}"),)
    lines, first = (stretch.before, stretch.first) if stretch.before else (stretch.after, stretch.later_first)
    line = next((number for number, text in enumerate(lines, first) if not frames(text)), first)
    path = item.path_before if stretch.before else item.path_after
    topic = f" ({_flat(hunk.topic)})" if hunk.topic and hunk.topic != item.path else ""
    change = f"  {hunk.change.id}" if hunk.change is not None else ""
    return ((Style.HEADING, f"{hunk.risk} {path}:{line}{topic}"), (Style.FAINT, change))


def _row(row: Row) -> Line:
    """A line that went, one that came, or both wordings of one."""
    sign = "~ " if row.before is not None and row.after is not None else "- " if row.before is not None else "+ "
    style = {"~ ": Style.PLAIN, "- ": Style.REMOVED, "+ ": Style.ADDED}[sign]
    runs: list[Run] = [(style, sign)]
    room = LINE_CHARACTERS
    for words in row.words:
        text = words.text if len(words.text) <= room else f"{words.text[:room]}…"
        runs.append((_STYLES[words.mark], text))
        room -= len(words.text)
        if room < 0:
            break
    return tuple(runs)


def _elsewhere(said: str, places: Sequence[Place]) -> Iterator[Line]:
    if places:
        first, more = places[0], f" and {len(places) - 1} more" if len(places) > 1 else ""
        yield ((Style.FAINT, f"  {said} {first.path}:{first.first_line}{more}"),)


def _flat(text: str) -> str:
    return " ".join(text.split())
