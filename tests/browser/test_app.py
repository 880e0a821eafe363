"""The app of the report in a real browser, inside a small host that speaks as clients do."""

import json
from typing import Any

import anyio
from mcp import Client
from tests.browser.conftest import Opened
from tests.promises import promise
from tests.rig import Rig
from tests.service.reviewing import NOTES, SAID, dreamt

from dreaming.app import open_app
from dreaming.server.apps import REPORT_URI
from dreaming.server.build import build_server

SCRIPT = "<script>document.title = 'broken'</script><img src=x onerror=alert(1)>"
# A host: the app in a frame without an origin, and the messages of MCP Apps. `calls` are the tools that the app asks for.
HOST = """<!doctype html><html lang="en"><meta charset="utf-8"><title>host</title>
<body style="margin:0"><iframe id="app" sandbox="allow-scripts" title="app" style="width:100%;height:760px;border:0"></iframe>
<script>
window.heard = []; window.calls = [];
window.start = (html, answers, theme) => {
  const frame = document.getElementById("app");
  const post = (message) => frame.contentWindow.postMessage({ jsonrpc: "2.0", ...message }, "*");
  window.post = post;
  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow) return;
    const { id, method, params } = event.data;
    window.heard.push(method ?? `answer ${id}`);
    if (method === "ui/initialize") {
      post({ id, result: { protocolVersion: params.protocolVersion, hostInfo: { name: "host", version: "1" },
        hostCapabilities: { serverTools: {} }, hostContext: { theme } } });
    } else if (method === "ui/notifications/initialized") {
      post({ method: "ui/notifications/tool-input", params: { arguments: {} } });
      post({ method: "ui/notifications/tool-result", params: answers.summary });
    } else if (method === "tools/call") {
      window.calls.push(params);
      post({ id, result: answers[params.arguments.section] });
    }
  });
  frame.srcdoc = html;
};
</script></body></html>"""


async def _answers(rig: Rig, dream_id: str) -> tuple[str, dict[str, Any]]:
    """The app, and what the tool answers, by section, as a client gets them."""
    app = await anyio.to_thread.run_sync(open_app, rig.db.path.parent)
    async with Client(build_server(app)) as client:
        page = (await client.read_resource(REPORT_URI)).contents[0]
        answers: dict[str, Any] = {}
        for section in ("summary", "diff", "ledger"):
            given = await client.call_tool("dream_report", {"dream_id": dream_id, "section": section})
            answers[section] = json.loads(given.model_dump_json(by_alias=True, exclude_none=True))
    app.close()
    return getattr(page, "text", ""), answers


@promise("app:report:renders")
def test_the_app_shows_what_its_host_hands_it(rig: Rig, chromium: Opened) -> None:
    """The summary at once, sections when asked; in the host's theme; whatever the texts hold stays text."""
    rig.write({**NOTES, "/x.md": f"# {SCRIPT}\n\n- Owner of atlas: Priya\n"})
    dream = dreamt(rig, *SAID, f"From now on, never write {SCRIPT} in a page.")
    html, answers = anyio.run(_answers, rig, dream.id)

    with chromium() as browser:
        for theme in ("light", "dark"):
            page = browser.page(scheme="light", width=700)
            page.set_content(HOST)
            page.evaluate("([html, answers, theme]) => window.start(html, answers, theme)", [html, answers, theme])
            app = page.frame_locator("#app")
            app.locator("h1").wait_for()
            assert app.locator("h1").inner_text() == "Dream of notes: waits for review"
            assert answers["summary"]["structuredContent"]["summary"].split("\n")[0] in app.locator("pre").inner_text()
            browser.shoot(page, f"app-{theme}")
            app.locator("[data-section=diff]").click()
            app.locator("h2", has_text="diff").wait_for()
            assert app.locator("pre").inner_text().strip() == answers["diff"]["structuredContent"]["text"].strip()
            assert SCRIPT in app.locator("pre").inner_text()
            browser.shoot(page, f"app-diff-{theme}")
            app.locator("button", has_text="Further").or_(app.locator("[data-section=ledger]")).first.click()
            page.wait_for_function("window.calls.length === 2")
            assert page.evaluate("window.calls[0]") == {
                "name": "dream_report",
                "arguments": {"dream_id": dream.id, "section": "diff", "offset": 0},
            }
            assert app.locator("html").evaluate("(html) => html.style.colorScheme") == theme
            assert app.locator("img").count() == 0


@promise("app:report:renders")
def test_the_app_says_what_went_wrong_and_ends_when_asked(rig: Rig, chromium: Opened) -> None:
    """An error is its text; a host that takes the app down gets an answer."""
    rig.write(NOTES)
    html, _ = anyio.run(_answers, rig, dreamt(rig).id)
    with chromium() as browser:
        page = browser.page(width=700)
        page.set_content(HOST)
        error = {"isError": True, "content": [{"type": "text", "text": "No dream 'drm_x'."}]}
        page.evaluate("([html, answers]) => window.start(html, answers, 'light')", [html, {"summary": error}])
        page.frame_locator("#app").locator("text=No dream 'drm_x'.").wait_for()

        page.evaluate("window.post({ id: 7, method: 'ui/resource-teardown', params: {} })")
        page.wait_for_function("window.heard.includes('answer 7')")
        assert "ui/notifications/size-changed" in page.evaluate("window.heard")
