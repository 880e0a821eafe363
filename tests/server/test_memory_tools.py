"""Memories, through the tools."""

from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import pytest
from tests.promises import promise
from tests.server.asking import Connect, ask, refused, text_of

from dreaming.app import App

pytestmark = pytest.mark.anyio

TEXT = "# Deploy\n\n- The port is 8080.\n- Ask Anna before Fridays.\n"


@promise("server:answers:both")
async def test_an_answer_is_data_and_the_same_as_text(connect: Connect) -> None:
    """Some clients show the model only the one, some only the other."""
    async with connect() as client:
        result = await client.call_tool("memory_write", {"path": "/deploy.md", "content": TEXT})

    assert result.structured_content is not None
    assert text_of(result).startswith('{"store":"default"')
    assert result.structured_content["store"] == "default"
    assert result.structured_content["created_store"] is True
    assert result.structured_content["size_bytes"] == len(TEXT)


@promise("check:shown:everywhere")
async def test_a_line_that_may_be_out_of_date_is_told_as_such(connect: Connect, app: App, tmp_path: Path) -> None:
    """With the passage that a search finds, and with the lines that are viewed."""
    await anyio.Path(tmp_path / "compose.yaml").write_text("services:\n  api:\n    ports:\n      - 9090:9090\n")
    async with connect() as client:
        await ask(client, "memory_write", path="/deploy.md", content=TEXT)
        await anyio.to_thread.run_sync(app.grounding.check, "default", tmp_path)
        found = await ask(client, "memory_search", query="which port")
        whole = await ask(client, "memory_view", path="/deploy.md")
        other = await ask(client, "memory_view", path="/deploy.md", first_line=4)
        then = await ask(client, "memory_view", path="/deploy.md", as_of=whole["updated_at"])
        found_then = await ask(client, "memory_search", query="which port", as_of=whole["updated_at"])
        briefing = await ask(client, "memory_view")

    says = "says port 8080; compose.yaml:4 has 9090"
    assert found["passages"][0]["caveat"] == says
    assert whole["caveats"] == [f"line 3: {says}"]
    assert "caveats" not in other
    assert "caveats" not in then  # of what was said at another time nothing was looked up
    assert "caveat" not in found_then["passages"][0]
    assert f"- /deploy.md:3 {says}" in briefing["briefing"]


@promise("check:folder:asked")
async def test_a_call_names_no_folder_as_a_stores_project(connect: Connect) -> None:
    """Whoever calls could otherwise have any folder looked into."""
    async with connect({"DREAMING_TOOLS": "all"}) as client:
        error = await refused(client, "store_create", name="team", metadata={"project": "/etc"})

    assert "project is not given in a call" in error


async def test_a_memory_is_seen_whole_or_in_part(connect: Connect) -> None:
    """Lines count from 1, both ends included; the hash is of the whole."""
    async with connect() as client:
        written = await ask(client, "memory_write", path="/deploy.md", content=TEXT)
        whole = await ask(client, "memory_view", path="/deploy.md")
        part = await ask(client, "memory_view", path="/deploy.md", first_line=3, last_line=3)

    assert whole["content"] == TEXT
    assert (part["content"], part["first_line"], part["last_line"], part["lines"]) == ("- The port is 8080.", 3, 3, 4)
    assert written["content_sha256"] == whole["content_sha256"] == part["content_sha256"]


@pytest.mark.parametrize("path", ["/notes/", "/notes", "/"])
async def test_a_folder_is_listed_with_titles_and_sizes(connect: Connect, path: str) -> None:
    """With or without the slash at its end."""
    async with connect() as client:
        await ask(client, "memory_write", path="/notes/deploy.md", content=TEXT)
        seen = await ask(client, "memory_view", path=path)

    assert seen == {
        "store": "default",
        "memories": [{"path": "/notes/deploy.md", "title": "Deploy", "size_bytes": len(TEXT)}],
        "total": 1,
    }


async def test_deep_folders_are_summed_up(connect: Connect) -> None:
    """So that a large store can be looked at from above."""
    async with connect() as client:
        await ask(client, "memory_write", path="/notes/deploy.md", content=TEXT)
        seen = await ask(client, "memory_view", path="/", depth=1)

    assert seen["folders"] == [{"path": "/notes/", "memories": 1, "size_bytes": len(TEXT)}]


async def test_a_long_listing_comes_in_pages(connect: Connect, app: App) -> None:
    """Every memory is on one page."""
    await anyio.to_thread.run_sync(app.exchange.import_memories, "many", items(250))
    async with connect() as client:
        first = await ask(client, "memory_view", path="/", store="many")
        second = await ask(client, "memory_view", path="/", store="many", offset=first["next_offset"])

    paths = [entry["path"] for page in (first, second) for entry in page["memories"]]
    assert len(set(paths)) == first["total"] == 250
    assert "next_offset" not in second


