"""One process of the station: its pid file, its log, its signals, and its end with its parent."""

import ctypes
import logging
import os
import signal
import threading
import types
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import NoReturn

from mengudara.lock import AlreadyRunning, PidFile
from station import logs
from station.clock import SystemClock
from station.config import Config
from station.paths import StatePaths

PARENT_VARIABLE = "MENGUDARA_SUPERVISOR"
"""Pid of the `up` that started this process; absent under systemd or by hand."""
PATIENCE_SECONDS = 10.0
FOREVER = float("inf")
LEAVE_SECONDS = 3.0
_PR_SET_PDEATHSIG = 1

logger = logging.getLogger(__name__)


@contextmanager
def playing(
    role: str, config: Config, paths: StatePaths, *, patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[Event]:
    """Hold the role and yield the event that asks it to stop.

    Under a supervisor it waits for a predecessor to end: a dying one, or, with patience for ever,
    one whose understudy it is. Started by hand it refuses.
    """
    logs.set_up(role, config.log_level)
    paths.create()
    stop = stop_on_signals()
    supervisor = int(os.environ.get(PARENT_VARIABLE, 0))
    if supervisor:
        end_with_parent()
        if os.getppid() != supervisor:
            stop.set()
    pid_file = PidFile(paths.run, role)
    try:
        pid_file.take(patience_seconds if supervisor else 0.0, stop)
    except AlreadyRunning:
        if stop.is_set():
            raise SystemExit(0) from None
        raise
    try:
        yield stop
    except Exception:
        logger.exception("%s broke down", role, extra={"action": "process_failed"})
        raise SystemExit(1) from None
    finally:
        pid_file.release()


def stop_on_signals() -> Event:
    """Return an event set by SIGTERM or SIGINT; a second signal ends the process at once."""
    stop = Event()

    def ask(number: int, _frame: types.FrameType | None) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    return stop


def leave(patience_seconds: float = LEAVE_SECONDS) -> NoReturn:
    """End this process, whatever still works in its threads: for work that may be cut off anywhere.

    The interpreter would wait for them, and a supervisor would lose its patience.
    """
    main, clock = threading.main_thread(), SystemClock()
    ends = clock.now() + timedelta(seconds=patience_seconds)
    for thread in [one for one in threading.enumerate() if one is not main and not one.daemon]:
        thread.join(max(0.0, (ends - clock.now()).total_seconds()))
    logging.shutdown()
    os._exit(0)


def end_with_parent() -> None:
    """Have the kernel send SIGTERM when the supervisor dies, however it dies; see prctl(2)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
