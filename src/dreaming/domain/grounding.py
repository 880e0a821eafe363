"""What a statement names that can be looked up in its project, and words that end it ("until Friday").

Only what is said of the present is named: a clause that tells of the past, of a plan, or that denies is passed over.
Nothing here reads a file: `integrations/grounding` does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dreaming.domain.expiry import expiries
from dreaming.domain.language import read

MOST_OF_A_CLAIM = 20  # things that are looked at in one statement
_LONGEST = 10_000  # characters of a statement that are looked at


class Thing(StrEnum):
    """What sort of thing a statement names."""

    PATH = "path"
    SCRIPT = "script"  # `npm run X`, `make X`: defined in a file of the project
    MODULE = "module"  # `python -m X`
    SYMBOL = "symbol"
    VERSION = "version"  # of a dependency, or of the language
    PORT = "port"
    EXPIRY = "expiry"  # a day after which the statement may no longer hold


class Verdict(StrEnum):
    """How what a statement names stands to what is there."""

    HOLDS = "holds"
    CHANGED = "changed"
    NOT_FOUND = "not_found"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One thing that a statement names: characters `start` to `end` of it.

    `name` is what is looked up; `tool` is of a script, `version` of a version. `about` are the words of the statement
    around it, for a port. `until` is the last day on which an expiry holds.
    """

    thing: Thing
    start: int
    end: int
    name: str
    tool: str = ""
    version: str = ""
    about: frozenset[str] = frozenset()
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What was found of a named thing: the verdict, and the file and line that say so, with the value there."""

    verdict: Verdict
    file: str = ""
    line: int = 0
    value: str = ""


def named(text: str, asserted_at: datetime, *, is_code: bool = False) -> tuple[Named, ...]:
    """What a statement names, in the order of its words.

    Args:
        text: the statement, as its lines stand.
        asserted_at: when it was said: "Friday" is counted from there.
        is_code: whether it is a block of code, whose lines are commands.
    """
    text = text[:_LONGEST]
    present = _present(text)
    found = [item for item in _things(present, is_code=is_code) if not present[item.start : item.end].isspace()]
    found += [
        Named(thing=Thing.EXPIRY, start=start, end=end, name=text[start:end], until=until)
        for start, end, until in (() if is_code else expiries(text, asserted_at))
    ]
    return tuple(sorted(found, key=lambda item: (item.start, item.end)))[:MOST_OF_A_CLAIM]


_CLAUSE = re.compile(r"(?:`[^`\n]*`|[^`,;()\n.!?]|[.!?](?!\s|$)|`)+")
_NOT_NOW = re.compile(
    r"""\b(?: was | were | formerly | previously | used\ to | no\ longer | old | earlier | ago | deprecated
      | not | never | no | without | cannot | \w+n['’]t | instead\ of | rather\ than | removed? | deleted? | dropped
      | will | going\ to | plan(?:s|ned)? | soon | someday | todo | tomorrow | proposed? | draft
      | if | might | maybe | perhaps | could | e\.g | example | such\ as
      | add(?:ing)? | create | creating | renamed? | introduce | migrat(?:e|ing)\ to )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_FROM_TO = re.compile(r"\bfrom\s+(?P<old>[^,;\n]{1,80}?)\s+to\b", re.IGNORECASE)


def _present(text: str) -> str:
    """The text with blanks, letter for letter, in the place of what it does not say of the present."""
    kept = list(text)
    for clause in _CLAUSE.finditer(text):
        if _NOT_NOW.search(re.sub(r"`[^`\n]*`", "", clause[0])):
            kept[clause.start() : clause.end()] = " " * len(clause[0])
    for move in _FROM_TO.finditer(text):
        kept[move.start("old") : move.end("old")] = " " * len(move["old"])
    return "".join(kept)


_CODE = re.compile(r"`([^`\n]{1,200})`")
_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}://\S+", re.IGNORECASE)


