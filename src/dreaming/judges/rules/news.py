"""What a user tells has changed in a life or a work: "the Golf is sold", "so I go up to 36 hours from October".

By itself such a sentence says too little to be worth a line; where the store holds what it speaks against, it is worth
hearing. So it is heard by its form alone, and the engine writes it only in the place of a line, or asks.
"""

import re

from dreaming.domain.attributes import attributes
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.updates import tells
from dreaming.judges.rules import at_hand, hearsay, imperatives, phrases, refusals
from dreaming.judges.rules.announcements import leave_at
from dreaming.judges.rules.reactions import is_reaction
from dreaming.judges.rules.readable import is_readable

_F = re.IGNORECASE
_LONGEST = 240  # characters: who tells what has changed says it in short
_FEWEST = 3  # words
# What is told of the one day, or of the one time, leaves all as it was.
_OF_THE_DAY = re.compile(
    r"\b(?:today|tonight|this (?:morning|afternoon|evening|time|once)|last night|right now|for now|just (?:this )?once|"
    r"for (?:an?|two|three|a few) (?:minutes?|hours?)|at the moment)\b",
    _F,
)
_FOR_GOOD = re.compile(
    r"\b(?:quit|sold|bought|cancell?ed|resigned|died|passed away|married|born|moved (?:in|out)|promoted|fired|laid off|signed|"
    r"broke up|gave up|given up|came off|put down|down to|up to|notice)\b",
    _F,
)
_NOT_MEANT = re.compile(
    r"\b(?:wish|dream(?:t|ed)|imagin\w+|almost|nearly|would(?:n['’]t)?|if (?:i|we|you|he|she|it|they|my|the|only)|should(?:n['’]t)?|"
    r"maybe|perhaps|might|in (?:my|a|the) (?:dream|book|novel|film|movie|game|story)|used to|back (?:in|when)|years ago|"
    r"when i was|once upon|one day|some ?day|joking|kidding)\b",
    _F,
)
# What holds besides what held: it speaks against nothing.
_BESIDES = re.compile(
    r"\b(?:also (?!(?:just |now |finally |been |had to )*(?:\w+(?:ed|ing)|sold|quit|got|left|cut|put|grown|gone|made|won|lost|given|"
    r"found)\b)|"
    r"too[.!]*$|as well[.!]*$|another|in addition|additional|on top of (?:that|it))",
    _F,
)


def news_in(sentence: str) -> tuple[int, int] | None:
    """Where the statement of a sentence stands that tells of a change; None where none does."""
    start, end = phrases.bare(sentence).start, leave_at(sentence)
    text = sentence[start:end]
    if not (len(text.split()) >= _FEWEST and len(text) <= _LONGEST) or not is_readable(text):
        return None
    return (start, end) if _is_meant(sentence, text) and _tells(text) else None


def _tells(text: str) -> bool:
    """Whether a clause of it, or the whole, tells of a change, and of none that holds besides."""
    parts = [part for part in _CLAUSES.split(text) if part]
    alone = [part for part in parts if tells(part) or _is_of_life(part)]
    if not alone:
        return _BESIDES.search(text) is None and (tells(text) or _is_of_life(text))
    return any(_BESIDES.search(part) is None for part in alone)


def _is_of_life(text: str) -> bool:
    """Whether it says of somebody's life that something began, ended or is planned; of oneself, that it is so."""
    found = attributes(text)
    return any(each.is_told or each.mood is Mood.PLANNED for each in found) or (
        bool(found) and _MINE.match(text) is not None
    )


_MINE = re.compile(r"(?:and |but |so |also |now )*(?:i|we|my|our)\b", _F)
_CLAUSES = re.compile(r"\s*(?:[;–—]|,\s)\s*|\s-\s")


def _is_meant(sentence: str, text: str) -> bool:
    """Whether it is told as it is, by the user, and not of the work at hand or of the moment."""
    if refusals.is_question(text) or is_reaction(text) or imperatives.is_order(phrases.unasked(text)):
        return False
    if hearsay.is_sarcastic(sentence) or hearsay.is_reported(text) or hearsay.is_joking(sentence):
        return False
    if _NOT_MEANT.search(text) or refusals.has_task(text) or at_hand.OF_CODE.search(text) or at_hand.is_at_hand(text):
        return False
    return _OF_THE_DAY.search(text) is None or _FOR_GOOD.search(text) is not None
