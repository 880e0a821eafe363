"""Everything that can be refused or go wrong, as a tree:

    DreamingError
      InvalidInput              a value breaks a rule; nothing was changed
        LimitExceeded           a value is over a limit, which the message names
        NothingToLog            a transcript holds no session that is to be kept
      NotFound                  no such object
      Conflict                  the state of an object does not allow it
        AmbiguousName           a name fits more than one store
        PathConflict            another memory stands at that path
        PreconditionFailed      the memory is not what the caller last saw
        StoreReadOnly           the store is archived, or a dream's output
        StoreInUse              a dream that is not finished needs the store
        NotDue                  the store was to be dreamt of only if it is due, and is not
        CrontabUnclear          our lines in the crontab do not have their marks
        VersionIsLive           the version is a memory's present text
        InvalidTransition       a dream in this status cannot do that
        PromotionConflict       the same lines were changed since the dream began
        FingerprintChanged      what would be promoted is not what was reviewed
      Refused                   a rule of the system says no, and names its override
        PromotionRefused        a gate is not passed
        FileRefused             a file outside the allowed folders, a link, or not a regular file
        PersonNeeded            the personal store changes only if a person says so
        ConsentUnknown          a person may have to be asked, and nothing is known of the client
        AddressRefused          others could reach the server, and no token protects it
        RequestRefused          an HTTP request is refused before anything reads it
      Unavailable               something needed is not there now
        ModelUnavailable        no judge of that name can be asked
        DatabaseUnavailable     the file cannot be opened, is damaged, full, locked or read-only
        DatabaseNewer           a newer version of this program has upgraded the file
        SchedulerUnavailable    this system has nothing that starts programs by the clock
        SchedulerFailed         the system's scheduler did not do what it was asked
        AddressUnavailable      the server cannot listen at an address
        DatabaseInUse           another process has the file open, and it has to be alone
        AnswerOverdue           a call was not finished in the time that a client waits
      DreamFailed               a dream cannot go on, for a reason of the closed set
      LeaseLost                 another worker has taken the dream over: stop, write nothing

`file_errors` has those about the user's own files.

Each message says what happened, to which object, and what to do next; no caller words one.
`code` is stable and for programs. Bugs (TypeError, AssertionError) are no part of this tree.
"""

from collections.abc import Sequence


