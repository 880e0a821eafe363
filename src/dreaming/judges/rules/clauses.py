"""A sentence that states two things, of which the second is to hold from now on: "they moved, and from now on use …"."""

import re
from collections.abc import Iterator

from dreaming.domain.sentences import Sentence
from dreaming.judges.rules.cues import cue_of
from dreaming.judges.rules.gates import Gated
from dreaming.judges.rules.speech import Said

_FROM_NOW = Gated(
    re.compile(
        r"(?<=\w{3})(?:[,;]\s+|\s+[–—-]+\s+|\s+)(?:(?:and|but|also|so|then|plus)\s+)+"
        r"(?=(?:please\s+)?(?:from now on|from here on|(?:going|moving) forward|in (?:the )?future|next time)\b)",
        re.IGNORECASE,
    ),
    holds="now here forward future next",
)


def clauses(said: Said) -> Iterator[Said]:
    """The sentence, or its two parts where each states something by itself."""
    sentence = said.sentence
    turn = _FROM_NOW.search(sentence.text)
    if turn is None or cue_of(sentence.text[: turn.start()]) is None or cue_of(sentence.text[turn.end() :]) is None:
        yield said
        return
    middle, start = sentence.start + turn.start(), sentence.start + turn.end()
    yield Said(said.event, Sentence(sentence.start, middle, sentence.text[: turn.start()]))
    yield Said(said.event, Sentence(start, sentence.end, sentence.text[turn.end() :]))
