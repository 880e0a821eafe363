"""What is about the work in front of the two: the function one has open, the test's made-up user, the change just made.

It may read like a fact, and is over with the task.
"""

import re

from dreaming.judges.rules import anchors
from dreaming.judges.rules.gates import Gated

_F = re.IGNORECASE

# A file, a function, a variable, a class: what one has open while one works.
OF_CODE = re.compile(r"`|\w\(|[\[\]{}<>=]|_|\w\.[a-z]{1,5}(?:['’]s)?$|[a-z][A-Z]|/")
_PART = (
    r"(?:functions?|methods?|variables?|loops?|regex(?:es)?|assertions?|mocks?|fixtures?|prs?|diffs?|screenshots?|paragraphs?|formulas?|"
    r"cells?|pivot tables?|downloads?|stack ?traces?|bullets?|attached \w+|attachments?|tutorials?|snippets?|"
    r"(?:dummy|mock|fake|sample) \w+|"
    r"test (?:users?|data|accounts?|customers?|cases?|records?|rows?|files?|inputs?))"
)
# There are other things of these names, of which something particular may be told.
_MAYBE_PART = (
    r"(?:class(?:es)?|lines?|imports?|casts?|buttons?|titles?|sentences?|charts?|summar(?:y|ies)|uploads?|pictures?|invites?|wording|"
    r"end|point|rest)"
)
_BEFORE = r"(?:the|this|that|your|my)\s+(?:[\w-]+\s+){0,2}?"
_SUBJECT = re.compile(rf"{_BEFORE}{_PART}\b", _F)
_MAYBE_SUBJECT = re.compile(rf"{_BEFORE}{_MAYBE_PART}\b", _F)
# A part of what is being written or read, by its number: "slide 7", "option B", "ticket 4411".
_NUMBERED = re.compile(
    r"(?:slides?|pages?|tables?|figures?|fig|chapters?|steps?|sections?|questions?|options?|tickets?|prs?|issues?|commits?|tests?|cells?|"
    r"columns?|rows?|items?|bullets?|lines?)\s+#?(?:\d[\w.]*|[A-Z]\d*|[0-9a-f]{6,})\b",
    _F,
)
_NAMES_MORE = re.compile(
    r"`[^`]+`|(?<!^)(?<![.!?] )\b[A-Z][a-z]{2,}|\b[a-z]+(?:-[a-z\d]+)+\b|(?<!\w)/\w|\w/\w|\w\.[a-z]{2,4}\b"
)
_TROUBLE = Gated(
    re.compile(
        r"""\b(?:
      (?:is|are|looks?|has|have|gives?|gets?|returns?|passes|pass|uses?)\ (?:the\ |an?\ )?(?:wrong|weird)
    | on\ fire | see\ this | spams? | collects?\ 0 | on\ (?:page|slide)\ \d+\ (?:is|are|looks?)
    | exits?\ with\ (?:code|status)\ \d+(?=\W*$)
    | (?:reports?|shows?|gives?|has|have|prints?|throws?|with)\ (?:\d+|an?|some|many|several|two|three)\ (?:\w+ing\ tests?
        | (?:failures?|errors?|warnings?|problems?|issues?|conflicts?|typos?))
    | (?:gets?|gives?\ (?:me|us)|got)\ (?:stuck|an?\ (?:error|exception|timeout|[45]\d\d))
    | returns?\ [45]\d\d\ (?:when|after|if)\ i
    | (?<=\w\ )keeps\ (?:on\ )?\w+ing(?=\W*$) | keeps?\ getting
    | the\ same\ (?:\w+\ )?(?:error|message|result|output|crash) | the\ same\ line\ \w+\ times
    | does(?:n['’]t|\ not)\ (?:start|work|load|build|compile|run|open)\ any\ ?more
    | looks?\ (?:odd|off|strange|weird|fine|good|bad|ugly|empty)
    | eats?\ (?:up\ )?(?:all\ )?(?:my|our)
    | needs?\ (?:an?\ |some\ |more\ )*(?:better|nicer|quick|bit|fix|restart|caption|rebase|refactor\w*|rewrite|cleanup|look|workaround
        | review(?=\W*$))
    | needs?\ to\ be\ \w+\ now
    )\b""",
        _F | re.VERBOSE,
    ),
    holds=(
        "wrong weird fire see spam spams collect collects page slide exit exits test tests failure failures error errors warning warnings "
        "problem problems issue issues conflict conflicts typo typos get gets give gives got return returns keep keeps same more anymore "
        "look looks eat eats need needs"
    ),
)
_MADE_UP = Gated(
    re.compile(
        r"""
      (?:in|for)\ (?:this|that|the|your|my)\ (?:\w+\ )?(?:examples?|fixtures?|mocks?|snippets?|sketch|screenshots?|tutorials?|drafts?)\b
    | (?:the\ |this\ |that\ |my\ |your\ )?(?:dummy|fake|made-up|placeholder)\ \w+
    | .*\b(?:after|since|with|because\ of|from)\ (?:your|this|that|the\ (?:last|latest))\ (?:\w+\ )?
        (?:change|edit|commit|fix|patch|update|refactor(?:ing)?)\b
    """,
        _F | re.VERBOSE,
    ),
    holds=(
        "example examples fixture fixtures mock mocks snippet snippets sketch screenshot screenshots tutorial tutorials draft drafts dummy "
        "fake made placeholder change edit commit fix patch update refactor refactoring"
    ),
)
_OF_THIS = re.compile(rf"\S+(?:\s+\S+){{0,5}}?\s+(?:this|that|your) (?:\w+ )?(?:{_PART}|{_MAYBE_PART})\b", _F)
_PASSES = Gated(
    re.compile(
        r"""
      \S+(?:\s+\S+){0,2}?\s+(?:is|are)\s+(?:still\ |also\ |now\ |just\ |already\ |currently\ )*
        (?:in|on|at|off|out|away|back)\ (?:an?\ |the\ |her\ |his\ |their\ |another\ )?
        (?:meeting|(?<!on\ )call|phone|train|bus|plane|lunch|break|door|way|line|hold|loop|middle\ of)\b
    | (?!(?:i|we|you|please)\b)\S+(?:\s+\S+){0,2}?\s+(?:
        wants?\ (?:me|us|you)\ to\ (?:call|know|come|send|see|look|check|fix|reply|answer)\b
        | sends?\ (?:her|his|their|best|kind|you)\b
        | needs?\ (?:\S+\ ){1,6}?(?:by|before)\ (?:noon|tonight|tomorrow|lunch|the\ meeting|eod|three|four|five)\b
        | can(?:not|['’]t)\ (?:see|open|hear|find|log)\b | can\ (?:see|hear)\b.*\ now\b
        | has\ (?:an?\ |some\ )?(?:questions?|complaints?|remarks?)\b)
    | .*\b(?:starts?|begins?|leaves?|ends?|is|are)\s+in\s+(?:an?|one|two|three|five|ten|fifteen|twenty|\d+)\s+(?:minutes?|mins?|hours?)\b
    | .*\b(?:from|on)\ my\ (?:machine|laptop|computer|end|side)\W*$
    """,
        _F | re.VERBOSE,
    ),
    holds=(
        "meeting call phone train bus plane lunch break door way line hold loop middle want wants send sends need needs cannot can "
        "question questions complaint complaints remark remarks minute minutes min mins hour hours machine laptop computer end side"
    ),
)
_MY_MOOD = Gated(
    re.compile(r"(?:my|our)\s+(?:\w+\s+){1,2}(?:is|are)\s+(?:so|very|really|too|pretty|quite)\s+\w+\W*$", _F),
    begins="my our",
)
_JUST_DID = re.compile(r"(?!(?:i|we|you)\b)\S+(?:\s+\S+){0,2}?\s+just\ \w+ed\b", _F)
_WHEN_I = re.compile(
    r"(?!(?i:i|we|you|please|my|our|when|if|before|after|once|whenever|always|never|don|do|use|sometimes)\b)"
    r".*\b(?:when|if|once|after|before) I\b"
)


def is_at_hand(text: str) -> bool:
    """Whether a statement tells of the work or the moment at hand, though nothing in it names the moment."""
    if any(kind.match(text) for kind in (_MADE_UP, _OF_THIS, _PASSES, _MY_MOOD)) or _TROUBLE.search(text):
        return True
    if (" I " in text and _WHEN_I.match(text)) or (" just " in text and _JUST_DID.match(text)):
        return True
    if _MAYBE_SUBJECT.match(text) and not anchors.is_particular(text):
        return True
    return (_SUBJECT.match(text) or _NUMBERED.match(text)) is not None and _NAMES_MORE.search(text) is None
