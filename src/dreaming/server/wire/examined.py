"""The exam and the replay of a dream in figures, as a model reads them."""

from collections.abc import Sequence

from dreaming.domain.exam import Replayed, Score


def exam_figures(score: Score | None) -> dict[str, int] | None:
    """Of `asked` questions, how many found their value before and after; None where none was asked."""
    if score is None or not score.asked:
        return None
    return {
        "asked": score.asked,
        "before": score.before,
        "after": score.after,
        "lost": score.lost,
        "gained": score.gained,
    }


def replay_figures(replayed: Sequence[Replayed]) -> dict[str, int] | None:
    """Of so many moments, how many the old and the new store would have told; None where there were none."""
    if not replayed:
        return None
    before, after = sum(bool(each.before) for each in replayed), sum(bool(each.after) for each in replayed)
    return {"moments": len(replayed), "before": before, "after": after}
