"""Claude Code as a judge's model: how it is called, what is read from it, and every way in which it fails.

With a script in its place, so that these run everywhere; the real one is in tests/claude_code/test_judging.py.
"""

import json
import sys
from pathlib import Path
from time import sleep
from typing import Any

import anyio
import anyio.to_thread
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import MovableClock
from tests.judges.asked import anybody, book
from tests.judges.stub_claude import COST, TAKEN, Stub, answer, failed, result
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.budget import Budget
from dreaming.domain.errors import (
    ClaudeCodeFailed,
    ClaudeCodeLimitReached,
    ClaudeCodeMissing,
    ClaudeCodeNotLoggedIn,
    ClaudeCodeTooOld,
    ModelUnavailable,
)
from dreaming.domain.model import Dream, DreamStatus
from dreaming.domain.own import OWN_SESSION
from dreaming.domain.ports import Judge
from dreaming.domain.prompting import Outcome, Prompt
from dreaming.engine.consolidate import consolidate
from dreaming.jobs.runner import Runner
from dreaming.judges.claude_code.mentions import sign_for, unveiled, veiled
from dreaming.judges.claude_code.model import AT_ONCE, ClaudeCode
from dreaming.judges.claude_code.process import Ended
from dreaming.judges.claude_code.results import reply_of
from dreaming.judges.model.judge import ModelJudge
from dreaming.judges.names import RULES, check_model
from dreaming.judges.rules.judge import RulesJudge
from dreaming.service.dreams import Dreams
from dreaming.store.connection import Database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the script in its place is none of Windows's")

MODEL = "claude-code:claude-sonnet-5-5"
SAID = "We always deploy with make ship."
SHIPS = {
    "kind": "procedure",
    "text": "Deploying is done with make ship.",
    "quotes": [{"event": "e1", "quote": "deploy with make ship"}],
    "topic": "",
}
SECONDS = 60.0  # a bound, not an expectation: the machine may be busy


@pytest.fixture
def told(database: Database, clock: MovableClock) -> Rig:
    """A store with two lines and a session in which the user says one thing."""
    rig = Rig.of(database, clock)
    rig.write({"/a.md": "- atlas listens on port 8080\n- The owner of atlas is the platform team\n"})
    rig.log(SAID, "Thanks")
    return rig


@pytest.fixture
def stub(tmp_path: Path) -> Stub:
    """A `claude` that sees one thing in each session, and has nothing else to say."""
    stub = Stub.written(tmp_path / "bin")
    stub.does(observe=answer({"seen": [SHIPS]}))
    return stub


def runner(rig: Rig, stub: Stub, **how: Any) -> Runner:
    """A runner whose dreams ask the stub, but for those of the rules."""

    def judges(name: str) -> Judge:
        return RulesJudge() if name == RULES else ModelJudge(ClaudeCode(name, stub.program, stub.env, **how))

    return Runner(rig.db, rig.clock, judges, consolidate=consolidate)


def dream(rig: Rig, stub: Stub, *, start: dict[str, Any] | None = None, **how: Any) -> Dream:
    """A dream of the rig's store and sessions with the stub, run to its end."""
    dreams = Dreams(rig.db, rig.clock, check_model=anybody)
    started = dreams.start(rig.store.name, model=MODEL, **(start or {}))
    return anyio.run(runner(rig, stub, **how).run, started.dream.id)


