"""Declarative statements: somebody or something, a verb, and something particular.

Verbs come from a list, because only a list tells English from other languages and a fact from a heading. Strong verbs
tie a thing to a value by themselves ("uses", "depends on"); weak ones need a value beside them.
"""

import re

from dreaming.domain.calendars import WEEKDAY
from dreaming.judges.rules import anchors, refusals
from dreaming.judges.rules.gates import Gated
from dreaming.judges.rules.introductions import INTRO, PROJECT, without_introduction

_F = re.IGNORECASE

_STRONG = (
    r"(?:uses?|runs?|lives?|listens?|persists?|stores?|publish(?:es)?|imports?|exports?|maintains?|"
    r"manages?|owns?|leads?|heads?|targets?|requires?|supports?|"
    r"depends?|relies|rely|defaults?|points?|expects?|accepts?|allows?|limits?|caps?|retries|retry|"
    r"times? out|expires?|deploys?|releases?|ships?|"
    r"hosts?|serves?|exposes?|reads?|writes?|emits?|consumes?|subscribes?|queries|query|syncs?|"
    r"mirrors?|backs? up|rotates?|caches?|logs?|sends?|receives?|"
    r"works? (?:at|for|as|in|on|with|from|remotely|nights|days|weekends)|prefers?|likes?|loves?|"
    r"hates?|speaks?|drives?|plays?|studies|study|teach(?:es)?|owns?|keeps?|names?|calls?|belongs?|"
    r"reports?|handles?|covers?|"
    r"contains?|consists?|compiles?|builds?|generates?|validates?|parses?|encrypts?|signs?|"
    r"authenticates?|authorizes?|throttles?|polls?|schedules?|triggers?|"
    r"starts? (?:at|on|in|from|with)|ends? (?:at|on|in)|opens? (?:at|on)|closes? (?:at|on)|costs?|"
    r"pays?|charges?|bills?|sells?|wraps?|extends?|inherits?|implements?|replaces?|"
    r"(?:took|takes) over|joins?|joined|left|follows?|adheres?|conforms?|returns?|throws?|"
    r"fails? (?:intermittently|randomly|sometimes|occasionally|often|whenever|every)|flakes?|sits?|"
    r"resides?|operates?|ranges?|measures?|weighs?|tracks?|trains?|predicts?|"
    r"celebrates?|attends?|commutes?|meets?|mentors?|collects?|volunteers?|cooks?|eats?|drinks?|"
    r"avoids?|needs?|wants?|shares?|approves?|does(?:n['’]t| not) \w+|do(?:n['’]t| not) \w+|never \w+|always \w+|"
    r"(?:is|are|was|were|gets?|['’]s|['’]re)\s+(?:\w+ly\s+)?(?:now\s+|also\s+|always\s+|never\s+|"
    r"not\s+|all\s+|still\s+)?(?:owned|maintained|led|managed|hosted|deployed|written|built|located|"
    r"based|stored|installed|indented|formatted|named|called|"
    r"responsible|limited|capped|throttled|run|scheduled|released|shipped|published|configured|set|"
    r"pinned|served|generated|encrypted|backed up|kept|cached|logged|licensed|tested|handled|"
    r"used|required|supported|deprecated|forbidden|banned|allowed|reserved|mounted|exposed|routed|"
    r"protected|signed|billed|sharded|partitioned|versioned|replicated|married|allergic|divorced|"
    r"engaged|vegan|vegetarian|"
    r"flaky|down for|due|short for|known as|read-only|case-sensitive|immutable|idempotent|optional|"
    r"mandatory|colou?r-?blind|left-handed|lactose|diabetic|gluten|intolerant))"
)
_WEAK = (
    r"(?:is|are|was|were|has|have|had|['’]s|['’]re|['’]ve|takes?|gets?|goes|go|comes?|makes?|means?|"
    r"stands? for|holds?|equals?|includes?|provides?|gives?|does|do|will be|must be|must|should be|"
    r"should|shall|can(?:not|['’]t)?|"
    r"may|becomes?|became|stays?|remains?|looks? after|looks? like|moves?|changes?|switch(?:es)?|"
    r"happens?|falls?|turns?|spans?|counts?|loads?|sets?|puts?|applies|apply|begins?|feeds?|grew|"
    r"arrives?|departs?|visits?|resets?|peaks?|averages?|"
    r"switched|moved|migrated|changed|renamed|upgraded|downgraded|replaced|bumped|adopted|dropped|"
    r"joined|started|launched|founded|died|won|increased|decreased|raised|lowered|reduced|handed)"
)
_PART = r"(?:[^\s,;:?!–—]|(?<=\d)[,:](?=\d))+"
_SUBJECT = rf"(?P<subject>{_PART}(?:\s+{_PART}){{0,8}}?)"
_ADVERB = (
    r"(?:\s+(?:now|also|still|currently|usually|normally|mostly|only|just|all|both|really|officially|"
    r"typically|often|sometimes|already|each|actually|mainly|generally|regularly|automatically|"
    r"internally|exclusively|at most|at least))*"
)
_STRONG_CLAUSE = re.compile(
    rf"{_SUBJECT}{_ADVERB}(?:\s+|(?=['’]))(?P<verb>{_STRONG})(?![\w-])(?P<rest>.*)", _F | re.DOTALL
)
_WEAK_CLAUSE = re.compile(rf"{_SUBJECT}{_ADVERB}(?:\s+|(?=['’]))(?P<verb>{_WEAK})(?![\w-])(?P<rest>.*)", _F | re.DOTALL)
_THIRD_PERSON = re.compile(
    r"(?:[a-z][\w.]*(?:[-_][\w.]+)+|`[^`]+`|[A-Z]\w+)\s+(?:[\w-]+\s+)?[a-z]{2,}s\b(?P<rest>.+)", re.DOTALL
)

