"""The bundle for Claude Desktop, as `mcpb` sees it and as `uv` starts it."""

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import anyio
from bundle.packing import pack
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from tests.bundle.hosting import configured, unpacked
from tests.conformance.suite import Outcome
from tests.npm import Done, Programs, Skipped, run, uv

SECONDS = 60
FETCH_SECONDS = 300


def run_bundle(programs: Programs) -> Iterator[tuple[str, list[Outcome]]]:
    """Whether it is valid, can be packed again, and starts."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        pack(folder / "dreaming.mcpb")
        yield "bundle, mcpb", list(_packed(programs, folder))
        yield _started(folder)


def _packed(programs: Programs, folder: Path) -> Iterator[Outcome]:
    mcpb, ours, again = programs.command("mcpb"), folder / "dreaming.mcpb", folder / "again.mcpb"
    yield _of("unpack", run([*mcpb, "unpack", ours, folder / "by mcpb"], SECONDS))
    yield _of("validate", run([*mcpb, "validate", folder / "by mcpb" / "manifest.json"], SECONDS))
    yield _of("pack", run([*mcpb, "pack", folder / "by mcpb", again], SECONDS))
    same = again.exists() and _contents(again) == _contents(ours)
    yield Outcome("pack gives what was built", int(same), int(not same))


def _of(name: str, done: Done) -> Outcome:
    said = (done.errors or done.output).strip().splitlines()
    return Outcome(name, 1, 0) if done.code == 0 else Outcome(name, 0, 1, tuple(said[-3:]))


def _contents(bundle: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _started(folder: Path) -> tuple[str, list[Outcome]]:
    """With `uv`, which fetches what the server needs: where it cannot, nothing can be said."""
    home = folder / "un packed"
    manifest = unpacked(folder / "dreaming.mcpb", home)
    try:
        program = uv()
        _fetch(program, home)
    except Skipped as why:
        return f"bundle, uv: skipped: {why}", []
    started = configured(manifest, home, {"data_folder": str(folder / "data")})
    started.command = str(program)
    expected = [tool["name"] for tool in manifest["tools"]]
    listed = anyio.run(_tools, started)
    return "bundle, uv", [Outcome("starts and lists its tools", int(listed == expected), int(listed != expected))]


def _fetch(program: Path, home: Path) -> None:
    done = run([program, "sync", "--directory", home, "--no-install-project"], FETCH_SECONDS)
    if done.code != 0:
        msg = f"uv cannot fetch: {(done.errors.strip() or 'no reason given').splitlines()[-1]}"
        raise Skipped(msg)


async def _tools(parameters: StdioServerParameters) -> list[str]:
    with anyio.fail_after(FETCH_SECONDS):  # building the package fetches too
        async with Client(parameters) as client:
            return [tool.name for tool in (await client.list_tools()).tools]
