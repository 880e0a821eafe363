"""Everything that the Messages API may answer, and that may go wrong on the way: each ends in a dream that has ended."""

import json
from collections.abc import Callable

import anyio
import pytest
from tests.conftest import MovableClock
from tests.judges.asked import PATIENCE, Waits, book, dream, is_again, model, purpose_of, saying, seen
from tests.messages_api import BreaksOff, Fails, Hangs, MessagesApi, Said, Says, served
from tests.model_texts import Json
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.model import Dream, DreamStatus
from dreaming.domain.prompting import Outcome, Prompt
from dreaming.judges.model.messages import TRIES
from dreaming.store.connection import Database

SAID = "We always deploy with make ship."


@pytest.fixture
def told(database: Database, clock: MovableClock) -> Rig:
    """A store with two lines and a session in which the user says one thing that the rules see."""
    rig = Rig.of(database, clock)
    rig.write({"/a.md": "- atlas listens on port 8080\n- The owner of atlas is the platform team\n"})
    rig.log(SAID, "Thanks")
    return rig


def usage_is_true(dreamt: Dream, api: MessagesApi) -> bool:
    """Whether the dream's usage is what was spent at the API."""
    usage = dreamt.usage
    return {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cache_creation_input_tokens": usage.cache_creation_input_tokens,
        "cache_read_input_tokens": usage.cache_read_input_tokens,
    } == {
        "input_tokens": 0,
        "output_tokens": 0,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
    } | api.spent


def ships(request: Json) -> dict[str, object]:
    """A sensible answer to `observe`."""
    return {"seen": [seen(request, "procedure", "Deploying is done with make ship.", "deploy with make ship")]}


def at_first(wrong: Said) -> Callable[[Json], Said]:
    """Sensible, but for the first answer to `observe`."""
    sensible = saying(observe=ships)
    waiting = [wrong]

    def script(request: Json) -> Said:
        return waiting.pop() if purpose_of(request) == "observe" and waiting else sensible(request)

    return script


@promise("model:messages:asked", "model:usage:true")
@pytest.mark.parametrize("as_json", [False, True])
def test_what_a_model_sees_is_written_with_its_quote(told: Rig, as_json: bool) -> None:
    """Streamed, or as one object from a server that streams nothing; the usage is what the server counted."""

    def script(request: Json) -> Said:
        said = saying(observe=ships)(request)
        assert isinstance(said, Says)
        return Says(text=said.text, as_json=as_json)

    with served(script) as api:
        dreamt = dream(told, api)

    assert dreamt.status is DreamStatus.COMPLETED
    assert "- Deploying is done with make ship.\n" in told.texts(dreamt.output_store_id)["/procedures.md"]
    assert usage_is_true(dreamt, api)
    assert [call.outcome for call in book(told, dreamt.id)] == [Outcome.ANSWERED, Outcome.ANSWERED]
    assert all((call.cost_usd or 0) > 0 and call.reply == "" for call in book(told, dreamt.id))


@promise("model:prompt:cached")
def test_the_instructions_are_cached_and_it_is_said_if_the_cache_was_not_read(told: Rig) -> None:
    """Of two sessions the second reads what the first has written; without a cache the report says so."""
    told.log("We never squash commits.", days=1)
    told.log("We use uv for Python.", days=2)
    with served(saying()) as api:
        dreamt = dream(told, api)
    with served(saying()) as without:
        without.knows = ("effort", "format")
        other = dream(told, without, start={"latest": 3})

    assert dreamt.usage.cache_read_input_tokens > 0
    assert "cache" not in told.review.section(dreamt.id, "summary").text
    assert other.usage.cache_read_input_tokens == 0
    assert "The prompt cache was not read" in told.review.section(other.id, "summary").text


