"""What a statement is about where only the place tells: "the server port is 8001", said in a session of project beacon.

The project is the session's own record, never a guess. It counts for what points at it ("in this repo", "here") and for
what speaks of things that each project has one of ("the test command", "we deploy …"); not for what people say of
themselves, and not for what names what it is about.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from dreaming.domain.attributes import slot_keys
from dreaming.domain.capitals import lowered
from dreaming.domain.claims import Claim, Observation, ObservationKind
from dreaming.domain.taint import is_attack, is_directive
from dreaming.domain.vocabulary import plain

_F = re.IGNORECASE

# Folders that are called so whatever is in them.
_ANY_FOLDER = frozenset(
    (
        "app code data desktop dev documents downloads files git github home main master mnt my project projects repo repos "
        "repository root source sources src temp test tests tmp user users work workdir workspace workspaces worktree"
    ).split()
)
_NAME = re.compile(r"[^\W_][\w.+-]{1,39}(?: [\w.+-]{1,39}){0,2}")
_WORD = re.compile(r"[^\W_]+")

_REPO = r"(?:code ?base|repo(?:sitory)?|monorepo|project|package|workspace)"
_THIS = rf"(?:this|our|the current) {_REPO}"
_SELF = re.compile(rf"{_THIS}(?=['’]s\b|\s+\w)", _F)
_BEFORE = re.compile(
    rf"(?:in|for|on|within|inside) {_THIS},?\s+|here,?\s+(?=(?:we|i|the|our|all|every|each|no|use|never|always)\b)", _F
)
_BEHIND = re.compile(
    rf"(?<=\w|[`\"')])\s+(?:in|for|on|within|inside|of) {_THIS}\b|(?<=\w|[`\"')])\s+(?:around |over |in )?here(?=\s*(?:[.,;!]|$))",
    _F,
)
# "I live here": the place that the speaker means is no folder.
_BEING_HERE = re.compile(
    r"\b(?:live|stay|come|came|work|move|sit|grew|born|arrive|am|was|been|is|are|new|put|from)\w*\s+(?:\w+\s+)?here\b",
    _F,
)

_ONESELF = re.compile(r"\b(?:i|me|my|mine|myself|i['’](?:m|ve|d|ll))\b", _F)
_DONE_AT_WORK = (
    r"(?:us|run|deploy|ship|releas|host|requir|build|built|test|review|merg|squash|rebas|log|track|"
    r"monitor|cach|pin|tag|format|lint|version|document|indent|nam|prefix|stor|writ|wrote|commit|push|publish|migrat|switch|"
    r"adopt|drop|deprecat|replac|target|depend|rely|generat|standardi[sz]|cut|branch|pars|validat|mock|catch|throw|return|go with|"
    r"went with|agree|decid|mov(?=\w*\s(?:\S+\s){1,4}?from\b))"
)
_WE_DO = re.compile(
    r"(?:(?:so|and|also|now|from now on|as a rule|by default|in general|going forward),?\s+)?(?:we(?:['’](?:re|ve|ll))?|let['’]?s)\s+"
    r"(?:(?:now|also|always|never|only|all|do|don['’]t|do not|no longer|have|just|currently|still|will|are|usually|generally|"
    rf"normally|mostly|not|keep|finally|already|should|must|to|going to)\s+)*{_DONE_AT_WORK}\w*\b",
    _F,
)
_THING = re.compile(
    r"(?:(?:from now on|by default|as of now|now),?\s+)?(?:the|our|all(?: the| our)?|each|every|no)\s+(?P<subject>(?:\S+\s+){0,5}?)"
    r"(?P<head>\S+)\s+(?:(?:now|also|always|never|only|all|still|currently)\s+)*"
    r"(?:is|are|was|were|has|have|must|should|can|may|will|does|do|needs?|goes|go|lives?|runs?|uses?|listens?|takes?|"
    r"points?|starts?|ends?|defaults?|requires?|supports?|expects?|accepts?|reads?|writes?|sits?|stays?|stands?|belongs?|"
    r"returns?|speaks?|connects?|depends?|changed|moved|switched|became|[a-z]+s)\b",
    _F,
)
# What projects have one of each, or many of: a subject that is none of these may be anybody's.
_OF_PROJECTS = frozenset(
    plain(word)
    for word in (
        "account alert api app application artifact asset backend backup binary board branch budget bucket build bundle bundler cache "
        "changelog channel check chart ci class cli client cluster code codebase column command commit compiler component config "
        "configuration connection contract convention container coverage cron dashboard database dataset date deadline default dependency "
        "deploy deployment design directory doc document documentation domain draft endpoint engine environment error event experiment "
        "export feature file fixture flag folder format formatter framework frontend function gateway guideline handler header hook host "
        "image import index indentation interface invoice issue job key label language layer layout licence license limit lint linter "
        "locale log main maintainer manager manuscript message method metric migration milestone mock model module monorepo name namespace "
        "node output owner package page parser password path pipeline plan plugin policy port prefix process production project prompt "
        "protocol provider query queue quota rate readme region registry release report repo repository request response retention review "
        "route router rule runner runtime schedule schema script scope secret section server service setting setup site snapshot sprint "
        "staging standard standup state storage store style submodule suite swagger table tag target team template term test theme ticket "
        "timeout token tool toolchain topic tracker type ui unit url variable vat version view volume webhook website width worker workflow"
    ).split()
)
_NAMED_THING = (
    r"(?:`[^`\n]+`|(?-i:(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December)\b)[A-Z][\w-]*[a-z]\w*)|\w+[-_]\w[\w-]*|[a-z]+[A-Z]\w*)"
)
_IS_NAMED = re.compile(_NAMED_THING)
_OF_NAMED = re.compile(rf"\b(?:of|for)\s+(?:the\s+|our\s+)?(?:{_NAMED_THING}|[a-z]{{3,}}(?=\s+(?:is|are|was|were)\b))")
_OF_WORK_TOO = frozenset("amount date doing having plan pursuit taste version".split())
_ABOUT_WORK = frozenset(
    {
        ObservationKind.PREFERENCE,
        ObservationKind.FACT,
        ObservationKind.DECISION,
        ObservationKind.PROCEDURE,
        ObservationKind.CORRECTION,
    }
)


@lru_cache(maxsize=1_024)
def project_name(folder: str | None) -> str:
    """What a project is called: the last part of its folder; "" where that says nothing, or is no plain name."""
    name = re.split(r"[/\\]", (folder or "").rstrip("/\\ "))[-1].strip()
    if _NAME.fullmatch(name) is None or name.casefold() in _ANY_FOLDER or not re.search(r"[^\W\d_]", name):
        return ""
    return "" if is_attack(name) or is_directive(name) else name


def is_within(folder: str | None, root: str | None) -> bool:
    """Whether one of two folders is or lies in the other: then they are of one project."""
    if not folder or not root:
        return False
    one, other = (each.replace("\\", "/").rstrip("/") + "/" for each in (folder, root))
    return one.startswith(other) or other.startswith(one)


def without_pointing(text: str) -> str:
    """The statement without the words that point at the project: "in this repo", "here"."""
    if _BEING_HERE.search(text):
        return text
    before = _BEFORE.match(text)
    rest = text[before.end() :] if before else _BEHIND.sub("", text, count=1)
    return rest if len(rest.split()) > 1 else text


def about_project(text: str, kind: ObservationKind, name: str) -> str | None:
    """The statement as it is said of the project of this name; None where it is not about it.

    "In this repo the port is 80" is "the port is 80"; "this repo uses npm" is "beacon uses npm".
    """
    if kind not in _ABOUT_WORK:
        return None
    if itself := _SELF.match(text):
        return name + text[itself.end() :]
    rest = without_pointing(text)
    if rest != text:
        return rest
    return text if _speaks_of_work(text) else None


def _speaks_of_work(text: str) -> bool:
    if _ONESELF.search(text) or _OF_NAMED.search(text) or _tells_a_life(text):
        return False
    if _WE_DO.match(text):
        return True
    thing = _THING.match(text)
    if thing is None:
        return False
    subject = f"{thing['subject']}{thing['head']}"
    return _IS_NAMED.search(subject) is None and not _OF_PROJECTS.isdisjoint(_words(subject))


def _tells_a_life(text: str) -> bool:
    """Whether it fills a slot that lives alone have, as residence and diet are: days, amounts and doings, work has too."""
    slots = (key.split("/")[1].partition(":")[0] for key in slot_keys(text))
    return any(slot not in _OF_WORK_TOO for slot in slots)


def named(text: str, name: str) -> str:
    """The statement with its project before it, unless it names it."""
    return text if not name or _words(name) <= _words(text) else f"In {name}, {lowered(text)}"


def says(name: str, places: Iterable[str]) -> bool:
    """Whether paths, headings or texts name the project."""
    return _words(name) <= _words(" ".join(places))


def is_of(claim: Claim, name: str) -> bool:
    """Whether a line is about the project: its path, its headings or its own words name it."""
    return says(name, (claim.path, *claim.headings, claim.text))


def beside(item: Claim | Observation, other: Claim | Observation) -> str:
    """The words of a statement as they compare with another's: with its project where the other names it too."""
    name = item.project if isinstance(item, Observation) else ""
    return named(item.text, name) if name and isinstance(other, Claim) and says(name, (other.text,)) else item.said


@lru_cache(maxsize=16_384)
def _words(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in _WORD.findall(text.casefold()))
