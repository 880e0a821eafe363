"""What a dream would read and cost, before it is started.

The engine and the judges are loaded when a model's cost is to be estimated: whoever opens the system need not wait.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreaming.domain.hosting import HOST
from dreaming.domain.instructions import parse_instructions
from dreaming.domain.model import PROJECT, Document, Event, MemoryStore, Session
from dreaming.domain.plans import Heard
from dreaming.domain.refusals import Refusal
from dreaming.domain.usage import Usage
from dreaming.judges.names import RULES
from dreaming.service.choosing import Choice
from dreaming.store import events, memories, plans, refusals, sessions
from dreaming.store.connection import Connection

if TYPE_CHECKING:
    from dreaming.judges.model.estimating import Forecast
    from dreaming.judges.model.prices import Price

MARGIN = 0.25  # of the tokens, up and down
_BYTES_A_TOKEN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a dream would read and cost; nothing was started. `basis` says how it was reckoned.

    `tokens` lie between `tokens_low` and `tokens_high`, and so does the cost, which is None where no price is known.
    `calls` are calls of a model; `claims_shown` of the store's `claims` would be shown to it.
    """

    store: MemoryStore
    session_ids: tuple[str, ...]
    sessions: int
    events: int
    text_bytes: int
    memories: int
    memory_bytes: int
    tokens: int
    tokens_low: int
    tokens_high: int
    cost_usd: float | None
    cost_low_usd: float | None
    cost_high_usd: float | None
    calls: int
    claims: int
    claims_shown: int
    basis: str
    left_over: int


@dataclass(frozen=True, slots=True)
class _Reckoned:
    tokens: tuple[int, int, int]  # low, likely, high
    cost: tuple[float | None, float | None, float | None]
    basis: str
    calls: int = 0
    claims: int = 0
    claims_shown: int = 0


class LiveSnapshot:
    """A store and sessions as they are now; the port `Snapshot`, inside one transaction."""

    def __init__(self, conn: Connection, store: MemoryStore, session_ids: Sequence[str]) -> None:
        self._conn = conn
        self.is_personal = store.is_personal
        self.project = store.metadata.get(PROJECT)
        self.sessions: Sequence[Session] = [sessions.get(conn, each) for each in session_ids]
        self.refusals: Sequence[Refusal] = refusals.of_store(conn, store.id)
        self.heard: Heard = plans.heard(conn, store.id)
        heads = memories.heads(conn, store.id)
        self.documents: Sequence[Document] = [memories.document(conn, each.memory_version_id) for each in heads]

    def events(self, session_id: str) -> Iterator[Event]:
        """The events of one session, in order."""
        return events.of_session(self._conn, session_id)


def forecast(
    conn: Connection, store: MemoryStore, choice: Choice, instructions: str | None, model: str
) -> "tuple[Forecast, int]":
    """What the model would be asked, and how many claims the store has: the engine is run, and its result forgotten."""
    from dreaming.engine.consolidate import consolidate
    from dreaming.judges.model.estimating import Forecast
    from dreaming.judges.model.transcripts import room_of

    found = Forecast(room=room_of(model))
    engine = consolidate(LiveSnapshot(conn, store, choice.session_ids), parse_instructions(instructions), "estimate")
    try:
        questions = next(engine)
        while True:
            questions = engine.send([found.answer(question) for question in questions])
    except StopIteration as end:
        return found, end.value.counts["claims"]


def estimate(
    conn: Connection,
    store: MemoryStore,
    choice: Choice,
    *,
    model: str,
    instructions: str | None,
    ratio: float | None,
) -> Estimate:
    """What the dream would read and cost.

    Args:
        conn: in a transaction.
        store: the store, which need not exist yet.
        choice: the sessions.
        model: who would judge.
        instructions: what would be kept to.
        ratio: characters a token, where they were counted for this model.
    """
    read = [sessions.get(conn, session_id) for session_id in choice.session_ids]
    heads = memories.heads(conn, store.id)
    text_bytes = sum(each.text_bytes for each in read)
    memory_bytes = sum(head.content_size_bytes for head in heads)
    if model == RULES:
        found = _of_the_rules(text_bytes + memory_bytes)
    else:
        found = _of_a_model(*forecast(conn, store, choice, instructions, model), model=model, ratio=ratio)
    return Estimate(
        store=store,
        session_ids=choice.session_ids,
        sessions=len(read),
        events=sum(each.event_count for each in read),
        text_bytes=text_bytes,
        memories=len(heads),
        memory_bytes=memory_bytes,
        tokens=found.tokens[1],
        tokens_low=found.tokens[0],
        tokens_high=found.tokens[2],
        cost_usd=found.cost[1],
        cost_low_usd=found.cost[0],
        cost_high_usd=found.cost[2],
        calls=found.calls,
        claims=found.claims,
        claims_shown=found.claims_shown,
        basis=found.basis,
        left_over=choice.left_over,
    )


def _of_the_rules(read_bytes: int) -> _Reckoned:
    tokens = read_bytes // _BYTES_A_TOKEN
    basis = f"{_BYTES_A_TOKEN} bytes of session and memory text a token; the rules ask no model, so nothing is paid"
    return _Reckoned((tokens, tokens, tokens), (0.0, 0.0, 0.0), basis)


def _of_a_model(found: "Forecast", claims: int, *, model: str, ratio: float | None) -> _Reckoned:
    from dreaming.judges.model.prices import price_of
    from dreaming.judges.model.tokens import CHARACTERS_A_TOKEN

    first, again = found.instruction_tokens(ratio or CHARACTERS_A_TOKEN)
    material = found.material_tokens(ratio or CHARACTERS_A_TOKEN)
    material += found.added_tokens(model, ratio or CHARACTERS_A_TOKEN)
    tokens = first + again + material + found.written_tokens
    price = price_of(model)
    # The likely cost is without a cache, the low one with it: whether instructions so short are cached, the server says.
    cached = Usage(
        input_tokens=material,
        output_tokens=found.written_tokens,
        cache_creation_input_tokens=first,
        cache_read_input_tokens=again,
    )
    plain = Usage(input_tokens=first + again + material, output_tokens=found.written_tokens)
    return _Reckoned(
        (round(tokens * (1 - MARGIN)), tokens, round(tokens * (1 + MARGIN))),
        _costs(price, cached, plain),
        _basis(price, ratio, model),
        calls=sum(found.calls.values()),
        claims=claims,
        claims_shown=len(found.claims),
    )


def _costs(price: "Price | None", cached: Usage, plain: Usage) -> tuple[float | None, float | None, float | None]:
    if price is None:
        return None, None, None
    return price.of(cached) * (1 - MARGIN), price.of(plain), price.of(plain) * (1 + MARGIN)


def _basis(price: "Price | None", ratio: float | None, model: str) -> str:
    from dreaming.judges.model.prices import prices
    from dreaming.judges.model.tokens import CHARACTERS_A_TOKEN

    counted = f"{ratio:.2f} characters a token, as the server counted some" if ratio else None
    reckoned = counted or f"{CHARACTERS_A_TOKEN} characters of each prompt a token"
    unpriced = "the agent's own client counts what it takes" if model == HOST else "no price is known for this model"
    paid = f"list prices of {prices().date}" if price is not None else unpriced
    return f"{reckoned}, and what models usually write; give or take {MARGIN:.0%}; {paid}"
