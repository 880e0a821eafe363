"""Which store is meant where none is named."""

from pathlib import Path

import pytest
from tests.conftest import MovableClock
from tests.promises import promise
from tests.rig import SAID_AT, Rig

from dreaming.domain.model import PROJECT, EventType, NewEvent, NewSession
from dreaming.domain.provenance import Origin
from dreaming.domain.redaction import Redactor
from dreaming.service.briefing import brief
from dreaming.service.dreams import Dreams
from dreaming.service.memories import Memories, Writer
from dreaming.service.scope import default_store, home_of_worktree, metadata_of_new, project_of
from dreaming.service.sessions import Sessions
from dreaming.service.stores import Stores
from dreaming.store.connection import Database

USER = Writer("user", Origin.USER)


@pytest.fixture
def stores(database: Database, clock: MovableClock) -> Stores:
    """On an empty database."""
    return Stores(database, clock)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with two repositories, `atlas` and `other`, and a folder that is none, `plain`."""
    for name in ("atlas/.git", "atlas/deep", "other/.git", "other/deep", "plain"):
        (tmp_path / "work" / name).mkdir(parents=True)
    return tmp_path / "work"


@promise("server:scope:default")
@pytest.mark.parametrize(
    ("env", "existing", "expected"),
    [
        ({}, set[str](), "default"),
        ({}, {"atlas"}, "atlas"),
        ({}, {"other"}, "default"),
        ({"DREAMING_STORE": "team"}, {"atlas"}, "team"),
        ({"DREAMING_STORE": "  "}, {"atlas"}, "atlas"),
        ({"CLAUDE_PROJECT_DIR": "{work}/other/deep"}, {"atlas", "other"}, "other"),
        ({"CLAUDE_PROJECT_DIR": "{work}/other/deep"}, set[str](), "other"),
        ({"CLAUDE_PROJECT_DIR": "{work}/plain"}, set[str](), "plain"),
        ({"CLAUDE_PROJECT_DIR": "/"}, set[str](), "default"),
    ],
)
def test_the_store_that_is_meant(
    stores: Stores, work: Path, env: dict[str, str], existing: set[str], expected: str
) -> None:
    """What is named, else the project's; where that has none, the one to be made if a client names the project."""
    for name in existing:
        stores.create(name)
    given = {name: value.format(work=work) for name, value in env.items()}

    assert default_store(stores.find_of, given, work / "atlas" / "deep") == expected


@promise("server:scope:projects")
def test_two_projects_whose_folders_have_one_name_do_not_share_a_store(
    database: Database, clock: MovableClock, stores: Stores, tmp_path: Path
) -> None:
    """The store knows its project; the second project's gets a longer name. One that a user made is still found."""
    folders = [tmp_path / owner / "app" for owner in ("ada", "ben")]
    names: list[str] = []
    for folder in folders:
        (folder / ".git").mkdir(parents=True)
        env = {"CLAUDE_PROJECT_DIR": str(folder)}
        name = default_store(stores.find_of, env, tmp_path)
        memories = Memories(
            database, clock, Redactor(b"k" * 32), lambda new, env=env: metadata_of_new(new, env, tmp_path)
        )
        names.append(memories.write(name, "/a.md", "x", writer=USER).store.name)

    assert names == ["app", "ben/app"]
    assert [default_store(stores.find_of, {}, folder) for folder in folders] == names
    assert stores.get("app").metadata == {PROJECT: str(folders[0])}
    stores.create("app")
    assert default_store(stores.find_of, {}, folders[0]) == _id_of_first(stores, "app")


def _id_of_first(stores: Stores, name: str) -> str:
    return next(each.store.id for each in stores.listing() if each.store.name == name)


@promise("server:scope:projects")
def test_worktrees_are_of_their_repositorys_project(work: Path, tmp_path: Path) -> None:
    """There `.git` is a file that leads to the repository; what else it leads to is a project of its own."""
    for name, link in (("tree", f"{work}/atlas/.git/worktrees/tree"), ("module", "../.git/modules/module")):
        (tmp_path / name / "src").mkdir(parents=True)
        (tmp_path / name / ".git").write_text(f"gitdir: {link}\n", encoding="utf-8")

    assert project_of(tmp_path / "tree" / "src").root == work / "atlas"
    assert project_of(tmp_path / "module" / "src").root == tmp_path / "module"
    assert project_of(work / "plain").root == work / "plain"
    assert home_of_worktree(str(tmp_path / "tree" / "src")) == str(work / "atlas")
    assert [home_of_worktree(other) for other in (str(work / "atlas" / "deep"), "a name")] == [
        str(work / "atlas" / "deep"),
        "a name",
    ]


