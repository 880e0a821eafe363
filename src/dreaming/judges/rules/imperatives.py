"""Orders: a standing rule, or a task for this once.

"Use 4 spaces in atlas" and "never push on Fridays" hold on; "run it again" and "add a test for the parser" are over
when they are done. In doubt an order is a task.
"""

import re
from functools import lru_cache

from dreaming.domain.claims import ObservationKind
from dreaming.judges.rules import anchors, refusals
from dreaming.judges.rules.gates import REMEMBERED, Gated, first_word

_F = re.IGNORECASE

_FREQUENCY = Gated(
    re.compile(
        r"(?:(?:always|never|only|generally|usually|by default|from now on|(?:going|moving) forward|"
        r"in (?:the )?future|for (?:the )?future|from here on|whenever|every ?time|each time|at all times|"
        r"under no circumstances|ever|please)\b,?\s*)+",
        _F,
    ),
    begins="always never only generally usually by from going moving in for whenever every everytime each at under ever please",
)
_VERBS = frozenset(
    (
        "add adjust allow answer apologise apologize append apply archive ask assign avoid backup bcc begin book branch break bring "
        "build bump buy call cc change check choose clean clear close comment commit compare compile complete configure connect "
        "consider continue convert copy correct cover create cut debug declare define delete deploy describe design disable do "
        "document download draft drop edit email enable end ensure escalate examine execute expand explain export extract feed fetch "
        "file fill find finish fix follow force format generate get give go group handle have help hide highlight ignore implement "
        "import improve include increase indent inline insert inspect install integrate investigate keep label launch leave limit "
        "link lint list load lock log look lower maintain make mark measure mention merge migrate mock modify monitor move name "
        "notify number offer omit open optimise optimize order organise organize output parse paste pay pick pin ping place plan plot "
        "post prefer prefix prepare print process profile propose provide publish pull push put query quote raise read rebase rebuild "
        "recommend record reduce refactor regenerate register release reload remind remove rename reorder repeat replace reply report "
        "request rerun reset resolve respond restart restore retry return reuse revert review rewrite rollback rotate round route run "
        "save scale scan schedule search send separate serve set ship show sign simplify skip snapshot solve sort speak specify split "
        "squash stage start stash state stick stop store strip structure submit suggest summarise summarize switch sync tag take talk "
        "tell test throw tidy touch trace track train translate treat trim trust try turn type undo update upgrade upload use "
        "validate verify version wait walk wash watch work wrap write"
    ).split()
)
_VERB = re.compile(r"[a-z]+(?![\w./-])", _F)
_LONGEST_VERB = 12
_TWO_WORDS = ("back up", "roll back")
_NOT = Gated(
    re.compile(
        r"(?:don['’]?t|do not|never|avoid|no more|stop|quit|refrain from)\s+(?:ever\s+|again\s+|"
        r"you\s+)?(?P<what>\S.*)",
        _F | re.DOTALL,
    ),
    begins="don dont do never avoid no stop quit refrain",
)
_MAKE_SURE = Gated(
    re.compile(
        r"(?:make|be) sure (?:that )?(?:you|to|we|all|every|each|any|no|commits?|tests?)\b\s*(?P<what>.*)|"
        r"ensure (?:that )?(?:you|all|every|each|any|no)\b\s*(?P<also>.*)",
        _F | re.DOTALL,
    ),
    begins="make be ensure",
)
_CHOICE = re.compile(
    r"(?:use|prefer|favou?r|stick (?:to|with)|stay with|go with|choose|pick|default to|rely on|treat|"
    r"call|name|prefix|suffix|indent|format|write|keep|sign|spell|address|refer to|answer|reply|respond|"
    r"speak|talk|cite|express)\b"
    r"\s+(?P<what>\S.*)",
    _F | re.DOTALL,
)
_RELATION = re.compile(
    r"\b(?:for|in|as|with|on|over|instead of|rather than|to|under|at|from|against|via|using|through|"
    r"by|of|into|inside|within|between|not|below|above|alphabetically|short|concise|brief|simple|"
    r"small|lowercase|uppercase|plain)\b",
    _F,
)
_HABIT = re.compile(
    r"(?:run|execute|open|deploy|install|build|start|submit|file|commit|release|ship|target|merge|"
    r"create|make|branch|document|test|lint|publish|schedule|send|post|tag|rotate|back up|restart|"
    r"launch|check|query|monitor|manage|generate|book|order|buy|escalate|route|report|review|apply|"
    r"push|log|store|serve|upload|track|contact|assign|add|import|load|train|render|compile|debug|"
    r"profile)\s+"
    r"(?!(?:a|an|the|this|that|these|those|my|your|some|one|two|it|all the|me|us|up|out|down|again|"
    r"another|\d+)\b)(?P<object>(?:[\w./`'’@+-]+\s+){0,4}?[\w./`'’@+-]*(?:s|ing|code|documentation|data|"
    r"software|feedback|traffic|PRs|work|production|staging|ci|config|content|migration|coverage|"
    r"infra\w*|formatter|linter|suite|e2e))\s+"
    r"(?P<relation>with|using|via|against|to|in|under|from|on|as|through|by|into|onto|at|before|"
    r"after)\s+(?P<what>\S.*)",
    _F | re.DOTALL,
)
_NO_THING = re.compile(
    r"no\s+(?:[\w`'’/-]+\s+){1,4}?(?:in|on|for|when|at|before|after|without|inside|during|from|to|"
    r"with|please)\b",
    _F,
)
_CHEER = re.compile(r"(?:keep (?:\w+ing|it up|you|me|that)\b|way to go|take care|have (?:fun|a)\b)", _F)
_ONE_OFF = re.compile(
    r"\b(?:yet|for now|where (?:we|you|i) left off|give up|be afraid|be shy|discouraged|quit|just this|this time|"
    r"when you(?:['’]re| are) (?:done|ready|finished)|"
    r"once (?:you|it|that|this)|worry|bother|forget|panic|sweat|know|think|understand|mind|see why|"
    r"get it|too much|so fast|anything else|start (?:yet|until)|(?:write|draft|make|find|sketch) (?:me|us) (?:an?|the|some|another))\b",
    _F,
)
_GERUND = re.compile(
    r"(?:adding|using|writing|creating|putting|making|asking|including|mocking|committing|suggesting|"
    r"apologi[sz]ing|saying|calling|leaving|changing|repeating|explaining|generating|wrapping|"
    r"importing|inventing|summari[sz]ing|pushing|sending|recommending|running)\b",
    _F,
)
_ANY_GERUND = re.compile(r"[\w'’]{2,}ing\s+(?:(?:to|in|on|at|with|from|via|by|into)\b|(?-i:[A-Z`\d]))", _F)
_PLAIN_TASK = re.compile(
    r"(?:fix|implement|refactor|investigate|debug|look|continue|finish|undo|revert|rerun|retry|help|"
    r"show|explain|tell|find|search|summari[sz]e|compare|propose|suggest|draft|plan|wait|go|try|do|"
    r"get|give|update|change|rename|remove|delete|move|convert|extract|improve|optimi[sz]e|rewrite|"
    r"simplify|clean|add|migrate|bump|upgrade|set up|check)\b",
    _F,
)


