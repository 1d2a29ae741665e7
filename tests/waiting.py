"""Waiting for what other threads and processes do: for as long as it takes, with an end."""

import contextlib
import inspect
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from station.errors import StationError

Answer = TypeVar("Answer")

LIMIT_SECONDS = 120.0
"""Tells what hangs from what is slow; no test may mean anything by it."""
PAUSE_SECONDS = 0.02


def until(asked: Callable[[], Answer], what: str = "") -> Answer:
    """Return the first true answer; what cannot be asked yet is asked again."""
    ends = time.monotonic() + LIMIT_SECONDS
    last: object = None
    while time.monotonic() < ends:
        try:
            last = answer = asked()
        except (OSError, ValueError, StationError) as error:
            last = error
        else:
            if answer:
                return answer
        time.sleep(PAUSE_SECONDS)
    raise AssertionError(f"waited in vain for {what or _question(asked)}; the last was {last!r}")


def _question(asked: Callable[[], object]) -> str:
    """Return how the test itself says it."""
    with contextlib.suppress(OSError, TypeError):
        return " ".join(inspect.getsource(asked).split())
    return repr(asked)


def is_running(pid: int) -> bool:
    """Whether a process exists and is not a zombie."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
