"""A pid file that only one living process can hold.

POSIX record locks rather than flock(2): a forked worker does not inherit them, so a lock never
outlives the process that took it, and the kernel lets go whatever way that process ends.
"""

import fcntl
import os
from pathlib import Path
from threading import Event

from station.errors import StationError

LOOKS_A_SECOND = 10


class AlreadyRunning(StationError):
    """Another living process holds the role."""

    def __init__(self, role: str, pid: int) -> None:
        super().__init__(f"{role} is already running as process {pid}")
        self.pid = pid


class PidFile:
    """The lock of one role; it says who holds it."""

    def __init__(self, folder: Path, role: str) -> None:
        self.path = folder / f"{role}.pid"
        self._role = role
        self._file = -1

    def take(self, patience_seconds: float = 0.0, stop: Event | None = None) -> None:
        """Hold the role until this process ends; raises AlreadyRunning after `patience_seconds`."""
        waiting = stop or Event()
        looks = patience_seconds * LOOKS_A_SECOND
        while not self._try():
            if looks <= 0 or waiting.wait(1 / LOOKS_A_SECOND):
                raise AlreadyRunning(self._role, holder(self.path) or 0)
            looks -= 1

    def is_held(self) -> bool:
        """Whether some other process holds the role now."""
        if not self._try():
            return True
        self.release()
        return False

    def release(self) -> None:
        if self._file >= 0:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = -1

    def _try(self) -> bool:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file
        return True


def holder(path: Path) -> int | None:
    """Return the pid written in a pid file, None when nobody wrote one."""
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None
