"""What SQLite says went wrong, in our words."""

import contextlib
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from dreaming.domain.errors import DatabaseUnavailable, DreamingError, InvalidInput

if TYPE_CHECKING:
    import sqlite3  # noqa: TID251 - has the same types; the one below is pysqlite3 where that is installed
else:
    from dreaming.store.driver import sqlite3

_ASK_DOCTOR = "Run `dreaming doctor`; it says what can be saved."


def _tells_of_damage(text: str) -> bool:
    return any(word in text for word in ("malformed", "not a database", "corrupt", "utf-8"))


_SENTENCES: tuple[tuple[type[Exception], Callable[[str], bool], str, str], ...] = (
    (sqlite3.OperationalError, lambda text: "locked" in text or "busy" in text,
     "is in use by another process for too long", "Try again; `dreaming doctor` names who holds it."),
    (sqlite3.OperationalError, lambda text: "full" in text,
     "cannot grow: the disk is full", "Free some space; nothing acknowledged was lost."),
    (sqlite3.OperationalError, lambda text: "readonly" in text,
     "cannot be written", "Run `dreaming doctor`; it names the chmod that mends it."),
    (sqlite3.OperationalError, lambda text: "unable to open" in text,
     "cannot be opened", "Check that the folder exists and is yours; `dreaming doctor` says more."),
    (sqlite3.DatabaseError, _tells_of_damage,
     "is damaged", _ASK_DOCTOR),
)  # fmt: skip


@contextlib.contextmanager
def translated() -> Generator[None]:
    """SQLite's errors, and what cannot be handed to it, in our words; a broken constraint is a bug and stays one."""
    try:
        yield
    except DreamingError:
        raise
    except UnicodeEncodeError as error:
        raise InvalidInput("text", "has a lone surrogate", "Send plain UTF-8 text.") from error
    except UnicodeDecodeError as error:  # of a message of SQLite's that quotes what it stumbled over
        raise DatabaseUnavailable("is damaged", _ASK_DOCTOR, is_damage=True) from error
    except OverflowError as error:
        raise InvalidInput("number", "is larger than any there is", "Send a smaller one.") from error
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.Error as error:
        text = str(error).lower()
        for kind, fits, what, hint in _SENTENCES:
            if isinstance(error, kind) and fits(text):
                raise DatabaseUnavailable(what, hint, is_damage=fits is _tells_of_damage) from error
        answer = f"answered {error}"
        raise DatabaseUnavailable(answer) from error
