"""An index that the user keeps: a memory that is a list of links to the others. It gains the new ones and lets go of those that are gone.

Only `MEMORY.md`, `INDEX.md`, `README.md` and the like are looked at, and only where most of the lines lead to memories and
most of the memories are named. New lines are written as the last one of the list is, by code: they are no claims.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote

from dreaming.domain.changes import Fate, LedgerEntry, Place
from dreaming.domain.claims import Claim
from dreaming.domain.histories import is_history
from dreaming.domain.titles import front_matter_end
from dreaming.engine.composing import Draught, place_of
from dreaming.engine.documents import Parsed
from dreaming.engine.drafting import Draughted, OutLine, bare
from dreaming.engine.headings import heading_of

OWN_INDEX = re.compile(r"/_?(?:index|memory|readme)\.(?:md|txt)\Z", re.IGNORECASE)
_MOST = 0.5
_LINK = re.compile(
    r"\[(?P<label>[^\[\]\n]*)\]\((?P<target><[^<>\n]+>|[^()\s]+)\)|\[\[(?P<wiki>[^\[\]|\n]+)(?:\|(?P<alias>[^\[\]\n]*))?\]\]|`(?P<code>[^`\s]+)`"
)
_ITEM = re.compile(r"(?P<before>\s*(?:[-*+]|(?P<number>\d+)[.)])\s+(?:\[[ xX]\]\s+)?\W{0,3}?)(?=\[|`)")
_BEHIND = re.compile(r"(?P<closes>[*_]{0,3})(?P<separator>:?\s+[-–—|]\s+|:\s+|\s+)?(?P<told>\S.*)?")


@dataclass(frozen=True, slots=True)
class Described:
    """What a line of an index says of a memory: its title, and what it is about ("" where nothing is told)."""

    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Relinked:
    """What became of a user's line that led to a memory that is gone; `line` is what stands there instead, None if nothing."""

    reason: str
    line: OutLine | None


@dataclass(slots=True)
class _Index:
    document: Draughted
    paths: frozenset[str]
    links: dict[int, list[tuple[re.Match[str], str]]] = field(init=False)

    def __post_init__(self) -> None:
        texts = self.document.texts
        below = front_matter_end(texts)
        self.links = {}
        for at, text in enumerate(texts):
            found = [(link, path) for link in _LINK.finditer(text) if (path := self._leads_to(link)) is not None]
            if at >= below and found:
                self.links[at] = found

    def _leads_to(self, link: re.Match[str]) -> str | None:
        """The memory that a link names, from the folder of the index: it stands at the root."""
        target = link["target"] or link["wiki"] or link["code"] or ""
        path = "/" + unquote(target.strip("<>").partition("#")[0]).strip().removeprefix("./").lstrip("/")
        ends = (path, f"{path}.md") if link["wiki"] else (path,)
        return next((each for each in ends if each in self.paths), None)

    def named(self) -> set[str]:
        return {path for found in self.links.values() for _, path in found}

    def is_one(self) -> bool:
        """Whether it is a list of links to most of the memories, and hardly anything else."""
        texts = self.document.texts
        below = texts[front_matter_end(texts) :]
        told = [text for text in below if re.match(r"\S.*\w", text) and heading_of(text) is None]
        others = {path for path in self.paths if path != self.document.path and not is_history(path)}
        return (
            bool(self.links)
            and len(self.links) > _MOST * len(told)
            and len(self.named() & others) > _MOST * len(others)
        )


def tend(
    draught: Draught, before: Mapping[str, Parsed], described: Mapping[str, Described], went_to: Mapping[str, str]
) -> dict[str, Relinked]:
    """Bring the user's own indexes up to date.

    Args:
        draught: the output, of which everything else is written.
        before: the input, by path.
        described: of each new memory, what is to be said of it.
        went_to: where the lines of a memory that is gone stand now, if that is one other memory.

    Returns:
        What became of the lines that led to memories that are gone, by claim id.
    """
    found: dict[str, Relinked] = {}
    for path, document in sorted(draught.documents.items()):
        parsed = document.parsed
        if not OWN_INDEX.match(path) or parsed is None or parsed.document.pinned or document.is_generated:
            continue
        document.settle()
        index = _Index(document, frozenset(before))
        if index.is_one():
            found |= _let_go(index, parsed, draught, went_to)
            _gain(_Index(document, frozenset({*before, *draught.documents})), described)
    return found


def _let_go(index: _Index, parsed: Parsed, draught: Draught, went_to: Mapping[str, str]) -> dict[str, Relinked]:
    """Retarget what led to a memory that stands elsewhere now, take out a line that led to nothing else, unlink the rest."""
    claims = {claim.first_line: claim for claim in parsed.claims}
    named, found, gone = index.named(), dict[str, Relinked](), list[OutLine]()
    for at, links in index.links.items():
        line = index.document.lines[at]
        lost = [(link, path) for link, path in links if path in draught.removed]
        claim = claims.get(line.source[1]) if line.source is not None else None
        if not lost or (claim is not None and claim.first_line != claim.last_line):
            continue
        text = line.text
        for link, path in reversed(lost):
            there = went_to.get(path)
            if there is not None and there not in named:
                named.add(there)
                text = text[: link.start()] + _link(link, there, None) + text[link.end() :]
            elif len(links) > 1 or _ITEM.match(text) is None or (claim is not None and claim.id in parsed.children):
                text = (
                    text[: link.start()]
                    + (link["label"] or link["alias"] or link["wiki"] or link[0])
                    + text[link.end() :]
                )
            else:
                text = ""
        new = OutLine(text, replace(line.provenance, generated=True)) if text else None
        if new is None:
            gone.append(line)
        else:
            index.document.lines[at] = new
        if claim is not None:
            found[claim.id] = Relinked(_why([path for _, path in lost], went_to), new)
    index.document.let_go(gone)
    index.document.settle()
    return found