@lru_cache(maxsize=REMEMBERED)
def is_order(text: str) -> bool:
    """Whether a bare statement tells the reader to do or not to do something."""
    rest = _without_frequency(text)
    if _CHEER.match(rest):
        return False
    return (
        (_begins_with_verb(rest) and _is_verb(rest))
        or _NOT.match(rest) is not None
        or _MAKE_SURE.match(rest) is not None
    )


def rule_of(text: str) -> ObservationKind | None:
    """The kind of a standing rule, or None where the order is a task for once or no order at all."""
    if _NO_THING.match(text) and not refusals.is_pointing(text):
        return ObservationKind.PREFERENCE
    if not is_order(text) or is_once(text):
        return None
    rest = _without_frequency(text)
    if refusals.is_standing_order(text) or (refusals.is_standing(text) and _MAKE_SURE.match(rest)):
        return None if _is_dangling(rest) else ObservationKind.PREFERENCE
    kind = _OF_A_KIND.match(text)
    return None if refusals.is_pointing(kind["kind"] if kind else text) else _lasting(rest)


# "Don't write comments that repeat the code": what is forbidden is of a kind, and what tells the kind points at nothing.
_OF_A_KIND = re.compile(
    r"(?P<kind>(?:please\s+)?(?:don['’]?t|do not|never|avoid|no more|stop|quit)\s+(?:ever\s+)?\w+\s+"
    r"(?!(?:the|this|these|those|my|your|our|his|her|its|their|any|some|it|them|all)\b)(?:[\w-]+\s+){0,2}?[\w-]+s)\s+"
    r"(?:that|which|who|whose|nobody|no one)\s+\w+",
    _F,
)


def _lasting(text: str) -> ObservationKind | None:
    """The kind of an order that holds on although it does not say so: by its object, not by a word for it."""
    habit = _HABIT.match(text)
    if habit and not _PLAIN_TASK.match(text) and _is_habit(habit):
        return ObservationKind.PROCEDURE
    return ObservationKind.PREFERENCE if _forbids(text) or _ensures(text) or _is_choice(text) else None


def _without_frequency(text: str) -> str:
    found = _FREQUENCY.match(text)
    return text[found.end() :] if found else text


