"""Waiting for other processes, with an end."""

import os
import time
from pathlib import Path


def until(true, seconds=20.0):
    """Return the first truthy answer of `true`; fail when none comes in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = true()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def is_running(pid):
    """Whether a process exists and is not a zombie."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
