"""How often Python looks for garbage while a dream runs.

A dream makes millions of objects that live to its end, hardly any of them in cycles: each time that the collector looks
through all of them costs more than the last, and finds nothing.
"""

import contextlib
import gc
from collections.abc import Generator

RARELY = (200_000, 10, 20)  # new objects, then rounds, before the young, the older and all objects are looked through


@contextlib.contextmanager
def rarely_collected() -> Generator[None]:
    """Until it is left, all objects of this process are looked through less often; within another one it changes nothing."""
    before = gc.get_threshold()
    if before == RARELY:
        yield
        return
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