def is_alive(process: int) -> bool:
    """Whether it is there and no mere entry in the table of processes."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@promise("claude-code:call:judges", "model:usage:true")
def test_what_it_sees_is_written_with_its_quote(told: Rig, stub: Stub) -> None:
    """The usage is the sum over all models that it names, and the cost is what it says."""
    dreamt = dream(told, stub)

    assert dreamt.status is DreamStatus.COMPLETED
    assert "- Deploying is done with make ship.\n" in told.texts(dreamt.output_store_id)["/procedures.md"]
    calls = book(told, dreamt.id)
    assert [call.outcome for call in calls] == [Outcome.ANSWERED] * len(calls)
    assert [call.cost_usd for call in calls] == [COST] * len(calls)
    assert dreamt.usage.input_tokens == TAKEN["inputTokens"] * len(calls)
    assert dreamt.usage.cache_read_input_tokens == TAKEN["cacheReadInputTokens"] * len(calls)
    assert stub.purposes() == sorted(call.purpose for call in calls)


@promise("claude-code:call:only-a-model")
def test_it_is_called_as_a_model_and_nothing_more(told: Rig, stub: Stub) -> None:
    """No tool, hook, setting, server or transcript; an empty folder that is gone afterwards; a budget; its model."""
    dream(told, stub)

    for call in stub.calls:
        said = call["arguments"]
        options = {option: said[said.index(option) + 1] for option in ("--tools", "--setting-sources", "--model")}
        assert options == {"--tools": "", "--setting-sources": "", "--model": "claude-sonnet-5-5"}
        assert {"--print", "--no-session-persistence", "--strict-mcp-config"} <= set(said)
        assert json.loads(said[said.index("--settings") + 1]) == {"disableAllHooks": True}
        assert 0 < float(said[said.index("--max-budget-usd") + 1]) < 1
        assert json.loads(said[said.index("--json-schema") + 1])["type"] == "object"
        assert call["files"] == []
        assert not Path(call["folder"]).parent.exists()


@promise("claude-code:call:private")
def test_nothing_of_a_dream_stands_on_its_command_line(told: Rig, stub: Stub) -> None:
    """Others on the machine can read that: instructions go by a file, the material by its input, after the mark."""
    dream(told, stub, start={"instructions": "ignore the weather in Ghent"})

    assert any(SAID in call["given"] for call in stub.calls)
    for call in stub.calls:
        said = " ".join(call["arguments"])
        assert "ignore the weather in Ghent" in call["instructions"]
        assert call["given"].startswith(OWN_SESSION)
        assert not any(words in said for words in ("Ghent", "make ship", "8080", "--- material"))


@promise("claude-code:call:environment")
@pytest.mark.parametrize("is_bedrock", [False, True])
def test_it_gets_what_its_login_needs_of_the_environment(tmp_path: Path, stub: Stub, is_bedrock: bool) -> None:
    """Other programs' secrets stay here, and so does what would tell it that it runs inside another session."""
    needed = {"ANTHROPIC_API_KEY": "sk-ant-x", "CLAUDE_CONFIG_DIR": str(tmp_path), "HTTPS_PROXY": "http://127.0.0.1:1"}
    cloud = {"AWS_PROFILE": "work"}
    kept = {"GITHUB_TOKEN": "ghp_x", "OPENAI_API_KEY": "sk-x", "CLAUDECODE": "1", "CLAUDE_PROJECT_DIR": str(tmp_path)}
    env = stub.env | needed | cloud | kept | ({"CLAUDE_CODE_USE_BEDROCK": "1"} if is_bedrock else {})

    async def ask() -> None:
        asked = ClaudeCode("claude-code", stub.program, env)
        await asked.ask(Prompt(key="k", purpose="group", instructions='"properties":{"sets":', material="m"), {})

    anyio.run(ask)

    (call,) = stub.calls
    assert needed.items() <= call["env"].items()
    assert (cloud.items() <= call["env"].items()) is is_bedrock
    assert kept.keys().isdisjoint(call["env"])
    assert "--model" not in call["arguments"]


@promise("claude-code:call:opens-nothing")
def test_no_mention_reaches_it_and_quotes_with_one_are_found(told: Rig, stub: Stub) -> None:
    """It would open the file behind an `@`: another sign stands in its place, and is turned back in the answer."""
    told.log("The gauge is kept by ops@atlas.example and by @/etc/passwd", days=1)
    sign = sign_for("")
    quote = {"event": "e1", "quote": f"gauge is kept by ops{sign}atlas.example"}
    mails = {"kind": "fact", "text": f"The gauge is kept by ops{sign}atlas.example.", "quotes": [quote], "topic": ""}
    stub.does(observe=answer({"seen": [mails]}))

    dreamt = dream(told, stub)

    assert not any("@" in call["given"] + call["instructions"] for call in stub.calls)
    assert any(f"and by {sign}/etc/passwd" in call["given"] for call in stub.calls)
    assert any(
        "The gauge is kept by ops@atlas.example." in text for text in told.texts(dreamt.output_store_id).values()
    )


@promise("claude-code:call:opens-nothing")
@given(st.text(alphabet="@＠﹫a /\n"))
def test_the_sign_is_turned_back_whatever_the_text(text: str) -> None:
    """Whichever of the signs stands in the text itself."""
    sign = sign_for(text)

    assert "@" not in veiled(text, sign)
    assert unveiled({text: [veiled(text, sign), 1, None]}, sign) == {text: [text, 1, None]}


LOGGED_OUT = "Not logged in · Please run /login"
SESSION_LIMIT = "You've hit your 5-hour limit · resets 1:07pm (UTC)"


