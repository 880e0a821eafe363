"""What a project's files declare: scripts and targets, versions of dependencies, ports. Each with its file and line."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from dreaming.integrations.grounding.folder import Folder

_DEEPEST_MANIFEST = 3  # folders below the root: a workspace's packages, not fixtures far down


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One declaration. `about` are words that say what it is of: a service's name, a variable's."""

    name: str
    value: str
    file: str
    line: int
    about: frozenset[str] = frozenset()


@dataclass(slots=True)
class Declarations:
    """All of them. `scripts` and `script_files` are by tool: npm, make, just, poe; versions by the name in small letters."""

    scripts: dict[str, dict[str, Declared]] = field(default_factory=dict[str, dict[str, Declared]])
    script_files: dict[str, str] = field(default_factory=dict[str, str])
    versions: dict[str, list[Declared]] = field(default_factory=dict[str, list[Declared]])
    ports: list[Declared] = field(default_factory=list[Declared])

    def add_script(self, tool: str, of: Declared) -> None:
        """A script or target that `tool` runs."""
        self.scripts.setdefault(tool, {}).setdefault(of.name, of)

    def add_version(self, of: Declared) -> None:
        """A version that is asked for; a local path or an address says nothing."""
        if re.search(r"\d", of.value) and not re.search(r"[:/]", of.value):
            self.versions.setdefault(of.name.casefold(), []).append(of)


def declarations(folder: Folder) -> Declarations:
    """Everything that the files of the folder declare and that is understood."""
    found = Declarations()
    for path in folder.files:
        if path.count("/") <= _DEEPEST_MANIFEST:
            reader = _reader(path.rpartition("/")[2])
            if reader is not None:
                reader(found, path, folder.lines(path))
    return found


_Reader = Callable[[Declarations, str, Sequence[str]], None]


def _reader(name: str) -> _Reader | None:
    for pattern, reader in _READERS:
        if pattern.fullmatch(name):
            return reader
    return None


def _line_of(lines: Sequence[str], *words: str, after: int = 0) -> int:
    """The first line from `after` on (from 1) that holds all the words; 1 if none does."""
    return next(
        (number for number, line in enumerate(lines, 1) if number > after and all(word in line for word in words)), 1
    )


def _object(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _strings(value: object) -> Iterator[tuple[str, str]]:
    return ((key, item) for key, item in _object(value).items() if isinstance(item, str))


def _package_json(found: Declarations, path: str, lines: Sequence[str]) -> None:
    try:
        package = _object(json.loads("\n".join(lines)))
    except (ValueError, RecursionError):
        return
    found.script_files.setdefault("npm", path)
    head = _line_of(lines, '"scripts"')
    for name, command in _strings(package.get("scripts")):
        of = Declared(name=name, value=command, file=path, line=_line_of(lines, f'"{name}"', after=head))
        found.add_script("npm", of)
        found.ports += _ports_in_command(of)
    for group in ("dependencies", "devDependencies", "peerDependencies", "engines"):
        begin = _line_of(lines, f'"{group}"')
        for name, version in _strings(package.get(group)):
            line = _line_of(lines, f'"{name}"', after=begin - 1)
            found.add_version(Declared(name=name, value=version, file=path, line=line))


_PORT_FLAG = re.compile(r"(?:--port[= ]|-p |\bPORT=)(\d{2,5})\b")


def _ports_in_command(of: Declared) -> Iterator[Declared]:
    for flag in _PORT_FLAG.finditer(of.value):
        yield Declared(name=of.name, value=flag[1], file=of.file, line=of.line, about=_words(of.name))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z][a-z\d]+", text.casefold())) - {"port", "ports", "host", "app", "services"}


