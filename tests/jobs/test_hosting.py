"""Dreams that the calling agent judges: a worker and agents in turn."""

import json

import pytest
from tests.conftest import MovableClock
from tests.judges.asked import book
from tests.judges.hosts import SESSIONS, Hosted, judged, lying, untidy
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.budget import Budget
from dreaming.domain.errors import (
    InvalidInput,
    ModelUnavailable,
    NotFound,
    PacketClosed,
)
from dreaming.domain.hosting import HOST, Unanswered, unanswered
from dreaming.domain.model import DreamStatus, EventType, NewEvent
from dreaming.domain.prompting import Outcome
from dreaming.domain.provenance import Origin
from dreaming.domain.recalls import is_recall
from dreaming.jobs.owners import Owner
from dreaming.jobs.waiting import is_any_waiting
from dreaming.judges.names import RULES
from dreaming.service.briefing import brief
from dreaming.service.rendering import summary
from dreaming.store import sessions
from dreaming.store.connection import Database


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store, and sessions in each of which the user wants something tidy."""
    return untidy(database, clock)


@pytest.fixture
def hosted(rig: Rig) -> Hosted:
    """Dreams of that store."""
    return Hosted(rig)


def is_waiting(rig: Rig) -> bool:
    """Whether there is anything for a worker to do."""
    with rig.db.read() as conn:
        return is_any_waiting(conn, Owner(rig.db.path), rig.clock.now())


def text_of(rig: Rig, store_id: str | None) -> str:
    """All that stands in a store."""
    return "\n".join(rig.texts(store_id).values())


@promise("host:dream:completes")
def test_a_dream_is_judged_by_whoever_asked_for_it(rig: Rig, hosted: Hosted) -> None:
    """What the agent sees stands in the result with its quote; the journal and the report say who judged."""
    dream_id = hosted.start()
    dream = hosted.finish(dream_id)

    report = rig.review.report(dream_id)
    assert dream.status is DreamStatus.COMPLETED
    assert all(f"Keep the drawers of module {n} tidy" in text_of(rig, dream.output_store_id) for n in range(SESSIONS))
    assert {call.outcome for call in book(rig, dream_id)} == {Outcome.ANSWERED}
    assert "The agent itself judged: 8 calls" in summary(report)
    told = [line.text for line in rig.watch(dream_id).look()[0].told]
    assert "Given back; waits for host: 0 of 6 packets answered." in told


@promise("host:dream:waits")
def test_a_dream_that_waits_holds_no_worker_and_counts_no_attempt(rig: Rig, hosted: Hosted) -> None:
    """Nothing is to be done for a worker until the last packet is answered."""
    dream_id = hosted.start()
    waiting = hosted.dreams.get(dream_id)
    taken = hosted.take(dream_id)
    for packet in taken[:-1]:
        hosted.packets.answer(packet.id, judged(packet.prompt))

    assert (waiting.status, waiting.attempt, waiting.fruitless) == (DreamStatus.PENDING, 0, 0)
    assert waiting.waits_for_host
    assert not is_waiting(rig)
    assert hosted.work(dream_id).status is DreamStatus.PENDING  # it is not even taken up
    assert hosted.dreams.get(dream_id).of_its_host == "waits for host: 5 of 6 packets answered"
    hosted.packets.answer(taken[-1].id, judged(taken[-1].prompt))
    assert is_waiting(rig)


@promise("host:dream:waits")
def test_the_next_session_is_told_of_a_dream_that_waits_for_answers(rig: Rig, hosted: Hosted) -> None:
    """With how far it is, and by which tools it goes on; when it has ended it waits for review."""
    dream_id = hosted.start()
    with rig.db.read() as conn:
        waiting = brief(conn, rig.store.name, on=rig.clock.now()).text
    hosted.finish(dream_id)
    with rig.db.read() as conn:
        ended = brief(conn, rig.store.name, on=rig.clock.now()).text

    line = f"- dream {dream_id} waits for host: 0 of 6 packets answered; dream_next gives the next packets"
    assert f"## Waiting for answers\n\n{line}" in waiting
    assert "Waiting for answers" not in ended
    assert "## Waiting for review" in ended


@promise("host:answer:untrusted")
def test_an_agent_that_invents_is_told_once_and_then_the_rules_answer(rig: Rig, hosted: Hosted) -> None:
    """The quote is looked for letter by letter: a packet says what was wrong; the second lie goes to the rules."""
    before = text_of(rig, rig.store.id)
    dream_id = hosted.start()
    dream = hosted.finish(dream_id, lying)

    corrections = [each for each in hosted.asked if "That answer cannot be used" in each.prompt]
    assert len(corrections) == SESSIONS
    assert all("does not say that letter by letter" in each.prompt for each in corrections)
    assert [call.outcome for call in book(rig, dream_id)].count(Outcome.FELL_BACK) == SESSIONS
    assert dream.status is DreamStatus.COMPLETED
    assert "backup" not in text_of(rig, dream.output_store_id)
    assert before.strip() in text_of(rig, dream.output_store_id)


@promise("host:unanswered:rules")
def test_what_nobody_answers_for_a_day_goes_to_the_rules(rig: Rig, hosted: Hosted) -> None:
    """The rest counts; the dream completes, and its journal and report say so. An answer after that is told so."""
    dream_id = hosted.start()
    answered, *forgotten = hosted.take(dream_id)
    hosted.packets.answer(answered.id, judged(answered.prompt))
    rig.clock.advance(hours=23)
    too_early = is_waiting(rig)
    rig.clock.advance(hours=1)
    in_time = is_waiting(rig)
    hosted.work(dream_id)
    with pytest.raises(PacketClosed, match="nobody answered it within a day"):
        hosted.packets.answer(forgotten[0].id, {"seen": []})
    dream = hosted.finish(dream_id)

    outcomes = [call.outcome for call in book(rig, dream_id) if call.stage == "observe"]
    told = [line.text for line in rig.watch(dream_id).look()[0].told]
    assert (too_early, in_time) == (False, True)
    assert dream.status is DreamStatus.COMPLETED
    assert (outcomes.count(Outcome.FELL_BACK), outcomes.count(Outcome.ANSWERED)) == (SESSIONS - 1, 1)
    assert "Packet 2 goes to the rules: nobody answered it within a day." in told
    assert "nobody answered it within a day" in summary(rig.review.report(dream_id))


@promise("host:unanswered:queue")
def test_or_it_is_offered_for_another_day(rig: Rig) -> None:
    """As set: whoever had taken it, anyone may have it again, and the dream goes on waiting."""
    hosted = Hosted(rig, Unanswered.QUEUE)
    dream_id = hosted.start()
    taken = hosted.take(dream_id)
    rig.clock.advance(days=1)
    hosted.work(dream_id)
    again = hosted.take(dream_id)

    assert [each.id for each in again] == [each.id for each in taken]
    assert hosted.dreams.get(dream_id).waits_for_host
    assert not is_waiting(rig)
    for packet in again:
        hosted.packets.answer(packet.id, judged(packet.prompt))
    assert hosted.finish(dream_id).status is DreamStatus.COMPLETED
    assert {call.outcome for call in book(rig, dream_id)} == {Outcome.ANSWERED}


def test_the_setting_means_one_of_two_things() -> None:
    """Whatever else it says is refused."""
    assert unanswered({}) is Unanswered.RULES
    assert unanswered({"DREAMING_HOST_UNANSWERED": "Queue"}) is Unanswered.QUEUE
    with pytest.raises(InvalidInput, match="It is rules or queue"):
        unanswered({"DREAMING_HOST_UNANSWERED": "never"})


@promise("host:budget:calls")
def test_a_budget_of_calls_bounds_the_packets(rig: Rig, hosted: Hosted) -> None:
    """The rest goes to the rules and stays to be dreamt of. Tokens, dollars and seconds cannot be limited: they are not known."""
    dream_id = hosted.start(budget=Budget(max_calls=2))
    dream = hosted.finish(dream_id)

    assert len(hosted.asked) == 2
    assert dream.status is DreamStatus.COMPLETED
    assert len(rig.review.report(dream_id).skipped) == SESSIONS - 2
    for limit in ({"max_tokens": 9.0}, {"max_cost_usd": 1.0}, {"max_seconds": 9.0}):
        with pytest.raises(ModelUnavailable, match="Limit max_calls instead"):
            hosted.dreams.start(rig.store.name, model=HOST, budget=Budget.of(limit))


@promise("host:dream:resumed")
def test_a_dream_goes_on_with_the_rules_or_anew_with_what_was_answered(rig: Rig, hosted: Hosted) -> None:
    """Nobody has to answer what is left; and after a cancellation nothing that was answered is asked again."""
    left = hosted.start()
    hosted.dreams.resume(left, model=RULES)
    by_rules = hosted.work(left)
    canceled = hosted.start(latest=SESSIONS)
    answered, open_packet, *_ = hosted.take(canceled)
    hosted.packets.answer(answered.id, judged(answered.prompt))
    hosted.dreams.cancel(canceled)
    with pytest.raises(NotFound, match="Its dream is over"):
        hosted.packets.answer(open_packet.id, {"seen": []})
    again = hosted.dreams.resume(canceled).id
    hosted.work(again)
    prompts = [each.prompt for each in hosted.take(again)]
    rig.clock.advance(minutes=10)

    assert by_rules.status is DreamStatus.COMPLETED
    assert len(prompts) == SESSIONS - 1
    assert not any("module 0 tidy" in prompt for prompt in prompts)
    assert hosted.finish(again).status is DreamStatus.COMPLETED


@promise("host:answer:no-news")
def test_what_a_host_has_answered_is_not_shown_to_the_next_dream(rig: Rig, hosted: Hosted) -> None:
    """Its client logs the call, which quotes other sessions: no judge sees it."""
    session = rig.log("Keep it tidy", days=40)
    answer = NewEvent(
        external_id="1",
        type=EventType.AGENT_TOOL_USE,
        origin=Origin.AGENT,
        text=json.dumps({"packet_id": "pkt_x", "answer": {"seen": ["a quote of another session"]}}),
        created_at=rig.clock.now(),
        tool_name="mcp__plugin_dreaming_dreaming__dream_answer",
    )
    with rig.db.write() as conn:
        sessions.append(conn, session, [answer], rig.clock.now())

    (packet,) = hosted.take(hosted.start(sessions=[session]))

    assert is_recall(answer.tool_name)
    assert "Keep it tidy" in packet.prompt
    assert "a quote of another session" not in packet.prompt
