"""What the system promises, as sentences. `test_promises.py` holds that each has a test and each test a promise."""

from collections.abc import Callable
from typing import TypeVar

PROMISES: dict[str, str] = {
    # -- the three above every feature ------------------------------------------------------------------------------
    "dream:lines:accounted": "Every line of the input store has a recorded fate, or is structure.",
    "dream:lines:evidence": "Every new or changed line of the output cites a quote that stands in its source, letter by letter.",
    "dream:store:undone": "A store can be put back as it was before any promotion.",
    # -- store ------------------------------------------------------------------------------------------------------
    # -- sessions ---------------------------------------------------------------------------------------------------
    # -- observing --------------------------------------------------------------------------------------------------
    # -- engine -----------------------------------------------------------------------------------------------------
    # -- dreams and review ------------------------------------------------------------------------------------------
    # -- server -----------------------------------------------------------------------------------------------------
    # -- command line -----------------------------------------------------------------------------------------------
    "cli:demo:shows": "The demo's report shows a merge, a replaced value, an insight, an open item and a refused line, with quotes.",
    "cli:demo:leaves-nothing": "The demo and the trial leave nothing behind, unless the home is to be kept.",
    "cli:try:changes-nothing": "`dreaming try` changes no file that it reads and no file beside it.",
    "cli:try:nothing-there": "`dreaming try` with nothing to read says where it looked and what to do.",
    "cli:errors:json": "With --json an error is one object on stdout, with its text on stderr and its own exit code.",
    "cli:json:one-value": "Every command that prints has --json, which prints one JSON value.",
    "cli:start:imports": "Help, version and `log` load neither mcp nor anthropic.",
    "cli:stores:unknown-refused": "Only an import makes a store that was named on the command line; other commands refuse an unknown name.",
    "cli:import:skipped-named": "What an import skips is named with the reason.",
    "cli:import:times": "An imported file's time is its front matter's, else its name's, else that of its last change.",
    "cli:export:round-trip": "An export that is imported again gives the same paths, contents and times.",
    "cli:export:safe-names": "An export whose paths cannot be files on every system is refused before anything is written.",
    "cli:export:no-links": "An export follows no link.",
    "cli:export:asks-for-force": "An export replaces nothing unless told to.",
    "cli:doctor:damage": "Doctor finds damage, open permissions and bad places, says how to mend them, and changes nothing.",
    "cli:terminal:harmless": "Text from memories and sessions cannot drive the terminal that shows it.",
    # -- project ----------------------------------------------------------------------------------------------------
}

_Test = TypeVar("_Test", bound=Callable[..., object])


def promise(*names: str) -> Callable[[_Test], _Test]:
    """Mark a test as showing these promises.

    Raises:
        KeyError: there is no such promise.
    """
    for name in names:
        PROMISES[name]

    def mark(test: _Test) -> _Test:
        test.__promises__ = names  # type: ignore[attr-defined]  # a function takes any attribute
        return test

    return mark
