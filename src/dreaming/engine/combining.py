"""One observation for each thing that sessions show, with all its evidence and the number of sessions.

Observations count together when they say the same, whatever the wording, or share a line of their topics. What no user
said stands only where enough sessions show it: a lesson needs a way out that recurs, a task that is often asked for more
sessions than either.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from dreaming.domain.claims import ASKED, FAILURE, INSTEAD, WAY_OUT, Observation, ObservationKind
from dreaming.domain.language import normalise, read, same_statement
from dreaming.domain.provenance import Evidence
from dreaming.domain.taint import is_directive
from dreaming.engine.observations import OWN_WORDS
from dreaming.engine.patterns import generalised

SUPPORT = 2  # sessions that must show what no user said, and a correction that is to count as a preference
SUPPORT_OF_WORK = 3  # sessions that must ask for the same before it counts as recurring
SUPPORT_ALONE = 3  # sessions that must show a failure of which no way out is known
EVIDENCE_KEPT = 8  # quotes a line carries at most: the oldest and the newest


def combine(observations: Iterable[Observation]) -> list[Observation]:
    """One observation for each thing seen. The newest wording stays; what too few sessions show is left out."""
    combined = [_one(same) for same in _groups(sorted(observations, key=_age))]
    return sorted((each for each in combined if each is not None), key=_age)


def _age(observation: Observation) -> tuple[str, str, str]:
    return (observation.provenance.asserted_at.isoformat(), observation.text, observation.id)


def _groups(observations: Sequence[Observation]) -> list[list[Observation]]:
    """The observations by what they are about, each group oldest first."""
    leaders = list(range(len(observations)))
    first: dict[Hashable, int] = {}
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for number, observation in enumerate(observations):
        for key in _keys(observation):
            _join(leaders, first.setdefault(key, number), number)
        if not observation.topic:
            reading = read(observation.text)
            heads = alike[observation.project, reading.negated, reading.strong]
            same = next((each for each in heads if same_statement(read(observations[each].text), reading)), None)
            if same is None:
                heads.append(number)
            else:
                _join(leaders, same, number)
    groups: dict[int, list[Observation]] = defaultdict(list)
    for number, observation in enumerate(observations):
        groups[_leader(leaders, number)].append(observation)
    return list(groups.values())


def _keys(observation: Observation) -> Iterable[Hashable]:
    if not observation.topic:
        return ((observation.project, normalise(observation.text)),)
    return ((observation.kind, line) for line in observation.topic.split("\n"))


def _leader(leaders: list[int], number: int) -> int:
    while leaders[number] != number:
        leaders[number] = leaders[leaders[number]]
        number = leaders[number]
    return number


def _join(leaders: list[int], a: int, b: int) -> None:
    low, high = sorted((_leader(leaders, a), _leader(leaders, b)))
    leaders[high] = low


def _one(same: Sequence[Observation]) -> Observation | None:
    """What a group comes to, or None where too few sessions show it."""
    sessions = _sessions(same)
    if same[0].topic.startswith(FAILURE):
        best = _lesson(same) if len(sessions) >= SUPPORT else None
    else:
        best = max(same, key=lambda each: (each.provenance.trust, each.provenance.asserted_at, each.text))
        best = best if _is_supported(best, len(sessions)) else None
    if best is None or len(same) == 1:
        return best
    if len(sessions) >= SUPPORT and best.kind is ObservationKind.CORRECTION and is_directive(best.text):
        best = replace(best, kind=ObservationKind.PREFERENCE)
    evidence = _evidence(best, same)
    is_news = all(each.news for each in same)
    return replace(best, provenance=replace(best.provenance, evidence=evidence), sessions=sessions, news=is_news)


def _lesson(same: Sequence[Observation]) -> Observation | None:
    """The newest wording with the way out that most sessions share.

    Another command that did the work needs no second session: the failure itself recurs. What merely came between the
    failure and its end does.
    """
    by_way: dict[str, list[Observation]] = defaultdict(list)
    for each in same:
        for line in each.topic.split("\n"):
            if line.startswith(WAY_OUT):
                by_way[line].append(each)
    shared = [ways for line, ways in by_way.items() if line.startswith(INSTEAD) or len(_sessions(ways)) >= SUPPORT]
    if shared:
        return generalised(max(shared, key=lambda ways: (len(_sessions(ways)), _age(ways[-1]))))
    alone = [each for each in same if WAY_OUT not in each.topic]
    return generalised(alone) if alone and len(_sessions(alone)) >= SUPPORT_ALONE else None


def _is_supported(observation: Observation, sessions: int) -> bool:
    if observation.topic.startswith(ASKED):
        return sessions >= SUPPORT_OF_WORK
    if observation.provenance.origin in OWN_WORDS or observation.kind is ObservationKind.OPEN:
        return True
    return sessions >= SUPPORT


def _sessions(same: Iterable[Observation]) -> tuple[str, ...]:
    return tuple({session: None for each in same for session in each.sessions})


def _evidence(best: Observation, same: Iterable[Observation]) -> tuple[Evidence, ...]:
    """The quotes of the wording that stays, then the oldest and the newest of the others."""
    own = best.provenance.evidence
    others = sorted({item for each in same for item in each.provenance.evidence} - set(own), key=_place)
    half = EVIDENCE_KEPT // 2
    return (*own, *(others if len(others) <= EVIDENCE_KEPT else others[:half] + others[-half:]))


def _place(item: Evidence) -> tuple[str, str, str]:
    return (item.at.isoformat(), item.quote, item.event_id or "")
