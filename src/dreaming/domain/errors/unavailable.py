"""What is needed and not there now."""

from collections.abc import Sequence

from dreaming.domain.errors.base import Unavailable
from dreaming.domain.usage import Usage


class ModelUnavailable(Unavailable):
    """No judge of that name can be asked, or not now. `usage` is what it took before that was known."""

    code = "model_unavailable"

    def __init__(
        self,
        model: str,
        why: str,
        hint: str = "Use model 'rules': it needs nothing.",
        *,
        usage: Usage | None = None,
    ) -> None:
        super().__init__(f"Model {model[:100]!r} cannot be asked: {why}.", hint)
        self.why = why
        self.usage = usage or Usage()


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
