"""The report as a page inside a client, for those that show MCP Apps: one file, bound to the tool `dream_report`.

The page holds no data: the client hands it what the tool answered. A client that shows no pages loses nothing, since
the tool's text is whole.
"""

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import Any

from mcp.server.apps import Apps, ResourceCsp

REPORT_URI = "ui://dreaming/report"
SHOWN_BY_REPORT: dict[str, Any] = {"ui": {"resourceUri": REPORT_URI}}  # the tool's `_meta`


def apps() -> Apps:
    """The extension with its one page, which needs nothing from anywhere."""
    extension = Apps()
    extension.add_html_resource(
        REPORT_URI,
        REPORT_HTML,
        name="dream_report_app",
        title="Dream report",
        description="A dream's report, to look through.",
        csp=ResourceCsp(connect_domains=[], resource_domains=[]),
        prefers_border=True,
    )
    return extension


def _hash(page: str, name: str) -> str:
    found = re.search(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
    assert found is not None  # noqa: S101 - the page is ours
    return f"sha256-{b64encode(sha256(found[1].encode()).digest()).decode()}"


def _report_html() -> str:
    """The page, its own policy filled in: its one script and its one sheet are allowed by their hashes, and nothing else."""
    page = (files("dreaming.server") / "report_app.html").read_text(encoding="utf-8")
    return page.replace("sha256-SCRIPT", _hash(page, "script")).replace("sha256-STYLE", _hash(page, "style"))


REPORT_HTML = _report_html()  # read before an event loop runs