_ANY_VERB = re.compile(
    r"(?!(?:i|we|you|it|he|she|they|the|an?|my|our|your|this|that|there|these|those|what|which|who|how|why|is|are|was|were|all|some|no|"
    r"every\w*|nothing|people|both|each|one|its|their|his|her)\b|\w+(?:ing|ed|ly|ss|us|is)\b)[a-z]{3,}(?<!s)\s+(?:the|an?|all|"
    r"every|each|any|only|"
    r"your|my|our|both|[`\"]|[A-Z]|\w+s\b)",
)


def is_order_by_place(text: str) -> bool:
    """Whether a text orders although its verb is on no list: only where an order is to be expected, as behind "when …,"."""
    return is_order(text) or _ANY_VERB.match(text) is not None


_NOUN_USE = re.compile(
    r"\w+\s+(?:(?:\w+\s+){0,3}?(?:is|are|was|were|has|have|should|must|may|can|need)\b|of\b|for\b[^.]*:|time\b|day\b|command\b|"
    r"window\b|limit\b|branch\b|server\b|key\b|region\b)|\w+\s*:",
    re.IGNORECASE,
)


def _begins_with_verb(text: str) -> bool:
    found = _VERB.match(text)
    if found is None:
        return False
    return found[0].lower() in _VERBS or text[:_LONGEST_VERB].lower().startswith(_TWO_WORDS)


def _is_verb(text: str) -> bool:
    """Whether the first word orders; "test command for x: y" and "release day is Monday" begin with nouns."""
    return _NOUN_USE.match(text) is None


def _is_dangling(text: str) -> bool:
    """Whether a rule names nothing: "always do that"."""
    words = re.findall(r"[\w`'’-]+", text)
    return len(words) < 2 or (len(words) <= 3 and refusals.is_pointing(text))


def _forbids(text: str) -> bool:
    found = _NOT.match(text)
    if found is None:
        return False
    what = found["what"]
    if re.match(r"(?:stop|quit)\b", text, _F):
        is_habit = _GERUND.match(what) is not None or (
            _ANY_GERUND.match(what) is not None and anchors.is_particular(" " + what)
        )
        return is_habit and len(what.split()) >= 2
    if _ON_THE_TASK.match(what) and not anchors.has_value(what):
        return False
    return len(what.split()) >= 2


# What must not be touched while this task is done, as against what is never done.
_ON_THE_TASK = re.compile(
    r"(?:change|modify|touch|edit|remove|delete|break|alter|move|rename|update|lose|drop)\s+(?:the|"
    r"any|my|our|a)\b",
    _F,
)


def tells_how(text: str) -> bool:
    """Whether an order says how a thing is done, with something exact, and not what is to be done now."""
    how = first_word(text) in _WAYS and anchors.has_value(text)
    return how and not is_once(text) and not refusals.is_momentary(text) and not refusals.is_pointing(text)


_WAYS = frozenset(
    "ask book build call connect contact deploy email format indent install keep launch name open order pay push put run send serve "
    "start store target use".split()
)


def is_once(text: str) -> bool:
    """Whether an order says itself that it holds for once: not yet, when you are done."""
    return _ONE_OFF.search(text) is not None


def _ensures(text: str) -> bool:
    found = _MAKE_SURE.match(text)
    return (
        found is not None
        and len((found["what"] or found["also"] or "").split()) >= 2
        and re.match(r"(?:make|be) sure (?:that )?you|ensure (?:that )?you", text, _F) is not None
    )


def _is_habit(found: re.Match[str]) -> bool:
    what = found["what"]
    return anchors.is_particular(" " + what) or (
        found["relation"].lower() in {"with", "using", "via", "against", "through"} and len(what.split()) <= 6
    )


def _is_choice(text: str) -> bool:
    """Whether it picks one way of doing a thing for good: a value or a plural, and what it is for."""
    found = _CHOICE.match(text)
    if found is None:
        return False
    what = found["what"]
    if re.match(r"(?:answer|reply|respond|speak|talk)\b", text, _F):
        return re.match(r"in (?-i:[A-Z])", what, _F) is not None
    if re.match(r"(?:a|an|the|my|your|some|one)\b", what, _F) and not re.match(
        r"use the \S+ (?:style|format|convention|syntax|notation)", text, _F
    ):
        return (
            re.match(r"use (?:a|an|the) ", text, _F) is not None
            and anchors.has_value(what)
            and re.search(r"\b(?:for|as|in)\b", what) is not None
        )
    related = _RELATION.search(what)
    return (related is not None and len(what.split()) >= 2) or (
        re.match(r"(?:use|prefer|stick)\b", text, _F) is not None and len(what.split()) <= 6
    )
