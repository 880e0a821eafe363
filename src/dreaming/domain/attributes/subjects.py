"""Where a clause's verb begins, and whom or what the words before it name."""

import re
from collections.abc import Sequence

from dreaming.domain.attributes.lexicon import (
    ADVERBS,
    ANIMALS,
    AUXILIARIES,
    BEST,
    OWNERS,
    POINTING,
    PRONOUNS,
    RELATIONS,
    SAID_BARE,
    THINGS,
    low,
)
from dreaming.domain.attributes.verbs import FORMS, Form

USER = "user"
NOBODY = ""  # of whom a statement does not say who it is

_FINITE = frozenset("is are was were has will went goes does did 's meets leaves starts moved".split())
_BEFORE_A_NOUN = OWNERS | {"of", "for", "in", "on", "to", "at", "from", "with", "as"}
_READ = 8  # words among which the verb must begin
_NAME = re.compile(r"[A-Z][\w'-]*\.?")
_KIN = {"mom": "mother", "mum": "mother", "dad": "father", "kid": "child", "kids": "children", "neighbour": "neighbor",
        "fiance": "partner", "fiancee": "partner", "fiancé": "partner", "fiancée": "partner", "spouse": "partner",
        "wife": "partner", "husband": "partner", "girlfriend": "partner", "boyfriend": "partner"}  # fmt: skip


def verb_at(tokens: Sequence[str]) -> int | None:
    """Where the verb group begins, or None where there is none that the grammar knows, or an order."""
    words = [low(token) for token in tokens]
    if not words or (words[0] == "not" and words[1:2] and words[1] in FORMS):
        return None
    if words[0] in FORMS and FORMS[words[0]][1] is Form.BARE and words[0] not in SAID_BARE | AUXILIARIES:
        return None
    places = range(min(len(tokens), _READ))
    return next((at for at in places if _begins(tokens, words, at)), None)


_BEFORE_A_VERB = PRONOUNS | AUXILIARIES | ADVERBS


def _begins(tokens: Sequence[str], words: Sequence[str], at: int) -> bool:
    """Whether a verb group begins here. A gerund before a finite verb is a noun: `Running shoes are worn out`."""
    word, before, after = words[at], words[at - 1] if at else "", words[at + 1 : at + 2]
    if word == "may" and at and tokens[at][0].isupper():
        return False  # the month
    if word in AUXILIARIES:
        wanted = {"no": ["longer"], "used": ["to"]}.get(word)
        if wanted is None or after == wanted:
            return True
    if word not in FORMS or (before in _BEFORE_A_NOUN and word not in {"is", "are"}):
        return False
    form = FORMS[word][1]
    if form in {Form.BARE, Form.GERUND} and before not in _BEFORE_A_VERB:
        is_verb = not at or (form is Form.GERUND and _is_somebody(words[:at]))
        return is_verb and not _FINITE.intersection(words[at + 1 : at + 7])
    return not (at and form is Form.PRESENT and tokens[at][0].isupper())


def _is_somebody(words: Sequence[str]) -> bool:
    return len(words) <= 2 and words[-1] in RELATIONS | PRONOUNS


def subject(tokens: Sequence[str], carried: str) -> tuple[str, str]:
    """Whom a clause is about, and the thing before its verb if that is no person.

    Args:
        tokens: the words before the verb.
        carried: whom the clause before was about.
    """
    words = [low(token) for token in tokens]
    if not words or (len(words) <= 2 and words[-1] in PRONOUNS):
        return (_meant(words[-1], carried) if words else carried), ""
    if len(words) <= 3 and words[0] in POINTING:
        return NOBODY, ""
    holder, rest = _owner(tokens, carried)
    kin = [word for word in map(low, rest) if word not in BEST]
    if kin and kin[0] in RELATIONS and all(map(_NAME.fullmatch, rest[len(rest) - len(kin) + 1 :])):
        return kin_of(holder, kin[0]), ""
    if kin and len(kin) <= 2 and kin[-1] in ANIMALS:
        return holder, f"pet {kin[-1]}"
    if (_is_name(rest) and len(rest) == len(tokens)) or "and" in words:
        return " ".join(words), ""
    return holder, " ".join(rest)


def _meant(pronoun: str, carried: str) -> str:
    """Whom a pronoun means: in `she moved` alone nobody can tell."""
    if pronoun in {"i", "we", "user"}:
        return USER
    return NOBODY if carried == USER else carried


def _owner(tokens: Sequence[str], carried: str) -> tuple[str, list[str]]:
    """Whose the thing is that the words name, and the words without that: `Tom's wife` → tom, wife."""
    holder, rest = USER, list(tokens)
    while rest and (low(rest[0]) in OWNERS or re.search(r"'s$|s'$", rest[0], re.IGNORECASE)):
        owner = low(rest.pop(0)).removesuffix("'s").removesuffix("s'")
        if owner in {"his", "her", "their"}:
            holder = carried
        elif owner not in OWNERS and owner != USER:
            holder = owner if holder == USER else f"{holder}/{owner}"
    return holder, rest


def _is_name(tokens: Sequence[str]) -> bool:
    words = {low(token) for token in tokens}
    return 0 < len(tokens) <= 2 and all(map(_NAME.fullmatch, tokens)) and not THINGS & words


def kin_of(holder: str, kin: str) -> str:
    """The holder that is the holder's wife, brother, neighbour: of the user's, the word alone."""
    kin = _KIN.get(kin, kin)
    return kin if holder == USER else f"{holder}/{kin}"
