"""What a project's folder has of the things that memories name. The folders are real."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.promises import promise

from dreaming.domain.grounding import Sighting, Verdict, named
from dreaming.integrations.grounding.folder import Folder
from dreaming.integrations.grounding.looking import look
from dreaming.integrations.grounding.versions import is_asked_for

SAID = datetime(2026, 3, 4, 9, tzinfo=UTC)
FILES = {
    "package.json": json.dumps(
        {
            "scripts": {"build": "vite build --port 5173", "test:unit": "vitest"},
            "dependencies": {"react": "^18.2.0", "local": "file:../local"},
            "engines": {"node": ">=20"},
        },
        indent=2,
    ),
    "pyproject.toml": '[project]\nrequires-python = ">=3.11"\ndependencies = [\n  "pydantic>=2.12",\n  "httpx==0.27.0",\n]\n'
    '[tool.poe.tasks]\nlint = "ruff check"\n',
    "requirements-dev.txt": "# tools\npytest~=8.1\n",
    "Cargo.toml": '[dependencies]\nserde = "1.0"\n',
    "go.mod": "module acme\n\ngo 1.22\n\nrequire github.com/lib/pq v1.10.9\n",
    ".nvmrc": "v20.11\n",
    "Makefile": "VERSION := 1\n.PHONY: build\nbuild: deps\n\techo\n",
    "justfile": "fmt:\n  ruff format\n",
    "Dockerfile": "FROM python:3.12-slim\nEXPOSE 8000\n",
    "compose.yaml": 'services:\n  api:\n    ports:\n      - "9090:9091"\n'
    '  redis:\n    image: redis:7.2\n    ports:\n      - "127.0.0.1:6380:6379"\n',
    ".env.example": "WORKER_PORT=7001\n",
    ".env": "SECRET_PORT=4444\nADMIN_TOKEN=hunter2\n",
    "src/billing/service.py": "class Invoice:\n    def charge(self): ...\n\ndef round_cents(x): ...\n",
    "src/billing/__main__.py": "",
    "src/billing/worker.py": "",
    "node_modules/left/index.js": "function only_in_modules() {}\n",
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that has a little of everything."""
    root = tmp_path / "atlas"
    for path, content in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    return root


def seen(project: Path, text: str, *, folder: Folder | None = None) -> list[Sighting | None]:
    """What is found of what a statement names."""
    return look(project, named(text, SAID), folder=folder)


@promise("check:project:holds")
@pytest.mark.parametrize(
    ("text", "file", "line"),
    [
        ("It is in `src/billing/service.py`", "src/billing/service.py", 0),
        ("It is in `billing/service.py`", "src/billing/service.py", 0),
        ("`npm run build`", "package.json", 3),
        ("`make build`", "Makefile", 3),
        ("`just fmt`", "justfile", 1),
        ("`poe lint`", "pyproject.toml", 8),
        ("`python -m billing.worker`", "src/billing/worker.py", 0),
        ("`Invoice.charge`", "src/billing/service.py", 2),
        ("`round_cents()`", "src/billing/service.py", 4),
        ("React 18", "package.json", 7),
        ("Node 22", "package.json", 11),
        ("Python 3.12", "Dockerfile", 1),
        ("pytest 8.3", "requirements-dev.txt", 2),
        ("serde 1.0.3", "Cargo.toml", 2),
        ("Go 1.22", "go.mod", 3),
        ("pq 1.10", "go.mod", 5),
        ("redis 7", "compose.yaml", 6),
        ("the api is on port 9090", "compose.yaml", 4),
        ("port 8000", "Dockerfile", 2),
        ("port 5173", "package.json", 3),
    ],
)
def test_what_is_there_holds(project: Path, text: str, file: str, line: int) -> None:
    """With the file and the line that say so."""
    (found,) = seen(project, text)

    assert found is not None
    assert (found.verdict, found.file, found.line) == (Verdict.HOLDS, file, line)


@promise("check:project:changed")
@pytest.mark.parametrize(
    ("text", "file", "line", "value"),
    [
        ("the api is on port 8080", "compose.yaml", 4, "9090"),
        ("the worker listens on port 7000", ".env.example", 1, "7001"),
        ("pydantic 2.9", "pyproject.toml", 4, ">=2.12"),
        ("Node 18", ".nvmrc", 1, "20.11"),
        ("httpx==0.26.1", "pyproject.toml", 5, "==0.27.0"),
        ("`lib/service.py` has it", "src/billing/service.py", 0, ""),
    ],
)
def test_what_is_there_otherwise_has_changed(project: Path, text: str, file: str, line: int, value: str) -> None:
    """The value that stands there is told."""
    assert seen(project, text) == [Sighting(verdict=Verdict.CHANGED, file=file, line=line, value=value)]


@promise("check:project:not-found")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`src/billing/helpers.py`", Sighting(verdict=Verdict.NOT_FOUND)),
        ("`npm run test:unt`", Sighting(verdict=Verdict.NOT_FOUND, file="package.json", value="test:unit")),
        ("`helpers.py` has it", Sighting(verdict=Verdict.NOT_FOUND)),
        ("`src/settings.json`", Sighting(verdict=Verdict.NOT_FOUND)),
        ("`make deploy`", Sighting(verdict=Verdict.NOT_FOUND, file="Makefile")),
        ("`python -m billing.cron`", Sighting(verdict=Verdict.NOT_FOUND)),
        ("`Invoice.refund`", Sighting(verdict=Verdict.NOT_FOUND)),
        ("`round_euros()`", Sighting(verdict=Verdict.NOT_FOUND)),
    ],
)
def test_what_should_be_there_and_is_not_is_not_found(project: Path, text: str, expected: Sighting) -> None:
    """A script that is spelt nearly so is named."""
    assert seen(project, text) == [expected]


