"""What can be refused or go wrong when files of the user's are changed."""

from collections.abc import Sequence

from dreaming.domain.errors.base import Conflict, Refused, Unavailable


class SectionUnclear(Conflict):
    """The markers of our section in a file are damaged, or cannot be set. The file was not changed."""

    code = "section_unclear_error"

    def __init__(self, path: str, problems: Sequence[str]) -> None:
        shown = "; ".join(problems[:5]) + (f"; and {len(problems) - 5} more" if len(problems) > 5 else "")
        super().__init__(f"{path[:200]!r} was not changed: {shown}.", "Mend these lines by hand, then try again.")


class ConfigUnclear(Conflict):
    """A client's configuration file is not JSON that can be changed without harm to the rest. It was not changed."""

    code = "config_unclear_error"

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(
            f"{path[:200]!r} cannot be changed safely: line {line}: {problem}.",
            "Comments and a comma too many are no JSON. Mend it, or write the entry by hand: docs/clients.md.",
        )
        self.line = line


class FileChanged(Conflict):
    """A file was changed by somebody else after its changes were shown. It was not written."""

    code = "file_changed_error"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path[:200]!r} is not what it was when its changes were shown.", "Run the command again.")


class ExportRefused(Refused):
    """A memory cannot be written as a file in that folder. No file was written."""

    code = "export_refused_error"

    def __init__(
        self, path: str, why: str, hint: str = "Write JSON Lines instead: a PATH that ends in .jsonl."
    ) -> None:
        super().__init__(f"{path[:200]!r} was not exported: {why}.", hint)


class ConfigRefused(Refused):
    """A client's configuration was not changed: it is behind a link, or the entry in it is not one of ours."""

    code = "config_refused_error"

    def __init__(self, path: str, why: str, hint: str) -> None:
        super().__init__(f"{path[:200]!r} was not changed: {why}.", hint)


class NotConfirmed(Refused):
    """Files of yours would be changed, and nobody has said yes. Nothing was written."""

    code = "not_confirmed_error"

    def __init__(self, files: int) -> None:
        super().__init__(
            f"Nothing was written: {files} {'file' if files == 1 else 'files'} would be changed, as shown.",
            "Add --yes to write, or run it at a terminal, which asks.",
        )


class ClientFailed(Unavailable):
    """A client's own program did not do what it was asked, or there is no command that a client could start."""

    code = "client_failed_error"

    def __init__(self, command: str, said: str) -> None:
        why = " ".join(said.split()).rstrip(".")[:500] or "it says no reason"
        super().__init__(f"`{command}` failed: {why}.", "docs/clients.md says how to write the entry by hand.")
