"""The report as an app: bound to its tool, whole without it, one file that loads nothing."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID
from mcp.types import TextResourceContents
from tests.promises import promise
from tests.server.asking import Connect, Mode, ask
from tests.server.test_dream_tools import dream, write_twice

from dreaming.server.apps import REPORT_URI

pytestmark = pytest.mark.anyio


@promise("app:report:bound")
async def test_the_report_names_its_app(connect: Connect, mode: Mode) -> None:
    """By `_meta.ui.resourceUri`, of that tool alone; the resource has the type that hosts render."""
    async with connect() as client:
        tools = (await client.list_tools()).tools
        listed = [each for each in (await client.list_resources()).resources if str(each.uri) == REPORT_URI]
        page = (await client.read_resource(REPORT_URI)).contents[0]
        capabilities = client.server_capabilities.extensions or {}

    bound = {tool.name: tool.meta["ui"] for tool in tools if tool.meta and "ui" in tool.meta}
    assert bound == {"dream_report": {"resourceUri": REPORT_URI}}
    assert [each.mime_type for each in listed] == [APP_MIME_TYPE]
    assert page.mime_type == APP_MIME_TYPE
    assert page.meta is not None
    assert page.meta["ui"]["csp"] == {"connectDomains": [], "resourceDomains": []}
    assert (EXTENSION_ID in capabilities) == (mode == "auto")  # older clients know no extensions


@promise("app:report:bound")
async def test_the_answer_is_whole_with_and_without_the_app(connect: Connect) -> None:
    """A client that shows no apps gets the same text and data."""
    async with connect() as client:
        await write_twice(client)
        dream_id = await dream(client, no_sessions=True)
        plain = await client.call_tool("dream_report", {"dream_id": dream_id})
        data = await ask(client, "dream_report", dream_id=dream_id)

    assert plain.content[0].type == "text"
    assert plain.content[0].text == data["summary"]
    assert {"dream_id", "store", "standing", "fates", "sections", "fingerprint"} <= set(data)


@promise("app:report:bound")
async def test_a_server_without_the_report_has_no_app(connect: Connect) -> None:
    """It does not say that it has."""
    async with connect({"DREAMING_TOOLS": "memory_view"}) as client:
        assert [str(each.uri) for each in (await client.list_resources()).resources] == []
        assert EXTENSION_ID not in (client.server_capabilities.extensions or {})


@promise("app:report:alone")
async def test_the_app_is_one_file_that_loads_nothing(connect: Connect) -> None:
    """Its policy allows its one script and its one sheet by what they are, and nothing else."""
    async with connect() as client:
        page = (await client.read_resource(REPORT_URI)).contents[0]
    assert isinstance(page, TextResourceContents)
    tags = _tags(page.text)

    policy = next(given["content"] or "" for _, given in tags if given.get("http-equiv"))
    assert "default-src 'none'" in policy
    for name, rule in (("script", "script-src"), ("style", "style-src")):
        (inner,) = re.findall(rf"<{name}>(.*?)</{name}>", page.text, re.DOTALL)
        assert f"{rule} 'sha256-{b64encode(sha256(inner.encode()).digest()).decode()}'" in policy
    assert not [
        given
        for _, given in tags
        if {"src", "href", "style"} & set(given) or any(key.startswith("on") for key in given)
    ]
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert not [word for word in ("innerHTML", "insertAdjacentHTML", "document.write", "eval(") if word in page.text]
    assert len(page.text) < 20_000


def _tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    return found
