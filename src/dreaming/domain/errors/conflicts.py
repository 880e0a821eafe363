"""What the state of an object does not allow."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dreaming.domain.errors.base import Conflict

if TYPE_CHECKING:
    from dreaming.domain.changes import Clash


class AmbiguousName(Conflict):
    """A name fits more than one store, or session: say which by its id."""

    code = "ambiguous_name_error"

    def __init__(self, name: str, ids: Sequence[str], *, what: str = "stores") -> None:
        super().__init__(f"{len(ids)} {what} are named {name!r}.", f"Use an id: {', '.join(ids)}.")
        self.ids = tuple(ids)


class PathConflict(Conflict):
    """Another memory stands at that path; creating or renaming never overwrites."""

    code = "memory_path_conflict_error"

    def __init__(self, path: str, memory_id: str) -> None:
        super().__init__(
            f"A memory stands at {path!r} already ({memory_id}).",
            "Write with mode 'overwrite' or 'append', or choose another path.",
        )
        self.conflicting_path = path
        self.conflicting_memory_id = memory_id


class PreconditionFailed(Conflict):
    """The memory is not what the caller last saw: someone wrote in between."""

    code = "memory_precondition_failed_error"

    def __init__(self, path: str, expected: str, actual: str | None) -> None:
        now = "it does not exist" if actual is None else f"its content_sha256 is now {actual}"
        super().__init__(
            f"{path!r} is not what you last saw: {now}, not {expected[:64]}.", "View it again, then write."
        )
        self.path = path
        self.expected = expected
        self.actual = actual


class StoreReadOnly(Conflict):
    """The store takes no writes: it is archived, or it is the output of a dream."""

    code = "store_read_only_error"

    def __init__(self, store: str, why: str, hint: str) -> None:
        super().__init__(f"Store {store} takes no writes: {why}.", hint)


class DreamInTheWay(Conflict):
    """Dreams that are not over hold what is to be forgotten, or may: they would write it down again."""

    code = "dream_in_the_way_error"

    def __init__(self, dream_ids: Sequence[str], *, is_running: bool) -> None:
        what = "may hold the text while they run" if is_running else "are to read the session"
        super().__init__(
            f"Nothing was forgotten: dreams {what}: {', '.join(dream_ids)}.",
            "Wait until they are over, or cancel them (dream_cancel, `dreaming cancel`), and try again.",
        )
        self.dream_ids = tuple(dream_ids)


class StoreInUse(Conflict):
    """A dream that is not finished needs the store."""

    code = "store_in_use_error"

    def __init__(self, store_id: str, dream_id: str) -> None:
        super().__init__(f"Store {store_id} is in use by dream {dream_id}.", "Wait until it ends, or cancel it.")
        self.store_id = store_id
        self.dream_id = dream_id


class NotDue(Conflict):
    """The store was to be dreamt of only if a dream is due, and none is."""

    code = "not_due_error"

    def __init__(self, store: str, why: str) -> None:
        super().__init__(f"Store {store!r} is not due for a dream. {why}", "`dreaming start` starts one all the same.")
        self.why = why


class CrontabUnclear(Conflict):
    """The marks around our lines in the crontab are not there once each. Nothing was changed."""

    code = "crontab_unclear_error"

    def __init__(self) -> None:
        super().__init__(
            "The crontab has the lines '# BEGIN dreaming' and '# END dreaming' not once each.",
            "Take the lines of dreaming out with `crontab -e`, then try again.",
        )


class VersionIsLive(Conflict):
    """The version is a memory's present text: only what is past can be redacted."""

    code = "memory_version_live_error"

    def __init__(self, version_id: str, path: str) -> None:
        super().__init__(
            f"Version {version_id} is what stands at {path!r} now.",
            "Write the memory without the text, or delete it; then redact this version.",
        )
        self.version_id = version_id
        self.path = path


class InvalidTransition(Conflict):
    """A dream in this status cannot do that."""

    code = "invalid_transition_error"

    def __init__(self, dream_id: str, status: str, verb: str, hint: str = "") -> None:
        super().__init__(f"Dream {dream_id} is {status}: it cannot be {verb}.", hint)
        self.dream_id = dream_id
        self.status = status


class PromotionConflict(Conflict):
    """The dream and somebody else changed the same statements since the dream began. Nothing was changed."""

    code = "promotion_conflict_error"

    def __init__(self, dream_id: str, clashes: Sequence["Clash"]) -> None:
        super().__init__(
            f"Since dream {dream_id} began, {len(clashes)} of the statements it changes were changed: {_told(clashes)}.",
            "Decide with on_conflict 'keep_current' or 'keep_dream', leave these changes out, or dream again.",
        )
        self.clashes = tuple(clashes)
        self.paths = tuple(dict.fromkeys(clash.path for clash in clashes))


class UndoConflict(Conflict):
    """What a change wrote was changed since it was promoted, so that it cannot be taken back alone. Nothing was changed."""

    code = "undo_conflict_error"

    def __init__(self, change_id: str, clashes: Sequence["Clash"]) -> None:
        super().__init__(
            f"Change {change_id} was not undone: {len(clashes)} of its statements were changed since: {_told(clashes)}.",
            "Edit the memory, or restore the store to before the dream.",
        )
        self.clashes = tuple(clashes)
        self.paths = tuple(dict.fromkeys(clash.path for clash in clashes))


class FingerprintChanged(Conflict):
    """What would be promoted is not what was reviewed: somebody wrote to a memory that the dream changes."""

    code = "fingerprint_changed_error"

    def __init__(self, dream_id: str, expected: str, actual: str, diff: str = "") -> None:
        merged = f" Merged with what was written since:\n{diff}\n" if diff else ""
        super().__init__(
            f"Dream {dream_id} would now change something else than you reviewed ({expected[:16]}).{merged}",
            f"Read it, or dream_report again; the fingerprint is now {actual}.",
        )
        self.fingerprint = actual
        self.diff = diff


_TOLD, _CHARACTERS = 10, 80


def _told(clashes: Sequence["Clash"]) -> str:
    lines = [
        f"{clash.path}: {_quoted(clash.before)} is now {_quoted(clash.current)}, the dream's {_quoted(clash.dream)}"
        for clash in clashes[:_TOLD]
    ]
    return "; ".join(lines) + (f"; and {len(clashes) - _TOLD} more" if len(clashes) > _TOLD else "")


def _quoted(text: str) -> str:
    if not text:
        return "nothing"
    return f'"{text if len(text) <= _CHARACTERS else text[: _CHARACTERS - 1] + "…"}"'
