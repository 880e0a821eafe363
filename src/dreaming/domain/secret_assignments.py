"""Secrets that only the name before them gives away: `DB_PASSWORD=…`, `"api_key": "…"`, `--token …`.

What stands after such a name is often no secret: a placeholder, a variable, a call, a word of prose. The rule is to
take what is written as a value (in quotes, in a .env line, with letters and digits mixed) and to leave the rest.
"""

import re
from collections.abc import Iterator

_KEYWORDS = ("pass", "secret", "token", "_key", "-key", "apikey", "accesskey", "privatekey", "credential", "auth")
_KEY_OF = (
    "api",
    "access",
    "private",
    "encryption",
    "signing",
    "master",
    "account",
    "service",
    "ssh",
    "license",
    "shared",
)

_AFTER_NAME = re.compile(
    r"(?P<name>(?:pass(?:w(?:or)?d|phrase)?+|secret|token|credentials?+|auth|[_-]key|(?:api|access|private)key)(?:[_-]?+(?:access|key|token|secret|value|base)){0,3}+[0-9]{0,2}+)"
    r"(?:\\?+[\"'`])?+\]?+"
    r"(?P<separator>[ \t]{0,8}+(?::=|=>|={1,2}+|:|>)[ \t]{0,8}+|[ \t]{1,2}+(?:is[ \t])?+)"
    r"(?P<open>(?:\\?+[\"'`])?+)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[^\s\"'`\\<>\[\]]{8,512}+")
_BARE = re.compile(r"[^\s\"'`\\<>\[\](){},;|&]{8,512}+")
_REFERENCE = re.compile(r"[A-Za-z_$][\w$]*+(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*+)++\Z")
_PLACEHOLDER = re.compile(
    r"\A(?:[$%{@]|(?:none|null|nil|true|false|undefined|required|optional|disabled|enabled|invalid|missing|expired"
    r"|incorrect|unauthorized|forbidden|string|boolean|number|bearer|basic|unchanged|rejected|accepted)\b)"
    r"|\$[{(]|\{\{|\*{3}|x{4}|\.{3}|…|change[_-]?me|replace[_-]?(?:me|with|this)|placeholder|\bexample\b|_here\b"
    r"|redacted|environ\b|getenv|process\.env|\bsecrets\.",
    re.IGNORECASE,
)
_NAME_WORDS = re.compile(
    r"(?:(?:pass|word|passwd|phrase|secret|token|api|key|access|private|client|auth|credentials?|user|db|new|old|id|name"
    r"|my|your|the|some|test|dummy|example|value|here)[_-]?){1,12}\Z",
    re.IGNORECASE,
)
_PATH_OR_URL = re.compile(
    r"(?:[a-z]{2,10}:/|\.{0,2}/|~|[A-Za-z]:\\)|\S{1,200}\.(?:py|js|ts|json|ya?ml|toml|pem|key|txt|env|md)\Z"
)
_METHOD = re.compile(r"(?:sha|md|base|utf|bcrypt|argon|hs|rs|es|aes|oauth|http)-?[0-9]", re.IGNORECASE)
_SHORTEST = 8
_LOOKED_AT = 64


def find_assignments(text: str, lowered: str) -> Iterator[tuple[int, int]]:
    """The places of values that stand after a telling name.

    Args:
        text: what is searched.
        lowered: `text` in lower case, place by place.
    """
    for keyword in _KEYWORDS:
        at = lowered.find(keyword)
        while at >= 0:
            found = _AFTER_NAME.match(text, at)
            place = _value(text, at, found) if found is not None and _is_telling(lowered, found) else None
            if place is not None:
                yield place
            at = lowered.find(keyword, at + len(keyword) if place is None else place[1])


def _is_telling(lowered: str, found: re.Match[str]) -> bool:
    """Not every key and not every pass is secret: a primary key, a bypass."""
    before = lowered[max(0, found.start() - 10) : found.start()]
    if found["name"][0] in "_-":
        return before.endswith(_KEY_OF)
    if found["name"].lower() != "pass":
        return True
    return before.endswith(("_", "-")) or (bool(found["open"]) and not before[-1:].isalpha())


def _value(text: str, name_at: int, found: re.Match[str]) -> tuple[int, int] | None:
    quote = found["open"]
    value = (_QUOTED if quote else _BARE).match(text, found.end())
    if value is None or _is_no_secret(value[0]):
        return None
    start, end = value.span()
    following = text[end : end + 2]
    if quote:
        is_value = following[:1] in {quote[-1], "\\", ""} and found["separator"].strip() not in {"", ">"}
        return (start, end) if is_value or _is_flag(text, name_at, found) else None
    if following[:1] in {"(", "["}:
        return None
    end -= len(value[0]) - len(value[0].rstrip(".,:;"))
    is_value = _is_written(text, name_at, found, following) or _is_mixed_value(found, value[0])
    is_value = is_value or _is_whole_line(text, name_at, found, end)
    return (start, end) if is_value and end - start >= _SHORTEST else None


def _is_no_secret(value: str) -> bool:
    head = value[:_LOOKED_AT]
    return bool(_PLACEHOLDER.search(head) or _NAME_WORDS.match(head) or _PATH_OR_URL.match(head) or len(set(head)) < 3)


def _is_written(text: str, name_at: int, found: re.Match[str], following: str) -> bool:
    """Whether the value is literal whatever it looks like: a flag, a variable of the environment, a URL, an element."""
    separator = found["separator"]
    if separator == "=":
        before = text[max(0, name_at - 41) : name_at]
        return found["name"].isupper() or re.search(r"[?&][\w-]{0,40}\Z", before) is not None
    return (separator == ">" and following == "</") or _is_flag(text, name_at, found)


def _is_flag(text: str, name_at: int, found: re.Match[str]) -> bool:
    """`--password VALUE`: the word that the name belongs to begins with two dashes."""
    before = text[max(0, name_at - 44) : name_at]
    return found["separator"].isspace() and re.search(r"(?:^|\s)--[\w-]{0,40}\Z", before) is not None


def _is_mixed_value(found: re.Match[str], value: str) -> bool:
    """Letters and digits together after a sign of equality, as prose and names of variables seldom have them."""
    separator, head = found["separator"].strip(), value[:_LOOKED_AT]
    if separator in {"", ">"} or (separator == "is" and found["name"][:5].lower() != "passw"):
        return False
    digits = sum(c.isdigit() for c in head)
    if not digits or not any(c.isalpha() for c in head) or _REFERENCE.match(head) or _METHOD.match(head):
        return False
    return digits >= 2 or len(value) >= 16 or separator == "is" or any(c in "!@#$%^&*+=/~" for c in head)


def _is_whole_line(text: str, name_at: int, found: re.Match[str], end: int) -> bool:
    """`password: value` as a line of its own, the name in small letters, as configuration files have it."""
    if found["separator"].strip() != ":" or not found["name"].islower() or not found["name"].startswith("pass"):
        return False
    before = text[max(0, name_at - 60) : name_at].rsplit("\n", 1)[-1]
    after = text[end : end + 2].lstrip(" \t\r")
    return re.fullmatch(r"[ \t]*(?:- )?[a-z0-9_.-]*", before) is not None and after[:1] in {"", "\n"}
