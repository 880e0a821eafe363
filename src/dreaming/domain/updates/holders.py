"""Who is answerable for what: `Lena owns billing` against `Omar owns billing now` or `ask Omar about billing from now on`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.language import read
from dreaming.domain.updates.marks import Part, parts
from dreaming.domain.updates.model import Update
from dreaming.domain.vocabulary import LINK_STEMS, plain

_NAME = r"(?P<who>(?:(?:Dr|Mr|Ms|Mrs|Prof)\.? )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})"
# Of what one is answerable alone; the others may be done by several.
_ALONE = r"owns?|maintains?|leads?|heads?|manages?|chairs?|coach(?:es)?|directs?|handles?"
_SHARED = r"runs?|covers?|coordinates?|supervises?|oversees?|looks? after|takes? care of|edits?|reviews?|teach(?:es)?|organi[sz]es?"
_DONE = r"owned|maintained|led|headed|managed|chaired|coached|directed|handled|run|covered|coordinated|supervised|edited|reviewed"
_POST = r"owner|maintainer|lead|head|manager|chair|coach|director|editor|organi[sz]er"
_THING = r"(?P<what>\S.{0,80})"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME} (?:is )?(?P<verb>{_ALONE}|{_SHARED}) {_THING}",
        rf"{_NAME} (?:is|['’]s) (?P<verb>responsible|in charge|answerable) (?:for|of) {_THING}",
        rf"{_NAME} (?P<over>(?:is taking|takes|took|has taken) over) (?:from \S+ (?:as|for) )?{_THING}",
        rf"{_THING} (?:is|are) (?P<verb>{_DONE}) by {_NAME}",
        rf"(?:[Tt]he )?(?P<verb>{_POST}) of {_THING} is {_NAME}",
        rf"{_NAME} is (?:the )?(?P<verb>{_POST}) of {_THING}",
        rf"(?:(?i:you should |please )*)(?P<ask>(?i:ask|contact|ping|email|message|call|see|(?:talk|speak|go|write|turn) to|check with)) "
        rf"{_NAME} (?:about|for|regarding|on|with) {_THING}",
    )
)
_VERBS_ALONE = frozenset(
    plain(word)
    for word in (
        "own owner owned maintain maintainer maintained lead led head headed manage manager managed chair chaired coach coached "
        "direct director directed handle handled responsible answerable"
    ).split()
) | {"in charge"}
_ONE = {"led": "lead", "director": "direct", "editor": "edit", "answerabl": "responsibl", "in charge": "responsibl"}
_NO_NAME = re.compile(r"(?:The|A|An|This|That|We|I|You|It|They|Our|My|Your|Each|Every|No|Everyone|Nobody|Who)\b")


@dataclass(frozen=True, slots=True)
class Holder:
    """`who` is answerable for `what`, as `verb` says: "" where one takes over, "ask" where one is to be asked."""

    who: str
    names: frozenset[str]
    verb: str
    what: frozenset[str]
    part: Part

    @property
    def is_alone(self) -> bool:
        """Whether one is answerable alone, by the verb."""
        return self.verb in _VERBS_ALONE


@lru_cache(maxsize=16_384)
def holders(text: str) -> tuple[Holder, ...]:
    """Who is answerable for what, by a statement; not where several are."""
    return tuple(found for part in parts(text) for found in _holder(part))


def _holder(part: Part) -> Iterator[Holder]:
    for form in _FORMS:
        found = form.fullmatch(part.text)
        if found is None or _NO_NAME.match(found["who"]):
            continue
        groups = found.groupdict()
        said = groups.get("verb")
        verb = "ask" if groups.get("ask") else plain(said.split()[0]) if said and said != "in charge" else said or ""
        what = read("x " + found["what"].casefold()).terms - {"x"} - (LINK_STEMS - {plain(found["what"].casefold())})
        names = frozenset(re.findall(r"[^\W\d_]+", found["who"].casefold())) - {"dr", "mr", "ms", "mrs", "prof"}
        if what and not part.has_more:
            yield Holder(found["who"], names, _ONE.get(verb, verb), what, part)
            return


def another(earlier: str, later: str) -> Update | None:
    """The later statement says of somebody else that they are answerable for the same."""
    for old in holders(earlier):
        for new in holders(later):
            if (
                old.what != new.what
                or old.names & new.names
                or old.verb == "ask"
                or old.part.is_open
                or new.part.is_open
            ):
                continue
            takes_over = not new.verb
            if not new.part.is_marked and not takes_over and not (old.is_alone and old.verb == new.verb):
                continue
            same = takes_over or old.verb == new.verb
            is_sure = same and old.is_alone and (new.part.is_marked or takes_over) and old.part.text == _only(earlier)
            return Update(old.who, new.who, is_sure)
    return None


def _only(text: str) -> str:
    """The one thing that a statement says, "" where it says several."""
    found = parts(text)
    return found[0].text if len(found) == 1 else ""


def keys(text: str) -> Iterator[str]:
    """Keys under which those meet who are answerable for the same."""
    for holder in holders(text):
        yield "who/" + " ".join(sorted(holder.what))
