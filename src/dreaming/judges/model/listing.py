"""Grouping, wording and sorting: a list of short items under short names goes in, names come out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from dreaming.domain.claims import Claim, Observation
from dreaming.domain.language import unsupported
from dreaming.domain.ports import Desk, LanguageModel
from dreaming.domain.questions import (
    GroupAnswer,
    GroupTask,
    OrganiseAnswer,
    OrganiseTask,
    PhraseAnswer,
    PhraseTask,
    Question,
)
from dreaming.judges.model.conversing import Request, converse
from dreaming.judges.model.shapes import GroupShape, OrganiseShape, PhraseShape
from dreaming.judges.model.transcripts import AT_LENGTH, Room

Item = Claim | Observation
_SHOWN = (400, 200, 100, 60)  # characters of an item: the first of these with which all of them find room
_QUOTES_SHOWN = (4, 2, 1)


def group_request(question: Question, task: GroupTask, room: Room = AT_LENGTH) -> Request[GroupShape]:
    """Which of these items are about the same thing?"""
    items = _named((*task.claims, *task.observations))
    return Request(
        question=question,
        purpose="group",
        material=_fitting(
            room, _SHOWN, lambda most: [f"[{n}] ({_where(item)}) {item.text[:most]}" for n, item in items.items()]
        ),
        shape=GroupShape,
        claims=tuple(claim.id for claim in task.claims),
        check=lambda said: _unknown([name for names in said.sets for name in names], items),
    )


async def group(model: LanguageModel, desk: Desk, question: Question, task: GroupTask, room: Room) -> GroupAnswer:
    """Sets of ids; none where the model gave no answer that counts."""
    said = await converse(model, desk, group_request(question, task, room))
    items = _named((*task.claims, *task.observations))
    sets = [] if said is None else said.sets
    return GroupAnswer(groups=tuple(tuple(dict.fromkeys(items[name].id for name in names)) for names in sets))


def phrase_request(question: Question, task: PhraseTask, room: Room = AT_LENGTH) -> Request[PhraseShape]:
    """How are these new lines best worded?"""
    items = {f"n{number}": each for number, each in enumerate(task.observations, 1)}
    return Request(
        question=question,
        purpose="phrase",
        material=_fitting(
            room, _QUOTES_SHOWN, lambda most: [_with_quotes(name, item, most) for name, item in items.items()]
        ),
        shape=PhraseShape,
        check=partial(_unsupported, items),
    )


async def phrase(model: LanguageModel, desk: Desk, question: Question, task: PhraseTask, room: Room) -> PhraseAnswer:
    """Better wordings by observation id; none where the model gave no answer that counts."""
    said = await converse(model, desk, phrase_request(question, task, room))
    items = {f"n{number}": each for number, each in enumerate(task.observations, 1)}
    wordings = [] if said is None else said.wordings
    return PhraseAnswer(wordings=tuple((items[each.name].id, each.text.strip()) for each in wordings))


def organise_request(question: Question, task: OrganiseTask, room: Room = AT_LENGTH) -> Request[OrganiseShape]:
    """Under which topic does each of these lines belong?"""
    items = _named(task.claims)
    return Request(
        question=question,
        purpose="organise",
        material=_fitting(room, _SHOWN, lambda most: [f"[{name}] {item.text[:most]}" for name, item in items.items()]),
        shape=OrganiseShape,
        claims=tuple(claim.id for claim in task.claims),
        check=lambda said: _unknown([each.name for each in said.topics], items),
    )


async def organise(
    model: LanguageModel, desk: Desk, question: Question, task: OrganiseTask, room: Room
) -> OrganiseAnswer:
    """Topics by claim id; none where the model gave no answer that counts."""
    said = await converse(model, desk, organise_request(question, task, room))
    items = _named(task.claims)
    topics = [] if said is None else said.topics
    return OrganiseAnswer(
        topics=tuple((items[each.name].id, " ".join(each.topic.split()).casefold()) for each in topics)
    )


def _fitting(room: Room, sizes: Sequence[int], lines: Callable[[int], list[str]]) -> str:
    """The list as it finds room, with as much of each item as may be; where nothing helps, at its shortest."""
    shown = ("\n".join(lines(most)) for most in sizes)
    text = ""
    for text in shown:
        if room.measure(text) <= room.material:
            break
    return text


def _named(items: Iterable[Item]) -> dict[str, Item]:
    return {f"n{number}": item for number, item in enumerate(items, 1)}


def _where(item: Item) -> str:
    return " > ".join((item.path, *item.headings)) if isinstance(item, Claim) else f"new, {item.kind}"


def _with_quotes(name: str, item: Observation, most: int) -> str:
    quotes = [f"    quote: {each.quote}" for each in item.provenance.evidence[:most]]
    return "\n".join([f"[{name}] ({item.kind}) {item.text}", *quotes])


def _unknown(names: Iterable[str], items: Mapping[str, Item]) -> str | None:
    unknown = [name for name in names if name not in items]
    return f"there is no item {unknown[0]!r}" if unknown else None


def _unsupported(items: Mapping[str, Observation], said: PhraseShape) -> str | None:
    for each in said.wordings:
        if each.name not in items:
            return f"there is no item {each.name!r}"
        if not each.text.strip() or "\n" in each.text.strip():
            return f"the wording of {each.name} is not one line"
        missing = unsupported(each.text, tuple(item.quote for item in items[each.name].provenance.evidence))
        if missing:
            return f"the wording of {each.name} holds {', '.join(missing[:3])}, and its quotes do not"
    return None
