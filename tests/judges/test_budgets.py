"""What a dream may spend: limits, the estimate before, the prices, the pace."""

import math
from datetime import date

import anyio
import anyio.lowlevel
import pytest
from tests.conftest import MovableClock
from tests.judges.asked import MODEL, anybody, book, dream, purpose_of, runner, saying
from tests.messages_api import Fails, MessagesApi, Said, served
from tests.model_texts import Json
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.budget import Budget, Spent, daily_budget
from dreaming.domain.errors import DreamFailed, InvalidInput, ModelUnavailable
from dreaming.domain.model import DreamStatus
from dreaming.domain.prompting import Outcome
from dreaming.domain.usage import Usage
from dreaming.jobs.desk import DreamDesk, Held
from dreaming.judges.model.pacing import Pacer
from dreaming.judges.model.prices import price_of, prices
from dreaming.judges.names import check_model
from dreaming.service.dreams import Dreams
from dreaming.store import calls
from dreaming.store.connection import Database

SESSIONS = 6


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store and six sessions, in each of which the user says something."""
    rig = Rig.of(database, clock)
    rig.write({"/a.md": "- atlas listens on port 8080\n- The owner of atlas is the platform team\n"})
    for day in range(SESSIONS):
        rig.log(f"We always keep the gauge of shed {day} below {day + 40} percent.", "Thanks", days=day)
    return rig


def spent(api: MessagesApi) -> int:
    """All tokens that were spent at the API."""
    return sum(api.spent.values())


@promise("model:budget:kept", "model:budget:said")
@pytest.mark.parametrize("budget", [Budget(max_tokens=11_000), Budget(max_cost_usd=0.21), Budget(max_calls=2)])
def test_a_dream_at_its_budget_completes_with_the_rules_and_says_what_was_not_read(rig: Rig, budget: Budget) -> None:
    """Tokens, dollars and calls are not passed; sessions that the model did not read are named and stay undreamt."""
    with served(saying()) as api:
        dreamt = dream(rig, api, start={"budget": budget})

    assert dreamt.status is DreamStatus.COMPLETED
    assert dreamt.error is None
    made = [call for call in book(rig, dreamt.id) if call.outcome is not Outcome.SKIPPED]
    assert spent(api) <= (budget.max_tokens or math.inf)
    assert sum(call.cost_usd or 0 for call in made) <= (budget.max_cost_usd or math.inf)
    assert 0 < len(made) <= (budget.max_calls or math.inf)
    report = rig.review.report(dreamt.id)
    read = len([request for request in api.asked if purpose_of(request) == "observe"])
    assert len(report.skipped) == SESSIONS - read > 0
    assert all("The model did not read it, the rules did: the dream's" in notice.reason for notice in report.skipped)
    assert "The budget was reached" in rig.review.section(dreamt.id, "summary").text
    assert rig.dreams.estimate("notes").sessions == SESSIONS - read
    assert any("gauge of shed 5" in text for text in rig.texts(dreamt.output_store_id).values())


@promise("model:budget:kept")
def test_no_call_is_begun_after_the_seconds_of_a_budget(rig: Rig) -> None:
    """The first answer takes longer than the dream may: what is being asked comes to its end, and nothing more is asked."""
    seconds = 0.0

    def script(request: Json) -> Said:
        nonlocal seconds
        seconds = 61
        return saying()(request)

    with served(script) as api:
        dreamt = dream(rig, api, start={"budget": Budget(max_seconds=60)}, elapsed=lambda: seconds)

    assert dreamt.status is DreamStatus.COMPLETED
    assert {purpose_of(request) for request in api.asked} == {"observe"}
    assert {call.why for call in book(rig, dreamt.id) if call.outcome is Outcome.SKIPPED} == {
        "the dream's 60 seconds are over"
    }


@promise("model:budget:said")
def test_a_dream_whose_budget_allows_no_call_fails_and_says_how_much_one_takes(rig: Rig) -> None:
    """Nothing was asked, nothing is paid, and all sessions stay to be dreamt of."""
    with served(saying()) as api:
        dreamt = dream(rig, api, start={"budget": Budget(max_tokens=100)})

    assert dreamt.status is DreamStatus.FAILED
    assert dreamt.error is not None
    assert dreamt.error.type == "budget_exceeded"
    assert "100 tokens leave no room for a call of at most" in dreamt.error.message
    assert api.asked == []
    assert rig.dreams.estimate("notes").sessions == SESSIONS


@promise("model:budget:kept")
def test_a_days_budget_holds_for_all_dreams_of_the_day_and_is_new_the_next(rig: Rig, clock: MovableClock) -> None:
    """The first dream spends it, the second finds nothing left, and the day after goes on."""
    limits = daily_budget({"DREAMING_DAILY_MAX_CALLS": "2"})
    with served(saying()) as api:
        first = dream(rig, api, daily=limits)
        second = dream(rig, api, daily=limits)
        clock.advance(days=1)
        third = dream(rig, api, daily=limits)

    assert [first.status, second.status, third.status] == [
        DreamStatus.COMPLETED,
        DreamStatus.FAILED,
        DreamStatus.COMPLETED,
    ]
    assert second.error is not None
    assert "today's 2 calls are made" in second.error.message
    assert len(api.asked) == 4


@promise("model:budget:kept")
@pytest.mark.anyio
async def test_a_call_that_ends_while_the_book_is_read_is_counted(
    rig: Rig, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another dream's call, not written down when the book was read, is let go before the reader goes on: it was held."""
    held = Held(tokens=10, calls=1)
    desk = DreamDesk(
        rig.db,
        clock,
        "drm_1",
        fence="fence",
        budget=Budget(),
        daily=Budget(max_calls=1),
        held_today=held,
        elapsed=lambda: 0.0,
        at=lambda _: None,
    )

    def read_before_it_was_written(*_: object) -> Spent:
        held.add(10, None, -1)
        return Spent()

    monkeypatch.setattr(calls, "spent_since", read_before_it_was_written)
    with pytest.raises(DreamFailed, match="today's 1 call"):
        async with desk.spending(10, None):
            pytest.fail("it was let in")


