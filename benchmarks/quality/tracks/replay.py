"""The benefit: what later sessions would have been told by the store that a dream of the earlier ones has made."""

import tempfile
from pathlib import Path

from benchmarks.quality.asked import Asked
from benchmarks.quality.cases import Case
from benchmarks.quality.data.dreambench import Dreambench
from benchmarks.quality.data.transcripts import transcripts_in
from benchmarks.quality.home import throw_away
from benchmarks.quality.planted import planted_set
from benchmarks.quality.planted_shell import shell_set
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.ways import OURS
from dreaming.service.examined import replayed_text

_PLANTED = {"firm": planted_set, "shell": shell_set}
_COLUMNS = ("dreamt of", "walked", "moments", "told by old", "told by new")


def run(asked: Asked) -> Found:
    """Each case: a dream of the earlier half of its sessions; the later half is walked."""
    table = Table("replay", _COLUMNS, frozenset(_COLUMNS))
    details: list[str] = []
    for seed in asked.seeds:
        _add(table, "own", asked.made(seed).case, details)
        for name, make in _PLANTED.items():
            with tempfile.TemporaryDirectory() as folder:
                _add(table, name, Case(transcripts=tuple(make(seed).write(Path(folder)))), details)
    if asked.dreambench is not None:
        bench = Dreambench(asked.dreambench)
        for seed in asked.seeds:
            _add(table, "dreambench", bench.made(seed).case, details)
    if asked.transcripts is not None:
        _add(table, "real transcripts", Case(transcripts=transcripts_in(asked.transcripts)), details)
    return Found(track="replay", tables=(table,), details=tuple(details))


def _add(table: Table, name: str, case: Case, details: list[str]) -> None:
    with throw_away() as home:
        home.hold(case.memories)
        heads = [home.app.sessions.get(session_id) for session_id in home.log(case)]
        ordered = [head.id for head in sorted(heads, key=lambda head: head.started_at or head.created_at)]
        half = (len(ordered) + 1) // 2
        dream = home.dream(sessions=ordered[:half])
        done = home.app.review.replay(dream.id, ordered[half:])
    table.add(
        name,
        {
            "dreamt of": half,
            "walked": len(ordered) - half,
            "moments": len(done.replayed),
            "told by old": sum(bool(each.before) for each in done.replayed),
            "told by new": sum(bool(each.after) for each in done.replayed),
        },
    )
    details += [f"{OURS}, {name}: {replayed_text(each, done.sessions)}" for each in done.replayed]