def _toml(lines: Sequence[str]) -> Mapping[str, Any]:
    try:
        return tomllib.loads("\n".join(lines))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _pyproject(found: Declarations, path: str, lines: Sequence[str]) -> None:
    whole = _toml(lines)
    project, tool = _object(whole.get("project")), _object(whole.get("tool"))
    if isinstance(project.get("requires-python"), str):
        line = _line_of(lines, "requires-python")
        found.add_version(Declared(name="python", value=project["requires-python"], file=path, line=line))
    groups = [project.get("dependencies"), *_object(project.get("optional-dependencies")).values()]
    for group in (*groups, *_object(whole.get("dependency-groups")).values()):
        for item in cast("list[object]", group) if isinstance(group, list) else []:
            if isinstance(item, str):
                _requirement(found, item, path, _line_of(lines, item))
    poetry = _object(tool.get("poetry"))
    for name, version in _strings(poetry.get("dependencies")):
        found.add_version(Declared(name=name, value=version, file=path, line=_line_of(lines, name, version)))
    tasks = _object(_object(tool.get("poe")).get("tasks"))
    if tasks:
        found.script_files.setdefault("poe", path)
    for name in tasks:
        found.add_script("poe", Declared(name=name, value="", file=path, line=_line_of(lines, name)))


_REQUIREMENT = re.compile(r"\s*([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*([=<>~!^][^;#\s]*(?:\s*,\s*[=<>~!][^;#\s,]*)*)")


def _requirement(found: Declarations, text: str, path: str, line: int) -> None:
    match = _REQUIREMENT.match(text)
    if match is not None:
        found.add_version(Declared(name=match[1], value=match[2].strip(), file=path, line=line))


def _requirements(found: Declarations, path: str, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines, 1):
        _requirement(found, line, path, number)


def _cargo(found: Declarations, path: str, lines: Sequence[str]) -> None:
    whole = _toml(lines)
    package = _object(whole.get("package"))
    if isinstance(package.get("rust-version"), str):
        found.add_version(
            Declared(name="rust", value=package["rust-version"], file=path, line=_line_of(lines, "rust-version"))
        )
    for group in ("dependencies", "dev-dependencies"):
        for name, item in _object(whole.get(group)).items():
            version = item if isinstance(item, str) else _object(item).get("version")
            if isinstance(version, str):
                found.add_version(
                    Declared(name=name, value=f"^{version}", file=path, line=_line_of(lines, name, version))
                )


_GO = re.compile(r"\s*(?:require\s+)?(\S+)\s+v(\d+(?:\.\d+)*)|go\s+(\d+(?:\.\d+)*)\s*")


def _go_mod(found: Declarations, path: str, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines, 1):
        match = _GO.match(line)
        if match is not None:
            name = "go" if match[3] else match[1].rpartition("/")[2]
            found.add_version(Declared(name=name, value=match[3] or match[2], file=path, line=number))


_TARGET = re.compile(r"([A-Za-z][\w./-]*(?:\s+[A-Za-z][\w./-]*)*)\s*::?(?!=)")
_RECIPE = re.compile(r"@?([A-Za-z][\w-]*)(?:\s+[^:=]*)?:(?!=)")


def _makefile(found: Declarations, path: str, lines: Sequence[str]) -> None:
    found.script_files.setdefault("make", path)
    for number, line in enumerate(lines, 1):
        match = _TARGET.match(line)
        for name in match[1].split() if match else ():
            found.add_script("make", Declared(name=name, value="", file=path, line=number))


def _justfile(found: Declarations, path: str, lines: Sequence[str]) -> None:
    found.script_files.setdefault("just", path)
    for number, line in enumerate(lines, 1):
        match = _RECIPE.match(line)
        if match is not None:
            found.add_script("just", Declared(name=match[1], value="", file=path, line=number))


_RUNTIMES = {"nodejs": "node", "golang": "go"}


def _tool_versions(found: Declarations, path: str, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines, 1):
        parts = line.split()
        if len(parts) >= 2:
            name = _RUNTIMES.get(parts[0], parts[0])
            found.add_version(Declared(name=name, value=parts[1], file=path, line=number))


def _one_version(name: str) -> _Reader:
    def read(found: Declarations, path: str, lines: Sequence[str]) -> None:
        if lines:
            found.add_version(Declared(name=name, value=lines[0].strip().removeprefix("v"), file=path, line=1))

    return read


_FROM = re.compile(
    r"FROM\s+(?:\S*/)?(python|node|golang|ruby|rust|postgres|redis|mysql):v?(\d+(?:\.\d+)*)", re.IGNORECASE
)
_EXPOSE = re.compile(r"EXPOSE\s+(.+)", re.IGNORECASE)


