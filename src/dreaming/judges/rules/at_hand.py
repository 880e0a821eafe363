"""What is about the work in front of the two: the function one has open, the test's made-up user, the change just made.

It may read like a fact, and is over with the task.
"""

import re

_F = re.IGNORECASE

# A file, a function, a variable, a class: what one has open while one works.
OF_CODE = re.compile(r"`|[()\[\]{}<>=]|_|\w\.[a-z]{1,5}(?:['’]s)?$|[a-z][A-Z]|/")
_PARTS = (
    r"(?:functions?|methods?|class(?:es)?|variables?|loops?|lines?|regex(?:es)?|assertions?|mocks?|fixtures?|imports?|casts?|prs?|diffs?|"
    r"screenshots?|buttons?|titles?|paragraphs?|sentences?|formulas?|cells?|charts?|pivot tables?|summar(?:y|ies)|downloads?|uploads?|"
    r"stack ?traces?|bullets?|attached \w+|attachments?|tutorials?|snippets?|(?:test|dummy|mock|fake|sample) \w+)"
)
_SUBJECT = re.compile(rf"(?:the|this|that|your|my)\s+(?:[\w-]+\s+){{0,2}}?{_PARTS}\b", _F)
_NAMES_MORE = re.compile(r"`[^`]+`|(?<!^)(?<![.!?] )\b[A-Z][a-z]{2,}|\b[a-z]+(?:-[a-z\d]+)+\b|(?<!\w)/\w|\w/\w|\w\.[a-z]{2,4}\b")
_TROUBLE = re.compile(
    r"\b(?:wrong|weird|typos?|unused|(?:reports?|shows?|gives?|has|have|prints?|throws?|with)\s+(?:\d+|an?|some|many|several|two|three)\s+"
    r"(?:failures?|errors?|warnings?|problems?|issues?|conflicts?|typos?)|"
    r"exits? with (?:code|status))\b",
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
    r"(?:my|our)\s+(?:\w+\s+){1,2}(?:is|are)\s+(?:so|very|really|too|pretty|quite)\s+\w+\W*$",
    _F,
)


def is_at_hand(text: str) -> bool:
    """Whether a statement tells of the work or the moment at hand, though nothing in it names the moment."""
    if _MADE_UP.match(text) or _OF_THIS.match(text) or _PASSES.match(text):
        return True
    if _SUBJECT.match(text) is None:
        return _TROUBLE.search(text) is not None and _NAMES_MORE.search(text) is None
    return _TROUBLE.search(text) is not None or _NAMES_MORE.search(text) is None
