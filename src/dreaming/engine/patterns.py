"""Lessons without what was another in each session: `git push --set-upstream origin <branch>`.

A lesson quotes commands as they were run. Where sessions that teach the same ran the same command with another branch, file
or number, that word is a placeholder in the lesson; the quotes keep the exact commands. The check goes the other way: a
placeholder holds only where two sessions' quotes fit it with different words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dreaming.domain.claims import Observation
from dreaming.domain.provenance import Evidence

GAP = "…"  # in what a program printed; a word in angle brackets stands in commands
_LEAST = 2  # sessions in which the words differ
_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|\S+")
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_PLACEHOLDER = re.compile(r"<[a-z]+>|…")
_STRETCH = re.compile(r"`([^`\n]*<[a-z]+>[^`\n]*)`|\"([^\"\n]*…[^\"\n]*)\"|“([^”\n]*…[^”\n]*)”")
_ON_BRANCHES = frozenset("branch checkout cherry-pick fetch merge pull push rebase switch worktree".split())
_SORTS = (
    ("issue", re.compile(r"#\d+")),
    ("version", re.compile(r"v?\d+(?:\.\d+)+[\w.+-]*")),
    ("number", re.compile(r"\d+")),
    ("commit", re.compile(r"(?=[a-f]*\d)[0-9a-f]{7,40}")),
)
_PATH = re.compile(r"[~.]{0,2}/|.*[/\\]|[\w-]+\.\w{1,5}$")


def generalised(same: Sequence[Observation]) -> Observation:
    """The newest of lessons that share a way out, with placeholders for what differs between sessions.

    Args:
        same: the lessons, oldest first; each quotes the command, the lines of its error, and the way out if it has one.
    """
    best = same[-1]
    quotes = [item.quote for item in best.provenance.evidence]
    others = [each for each in same if each.sessions != best.sessions and len(each.provenance.evidence) == len(quotes)]
    text, witnesses = best.text, list[Observation]()
    for place, quote in enumerate(quotes):
        is_command = f"`{quote}`" in best.text
        fitting = [each for each in others if _is_alike(quote, each.provenance.evidence[place].quote)]
        said = [quote, *(each.provenance.evidence[place].quote for each in fitting)]
        pattern = _pattern(said, is_command=is_command)
        if pattern is None:
            continue
        mark = "`" if is_command else ""
        text = text.replace(f"{mark}{quote}{mark}", f"{mark}{pattern}{mark}")
        witnesses.append(next(each for each in fitting if each.provenance.evidence[place].quote != quote))
    if not witnesses:
        return best
    more = (item for each in witnesses for item in each.provenance.evidence)
    evidence = tuple(dict.fromkeys((*best.provenance.evidence, *more)))
    return replace(best, text=text, provenance=replace(best.provenance, evidence=evidence))


def filled(text: str, evidence: Iterable[Evidence]) -> str:
    """The text with a quote in the place of each pattern that the quotes of two sessions fit in different words."""
    quotes = list(evidence)

    def fill(found: re.Match[str]) -> str:
        pattern = next(part for part in found.groups() if part is not None)
        fits = re.compile(r"(\S+)".join(map(re.escape, _PLACEHOLDER.split(pattern))))
        fitting = [item for item in quotes if fits.fullmatch(item.quote)]
        if len({item.quote for item in fitting}) < _LEAST or len({item.session_id for item in fitting}) < _LEAST:
            return found[0]
        return found[0].replace(pattern, fitting[0].quote)

    return _STRETCH.sub(fill, text)


def _is_alike(quote: str, other: str) -> bool:
    mine, theirs = _TOKEN.findall(quote), _TOKEN.findall(other)
    return len(mine) == len(theirs) and sum(a == b for a, b in zip(mine, theirs, strict=True)) * 2 >= len(mine)


def _pattern(said: Sequence[str], *, is_command: bool) -> str | None:
    """What the quotes have in common, with a placeholder for each word that differs; None where none does."""
    rows = [_TOKEN.findall(each) for each in said]
    columns = list(zip(*rows, strict=True))
    if not columns or any(mark in each for each in said for mark in "<>…`") or len(set(columns[0])) > 1:
        return None
    words = [_word(column, rows[0][:place], is_command=is_command) for place, column in enumerate(columns)]
    pattern = " ".join(words)
    return pattern if pattern != said[0] and " ".join(rows[0]) == said[0] else None


def _word(column: Sequence[str], before: Sequence[str], *, is_command: bool) -> str:
    """One word of a pattern: what all share at its edges, and a placeholder between."""
    if len(set(column)) == 1:
        return column[0]
    head, tail = _shared_edges(column)
    varying = [word[len(head) : len(word) - len(tail)] for word in column]
    return f"{head}<{_sort(varying, before)}>{tail}" if is_command else head + GAP + tail


def _shared_edges(column: Sequence[str]) -> tuple[str, str]:
    """What stands around the part that differs: quotation marks, an option with its sign, a name before its version."""
    found = [_EDGES.match(word) for word in column]
    heads, tails = ({each[part] if each else "" for each in found} for part in (1, 3))
    head = heads.pop() if len(heads) == 1 else ""
    tail = tails.pop() if len(tails) == 1 else ""
    head = "" if head.endswith(("#", "~", ".", "/", "-")) and len(head) == 1 else head
    for sign in ("==", "=", "@", ":"):
        names = {word[len(head) :].partition(sign)[0] for word in column}
        if len(names) == 1 and all(sign in word for word in column):
            return head + names.pop() + sign, tail
    return head, tail


def _sort(words: Sequence[str], before: Sequence[str]) -> str:
    """What the words that differ are: by their form, by the command, else names."""
    words = [word for word in words if not word.startswith("-")] or words
    for name, form in _SORTS:
        if all(form.fullmatch(word) for word in words):
            is_of_issues = name == "number" and not {"issue", "pr"}.isdisjoint(before)
            return "issue" if is_of_issues else name
    if before[:1] == ["git"] and len(before) > 1 and before[1] in _ON_BRANCHES and "--" not in before:
        return "branch"
    return "path" if all(_PATH.match(word) for word in words) else "name"