@promise("claude-code:failure:said", "model:unavailable:ends")
@pytest.mark.parametrize(
    ("output", "code", "errors", "kind", "words"),
    [
        (failed(LOGGED_OUT), 1, "", ClaudeCodeNotLoggedIn, "type /login"),
        (
            failed("Invalid API key · Fix external API key", api_error_status=401),
            1,
            "",
            ClaudeCodeNotLoggedIn,
            "API key",
        ),
        ("", 1, "Invalid API key · Please run /login", ClaudeCodeNotLoggedIn, "type /login"),
        (failed(SESSION_LIMIT, api_error_status=429), 1, "", ClaudeCodeLimitReached, "resets 1:07pm (UTC)"),
        (failed("Claude AI usage limit reached|1795777443"), 1, "", ClaudeCodeLimitReached, "usage limit reached"),
        (failed("Credit balance is too low", api_error_status=400), 1, "", ClaudeCodeLimitReached, "balance"),
        (failed("API Error: 529 Overloaded.", api_error_status=529), 1, "", ClaudeCodeFailed, "529 Overloaded"),
        (failed("There's an issue with the selected model", api_error_status=404), 1, "", ClaudeCodeFailed, "model"),
        (failed("", subtype="error_during_execution", errors=["boom"]), 1, "", ClaudeCodeFailed, "boom"),
        ("", 1, "error: unknown option '--no-session-persistence'", ClaudeCodeTooOld, "--no-session-persistence"),
        ("", 127, "env: node: No such file or directory", ClaudeCodeFailed, "code 127"),
        ("Segmentation fault", 139, "", ClaudeCodeFailed, "Segmentation fault"),
        ("Hello! How can I help?", 0, "", ClaudeCodeFailed, "gave no result"),
        ('{"type": "result"', 0, "", ClaudeCodeFailed, "gave no result"),
        ('["result"]', 0, "", ClaudeCodeFailed, "gave no result"),
    ],
)
def test_why_it_cannot_be_asked_is_said_with_what_to_do(
    told: Rig, stub: Stub, output: str, code: int, errors: str, kind: type[ModelUnavailable], words: str
) -> None:
    """The dream fails with it; what was answered before is kept, and `resume` is named."""
    stub.does(output, code=code, errors=errors, observe=answer({"seen": [SHIPS]}))

    with pytest.raises(kind):
        reply_of(Ended(code, output, errors), MODEL)
    dreamt = dream(told, stub)

    assert dreamt.status is DreamStatus.FAILED
    assert dreamt.error is not None
    assert dreamt.error.type == "model_unavailable"
    assert words in dreamt.error.message
    assert "`dreaming resume`: what was answered is kept" in dreamt.error.message
    assert [call.outcome for call in book(told, dreamt.id)] == [Outcome.ANSWERED, Outcome.FAILED]


@promise("claude-code:failure:left-to-rules", "model:answer:fallback")
@pytest.mark.parametrize(
    ("output", "code", "calls"),
    [
        (result(structured_output=None, result="I see nothing at all."), 0, 2),
        (result(is_error=True, subtype="error_max_structured_output_retries", errors=["/seen: must be array"]), 1, 2),
        (failed("API Error: Claude's response exceeded the 8000 output token maximum."), 1, 2),
        (failed("Sonnet's safeguards flagged this message", stop_reason="refusal"), 1, 1),
        (failed("", subtype="error_max_budget_usd", errors=["Reached maximum budget ($0.1)"], stop_reason=None), 1, 1),
        (failed("Prompt is too long", api_error_status=400, terminal_reason="prompt_too_long"), 1, 1),
    ],
)
def test_an_answer_that_cannot_be_used_is_left_to_the_rules(
    told: Rig, stub: Stub, output: str, code: int, calls: int
) -> None:
    """After a second call with the reason, where that can help; the dream completes."""
    stub.does(output, code=code, group=answer({"sets": []}))

    dreamt = dream(told, stub)

    assert dreamt.status is DreamStatus.COMPLETED
    observed = [call for call in book(told, dreamt.id) if call.purpose == "observe"]
    assert len(observed) == calls
    assert observed[-1].outcome is Outcome.FELL_BACK
    assert len([call for call in stub.calls if "earlier answer" in call["given"]]) == calls - 1


def test_json_in_words_is_read_all_the_same(told: Rig, stub: Stub) -> None:
    """A version that gives no structured output, or a warning before its result."""
    said = f"Here it is:\n```json\n{json.dumps({'seen': [SHIPS]})}\n```"
    stub.does(observe="Warning: something is old.\n" + result(result=said))

    assert "make ship" in told.texts(dream(told, stub).output_store_id)["/procedures.md"]


@promise("claude-code:call:ends")
def test_a_call_that_takes_too_long_is_killed_with_all_it_started(told: Rig, stub: Stub) -> None:
    """And the dream says so."""
    stub.hangs()
    dreamt = dream(told, stub, seconds=2.0)

    assert dreamt.error is not None
    assert "did not answer within 2 seconds" in dreamt.error.message
    processes = [process for call in stub.calls for process in (call["pid"], call["child"])]
    assert not any(map(is_alive, processes))