_EMPTY_SUBJECT = re.compile(
    r"(?:but|and|so|or|because|if|now|actually|never|anyway|glad|happy|sorry|excited|proud|stay|just|"
    r"definitely|hope|hoping|congrats|nice work|(?:good|great) (?:work|job)|way|you|your|it|this|that|they|these|those|he|she|there|here|"
    r"which|"
    r"who|what|you|one|some|others?|everyone|everybody|everything|nothing|nobody|someone|something|"
    r"anything|anyone|"
    r"most|any|to|of|as|than|because|since|though|although|while|until|when|where|let['’]?s|let|"
    r"please)\b(?!\s+(?:" + PROJECT + r"|people|folks|times|of (?:us|our|my)))",
    _F,
)
_MY = re.compile(r"(?:my|our|the\s+\w+['’]s|[A-Z]\w+['’]s|we|we['’]re|we['’]ve|his|her)\b", _F)
_KEY = re.compile(r"(?P<key>[^\s:=`][^:=\n`]{0,70}?|`[^`\n]{1,60}`)\s*(?::|=|→|->|=>)\s+(?P<value>\S.*)", re.DOTALL)
_SINGLE_KEYS = frozenset(
    (
        "name timezone location language languages editor job role company birthday pronouns os shell email phone "
        "address city country profession occupation age allergies hobbies diet stack employer team nickname"
    ).split()
)
_NO_KEY = re.compile(
    r"(?:error|errors|warning|warn|info|debug|fatal|trace|traceback|exception|caused by|note|question|"
    r"questions|task|tasks|goal|goals|steps?|example|examples|e\.g|output|result|results|expected|"
    r"actual|input|"
    r"problem|issue|bug|context|summary|description|title|subject|re|todo|fixme|usage|options?|"
    r"arguments?|returns?|requirements?|acceptance|background|answer|reason|hint|tip|edit|update|ps|"
    r"p\.s|here|following|https?|file|line|at|in|"
    r"log|logs|stderr|stdout|status|date|time|commit|author|merge|from|to|cc|user|assistant|human|"
    r"system|you|me|i|we|the following|these|this|that|plan|idea|thoughts?|feedback|comments?|new|old|"
    r"before|after|now|then|first|second|third)\b(?!\s+\w+\s+\w)",
    _F,
)


def is_fact(text: str) -> bool:
    """Whether a bare statement says something particular about a named thing, in English or as `key: value`."""
    if refusals.is_talk(text) or (refusals.is_momentary(text) and not (_DONE_BY.match(text) and is_pair(text))):
        return False
    return (
        is_pair(text)
        or _is_clause(text)
        or refusals.is_dated(text)
        or _PASSIVE_RULE.match(without_introduction(text)) is not None
    )


