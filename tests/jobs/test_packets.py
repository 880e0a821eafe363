"""Work packets: how they are filed, handed out, and answered."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from tests.conftest import MovableClock
from tests.judges.asked import book
from tests.judges.hosts import SESSIONS, Answer, Hosted, bytes_of, judged, lying, purpose_of, untidy
from tests.promises import promise
from tests.rig import Rig

from dreaming.domain.errors import (
    AnswerRefused,
    InvalidInput,
    LimitExceeded,
    NotFound,
    PacketClosed,
)
from dreaming.domain.hosting import ANSWER_BYTES, HANDED_BYTES, MOST_OPEN, PACKET_BYTES
from dreaming.domain.model import DreamStatus
from dreaming.domain.prompting import Outcome
from dreaming.store.connection import Database


@pytest.fixture
def rig(database: Database, clock: MovableClock) -> Rig:
    """A store, and sessions in each of which the user wants something tidy."""
    return untidy(database, clock)


@pytest.fixture
def hosted(rig: Rig) -> Hosted:
    """Dreams of that store."""
    return Hosted(rig)


@promise("host:packets:ahead")
def test_all_that_can_be_asked_is_filed_at_once_in_order(rig: Rig, hosted: Hosted) -> None:
    """All sessions' packets lie there together, the oldest session's first, so that several agents can share them."""
    dream_id = hosted.start()

    taken = hosted.take(dream_id)

    assert [purpose_of(each.prompt) for each in taken] == ["observe"] * SESSIONS
    assert [f"module {n} tidy" in each.prompt for n, each in enumerate(taken)] == [True] * SESSIONS
    assert [each.position for each in taken] == list(range(1, SESSIONS + 1))


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


def test_the_fence_is_the_dreams_own(hosted: Hosted) -> None:
    """Each packet of a dream begins with our mark, and has the same unguessable fence around its material."""
    prompts = [each.prompt for each in hosted.take(hosted.start())]
    other = hosted.take(hosted.start(latest=1))[0].prompt
    fences = [prompt.split("--- material ")[1].split()[0] for prompt in (*prompts, other)]

    assert all(prompt.startswith("[dreaming: this session belongs to a dream]") for prompt in prompts)
    assert all(one == two for one, two in pairwise(fences[:-1]))
    assert fences[-1] != fences[0]
