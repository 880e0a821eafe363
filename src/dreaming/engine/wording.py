"""The wording of new lines that rest on several sessions: what recurs is worth a sentence that is understood later.

A model proposes it, and `Rulings.reword` decides. The rules propose none: then an observation's own words are written.
"""

from collections.abc import Generator

from dreaming.domain.claims import Observation
from dreaming.domain.instructions import Steering
from dreaming.domain.questions import Action, Answer, PhraseAnswer, PhraseTask, Question, Stage, Verdict
from dreaming.engine.asking import batches, question
from dreaming.engine.checks import Rulings

LINES_AT_ONCE = 20
_LEAST_SESSIONS = 2


def word(rulings: Rulings, steering: Steering, judge_name: str) -> Generator[list[Question], list[Answer], None]:
    """Ask how the new lines are best worded, and let those wordings stand that may."""
    verdicts = {source.id: verdict for verdict in rulings.accepted if (source := _source(verdict, rulings)) is not None}
    sources = [rulings.observations[each] for each in sorted(verdicts)]
    tasks = [PhraseTask(observations=tuple(some), steering=steering) for some in batches(sources, LINES_AT_ONCE)]
    if not tasks:
        return
    answers = yield [question(Stage.PHRASE, task, judge_name, map(repr, task.observations)) for task in tasks]
    for task, answer in zip(tasks, answers, strict=True):
        asked = {each.id for each in task.observations}
        for source, text in answer.wordings if isinstance(answer, PhraseAnswer) else ():
            if source in asked and source in verdicts:
                rulings.reword(verdicts.pop(source), text)


def _source(verdict: Verdict, rulings: Rulings) -> Observation | None:
    """The observation whose own words a new line would have, if several sessions show it."""
    if verdict.text is not None or verdict.action not in {Action.ADD, Action.SUPERSEDE}:
        return None
    heard = rulings.heard(verdict)
    if not heard or (verdict.action is Action.SUPERSEDE and verdict.target not in rulings.observations):
        return None
    sessions = {session for each in heard for session in rulings.observations[each].sessions}
    return rulings.observations[heard[0]] if len(sessions) >= _LEAST_SESSIONS else None
