"""A statement about somebody taken apart into clauses: who, does what, whether it begins, holds, ends or is only meant.

The grammar is small on purpose: it knows the verbs of `verbs` and gives up on what it does not know, so that what it does
not understand changes nothing. Conditions, reported speech and relative clauses say nothing here.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dreaming.domain.attributes.groups import Group, mood_of, read_auxiliaries, read_leading
from dreaming.domain.attributes.lexicon import ADVERBS, NEW, OWNERS, POINTING, PRONOUNS, RELATIONS, STATES, THINGS, low
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.attributes.plainly import plainly
from dreaming.domain.attributes.subjects import NOBODY, USER, kin_of, subject, verb_at
from dreaming.domain.attributes.verbs import FORMS, Form

_LONGEST = 400  # characters: what is longer is a text, not a statement about one thing


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing said: `holder` is whom it is about, `thing` the noun before the verb where that is no person.

    `verb` is the verb's plain form, `rest` what follows it as it is written. `by_act` tells that the verb stands in the
    past or perfect: what it names has happened. `is_new` tells of words such as "now" and "again".
    """

    holder: str
    thing: str
    verb: str
    rest: str
    mood: Mood
    by_act: bool = False
    is_new: bool = False
    is_ongoing: bool = False
    subject: str = ""  # the words before the verb, as they are written


_FOLD = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})
_LEAD = re.compile(
    r"^(?:[-*•]\s+|\[[^\]]{1,30}\]:?\s*|\(?\d{4}-\d\d-\d\d\)?[:,]?\s+|"
    r"(?:as of|since|in|on|last|this|earlier this|by)\s(?:[\w/-]+\s){0,2}[\w/-]+,\s+)+",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^(?:the )?(?:user|i) (?:has |have )?(?:also )?(?:said|says|mentioned|mentions|stated|states|noted|notes|"
    r"shared|shares|confirmed|confirms|revealed|reveals|reported|reports) (?:that )?",
    re.IGNORECASE,
)
_HEARD = re.compile(
    r'"[^"]{12,}"|\b(?:said|says|told|tells|asked|asks|suggest\w*|recommend\w*|heard|believes?|wonder\w*|imagin\w*|'
    r"pretend\w*|joked?|assum\w+|guess\w*|hypothetical\w*|quiz|fictional|dreamed|dreamt)\b",
    re.IGNORECASE,
)
# Ways to say a thing that have a plainer one, which the grammar knows.
_PLAINLY = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"^(?:is |am |went |got )?back (?:to|at) (?=\w+ing\b)", "resumed "),
        (r"^(?:is |am |went |got )?back on (?=[a-z])", "resumed "),
        (r"^(?:the |his |her |their |our |my )?(?:new )?((?:\w+ )?(?:baby(?: girl| boy)?|child|son|daughter|twins)) "
         r"(?:was |were |is |has |have )?(?:born|arrived|here)\b", r"had a \1"),
        (r"^(?:it )?turn(?:s|ed) out (?:that )?", ""),
        (r"^new (?=(?:job|position|role|post) (?:at|as|in|with)\b)", "got a new "),
        (r"^no (?:more )?(?=\w+ing\b)", "no longer "),
        (r"\b(?:down|up|back up|back down) to (?=[$€£]?\d)", "now "),
        (r"\b(?:get|gets|getting|got) (?=(?:a |an )?(?:stress fracture|injur))", "has "),
    )
)  # fmt: skip
# Whoever tells of the past may say when; what is said to be so whenever something holds is not so otherwise.
_CONDITION = re.compile(
    r"^(?:but |and )?(?:(?:if|unless|whether|suppose|should|whenever)\b|"
    r"when\b(?!.*\b(?:\w+ed|was|were|had|did|got|went|came|left|began|met|took|made)\b))",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:if|whether|unless)\b", re.IGNORECASE)