def _dockerfile(found: Declarations, path: str, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines, 1):
        if image := _FROM.match(line.strip()):
            name = _RUNTIMES.get(image[1].casefold(), image[1].casefold())
            found.add_version(Declared(name=name, value=image[2], file=path, line=number))
        if exposed := _EXPOSE.match(line.strip()):
            for port in re.findall(r"\b\d{2,5}\b", exposed[1]):
                found.ports.append(Declared(name="EXPOSE", value=port, file=path, line=number))


_KEY = re.compile(r"(\s*)([\w.-]+):\s*(.*)")
_MAPPING = re.compile(
    r"\s*-\s*[\"']?(?:\d+\.\d+\.\d+\.\d+:)?(?:\$\{\w+:-)?(\d{2,5})\}?(?::(\d{2,5}))?(?:/\w+)?[\"']?\s*(?:#.*)?$"
)
_PUBLISHED = re.compile(r"\s*(?:-\s*)?(?:published|target):\s*[\"']?(\d{2,5})\b")
_IMAGE = re.compile(r"\s*image:\s*[\"']?(?:\S*/)?([\w-]+):v?(\d+(?:\.\d+)*)")


def _compose(found: Declarations, path: str, lines: Sequence[str]) -> None:
    """Services, their ports and images, by indentation: what a compose file needs, and no more of YAML."""
    service, inside = "", ""
    services_at = -1
    for number, line in enumerate(lines, 1):
        key = _KEY.match(line)
        if key is not None:
            depth = len(key[1])
            services_at = depth if key[2] == "services" and depth == 0 else services_at
            if services_at == 0 and depth == 2:
                service = key[2]
            inside = key[2] if depth > 2 else ""
            if image := _IMAGE.match(line):
                found.add_version(Declared(name=image[1], value=image[2], file=path, line=number))
        ports = _MAPPING.match(line) if inside in {"ports", "expose"} else None
        ports = ports or (_PUBLISHED.match(line) if inside in {"published", "target"} else None)
        for port in ports.groups() if ports else ():
            if port:
                found.ports.append(Declared(name=service, value=port, file=path, line=number, about=_words(service)))


_PORT_LINE = re.compile(r"\s*(?:export\s+)?[\"']?([\w.-]*port)[\"']?\s*[:=]\s*[\"']?(\d{2,5})\b", re.IGNORECASE)


def _settings(found: Declarations, path: str, lines: Sequence[str]) -> None:
    """`PORT=3000`, `redis_port: 6379`, `port = 8080` under `[server]` or `server:`."""
    section = ""
    for number, line in enumerate(lines, 1):
        head = re.match(r"\s*\[([\w.-]+)\]|([\w-]+):\s*$", line)
        section = (head[1] or head[2]) if head else section
        match = _PORT_LINE.match(line)
        if match is not None:
            about = _words(re.sub(r"port\Z", "", match[1], flags=re.IGNORECASE).replace("_", " ")) | _words(section)
            found.ports.append(Declared(name=match[1], value=match[2], file=path, line=number, about=about))


def _patterns(*pairs: tuple[str, _Reader]) -> Iterable[tuple[re.Pattern[str], _Reader]]:
    return tuple((re.compile(pattern, re.IGNORECASE), reader) for pattern, reader in pairs)


_READERS = _patterns(
    (r"package\.json", _package_json),
    (r"pyproject\.toml", _pyproject),
    (r"(?:.*-)?requirements.*\.(?:txt|in)", _requirements),
    (r"Cargo\.toml", _cargo),
    (r"go\.mod", _go_mod),
    (r"(?:GNU)?Makefile", _makefile),
    (r"\.?justfile", _justfile),
    (r"\.tool-versions", _tool_versions),
    (r"\.nvmrc|\.node-version", _one_version("node")),
    (r"\.python-version", _one_version("python")),
    (r"\.ruby-version", _one_version("ruby")),
    (r"(?:.*\.)?Dockerfile(?:\..*)?", _dockerfile),
    (r"(?:docker-)?compose(?:[.-].*)?\.ya?ml", _compose),
    (r"\.env\.(?:example|sample|template|dist)|(?:app(?:lication)?|config|settings|server)(?:[.-]\w+)?\.(?:ya?ml|toml|ini|json|properties|cfg)",
     _settings),
)  # fmt: skip
