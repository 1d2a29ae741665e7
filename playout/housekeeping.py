"""What must be done now and then beside the tick: signs of life, and an eye on the clock."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playout import pulse
from playout.engine import Engine
from station.clock import SystemClock

logger = logging.getLogger(__name__)

PULSE_SECONDS = 0.5

Errors = Callable[[], tuple[str, str]]
"""What is wrong with the rundown, and with the journal; empty for nothing."""


class Housekeeping:
    """One thread; reads the engine's published place, never its decks."""

    def __init__(self, engine: Engine, clock: SystemClock, folder: Path, errors: Errors) -> None:
        self._engine = engine
        self._clock = clock
        self._errors = errors
        self._sign = pulse.Sign(folder)
        self._step = timedelta(0)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join(2.0)
        self._sign.close()

    def _run(self) -> None:
        while not self._closing.wait(PULSE_SECONDS):
            place = self._engine.place
            if place is not None:
                self._sign.write(place)
            counters = self._engine.counters
            counters.rundown_error, counters.journal_error = self._errors()
            self._watch_clock()

    def _watch_clock(self) -> None:
        """Report a stepped wall clock; station time goes on as it was."""
        step = self._clock.step()
        self._engine.counters.clock_step_ms = step // timedelta(milliseconds=1)
        if bool(step) != bool(self._step):
            logger.warning(
                "the computer's clock is %.1f s off station time", step.total_seconds(),
                extra={"action": "clock_stepped"},
            )  # fmt: skip
        self._step = step
