"""How far a statement reaches: the environment or place it holds in, and what moves it in time or certainty.

Some words say so only beside others: `work` in "at work", not in "leads the work"; `before` in "the port before",
not in "waits before giving up".
"""

import re

SCOPES = {
    word: scope
    for scope, words in {
        "production": "prod production",
        "staging": "staging stage preprod pre-prod pre-production uat",
        "development": "dev development local locally localhost",
        "testing": "ci",
        "windows": "windows win32",
        "macos": "macos osx mac",
        "linux": "linux ubuntu debian",
        "frontend": "frontend front-end",
        "backend": "backend back-end",
        "work": "work office",
        "home": "home personal",
    }.items()
    for word in words.split()
}
_SHIFTS = {
    word: shift
    for shift, words in {
        "past": "was were formerly previously until till ago used yesterday before old previous former earlier",
        "future": "will going soon tomorrow later planned plan plans",
        "hedged": "maybe perhaps might may possibly probably likely could unsure whether seems apparently would",
        "conditional": "if should",
        "narrow": "only just sometimes usually mostly often rarely",
        "open": "todo pending unfinished wip",
        "bounded": "more less fewer",
    }.items()
    for word in words.split()
}
_OWN = (
    r"\s+(?:laptop|phone|computer|machine|e-?mail|account|calendar|address|hours|days?|week|profile|number|network|wi-?fi|server|"
    r"office)s?\b"
)
_ENVIRONMENT = r"\s+(?:env|environment|server|cluster|database|db|account|instance)s?\b"
# What must stand before or after a word, or must not, for it to say how far the statement reaches.
_BESIDE = {
    "stage": rf"\b(?:in|on|to|for)\s+(?:the\s+)?@|@{_ENVIRONMENT}",
    "development": r"@(?!\s+(?:branch|team|work|manager|lead|process|costs?|plan|effort)\b)",
    "ci": r"\b(?:in|on|under|within|during)\s+@|@\s+only\b",
    "work": rf"\b(?:at|for|from)\s+@(?!\s+on\b)|@{_OWN}",
    "office": rf"\b(?:at|in|from)\s+(?:the|our|my)\s+@|@{_OWN}",
    "home": rf"\b(?:at|from)\s+@|@{_OWN}",
    "used": r"(?<!is )(?<!are )(?<!be )(?<!get )(?<!was )(?<!were )@\s+to\b",
    "before": r"@(?!\s+\w+ing\b)",
    "will": r"(?<!you )@",
    "later": r"@(?!\s+than\b)",
    "earlier": r"@(?!\s+than\b)",
    **dict.fromkeys(("more", "less", "fewer"), r"\b(?:no|not)\s+@\s+than\b"),
    "plan": r"@\s+(?:to|on|for|is\s+to|was\s+to)\b|^(?:the |our |my )?@\s*:|\b(?:i|we|you|they)\s+@",
    "plans": r"@\s+(?:to|on|for)\b|^(?:the |our |my )?@\s*:|\b(?:has|have|had|no|any)\s+@",
    "old": r"(?<!years )(?<!year )(?<!months )(?<!weeks )(?<!days )@",
}
_PATTERNS = {word: re.compile(beside.replace("@", rf"\b{word}\b"), re.IGNORECASE) for word, beside in _BESIDE.items()}
_FAR = 24  # characters around a word that are looked at


NAMED_SCOPES = frozenset(SCOPES.values())
ENVIRONMENTS = NAMED_SCOPES - {"frontend", "backend", "work", "home"}  # where the same thing may have another value
REACHING = SCOPES.keys() | _SHIFTS.keys()  # words of which `scopes` or `shifted` may say something


def named_scope(word: str) -> str | None:
    """The environment or place that a word names where it stands by itself, as in a key or a heading."""
    return SCOPES.get(word)


def scopes(word: str, text: str, place: tuple[int, int]) -> set[str]:
    """The environment or place that a word of a text names, if it does; `place` is where the word stands."""
    return {SCOPES[word]} if word in SCOPES and _says_so(word, text, place) else set()


def shifted(word: str, text: str, place: tuple[int, int]) -> set[str]:
    """What a word of a text moves: its time, certainty or reach."""
    return {_SHIFTS[word]} if word in _SHIFTS and _says_so(word, text, place) else set()


def _says_so(word: str, text: str, place: tuple[int, int]) -> bool:
    pattern = _PATTERNS.get(word)
    if pattern is None:
        return True
    first = max(0, place[0] - _FAR)
    return any(
        first + found.start() <= place[0] < first + found.end()
        for found in pattern.finditer(text[first : place[1] + _FAR])
    )