def _things(text: str, *, is_code: bool) -> Iterator[Named]:
    """Each stretch of the text is one thing at most: what is more telling is looked for first."""
    taken: list[tuple[int, int]] = [found.span() for found in _URL.finditer(text) if not _PORT_OF_URL.match(found[0])]
    spans = [(0, len(text))] if is_code else [found.span(1) for found in _CODE.finditer(text)]
    prose = "" if is_code else _CODE.sub(lambda found: " " * len(found[0]), text)
    for item in (
        *_ports(text),
        *_versions(text),
        *_commands(text, spans),
        *_paths(text, spans, prose),
        *_symbols(text, spans),
    ):
        if all(item.end <= start or item.start >= end for start, end in taken):
            taken.append((item.start, item.end))
            yield item


_PORT = re.compile(r"\bports?\b\W{0,3}(?:number|is|of|=)?\W{0,3}(?P<port>\d{2,5})\b(?!\.\d)", re.IGNORECASE)
_PORT_OF_HOST = re.compile(r"(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(?P<port>\d{2,5})\b", re.IGNORECASE)
_PORT_LISTENS = re.compile(
    r"\b(?:listen|serve|run|bind|expose)\w*\s+(?:on|at)\s+`?:?(?P<port>\d{4,5})\b(?!\.\d)", re.IGNORECASE
)
_PORT_OF_URL = re.compile(r"https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0):\d", re.IGNORECASE)


def _ports(text: str) -> Iterator[Named]:
    for pattern in (_PORT, _PORT_OF_HOST, _PORT_LISTENS):
        for found in pattern.finditer(text):
            if 1 <= int(found["port"]) <= 65_535:
                start, end = found.span("port")
                yield Named(thing=Thing.PORT, start=start, end=end, name=found["port"], about=_words(text))


def _words(text: str) -> frozenset[str]:
    """The words around a port, and the environments that they mean."""
    return frozenset(re.findall(r"[a-z][a-z\d]+", text.casefold())) - {"port", "ports"} | read(text).scope


# A name is checked only where a file of the project has a version of it: any word may stand before a number.
_VERSION = re.compile(
    r"(?<![\w/.-])(?P<name>@?[A-Za-z][\w./-]{0,60}?)(?:`?\s+(?:version\s+)?v?|\s?(?:==|@|~=|>=|\^)\s?v?)(?P<version>\d{1,4}(?:\.\d+){0,3})"
    r"(?![\w%:/]|[.,]\d|-\d|\s*(?:times|days?|hours?|min|sec|ms|spaces?|lines?|files?|%))"
)


def _versions(text: str) -> Iterator[Named]:
    for found in _VERSION.finditer(text):
        if found["name"].casefold() not in {"port", "ports", "issue", "pr", "step"}:
            start, end = found.span()
            name = found["name"].casefold()
            yield Named(thing=Thing.VERSION, start=start, end=end, name=name, version=found["version"])


_NAME = r"(?P<name>[A-Za-z][\w:.-]*[\w])"
_RUNNERS = re.compile(rf"\b(?P<tool>npm|pnpm|yarn|bun)\s+run\s+{_NAME}")
_SHORT = re.compile(r"\b(?P<tool>npm|pnpm|yarn)\s+(?P<name>test|start)\b")
_TARGETS = re.compile(rf"(?:^|(?<=&&\s)|(?<=;\s)|(?<=\n)|(?<=\$\s))\s*(?P<tool>make|just|poe)\s+{_NAME}")
_TOLD = re.compile(r"\b(?:run|running|runs|via|using)\s+(?P<tool>make|just|poe)\s+(?P<name>[A-Za-z][\w:-]*[\w])")
_MODULE = re.compile(r"\bpython[\d.]*\s+-m\s+(?P<name>[A-Za-z_]\w*(?:\.\w+)*)")


def _commands(text: str, spans: list[tuple[int, int]]) -> Iterator[Named]:
    for found in (*_RUNNERS.finditer(text), *_SHORT.finditer(text), *_TOLD.finditer(text)):
        yield _script(found)
    for start, end in spans:
        for found in _TARGETS.finditer(text[start:end]):
            yield _script(found, start)
    for found in _MODULE.finditer(text):
        yield Named(thing=Thing.MODULE, start=found.start(), end=found.end(), name=found["name"])


