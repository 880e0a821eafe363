"""Of what there is one at a time, and where in a statement its value stands."""

import re
from functools import lru_cache

from dreaming.domain.language import Reading, read
from dreaming.domain.vocabulary import LINK_STEMS, plain

# Nouns of which a thing has one at a time. Stems, as `language` reduces them.
SINGLE = frozenset(
    next(iter(read(word).stems), word)
    for word in (
        "port owner maintainer lead region branch version timeout limit quota provider database datastore broker queue host "
        "hostname url address domain endpoint manager runtime interpreter compiler editor shell theme font locale "
        "timezone currency indentation width height name title email phone role job employer company city country "
        "birthday age status state priority deadline schedule cadence day time interval frequency budget price cost size "
        "threshold level mode strategy license formatter linter runner framework registry bucket cluster path "
        "directory folder location prefix suffix schema retention command default platform os model plan "
        "breakfast lunch dinner weight seat flight hotel salary team office count capacity number currency zone floor "
        "discount rate rent fee ratio speed temperature dose dosage deposit lifetime ttl expiry duration length depth supervisor "
        "boss director captain landlord dentist doctor"
    ).split()
)
_SEVERAL = re.compile(
    r"\b(?:also|another|one of|either|both|among|includ(?:e|es|ing)\b|several|multiple|various|some of|as well|plus|additional\w*|"
    r"depends? on|imports?|knows?|likes?|enjoys?|supports?|speaks?)\b",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(
    r"\W*an? [\w-]+(?: [\w-]+)? (?:of|for|in|at|on)\b", re.IGNORECASE
)  # `a language of …`: one of some
_REMEMBERED = 65_536  # texts: each is compared with many others
_PATTERNS = 2_048  # of what is looked for: each in many texts


@lru_cache(maxsize=_REMEMBERED)
def holds_several(text: str) -> bool:
    """Whether words say that more than one may hold at a time."""
    return names_several(text) or is_one_of_some(text)


def names_several(text: str) -> bool:
    """Whether a word says that more than one may hold at a time."""
    return _SEVERAL.search(text) is not None


def is_one_of_some(text: str) -> bool:
    """Whether the first words may be of one of several: `a language of …`; `a report on … is due …` is of the one there is."""
    return _INDEFINITE.match(text) is not None


def holds_one(earlier: str, later: str, a: Reading, b: Reading) -> bool:
    """Whether both tell something of which there is one at a time, by a noun of one of them or a verb of both."""
    left, right = ((of.terms & SINGLE) - _does(text) for of, text in ((a, earlier), (b, later)))
    if left and right and not left & right:
        return False
    return bool(left or right) or bool(_ties(earlier) & _ties(later))


def _does(text: str) -> set[str]:
    """Verbs among the nouns of one value, where somebody does it: who owns or leads one thing may own and lead others."""
    return {plain(word.casefold()) for word in _ACTIVE.findall(text)}


_ACTIVE = re.compile(r"\b(?:owns|maintains|leads|hosts|manages|runs|limits|times)\b", re.IGNORECASE)


@lru_cache(maxsize=_REMEMBERED)
def _ties(text: str) -> frozenset[str]:
    """The verbs of a statement that tie a thing to one other at a time: `is based in`, `reports to`."""
    return frozenset(" ".join(each.casefold().split()) for each in _TIES.findall(text))


_TIES = re.compile(
    r"\b((?:based|located|hosted|led|headed|owned|named|called|due|priced|capped|limited|assigned|married|moored|parked) "
    r"(?:in|at|on|by|to|for|under)|(?:lives|resides|works|sits) (?:in|at)|(?:reports|belongs|answers) to|(?:ends|starts|begins|opens|"
    r"closes|expires) (?:on|at|in)|costs|weighs|(?:keeps|stores) (?:its|his|her|their) [\w-]+ (?:in|at|on))\b",
    re.IGNORECASE,
)


_BEFORE_A_VALUE = frozenset(": = is are to with by at against on as now most be".split())


def says_another(text: str, kind: str, a: Reading, b: Reading) -> bool:
    """Whether something that both have stands where they say what is so: what differs is then what it is said of.

    `Legal wants atlas licensed as MIT`, `primary datastore (ledger): TiDB`.
    """
    if kind not in {"word", "text"}:
        return False
    named = {value.text for value in a.values & b.values} | (a.names & b.names)
    ties = ((named, r"(?:\bas|[:=→]|\bis|\bare)"), (a.strong & b.strong, r"[:=→]"))
    return any(
        re.search(rf"{tie}\s+[`\"]?{re.escape(each)}\w{{0,3}}(?!\w)", text, re.IGNORECASE)
        for terms, tie in ties
        for each in terms
    )


def is_value(term: str, kind: str, text: str) -> bool:
    """Whether the term stands where a value stands: it is what is said, not what it is said of.

    `Port for atlas: 8080` is about atlas: what another line says of kestrel does not replace it.
    """
    if kind in {"number", "version", "time", "date", "url", "email"}:
        return True
    written = stands(term, text)
    if written is None:
        return False
    at = text.find(written)
    if any(found.end() == len(text[:at].rstrip(" `\"'")) for found in _TIES.finditer(text)):
        return True
    before = re.findall(r"[\w'’-]+|[:=]", re.sub(r"\b(?:the|an?)\s+[`\"]?$", "", text[:at].rstrip(" `\"'")))
    after = re.findall(r"[\w'’-]+", text[at + len(written) :])
    if not before:
        return False
    word = before[-1].casefold()
    if word == "in":
        return bool(after) and bool(read("x " + after[0].casefold()).stems & SINGLE)
    return word in _BEFORE_A_VALUE or bool(read("x " + word).stems & (LINK_STEMS | SINGLE))


def stands(thing: str, text: str) -> str | None:
    """The thing as `text` writes it, in any case, as whole words (a stem may begin a longer word)."""
    found = _standing(thing).search(text)
    return found[0] if found else None


@lru_cache(maxsize=_PATTERNS)
def _standing(thing: str) -> re.Pattern[str]:
    end = r"\w*" if re.fullmatch(r"[^\W\d]+", thing) else r"(?![\w-]|\.[\d./])"
    spaced = re.escape(thing).replace(r"\ ", r"\s+")
    spaced = re.sub(r"(?<=\d)(?=[a-z%])", r"\\s?", spaced)
    return re.compile(rf"(?<![\w.-]){spaced}{end}", re.IGNORECASE)
