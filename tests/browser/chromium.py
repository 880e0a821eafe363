"""Headless Chromium, driven by Playwright: both only where they are there, since neither comes from pip alone.

Playwright is a package of the extra `browser`; Chromium is the system's own, since nothing is downloaded by a test.
"""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VARIABLE = "DREAMING_TEST_CHROMIUM"  # the program, where it has another name; with it, nothing is skipped
SHOTS_VARIABLE = "DREAMING_TEST_SHOTS"  # a folder in which the pictures are kept
MILLISECONDS = 30_000  # a bound, not an expectation
# The machine may have no sandbox to give, and nothing that the browser would fetch of its own accord is there.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Browser:
    """An open browser, and what its pages complained of."""

    chromium: Any
    shots: Path
    complaints: list[str] = field(default_factory=list[str])

    def page(self, *, scheme: str = "light", width: int = 1_100) -> Any:
        """A new page."""
        context = self.chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        page.on("console", self._complain)
        page.on("pageerror", self._complain)
        return page

    def _complain(self, what: Any) -> None:
        self.complaints.append(str(what))

    def shoot(self, page: Any, name: str) -> None:
        """Keep a picture of the whole page."""
        page.screenshot(path=self.shots / f"{name}.png", full_page=True)


@contextmanager
def browser(shots: Path) -> Generator[Browser]:
    """A browser that is closed afterwards; where there is none the test is skipped, and says why."""
    program = os.environ.get(VARIABLE) or next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"there is no Chromium: apt-get install chromium, or name one in {VARIABLE}")
    playwright = _playwright()
    shots = Path(os.environ.get(SHOTS_VARIABLE) or shots)
    shots.mkdir(parents=True, exist_ok=True)
    with playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield Browser(chromium, shots)
        chromium.close()


def _playwright() -> Any:
    if os.environ.get(VARIABLE):
        return import_module("playwright.sync_api").sync_playwright
    return pytest.importorskip("playwright.sync_api", reason="pip install -e '.[browser]' brings it").sync_playwright