_UNDER = re.compile(
    r"[,\s]+\b(?:because|since(?! \d)|due to|owing to|thanks to|after(?! all)|while|when|whenever|if|unless|until|till|"
    r"whether|although|though|who|whose|whom|which|where|that|so that|in order to|before|despite|instead of|rather than|"
    r"as (?:he|she|they|it|i|we|part))\b.*",
    re.IGNORECASE,
)
_AFTER_DOING = re.compile(
    r"^after \w+ing\b.*?\s(?=(?:i|we)\s)", re.IGNORECASE
)  # after seeing a doctor I eat fish again
_FIRST_UNDER = re.compile(r"^(?:because|since|due to|after|while|when|although|though|before|despite)\b", re.IGNORECASE)
_BREAK = re.compile(
    r"((?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bst)[.;!?]+(?:\s+|$)|,\s+(?:and|but|so)\s+|,\s+|\s+(?:and|but|so|then|yet)\s+|"
    r"\s-{1,2}\s|\s*\(|\)\s*)",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"^(i|he|she|they|we|it|you|who|that)('m|'s|'re|'ve)$", re.IGNORECASE)


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a statement in order; none where it is too long, reported, or only a condition."""
    said = _plainly(text)
    if len(said) > _LONGEST or "`" in said or said.endswith("?") or _HEARD.search(said):
        return ()
    found: list[Clause] = []
    is_named = False
    pieces = list(_pieces(said))
    sentences = sum(begins for _, begins in pieces)  # a noun alone is a statement where it stands alone
    for number, (piece, begins) in enumerate(pieces):
        is_first = begins or is_named
        is_named = begins and number + 1 < len(pieces) and f"{piece}," in said and _is_full_name(piece)
        if is_named:
            continue  # Maria Gonzalez, designer at …
        carried = found[-1].holder if found else USER
        clause = _parse(piece.split(), carried, is_first=is_first and sentences == 1)
        if clause is not None:
            found.append(clause)
        elif found and not is_first:
            found[-1] = _with_more(found[-1], piece)
    return tuple(clause for clause in found if clause.holder != NOBODY)


def _with_more(clause: Clause, piece: str) -> Clause:
    """The clause with what is listed behind it; a word at the end that says that it is new belongs to all of it."""
    bare = _TAILS[1][0].sub("", piece) if clause.mood is Mood.HOLDS and _ENDS_NEW.search(piece) else piece
    found = replace(clause, rest=f"{clause.rest}, {bare}")
    return found if bare == piece else replace(found, mood=Mood.STARTED, is_new=True)


_ENDS_NEW = re.compile(r"\s(?:now|again)$")


def _plainly(text: str) -> str:
    """The text without list markers and leading dates, and without who reports it."""
    said = " ".join(unicodedata.normalize("NFKC", text).translate(_FOLD).replace("**", "").split())
    said = _LEAD.sub("", said)
    if _TOLD.match(said):
        said = re.sub(r"^(?:he|she|they)(?='|\s)", "The user", _TOLD.sub("", said), flags=re.IGNORECASE)
    said = plainly(said)
    for pattern, instead in _PLAINLY:
        said = pattern.sub(instead, said)
    return said


_NO_NAMES = THINGS | RELATIONS


def _is_full_name(piece: str) -> bool:
    words = piece.split()
    known = any(low(word) in FORMS or low(word) in _NO_NAMES or low(word).endswith("ing") for word in words)
    return 2 <= len(words) <= 3 and all(re.fullmatch(r"[A-Z][\w'-]+", word) for word in words) and not known


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Stretches that may be clauses, each with whether it begins a sentence. What follows a condition says nothing."""
    parts = _BREAK.split(text)
    begins, silent = True, False
    for number in range(0, len(parts), 2):
        piece = parts[number].strip()
        if number and any(mark in parts[number - 1] for mark in ".;!?"):
            begins, silent = True, False
        silent = silent or _CONDITION.match(piece) is not None
        piece = _AFTER_DOING.sub("", piece)
        main = _UNDER.sub("", " " + piece).strip()
        if main and not silent and not _FIRST_UNDER.match(piece):
            yield main, begins
            begins = False
        silent = silent or _OPEN.search(piece) is not None


def _parse(tokens: list[str], carried: str, *, is_first: bool) -> Clause | None:
    tokens = _spread(tokens)
    lead = next((at for at, token in enumerate(tokens) if low(token) not in ADVERBS), len(tokens))
    marks = {"new"} if any(low(token) in NEW for token in tokens[:lead]) else set[str]()
    tokens = tokens[lead:]
    at = verb_at(tokens)
    if at is not None:
        return _verbal(tokens, at, marks, carried)
    is_unknown = not tokens or re.fullmatch(r"[a-z-]{3,}ed", low(tokens[0])) is not None  # a verb that nobody knows
    return _noun(tokens, carried, marks) if _is_state(tokens) or (is_first and not is_unknown) else None