@promise("model:answer:checked")
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("{", "not JSON"),
        ('{"seen": [{"kind": "rumour"}]}', "does not fit the schema"),
        ('{"seen": [], "shell": "rm -rf /"}', "does not fit the schema"),
        ('{"seen": [{"kind": "fact", "text": "It is blue.", "quotes": [{"event": "e1", "quote": "blue"}], "topic": ""}]}',
         "letter by letter"),
        ('{"seen": [{"kind": "fact", "text": "It is so.", "quotes": [{"event": "e77", "quote": "so"}], "topic": ""}]}',
         "no event of that name"),
        ('{"seen": [{"kind": "fact", "text": "It takes 9 minutes.", "quotes": [{"event": "e1", "quote": "We always"}],'
         ' "topic": ""}]}', "its quotes do not"),
    ],
)  # fmt: skip
def test_an_answer_that_breaks_a_rule_is_asked_for_once_more_with_the_reason(told: Rig, wrong: str, why: str) -> None:
    """Malformed, of another shape, with an invented quote, event or value: the second answer counts, both are paid."""
    with served(at_first(Says(text=wrong))) as api:
        dreamt = dream(told, api)

    again = next(request for request in api.asked if is_again(request))
    assert why in again["messages"][-1]["content"]
    assert [call.outcome for call in book(told, dreamt.id)] == [Outcome.REFUSED, Outcome.CORRECTED, Outcome.ANSWERED]
    assert "make ship" in told.texts(dreamt.output_store_id)["/procedures.md"]
    assert usage_is_true(dreamt, api)


@promise("model:answer:fallback", "model:usage:true")
@pytest.mark.parametrize(
    ("said", "calls"),
    [
        (Says(text="I would rather talk."), 2),
        (Says(text='{"seen": [', stop="max_tokens"), 2),
        (Says(text="", stop="refusal"), 1),
        (Says(text="", stop="model_context_window_exceeded"), 1),
        (Fails(status=400, type="invalid_request_error", message="prompt is too long"), 1),
    ],
)
def test_where_no_answer_counts_the_rules_answer(told: Rig, said: Said, calls: int) -> None:
    """After two answers, or one where asking again is no use. The dream completes with what the rules see."""

    def script(request: Json) -> Said:
        return said if purpose_of(request) == "observe" else saying()(request)

    with served(script) as api:
        dreamt = dream(told, api)

    assert dreamt.status is DreamStatus.COMPLETED
    observed = [call for call in book(told, dreamt.id) if call.purpose == "observe"]
    assert len(observed) == calls
    assert observed[-1].outcome is Outcome.FELL_BACK
    assert any(SAID in text for text in told.texts(dreamt.output_store_id).values())
    assert "1 answer did not count" in told.review.section(dreamt.id, "summary").text
    assert usage_is_true(dreamt, api)


@promise("model:retry:bounded", "model:usage:true")
@pytest.mark.parametrize(
    ("wrong", "waited"),
    [
        (Fails(status=429, type="rate_limit_error", headers={"retry-after": "7"}), [7.0]),
        (Fails(status=529, type="overloaded_error", headers={"retry-after": "2"}), [2.0]),
        (Fails(status=500, headers={"retry-after": "0"}), [0.0]),
        (Fails(status=200, type="overloaded_error", in_stream=True), None),
        (BreaksOff(), None),
        (Hangs(), None),
    ],
)
def test_what_passes_is_waited_for_and_asked_again(told: Rig, wrong: Said, waited: list[float] | None) -> None:
    """As long as the server says; else about a second. What came before a stream broke off is counted."""
    waits = Waits()
    silence = 3 if wrong == Hangs() else PATIENCE  # which the answers after it must not take
    with served(at_first(wrong)) as api:
        dreamt = dream(told, api, waits=waits, silence=silence)

    assert dreamt.status is DreamStatus.COMPLETED
    assert waits.seconds == waited or (waited is None and [0.7 < each < 1.3 for each in waits.seconds] == [True])
    assert "make ship" in told.texts(dreamt.output_store_id)["/procedures.md"]
    assert usage_is_true(dreamt, api)