@promise("model:budget:kept")
@pytest.mark.parametrize(
    ("variable", "said"),
    [("DREAMING_DAILY_MAX_TOKENS", "many"), ("DREAMING_DAILY_MAX_COST_USD", "-1"), ("DREAMING_DAILY_MAX_CALLS", "nan")],
)
def test_a_days_budget_that_is_no_number_is_refused(variable: str, said: str) -> None:
    """Before anything is spent; numbers may have underscores."""
    with pytest.raises(InvalidInput, match=variable):
        daily_budget({variable: said})
    assert daily_budget({"DREAMING_DAILY_MAX_TOKENS": "1_000_000"}) == Budget(max_tokens=1_000_000)


@promise("model:price:known")
def test_costs_follow_the_dated_prices(rig: Rig) -> None:
    """A model with a date behind its name has the price of the model; an unknown one has none."""
    usage = Usage(input_tokens=1_000_000, output_tokens=100_000, cache_read_input_tokens=1_000_000)
    opus = price_of(MODEL)
    assert opus is not None
    assert opus.of(usage) == pytest.approx(5.00 + 2.50 + 0.50)
    assert price_of("claude-haiku-4-5-20251001") == price_of("claude-haiku-4-5")
    assert price_of("llama-4") is None
    assert prices().date > date(2026, 1, 1)
    assert "pricing" in prices().source


@promise("model:price:known")
def test_an_unknown_price_is_said_and_cannot_be_limited(rig: Rig) -> None:
    """A limit in dollars is refused at once; the estimate says that the cost is unknown."""
    dreams = Dreams(rig.db, rig.clock, check_model=anybody)

    with pytest.raises(ModelUnavailable, match="its price is not known"):
        dreams.start("notes", model="llama-4", budget=Budget(max_cost_usd=1))
    estimate = dreams.estimate("notes", model="llama-4")

    assert (estimate.cost_usd, estimate.cost_high_usd) == (None, None)
    assert "no price is known for this model" in estimate.basis


@promise("model:estimate:near")
def test_an_estimate_is_near_what_the_dream_takes(rig: Rig) -> None:
    """Of six small sessions, where the instructions weigh most; `benchmarks/models.py` estimates a hundred."""
    estimate = Dreams(rig.db, rig.clock, check_model=anybody).estimate("notes", model=MODEL)
    with served(saying()) as api:
        dreamt = dream(rig, api)

    assert estimate.calls == len(api.asked)
    assert estimate.tokens_low <= dreamt.usage.tokens <= estimate.tokens_high
    assert estimate.cost_low_usd is not None
    assert estimate.cost_low_usd < (estimate.cost_usd or 0) < (estimate.cost_high_usd or 0)
    assert "give or take 25%" in estimate.basis


