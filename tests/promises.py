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