def _script(found: re.Match[str], offset: int = 0) -> Named:
    start = found.start("tool") + offset
    return Named(thing=Thing.SCRIPT, start=start, end=found.end() + offset, name=found["name"], tool=found["tool"])


_EXTENSIONS = (
    "py pyi ts tsx js jsx mjs cjs json jsonc yaml yml toml ini cfg md mdx rst txt sql sh bash zsh ps1 go rs rb java kt swift c "
    "h cc cpp hpp cs php html css scss vue svelte tf proto graphql xml gradle lock env conf service dockerfile ipynb lua ex exs"
).split()
_ENDING = rf"\.(?:{'|'.join(_EXTENSIONS)})"
_IN_CODE = re.compile(r"(?<![\w/.@:~$*<>{}-])(?:\.{1,2}/)?[\w.@+-]++(?:/[\w.@+-]++)*+/?+(?![*<{$(]|:(?!\d))")
_IN_PROSE = re.compile(
    rf"(?<![\w/.@:~$*<>{{}}-])(?:(?:\.{{1,2}}/)?(?:[\w.@+-]+/)+[\w.@+-]*{_ENDING}|[\w@+-][\w.@+-]*{_ENDING}|(?:[\w.@+-]+/){{2,}})(?![\w/*<{{$-])"
)
_ELSEWHERE = re.compile(r"[~%/]|\S*\\")  # a home, a disk: a path that begins there may hold spaces
_FILES = frozenset("makefile dockerfile justfile procfile gemfile rakefile license".split())


def _paths(text: str, spans: list[tuple[int, int]], prose: str) -> Iterator[Named]:
    for start, end in spans:
        code = text[start:end]
        for found in _IN_CODE.finditer(code) if not _ELSEWHERE.match(code) else ():
            path = found[0].rstrip(".")
            is_path = "/" in path.strip("/") or path.endswith("/") or re.search(rf"{_ENDING}\Z", path, re.IGNORECASE)
            if is_path or path.casefold() in _FILES:
                yield _path(path, start + found.start())
    for found in _IN_PROSE.finditer(prose):
        yield _path(found[0], found.start())


def _path(path: str, start: int) -> Named:
    return Named(thing=Thing.PATH, start=start, end=start + len(path), name=path.removeprefix("./"))


_SYMBOL = re.compile(
    r"(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[A-Za-z_]\w*(?=\()|[A-Za-z]+_\w+|[A-Z][a-z\d]+(?:[A-Z][a-z\d]*)+)(?:\([^()]*\))?"
)


def _symbols(text: str, spans: list[tuple[int, int]]) -> Iterator[Named]:
    """A whole code span that is one name, dotted, called, or of several words."""
    for start, end in spans:
        found = _SYMBOL.fullmatch(text[start:end].strip())
        if found is not None and not re.search(rf"{_ENDING}\Z", found["name"]):
            yield Named(thing=Thing.SYMBOL, start=start, end=end, name=found["name"])


def worded(thing: Thing, said: str, sighting: Sighting) -> str:
    """What is to be said of a statement: `says port 8080; compose.yaml:7 has 9090`.

    Args:
        thing: what sort of thing it names.
        said: how it names it.
        sighting: what was found.
    """
    said = " ".join(said.strip("`").split())
    where = f"{sighting.file}:{sighting.line}" if sighting.line else sighting.file
    match sighting.verdict:
        case Verdict.EXPIRED:
            return f'says "{said}": that was {sighting.value}'
        case Verdict.CHANGED if thing is Thing.PATH:
            return f"names {said}; there is {where}"
        case Verdict.CHANGED:
            return f"says {'port ' if thing is Thing.PORT else ''}{said}; {where} has {sighting.value}"
        case Verdict.NOT_FOUND if where:
            near = f" (but {sighting.value})" if sighting.value else ""
            return f"names {said}; {where} has none{near}"
        case Verdict.NOT_FOUND:
            return f"names {said}, which is not found in the project"
        case Verdict.HOLDS:
            return f"names {said}; it stands in {where}" if where else f"names {said}; it is there"
