"""What a person put into a message without typing it: fenced and quoted text, indented blocks, long output.

Such text says what stands somewhere, not what the person wants. It stays in the message; whoever reads the message for
the person's words leaves these ranges out.
"""

import re
from collections.abc import Iterator

_FENCE = re.compile(r" {0,3}(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(`{3,}|~{3,})")
_QUOTE = re.compile(r" {0,3}(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?>")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]")
_LOG_CHARACTERS = 4_000
_LOOKED_AT = 300
_OUTPUT = re.compile(
    r"""
      \s*\[?\d{4}[-/]\d\d[-/]\d\d[T ,]            # a time at the beginning
    | \s*\[?\d\d:\d\d:\d\d
    | \s*(?:[A-Z][a-z]{2}\ ){0,2}\d{1,2}\ \d\d:\d\d:\d\d
    | \s*\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL|error|warning|info|debug)\b[\]:\s|]
    | \s*at\ \S+.{0,200}[:(]\d                    # stack frames
    | \s*File\ ".{1,200}",\ line\ \d
    | Traceback\ |Caused\ by:|\s+\.{3}\ \d+\ more
    | \s*[\w./\\-]{1,200}:\d+(?::\d+)?[:\s]         # a place in a file
    | [$%#>]\ |[-+@|=*_~]{2}                     # prompts, differences, tables, rules
    | \s*[{}\[\]()"<|]                           # data and markup
    | .{0,200}[;{}\])]\s*\Z
    | \s*(?:PASS|FAIL|ok|not\ ok|npm|yarn|pip|make)\b
    """,
    re.VERBOSE,
)


def pasted_ranges(text: str) -> list[tuple[int, int]]:
    """The places (start, end) of pasted text, in order, apart from each other.

    A fence that is not closed goes to the end. In a long message that is mostly output, everything from its first to
    its last line of output counts.
    """
    return _merged([*_pasted_lines(text), *_output(text), *_quotations(text), *_handed_over(text)])


# Whole sentences between quotation marks: somebody's words, whoever passes them on.
_QUOTATION = re.compile(r"(?:(?<=[\s:(])|\A)[\"“](?=\w)([^\"“”\n]{12,1000}(?:\n[^\"“”\n]+){0,12}[.!?…])[\"”](?![\w])")
# A text to work on stands below the line that says what to do with it.
_HANDS_OVER = re.compile(
    r".*\b(?:translate|proof-?read|re-?write|rephrase|reword|shorten|summari[sz]e|paraphrase|polish|copy-?edit|"
    r"(?:fix|check|correct|improve) (?:the |my |this |its )?(?:grammar|spelling|wording|tone|style)|(?:reply|respond|answer) to|"
    r"what (?:do you think|does .{1,40} mean)|(?:wrote|sent|received|got|posted|published)|(?:email|e-mail|mail|letter|message|article|"
    r"post|draft|text|reply|note|review|transcript|chat)(?: (?:from|by|of|to) [^:\n]{1,40})?)\b[^\n:]{0,60}:\s*",
    re.IGNORECASE,
)
_MARKED_BELOW = re.compile(r"\s*(?:>|`{3}|~{3})")  # it shows itself where it ends
_LONGEST_TASK = 160


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    if '"' in text or "“" in text:
        yield from (found.span() for found in _QUOTATION.finditer(text))


def _handed_over(text: str) -> Iterator[tuple[int, int]]:
    for _, end, line in _lines(text) if ":" in text else ():
        short = len(line) <= _LONGEST_TASK and line.rstrip().endswith(":")
        if short and _HANDS_OVER.fullmatch(line) and text[end:].strip() and not _MARKED_BELOW.match(text, end):
            yield end, len(text)
            return


def _pasted_lines(text: str) -> Iterator[tuple[int, int]]:
    fence, in_block, after_blank, in_list = "", False, True, False
    for start, end, line in _lines(text):
        mark = _FENCE.match(line)
        if fence:
            yield start, end
            if mark is not None and mark[1].startswith(fence) and not line[mark.end() :].strip("`~ \t\r\n"):
                fence = ""
            continue
        is_indented = line.startswith(("    ", "\t")) and not in_list
        in_block = bool(line.strip()) and is_indented and (in_block or after_blank)
        if mark is not None:
            fence = mark[1]
        if mark is not None or in_block or _QUOTE.match(line):
            yield start, end
        after_blank = not line.strip()
        if not after_blank and not line.startswith((" ", "\t")):
            in_list = _LIST_ITEM.match(line) is not None


def _output(text: str) -> list[tuple[int, int]]:
    if len(text) <= _LOG_CHARACTERS:
        return []
    filled = [(start, end, line) for start, end, line in _lines(text) if line.strip()]
    found = [(start, end) for start, end, line in filled if _OUTPUT.match(line[:_LOOKED_AT])]
    return [(found[0][0], found[-1][1])] if 2 * len(found) > len(filled) > 10 else []


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line), line
        start += len(line)


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
