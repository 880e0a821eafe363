"""The page as a process of its own, and a visitor without a script: one who reads pages, fills forms, presses buttons."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import httpx2

SECONDS = 30  # a bound, not an expectation: the machine may be busy
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """A page that answers. `url` has the token in it."""

    process: "subprocess.Popen[str]"
    url: str

    @property
    def base(self) -> str:
        """Where it is, without path and token."""
        return "/".join(self.url.split("/")[:3])

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """End it by a signal. The exit code, and what it said."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        """Wait for its end."""
        code = self.process.wait(SECONDS)
        assert self.process.stderr is not None
        return code, self.process.stderr.read()


@contextlib.contextmanager
def serving(home: Path, *arguments: str) -> Generator[Page]:
    """`dreaming review` on the data in `home`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dreaming", "review", "--no-open", *arguments],
        env={**os.environ, "DREAMING_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip()
        assert url, process.stderr and process.stderr.read()
        yield Page(process, url)
    finally:
        process.kill()
        process.wait(SECONDS)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


@dataclass
class Form:
    """A form as it stands on a page. `buttons` are their words, with where they lead and what they send."""

    action: str
    method: str
    fields: Pairs = field(default_factory=list[tuple[str, str]])
    boxes: Pairs = field(default_factory=list[tuple[str, str]])
    buttons: dict[str, tuple[str | None, Pairs]] = field(default_factory=dict[str, "tuple[str | None, Pairs]"])


class _Reader(HTMLParser):
    """Finds the forms of a page, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.tags: list[str] = []
        self._button: tuple[dict[str, str | None], list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.forms.append(Form(given.get("action") or "", given.get("method") or "get"))
        elif tag == "button":
            self._button = given, []
        elif tag == "input" and name and self.forms:
            is_box = given.get("type") in {"checkbox", "radio"}
            if is_box:
                self.forms[-1].boxes.append((name, value))
            if not is_box or "checked" in given:
                self.forms[-1].fields.append((name, value))

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._button is not None:
            self._button[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "button" and self._button is not None:
            given, words = self._button
            sent = [(given["name"] or "", given.get("value") or "")] if given.get("name") else []
            self.forms[-1].buttons["".join(words)] = given.get("formaction"), sent
            self._button = None


def read(html: str) -> _Reader:
    """What stands on a page."""
    reader = _Reader()
    reader.feed(html)
    return reader


class Visitor:
    """A browser without a script that looks at one page after the other."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.client = httpx2.Client(base_url=page.base, follow_redirects=True, timeout=SECONDS)
        self.last = self.client.get(page.url)

    def go(self, path: str) -> str:
        """Look at another page. Its words."""
        self.last = self.client.get(path)
        return self.words

    @property
    def words(self) -> str:
        """What a person reads on the page."""
        return "".join(read(self.last.text).words)

    @property
    def forms(self) -> list[Form]:
        """The forms on the page."""
        return read(self.last.text).forms

    def boxes(self, name: str = "tick") -> list[str]:
        """What can be ticked."""
        return [value for form in self.forms for box, value in form.boxes if box == name]

    def ticked(self) -> list[str]:
        """What is ticked."""
        return [value for form in self.forms for name, value in form.fields if name == "tick"]

    def press(self, words: str, *, tick: Sequence[str] = (), untick: Sequence[str] = (), **fill: str) -> str:
        """Fill the form in which this button is, tick boxes by their values, and press it. The words that come."""
        form = next(form for form in self.forms if words in form.buttons)
        where, sent = form.buttons[words]
        kept = [
            (name, value)
            for name, value in form.fields
            if name not in fill and not (name == "tick" and value in untick)
        ]
        ticked = [box for box in form.boxes if box[1] in tick]
        assert {value for _, value in ticked} == set(tick)
        pairs = [*kept, *fill.items(), *ticked, *sent]
        if form.method == "get":
            self.last = self.client.get(where or form.action, params=tuple(pairs))
        else:
            self.last = self.send(where or form.action, pairs)
        return self.words

    def send(self, where: str, pairs: Pairs, **headers: str) -> httpx2.Response:
        """Send a form, as a browser does."""
        body = "&".join(f"{httpx2.QueryParams({name: value})}" for name, value in pairs)
        given = {"origin": self.page.base, "content-type": "application/x-www-form-urlencoded", **headers}
        return self.client.post(where, content=body, headers={name: value for name, value in given.items() if value})

    def close(self) -> None:
        """Look at nothing more."""
        self.client.close()