def _verbal(tokens: Sequence[str], at: int, marks: set[str], carried: str) -> Clause | None:
    """A clause with a verb group at `at`, or behind adverbs that stand before it."""
    while at and low(tokens[at - 1]) in ADVERBS:
        at -= 1
    holder, thing = subject(tokens[:at], carried)
    group = Group(tokens, at, marks=marks)
    read_auxiliaries(group)
    if not group.verb:
        return None
    read_leading(group)
    rest = " ".join(tokens[group.at :])
    if group.verb in {"be", "do", "finish"} and (done := _DONE_WITH.match(" ".join(tokens[at:]))):
        return Clause(holder, thing, "quit", done["what"], Mood.PAST, by_act=True)
    if at == 0 and group.at == 1 and low(tokens[0]) in _ADJECTIVES and _BEING.match(rest):
        return Clause(holder, thing, "be", f"{low(tokens[0])} {rest}".strip(), Mood.HOLDS, is_new="new" in group.marks)
    rest = _with_tail(group, rest)
    return Clause(
        holder, thing, group.verb, rest.strip(" .,!"), mood_of(group),
        by_act=bool(group.marks & {"past", "perfect"}) and "not" not in group.marks,
        is_new="new" in group.marks,
        is_ongoing=group.form is Form.GERUND,
        subject=" ".join(tokens[:at]),
    )  # fmt: skip


def _with_tail(group: Group, rest: str) -> str:
    """The rest without the words at its end that belong to the verb: `anymore`, `again`, `in six months`."""
    if {"perfect", "not"} <= group.marks and re.search(r"\b(?:in|for|since)\b", rest):
        group.marks = group.marks - {"not"} | {"ended"}
        rest = re.sub(r"\s*\b(?:in|for|since)\b(?: \w+){1,3}$", "", " " + rest)
    for pattern, mark in _TAILS:
        without = pattern.sub("", rest)
        if without != rest and (mark != "ended" or "not" in group.marks):
            group.marks.add(mark)
        rest = without
    return rest


_TAILS = (
    (re.compile(r"[,\s]*\b(?:any ?more|any longer|after all)\b"), "ended"),
    (re.compile(r"[,\s]*\b(?:now|once again|again|these days|nowadays|from now on)\b"), "new"),
)
_DONE_WITH = re.compile(
    r"(?:(?:is|am|are|'m|'s|was) )?(?:\w+ )?(?:done|finished|through) with (?P<what>.+)", re.IGNORECASE
)
_ADJECTIVES = frozenset("married engaged divorced separated retired based widowed".split())
_BEING = re.compile(r"(?:(?:to|with|for|since|out of)\b|in (?-i:[A-Z])(?!\w* ?\d)|$)", re.IGNORECASE)


def _spread(tokens: Sequence[str]) -> list[str]:
    """I'm → I 'm, so that each token is one word; possessives stay."""
    found: list[str] = []
    for token in tokens:
        parts = _CONTRACTED.match(token)
        found.extend(parts.groups() if parts else (token,))
    return found


def _is_state(tokens: Sequence[str]) -> bool:
    return bool(tokens) and low(tokens[0]) in STATES


def _noun(tokens: Sequence[str], carried: str, marks: set[str]) -> Clause | None:
    """A clause without a verb: what somebody is. `Vegetarian`, `Sister pregnant`, `Junior developer`."""
    words = [low(token) for token in tokens]
    if not tokens or words[0] in PRONOUNS | POINTING | {"the", "not"}:
        return None
    is_new = "new" in marks or "now" in words[1:]
    tokens = [token for token in tokens if low(token) != "now"]
    words = [low(token) for token in tokens]
    holder, at = carried, next((number for number, word in enumerate(words) if word not in OWNERS), 0)
    if words[at] in RELATIONS and words[at + 1 :] and words[at + 1] not in {"of", "for", "at", "goal", "plan"}:
        holder, at = kin_of(USER, words[at]), at + 1
    else:
        at = 0
    verb = _unknown_verb(tokens) if at == 0 else ""
    rest = " ".join(tokens[at + bool(verb) :]).strip(" .,!")
    mood = Mood.STARTED if is_new else Mood.HOLDS
    return Clause(holder, "", verb or "be", rest, mood, is_new=is_new, is_ongoing=verb.endswith("ing"))


def _unknown_verb(tokens: Sequence[str]) -> str:
    """The first word, where its ending and what follows make it a verb in the present: `Targets …`, `Handles the …`."""
    word = low(tokens[0])
    if len(tokens) < 2 or word in THINGS or not re.fullmatch(r"[a-z]{4,}", word):
        return ""
    if word.endswith("ing"):
        return word
    is_present = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    is_followed = tokens[1][0].isupper() or tokens[1][0].isdigit() or low(tokens[1]) in _AFTER_A_VERB
    return word.removesuffix("s") if is_present and is_followed else ""


_AFTER_A_VERB = OWNERS | frozenset("to in with on for from at as all both only about this that these those".split())