class DreamingError(Exception):
    """The base of everything that this program refuses or fails at."""

    code = "internal_error"
    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class InvalidInput(DreamingError):
    """A value breaks a rule. Nothing was changed."""

    code = "invalid_request_error"
    exit_code = 2

    def __init__(self, field: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{field}: {problem}.", hint)
        self.field = field


class LimitExceeded(InvalidInput):
    """A value is over a limit. Nothing was changed."""

    code = "limit_exceeded_error"

    def __init__(self, field: str, size: int, limit: int, unit: str) -> None:
        super().__init__(field, f"{size:,} {unit}, and the limit is {limit:,} {unit}", "Send less, or split it.")
        self.size = size
        self.limit = limit


class NothingToLog(InvalidInput):
    """A transcript holds no session that is to be kept. Nothing was logged."""

    code = "nothing_to_log_error"

    def __init__(self, why: str, hint: str = "Nothing was logged.") -> None:
        super().__init__("transcript", why, hint)
        self.why = why


class NotFound(DreamingError):
    """There is no such object."""

    code = "not_found_error"
    exit_code = 3

    def __init__(self, kind: str, name: str, hint: str = "") -> None:
        super().__init__(f"No {kind} {name[:200]!r}.", hint)
        self.kind = kind
        self.name = name


class Conflict(DreamingError):
    """The state of an object does not allow it. Nothing was changed."""

    code = "conflict_error"
    exit_code = 4


class AmbiguousName(Conflict):
    """A name fits more than one store: say which by its id."""

    code = "ambiguous_name_error"

    def __init__(self, name: str, ids: Sequence[str]) -> None:
        super().__init__(f"{len(ids)} stores are named {name!r}.", f"Use an id: {', '.join(ids)}.")
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
    """The dream and somebody else changed the same memories since the dream began."""

    code = "promotion_conflict_error"

    def __init__(self, dream_id: str, paths: Sequence[str]) -> None:
        shown = ", ".join(paths[:10]) + (f" and {len(paths) - 10} more" if len(paths) > 10 else "")
        super().__init__(
            f"Since dream {dream_id} began, {len(paths)} of the memories it changed were changed: {shown}.",
            "Decide with on_conflict 'keep_current' or 'keep_dream', or dream again.",
        )
        self.paths = tuple(paths)


class FingerprintChanged(Conflict):
    """What would be promoted is not what was reviewed."""

    code = "fingerprint_changed_error"

    def __init__(self, dream_id: str, expected: str, actual: str) -> None:
        super().__init__(
            f"Dream {dream_id} would now change something else than you reviewed ({expected[:16]}).",
            f"Read dream_report again; the fingerprint is now {actual}.",
        )
        self.fingerprint = actual


class Refused(DreamingError):
    """A rule of the system says no; the message names the override where there is one."""

    code = "refused_error"


class PromotionRefused(Refused):
    """A gate is not passed. `overrides` are the gates that a caller may pass over; none where nothing helps."""

    code = "promotion_refused_error"

    def __init__(self, dream_id: str, reasons: Sequence[str], hint: str, overrides: Sequence[str] = ()) -> None:
        super().__init__(f"Dream {dream_id} was not promoted: {'; '.join(reasons)}.", hint)
        self.reasons = tuple(reasons)
        self.overrides = tuple(overrides)


class FileRefused(Refused):
    """A file named in a call is outside the allowed folders, behind a link, or no regular file."""

    code = "file_refused_error"

    def __init__(
        self,
        path: str,
        why: str,
        hint: str = "Allowed are the project, the client's transcript folder, and what DREAMING_ROOTS names.",
    ) -> None:
        super().__init__(f"{path[:200]!r} was not read: {why}.", hint)


class PersonNeeded(Refused):
    """The personal store changes only if a person says so, and this client cannot ask one. Nothing was changed."""

    code = "person_needed_error"

    def __init__(self, store: str) -> None:
        super().__init__(
            f"Store {store!r} is the personal one: it is known in every project, so a person is asked before it changes,"
            " and this client cannot ask.",
            "The user can do it in a terminal: `dreaming memory write`, `dreaming promote`, `dreaming restore`.",
        )


class ConsentUnknown(Refused):
    """A person may have to be asked, and what was known of the client ended with its connection. Nothing changed."""

    code = "consent_unknown_error"

    def __init__(self, store: str) -> None:
        super().__init__(
            f"Store {store!r} was not changed: the server was restarted, or the client paused for long, since it"
            " connected, and whether it can ask a person first is not known any more.",
            "Connect the client anew and call again, or let a person do it with the command `dreaming`.",
        )


class AddressRefused(Refused):
    """The server was not started: others could reach that address, and no token is set."""

    code = "address_refused_error"

    def __init__(self, address: str) -> None:
        super().__init__(
            f"Nothing is served on {address}: others than this machine could reach it, and no token is set.",
            "Serve on 127.0.0.1, or set DREAMING_HTTP_TOKEN_FILE or DREAMING_HTTP_TOKEN: docs/operations.md.",
        )
        self.address = address


class RequestRefused(Refused):
    """An HTTP request was refused before anything read it; `status` is that of the answer."""

    code = "request_refused_error"

    def __init__(self, status: int, what: str, hint: str) -> None:
        super().__init__(f"{what}.", hint)
        self.status = status


class BackupRefused(Refused):
    """A backup cannot be written, or put back, as asked for. Nothing was changed."""

    code = "backup_refused_error"

    def __init__(self, path: str, verb: str, why: str, hint: str) -> None:
        super().__init__(f"{path[:200]!r} was not {verb}: {why}.", hint)


class BackupDamaged(Refused):
    """A backup is not what was written, or is not whole."""

    code = "backup_damaged_error"

    def __init__(self, path: str, problems: Sequence[str]) -> None:
        shown = "; ".join(problems[:3]) + (f"; and {len(problems) - 3} more" if len(problems) > 3 else "")
        super().__init__(f"The backup {path[:200]!r} is damaged: {shown}.", "Take another one; nothing was changed.")
        self.problems = tuple(problems)


class Unavailable(DreamingError):
    """Something needed is not there now."""

    code = "unavailable_error"
    exit_code = 5


class ModelUnavailable(Unavailable):
    """No judge of that name can be asked."""

    code = "model_unavailable"

    def __init__(self, model: str, why: str, hint: str = "Use model 'rules': it needs nothing.") -> None:
        super().__init__(f"Model {model[:100]!r} cannot be asked: {why}.", hint)


class DatabaseUnavailable(Unavailable):
    """The database file cannot be opened, is damaged, full, locked or read-only."""

    code = "database_unavailable_error"

    def __init__(self, what: str, hint: str = "Run `dreaming doctor`.", *, is_damage: bool = False) -> None:
        super().__init__(f"The database {what}.", hint)
        self.is_damage = is_damage  # what was in the file is not there any more: waiting does not help, a backup does


class DatabaseNewer(Unavailable):
    """A newer version of this program has upgraded the file while this process ran, or before."""

    code = "database_newer_error"

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"The database has format {found}, and this process knows up to {known}: dreaming was upgraded.",
            "Restart this client, or upgrade dreaming here.",
        )