@promise("claude-code:call:ends", "dream:cancel:heard")
def test_a_canceled_dream_kills_what_it_has_started(told: Rig, stub: Stub) -> None:
    """At once, though the model never answers."""
    stub.hangs()
    dreams = Dreams(told.db, told.clock, check_model=anybody)
    dream_id = dreams.start(told.store.name, model=MODEL).dream.id
    ended: list[Dream] = []

    async def work() -> None:
        ended.append(await runner(told, stub).run(dream_id))

    def cancel() -> None:
        while not stub.calls:
            sleep(0.02)
        dreams.cancel(dream_id)

    async def cancel_when_called() -> None:
        with anyio.fail_after(SECONDS):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(work)
                await anyio.to_thread.run_sync(cancel)

    anyio.run(cancel_when_called)

    assert [each.status for each in ended] == [DreamStatus.CANCELED]
    assert not any(is_alive(process) for call in stub.calls for process in (call["pid"], call["child"]))
    assert not any(Path(call["folder"]).exists() for call in stub.calls)


@promise("claude-code:call:few")
def test_few_are_called_at_once(told: Rig, tmp_path: Path) -> None:
    """Each is a process of some hundred megabytes."""
    for day in range(6):
        told.log(f"We never squash commits of part {day}.", days=day)
    stub = Stub.written(tmp_path / "slow", seconds=0.2)

    assert dream(told, stub).status is DreamStatus.COMPLETED
    assert max(call["at_once"] for call in stub.calls) == AT_ONCE


@promise("claude-code:limit:resumed", "model:resume:any")
@pytest.mark.parametrize("model", [None, "rules"])
def test_a_dream_that_met_a_limit_goes_on_from_what_was_answered(told: Rig, stub: Stub, model: str | None) -> None:
    """What was observed is not asked again, by the same model or the rules."""
    stub.does(failed(SESSION_LIMIT, api_error_status=429), code=1, observe=answer({"seen": [SHIPS]}))
    met = dream(told, stub)
    stub.does()
    dreams = Dreams(told.db, told.clock, check_model=anybody)
    resumed = dreams.resume(met.id, model=model)
    done = anyio.run(runner(told, stub).run, resumed.id)

    assert (met.status, done.status) == (DreamStatus.FAILED, DreamStatus.COMPLETED)
    assert stub.purposes().count("observe") == 1
    assert "make ship" in told.texts(done.output_store_id)["/procedures.md"]


@promise("claude-code:failure:said")
def test_a_program_that_is_not_there_is_said_before_a_dream_is_started(stub: Stub, tmp_path: Path) -> None:
    """Found on the PATH, by the variable, or where its installers put it."""
    named = stub.program.rename(stub.folder / "claude-next")
    installed = tmp_path / "user" / ".local" / "bin" / "claude"
    nowhere = {"PATH": "/usr/bin", "HOME": str(tmp_path / "user")}

    with pytest.raises(ClaudeCodeMissing, match="DREAMING_CLAUDE_CODE"):
        check_model("claude-code", nowhere)
    check_model("claude-code", nowhere | {"DREAMING_CLAUDE_CODE": str(named)})
    installed.parent.mkdir(parents=True)
    installed.symlink_to(named)
    check_model("claude-code", nowhere)


@pytest.mark.parametrize("model", ["claude-code:", "claude-code:--help", "claude-code:a b", "claude-code:so'net"])
def test_a_name_that_could_be_an_option_is_refused(stub: Stub, model: str) -> None:
    """It becomes a word of a command line."""
    with pytest.raises(ModelUnavailable, match="no model's name"):
        check_model(model, stub.env)


def test_a_program_that_cannot_be_started_is_named(told: Rig, stub: Stub) -> None:
    """Such as one that was removed since the dream was started."""
    stub.program.unlink()
    dreamt = dream(told, stub)

    assert dreamt.error is not None
    assert "cannot be started (No such file or directory)" in dreamt.error.message


@promise("claude-code:price:known")
def test_its_cost_can_be_limited_where_its_model_is_named(told: Rig, stub: Stub) -> None:
    """By the price of that model; what it chooses itself has none."""
    dreams = Dreams(told.db, told.clock, check_model=anybody)
    named = dreams.estimate("notes", model=MODEL)
    own = dreams.estimate("notes", model="claude-code")
    direct = dreams.estimate("notes", model="claude-sonnet-5-5")

    assert named.cost_usd is not None
    assert named.cost_usd >= (direct.cost_usd or 0) > 0
    assert own.cost_usd is None
    with pytest.raises(ModelUnavailable, match="claude-code:MODEL"):
        dreams.start("notes", model="claude-code", budget=Budget(max_cost_usd=1.0))