def _why(paths: Sequence[str], went_to: Mapping[str, str]) -> str:
    told = [
        f"{path} is gone" + (f", and what it said stands in {went_to[path]}" if path in went_to else "")
        for path in paths
    ]
    return f"The line led there: {'; '.join(told)}."


def _gain(index: _Index, described: Mapping[str, Described]) -> None:
    """A line for each new memory behind the last item that is a link, written as that one is."""
    named = index.named()
    new = sorted(path for path in described if path not in named and path != index.document.path)
    items = [at for at in index.links if _ITEM.match(index.document.lines[at].text)]
    if not new or not items:
        return
    last = items[-1]
    like = index.document.lines[last]
    end = last + 1
    while end < len(index.document.lines) and re.match(r"\s+\S", index.document.lines[end].text):
        end += 1
    link, path = index.links[last][0]
    style = OutLine(like.text, replace(like.provenance, evidence=(), generated=True))
    form = _Form(like.text, link, path)
    written = [replace(style, text=form.entry(each, described[each], number)) for number, each in enumerate(new, 1)]
    index.document.lines[end:end] = written
    index.document.ends_with_newline = True


@dataclass(frozen=True, slots=True)
class _Form:
    """A line of an index that leads to a memory, as the model of others."""

    text: str
    link: re.Match[str]
    path: str

    def entry(self, new: str, told: Described, number: int) -> str:
        """The line of a new memory, so many lines further on."""
        item, before = _ITEM.match(self.text), self.text[: self.link.start()]
        if item is not None and item["number"]:
            before = before.replace(item["number"], str(int(item["number"]) + number), 1)
        behind = _BEHIND.fullmatch(self.text[self.link.end() :].rstrip())
        is_told = behind is not None and behind["told"] and behind["separator"] and told.about
        about = f"{behind['separator']}{told.about}" if behind is not None and is_told else ""
        label = _label(self.link["label"] or self.link["alias"] or "", self.path, new, told)
        closes = "" if behind is None else behind["closes"]
        return f"{before}{_link(self.link, new, label)}{closes}{about}" + ("\r" if self.text.endswith("\r") else "")


def _label(like: str, path: str, new: str, told: Described) -> str:
    """What the link is called: as the other one is, by its path, its file's name or its title."""
    name, stem = path.rpartition("/")[2], path.rpartition("/")[2].rpartition(".")[0]
    own = new.rpartition("/")[2]
    forms = {
        path: new,
        path[1:]: new[1:],
        path[1:].rpartition(".")[0]: new[1:].rpartition(".")[0],
        name: own,
        stem: own.rpartition(".")[0],
    }
    return forms.get(like, told.title)


def _link(like: re.Match[str], path: str, label: str | None) -> str:
    """A link in the form of another, with its label where none is given."""
    start = "/" if (like["target"] or like["wiki"] or like["code"]).lstrip("<").startswith("/") else ""
    if (like["target"] or like["wiki"] or "").startswith("./"):
        start = "./"
    target = start + path[1:]
    if like["code"]:
        return f"`{target}`"
    if like["wiki"]:
        target = target if like["wiki"].endswith((".md", ".txt")) else target.rpartition(".")[0]
        name = like["alias"] if label is None else label
        return f"[[{target}|{name}]]" if like["alias"] is not None else f"[[{target}]]"
    is_odd = re.search(r"[\s()<>]", target) is not None
    written = (
        f"<{target}>"
        if is_odd and like["target"].startswith("<")
        else quote(target, safe="/.-_~")
        if is_odd
        else target
    )
    return f"[{like['label'] if label is None else label}]({written})"


def fate(claim: Claim, of: Relinked, draught: Draught) -> LedgerEntry:
    """Of a line that meant something while the memory that it led to was there."""
    lines = draught.documents[claim.path].lines
    at = next((number for number, line in enumerate(lines, 1) if line is of.line), None)
    to = () if at is None else (Place(path=claim.path, first_line=at, last_line=at, text=bare(lines[at - 1].text)),)
    return LedgerEntry(claim=place_of(claim), fate=Fate.DROPPED_TRANSIENT, reason=of.reason, to=to)


def went_to(draught: Draught, before: Mapping[str, Parsed], goes: Mapping[str, str]) -> dict[str, str]:
    """Where what the memories that are gone said stands now, of each that went to one other.

    `goes` says where each claim of theirs went, by id.
    """
    found: dict[str, str] = {}
    for path in draught.removed:
        places = {goes.get(claim.id, "") for claim in before[path].claims}
        if len(places) == 1 and places <= draught.documents.keys():
            found[path] = places.pop()
    return found
