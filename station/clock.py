"""The only module that asks the computer what time it is."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

MAX_STEP = timedelta(milliseconds=500)


class Clock(Protocol):
    """Time as the station sees it."""

    def now(self) -> datetime:
        """Return the wall time, always aware and in UTC."""

    def sleep_until(self, instant: datetime) -> None:
        """Wait until `instant`, or return at once when it has passed."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SystemClock:
    """Wall time read once, then counted on CLOCK_MONOTONIC: slewed, never stepped."""

    def __init__(
        self,
        wall: Callable[[], datetime] = _utc_now,
        monotonic_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._wall = wall
        self._monotonic_ns = monotonic_ns
        self._anchor = wall()
        self._origin = monotonic_ns()

    def now(self) -> datetime:
        elapsed = self._monotonic_ns() - self._origin
        return self._anchor + timedelta(microseconds=elapsed // 1_000)

    def sleep_until(self, instant: datetime) -> None:
        time.sleep(max(0.0, (instant - self.now()).total_seconds()))

    def step(self) -> timedelta:
        """Return how far the wall clock was stepped since the anchor, or zero."""
        apart = self._wall() - self.now()
        return apart if abs(apart) > MAX_STEP else timedelta(0)

    def reanchor(self) -> timedelta:
        """Take up the wall clock's present reading; return how far time moved."""
        before = self.now()
        self._anchor = self._wall()
        self._origin = self._monotonic_ns()
        return self._anchor - before


class VirtualClock:
    """A clock for tests and simulation: sleeping is instant, time moves only when asked."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def sleep_until(self, instant: datetime) -> None:
        self._now = max(self._now, instant)

    def jump(self, delta: timedelta) -> None:
        """Pretend the machine stalled for `delta`."""
        self._now += delta