class SchedulerUnavailable(Unavailable):
    """This system has nothing that starts programs by the clock, as far as can be told."""

    code = "scheduler_unavailable_error"

    def __init__(self, command: str) -> None:
        super().__init__(
            "Neither systemd for your user, launchd, Task Scheduler nor cron can be used here.",
            f"Let whatever starts programs here run this every hour: {command}",
        )


class SchedulerFailed(Unavailable):
    """The system's scheduler did not do what it was asked; `dreaming schedule show` says how things stand."""

    code = "scheduler_failed_error"

    def __init__(self, command: str, said: str) -> None:
        why = " ".join(said.split()).rstrip(".")[:500] or "it says no reason"
        super().__init__(f"`{command}` failed: {why}.", "`dreaming schedule show` says how things stand.")


class AddressUnavailable(Unavailable):
    """The server cannot listen at that address: another program does, or it is not this machine's."""

    code = "address_unavailable_error"

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"Nothing can be served on {address}: {why}.",
            "Is a server running there already? Another port is free with `--http 127.0.0.1:0`.",
        )
        self.address = address


class DatabaseInUse(Unavailable):
    """Another process has the file open, and for what was asked nobody else may have."""

    code = "database_in_use_error"

    def __init__(self, process_ids: Sequence[int]) -> None:
        named = f" ({', '.join(map(str, process_ids))})" if process_ids else ""
        super().__init__(
            f"Another process has the database open{named}.",
            "Close the clients that use it, let its worker end, and try again; `dreaming doctor` names who has it open.",
        )
        self.process_ids = tuple(process_ids)


class AnswerOverdue(Unavailable):
    """A call was not finished in the time that a client waits; it may still finish."""

    code = "timeout_error"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The answer took over {seconds:.0f} seconds.", "It may still be done: look before you repeat it."
        )


class DreamFailed(DreamingError):
    """A dream cannot go on. `code` is the error type that the dream ends with, one of `DREAM_ERRORS`."""

    def __init__(self, error_type: str, what: str) -> None:
        super().__init__(what, "Start another dream.")
        self.code = error_type


class LeaseLost(DreamingError):
    """Another worker has taken the dream over, or it was ended: stop, write nothing."""

    code = "lease_lost"

    def __init__(self, dream_id: str) -> None:
        super().__init__(f"The lease on dream {dream_id} is lost.")
        self.dream_id = dream_id


DREAM_ERRORS = (
    "input_memory_store_unavailable",
    "input_session_unavailable",
    "input_memory_store_too_large",
    "timeout",
    "budget_exceeded",
    "model_unavailable",
    "internal_error",
)
