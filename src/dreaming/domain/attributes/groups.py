"""Verb groups: `has just started to look`, `is no longer`, `used to`, and what they make of the verb.

Auxiliaries, adverbs and leading verbs leave marks; the marks decide the mood. The verb in the end is the one that says
what somebody does: in `stopped running` it is `run`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dreaming.domain.attributes.lexicon import ADVERBS, AUXILIARIES, LATER, MAYBE, NEW, NOT, low
from dreaming.domain.attributes.moods import Mood
from dreaming.domain.attributes.verbs import FORMS, Form


@dataclass(slots=True)
class Group:
    """A verb group as it is read: where it stands, and what its auxiliaries and adverbs have said so far."""

    tokens: Sequence[str]
    at: int
    verb: str = ""
    form: Form = Form.BARE
    marks: set[str] = field(default_factory=set[str])


_BESIDE = ADVERBS | NOT  # what may stand between a verb and what helps it
_ALONE = AUXILIARIES - {"used", "no"}


def read_auxiliaries(group: Group) -> None:
    """Read on to the main verb."""
    words = [low(token) for token in group.tokens]
    while group.at < len(words):
        word = words[group.at]
        following = words[group.at + 1 :]
        ahead = next((each for each in following if each not in _BESIDE), "")
        group.at += 1
        if word in ADVERBS:
            group.marks |= {"new"} if word in NEW else set()
        elif (word == "no" and following[:1] == ["longer"]) or (word == "used" and following[:1] == ["to"]):
            group.at += 1
            group.marks.add("ended")
        elif word in _ALONE:
            group.marks |= _said_by(word)
        elif word in FORMS and _is_auxiliary(FORMS[word][0], ahead, following):
            _helped(group, FORMS[word], ahead)
        elif word in FORMS:
            group.verb, form = FORMS[word]
            group.form = form if group.verb != "be" else Form.PRESENT
            if form is Form.PAST and not group.marks & {"perfect", "passive"}:
                group.marks.add("past")
            _after_being(group, words)
            return
        elif group.verb == "":
            group.at -= 1
            group.verb = "be" if "helped" in group.marks or group.marks & {"not", "ended"} else ""
            return


def _after_being(group: Group, words: Sequence[str]) -> None:
    """`is not`, `is now`, `is no longer`, `was never`: what stands behind the verb belongs to it."""
    while group.verb in {"be", "have"} and group.at < len(words):
        word = words[group.at]
        if word == "no" and words[group.at + 1 : group.at + 2] == ["longer"]:
            group.marks.add("ended")
            group.at += 2
        elif word in _BESIDE:
            group.marks |= {"not"} if word in NOT else {"new"} if word in NEW else set()
            group.at += 1
        else:
            return


def _said_by(word: str) -> set[str]:
    marks: set[str] = set()
    if word in NOT:
        marks.add("not")
    if word in {"can't", "cannot"}:
        marks.add("ability")
    if word in MAYBE:
        marks.add("maybe")
    if word in LATER or word == "won't":
        marks.add("later")
    if word in {"hasn't", "haven't", "hadn't"}:
        marks.add("perfect")
    if word in {"did", "didn't"}:
        marks.add("past")
    return marks


def _is_auxiliary(verb: str, ahead: str, following: Sequence[str]) -> bool:
    """Whether `be`, `have` or `get` only helps the verb that comes next."""
    lemma, form = FORMS.get(ahead, ("", Form.BARE))
    if verb == "have":
        return (form is Form.PAST and lemma != "") or following[:1] == ["to"]
    if verb == "be":
        is_done = form is Form.PAST and lemma in _DONE_TO - _BEING
        return form is Form.GERUND or is_done or ahead == "no"
    if verb == "get":
        return form is Form.PAST and lemma in _DONE_TO
    return False


_BEING = frozenset("marry divorce engage".split())  # who is married is in a state, who got married did something
_DONE_TO = frozenset(
    "promote lay fire hire accept diagnose move reschedule postpone extend push shift delay cancel raise lower "
    "increase reduce schedule change transfer relocate call plan marry divorce engage book set".split()
)


def _helped(group: Group, helper: tuple[str, Form], ahead: str) -> None:
    verb, form = helper
    lemma, next_form = FORMS.get(ahead, ("", Form.BARE))
    if verb == "have" and next_form is Form.PAST:
        group.marks.add("perfect")
    elif verb == "have":
        group.at += 1  # has to, had to
        group.marks |= {"past"} if form is Form.PAST else {"later"}
    elif lemma == "go" and verb == "be" and next_form is Form.GERUND and _goes_on(group):
        group.marks.add("later")
    elif next_form is Form.PAST:
        group.marks |= {"passive", "past"} if verb == "get" or form is Form.PAST else {"passive"}
    elif form is Form.PAST and "perfect" not in group.marks:
        group.marks.add("past")
    group.marks.add("helped")


def _goes_on(group: Group) -> bool:
    """`going to` and a verb; the words are passed over."""
    words = [low(token) for token in group.tokens[group.at : group.at + 4]]
    at = next((number for number, word in enumerate(words) if word == "going"), None)
    if at is None or words[at + 1 : at + 2] != ["to"] or not words[at + 2 :] or words[at + 2] not in FORMS:
        return False
    group.at += at + 2
    return True


_BEGINNING = frozenset("start begin resume".split())
_ENDING = frozenset("stop quit cease give".split())
_MEANING = frozenset("plan intend decide agree".split())
_WISHING = frozenset("hope want wish consider explore try need aim think dream look like love prefer".split())


def read_leading(group: Group) -> None:
    """Read `started to eat`, `stopped running`, `plans to move`: the second verb is what it is about."""
    for _ in range(3):
        words = [low(token) for token in group.tokens[group.at : group.at + 5]]
        skip = _complement(words)
        if skip is None or not _leads(group, words):
            return
        if "not" in words[:skip]:
            group.marks.add("not")
        group.at += skip + 1
        group.verb, form = FORMS[words[skip]]
        group.form = Form.BARE if form is Form.GERUND else form


def _complement(words: Sequence[str]) -> int | None:
    """Where the second verb stands: after `to`, `about`, `of`, `on`, or at once as a gerund."""
    at = 0
    while at < len(words) and (
        words[at] in {"to", "about", "of", "on", "up", "into", "not", "forward"} or words[at] in ADVERBS
    ):
        at += 1
    if at >= len(words) or words[at] not in FORMS:
        return None
    form = FORMS[words[at]][1]
    return at if form is Form.GERUND or (form is Form.BARE and at and "to" in words[:at]) else None


def _leads(group: Group, words: Sequence[str]) -> bool:
    """Mark what the first verb makes of the second, if it is such a verb."""
    verb, is_to = group.verb, words[0] == "to" or words[:2] == ["not", "to"]
    if verb in _BEGINNING or (verb == "get" and words[:1] == ["into"]) or (verb == "take" and words[:1] == ["up"]):
        group.marks = (group.marks - {"past", "perfect"}) | {"new", "act"}
    elif verb in _ENDING and not is_to and (verb != "give" or words[:1] == ["up"]):
        group.marks = (group.marks - {"past", "perfect"}) | {"ended", "act"}
    elif verb in _MEANING:
        group.marks = (group.marks - {"past", "perfect"}) | {"later"}
    elif verb in _WISHING and (is_to or verb not in {"like", "love", "prefer"}):
        if is_to and verb in {"like", "love", "prefer"} and "maybe" not in group.marks:
            return False  # a taste: it stands as it is
        group.marks = (group.marks - {"past", "perfect"}) | {"maybe"}
    elif verb in {"continue", "keep"}:
        group.marks -= {"past", "perfect"}
    else:
        return False
    return True


def mood_of(group: Group) -> Mood:
    """How the clause stands to what its verb says, by the marks."""
    marks = group.marks
    if "maybe" in marks or ("ability" in marks and "ended" not in marks and group.verb not in {"eat", "drink", "have"}):
        return Mood.UNSURE
    if "later" in marks:
        return Mood.ENDED if "not" in marks else Mood.PLANNED
    if "ended" in marks:
        return Mood.UNSURE if "not" in marks and "act" in marks else Mood.ENDED
    if "not" in marks:
        return Mood.PAST if "past" in marks else Mood.DENIED
    if "past" in marks:
        return Mood.PAST
    return Mood.STARTED if "new" in marks else Mood.HOLDS