@promise("check:project:not-found")
@pytest.mark.parametrize(
    "text",
    [
        "postgres is on port 5432",
        "the api is on port 80 in production, port 81",
        "django 5",
        "local 3",
        "`origin/main`",
        "`dist/app.js`",
        "`requests.get`",
        "`python -m http.server`",
        "`.cursor/mcp.json` and `settings.json`",
        "`~/Library/Application Support/Claude/x.py`",
    ],
)
def test_of_what_cannot_be_judged_nothing_is_said(project: Path, text: str) -> None:
    """Other services, other environments, libraries, branches and build products."""
    assert set(seen(project, text)) <= {None}


def test_a_tool_without_a_file_is_not_judged(tmp_path: Path) -> None:
    """No Makefile: the target may be in another project."""
    (tmp_path / "a.py").write_text("", encoding="utf-8")

    assert seen(tmp_path, "`make build`") == [None]


@promise("check:folder:confined")
def test_links_and_ways_out_are_not_followed(project: Path, tmp_path: Path) -> None:
    """Neither to say that something is there nor to read what stands in it."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "leak.py").write_text("def secret_thing(): ...\n", encoding="utf-8")
    (project / "src" / "linked").symlink_to(outside)
    (project / "src" / "leak.py").symlink_to(outside / "leak.py")
    (project / "Dockerfile").unlink()
    (project / "Dockerfile").symlink_to(tmp_path / "Dockerfile.outside")
    (tmp_path / "Dockerfile.outside").write_text("EXPOSE 6000\n", encoding="utf-8")

    assert seen(project, "`src/linked/leak.py`") == [None]
    assert seen(project, "`src/leak.py`") == [None]
    assert seen(project, "`src/../../outside/leak.py`") == [None]
    assert seen(project, "`secret_thing()`") == [Sighting(verdict=Verdict.NOT_FOUND)]
    assert seen(project, "port 6000") == [None]
    assert Folder(project).lines("Dockerfile") == []


@promise("check:folder:confined")
def test_files_that_hold_secrets_are_not_read(project: Path) -> None:
    """That `.env` is there is no news, and nothing in it is."""
    (project / "deploy.key").write_text("PORT=1\n", encoding="utf-8")

    assert Folder(project).lines(".env") == []
    assert Folder(project).lines("deploy.key") == []
    assert Folder(project).lines(".env.example") == ["WORKER_PORT=7001"]
    assert seen(project, "The secret port is 4444") == [None]


@promise("check:folder:bounded")
def test_a_project_that_is_too_large_is_read_in_part_and_nothing_is_missed_by_mistake(project: Path) -> None:
    """What was not listed is not said to be missing; what is named by its whole path is seen all the same."""
    for number in range(50):
        (project / "src" / f"made_{number}.py").write_text("", encoding="utf-8")
    folder = Folder(project, most_files=20)

    assert len(folder.files) == 20
    assert not folder.is_whole
    assert seen(project, "`round_euros()`", folder=Folder(project, most_files=20)) == [None]
    assert seen(project, "`src/gone.py`", folder=Folder(project, most_files=20)) == [None]
    (found,) = seen(project, "`src/made_49.py`", folder=Folder(project, most_files=20))
    assert found is not None
    assert found.verdict is Verdict.HOLDS


@promise("check:folder:bounded")
def test_a_file_that_is_too_large_or_no_text_is_left_alone(project: Path) -> None:
    """And so are other people's code and build products."""
    (project / "big.py").write_text("x = 1\n" * 200_000, encoding="utf-8")
    (project / "image.py").write_bytes(b"\x00\x01only_in_image")

    folder = Folder(project)

    assert folder.lines("big.py") == []
    assert folder.lines("image.py") == []
    assert not any(file.startswith("node_modules") for file in folder.files)
    assert seen(project, "`only_in_modules()`") == [Sighting(verdict=Verdict.NOT_FOUND)]


def test_a_broken_manifest_declares_nothing(tmp_path: Path) -> None:
    """It is a file of the user's, and may be half written."""
    (tmp_path / "package.json").write_text('{"scripts": {', encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project\n", encoding="utf-8")

    assert seen(tmp_path, "`npm run build` and pydantic 2") == [None, None]


@pytest.mark.parametrize(
    ("asked", "said", "fits"),
    [
        ("^18.2.0", "18", True),
        ("^18.2.0", "18.1", False),
        ("^18.2.0", "19", False),
        ("^0.3.1", "0.4", False),
        (">=3.11", "3.12", True),
        (">=2.12,<3", "2.9", False),
        (">=2.12,<3", "3.0", False),
        ("~=8.1", "8.3", True),
        ("~1.2.3", "1.3", False),
        ("==2.9.*", "2.9.4", True),
        ("18 || >=20", "22", True),
        ("20.11", "20", True),
        ("20.11", "21", False),
    ],
)
def test_versions_are_compared_as_far_as_they_are_told(asked: str, said: str, fits: bool) -> None:
    """In the words of npm, pip and Cargo."""
    assert is_asked_for(asked, said) is fits
