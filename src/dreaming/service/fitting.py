"""Making what arrives fit to keep, and counting what that took.

The order matters: characters that cannot be stored go, then secrets and private spans, and only then what is too long
is cut; so a secret is never cut in two and kept in part.
"""

import hashlib
from collections import Counter
from dataclasses import replace

from dreaming.domain.limits import EVENT_TEXT_BYTES
from dreaming.domain.model import EventType, NewEvent, NewSession, Outcome
from dreaming.domain.redaction import PRIVATE, Redactor
from dreaming.domain.texts import counted, cut_bytes, cut_middle, storable

_RESULT_HEAD, _RESULT_TAIL, _RESULT_SLACK = 6_000, 2_000, 500
_TOOL_USE_CHARACTERS = 4_096
_MARGIN_CHARACTERS = 131_072
_NAME_CHARACTERS = 1_024
_TITLE_CHARACTERS = 255
_ID_CHARACTERS = 300


class Fitter:
    """Makes the parts of one session fit to keep.

    Attributes:
        redacted: how many secrets and private spans were taken out,
        kinds: in how many texts each kind of them stood,
        cut: how many texts were too long,
        emptied: how many events had nothing left to keep.
    """

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self.redacted = 0
        self.kinds: Counter[str] = Counter()
        self.cut = 0
        self.emptied = 0

    def event(self, event: NewEvent) -> NewEvent | None:
        """The event as it may be kept; None where nothing of its text is left. An empty result says that it was so."""
        shortened = _shortened(event.type, event.text)
        text = self._clean(shortened)
        if not text.strip() and event.type is not EventType.AGENT_TOOL_RESULT:
            self.emptied += 1
            return None
        shorter = _cut(event.type, text, event.text[len(shortened) :])
        self.cut += shorter is not text
        if shorter is event.text and event.tool_name is None and event.tool_use_id is None:
            return event
        return replace(
            event, text=shorter, tool_name=self._name(event.tool_name), tool_use_id=self._name(event.tool_use_id)
        )

    def head(self, head: NewSession) -> NewSession:
        """The session's head as it may be kept."""
        return NewSession(
            source=head.source,
            external_id=None if head.external_id is None else short_id(head.external_id),
            title=self._name(head.title, _TITLE_CHARACTERS),
            agent=self._name(head.agent),
            project=self._name(head.project),
            outcome=None if head.outcome is None else self._outcome(head.outcome),
        )

    def note(self, note: str) -> str:
        """A sentence about what was read, which may name parts of it."""
        return self._redactor.redact(storable(note)).text

    def notes(self) -> list[str]:
        """What was changed, in sentences."""
        said: list[str] = []
        if self.redacted:
            kinds = ", ".join(f"{texts:,} {kind}" for kind, texts in sorted(self.kinds.items()))
            said.append(f"{counted(self.redacted, 'secret or private span')} taken out; texts with each: {kinds}.")
        if self.emptied:
            said.append(f"{counted(self.emptied, 'event')} left out: nothing of the text was to be kept.")
        if self.cut:
            said.append(f"{counted(self.cut, 'text')} cut: too long to keep whole.")
        return said

    def _outcome(self, outcome: Outcome) -> Outcome:
        explanation = cut_bytes(self._clean(outcome.explanation), EVENT_TEXT_BYTES)
        return replace(outcome, explanation=explanation, by=self._name(outcome.by) or "")

    def _name(self, text: str | None, limit: int = _NAME_CHARACTERS) -> str | None:
        if not text:
            return None
        return " ".join(self._clean(text).split())[:limit] or None

    def _clean(self, text: str) -> str:
        found = self._redactor.redact(storable(text))
        if found.count:
            self.redacted += found.count
            self.kinds.update(found.kinds)
        return found.text


def short_id(external_id: str) -> str:
    """An id that another program gave, as it is; one that is too long or cannot be stored becomes its hash."""
    if len(external_id) <= _ID_CHARACTERS and storable(external_id) == external_id:
        return external_id
    return hashlib.sha256(external_id.encode("utf-8", "surrogatepass")).hexdigest()


def _shortened(kind: EventType, text: str) -> str:
    """Without most of what will be cut anyway, far from what is kept: looking through it for secrets takes long.

    A secret is shorter than the margin. A private span is not bounded, so that a text which may hold one stays whole.
    """
    longest = 2 * _MARGIN_CHARACTERS if kind is EventType.AGENT_TOOL_RESULT else EVENT_TEXT_BYTES + _MARGIN_CHARACTERS
    if len(text) <= longest or PRIVATE in text.lower():
        return text
    if kind is EventType.AGENT_TOOL_RESULT:
        return text[:_MARGIN_CHARACTERS] + text[-_MARGIN_CHARACTERS:]
    return text[:longest]


def _cut(kind: EventType, text: str, dropped: str) -> str:
    """`text` as long as it may be; `dropped` is as long as what it was shortened by before."""
    if kind is EventType.AGENT_TOOL_RESULT:
        is_long = len(text) > _RESULT_HEAD + _RESULT_TAIL + _RESULT_SLACK
        return cut_middle(text, _RESULT_HEAD, _RESULT_TAIL, dropped=len(dropped)) if is_long else text
    if kind is EventType.AGENT_TOOL_USE:
        return cut_middle(text, _TOOL_USE_CHARACTERS, 0, dropped=len(dropped))
    return cut_bytes(text, EVENT_TEXT_BYTES, dropped=len(dropped.encode()))
