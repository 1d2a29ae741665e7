"""How the child of a push tells on standard output, four times a second, what was confirmed."""

import sys
from collections.abc import Callable
from threading import Event, Thread

from streaming.push.confirmation import Confirmation

EVERY_SECONDS = 0.25


def tell(ask: Callable[[], Confirmation | None]) -> None:
    """Begin to tell, in a thread: the sender waits while the server takes nothing."""
    Thread(target=_run, args=(ask,), name="telling", daemon=True).start()


def _run(ask: Callable[[], Confirmation | None]) -> None:
    rest = Event()
    while True:
        if (confirmation := ask()) is not None:
            sys.stdout.write(f"{confirmation.line()}\n")
            sys.stdout.flush()
        rest.wait(EVERY_SECONDS)
