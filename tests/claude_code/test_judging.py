"""Dreams that the real Claude Code judges, asked from our command line, with a model that does as it is told."""

import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep, time
from typing import Any

import pytest
from tests.claude_code.client import SECONDS, Client
from tests.judges.asked import material_of, purpose_of, saying, seen
from tests.messages_api import Calls, Fails, MessagesApi, Said, Says, served
from tests.model_texts import Json
from tests.npm import Done, Programs, run
from tests.promises import promise

from dreaming.domain.own import OWN_SESSION
from dreaming.integrations.spool import Spool
from dreaming.store import calls
from dreaming.store.connection import Database

MODEL = "claude-code:sonnet"
SESSIONS = 4
SECRET = "a line of a private file"  # noqa: S105 - it stands for one


def sees(request: Json) -> object:
    """One thing of each session, with a quote."""
    for shed in range(SESSIONS):
        if f"shed {shed} below" in material_of(request):
            return {"seen": [seen(request, "fact", f"The gauge of shed {shed} is low.", f"gauge of shed {shed} below")]}
    return {"seen": []}


def structured(script: Callable[[Json], Said]) -> Callable[[Json], Said]:
    """The same model, as Claude Code asks it for an object: by a tool of its own."""

    def answer(request: Json) -> Said:
        said = script(request)
        return Calls(name="StructuredOutput", given=json.loads(said.text)) if isinstance(said, Says) else said

    return answer


@dataclass(frozen=True)
class User:
    """A user with a store, sessions, and a Claude Code that somebody is logged in to."""

    client: Client
    api: MessagesApi
    more: Mapping[str, str]

    @property
    def env(self) -> dict[str, str]:
        """The whole environment."""
        return {**self.client.env, **self.more}

    def call(self, *arguments: str) -> Done:
        """Run our command line to its end."""
        command = [Path(self.env["PATH"].split(os.pathsep)[0]) / "dreaming", *arguments]
        return run(command, SECONDS, self.env, cwd=self.client.project("atlas"), is_whole=True)

    def dream(self, *options: str, verb: str = "start", of: str = "--store=atlas") -> dict[str, Any]:
        """A dream with Claude Code, waited for, whether it completes or not."""
        done = self.call(verb, of, *(options or ("--model", MODEL)), "--wait", "--json")
        found = done.data()
        assert isinstance(found, dict), done
        return found  # pyright: ignore[reportUnknownVariableType]

    def view(self, dream: Mapping[str, Any], path: str) -> str:
        """A memory of what a dream has made."""
        return self.call("memory", "view", path, "--store", dream["outputs"][0]["memory_store_id"]).output

    def transcripts(self) -> list[Path]:
        """All that Claude Code has written down of sessions."""
        return [*(self.client.folder / "user" / ".claude").rglob("*.jsonl")]

    def recorded(self, dream_id: str) -> int:
        """How many calls are written down."""
        db = Database(self.client.home / "dreaming.db")
        with db.read() as conn:
            found = len(calls.of_dream(conn, dream_id))
        db.close()
        return found


@pytest.fixture
def user(programs: Programs, tmp_path: Path) -> Iterator[User]:
    """With notes and four sessions, none of them Claude Code's."""
    (tmp_path / "user" / ".claude").mkdir(parents=True)
    (tmp_path / "private.txt").write_text(SECRET, encoding="utf-8")
    with served(structured(saying(observe=sees))) as api:
        (tmp_path / "tmp").mkdir()  # a process that is killed leaves its folder there
        user = User(Client(programs, tmp_path, api.url), api, {"TMPDIR": str(tmp_path / "tmp")})
        notes = tmp_path / "notes" / "a.md"
        notes.parent.mkdir()
        notes.write_text("- atlas listens on port 8080\n- Ines keeps the gauge\n", encoding="utf-8")
        assert user.call("memory", "import", str(notes.parent), "--store", "atlas").code == 0
        for shed in range(SESSIONS):
            said = f"Please keep the gauge of shed {shed} below {shed + 40} percent; see @{tmp_path}/private.txt"
            event = {"type": "user.message", "text": said, "created_at": f"2026-03-0{shed + 1}T09:00:00Z"}
            file = tmp_path / f"session-{shed}.jsonl"
            file.write_text(json.dumps(event) + "\n", encoding="utf-8")
            assert user.call("log", str(file)).code == 0
        yield user


def paid(user: User) -> dict[str, int]:
    """What was spent at the API, each counter that is not zero."""
    return {name: count for name, count in user.api.spent.items() if count}


