"""What is about the work in front of the two: the function one has open, the test's made-up user, the change just made.

It may read like a fact, and is over with the task.
"""

import re

_F = re.IGNORECASE

# A file, a function, a variable, a class: what one has open while one works.
OF_CODE = re.compile(r"`|\w\(|[\[\]{}<>=]|_|\w\.[a-z]{1,5}(?:['’]s)?$|[a-z][A-Z]|/")
_PARTS = (
    r"(?:functions?|methods?|class(?:es)?|variables?|loops?|lines?|regex(?:es)?|assertions?|mocks?|fixtures?|imports?|casts?|prs?|diffs?|"
    r"screenshots?|buttons?|titles?|paragraphs?|sentences?|formulas?|cells?|charts?|pivot tables?|summar(?:y|ies)|downloads?|uploads?|"
    r"stack ?traces?|bullets?|attached \w+|attachments?|tutorials?|snippets?|pictures?|invites?|wording|end|point|rest|"
    r"(?:dummy|mock|fake|sample) \w+|test (?:users?|data|accounts?|customers?|cases?|records?|rows?|files?|inputs?))"
)
_SUBJECT = re.compile(rf"(?:the|this|that|your|my)\s+(?:[\w-]+\s+){{0,2}}?{_PARTS}\b", _F)
# A part of what is being written or read, by its number: "slide 7", "option B", "ticket 4411".
_NUMBERED = re.compile(
    r"(?:slides?|pages?|tables?|figures?|fig|chapters?|steps?|sections?|questions?|options?|tickets?|prs?|issues?|commits?|tests?|cells?|"
    r"columns?|rows?|items?|bullets?|lines?)\s+#?(?:\d[\w.]*|[A-Z]\d*|[0-9a-f]{6,})\b",
    _F,
)
_NAMES_MORE = re.compile(
    r"`[^`]+`|(?<!^)(?<![.!?] )\b[A-Z][a-z]{2,}|\b[a-z]+(?:-[a-z\d]+)+\b|(?<!\w)/\w|\w/\w|\w\.[a-z]{2,4}\b"
)
_TROUBLE = re.compile(
    r"\b(?:wrong|weird|typos?|unused|workarounds?|memory leaks?|on fire|not reachable|unreachable|exits? with (?:code|status)|"
    r"(?:reports?|shows?|gives?|has|have|prints?|throws?|with)\s+(?:\d+|an?|some|many|several|two|three)\s+(?:\w+ing\s+)?"
    r"(?:failures?|errors?|warnings?|problems?|issues?|conflicts?|typos?|tests?|questions?)|"
    r"(?:gets?|gives? (?:me|us)|got)\s+(?:stuck|an? (?:error|exception|timeout|[45]\d\d))|returns? [45]\d\d (?:when|after|if) i|"
    r"(?<=\w\s)keeps (?:on )?\w+ing(?=\W*$)|see this|keeps? getting|the same (?:\w+ )?(?:error|message|line|result|output|crash)|does(?:n['’]t| not) \w+ any ?more|"
    r"looks? (?:odd|off|strange|weird|fine|good|bad|ugly|empty)|spams?|eats? (?:up )?(?:all )?(?:my|our)|"
    r"needs? (?:an? |some |more )*(?:better|nicer|quick|bit|fix|restart|caption|rebase|refactor\w*|rewrite|cleanup|look|review(?=\W*$))|"
    r"needs? to be \w+ now|collects? 0)\b",
    _F,
)
_MADE_UP = re.compile(
    r"(?:in|for) (?:this|that|the|your|my) (?:\w+ )?(?:examples?|fixtures?|mocks?|snippets?|sketch|screenshots?|tutorials?|drafts?)\b|"
    r"(?:the |this |that |my |your )?(?:dummy|fake|made-up|placeholder) \w+|"
    r".*\b(?:after|since|with|because of|from) (?:your|this|that|the (?:last|latest)) (?:\w+ )?(?:change|edit|commit|fix|patch|update|refactor\w*)\b",
    _F,
)
_OF_THIS = re.compile(rf"\S+(?:\s+\S+){{0,5}}?\s+(?:this|that|your) (?:\w+ )?{_PARTS}\b", _F)
_PASSES = re.compile(
    r"\S+(?:\s+\S+){0,2}?\s+(?:is|are)\s+(?:still |also |now |just |already |currently )*(?:in|on|at|off|out|away|back) "
    r"(?:an? |the |her |his |their |another )?(?:meeting|(?<!on )call|phone|train|bus|plane|lunch|break|door|way|line|hold|loop|middle of)\b|"
    r"(?:my|our)\s+(?:\w+\s+){1,2}(?:is|are)\s+(?:so|very|really|too|pretty|quite)\s+\w+\W*$|"
    r"(?!(?:i|we|you|please)\b)\S+(?:\s+\S+){0,2}?\s+(?:wants? (?:me|us|you) to (?:call|know|come|send|see|look|check|fix|reply|answer)\b|sends? (?:her|his|their|best|kind|you)\b|just \w+ed\b|"
    r"needs? (?:\S+ ){1,6}?(?:by|before) (?:noon|tonight|tomorrow|lunch|the meeting|eod|three|four|five)\b|"
    r"can(?:not|['’]t)? (?:see|open|hear|read|find|access|log)\b|has (?:an? |some )?(?:questions?|complaints?|remarks?)\b)|"
    r".*\b(?:starts?|begins?|leaves?|ends?|is|are)\s+in\s+(?:an?|one|two|three|five|ten|fifteen|twenty|\d+)\s+(?:minutes?|mins?|hours?)\b|"
    r"(?!(?:i|we|you|please|my|our|when|if|before|after|once|whenever|always|never|don|do|use|sometimes)\b).*\b(?:when|if|once|after|before) I\b|.*\b(?:from|on) my (?:machine|laptop|computer|end|side)\W*$",
    _F,
)


def is_at_hand(text: str) -> bool:
    """Whether a statement tells of the work or the moment at hand, though nothing in it names the moment."""
    if _TROUBLE.search(text) or _MADE_UP.match(text) or _OF_THIS.match(text) or _PASSES.match(text):
        return True
    return (_SUBJECT.match(text) or _NUMBERED.match(text)) is not None and _NAMES_MORE.search(text) is None
