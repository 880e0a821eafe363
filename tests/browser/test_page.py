"""The page as a person sees it: in a real browser, with its script."""

from typing import Any

import pytest
from tests.browser.conftest import Opened
from tests.promises import promise
from tests.review.visiting import serving
from tests.rig import Rig
from tests.service.reviewing import NOTES, SAID, dreamt

SCRIPT = "<script>document.title = 'broken'</script>"
SCHEMES = [("light", 1_100), ("dark", 1_100), ("light", 360), ("dark", 360)]


def is_too_wide(page: Any) -> bool:
    """Whether one has to scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@promise("page:browser:whole", "page:text:stays-text")
def test_a_dream_is_reviewed_from_the_list_to_the_undo(rig: Rig, chromium: Opened) -> None:
    """Open, filter, expand evidence, accept some, promote, undo; a script in a memory, a path and a quote stays text."""
    rig.write({**NOTES, f"/{SCRIPT.replace('/', '')}.md": f"# {SCRIPT}\n\n- Owner of atlas: Priya\n"})
    dreamt(rig, *SAID, f"From now on, never write {SCRIPT} in a page.")
    with serving(rig.db.path.parent) as served, chromium() as browser:
        page = browser.page()
        page.goto(served.url)
        assert page.url == f"{served.base}/"
        browser.shoot(page, "dreams")
        page.click("tbody th a")
        browser.shoot(page, "dream")

        page.click(".filter > summary")
        page.fill("input.first", "cache time")
        page.keyboard.press("Enter")
        page.wait_for_url("**text=cache+time**")
        assert page.locator(".hunk.replaced").count() == 1
        page.click(".hunk.replaced .evidence summary")
        page.wait_for_selector(".quotes blockquote")
        assert page.inner_text(".quotes blockquote") == SAID[1]
        page.check(".hunk.replaced input[name=tick]")
        assert page.inner_text(".ticked") == "1"
        browser.shoot(page, "filtered")

        page.click("text=Show all")
        page.wait_for_selector(".filter:not([open])")
        assert page.inner_text(".ticked") == "1"
        page.click("button:text-is('Promote the ticked')")
        page.wait_for_selector(".told")
        assert "1 of" in page.inner_text(".told")
        assert "20 seconds now" in rig.texts()["/deploy.md"]
        browser.shoot(page, "promoted")
        page.click("text=Undo")
        page.wait_for_selector(".told:has-text('Undone')")
        assert rig.texts()["/deploy.md"] == NOTES["/deploy.md"]
        browser.shoot(page, "undone")
        assert "broken" not in page.title()
        assert SCRIPT in page.inner_text("main")


@promise("page:browser:keys")
def test_a_review_needs_no_mouse(rig: Rig, chromium: Opened) -> None:
    """J and k go through the changes, space ticks, e opens evidence, / filters, ? lists the keys."""
    rig.write(NOTES)
    dream = dreamt(rig, *SAID)
    with serving(rig.db.path.parent, dream.id) as served, chromium() as browser:
        page = browser.page()
        page.goto(served.url)
        for key in ("j", "j", "k", " ", "e"):
            page.keyboard.press(key)
        page.wait_for_selector(".hunk .quotes")
        assert page.evaluate("[...document.querySelectorAll('.hunk')].indexOf(document.activeElement)") == 0
        assert page.inner_text(".ticked") == "1"
        page.keyboard.press("?")
        assert page.is_visible("#keys dl")
        page.keyboard.press("/")
        page.keyboard.type("jke? /")
        assert page.input_value("input.first") == "jke? /"
        assert page.inner_text(".ticked") == "1"
        page.keyboard.press("Escape")


@promise("page:browser:looks")
@pytest.mark.parametrize(("scheme", "width"), SCHEMES)
def test_nothing_is_wider_than_the_window(rig: Rig, chromium: Opened, scheme: str, width: int) -> None:
    """However long a word is; every page, with its pictures kept."""
    long = "verylongword" * 40
    rig.write({**NOTES, f"/{'folder/' * 10}{long[:80]}.md": f"- {long}\n- Owner of atlas: Priya\n"})
    dream = dreamt(rig, *SAID, f"From now on, always use {long}.")
    with serving(rig.db.path.parent) as served, chromium() as browser:
        page = browser.page(scheme=scheme, width=width)
        page.goto(served.url)
        for name, path in {
            "dreams": "/",
            "dream": f"/dreams/{dream.id}",
            "filtered": f"/dreams/{dream.id}?risk=added",
            "section": f"/dreams/{dream.id}/sections/ledger",
            "stores": "/stores",
            "store": f"/stores/{rig.store.id}",
        }.items():
            page.goto(served.base + path)
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            page.wait_for_load_state("networkidle")
            browser.shoot(page, f"{name}-{scheme}-{width}")
            assert not is_too_wide(page), path


@promise("page:browser:looks")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(rig: Rig, chromium: Opened, scheme: str) -> None:
    """Each text against its ground reaches the contrast of WCAG's level AA; each control has a name."""
    rig.write(NOTES)
    dream = dreamt(rig, *SAID)
    with serving(rig.db.path.parent, dream.id) as served, chromium() as browser:
        page = browser.page(scheme=scheme)
        page.goto(served.url)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.wait_for_load_state("networkidle")

        assert page.evaluate(_FAINT) == []
        assert page.evaluate(_NAMELESS) == []
        assert page.locator("h1").count() == 1
        assert page.locator("a.skip[href='#main']").count() == 1


_FAINT = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).slice(0, 3).map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (let each = node; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if ((channels(colour)[3] ?? 1) > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const own = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
  return [...document.querySelectorAll("body *")].filter((node) => own(node) && node.checkVisibility()).map((node) => {
    const [one, other] = [light(getComputedStyle(node).color), light(ground(node))].sort((a, b) => b - a);
    return { text: node.textContent.slice(0, 40), ratio: (one + 0.05) / (other + 0.05) };
  }).filter((each) => each.ratio < 4.5);
}"""
_NAMELESS = """() => [...document.querySelectorAll("input:not([type=hidden]), select, button, a")]
  .filter((node) => !(node.textContent.trim() || node.labels?.length || node.getAttribute("aria-label")))
  .map((node) => node.outerHTML)"""
