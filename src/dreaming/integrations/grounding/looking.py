"""What a project's folder has of the things that statements name.

Of what cannot be judged nothing is said: a word that is a dependency elsewhere, a path outside, a port of an
environment that runs elsewhere. So a finding is worth reading.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dreaming.domain.grounding import Named, Sighting, Thing, Verdict
from dreaming.integrations.grounding.declared import Declarations, Declared, declarations
from dreaming.integrations.grounding.folder import Folder
from dreaming.integrations.grounding.versions import is_asked_for

_TOOLS = {"pnpm": "npm", "yarn": "npm", "bun": "npm"}
_VALUE_CHARACTERS = 60
_CODE = re.compile(
    r".*\.(?:py|pyi|ts|tsx|js|jsx|mjs|cjs|go|rs|rb|java|kt|swift|c|h|cc|cpp|hpp|cs|php|vue|svelte|sql|sh|ex|exs|lua|tf|proto|"
    r"graphql|ya?ml|toml|ini|cfg)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r".*\.(?:py|pyi|ts|tsx|js|jsx|mjs|cjs|go|rs|rb|java|kt|swift|c|h|cc|cpp|hpp|cs|php|vue|svelte|sql|ex|exs|lua)",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset({"production", "staging", "work", "home"})


@dataclass(frozen=True, slots=True)
class _Word:
    """Where a word stands first; `files` are all in which it does."""

    file: str
    line: int
    files: frozenset[str]


def look(root: Path, things: Sequence[Named], *, folder: Folder | None = None) -> list[Sighting | None]:
    """What the project at `root` has of each thing, in their order; None of what cannot be judged there.

    Args:
        root: the project's folder.
        things: what statements name.
        folder: how it is read, where not as usual.
    """
    folder = folder or Folder(root.absolute())
    declared = declarations(folder)
    words = _words(folder, {part for each in things if each.thing is Thing.SYMBOL for part in each.name.split(".")})
    return [_sighting(each, folder, declared, words) for each in things]


def _sighting(named: Named, folder: Folder, declared: Declarations, words: Mapping[str, _Word]) -> Sighting | None:
    match named.thing:
        case Thing.PATH:
            found = _path(named.name, folder)
        case Thing.SCRIPT:
            found = _script(named, folder, declared)
        case Thing.MODULE:
            found = _module(named.name, folder)
        case Thing.SYMBOL:
            found = _symbol(named.name, folder, words)
        case Thing.VERSION:
            found = _version(named, declared)
        case Thing.PORT:
            found = _port(named, declared)
        case Thing.EXPIRY:
            found = None
    return found


def _path(path: str, folder: Folder) -> Sighting | None:
    if folder.is_ignored(path):
        return None
    there = folder.has(path)
    if there is not False:
        return None if there is None else Sighting(verdict=Verdict.HOLDS, file=_shown(path.rstrip("/")))
    name = PurePosixPath(path).name
    same = next((file for file in folder.files if file.endswith(f"/{path}")), None)
    if same is not None:  # the end of a path is often all that is said of it
        return Sighting(verdict=Verdict.HOLDS, file=_shown(same))
    moved = [file for file in folder.files if "." in name.strip(".") and file.rpartition("/")[2] == name]
    if len(moved) == 1:
        return Sighting(verdict=Verdict.CHANGED, file=_shown(moved[0]))
    is_ours = folder.has(PurePosixPath(path).parts[0]) if "/" in path.strip("/") else False
    is_missing = folder.is_whole and (is_ours or _is_like_ours(path, folder))
    return Sighting(verdict=Verdict.NOT_FOUND) if is_missing else None


def _is_like_ours(path: str, folder: Folder) -> bool:
    """Whether it is source code of a sort that the project has: settings, notes and data may be anybody's."""
    ending = PurePosixPath(path).suffix
    is_code = _SOURCE.fullmatch(path) is not None and not path.startswith(".")
    return is_code and any(file.endswith(ending) for file in folder.files)


def _script(named: Named, folder: Folder, declared: Declarations) -> Sighting | None:
    tool = _TOOLS.get(named.tool, named.tool)
    known = declared.scripts.get(tool, {})
    if named.name in known:
        of = known[named.name]
        return Sighting(verdict=Verdict.HOLDS, file=_shown(of.file), line=of.line)
    file = declared.script_files.get(tool)
    if file is None or (tool == "make" and folder.has(named.name)):
        return None
    near = difflib.get_close_matches(named.name, known, 1, 0.7)
    return Sighting(verdict=Verdict.NOT_FOUND, file=_shown(file), value=_shown(near[0]) if near else "")


