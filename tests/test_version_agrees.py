"""The version is written once for people and once for each program that asks, and all agree."""

import json
import re
import tomllib
from pathlib import Path

from bundle.manifest import manifest as bundle_manifest
from tests.promises import promise

from dreaming import __version__

ROOT = Path(__file__).parent.parent


@promise("project:version:agrees")
def test_package_manifest_and_changelog_have_one_version() -> None:
    """pyproject.toml, server.json (itself and its package), plugin, bundle, and the newest entry of the changelog."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    manifest = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))
    plugin = json.loads((ROOT / "plugin" / ".claude-plugin" / "plugin.json").read_text(encoding="utf-8"))
    (offered,) = json.loads((ROOT / ".claude-plugin" / "marketplace.json").read_text(encoding="utf-8"))["plugins"]
    newest = re.search(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    versions = {
        "project": project["version"],
        "registry": manifest["version"],
        "packages": {one["version"] for one in manifest["packages"]},
        "plugin": plugin["version"],
        "marketplace": offered["version"],
        "bundle": bundle_manifest()["version"],
        "changelog": newest[1],
    }
    assert versions == dict.fromkeys(versions, __version__) | {"packages": {__version__}}
