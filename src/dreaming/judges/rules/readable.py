"""Whether a sentence is prose that one reads: English, of a readable length, no output, no code, no redacted secret."""

import re
from functools import lru_cache

from dreaming.domain.tongues import Tongue, tongue_of
from dreaming.judges.rules.gates import REMEMBERED

_F = re.IGNORECASE

_SECRET = re.compile(r"\[REDACTED:")
_OUTPUT = re.compile(

        r"\s*(?:\d{4}[-/]\d\d[-/]\d\d[T ,]\d\d:\d\d|\[?\d\d:\d\d:\d\d|\$ |% |>>> |\+\+\+ |--- |@@ |"
        r"diff --git|at \S+\(|at \S+:\d|File \"|Traceback|\w+(?:Error|Exception)\b|npm (?:ERR|WARN|error)|"
        r"\[?(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE)\]?\b|(?:import|from|def|class|function|const|"
        r"let|var|return|public|private|#include|SELECT|INSERT|UPDATE)\s+\S+.*[({;=*]|[|{}<>\[\]])"
    r"|.*(?:[;{}]|=>|\|\||&&)\s*$",
)  # fmt: skip
_SIGNS = re.compile(r"[^\w\s.,'’\"“”`:()/!?–—-]")
_CODE = re.compile(r"`[^`\n]*`|https?://\S+")
_LETTERS = re.compile(r"[A-Za-z]{2}")
_LONG = 8  # words in which English has one of its little words
_LONGEST = 500


@lru_cache(maxsize=REMEMBERED)
def is_readable(sentence: str) -> bool:
    """Whether a sentence is prose of a length that one reads: no output, code, redacted secret or bare request."""
    if not 6 <= len(sentence) <= _LONGEST or _SECRET.search(sentence) or _LETTERS.search(sentence) is None:
        return False
    tongue = tongue_of(sentence)
    if tongue is Tongue.OTHER or (tongue is Tongue.NEITHER and len(sentence.split()) >= _LONG):
        return False
    prose = _CODE.sub("", sentence)
    return _OUTPUT.match(prose) is None and len(_SIGNS.findall(prose)) * 8 <= len(sentence)
