"""Commands that failed and, where the session shows it, what ended the failure.

A lesson is built only of what stands in the transcript: the failing command, its error, and one of

* another command that did what this one should have ("`npm test` fails with …; `npm run test:unit` works"),
* a command after which the same command got past the error ("…; it worked after `mix format`"),
* a file after whose change it did.

A command that was only run again and passed teaches nothing. What one session shows may be chance: the engine keeps the
ways out that several sessions share. For that, a topic has a line for the failure (the error's signature and the
command's skeleton) and one for the way out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from dreaming.domain.claims import AGAIN, FAILURE, INSTEAD, WAY_OUT, Draft, ObservationKind, Quote
from dreaming.domain.model import Event
from dreaming.domain.taint import is_attack
from dreaming.judges.rules.commands import (
    Edit,
    Run,
    edits,
    is_checking,
    is_looking,
    is_saving,
    parts,
    preparing,
    program,
    runs,
    skeleton,
    without_arguments,
)
from dreaming.judges.rules.error_lines import error_lines, is_of_usage, shown, signature

_WITHIN = 12  # shell commands after the failure in which its end is looked for
_CANDIDATES = 4  # ways out that one failure may suggest
_MOST_EDITED = 3  # files; where more were changed, none of them can be said to have mended it
_LEAST_WORDS = 2  # of a signature


def lessons(events: Sequence[Event]) -> Iterator[Draft]:
    """The failures of a session, each with every way out that may have ended it, each thing once."""
    done = list(runs(events))
    changed = list(edits(events))
    drafts: dict[str, Draft] = {}
    for place, run in enumerate(done):
        if run.failed:
            for draft in _lessons_of(run, done[place + 1 : place + 1 + _WITHIN], changed):
                drafts.setdefault(draft.topic, draft)
    yield from drafts.values()


def returned(events: Sequence[Event]) -> Iterator[Draft]:
    """The failures that came back in the session in which the same command had passed since, each once.

    One that lasts while somebody works on it has not come back.
    """
    done = list(runs(events))
    ended: set[tuple[str, str]] = set()
    met: set[tuple[str, str]] = set()
    found: dict[str, Draft] = {}
    for run in done:
        command = skeleton(run.command)
        failure = (command, signature(" ".join(error_lines(run.result.text)))) if run.failed else None
        if failure is not None and failure in ended:
            for draft in islice(_lessons_of(run, (), ()), 1):
                found.setdefault(draft.topic, replace(draft, topic=f"{draft.topic}\n{AGAIN}"))
        if not run.failed:
            ended |= {each for each in met if each[0] == command}
        met |= {failure} if failure is not None else set()
    yield from found.values()


def _lessons_of(run: Run, later: Sequence[Run], changed: Sequence[Edit]) -> Iterator[Draft]:
    error = error_lines(run.result.text)
    sign = signature(" ".join(error))
    if len(sign.split()) < _LEAST_WORDS or "`" in run.command or is_attack(run.command):
        return
    is_of_program = program(run.command).casefold() in sign.split()
    failure = f"{FAILURE}{sign} | {program(run.command) if is_of_program else skeleton(run.command)}"
    fails = f"`{run.command}` fails with {shown(error)}"
    quotes = (
        Quote(event_id=run.use.id, text=run.command),
        *(Quote(event_id=run.result.id, text=line) for line in error),
    )
    end = _end(run, sign, later)
    between = later if end is None else later[:end]
    mended = [each for each in changed if end is not None and run.use.seq < each.use.seq < later[end].use.seq]
    last = None if end is None or later[end].failed else later[end]
    if end == 0 and not mended and not (last and preparing(last.command, run.command)):
        return  # it was run again, and passed
    yield Draft(kind=ObservationKind.LESSON, text=fails, quotes=quotes, topic=failure)
    for how, use, words, said in _ways_out(run, error, between, mended, last, is_over=end is not None):
        yield Draft(
            kind=ObservationKind.LESSON,
            text=f"{fails}; {said}",
            quotes=(*quotes, Quote(event_id=use.id, text=words)),
            topic=f"{failure}\n{how}{sign} | {skeleton(without_arguments(words, run.command))}",
        )


def _end(run: Run, sign: str, later: Sequence[Run]) -> int | None:
    """The place of the next run of the same command that got past the error: it passed, or failed in another way."""
    same = skeleton(run.command)
    for place, each in enumerate(later):
        if skeleton(each.command) == same and not (
            each.failed and signature(" ".join(error_lines(each.result.text))) == sign
        ):
            return place
    return None


_Way = tuple[str, Event, str, str]  # how (as its topic begins), where it stands, its words, what the lesson says of it


def _ways_out(
    run: Run,
    error: tuple[str, ...],
    between: Sequence[Run],
    mended: Sequence[Edit],
    last: Run | None,
    *,
    is_over: bool,
) -> Iterator[_Way]:
    """What may have ended a failure: `between` are the commands up to its end, `last` is the one that passed then."""
    instead = next((each for each in between if _is_instead(run, error, each)), None)
    if instead is not None:
        yield INSTEAD, instead.use, instead.command, f"`{instead.command}` works"
    if not is_over:
        return
    first = preparing(last.command, run.command) if last is not None else ""
    if first and "`" not in first and not is_attack(first) and last is not None:
        yield WAY_OUT + "first ", last.use, first, f"it worked after `{first}`"
        return
    may = [each for each in between if _may_mend(run, each) and not (mended and is_checking(each.command))]
    before = {skeleton(each.command): each for each in may}
    hinted = [each for each in before.values() if each.command in run.result.text]
    for each in (hinted or list(before.values()))[:_CANDIDATES]:
        yield WAY_OUT + "first ", each.use, each.command, f"it worked after `{each.command}`"
    files = {each.path: each for each in mended if "`" not in each.path}
    for path, each in files.items() if len(files) <= _MOST_EDITED and not hinted else ():
        yield WAY_OUT + "edit ", each.use, path, f"it worked after editing `{path}`"


def _may_mend(run: Run, each: Run) -> bool:
    """Whether a command may have changed something that the failing one needs."""
    if each.failed or "`" in each.command or skeleton(each.command) == skeleton(run.command):
        return False
    is_about_history = program(run.command) == "git"
    return not (is_looking(each.command) or is_attack(each.command)) and (
        is_about_history or not is_saving(each.command)
    )


def _is_instead(run: Run, error: tuple[str, ...], later: Run) -> bool:
    """Whether a later command did what this one should have: another command, alike, and the error was of usage."""
    if later.failed or skeleton(later.command) == skeleton(run.command) or not is_of_usage(" ".join(error)):
        return False
    if "`" in later.command or is_looking(later.command) or is_attack(later.command):
        return False
    mine, theirs = parts(run.command), parts(later.command)
    shared = len(mine & theirs)
    same_program = program(run.command) == program(later.command)
    return shared * 2 >= min(len(mine), len(theirs)) and shared >= (2 if same_program and len(mine) > 1 else 1)
