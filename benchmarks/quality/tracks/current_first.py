"""Whether search finds the newer statement before the older one, over all gold updates: a dream should see to it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from benchmarks.figures import Figure
from benchmarks.quality.asked import Asked
from benchmarks.quality.tables import Found, Table
from benchmarks.quality.updates import every_update
from benchmarks.quality.ways import NOTHING, OURS, carried_out, every_way

_CHEATS = {"keep all", "all former"}
_LOOKED_AT = 50
_MADE = {"own", "dreambench"}  # of phrases, and many: they would hide the others in a mean
_SAID = "said by people"
_ALL = "all"


def run(asked: Asked) -> Found:
    """Each case, tidied in every way, then asked about each of its updates."""
    given = list(every_update(asked))
    sources = list(dict.fromkeys(each.source for each in given))
    table = Table("newer one first", (*sources, _SAID, _ALL))
    details: list[str] = []
    for name, way in every_way().items():
        if name in _CHEATS:
            continue
        first: dict[str, list[bool]] = defaultdict(list)
        for each in given:
            with carried_out(way, each.case) as outcome:
                for update in each.updates:
                    is_first = update.is_first(outcome.search(update.question, limit=_LOOKED_AT))
                    first[each.source].append(is_first)
                    if name == OURS and not is_first:
                        details.append(f"not first: {each.source}: {update.about}")
        found = {source: sum(those) / len(those) for source, those in first.items()}
        table.add(name, found | _together(first))
    counts = ", ".join(f"{source} {sum(len(e.updates) for e in given if e.source == source)}" for source in sources)
    reached = (Figure(f"{OURS}: newer one first, of all", table.mean(OURS, _ALL), at_least=0.8),)
    if _SAID in table.rows[OURS]:
        reached += (Figure(f"{OURS}: newer one first, {_SAID}", table.mean(OURS, _SAID), at_least=0.8),)
    remark = f"gold updates: {counts}; as it was: {table.mean(NOTHING, _ALL):.3f}"
    return Found(track="current_first", tables=(table,), reached=reached, remarks=(remark,), details=tuple(details))


def _together(first: Mapping[str, Sequence[bool]]) -> dict[str, float]:
    """The shares of all, and of those that are not made of phrases."""
    every = [is_first for those in first.values() for is_first in those]
    said = [is_first for source, those in first.items() if source not in _MADE for is_first in those]
    return {_ALL: sum(every) / len(every), **({_SAID: sum(said) / len(said)} if said else {})}
