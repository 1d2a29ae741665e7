"""One supervised process, started again whenever it dies. Adapter: starts processes.

Every child leads a process group of its own. When it ends, whatever it left running in the group
is killed before the child is reaped, while the kernel still guards the group's number.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event, Lock, Thread

from mengudara.backoff import LONGEST, Backoff
from mengudara.copies import Copies, Copy
from mengudara.log_file import open_log
from mengudara.role import PARENT_VARIABLE
from station.clock import Clock


@dataclass(frozen=True, slots=True)
class Role:
    """What is started, and how it is treated."""

    name: str
    """As in its pid file and log."""
    arguments: tuple[str, ...]
    """Behind `python -m`."""
    wave: int
    """Lower waves are stopped first."""
    longest_rest: timedelta = LONGEST
    """Ceiling of the rest between two lives."""
    first_rest: timedelta = timedelta(0)
    """Before its first life."""
    copied: str = ""
    """It is a copy of a process that has loaded this, `module:function`; empty: it starts alone."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A life of a child that ended unasked."""

    role: str
    status: int
    """Exit status; negative for the signal that killed it."""
    rest: timedelta
    """Until it is started again."""


class Child:
    """Keeps one role running until told to stop."""

    def __init__(
        self,
        role: Role,
        logs: Path,
        clock: Clock,
        on_end: Callable[[Ended], None],
        copies: Copies | None = None,
    ) -> None:
        self.role = role
        self._log = logs / f"{role.name}.log"
        self._clock = clock
        self._on_end = on_end
        self._copies = copies
        self._backoff = Backoff(role.longest_rest)
        self._stop = Event()
        self._lock = Lock()
        self._pid = 0
        self._thread = Thread(target=self._keep, name=f"child {role.name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask(self) -> None:
        """Ask it to end, and do not start it again."""
        self._stop.set()
        self._signal(os.kill, signal.SIGTERM)

    def kill(self) -> None:
        """End it and all it started, at once."""
        self._stop.set()
        self._signal(os.killpg, signal.SIGKILL)

    def join(self, seconds: float) -> bool:
        """Wait for its end; return whether it came."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _keep(self) -> None:
        self._stop.wait(self.role.first_rest.total_seconds())
        while not self._stop.is_set():
            began = self._clock.now()
            status = self._live()
            if self._stop.is_set():
                return
            rest = self._backoff.rest_after(self._clock.now() - began)
            self._on_end(Ended(self.role.name, status, rest))
            self._stop.wait(rest.total_seconds())

    def _live(self) -> int:
        with self._lock:
            if self._stop.is_set():
                return 0
            process = self._spawn()
            self._pid = process.pid
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        self._signal(os.killpg, signal.SIGKILL)
        with self._lock:
            self._pid = 0
            return process.wait()

    def _spawn(self) -> subprocess.Popen[bytes] | Copy:
        with open_log(self._log) as log:
            copy = self._copies and self._copies.start(self.role.arguments, log)
            return copy or subprocess.Popen(
                [sys.executable, "-m", *self.role.arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, PARENT_VARIABLE: str(os.getpid())},
            )

    def _signal(self, send: Callable[[int, int], None], number: int) -> None:
        with self._lock:
            if self._pid:
                send(self._pid, number)
