"""What is not meant, or not one's own: sarcasm, jokes, and what somebody else says or thinks."""

import re

from dreaming.judges.rules import people
from dreaming.judges.rules.gates import Gated

_F = re.IGNORECASE

_SARCASM = Gated(
    re.compile(
        r"\byeah,? right\b|\bsure,? because\b|\boh,? (?:great|wonderful|sure|joy|brilliant),|(?:^|"
        r"\s)/s\s*$|\bas if\b(?! (?:the|it|you|they)\b)|\bwhat could (?:possibly )?go wrong\b|"
        r"\bbecause (?:that|who) (?:always|never|doesn['’]t)\b|\bof course it (?:did|does|is)\b|"
        r"^(?:oh,? |ah,? |wow,? )?(?:great|nice|perfect|lovely|brilliant|fantastic|wonderful|awesome|super|cool|wow)[,!.]*\s+"
        r"(?:yet )?(?:another|now (?:it|the|that|my|i)|so now)\b|^oh,? (?:sure|great|right|yes|well),? (?:let['’]?s|why not|"
        r"because|just)\b|"
        r"^(?:i|we) (?:just |really |absolutely )?love (?:it )?when\b|^sure,? let['’]?s\b.*\b(?:everything|all|instead)\b|"
        r"^just what (?:i|we) (?:needed|wanted)\b|\bexactly what (?:i|we) (?:needed|wanted|asked for)[.!]*$|"
        r"\bthanks for (?:nothing|breaking|deleting|ruining)\b",
        _F,
    ),
    holds=(
        "yeah sure oh s if could because course great nice perfect lovely brilliant fantastic wonderful awesome super cool wow "
        "love just exactly thanks"
    ),
)
_JOKING = re.compile(
    r"\b(?:lol|lmao|rofl|ha(?:ha)+h?|he(?:he)+|jk|j/k|just kidding|kidding|not really)\b[\s.!)]*$|^(?:lol|lmao|haha+)\b|"
    r"[\U0001f602\U0001f923\U0001f644]",
    _F,
)
_TAKEN_BACK = re.compile(r"\b(?:jk|j/k|just kidding|kidding|not really)\b[\s.!)]*$|\U0001f644", _F)
_TELLER = (
    r"(?:(?:the|an?|my|his|her|their|some|this|that|these|one of \w+|every|your|someone['’]s)\s+(?:[\w'’-]+\s+){1,4}?|"
    r"(?:he|she|they|someone|somebody|people|everyone|everybody|others|experts|critics|folks)\s+|"
    r"(?-i:[A-Z])[\w.'’-]+(?:\s+(?-i:[A-Z])[\w.'’-]+){0,2}\s+|(?:someone|somebody|people|one guy) (?:on|at|from|in) \S+\s+)"
)
_REPORTED = re.compile(
    rf"{_TELLER}(?:also |just |always |still |once |even |only |already |keeps? |has |have |had |clearly )*"
    r"(?:(?:says?|said|saying|claims?|claimed|thinks?|believes?|believed|argues?|argued|insists?|insisted|reckons?|swears?|swore)\s+\S|"
    r"(?:reports?|reported|states?|stated|assumes?|assumed) that\b|"
    r"(?:thought|suggests?|suggested|mentions?|mentioned|recommends?|advises?|advised|warns?|warned|complains?|complained|"
    r"announces?|announced|wrote|writes)(?=\s+(?:that|to|we|i|you|it|the|a|an|they|he|she|our|my|there|"
    r"this|not|using|never|always|\d|[\"“'‘:]|\w+ (?:is|are|was|were|has|have|will|should|must)\b)|\s*:)|"
    r"(?:tells?|told|asks?|asked|advised|warned|informs?|informed|reminds?|reminded) (?:me|us|him|her|them|you|everyone|people)\b)",
    _F,
)
_BY_RULE = re.compile(
    r"(?:our|my|the)\s+(?:[\w'’-]+\s+){0,3}?(?:polic(?:y|ies)|rules?|convention|contract|lease|agreement|guidelines?|guide|"
    r"style|standard|"
    r"law|regulations?|plan|schedule|handbook|prescription|spec|specification|sla)\s",
    _F,
)
_ACCORDING = re.compile(r"\baccording to (?!(?:our|my|the (?:contract|lease|plan|schedule|law|polic|agreement))\b)", _F)


def is_sarcastic(text: str) -> bool:
    """Whether a whole sentence, with what introduces it, jeers: it means something else than it says."""
    return _SARCASM.search(text) is not None


def is_joking(text: str) -> bool:
    """Whether a sentence ends or begins with a laugh: what it proposes is not meant."""
    return _JOKING.search(text) is not None


def is_joke(text: str, sentence: str) -> bool:
    """Whether what a sentence states is not meant: people laugh about what they like, and mean it."""
    return is_joking(sentence) and (_TAKEN_BACK.search(sentence) is not None or not people.is_taste(text))


def is_reported(text: str) -> bool:
    """Whether a sentence tells what somebody else says or thinks; a rule, a contract or a plan of one's own is no such teller."""
    return (_REPORTED.match(text) is not None and _BY_RULE.match(text) is None) or _ACCORDING.search(text) is not None
