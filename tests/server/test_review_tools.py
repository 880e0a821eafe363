"""Looking back, through the tools: diffs, why a line exists, where it went, and memories as they stood."""

import anyio.to_thread
import pytest
from tests.promises import promise
from tests.server.asking import Connect, ask, refused, text_of
from tests.server.test_dream_tools import dream, write_twice

from dreaming.app import App
from dreaming.domain.times import render
from dreaming.service.sections import OF_ONE_KIND

pytestmark = pytest.mark.anyio


@promise("report:diff:answerable", "report:diff:pages")
async def test_a_report_shows_its_diff_page_by_page_and_below_a_path(connect: Connect) -> None:
    """As text that marks what went and came, with the reason."""
    async with connect() as client:
        await write_twice(client)
        await ask(client, "memory_write", path="/c.md", content="# Team\n\n- Ask Anna.\n- Ask Wei.\n")
        dream_id = await dream(client, no_sessions=True)
        whole = await ask(client, "dream_report", dream_id=dream_id, section="diff")
        first = await ask(client, "dream_report", dream_id=dream_id, section="diff", limit=1)
        path = first["text"].partition(",")[0]
        below = await ask(client, "dream_report", dream_id=dream_id, section="diff", path=path)
        nothing = await ask(client, "dream_report", dream_id=dream_id, section="diff", path="/no")

    assert "- - The staging port is 8080." in whole["text"]
    assert "Why: The same words stand in" in whole["text"]
    assert (first["total"], first.get("next_offset")) == (whole["total"], 1)
    assert whole["text"].startswith(first["text"])
    assert 1 <= below["total"] < whole["total"]
    assert below["text"].startswith(f"{path}, ")
    assert (nothing["total"], nothing["text"]) == (0, "Nothing in section diff.")


@promise("report:why:chain", "report:where:chain")
async def test_a_report_says_why_a_line_is_there_and_where_one_went(connect: Connect) -> None:
    """By path and line: of the output, and of the input; both are needed."""
    async with connect() as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        report = await ask(client, "dream_report", dream_id=dream_id, section="dropped")
        gone = next(path for path in ("/a.md", "/b.md") if f"dropped {path}:3" in report["text"])
        stays = {"/a.md": "/b.md", "/b.md": "/a.md"}[gone]
        why = await client.call_tool("dream_report", {"dream_id": dream_id, "section": "why", "path": stays, "line": 3})
        where = await ask(client, "dream_report", dream_id=dream_id, section="where", path=gone, line=3)
        half = await refused(client, "dream_report", dream_id=dream_id, section="why", path=gone)
        heading = await refused(client, "dream_report", dream_id=dream_id, section="where", path=gone, line=1)

    assert text_of(why).startswith(f"{stays}:3  - The staging port is 8080.\nSaid on ")
    assert f"{gone}:3  The staging port is 8080." in text_of(why)
    assert where["text"].startswith(f"{gone}:3  dropped:duplicate -> {stays}:3")
    assert "Give path and line" in half
    assert "Headings and blank lines are no claims" in heading


async def test_parts_of_changes_are_read_though_a_model_is_told_of_the_whole(connect: Connect) -> None:
    """Each name costs context."""
    async with connect() as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        for section in OF_ONE_KIND:
            assert (await ask(client, "dream_report", dream_id=dream_id, section=section))["section"] == section


@promise("memory:view:as-of", "memory:search:as-of")
async def test_memories_are_seen_and_searched_as_they_stood(connect: Connect, app: App) -> None:
    """The answer says as of when; a date is its end; the briefing is of now."""
    async with connect() as client:
        await ask(client, "memory_write", path="/n/a.md", content="# Port\n\n- The port is 8080.\n")
        then = render(await anyio.to_thread.run_sync(app.clock.now))
        today = then[:10]
        await ask(client, "memory_write", path="/n/a.md", content="# Port\n\n- The port is 9090.\n", mode="overwrite")
        await ask(client, "memory_write", path="/n/b.md", content="new\n")
        view = await ask(client, "memory_view", path="/n/a.md", as_of=then)
        part = await ask(client, "memory_view", path="/n/a.md", as_of=today, first_line=3)
        folder = await ask(client, "memory_view", path="/n", as_of=then)
        found = await ask(client, "memory_search", query="port", as_of=then)
        late = await refused(client, "memory_view", path="/n/b.md", as_of=then)
        early = await refused(client, "memory_search", query="port", as_of="2001-01-01")
        briefing = await refused(client, "memory_view", as_of=then)
        wrong = await refused(client, "memory_view", path="/n/a.md", as_of="yesterday")

    assert (view["content"], view["as_of"]) == ("# Port\n\n- The port is 8080.\n", then)
    assert part["content"] == "- The port is 9090."
    assert part["as_of"] == f"{today}T23:59:59.999999Z"
    assert ([each["path"] for each in folder["memories"]], folder["as_of"]) == (["/n/a.md"], then)
    assert ([each["text"] for each in found["passages"]], found["as_of"]) == (["- The port is 8080."], then)
    assert "It was first written on" in late
    assert "did not exist then" in early
    assert "the briefing is of now" in briefing
    assert "'yesterday' is no time" in wrong


@promise("memory:view:as-of")
async def test_a_memory_lists_its_versions(connect: Connect, app: App) -> None:
    """Newest first: who, when, what; those that there were at a time."""
    async with connect() as client:
        await ask(client, "memory_write", path="/a.md", content="one")
        then = render(await anyio.to_thread.run_sync(app.clock.now))
        await ask(client, "memory_edit", path="/a.md", new_path="/b.md", pinned=True)
        await ask(client, "memory_delete", path="/b.md")
        versions = await ask(client, "memory_view", path="/b.md", versions=True)
        earlier = await ask(client, "memory_view", path="/b.md", versions=True, as_of=then)
        unknown = await refused(client, "memory_view", path="/never.md", versions=True)

    assert [(each["operation"], each["path"], each.get("size_bytes")) for each in versions["versions"]] == [
        ("deleted", "/b.md", None),
        ("modified", "/b.md", 3),
        ("created", "/a.md", 3),
    ]
    assert (versions["total"], versions["versions"][0]["created_by"], versions["versions"][1]["pinned"]) == (
        3,
        "mcp",
        True,
    )
    assert [each["operation"] for each in earlier["versions"]] == ["created"]
    assert "/never.md" in unknown