def test_only_a_stores_own_name_makes_it_a_projects(work: Path) -> None:
    """Another name is nobody's, and so is a folder that nobody calls a project."""
    env = {"CLAUDE_PROJECT_DIR": str(work / "plain")}

    assert metadata_of_new("atlas", {}, work / "atlas" / "deep") == {PROJECT: str(work / "atlas")}
    assert metadata_of_new("notes", {}, work / "atlas") == {}
    assert metadata_of_new("plain", {}, work / "plain") == {}
    assert metadata_of_new("plain", env, work / "atlas") == {PROJECT: str(work / "plain")}


@promise("personal:change:always-asked")
def test_the_personal_store_is_no_projects(database: Database, clock: MovableClock, stores: Stores, work: Path) -> None:
    """It is known by its name when it comes into being; a project of that name has another."""
    folder = work / "personal"
    (folder / ".git").mkdir(parents=True)
    env = {"CLAUDE_PROJECT_DIR": str(folder)}
    memories = Memories(database, clock, Redactor(b"k" * 32), lambda name: metadata_of_new(name, env, folder))
    written = memories.write("personal", "/me.md", "x", writer=USER)

    assert written.store.is_personal
    assert default_store(stores.find_of, env, folder) == f"{work.name}/personal"
    assert metadata_of_new("me", {"DREAMING_PERSONAL_STORE": "me"}, folder) == {"scope": "personal"}


@promise("server:scope:sessions")
def test_a_projects_store_dreams_of_its_own_sessions(database: Database, clock: MovableClock, work: Path) -> None:
    """Those in its folder, below it, in its worktrees, and of no known project; a store of no project of all."""
    (work / "tree").mkdir()
    (work / "tree" / ".git").write_text(f"gitdir: {work}/atlas/.git/worktrees/tree\n", encoding="utf-8")
    sessions = Sessions(database, clock, Redactor(b"k" * 32), home_of_worktree)
    own = {_log(sessions, place) for place in (work / "atlas", work / "atlas" / "deep", work / "tree", None)}
    others = {_log(sessions, place) for place in (work / "other", Path(f"{work}/atlas-2"))}
    stores, dreams = Stores(database, clock), Dreams(database, clock)
    stores.create("atlas", metadata={PROJECT: str(work / "atlas")})
    stores.create("all")

    assert set(dreams.start("atlas").dream.session_ids) == own
    assert set(dreams.start("atlas", latest=100).dream.session_ids) == own
    assert {each.id for each in sessions.listing(undreamt_by=stores.get("atlas").id)} == set()
    assert {each.id for each in sessions.listing(undreamt_by=stores.get("all").id)} == own | others
    assert set(dreams.start("all").dream.session_ids) == own | others


def _log(sessions: Sessions, project: Path | None) -> str:
    head = NewSession(source="test", external_id=str(project), project=str(project) if project else None)
    event = NewEvent(external_id="1", type=EventType.USER_MESSAGE, origin=Origin.USER, text="x", created_at=SAID_AT)
    return sessions.log(head, [event]).session_id


@promise("server:scope:first-dream")
def test_a_store_comes_into_being_with_its_first_dream(
    database: Database, clock: MovableClock, stores: Stores, work: Path
) -> None:
    """If there is something to dream of; an estimate makes nothing."""
    root = str(work / "atlas")
    dreams = Dreams(database, clock, metadata_of_new=lambda _: {PROJECT: root})
    sessions = Sessions(database, clock, Redactor(b"k" * 32))
    _log(sessions, work / "other")
    with pytest.raises(Exception, match="none for store"):
        dreams.start("atlas", may_create=True)
    _log(sessions, work / "atlas")

    assert dreams.estimate("atlas", may_create=True).sessions == 1
    assert stores.listing() == []
    started = dreams.start("atlas", may_create=True)

    assert stores.get("atlas").metadata == {PROJECT: root}
    assert len(started.dream.session_ids) == 1
    with database.read() as conn:
        assert brief(conn, "atlas", on=clock.now()).undreamt_sessions == 0
    assert Rig(database, clock, started.store).dreams.listing("atlas")[0].id == started.dream.id
