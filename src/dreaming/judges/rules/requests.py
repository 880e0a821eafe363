"""Tasks that a user asks for, each with a topic, so that one asked for in several sessions can be seen to recur.

One session alone shows nothing: the engine keeps only what enough sessions share. A topic is the request's reduced
words; requests of few words, which would meet by chance, have none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from dreaming.domain.claims import Draft, ObservationKind
from dreaming.judges.rules import anchors, imperatives, phrases, refusals
from dreaming.judges.rules.cues import cue_of
from dreaming.judges.rules.open_work import left_open
from dreaming.judges.rules.readable import is_readable
from dreaming.judges.rules.speech import Said, one_line, quotes_of

_TALK = re.compile(
    r"(?:help|explain|show|tell|give|look|summari[sz]e|draw|read|let|have|get|go|try|say|repeat|"
    r"remind)\b",
    re.IGNORECASE,
)
_WORDS = 3  # with something exact among them
_PLAIN_WORDS = 5
_LONGEST = 200
_MOST = 8  # of one session


def requests(spoken: Iterable[Sequence[Said]]) -> Iterator[Draft]:
    """The tasks that a session's user asks for, at most eight, each once."""
    seen: set[str] = set()
    for said in spoken:
        for each in said:
            draft = _request(each)
            if draft is not None and draft.topic not in seen and len(seen) < _MOST:
                seen.add(draft.topic)
                yield draft


def _request(said: Said) -> Draft | None:
    sentence = said.sentence
    if len(sentence.text) > _LONGEST or not is_readable(sentence.text):
        return None
    statement = phrases.unasked(sentence.text[phrases.bare(sentence.text).start :]).rstrip(" ?!")
    if (
        not imperatives.is_order(statement)
        or _TALK.match(statement)
        or refusals.is_reaction(statement)
        or cue_of(sentence.text) is not None
        or left_open(said) is not None
    ):
        return None
    words = anchors.content(statement)
    if len(words) < (_WORDS if anchors.has_value(statement) else _PLAIN_WORDS):
        return None
    return Draft(
        kind=ObservationKind.PROCEDURE,
        text=one_line(statement),
        quotes=quotes_of(said.event, sentence.start, sentence.end, statement),
        topic="ask:" + " ".join(words),
    )
