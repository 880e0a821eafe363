"""Dreams of a model behind the scripted Messages API: what it is asked, what it says, and what comes of it."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import anyio
from tests.messages_api import MessagesApi, Said, Says
from tests.model_texts import Json, messages_in, text_of
from tests.rig import Rig

from dreaming.domain.model import Dream
from dreaming.domain.ports import Judge
from dreaming.domain.prompting import Call
from dreaming.engine.consolidate import consolidate
from dreaming.jobs.runner import Runner
from dreaming.judges.model.judge import ModelJudge
from dreaming.judges.model.keys import access
from dreaming.judges.model.messages import MessagesModel
from dreaming.judges.names import RULES
from dreaming.judges.rules.judge import RulesJudge
from dreaming.service.dreams import Dreams
from dreaming.store import calls

MODEL = "claude-opus-5"
PATIENCE = 60.0  # seconds without a word: a bound, not an expectation
EMPTY: dict[str, object] = {
    "observe": {"seen": []},
    "group": {"sets": []},
    "reconcile": {"proposals": []},
    "phrase": {"wordings": []},
    "organise": {"topics": []},
}
_PURPOSES = {"seen": "observe", "sets": "group", "proposals": "reconcile", "wordings": "phrase", "topics": "organise"}
_NAMED = re.compile(r"\[(\w+)\] ([^\n]*)")


def purpose_of(request: Json) -> str:
    """What a request is about, by the schema in its instructions."""
    system = text_of(request["system"])
    return next(purpose for word, purpose in _PURPOSES.items() if f'"properties":{{"{word}":' in system)


def material_of(request: Json) -> str:
    """The fenced text of a request."""
    return text_of(messages_in(request)[0])


def named(request: Json, words: str) -> str:
    """The name of the last item or event of the material in which these words stand."""
    material = material_of(request)
    at = material.rindex(words)
    return [match[1] for match in _NAMED.finditer(material) if match.start() <= at][-1]


def is_again(request: Json) -> bool:
    """Whether an earlier answer was refused."""
    return len(messages_in(request)) > 1


def saying(**by_purpose: object) -> Callable[[Json], Said]:
    """A model that says these values, as JSON, by purpose; a function is given the request. Else it says nothing."""

    def script(request: Json) -> Said:
        purpose = purpose_of(request)
        said = by_purpose.get(purpose, EMPTY[purpose])
        if callable(said):
            said = cast("Callable[[Json], object]", said)(request)
        return said if isinstance(said, Said) else Says(text=json.dumps(said))

    return script


def seen(request: Json, kind: str, text: str, *quotes: str) -> dict[str, Any]:
    """One thing seen, with quotes out of the material."""
    found = [{"event": named(request, quote), "quote": quote} for quote in quotes]
    return {"kind": kind, "text": text, "quotes": found, "topic": ""}


class Waits:
    """Waits for nothing, and remembers for how long it was told to."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """At once."""
        self.seconds.append(seconds)


def model(
    api: MessagesApi,
    *,
    waits: Waits | None = None,
    name: str = MODEL,
    env: Mapping[str, str] | None = None,
    silence: float = PATIENCE,
) -> MessagesModel:
    """A model at the scripted API, which may say nothing for so many seconds."""
    env = {"ANTHROPIC_BASE_URL": api.url, "ANTHROPIC_API_KEY": "sk-ant-secret", **(env or {})}
    return MessagesModel(name, access(env), env, wait=waits or Waits(), read_timeout=silence)


def runner(rig: Rig, api: MessagesApi, **how: Any) -> Runner:
    """A runner whose dreams ask the scripted API, but for those of the rules."""
    waits, silence = how.pop("waits", None), how.pop("silence", PATIENCE)

    def judges(name: str) -> Judge:
        return RulesJudge() if name == RULES else ModelJudge(model(api, waits=waits, name=name, silence=silence))

    return Runner(rig.db, rig.clock, judges, consolidate=consolidate, **how)


def dream(rig: Rig, api: MessagesApi, *, start: dict[str, Any] | None = None, **how: Any) -> Dream:
    """A dream of the rig's store and sessions, run to its end by a model at the scripted API."""
    dreams = Dreams(rig.db, rig.clock, check_model=anybody)
    started = dreams.start(rig.store.name, model=MODEL, **(start or {}))
    return anyio.run(runner(rig, api, **how).run, started.dream.id)


def anybody(_: str) -> None:
    """Every model may be asked."""


def book(rig: Rig, dream_id: str) -> Sequence[Call]:
    """The calls that were written down."""
    with rig.db.read() as conn:
        return calls.of_dream(conn, dream_id)
