"""The line of a tool's output that names an error, and what stays of it from run to run.

Error lines are a tool's words: one that gives orders is not quoted.
"""

import re

from dreaming.domain.taint import address

_F = re.IGNORECASE
_STRONG = re.compile(
    r"^[\s\[*>✗✖×!-]{0,4}(?:[\w.]*(?:Error|Exception)\b\s*:|fatal:|error\b|npm (?:ERR!|error)|E:|"
    r"ERROR\b|(?:/bin/|/usr/bin/)?(?:ba|z|da)?sh: |\(eval\):|panic:|abort)|command not found|"
    r"is not recognized",
    _F,
)
_WEAK = re.compile(
    r"\b(?:fail(?:ed|ure|s)?|exception|not found|missing|denied|cannot|can['’]t|unable|no such|"
    r"unknown|invalid|unrecogni[sz]ed|refused|undefined|timed? ?out|unauthori[sz]ed|forbidden|"
    r"conflict|already in use|no module|unsupported|ignored by|not formatted|out of date|mismatch|expired)\b",
    _F,
)
_NOISE = re.compile(r"^\s*(?:Traceback|File \"|at \S|\^|~|\||Exit code|exit code|\d+\)|#|>|\$ )|^\W*$")
_OF_USAGE = re.compile(
    r"not found|no such|missing|no module|unknown|invalid|unrecogni[sz]ed|not recognized|"
    r"permission denied|denied|unable to|could not|cannot find|can['’]t find|no upstream|requires?\b|"
    r"required|not installed|refused|already in use|unsupported|"
    r"must be|does not exist|doesn['’]t exist|not a (?:git|valid|directory|file)|no matching|"
    r"externally-managed|not allowed|deprecated|ignored by|unauthori[sz]ed|forbidden|usage:|"
    r"no default|not set|undefined variable|version",
    _F,
)
_STAMP = re.compile(
    r"\W{0,2}(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?Z?\W{0,3}(?=\w)"
)  # when it was printed
_CHECK = re.compile(r"\[[A-Z][A-Z _-]{2,30}\]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LINE = re.compile(r"\n|\\n")  # some programs print the escape instead of the end of the line
_LONGEST_LINE = 200
_HEAD, _TAIL, _LINES = 6_000, 3_000, 120
_NAMED = "branch|branches|ref|commit|tag|worktree|container|pod|job|host|user|session|process|pid"  # what has a name of its own
_VARYING = (
    (re.compile(r"\b\w+://\S+"), "#"),
    (re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b(?=[a-f]*\d)[0-9a-f]{7,}\b|0x[0-9a-f]+", _F), "#"),
    (re.compile(r"(?:[A-Za-z]:)?[\w.~-]*[/\\][\w./\\@~-]*"), "/"),
    (re.compile(rf"(?<![\w-])((?:{_NAMED}) +)(?:['\"`][\w./-]+['\"`]|[a-z_.]*[\d/-][\w./-]*)"), r"\1#"),
    (re.compile(rf"(?<![\w-])((?:{_NAMED}) +)[\w./-]+(?= +(?:has|is|was|does|did|already|cannot|could|not)\b)"), r"\1#"),
    (re.compile(r"\b[\w-]+\.[a-z]{1,5}(?=[\s:;,\"'`)]|$)"), "/"),
    (re.compile(r"\d+(?:[.:,]\d+)*\w*"), "#"),
    (re.compile(r"[^\w#/-]+"), " "),
)  # fmt: skip


def error_lines(text: str) -> tuple[str, ...]:
    """The line that names the error, preceded by its heading where it has one; empty where no line can be shown."""
    looked = text if len(text) <= _HEAD + _TAIL else text[:_HEAD] + "\n" + text[-_TAIL:]
    lines = [line.strip() for line in _LINE.split(looked)[: 4 * _LINES]]
    usable = [line for line in lines if len(line) >= 6 and not _NOISE.match(line)][:_LINES]
    for pattern in (_STRONG, _WEAK):
        for place, line in enumerate(usable):
            if pattern.search(line) and (short := _fit(line)):
                below = _below(usable[place + 1]) if line.endswith(":") and place + 1 < len(usable) else None
                return (short, below) if below else (short,)
    return ()


def _below(line: str) -> str | None:
    """What a heading is followed by: a line, or the name of the check that failed, as `[LINT]`."""
    return line if _CHECK.fullmatch(line) else _fit(line)


def is_of_usage(error: str) -> bool:
    """Whether an error says that the command was the wrong one, and not that what it looked at is wrong."""
    return _OF_USAGE.search(error) is not None


def signature(error: str) -> str:
    """The error without paths, numbers, times, hashes and the names of branches and the like."""
    text = error.casefold()
    for pattern, put in _VARYING:
        text = pattern.sub(put, text)
    return " ".join(text.split())[:100]


def _fit(line: str) -> str | None:
    """The line, if it is one that can be shown: its beginning where it is long, nothing where it cannot be printed."""
    line = line[found.end() :] if (found := _STAMP.match(line)) else line
    short = line[:_LONGEST_LINE].split("`", 1)[0].strip().rstrip(" .,:;")
    return short if short.isprintable() and len(_LETTERS.findall(short)) >= 2 and address(short) is None else None


def shown(lines: tuple[str, ...]) -> str:
    """The lines, each between quotation marks that it does not hold itself."""
    return ": ".join(f'"{line}"' if '"' not in line else f"“{line}”" for line in lines)
