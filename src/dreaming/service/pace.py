"""How far a dream is, in words."""

from dreaming.domain.model import Progress


def progress_text(progress: Progress) -> str:
    """The stage, how much of it is done, and about how long the rest of it takes."""
    done = f" {progress.done}/{progress.total}" if progress.total else ""
    left = progress.remaining_seconds
    return f"{progress.stage}{done}" + (f", about {_duration(left)} left" if left and progress.done else "")


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{minutes} min"
