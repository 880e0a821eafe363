"""Tasks that a user asks for, each with a topic, so that one asked for in several sessions can be seen to recur.

One session alone shows nothing: the engine keeps only what enough sessions share. A topic is the request's reduced
words without what is another each time (a date, a version); requests of few words, which would meet by chance, have none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from dreaming.domain.calendars import MONTHS, WEEKDAY
from dreaming.domain.claims import ASKED, OFTEN_ASKED, Draft, ObservationKind
from dreaming.judges.rules import anchors, imperatives, phrases, refusals
from dreaming.judges.rules.cues import cue_of
from dreaming.judges.rules.open_work import left_open
from dreaming.judges.rules.reactions import is_reaction
from dreaming.judges.rules.readable import is_readable
from dreaming.judges.rules.speech import Said, one_line, quotes_of

_TALK = re.compile(
    r"(?:help|explain|show|tell|give|look|summari[sz]e|draw|read|let|have|get|go|try|say|repeat|"
    r"remind)\b",
    re.IGNORECASE,
)
_WORDS = 3
_LONGEST = 200
_MOST = 8  # of one session
# What is another each time: numbers, dates, versions, names of months and days. The words around it recur.
_PASSING = re.compile(
    rf"\b(?:{WEEKDAY}|{MONTHS}|"
    r"today|tonight|tomorrow|yesterday|(?:this|last|next) (?:week|month|quarter|year|morning|evening)|q[1-4])(?:['’]s)?\b(?!\s+(?:i|we)\b)|"
    r"(?<![\w`/-])(?:v?\d[\d.,:/-]*\d|v?\d|#\d+|[A-Z]{2,}-\d+)(?:st|nd|rd|th)?(?![\w`/])",
    re.IGNORECASE,
)


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
        or is_reaction(statement)
        or cue_of(sentence.text) is not None
        or left_open(said) is not None
    ):
        return None
    lasting = " ".join(_PASSING.sub("…", one_line(statement)).split()).rstrip(".")
    words = anchors.content(lasting)
    if len(words) < _WORDS or refusals.is_pointing(lasting):
        return None
    return Draft(
        kind=ObservationKind.PROCEDURE,
        text=OFTEN_ASKED + lasting,
        quotes=quotes_of(said.event, sentence.start, sentence.end, statement),
        topic=ASKED + " ".join(words),
    )
