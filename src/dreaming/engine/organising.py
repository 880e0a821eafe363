"""Topics of the lines of dated notes, where the instructions ask for one file a topic: a model names them, if one is asked."""

from collections.abc import Generator, Sequence

from dreaming.domain.instructions import Layout, Steering
from dreaming.domain.questions import Answer, OrganiseAnswer, OrganiseTask, Question, Stage
from dreaming.engine.asking import batches, question
from dreaming.engine.checks import Rulings
from dreaming.engine.documents import Parsed
from dreaming.engine.layout import movable

LINES_AT_ONCE = 80
_LONGEST = 60  # characters of a topic


def organise(
    parsed: Sequence[Parsed], rulings: Rulings, steering: Steering, judge_name: str
) -> Generator[list[Question], list[Answer], dict[str, str]]:
    """The topics that a model gives, by claim id; the rules give none, and code finds them."""
    if steering.layout is not Layout.TOPIC:
        return {}
    lines = movable(parsed, frozenset(rulings.lost), rulings.held)
    tasks = [OrganiseTask(claims=tuple(some), steering=steering) for some in batches(lines, LINES_AT_ONCE)]
    if not tasks:
        return {}
    answers = yield [question(Stage.ORGANISE, task, judge_name, map(repr, task.claims)) for task in tasks]
    named: dict[str, str] = {}
    for task, answer in zip(tasks, answers, strict=True):
        asked = {claim.id for claim in task.claims}
        said = answer.topics if isinstance(answer, OrganiseAnswer) else ()
        named.update((claim, topic) for claim, topic in said if claim in asked and len(topic) <= _LONGEST)
    return named
