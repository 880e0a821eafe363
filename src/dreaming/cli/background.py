"""A process that nobody looks at: it lets others go first, and writes what happens to a log that does not grow."""

import logging
import os
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from dreaming.domain.errors import DreamingError
from dreaming.jobs.system import yield_to_others

LOG_NAME = "worker.log"
LOG_BYTES = 500_000
LOGS = 3  # older ones, beside the present one

_Raised = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)  # as sys.exc_info() gives it


class _Discreet(logging.Formatter):
    """What was raised is written as where and what kind; the words of an error that is not ours may hold memories."""

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - logging's name
        kind, error, trace = ei
        if kind is None:
            return ""
        words = str(error) if isinstance(error, DreamingError) else "(its words are left out)"
        return "".join([*traceback.format_tb(trace), f"{kind.__name__}: {words}"])


def go_to_the_background(folder: Path) -> None:
    """From here on be the process that nobody looks at; the log is in `folder`."""
    yield_to_others()
    os.umask(0o077)  # the log is its owner's alone, like the database
    handler = RotatingFileHandler(folder / LOG_NAME, maxBytes=LOG_BYTES, backupCount=LOGS, encoding="utf-8", delay=True)
    handler.setFormatter(discreet())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    sys.excepthook = _write_down


def discreet() -> logging.Formatter:
    """The form of a log's lines that holds no words but ours."""
    return _Discreet("%(asctime)s %(process)d %(levelname)s %(message)s")


def _write_down(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger(__name__).critical("the worker broke", exc_info=(kind, error, trace))