def _module(name: str, folder: Folder) -> Sighting | None:
    """A module of the project's own: its first part is a folder or file there. Others are of no concern."""
    tail = name.replace(".", "/")
    first = name.partition(".")[0]
    roots = {each[: -len(first)] for file in folder.files for each in _heads(file) if PurePosixPath(each).name == first}
    if not roots:
        return None
    for root in sorted(roots):
        for ending in (".py", "/__main__.py", "/__init__.py"):
            if f"{root}{tail}{ending}" in folder.files:
                return Sighting(verdict=Verdict.HOLDS, file=_shown(f"{root}{tail}{ending}"))
    return Sighting(verdict=Verdict.NOT_FOUND) if folder.is_whole else None


def _heads(file: str) -> list[str]:
    """The folders above a Python file, and the file without its ending."""
    if not file.endswith(".py"):
        return []
    return [*(str(each) for each in PurePosixPath(file).parents if each.name), file.removesuffix(".py")]


def _symbol(name: str, folder: Folder, words: Mapping[str, _Word]) -> Sighting | None:
    parts = name.split(".")
    found = [words.get(part) for part in parts]
    known = [word for word in found if word is not None]
    if len(known) == len(parts) and any(all(file in word.files for word in known) for file in known[0].files):
        return Sighting(verdict=Verdict.HOLDS, file=_shown(known[-1].file), line=known[-1].line)
    is_ours = len(parts) == 1 or found[0] is not None  # of a library that the project does not know nothing is said
    has_code = any(_CODE.fullmatch(file) for file in folder.files)
    if known and len(known) == len(parts):
        return None  # in different files: by inheritance it may still be so
    return Sighting(verdict=Verdict.NOT_FOUND) if is_ours and has_code and folder.is_whole else None


def _version(named: Named, declared: Declarations) -> Sighting | None:
    name = named.name.removesuffix(".js")
    known = declared.versions.get(name) or declared.versions.get(name.replace("_", "-"))
    if not known:
        return None
    fitting = next((of for of in known if is_asked_for(of.value, named.version)), None)
    of = fitting or known[0]
    verdict = Verdict.CHANGED if fitting is None else Verdict.HOLDS
    return Sighting(verdict=verdict, file=_shown(of.file), line=of.line, value=_shown(of.value))


def _port(named: Named, declared: Declarations) -> Sighting | None:
    same = [of for of in declared.ports if of.value == named.name]
    if same:
        return _at(Verdict.HOLDS, max(same, key=lambda of: len(of.about & named.about)))
    if named.about & _ELSEWHERE:
        return None
    related = [of for of in declared.ports if of.about & named.about]
    if not related and len({of.value for of in declared.ports}) == 1:
        related = declared.ports  # there is but one port: it is the one that is meant
    return _at(Verdict.CHANGED, related[0]) if related else None


def _at(verdict: Verdict, of: Declared) -> Sighting:
    return Sighting(verdict=verdict, file=_shown(of.file), line=of.line, value=_shown(of.value))


def _words(folder: Folder, wanted: set[str]) -> dict[str, _Word]:
    """Where these words stand in the project's text files; nothing is read where none is wanted."""
    places: dict[str, tuple[str, int]] = {}
    files: dict[str, set[str]] = {}
    for path in folder.files if wanted else ():
        if not _CODE.fullmatch(path):
            continue
        for number, line in enumerate(folder.lines(path), 1):
            for word in wanted.intersection(re.findall(r"\w+", line)):
                places.setdefault(word, (path, number))
                files.setdefault(word, set()).add(path)
    return {word: _Word(file, line, frozenset(files[word])) for word, (file, line) in places.items()}


def _shown(text: str) -> str:
    """A name or value out of a file as it may be shown: on one line, short."""
    plain = "".join(character if character.isprintable() else "�" for character in text)
    return plain if len(plain) <= _VALUE_CHARACTERS * 3 else plain[: _VALUE_CHARACTERS * 3 - 1] + "…"