@promise("model:pace:adapts")
def test_fewer_calls_are_made_at_once_where_the_server_pushes_back() -> None:
    """Halved at each push, one more again after as many answers as are let in, one alone while little is left."""
    pacer = Pacer(8)
    seen = [pacer.allowed]
    for _ in range(4):
        pacer.pushed_back()
        seen.append(pacer.allowed)
    for _ in range(3):
        pacer.answered({})
    seen.append(pacer.allowed)
    for _ in range(60):
        pacer.answered({})
    seen.append(pacer.allowed)
    pacer.answered({"anthropic-ratelimit-tokens-remaining": "900", "anthropic-ratelimit-tokens-limit": "10000"})
    seen.append(pacer.allowed)

    assert seen == [8, 4, 2, 1, 1, 3, 8, 1]


@promise("model:pace:adapts")
@pytest.mark.anyio
async def test_no_more_calls_are_inside_than_are_allowed() -> None:
    """Twenty callers, three at a time; each gives the others time to come in."""
    pacer = Pacer(3)
    inside = most = 0

    async def call() -> None:
        nonlocal inside, most
        async with pacer.turn():
            inside += 1
            most = max(most, inside)
            for _ in range(10):
                await anyio.lowlevel.checkpoint()
            inside -= 1

    with anyio.fail_after(60):
        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(call)

    assert (most, inside) == (3, 0)


@pytest.mark.parametrize(
    ("model", "env", "words"),
    [
        ("gpt-9", {}, "no model is known by that name"),
        ("claude-opus-5", {}, "there is no key"),
        ("x\ny", {"ANTHROPIC_BASE_URL": "http://127.0.0.1"}, "no model's name"),
    ],
)
def test_a_model_that_cannot_be_asked_is_refused_before_a_dream_is_started(
    model: str, env: dict[str, str], words: str
) -> None:
    """With what to do instead; a server of the user's own may have models of any name."""
    with pytest.raises(ModelUnavailable, match=words):
        check_model(model, env)
    check_model("llama-4", {"ANTHROPIC_BASE_URL": "http://127.0.0.1:8080"})
    check_model("claude-opus-5", {"ANTHROPIC_API_KEY": "sk-ant"})
    check_model("rules", {})


@promise("model:resume:any")
@pytest.mark.parametrize("model", [None, "rules", "llama-4"])
def test_a_dream_that_failed_goes_on_from_its_answers(rig: Rig, model: str | None) -> None:
    """With the same model, the rules, or another: no session is read again that was read, and the dream completes."""

    def failing(request: Json) -> Said:
        done = len([each for each in api.asked if purpose_of(each) == "observe"])
        return saying()(request) if done <= 3 else Fails(status=401, type="authentication_error")

    dreams = Dreams(rig.db, rig.clock, check_model=anybody)
    started = dreams.start("notes", model=MODEL).dream
    with served(failing) as api:
        failed = anyio.run(runner(rig, api).run, started.id)
    again = dreams.resume(failed.id, model=model)
    with served(saying()) as api:
        completed = anyio.run(runner(rig, api).run, again.id)

    assert failed.status is DreamStatus.FAILED
    assert (completed.status, completed.resumes, completed.id != failed.id) == (DreamStatus.COMPLETED, failed.id, True)
    observed = [request for request in api.asked if purpose_of(request) == "observe"]
    assert len(observed) == (0 if model == "rules" else SESSIONS - 3)
    assert rig.dreams.get(failed.id).status is DreamStatus.FAILED


@promise("model:resume:any")
def test_a_dream_that_waits_takes_another_model_and_budget_and_stays_itself(rig: Rig) -> None:
    """Nothing is begun anew."""
    dreams = Dreams(rig.db, rig.clock, check_model=anybody)
    started = dreams.start("notes", model=MODEL).dream
    changed = dreams.resume(started.id, model="rules", budget=Budget(max_calls=3))

    assert (changed.id, changed.model, changed.budget) == (started.id, "rules", Budget(max_calls=3))
    assert len(dreams.listing("notes")) == 1