@promise("model:retry:bounded", "model:unavailable:ends")
@pytest.mark.parametrize(
    ("said", "tries", "words"),
    [
        (Fails(status=429, type="rate_limit_error", headers={"retry-after": "3600"}), 1, "come back in 3,600 seconds"),
        (Fails(status=529, type="overloaded_error"), TRIES, f"{TRIES} tries failed"),
        (Hangs(), TRIES, f"{TRIES} tries failed"),
        (BreaksOff(), TRIES, f"{TRIES} tries failed"),
        (Fails(status=401, type="authentication_error", message="invalid x-api-key"), 1, "401: invalid x-api-key"),
        (Fails(status=404, type="not_found_error", message="model: claude-nope"), 1, "404: model: claude-nope"),
        (Fails(status=302, headers={"location": "http://127.0.0.1:9/v1/messages"}), 1, "302"),
    ],
)
def test_a_model_that_cannot_be_asked_ends_the_dream_and_keeps_what_was_answered(
    told: Rig, said: Said, tries: int, words: str
) -> None:
    """An hour is not waited for. The dream fails with the reason; the session that was read is not read again."""
    waits = Waits()

    def script(request: Json) -> Said:
        return saying(observe=ships)(request) if purpose_of(request) == "observe" else said

    with served(script) as api:
        dreamt = dream(told, api, waits=waits, silence=1 if said == Hangs() else PATIENCE)

    assert dreamt.status is DreamStatus.FAILED
    assert dreamt.error is not None
    assert dreamt.error.type == "model_unavailable"
    assert words in dreamt.error.message
    assert len([request for request in api.asked if purpose_of(request) == "group"]) == tries
    assert len(waits.seconds) == tries - 1
    assert usage_is_true(dreamt, api)
    with told.db.read() as conn:
        assert conn.execute("SELECT count(*) FROM checkpoints WHERE dream_id = ?", (dreamt.id,)).fetchone()[0] == 1


@promise("model:server:features")
def test_a_server_that_knows_less_is_asked_with_less(told: Rig) -> None:
    """No schema, no effort, no cache: JSON in a fence is read all the same, and each is tried only once."""

    def script(request: Json) -> Said:
        said = saying(observe=ships)(request)
        assert isinstance(said, Says)
        return Says(text=f"Here it is:\n```json\n{said.text}\n```\nGood luck!")

    with served(script) as api:
        api.knows = ()
        dreamt = dream(told, api)

    assert "make ship" in told.texts(dreamt.output_store_id)["/procedures.md"]
    assert all("output_config" not in request and "cache_control" not in json.dumps(request) for request in api.asked)
    assert len(api.headers) == len(api.asked) + 3


@promise("model:key:kept")
@pytest.mark.parametrize(("variable", "is_sent"), [("", False), ("http://127.0.0.1:1", False), ("URL", True)])
def test_a_key_goes_to_anthropic_and_to_a_server_that_is_named(told: Rig, variable: str, is_sent: bool) -> None:
    """To another server neither the key nor a header of the user's own is sent, unless DREAMING_SEND_KEY_TO names it."""
    with served(saying()) as api, pytest.MonkeyPatch.context() as patched:
        patched.setenv("ANTHROPIC_CUSTOM_HEADERS", "x-mine: sk-mine")
        patched.setenv("ANTHROPIC_API_KEY", "sk-ant-secret")

        async def ask() -> None:
            env = {
                "ANTHROPIC_CUSTOM_HEADERS": "x-mine: sk-mine",
                "DREAMING_SEND_KEY_TO": variable.replace("URL", api.url),
            }
            asked = model(api, env=env)
            prompt = Prompt(key="k", purpose="group", instructions='"properties":{"sets":', material="m")
            await asked.ask(prompt, {})
            await asked.close()

        anyio.run(ask)

    sent = json.dumps(dict(api.headers[0]))
    assert ("sk-ant-secret" in sent, "sk-mine" in sent) == (is_sent, is_sent)
