"""The version is written once for people and once for each program that asks, and all agree."""

import json
import re
import tomllib
from pathlib import Path

from tests.promises import promise

from dreaming import __version__

ROOT = Path(__file__).parent.parent


@promise("project:version:agrees")
def test_package_manifest_and_changelog_have_one_version() -> None:
    """pyproject.toml, server.json (itself and its package), the plugin, and the newest entry of the changelog."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    manifest = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))
    plugin = json.loads((ROOT / "plugin" / ".claude-plugin" / "plugin.json").read_text(encoding="utf-8"))
    (offered,) = json.loads((ROOT / ".claude-plugin" / "marketplace.json").read_text(encoding="utf-8"))["plugins"]
    newest = re.search(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    versions = [project["version"], manifest["version"], newest[1], *(one["version"] for one in manifest["packages"])]
    versions += [plugin["version"], offered["version"]]
    assert versions == [__version__] * 6
