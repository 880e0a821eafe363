"""What a model reads: prompts pinned by file, and sessions cut to size."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.engine.dreams import ORIGINS, note, session
from tests.judges.asked import book, dream, material_of, saying
from tests.messages_api import served
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.claims import Observation, ObservationKind
from dreaming.domain.instructions import Steering
from dreaming.domain.model import Event, EventType
from dreaming.domain.own import is_own_session
from dreaming.domain.provenance import Evidence, Origin, Provenance
from dreaming.domain.questions import (
    GroupTask,
    ObserveTask,
    OrganiseTask,
    PhraseTask,
    Question,
    ReconcileTask,
    Stage,
    Task,
)
from dreaming.engine.documents import parse
from dreaming.judges.model.conversing import prompt_of
from dreaming.judges.model.judge import requests_for
from dreaming.judges.model.transcripts import AT_LENGTH, cut, parts
from dreaming.judges.rules.judge import decide

SNAPSHOTS = Path(__file__).parent.parent / "snapshots" / "prompts"
ACCEPT = "ACCEPT_SNAPSHOTS"
FENCE = "f" * 24
AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
STEERING = Steering(text="Keep /rules.md.")


def _tasks() -> dict[Stage, Task]:
    claims = parse(
        note("/a.md", "# Ports\n\n- atlas listens on port 8080\n- The gauge of atlas is kept by Ines\n")
    ).claims
    quote = Evidence(quote="atlas moved to 9090", origin=Origin.USER, at=AT, session_id="s1", event_id="s1-1")
    seen = Observation(
        id="obs_1",
        kind=ObservationKind.FACT,
        text="atlas moved to 9090.",
        provenance=Provenance.of(Origin.USER, AT, (quote,)),
        sessions=("s1", "s2"),
    )
    head, events = session("s1", "We always deploy with make ship.", (EventType.AGENT_TOOL_RESULT, "exit 0"))
    return {
        Stage.OBSERVE: ObserveTask(session=head, events=events, steering=STEERING),
        Stage.GROUP: GroupTask(claims=tuple(claims), observations=(seen,), steering=STEERING),
        Stage.RECONCILE: ReconcileTask(claims=tuple(claims), observations=(seen,), steering=STEERING),
        Stage.PHRASE: PhraseTask(observations=(seen,), steering=STEERING),
        Stage.ORGANISE: OrganiseTask(claims=tuple(claims), steering=STEERING),
    }


@promise("model:prompt:pinned")
@pytest.mark.parametrize("stage", Stage)
def test_a_prompt_is_as_it_was_reviewed(stage: Stage) -> None:
    """To accept changes: ACCEPT_SNAPSHOTS=1 pytest tests/judges/test_model_prompts.py, then look at the diff."""
    question = Question(key="k", stage=stage, task=_tasks()[stage])
    (request,) = requests_for(question, decide(question))
    prompt = prompt_of(request, FENCE)
    text = prompt.text() + "\n"
    file = SNAPSHOTS / f"{stage}.md"

    if os.environ.get(ACCEPT):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
    assert is_own_session(text)
    assert "Keep /rules.md." in prompt.instructions
    assert prompt.material.count(FENCE) == 2
    assert "additionalProperties" in prompt.instructions


@promise("model:prompt:fenced")
def test_the_fence_is_the_dreams_own_and_the_keys_do_not_depend_on_it(database: object, rig: Rig) -> None:
    """Two dreams over the same have two fences and the same keys; within one dream there is one."""
    with served(saying()) as api:
        first, second = dream(rig, api), dream(rig, api, start={"latest": 1})

    fences = [material_of(request).split()[2] for request in api.asked]
    half = len(fences) // 2
    assert [len(set(fences[:half])), len(set(fences[half:])), len(set(fences))] == [1, 1, 2]
    assert [call.key for call in book(rig, first.id)] == [call.key for call in book(rig, second.id)]


@pytest.fixture
def rig(database: object, clock: object) -> Rig:
    """A store and a session."""
    rig = Rig.of(database, clock)  # type: ignore[arg-type]
    rig.write({"/a.md": "- atlas listens on port 8080\n- The gauge of atlas is kept by Ines\n"})
    rig.log("We always deploy with make ship.")
    return rig


def _event(number: int, kind: EventType, text: str, origin: Origin | None = None) -> Event:
    return Event(
        id=f"e{number}",
        session_id="s",
        seq=number,
        type=kind,
        origin=origin or ORIGINS[kind],
        text=text,
        created_at=AT,
    )


@promise("model:prompt:cut")
def test_a_long_output_keeps_its_ends_and_says_what_is_gone() -> None:
    """Of a tool's 5,000 characters the first 500 and the last 300 stay, of an error's more; what a user says is whole."""
    text = "a" * 2_500 + "b" * 2_500
    result = _event(1, EventType.AGENT_TOOL_RESULT, text)

    assert cut(result) == f"{'a' * 500}\n[… 4,200 characters left out …]\n{'b' * 300}"
    assert cut(replace(result, is_error=True)) == f"{'a' * 1_600}\n[… 2,800 characters left out …]\n{'b' * 600}"
    assert cut(_event(1, EventType.USER_MESSAGE, text)) == text


@promise("model:prompt:cut")
def test_a_long_session_is_read_in_parts_without_what_programs_put_in() -> None:
    """Each part is of bounded size, every event stands in one of them, and reminders in none."""
    events = [_event(n, EventType.USER_MESSAGE, f"{n} " + "word " * 2_000) for n in range(1, 20)]
    events.append(_event(20, EventType.USER_MESSAGE, "a reminder", Origin.SYSTEM))
    found = parts(events)

    assert [name for part in found for name in part.events] == [f"e{n}" for n in range(1, 20)]
    assert all(len(part.text) <= AT_LENGTH.material for part in found)
    assert len(found) > 2
