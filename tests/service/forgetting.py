"""A home in which a secret has gone everywhere: what forgetting is tried on."""

import random
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
from tests.rig import SeeingJudge

from dreaming.app import App, open_app
from dreaming.domain.errors import ModelUnavailable
from dreaming.domain.model import Dream, EventType, NewEvent, NewSession
from dreaming.domain.ports import Judge
from dreaming.domain.provenance import Origin
from dreaming.domain.questions import Question
from dreaming.integrations.spool import Note
from dreaming.jobs.runner import Runner
from dreaming.service.exchange import ImportItem
from dreaming.service.memories import Writer

DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)
USER = Writer(name="user", origin=Origin.USER)
AGENT = Writer(name="agent:tester", origin=Origin.AGENT)
_WORD = re.compile(rb"[0-9A-Za-z]{8,}")


@dataclass
class Home:
    """A data folder, and the secret in it: two words that nobody says, and a number."""

    app: App
    random: random.Random
    secret: str
    asked: list[str] = field(default_factory=list[str])

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self.app.db.path.parent

    @classmethod
    def of(cls, folder: Path, seed: int) -> "Home":
        """An empty one; the seed says which secret."""
        chance = random.Random(seed)  # noqa: S311 - which case it is
        words = ("".join(chance.choices(string.ascii_lowercase, k=chance.randint(9, 14))) for _ in range(2))
        parts = [word.capitalize() if chance.random() < 0.5 else word for word in words]
        glue = chance.choice([" ", "-", "  ", " of "])
        return cls(open_app(folder), chance, glue.join(parts) + f" {chance.randint(10**8, 10**9)}")

    def holds(self, text: str) -> bool:
        """Whether any file of the folder holds it, byte for byte."""
        files = (each for each in self.folder.rglob("*") if each.is_file())
        return any(text.encode() in each.read_bytes() for each in files)

    def varied(self) -> str:
        """The secret as somebody else writes it: in another case, over two lines."""
        how = self.random.randrange(4)
        text = self.secret.upper() if how == 1 else self.secret.lower() if how == 2 else self.secret
        return re.sub(r"\s+", "\n", text, count=1) if how == 3 else text

    def log(self, name: str, *said: str, tool: str = "") -> str:
        """A session in which the user says that, and a tool gives something back; its id."""
        events = [_event(number, EventType.USER_MESSAGE, Origin.USER, text) for number, text in enumerate(said)]
        if tool:
            events.append(_event(len(said), EventType.AGENT_TOOL_RESULT, Origin.TOOL, tool))
        head = NewSession(source="plain", external_id=name, title=said[0][:60])
        return self.app.sessions.log(head, events).session_id

    def notes(self, *texts: tuple[str, str]) -> None:
        """Imported memories."""
        items = [ImportItem(path=path, content=text, created_at=DAY) for path, text in texts]
        self.app.exchange.import_memories("notes", items)

    def dream(self) -> Dream:
        """A dream by the rules over everything, to its end."""
        started = self.app.dreams.start("notes")
        return anyio.run(self.app.runner().run, started.dream.id)

    def dream_again(self) -> Dream:
        """A dream over the store alone, to its end."""
        started = self.app.dreams.start("notes", no_sessions=True)
        return anyio.run(self.app.runner().run, started.dream.id)

    def failed_dream(self, judge: Judge | None = None) -> Dream:
        """A dream whose judge breaks when it has answered once: its answers stay."""
        started = self.app.dreams.start("notes", sessions=[each.id for each in self.app.sessions.listing()])
        runner = Runner(self.app.db, self.app.clock, lambda _: judge or _breaking())
        return anyio.run(runner.run, started.dream.id)

    def words(self) -> list[bytes]:
        """The words of the secret by which it could be known."""
        return [word.lower() for word in _WORD.findall(self.secret.encode())]

    def traces(self) -> list[str]:
        """Where in the folder's files the secret, or one of its words, stands, in any case."""
        return list(traces(self.folder, self.words()))


def traces(folder: Path, words: list[bytes]) -> Iterator[str]:
    """The files whose bytes or names hold one of the words, or all of one but its first two letters, as an index may."""
    for file in sorted(folder.rglob("*")):
        held = file.name.encode().lower() + b"\0" + (file.read_bytes().lower() if file.is_file() else b"")
        yield from (f"{file.relative_to(folder)}: {word.decode()}" for word in words if word[2:] in held)


def _event(number: int, kind: EventType, origin: Origin, text: str) -> NewEvent:
    at = DAY + timedelta(days=10, minutes=number)
    return NewEvent(external_id=str(number), type=kind, origin=origin, text=text, created_at=at)


def _breaking() -> Judge:
    judge = SeeingJudge(is_paid=True)

    async def break_down(_: Question) -> None:
        if len(judge.asked) > 1:
            raise ModelUnavailable("scripted", "it is gone", "Start it.")

    judge.before = break_down
    return judge


def filled(folder: Path, seed: int) -> Home:
    """A home in which the secret has gone every way there is."""
    home = Home.of(folder, seed)
    memories, secret = home.app.memories, home.secret
    home.notes(
        ("/deploy.md", "# Deploy\n\n- atlas listens on port 8080\n- Owner of atlas: Priya\n- Backups run at night\n"),
        ("/code.md", f"# Codes\n\n- The code of the gate is {home.varied()}\n- The gate is green\n"),
        ("/plain.md", "# Plain\n\nNothing to see here.\nOne more line, with café and 東京.\n"),
    )
    memories.write("notes", "/old.md", f"It was {home.varied()} once.\n", writer=USER)
    memories.write("notes", "/old.md", "It is nothing now.\n", writer=AGENT, mode="overwrite")
    memories.write("notes", f"/of {secret}/{secret}.md", f"# {secret}\n\nsays {secret}\n", writer=AGENT)
    memories.edit("notes", "/deploy.md", writer=AGENT, insert=(3, f"- Ask {home.varied()} about it"))
    memories.write("notes", "/gone.md", f"About {secret}.\n", writer=USER)
    memories.delete("notes", "/gone.md", writer=USER)
    home.log(
        "first",
        f"From now on, always run `make {secret}` before you push.",
        "atlas switched its port from 8080 to 9000.",
    )
    home.log(
        "second",
        f"I prefer {secret} over anything.",
        f"Remember: the key of the vault is {home.varied()}.",
        "Please use tabs for indentation.",
        tool=f"error: {secret} was not found\n" * home.random.randint(1, 30),
    )
    done = home.dream()
    if home.random.random() < 0.7:
        home.app.review.promote(done.id, by="user", override=frozenset({"exam", "drop_limit"}))
        if home.random.random() < 0.5:
            home.app.review.restore("notes", by="user", before=done.id)
    elif home.random.random() < 0.5:
        home.app.review.discard(done.id, refused_by="user")
    home.log("third", f"Actually, {secret} is wrong; never use {secret}.")
    home.failed_dream()
    if home.random.random() < 0.5:
        home.dream()
    _put_files(home)
    return home


def _put_files(home: Home) -> None:
    copy = home.folder / "files-before" / "20260301T090000.000000Z" / "home" / home.secret / "CLAUDE.md"
    copy.parent.mkdir(parents=True)
    copy.write_text(f"# Mine\n{home.varied()}\n", encoding="utf-8")
    home.app.spool.put(Note(transcript=Path("/somewhere") / home.secret / "session.jsonl"))
    (home.folder / "worker.log").write_text(f"/somewhere/{home.secret}/x.jsonl is not logged\n", encoding="utf-8")
