"""What must be done now and then beside the tick: signs of life, and an eye on the clock."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playout import pulse, resources
from playout.commands import Correction
from playout.engine import Engine
from playout.orders import OrdersStore
from playout.pressure_sign import PressureSign
from playout.shedding import Shedding
from station import pressure
from station.clock import SystemClock

logger = logging.getLogger(__name__)

PULSE_SECONDS = 0.5
STEADY = timedelta(milliseconds=200)
TRUSTED_SECONDS = 10.0
"""A clock that was set is believed when it has not been set again for so long."""

Errors = Callable[[], tuple[str, str]]
"""What is wrong with the rundown, and with the journal; empty for nothing."""


class Housekeeping:
    """One thread; reads the engine's published place, never its decks."""

    def __init__(
        self,
        engine: Engine,
        clock: SystemClock,
        folder: Path,
        pressure_sign: PressureSign,
        orders: OrdersStore,
        errors: Errors,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._errors = errors
        self._pressure_sign = pressure_sign
        self._orders = orders
        self._shedding = Shedding()
        self._sign = pulse.Sign(folder)
        self._step = timedelta(0)
        self._looks = 0
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
            self._orders.note(self._engine.orders)
            counters = self._engine.counters
            counters.rundown_error, counters.journal_error = self._errors()
            self._watch_clock()
            self._watch_machine()

    def _watch_machine(self) -> None:
        """Count what the air takes, and have others leave out work while blocks are late."""
        counters, now = self._engine.counters, self._clock.now()
        counters.resources = resources.read()
        level = self._shedding.look(counters.ticks, counters.late, counters.skipped)
        counters.shed = pressure.shed(level)
        self._pressure_sign.show(level, now)

    def _watch_clock(self) -> None:
        """Report a stepped wall clock; take it up once it has stood still long enough."""
        step = self._clock.step()
        self._engine.counters.clock_step_ms = step // timedelta(milliseconds=1)
        steady = abs(step - self._step) < STEADY
        self._looks = self._looks + 1 if step and steady else 0
        if step and not steady:
            logger.warning(
                "the computer's clock is %.1f s off station time", step.total_seconds(),
                extra={"action": "clock_stepped"},
            )  # fmt: skip
        if self._looks * PULSE_SECONDS >= TRUSTED_SECONDS:
            self._engine.desk.submit(Correction(self._clock.reanchor))
            self._looks = 0
        self._step = step
