"""Workers that are killed while a model is being paid, and the worker after."""

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.conftest import MovableClock
from tests.jobs.working import work
from tests.judges.asked import MODEL, anybody, purpose_of, saying, seen
from tests.messages_api import MessagesApi, Says, served
from tests.model_texts import Json
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.model import DreamStatus
from dreaming.jobs.asking import PAID_AT_ONCE
from dreaming.judges.model.transcripts import AT_LENGTH
from dreaming.service.dreams import Dreams
from dreaming.store import calls
from dreaming.store.connection import Database

SESSIONS = 12


def answers(request: Json) -> Says:
    """Something seen in each first part of a session; one session gets its first answer wrong."""
    said = saying(observe=_sees)(request)
    assert isinstance(said, Says)
    return said


def _sees(request: Json) -> object:
    text = str(request["messages"])
    if "shed 3" in text and len(request["messages"]) == 1:
        return {"seen": "nothing"}
    for shed in range(SESSIONS):
        if f"shed {shed} below" in text:
            return {"seen": [seen(request, "fact", f"The gauge of shed {shed} is low.", f"gauge of shed {shed} below")]}
    return {"seen": []}


@contextmanager
def dreaming_rig(home: Path) -> Generator[tuple[Rig, str, MessagesApi]]:
    """A store, twelve sessions of which two take two calls, a dream that waits, and a model."""
    rig = Rig.of(Database(home / "dreaming.db"), MovableClock())
    rig.write({"/a.md": "- atlas listens on port 8080\n- The owner of atlas is the platform team\n"})
    for shed in range(SESSIONS):
        long = "word " * (AT_LENGTH.material // 10) if shed == 5 else "Thanks"
        rig.log(f"Please keep the gauge of shed {shed} below {shed + 40} percent.", *[long[:11_000]] * 6, days=shed)
    dream_id = Dreams(rig.db, rig.clock, check_model=anybody).start("notes", model=MODEL).dream.id
    with served(answers) as api:
        yield rig, dream_id, api
    rig.db.close()


def asked_of(api: MessagesApi) -> Counter[str]:
    """How often each thing was asked."""
    return Counter(f"{purpose_of(request)} {request['messages']}" for request in api.asked)


def recorded(rig: Rig, dream_id: str) -> int:
    """How many calls are written down."""
    with rig.db.read() as conn:
        return len(calls.of_dream(conn, dream_id))


def violations(home: Path, kill: str, *options: str) -> list[str]:
    """What is wrong after a worker died at this step while paying, and another went on."""
    with dreaming_rig(home) as (rig, dream_id, api):
        work(rig.db.path, "--model-url", api.url, "--kill", kill)
        before, paid = asked_of(api), recorded(rig, dream_id)
        api.asked.clear()
        work(rig.db.path, "--model-url", api.url, *options)
        after, dream = asked_of(api), rig.dreams.get(dream_id)
        found = [] if dream.status is DreamStatus.COMPLETED else [f"it is {dream.status}: {dream.error}"]
        twice = (before & after).total()
        if twice > before.total() - paid:
            found.append(f"{twice} calls are paid twice, and {before.total() - paid} were in flight")
        if before.total() - paid > PAID_AT_ONCE:
            found.append(f"{before.total() - paid} calls were in flight")
        if recorded(rig, dream_id) != len(before | after):
            found.append(f"{recorded(rig, dream_id)} calls are written down of {len(before | after)}")
        if not dream.usage.output_tokens:
            found.append("its usage is nothing")
        return found


@promise("model:crash:paid-once")
@pytest.mark.parametrize(
    "kill", ["call recorded:1", "call recorded:4", "call recorded:11", "answer kept:2", "before settle:1"]
)
def test_a_worker_killed_while_a_model_is_paid_is_followed_by_one_that_pays_no_recorded_call_again(
    tmp_path: Path, kill: str
) -> None:
    """The dream completes; only what was in flight is asked twice, at most eight calls; the usage is that of all calls."""
    assert violations(tmp_path, kill) == []


def test_a_worker_that_forgets_calls_is_caught(tmp_path: Path) -> None:
    """So that the test above can fail: killed between a call and its answer's keeping, it asks again."""
    assert violations(tmp_path, "call recorded:6", "--broken", "no-calls") != []


@promise("model:resume:any", "model:crash:paid-once")
def test_a_dream_killed_while_paying_goes_on_with_the_rules(tmp_path: Path) -> None:
    """Canceled and resumed with `rules`: nothing more is asked, and what the model saw is in the result."""
    with dreaming_rig(tmp_path) as (rig, dream_id, api):
        work(rig.db.path, "--model-url", api.url, "--kill", "answer kept:9")
        rig.dreams.cancel(dream_id)
        work(rig.db.path, "--model-url", api.url)
        asked = len(api.asked)
        again = rig.dreams.resume(dream_id, model="rules")
        work(rig.db.path, "--model-url", api.url)
        dream = rig.dreams.get(again.id)

        assert rig.dreams.get(dream_id).status is DreamStatus.CANCELED
        assert (dream.status, dream.resumes) == (DreamStatus.COMPLETED, dream_id)
        assert len(api.asked) == asked
        assert any("The gauge of shed" in text for text in rig.texts(dream.output_store_id).values())