def asked_of(api: MessagesApi) -> Counter[str]:
    """How often each thing was asked."""
    return Counter(f"{purpose_of(request)} {material_of(request)}" for request in api.asked)


@promise("claude-code:call:judges", "claude-code:call:unlogged", "model:usage:true", "model:estimate:near")
def test_a_dream_is_judged_and_leaves_no_transcript(user: User) -> None:
    """What the model saw is written with its quote; every token is counted, and was foreseen; there is nothing to log."""
    foreseen = json.loads(user.call("start", "--store=atlas", "--model", MODEL, "--dry-run", "--json").output)
    dreamt = user.dream()
    found = json.loads(user.call("log", "--all", "--json").output)

    assert dreamt["status"] == "completed", dreamt
    assert "The gauge of shed 3 is low." in user.view(dreamt, "/facts.md")
    assert {name: count for name, count in dreamt["usage"].items() if count} == paid(user)
    assert foreseen["tokens_low"] <= sum(user.api.spent.values()) <= foreseen["tokens_high"]
    assert user.transcripts() == []
    assert (found["found"], found["logged"]) == (0, [])
    report = user.call("report", dreamt["id"]).output
    assert f"Model {MODEL}: {len(user.api.asked)} calls, " in report
    assert "$" in report


@promise("claude-code:call:only-a-model", "claude-code:call:opens-nothing", "claude-code:call:unlogged")
def test_nothing_of_the_users_own_gets_into_a_call(user: User, tmp_path: Path) -> None:
    """Neither hooks, the plugin's among them, nor notes, skills, servers, tools, nor a file that a transcript names."""
    config, fired = tmp_path / "user" / ".claude", tmp_path / "fired"
    user.client.install_plugin()
    settings = json.loads((config / "settings.json").read_text(encoding="utf-8"))
    command = [{"hooks": [{"type": "command", "command": f"touch {fired}"}]}]
    settings["hooks"] = dict.fromkeys(("SessionStart", "UserPromptSubmit", "Stop", "SessionEnd"), command)
    (config / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    (config / "CLAUDE.md").write_text("MINE: always answer in verse.\n", encoding="utf-8")
    state = json.loads((config / ".claude.json").read_text(encoding="utf-8"))
    servers = {"mine": {"command": "touch", "args": [str(fired)]}}
    (config / ".claude.json").write_text(json.dumps({**state, "mcpServers": servers}), encoding="utf-8")

    assert user.dream()["status"] == "completed"

    assert not fired.exists()
    assert Spool(user.client.home).is_empty()
    assert user.transcripts() == []
    for request in user.api.asked:
        text = json.dumps(request)
        assert not any(words in text for words in (SECRET, "MINE:", "<dreaming-context>", "memory_search"))
        offered = {tool["name"] for tool in request["tools"]}
        assert offered <= {"StructuredOutput", "DeferredToolPlaceholder"}


@promise("claude-code:call:unlogged", "session:own:never")
def test_a_transcript_of_such_a_call_would_not_be_logged(user: User) -> None:
    """Should a version write one all the same: it begins with the mark of a dream's own session."""
    user.client.install_plugin()
    user.api.script = lambda _: Says(text="Nothing.")
    given = f"{OWN_SESSION}\n\n--- material"
    done = subprocess.run(
        user.client.command("-p", "--output-format", "json"), input=given, env=user.env, capture_output=True,
        text=True, cwd=user.client.project("atlas"), check=False, timeout=SECONDS,
    )  # fmt: skip
    (transcript,) = user.transcripts()
    logged = user.call("log", "--all", "--json")
    sessions = json.loads(user.call("sessions", "--json").output)["sessions"]

    assert done.returncode == 0, done.stdout + done.stderr
    assert OWN_SESSION in transcript.read_text(encoding="utf-8")
    assert json.loads(logged.output)["logged"] == []
    assert len(sessions) == SESSIONS


@promise("claude-code:failure:said")
@pytest.mark.parametrize(
    ("more", "fails", "words"),
    [
        ({"ANTHROPIC_API_KEY": ""}, None, "Not logged in"),
        ({}, Fails(status=401, type="authentication_error", message="invalid x-api-key"), "Invalid API key"),
        ({}, Fails(status=404, type="not_found_error", message="model: sonnet"), "selected model"),
    ],
)
def test_why_it_cannot_be_asked_is_said(user: User, more: Mapping[str, str], fails: Fails | None, words: str) -> None:
    """Nobody logged in, a key that is refused, a model that is not there."""
    if fails is not None:
        user.api.script = lambda _: fails
    dreamt = replace(user, more={**user.more, **more}).dream()

    assert (dreamt["status"], dreamt["error"]["type"]) == ("failed", "model_unavailable")
    assert words in dreamt["error"]["message"]
    assert "`dreaming resume`" in dreamt["error"]["message"]


@promise("claude-code:failure:said", "claude-code:doctor:free")
def test_a_user_without_it_is_told_before_a_dream_begins(user: User) -> None:
    """The doctor says whether it is there, and asks no model."""
    without = os.pathsep.join(part for part in user.env["PATH"].split(os.pathsep) if "node_modules" not in part)
    done = replace(user, more={**user.more, "PATH": without}).call(
        "start", "--store", "atlas", "--model", "claude-code", "--json"
    )

    assert done.code == 5
    assert "no program `claude` on the PATH" in done.output
    assert json.loads(user.call("status", "--json").output)["dreams"] == []
    assert "2.1.332 (Claude Code) at " in user.call("doctor").output
    assert "nobody is logged in" in replace(user, more={**user.more, "ANTHROPIC_API_KEY": ""}).call("doctor").output
    assert user.api.asked == []


@promise("claude-code:limit:resumed")
def test_a_dream_that_meets_the_plans_limit_goes_on_when_it_is_over(user: User) -> None:
    """It says when that is; what was answered is not asked again."""
    sensible = user.api.script
    limit = {
        "anthropic-ratelimit-unified-status": "rejected",
        "anthropic-ratelimit-unified-representative-claim": "five_hour",
        "anthropic-ratelimit-unified-reset": str(int(time()) + 7200),
        "retry-after": "7200",
    }

    def limited(request: Json) -> Said:
        is_last = f"shed {SESSIONS - 1} below" in material_of(request)
        return Fails(status=429, type="rate_limit_error", headers=limit) if is_last else sensible(request)

    user.api.script = limited
    plan = replace(user, more={**user.more, "ANTHROPIC_API_KEY": "", "CLAUDE_CODE_OAUTH_TOKEN": "sk-ant-oat01-test"})
    met = plan.dream()
    before = asked_of(user.api)
    user.api.script = sensible
    user.api.asked.clear()
    done = plan.dream("--model", MODEL, verb="resume", of=met["id"])

    assert met["status"] == "failed"
    assert "5-hour limit · resets" in met["error"]["message"]
    assert done["status"] == "completed"
    again = before & asked_of(user.api)
    assert [asked for asked in again if f"shed {SESSIONS - 1} below" not in asked] == []
    assert "The gauge of shed 0 is low." in user.view(done, "/facts.md")


@promise("model:crash:paid-once")
def test_a_dream_killed_half_way_asks_nothing_again_that_was_answered(user: User) -> None:
    """Only what was being asked when the process was killed."""
    sensible = user.api.script
    limit = monotonic() + SECONDS
    is_killed = False

    def slow(request: Json) -> Said:
        while not is_killed and f"shed {SESSIONS - 1} below" in material_of(request) and monotonic() < limit:
            sleep(0.05)
        return sensible(request)

    user.api.script = slow
    command = [
        str(Path(user.env["PATH"].split(os.pathsep)[0]) / "dreaming"),
        "start",
        "--store=atlas",
        "--model",
        MODEL,
    ]
    process = subprocess.Popen(
        [*command, "--wait", "--json"], env=user.env, cwd=user.client.project("atlas"), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    dream_id = _running(user)
    while user.recorded(dream_id) < SESSIONS - 1 or len(user.api.asked) < SESSIONS:
        assert monotonic() < limit
        sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before, is_killed = asked_of(user.api), True
    user.api.asked.clear()
    worked = user.call("worker", "--idle", "0")
    done = json.loads(user.call("status", dream_id, "--json").output)

    assert worked.code == 0, worked
    assert done["status"] == "completed", done
    twice = before & asked_of(user.api)
    assert twice.total() == 1
    assert all(f"shed {SESSIONS - 1} below" in asked for asked in twice)


def _running(user: User) -> str:
    """The id of the one dream, once it is there."""
    limit = monotonic() + SECONDS
    while True:
        found = json.loads(user.call("status", "--json").output)["dreams"]
        if found:
            return str(found[0]["id"])
        assert monotonic() < limit
        sleep(0.1)