def items(count: int) -> Any:
    """Some memories."""
    from dreaming.service.exchange import ImportItem

    return [ImportItem(f"/n/{number:03}.md", f"fact {number}") for number in range(count)]


async def test_a_store_that_is_not_there_yet_is_briefed_as_empty(connect: Connect) -> None:
    """The first thing an agent does must not fail."""
    async with connect() as client:
        seen = await ask(client, "memory_view")

    assert "Nothing is written here yet" in seen["briefing"]


async def test_what_was_written_is_found(connect: Connect) -> None:
    """With path, lines and heading."""
    async with connect() as client:
        await ask(client, "memory_write", path="/deploy.md", content=TEXT)
        found = await ask(client, "memory_search", query="which port?")

    assert found["passages"][0]["path"] == "/deploy.md"
    assert "8080" in found["passages"][0]["text"]


async def test_a_search_is_bounded_in_time_of_change(connect: Connect) -> None:
    """A date alone is a time; what is none is refused."""
    async with connect() as client:
        await ask(client, "memory_write", path="/deploy.md", content=TEXT)
        later = await ask(client, "memory_search", query="port", after="2100-01-01")
        text = await refused(client, "memory_search", query="port", before="0001-01-01T00:00:00+14:00")

    assert later["passages"] == []
    assert "is no time" in text


async def test_a_secret_is_redacted_and_said_so(connect: Connect) -> None:
    """The hash in the answer is of what is stored."""
    async with connect() as client:
        written = await ask(client, "memory_write", path="/a.md", content="key AKIAIOSFODNN7EXAMPLE here")
        seen = await ask(client, "memory_view", path="/a.md")

    assert written["redacted"]
    assert "AKIA" not in seen["content"]
    assert written["content_sha256"] == seen["content_sha256"]


async def test_a_memory_is_edited_in_every_way_at_once(connect: Connect) -> None:
    """Replace, insert, rename and pin are one change."""
    async with connect() as client:
        await ask(client, "memory_write", path="/deploy.md", content=TEXT)
        edited = await ask(
            client,
            "memory_edit",
            path="/deploy.md",
            old_text="8080",
            new_text="9090",
            insert_line=4,
            insert_text="- New.",
            new_path="/ops.md",
            pinned=True,
        )
        seen = await ask(client, "memory_view", path="/ops.md")

    assert edited["path"] == "/ops.md"
    assert seen["pinned"] is True
    assert seen["content"] == TEXT.replace("8080", "9090") + "- New.\n"


@pytest.mark.parametrize(
    ("arguments", "why"), [({"new_text": "x"}, "old_text"), ({"insert_text": "x"}, "insert_line"), ({}, "nothing")]
)
async def test_half_an_edit_is_refused(connect: Connect, arguments: dict[str, Any], why: str) -> None:
    """It is said what is missing."""
    async with connect() as client:
        await ask(client, "memory_write", path="/deploy.md", content=TEXT)
        text = await refused(client, "memory_edit", path="/deploy.md", **arguments)

    assert why in text


async def test_a_precondition_holds_for_every_change(connect: Connect) -> None:
    """A memory that somebody else changed is not written over."""
    async with connect() as client:
        await ask(client, "memory_write", path="/a.md", content="one")
        stale = "0" * 64
        texts = [
            await refused(client, "memory_write", path="/a.md", content="x", mode="overwrite", expected_sha256=stale),
            await refused(client, "memory_edit", path="/a.md", old_text="one", new_text="x", expected_sha256=stale),
            await refused(client, "memory_delete", path="/a.md", expected_sha256=stale),
        ]

    assert all(text.endswith("(memory_precondition_failed_error)") for text in texts)


async def test_a_deleted_memory_can_be_brought_back(connect: Connect) -> None:
    """The answer names the version that store_restore takes."""
    async with connect() as client:
        await ask(client, "memory_write", path="/a.md", content="one")
        deleted = await ask(client, "memory_delete", path="/a.md")
        await ask(client, "store_restore", version=deleted["memory_version_id"])
        seen = await ask(client, "memory_view", path="/a.md")

    assert seen["content"] == "one"
    assert seen["memory_id"] == deleted["memory_id"]


async def test_stores_are_made_and_listed(connect: Connect) -> None:
    """With what is in them."""
    async with connect({"DREAMING_TOOLS": "all"}) as client:
        made = await ask(client, "store_create", name="team", description="Ours", metadata={"promote": "anyone"})
        await ask(client, "memory_write", store="team", path="/a.md", content="one")
        listed = await ask(client, "store_list")

    assert [store["memory_store_id"] for store in listed["stores"]] == [made["memory_store_id"]]
    assert listed["stores"][0]["memories"] == 1
    assert listed["stores"][0]["metadata"] == {"promote": "anyone"}
