"""Whether a version that a statement names is one that a project asks for."""

import re

_PART = re.compile(r"(?P<sign>==|~=|>=|<=|!=|=|~|\^|<|>)?\s*v?(?P<version>\d+(?:\.\d+)*)(?P<any>\.[x*])?")


def is_asked_for(wanted: str, version: str) -> bool:
    """Whether `version` (as precise as somebody says it: `18`, `3.11`) fits what a file asks for (`^18.2`, `>=3.11`).

    Alternatives stand between `||`; of the parts between commas all must hold.
    """
    said = _numbers(version)
    return any(all(_fits(part, said) for part in _PART.finditer(each)) for each in wanted.split("||"))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _fits(part: re.Match[str], said: tuple[int, ...]) -> bool:
    """Compared as far as both are told: `18` fits `^18.2`, and `18.1` does not."""
    asked, sign = _numbers(part["version"]), part["sign"] or "="
    size = min(len(said), len(asked))
    is_later = said[:size] >= asked[:size]
    match sign:
        case ">=" | ">":
            fits = is_later
        case "<=":
            fits = said[:size] <= asked[:size]
        case "<":
            fits = said[:size] < asked[:size] or (len(said) < len(asked) and said[:size] == asked[:size])
        case "!=":
            fits = said != asked
        case "^":
            held = 1 if asked[0] else 2
            fits = is_later and said[:held] == asked[: min(held, len(said))]
        case "~" | "~=":
            held = max(1, len(asked) - 1) if sign == "~=" else min(2, len(asked))
            fits = is_later and said[:held] == asked[: min(held, len(said))]
        case _:
            fits = said[:size] == asked[:size]
    return fits
