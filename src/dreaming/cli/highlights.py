"""The first look at a dream for somebody who has never seen one: an example of each thing that it does, with quotes.

The full review is `dreaming report`; this says less, and explains more.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from dreaming.cli.console import heading, say
from dreaming.domain.changes import Change, ChangeKind, Fate, Notice, Place
from dreaming.domain.provenance import Evidence
from dreaming.domain.texts import counted
from dreaming.domain.times import day
from dreaming.service.report import Report

_WIDTH = 100
_QUOTE_WIDTH = 52
_QUOTES = 2
_LINES = 3
_STAYS = frozenset({ChangeKind.MERGED, ChangeKind.DROPPED})
_INDENT = "   "


@dataclass(frozen=True, slots=True)
class _Part:
    title: str
    explanation: str
    items: Sequence[Change | Notice]


def say_highlights(report: Report, *, each: int) -> None:
    """Print figures and up to `each` examples of every kind of finding.

    Args:
        report: of a completed dream.
        each: how many examples of a kind.
    """
    say(_figures(report))
    if not report.changes and not report.quarantined and not report.doubts:
        say("Nothing to change or to write down. What recurs shows only where there are several sessions.")
    for part in _parts(report):
        if part.items:
            say()
            more = len(part.items) - each
            heading(f"{part.title} ({len(part.items)})", part.explanation)
            for item in part.items[:each]:
                _say_item(item, report)
            if more > 0:
                say(f"{_INDENT}… and {more} more")


def _figures(report: Report) -> str:
    kept = report.fates.get(Fate.KEPT, 0)
    stay = f"{counted(report.claims, 'statement')}, {kept} kept as they are; " if report.claims else ""
    return f"{stay}{counted(len(report.changes), 'change')} proposed, each with its reason and exact quotes."


def _parts(report: Report) -> list[_Part]:
    added = [change for change in report.of_kind(ChangeKind.ADDED) if change not in report.open]
    dropped = report.of_kind(ChangeKind.DROPPED)
    twice = (*report.of_kind(ChangeKind.MERGED), *(change for change in dropped if change.after))
    refused = (*report.of_kind(ChangeKind.QUARANTINED), *report.quarantined)
    return [
        _Part("Replaced", "a later statement gives another value", report.of_kind(ChangeKind.REPLACED)),
        _Part("Merged", "the same statement, found twice", twice),
        _Part("Dropped", "it meant something only while it was written", [each for each in dropped if not each.after]),
        _Part("Moved", "the same text, in a better place", report.of_kind(ChangeKind.MOVED)),
        _Part("Learned across sessions", "it happened again and again", [each for each in added if each.support > 1]),
        _Part("Learned", "the user said it, and no note held it", [each for each in added if each.support <= 1]),
        _Part("Open", "work begun and not finished", report.open),
        _Part("Unsure", "both sides stay, and you are asked", report.doubts),
        _Part("Refused", "it gives orders to an agent, and the user did not say it: not written", refused),
    ]


def _say_item(item: Change | Notice, report: Report) -> None:
    if isinstance(item, Notice):
        _say_text("!", item.text)
        _say_places(" ", item.places)
    else:
        _say_places("-", item.before)
        _say_places("=" if item.kind in _STAYS else "+", item.after)
    say(_cut(f"{_INDENT}  why: {item.reason}"))
    for quote in _spread(item.evidence):
        said = f"{_INDENT}  “{_cut(_flat(quote.quote), _QUOTE_WIDTH)}” — "
        say(said + _source(quote, report, _WIDTH - len(said)))


def _say_places(mark: str, places: Iterable[Place]) -> None:
    for place in places:
        _say_text(mark, f"{_statement(place.text)}  [{place.path}:{place.first_line}]")


def _say_text(mark: str, text: str) -> None:
    """On as many lines as it takes, up to a few."""
    first, *rest = wrap(_flat(text), _WIDTH - 5, max_lines=_LINES, placeholder=" …", break_on_hyphens=False) or [""]
    say(f"{_INDENT}{mark} {first}")
    for line in rest:
        say(f"{_INDENT}  {line}")


def _statement(text: str) -> str:
    """Without its list marker."""
    return re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", text)


def _spread(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The quote that says most of each source, so that what recurs is seen to recur."""
    longest: dict[str | None, Evidence] = {}
    for quote in evidence:
        source = quote.session_id or quote.path
        if source not in longest or len(quote.quote) > len(longest[source].quote):
            longest[source] = quote
    return list(longest.values())[:_QUOTES]


def _source(quote: Evidence, report: Report, width: int) -> str:
    if quote.session_id is None:
        return _cut(f"{quote.path}:{quote.line}" if quote.line else str(quote.path), width)
    said = f"{quote.origin}, {day(quote.at)}, "
    session = report.sessions.get(quote.session_id)
    title = session.title if session is not None and session.title else quote.session_id
    return f"{said}“{_cut(title, width - len(said) - 2)}”"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, size: int = _WIDTH) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"
