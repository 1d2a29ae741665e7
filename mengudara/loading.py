"""Loads modules without looking for garbage among them: what is loaded stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Have the collector rest, and leave alone for good what is there at the end.

    It would look through all that is loaded again and again, for a fifth of the time it takes.
    """
    rests = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if not rests:
            gc.enable()
