"""What a client recalled, and what was injected, is not learnt again: real transcripts' shapes, a judge that takes all."""

from pathlib import Path

import anyio
import pytest
from tests.integrations import rollouts
from tests.integrations.transcripts import Record, agent, call, other, result, text, user, write
from tests.promises import promise

from dreaming.app import App, open_app
from dreaming.domain.claims import Draft, ObservationKind, Quote
from dreaming.domain.own import in_context
from dreaming.domain.questions import Answer, ObserveAnswer, ObserveTask, Question
from dreaming.engine.consolidate import consolidate
from dreaming.jobs.runner import Runner
from dreaming.judges.rules.judge import decide
from dreaming.service.exchange import ImportItem

FACT = "The port of atlas is 8080"
HOOK = {"hookSpecificOutput": {"hookEventName": "SessionStart", "additionalContext": FACT}}


class Gullible:
    """Takes the fact for seen wherever it stands, and leaves the rest to the rules."""

    name = "gullible/1"
    is_paid = False

    async def answer(self, question: Question) -> Answer:
        """One draft for each event that holds the fact."""
        if not isinstance(question.task, ObserveTask):
            return decide(question)
        drafts = [
            Draft(kind=ObservationKind.FACT, text=FACT, quotes=(Quote(event_id=event.id, text=FACT),))
            for event in question.task.events
            if FACT in event.text
        ]
        return ObserveAnswer(drafts=tuple(drafts))


def learnt(app: App) -> bool:
    """Whether a dream over all sessions writes the fact down."""
    app.exchange.import_memories("notes", [ImportItem(path="/notes.md", content="- Backups run at night\n")])
    started = app.dreams.start("notes")
    done = anyio.run(Runner(app.db, app.clock, lambda _: Gullible(), consolidate=consolidate).run, started.dream.id)
    assert done.error is None
    assert done.output_store_id is not None
    return any(FACT in (memory.content or "") for memory in app.exchange.export(done.output_store_id))


def recalled(tool: str, **given: object) -> list[Record]:
    """A call, and the fact as its result."""
    return [agent("2", "1", call("t", tool, **given)), user("3", "2", result("t", FACT))]


INJECTED: dict[str, list[Record]] = {
    "our briefing": [user("2", "1", in_context(FACT))],
    "a reminder with CLAUDE.md": [user("2", "1", f"<system-reminder>\n# claudeMd\n{FACT}\n</system-reminder>")],
    "a hook's text": [user("2", "1", f"SessionStart hook additional context: {FACT}")],
    "a hook's attachment": [other("attachment", "2", "1", attachment={"type": "hook_additional_context", **HOOK})],
    "a hook's output": [other("attachment", "2", "1", attachment={"type": "hook_success", "stdout": FACT})],
    "recalled memories": [other("attachment", "2", "1", attachment={"type": "relevant_memories", "memories": [FACT]})],
    "a meta record": [user("2", "1", FACT, isMeta=True)],
    "a compaction": [user("2", "1", FACT, isCompactSummary=True)],
    "memory_search": recalled("mcp__dreaming__memory_search", query="port"),
    "memory_view of the plugin": recalled("mcp__plugin_dreaming_dreaming__memory_view", path="/notes.md"),
    "dream_report": recalled("mcp__dreaming__dream_report"),
    "our resource": recalled("ReadMcpResourceTool", server="d", uri="memory://notes/briefing"),
    "our command": recalled("Bash", command="cd x && dreaming memory show /notes.md"),
    "a memory file": recalled("Read", file_path="/home/ada/.claude/projects/-x/memory/notes.md"),
    "the project's instructions": recalled("Read", file_path="/home/ada/shop/CLAUDE.md"),
    "the index by a command": recalled("Bash", command="cat ~/.claude/projects/-x/memory/MEMORY.md"),
}
HEARD: dict[str, list[Record]] = {
    "a page": recalled("WebFetch", url="https://docs.example/claude"),
    "a file": recalled("Read", file_path="/home/ada/shop/config/ports.md"),
    "a command": recalled("Bash", command="cat ports.txt # dreaming of ports"),
    "the agent": [agent("2", "1", text(FACT))],
}


@promise("session:memory:not-relearnt")
@pytest.mark.parametrize("what", [*INJECTED, *HEARD])
def test_only_what_was_heard_supports_a_fact(tmp_path: Path, what: str) -> None:
    """In three sessions, where two are enough for what a tool says."""
    app = open_app(tmp_path / "home")
    for number in range(3):
        records = [user("1", None, f"Hello {number}"), *(INJECTED | HEARD)[what]]
        app.log_grown(write(tmp_path / f"s-{number}.jsonl", [each | {"sessionId": f"s-{number}"} for each in records]))

    assert learnt(app) is (what in HEARD)
    app.close()


@promise("session:memory:not-relearnt")
@pytest.mark.parametrize("is_recall", [True, False])
def test_what_codex_recalled_supports_nothing(tmp_path: Path, is_recall: bool) -> None:
    """Nor what stands in its instructions."""
    app = open_app(tmp_path / "home")
    tool = "mcp__dreaming__memory_search" if is_recall else "web_fetch"
    for number in range(3):
        records = [
            rollouts.meta(f"019a-{number}"),
            rollouts.said("user", f"# AGENTS.md instructions for /home/ada/shop\n\n{FACT}"),
            *rollouts.prompt("Hello"),
            rollouts.call("c1", tool, query="port"),
            rollouts.output("c1", FACT),
        ]
        app.log_grown(write(tmp_path / f"rollout-{number}.jsonl", records))

    assert learnt(app) is not is_recall
    app.close()