# "errors are returned, never thrown": how things are done, although nothing exact is named.
_PASSIVE_RULE = Gated(
    re.compile(
        r"(?!(?:it|this|that|these|those|they|you|i|there)\b)(?:\S+\s+){1,8}?(?:is|are|gets?)\s+(?:always |never |only |"
        r"all )?\w+(?:ed|en|wn|pt|ght|ilt|ept|ut)\b"
        r"[^.;]{0,80}?(?:,\s*(?:never|not)\s+\S|\s(?:instead of|rather than)\s+\S)",
        _F,
    ),
    holds="never not instead rather",
)
# "Ordered from Halden Papier: toner" names a relation, not a deed.
_DONE_BY = re.compile(
    r"\w+(?:ed|en|ght|ld|pt|de)\s+(?:from|by|at|with|for|through|via)\s+(?-i:[A-Z])[^:._`/]{1,60}:\s", _F
)
_WHOSE = re.compile(r"\bthat\s+(?=(?-i:[A-Z])|\w+-|we\b|our\b)", _F)  # "training that Ivo has"
_DOES_TO = re.compile(r"[a-z]+ (?:an?|my|your|this|that|me|us)\b", _F)  # "draft a reply to Ida: …"


def is_pair(text: str) -> bool:
    """Whether the text is a line `key: value` whose key says of what."""
    found = _KEY.match(text)
    if found is None or _NO_KEY.match(found["key"]) or found["key"].count(" ") > 7:
        return False
    key, value = found["key"].strip("*_ "), found["value"]
    of = _WHOSE.sub("", key)
    if (
        _DOES_TO.match(of)
        or refusals.is_question(value)
        or refusals.is_pointing(of)
        or value.endswith((":", "{", "[", ",", ";"))
    ):
        return False
    if " " not in key:
        return (
            (key[0].isupper() and key.lower() in _SINGLE_KEYS)
            or _is_clause(value)
            or (anchors.has_value(key) and _is_clause(f"{key} {value}"))
            or (key[0].isupper() and _OF_A_THING.search(value) is not None)
        )
    return _is_short(value) or _is_clause(value)


_OF_A_THING = re.compile(
    r"\S\s+\((?:[a-z]+(?:-[a-z\d]+)+|[A-Z]\w+(?:\s[A-Z\d]\w*)*)\)\W*$"
)  # "Licence: MIT (cart-service)"


def _is_short(value: str) -> bool:
    """Whether it reads as a value: some words, or something exact."""
    return len(value.split()) <= 10 and re.search(r"\w", value) is not None


def _is_clause(text: str) -> bool:
    intro = INTRO.match(text)
    rest = without_introduction(text)
    if _EMPTY_SUBJECT.match(rest) or _WANTED.match(rest) or _VERB_FIRST.match(rest):
        return False
    if _GERUND.match(rest) and not anchors.has_value(rest):
        return False
    strong = _clause(_STRONG_CLAUSE, rest)
    if strong and _VERB_NEXT.match(strong["rest"]):  # "family support is …": the strong verb was a noun
        strong = None
    if strong and (" " in strong["verb"] or _says_something(strong["rest"])):
        return _is_named(strong["subject"]) or anchors.is_particular(_tail(rest)) or refusals.is_standing(text)
    weak = _clause(_WEAK_CLAUSE, rest)
    if weak and _says_something(weak["rest"]):
        return _RECURS.match(weak["rest"]) is not None or _says_of(weak, rest, is_introduced=intro is not None)
    third = _THIRD_PERSON.match(rest)
    return third is not None and anchors.is_particular(third["rest"])


def _says_of(weak: re.Match[str], clause: str, *, is_introduced: bool) -> bool:
    """Whether a weak verb ties its subject to something particular."""
    is_judgement = _IS.match(weak["verb"]) and _VALUED.match(weak["rest"]) and not _gives_attribute(weak)
    if is_judgement and not anchors.has_value(weak["rest"]):
        return False
    return (
        (is_introduced and _MODAL.match(weak["verb"]) is not None and not _WE.match(clause))
        or anchors.is_particular(_tail(weak["rest"], 0))
        or _gives_attribute(weak)
    )


_RECURS = re.compile(rf"\s+(?:now\s+|only\s+|always\s+)?(?:on\s+{WEEKDAY}s|every\s+(?:other\s+)?{WEEKDAY})\b", _F)


