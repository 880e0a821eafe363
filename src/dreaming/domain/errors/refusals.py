"""What a rule of the system refuses."""

from collections.abc import Sequence

from dreaming.domain.errors.base import Refused


class PromotionRefused(Refused):
    """A gate is not passed. `overrides` are the gates that a caller may pass over; none where nothing helps."""

    code = "promotion_refused_error"

    def __init__(self, dream_id: str, reasons: Sequence[str], hint: str, overrides: Sequence[str] = ()) -> None:
        super().__init__(f"Dream {dream_id} was not promoted: {'; '.join(reasons)}.", hint)
        self.reasons = tuple(reasons)
        self.overrides = tuple(overrides)


class PartRefused(Refused):
    """Some changes of a dream cannot be taken, or taken back, without the others. Nothing was changed."""

    code = "part_refused_error"

    def __init__(self, dream_id: str, why: str, hint: str) -> None:
        super().__init__(f"A part of dream {dream_id} cannot stand alone: {why}.", hint)
        self.dream_id = dream_id


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
    """The store changes only if a person says so, and this client cannot ask one. Nothing was changed."""

    code = "person_needed_error"

    def __init__(self, store: str, *, is_personal: bool) -> None:
        why = (
            "is the personal one: it is known in every project, so" if is_personal else "says that"  # in its metadata
        )
        super().__init__(
            f"Store {store!r} {why} a person is asked before it changes, and this client cannot ask.",
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


class ForgettingUnasked(Refused):
    """Nothing is forgotten by a tool unless a person says so, and this client cannot ask one."""

    code = "forgetting_unasked_error"

    def __init__(self) -> None:
        super().__init__(
            "Nothing was forgotten: it cannot be taken back, so a person is asked first, and this client cannot ask.",
            "With preview true it says what would go. The user can do it in a terminal: `dreaming forget`.",
        )


class ForgettingUnconfirmed(Refused):
    """What was shown is forgotten only if somebody says yes."""

    code = "forgetting_unconfirmed_error"

    def __init__(self) -> None:
        super().__init__("Nothing was forgotten: nobody said yes.", "Give --yes to go on without a question.")


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
