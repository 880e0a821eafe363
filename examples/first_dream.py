"""A first dream, as an MCP client sees it: write, log, start, wait, read the report.

python examples/first_dream.py
"""

import sys
import tempfile
from typing import Any

import anyio
from mcp import Client, StdioServerParameters

NOTES = {
    "/deploy.md": "# Deploy\n\n- The staging server listens on port 8080.\n- Run `make migrate` before each deploy.\n",
    "/notes/monday.md": "- Before each deploy, run `make migrate`.\n",
}
SAID = [
    {"type": "user.message", "text": "We moved the staging server from port 8080 to port 9090."},
    {"type": "agent.message", "text": "The smoke test asks port 9090 now."},
]


async def call(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """What the tool answers, as data."""
    result = await client.call_tool(tool, arguments)
    if result.is_error or result.structured_content is None:
        raise RuntimeError(result.content)
    return result.structured_content


async def main(home: str) -> None:
    """Start a server on an empty home, and dream once."""
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "dreaming", "serve"], env={"DREAMING_HOME": home}
    )
    async with Client(server) as client:
        for path, content in NOTES.items():
            written = await call(client, "memory_write", path=path, content=content)
            print("Wrote", written["path"], "in store", written["store"])
        logged = await call(client, "session_log", events=SAID, external_id="monday", title="Staging moved")
        print("Logged", logged["appended"], "events")

        dream = await call(client, "dream_start")
        while dream["status"] in {"pending", "running"}:
            dream = await call(client, "dream_status", dream_id=dream["dream_id"], wait_seconds=25)
        report = await call(client, "dream_report", dream_id=dream["dream_id"])
        print(report["summary"])
        now = await call(client, "memory_view", path="/deploy.md")
        print("Nothing has changed yet:", "8080" in now["content"])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        anyio.run(main, folder)
