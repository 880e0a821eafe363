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
    r"(?P<name>(?:pass(?:w(?:or)?d|phrase)?+|secret|token|credentials?+|auth|[_-]key"
    r"|(?:api|access|private)key)(?:[_-]?+(?:access|key|token|secret|value|base)){0,3}+[0-9]{0,2}+)"
    r"(?:\\?+[\"'`])?+\]?+"
    r"(?P<separator>[ \t]{0,8}+(?::=|=>|={1,2}+|:|>)[ \t]{0,8}+|[ \t]{1,2}+(?:is[ \t])?+)"
    r"(?P<open>(?:\\?+[\"'`])?+)",
    re.IGNORECASE,
)
# The beginning of a value, by which most are seen to be none, and what follows of it.
_QUOTED = re.compile(r"[^\s\"'`\\<>\[\]]{8,64}+"), re.compile(r"[^\s\"'`\\<>\[\]]{0,8192}+")
_BARE = re.compile(r"[^\s\"'`\\<>\[\](){},;|&]{8,64}+"), re.compile(r"[^\s\"'`\\<>\[\](){},;|&]{0,8192}+")
_REFERENCE = re.compile(r"[A-Za-z_$][\w$]*+(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*+)++\Z")
_PLACEHOLDER = re.compile(
    r"\A(?:[$%{@]|(?:none|null|nil|true|false|undefined|required|optional|disabled|enabled|invalid|missing|expired"
    r"|incorrect|unauthorized|forbidden|string|boolean|number|bearer|basic|unchanged|rejected|accepted)\b)"
    r"|\$[{(]|\{\{|\*{3}|x{4}|\.{3}|…|change[_-]?me|replace[_-]?(?:me|with|this)|placeholder|\bexample\b|_here\b"
    r"|redacted|environ\b|getenv|process\.env|\bsecrets\.",
    re.IGNORECASE,
)
_NAME_WORDS = re.compile(
    r"(?:(?:passwd|pass|word|phrase|secret|token|api|key|access|private|client|auth|credentials?|user|db|new|old|id|name"
    r"|my|your|the|some|test|dummy|example|value|here)[_-]?+){1,12}+\Z",
    re.IGNORECASE,
)
_PATH_OR_URL = re.compile(
    r"(?:[a-z]{2,10}:/|\.{0,2}/|~|[A-Za-z]:\\)|\S{1,200}\.(?:py|js|ts|json|ya?ml|toml|pem|key|txt|env|md)\Z"
)
_METHOD = re.compile(r"(?:sha|md|base|utf|bcrypt|argon|hs|rs|es|aes|oauth|http)-?[0-9]", re.IGNORECASE)
_SHORTEST = 8


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
            place = _value(text, found) if found is not None and _is_telling(lowered, found) else None
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


def _value(text: str, found: re.Match[str]) -> tuple[int, int] | None:
    """The place of the value behind a name, if it is one; most are seen to be none by their beginning."""
    beginning, rest = _QUOTED if found["open"] else _BARE
    head = beginning.match(text, found.end())
    if head is None or _is_no_secret(head[0]):
        return None
    place = _quoted(text, found, head, rest) if found["open"] else _bare(text, found, head, rest)
    return place if place is not None and place[1] - place[0] >= _SHORTEST else None


def _quoted(text: str, found: re.Match[str], head: re.Match[str], rest: re.Pattern[str]) -> tuple[int, int] | None:
    separator = found["separator"].strip()
    if separator in {"", ">"} and not _is_flag(text, found):
        return None
    end = _end(rest, text, head)
    return (head.start(), end) if text[end : end + 1] in {found["open"][-1], "\\", ""} else None


def _bare(text: str, found: re.Match[str], head: re.Match[str], rest: re.Pattern[str]) -> tuple[int, int] | None:
    separator = found["separator"].strip()
    is_value = _is_written(text, found) or _is_mixed(found, head[0])
    is_line = separator == ":" and found["name"].startswith("pass") and found["name"].islower()
    if not (is_value or is_line or separator == ">"):
        return None
    start, end = head.start(), _end(rest, text, head)
    if text[end : end + 1] in {"(", "["}:
        return None
    end = start + len(text[start:end].rstrip(".,:;"))
    is_element = separator == ">" and text[end : end + 2] == "</"
    return (start, end) if is_value or is_element or (is_line and _is_whole_line(text, found, end)) else None


def _end(rest: re.Pattern[str], text: str, head: re.Match[str]) -> int:
    """Where a value ends that begins with `head`."""
    found = rest.match(text, head.end())
    return head.end() if found is None else found.end()


def _is_no_secret(head: str) -> bool:
    return bool(_PLACEHOLDER.search(head) or _NAME_WORDS.match(head) or _PATH_OR_URL.match(head) or len(set(head)) < 3)


def _is_written(text: str, found: re.Match[str]) -> bool:
    """Whether the value is literal whatever it looks like: of a flag, a variable of the environment, in a URL."""
    if found["separator"] == "=":
        before = text[max(0, found.start() - 41) : found.start()]
        return found["name"].isupper() or re.search(r"[?&][\w-]{0,40}\Z", before) is not None
    return _is_flag(text, found)


def _is_flag(text: str, found: re.Match[str]) -> bool:
    """`--password VALUE`: the word that the name belongs to begins with two dashes."""
    before = text[max(0, found.start() - 44) : found.start()]
    return found["separator"].isspace() and re.search(r"(?:^|\s)--[\w-]{0,40}\Z", before) is not None


def _is_mixed(found: re.Match[str], head: str) -> bool:
    """Letters and digits together behind a sign of equality, as prose and names of variables seldom have them."""
    separator = found["separator"].strip()
    if separator in {"", ">"} or (separator == "is" and found["name"][:5].lower() != "passw"):
        return False
    digits = sum(c.isdigit() for c in head)
    if not digits or not any(c.isalpha() for c in head) or _REFERENCE.match(head) or _METHOD.match(head):
        return False
    return digits >= 2 or len(head) >= 16 or separator == "is" or any(c in "!@#$%^&*+=/~" for c in head)


def _is_whole_line(text: str, found: re.Match[str], end: int) -> bool:
    """`password: value` as a line of its own, as configuration files have it."""
    before = text[max(0, found.start() - 60) : found.start()].rsplit("\n", 1)[-1]
    after = text[end : end + 2].lstrip(" \t\r")
    return re.fullmatch(r"[ \t]*(?:- )?[a-z0-9_.-]*", before) is not None and after[:1] in {"", "\n"}
