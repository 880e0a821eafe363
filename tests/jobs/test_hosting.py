"""Dreams that the calling agent judges: packets, and a worker and agents in turn."""

import json
from collections.abc import Callable
from itertools import pairwise

import pytest
from tests.conftest import MovableClock
from tests.judges.asked import book
from tests.judges.hosts import Answer, Hosted, bytes_of, judged, lying, purpose_of
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.budget import Budget
from dreaming.domain.errors import (
    AnswerRefused,
    InvalidInput,
    LimitExceeded,
    ModelUnavailable,
    NotFound,
    PacketClosed,
)
from dreaming.domain.hosting import ANSWER_BYTES, HANDED_BYTES, HOST, MOST_OPEN, PACKET_BYTES, Unanswered, unanswered
from dreaming.domain.model import DreamStatus, EventType, NewEvent
from dreaming.domain.prompting import Outcome
from dreaming.domain.provenance import Origin
from dreaming.domain.recalls import is_recall
from dreaming.jobs.owners import Owner
from dreaming.jobs.waiting import is_any_waiting
from dreaming.judges.names import RULES
from dreaming.service.rendering import summary
from dreaming.store import sessions
from dreaming.store.connection import Database

SESSIONS = 6  # more than the engine asks about at once


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store, and sessions in each of which the user wants something tidy."""
    rig = Rig.of(database, clock)
    rig.write({"/a.md": "- The staging port is 8080\n"})
    for number in range(SESSIONS):
        rig.log(f"Keep the drawers of module {number} tidy", f"Thanks, that was quick, number {number}", days=number)
    return rig


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
    assert "The agent itself judged: 7 calls" in summary(report)
    told = [line.text for line in rig.watch(dream_id).look()[0].told]
    assert "Given back; waits for host: 0 of 6 packets answered." in told


@promise("host:packets:ahead")
def test_all_that_can_be_asked_is_filed_at_once_in_order(rig: Rig, hosted: Hosted) -> None:
    """All sessions' packets lie there together, the oldest session's first, so that several agents can share them."""
    dream_id = hosted.start()

    taken = hosted.take(dream_id)

    assert [purpose_of(each.prompt) for each in taken] == ["observe"] * SESSIONS
    assert [f"module {n} tidy" in each.prompt for n, each in enumerate(taken)] == [True] * SESSIONS
    assert [each.position for each in taken] == list(range(1, SESSIONS + 1))


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
    assert (awaited := hosted.dreams.get(dream_id).awaited) is not None
    assert awaited.text == "waits for host: 5 of 6 packets answered"
    hosted.packets.answer(taken[-1].id, judged(taken[-1].prompt))
    assert is_waiting(rig)


@promise("host:packets:any-order")
def test_packets_are_answered_in_any_order_by_anyone(rig: Rig, hosted: Hosted) -> None:
    """Another process, which has never taken them, answers them backwards: the result is the same."""
    forwards = hosted.finish(hosted.start())
    other = Hosted(rig)
    dream_id = other.start(latest=SESSIONS)
    for packet in reversed(hosted.take(dream_id)):
        other.packets.answer(packet.id, judged(packet.prompt))
    backwards = other.finish(dream_id)

    assert rig.texts(backwards.output_store_id) == rig.texts(forwards.output_store_id)


@promise("host:packets:once")
def test_nothing_is_asked_twice(rig: Rig, hosted: Hosted) -> None:
    """However often the dream is taken up; and of two answers the first counts, and the second is told so."""
    dream_id = hosted.start()
    first = hosted.take(dream_id, limit=1)[0]
    counted = hosted.packets.answer(first.id, judged(first.prompt))
    late = hosted.packets.answer(first.id, {"seen": []})
    hosted.finish(dream_id)

    prompts = [each.prompt for each in hosted.asked]
    assert (counted.is_first, late.is_first) == (True, False)
    assert len(prompts) == len(set(prompts))
    assert len({call.key for call in book(rig, dream_id)}) == len(prompts)


@promise("host:packets:reserved")
def test_what_an_agent_has_taken_is_kept_from_others_for_ten_minutes(rig: Rig, hosted: Hosted) -> None:
    """Unless it is asked for again: the agent that has it may be gone."""
    dream_id = hosted.start()
    mine = hosted.packets.next(dream_id, limit=2)
    others = [hosted.packets.next(dream_id), hosted.packets.next(dream_id), hosted.packets.next(dream_id)]
    again = hosted.packets.next(dream_id, limit=2, again=True)
    rig.clock.advance(minutes=10)
    later = hosted.packets.next(dream_id, limit=2)

    assert (len(mine.packets), mine.left) == (2, 4)
    assert [len(each.packets) for each in others] == [3, 1, 0]
    assert {each.id for each in mine.packets}.isdisjoint(each.id for found in others for each in found.packets)
    assert (others[-1].taken, others[-1].is_settled) == (6, True)
    assert [each.id for each in again.packets] == [each.id for each in mine.packets]
    assert [each.id for each in later.packets] == [each.id for each in mine.packets]


@promise("host:packets:oldest")
def test_without_a_dream_the_oldest_that_waits_is_meant(rig: Rig, hosted: Hosted) -> None:
    """And where all of its packets are with others, the next one."""
    nothing = hosted.packets.next()
    first = hosted.start()
    second = hosted.start(latest=1)

    assert nothing.dream is None
    assert hosted.packets.next().packets[0].dream_id == first
    hosted.take(first)
    assert hosted.packets.next().packets[0].dream_id == second


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


@promise("host:answer:form")
def test_an_answer_of_the_wrong_form_is_refused_at_once_with_the_reason(rig: Rig, hosted: Hosted) -> None:
    """Once: the second time the rules answer that packet, and an answer after that is told so."""
    dream_id = hosted.start()
    packet, other, *_ = hosted.take(dream_id)
    wrong: Answer = {"seen": [{"kind": "hunch", "text": "x", "quotes": []}]}

    with pytest.raises(AnswerRefused, match=r"seen\.0\.kind: Input should be 'preference'") as first:
        hosted.packets.answer(packet.id, wrong)
    with pytest.raises(AnswerRefused, match="the rules judge answers this packet") as second:
        hosted.packets.answer(packet.id, {})
    with pytest.raises(PacketClosed, match="dream_next gives what is left"):
        hosted.packets.answer(packet.id, judged(packet.prompt))
    with pytest.raises(AnswerRefused):
        hosted.packets.answer(other.id, {"sets": []})
    hosted.packets.answer(other.id, judged(other.prompt))
    rig.clock.advance(minutes=11)
    hosted.finish(dream_id)

    assert (first.value.is_final, second.value.is_final) == (False, True)
    outcomes = [call.outcome for call in book(rig, dream_id) if call.stage == "observe"]
    assert sorted(outcomes) == sorted([Outcome.FELL_BACK, Outcome.CORRECTED, *[Outcome.ANSWERED] * (SESSIONS - 2)])


@promise("host:answer:form")
def test_a_packet_has_one_correction_in_all(rig: Rig, hosted: Hosted) -> None:
    """Who was told of the form once is not asked again for what is said; who was told what is wrong has to mind the form."""
    dream_id = hosted.start(latest=2)
    first, second = hosted.take(dream_id)
    with pytest.raises(AnswerRefused):
        hosted.packets.answer(first.id, {})
    for packet in (first, second):
        hosted.packets.answer(packet.id, lying(packet.prompt))
    hosted.work(dream_id)
    (correction,) = hosted.take(dream_id)
    with pytest.raises(AnswerRefused) as refused:
        hosted.packets.answer(correction.id, {})

    assert refused.value.is_final
    assert hosted.finish(dream_id).status is DreamStatus.COMPLETED
    assert [call.outcome for call in book(rig, dream_id)].count(Outcome.FELL_BACK) == 2


def test_an_answer_that_is_too_long_is_refused_and_is_no_try(hosted: Hosted) -> None:
    """It may be sent again, shorter."""
    (packet,) = hosted.take(hosted.start(latest=1))
    with pytest.raises(LimitExceeded, match="48,000 bytes"):
        hosted.packets.answer(packet.id, {"seen": ["x" * ANSWER_BYTES]})

    assert hosted.packets.answer(packet.id, judged(packet.prompt)).is_first


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


def _long(word: str) -> Callable[[int], str]:
    return lambda number: f"{number} " + f"{word} " * 400


@promise("host:packets:small")
@pytest.mark.parametrize("word", ["tidy drawers", "抽屉要整齐", "🗄🗄🗄"])
@pytest.mark.parametrize("instructions", ["", "Prefer newest. " + "Mind the drawers. " * 220])
def test_no_packet_is_larger_than_a_client_shows(rig: Rig, hosted: Hosted, word: str, instructions: str) -> None:
    """Long sessions are asked about in parts, in any script and beside long instructions; so much is handed out at once."""
    session = rig.log(*(_long(word)(number) for number in range(40)), days=30)
    dream_id = hosted.start(sessions=[session], instructions=instructions or None)

    handed: list[int] = []
    while found := hosted.packets.next(dream_id).packets:
        handed.append(sum(map(bytes_of, found)))
        hosted.asked += found
        for packet in found:
            hosted.packets.answer(packet.id, {"seen": []})
    hosted.finish(dream_id)

    assert len(hosted.asked) > 5
    assert max(map(bytes_of, hosted.asked)) <= PACKET_BYTES
    assert max(handed) <= HANDED_BYTES
    assert {call.outcome for call in book(rig, dream_id)} == {Outcome.ANSWERED}
    assert all(f"[e{n}] user" in "".join(each.prompt for each in hosted.asked) for n in range(1, 41))


@promise("host:packets:small")
def test_a_correction_has_room_for_as_much_of_the_earlier_answer_as_there_is(rig: Rig, hosted: Hosted) -> None:
    """However long that was."""
    session = rig.log(*(_long("tidy drawers")(number) for number in range(3)), days=30)
    dream_id = hosted.start(sessions=[session])

    def babbling(prompt: str) -> Answer:
        return {"seen": [{"kind": "fact", "text": "x" * 30_000, "quotes": [], "topic": ""}]}

    first = hosted.take(dream_id)
    for packet in first:
        hosted.packets.answer(packet.id, babbling(packet.prompt))
    hosted.work(dream_id)
    corrections = hosted.take(dream_id)

    assert len(corrections) == len(first)
    assert all(PACKET_BYTES - 100 <= bytes_of(each) <= PACKET_BYTES for each in corrections)


@promise("host:packets:bounded")
def test_no_more_is_filed_than_can_be_looked_through(rig: Rig, hosted: Hosted) -> None:
    """So many lie there at most; the rest is filed when these are answered."""
    sessions_ = [rig.log(*(_long("tidy drawers")(n) for n in range(8)), days=30 + number) for number in range(60)]
    dream_id = hosted.start(sessions=sessions_)
    awaited = hosted.dreams.get(dream_id).awaited
    dream = hosted.finish(dream_id, lambda prompt: {"seen": []} if purpose_of(prompt) == "observe" else judged(prompt))

    assert awaited is not None
    assert awaited.open == MOST_OPEN
    assert len(hosted.asked) > MOST_OPEN
    assert dream.status is DreamStatus.COMPLETED


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


def test_only_a_dream_that_a_host_judges_has_packets(rig: Rig, hosted: Hosted) -> None:
    """Another is named, with who judges it; one that has ended has none."""
    other = hosted.dreams.start(rig.store.name, no_sessions=True).dream.id
    with pytest.raises(InvalidInput, match="is judged by 'rules'"):
        hosted.packets.next(other)
    with pytest.raises(NotFound):
        hosted.packets.next("drm_x")
    ended = hosted.finish(hosted.start())

    assert hosted.packets.next(ended.id).is_settled
    assert hosted.packets.next(ended.id).packets == ()


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


def test_the_fence_is_the_dreams_own(hosted: Hosted) -> None:
    """Each packet of a dream begins with our mark, and has the same unguessable fence around its material."""
    prompts = [each.prompt for each in hosted.take(hosted.start())]
    other = hosted.take(hosted.start(latest=1))[0].prompt
    fences = [prompt.split("--- material ")[1].split()[0] for prompt in (*prompts, other)]

    assert all(prompt.startswith("[dreaming: this session belongs to a dream]") for prompt in prompts)
    assert all(one == two for one, two in pairwise(fences[:-1]))
    assert fences[-1] != fences[0]