def _clause(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The clause at the beginning, where its subject is one: "full picture but ..." has none."""
    found = pattern.match(text)
    return None if found is None or _NO_SUBJECT.search(found["subject"]) else found


_NO_SUBJECT = re.compile(
    r"\b(?:but|since|because|so|while|although|though|if|when|that|which|who|then|as|than)\b|\b(?:is|"
    r"are|was|were)$|^(?:the|a|an|our|my|their|your|this|that|each|every|all|no)$",
    _F,
)


def _gives_attribute(weak: re.Match[str]) -> bool:
    """Whether it reads "the ATTRIBUTE of THING is VALUE", where the value may be a plain word."""
    if not _IS.match(weak["verb"]) or len(weak["rest"].split()) > 6 or _JUDGED.match(weak["rest"]):
        return False
    return (
        _ATTRIBUTE.match(weak["subject"]) is not None
        or _THISPROJECT.fullmatch(weak["subject"]) is not None
        or anchors.has_value(weak["subject"])
    )


# What a task is to bring about: "the function should return 3", "…, it should be 5".
_WANTED = re.compile(
    r"the (?:[\w-]+ ){1,4}?(?:should|needs? to|has to|have to|(?<!s )must)\b(?! (?:always|never|only))|"
    r".*, (?:it|that|they|this) should\b|the answer\b",
    _F,
)
_MODAL = re.compile(r"(?:must|should|shall|may|can)", _F)
_IS = re.compile(r"(?:is|are|was|were|['’]s)$", _F)
_ATTRIBUTE = re.compile(r"(?:the|our|my|\w+['’]s)\s+(?:[\w-]+\s+){1,4}(?:of|for|in|on)\s+\S", _F)
_THISPROJECT = re.compile(rf"(?:this|that|these|the)\s+{PROJECT}s?", _F)
_JUDGED = re.compile(
    r"\s*(?:not |too |so |very |really |quite |pretty |a bit |always )*(?:un\w+|im\w+|dis\w+|mis\w+|"
    r"important|clear|different|similar|possible|high|low|big|huge|small|large|great|good|bad|better|"
    r"worse|fine|hard|easy|simple|complex|complicated|"
    r"wrong|right|correct|to \w+|up to|about|like|slow|fast|old|new|empty|full|true|false|dead|alive|"
    r"real|nice|ugly|fun|key|enough|here|there|away|over|off|on|red|green|down|up|back|happy|excited|"
    r"thrilled|impressed|interesting|ok|okay)\b",
    _F,
)
_VALUED = re.compile(_JUDGED.pattern.replace("un", r"\w+ing|\w+able|\w+ful|\w+ous|un", 1), _F)
_WE = re.compile(r"(?:we|i|you)\b", _F)
_GERUND = re.compile(r"\w{3,}ing\s+(?![a-z]+s\b|is\b)", _F)
_VERB_NEXT = re.compile(
    r"\s+(?:(?:really|truly|also|always|never)\s+\w+s\b|(?:is|are|was|were|has|have|can|will|would|"
    r"must|should|became)\b)",
    _F,
)
_VERB_FIRST = re.compile(
    r"(?:not|don['’]t|doesn['’]t|is|are|was|were|be|being|been|has|have|had|do|does|did|will|would|"
    r"can|could|should|must|no|yes|i|i['’]m|i['’]ve|i['’]d|i['’]ll)\b",
    _F,
)
_WORDY = re.compile(r"[^\W_]{2,}|\d|`")
_FILLER = re.compile(
    r"\W*(?:that|what|how|why|if|whether|like|so|as if|too|well|fine|good|great|better|worse|bad|ok|"
    r"okay|nice|cool|weird|odd|strange|correct|wrong|right|true|false|done|ready|it|this|them)\b\W*$",
    _F,
)

_OF_HERE = re.compile(
    r"\s+(?:(?:this|these|those)\b(?! (?:\S+ )?"
    + PROJECT
    + r")|to (?:know|see|hear|talk|meet|ask)\b|too (?:early|late|much|many|often|long)\b|(?:none|null|nan|undefined) here\b)",
    _F,
)


def _says_something(rest: str) -> bool:
    return _WORDY.search(rest) is not None and _FILLER.match(rest) is None and _OF_HERE.match(rest) is None


def _is_named(subject: str) -> bool:
    """Whether a subject names its thing by itself: `orchid-web`, Priya, "our staging cluster"."""
    return (
        anchors.has_value(subject)
        or _MY.match(subject) is not None
        or re.match(
            r"(?!(?:the|a|an|this|that|some|all|most|many|each|every|if|when|and|but)\b)[A-Za-z]\w*$", subject, _F
        )
        is not None
        or anchors.is_particular(subject)
        or _THISPROJECT.match(subject) is not None
        or (len(subject.split()) >= 2 and not refusals.is_pointing(subject))
    )


def _tail(text: str, words: int = 1) -> str:
    """The text after its first words: a capital at the beginning is no name."""
    return " " + " ".join(text.split()[words:])
