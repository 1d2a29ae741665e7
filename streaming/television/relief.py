"""What a picture encoder does without when the machine is too small for it. Pure.

The sound is never touched. Each step costs less than the one before; the measured speed of the
encoder says when to go down, and when it can be expected to hold out one step higher.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from station.video import FPS
from streaming.pictures.making import Making
from streaming.pictures.rungs import GOP
from streaming.pictures.units import Report

PRESETS = ("fast", "faster", "veryfast", "superfast", "ultrafast")
SLOW_PICTURES = 5
"""Of so many pictures one is encoded, one step before stills: five a second."""

TOO_SLOW = 1.15
"""Times the clock; below this an encoder has no more to spare."""
REPORTS = 5
"""About five seconds, over which the speed is taken."""
SETTLE = timedelta(seconds=10)
"""Nothing is judged so soon behind a step."""
CALM = timedelta(seconds=60)
"""How long there must be speed enough before it goes up; doubled each time that was too soon."""
LONGEST_CALM = timedelta(minutes=16)


@dataclass(frozen=True, slots=True)
class Step:
    """One way to make the ladder."""

    name: str
    """How it is made cheaper, in any language: a preset, a rung less, pictures a second."""
    making: Making
    rises_at: float = 0.0
    """Speed from which the step before may be tried: what that costs more, and some to spare."""
    is_whole: bool = False
    """Whether nothing is lost by it."""


def steps(making: Making, cores: int = 1) -> tuple[Step, ...]:
    """Return the ways to make a ladder, the best first.

    Where other cores are idle the first step is to use them, which costs more but no quality.
    """
    found = [Step("", making, is_whole=True)]
    if cores > 1:
        making = replace(making, threads=0)
        found.append(Step(f"{cores} cores", making, 1.4 * min(cores, 4), is_whole=True))
    for preset in PRESETS[PRESETS.index(making.preset) + 1 :]:
        making = replace(making, preset=preset)
        found.append(Step(preset, making, 1.8))
    for rung in making.rungs[1:]:
        making = replace(making, left_out=(*making.left_out, rung.name))
        found.append(Step(f"−{rung.name}", making, 1.8))
    for every in (SLOW_PICTURES, GOP):
        making = replace(making, every=every)
        found.append(Step(f"{float(FPS) / every:g} fps", making, 6.0))
    return tuple(found)


class Relief:
    """Goes down when the encoder is late, and up when it has been well ahead for a while."""

    def __init__(self, steps: Sequence[Step], now: datetime) -> None:
        self._steps = steps
        self._at = 0
        self._since = self._calm_since = now
        self._calm = CALM
        self._rose = False
        self._reports: deque[Report] = deque(maxlen=REPORTS)

    @property
    def step(self) -> Step:
        return self._steps[self._at]

    @property
    def number(self) -> int:
        """How many steps below the whole."""
        return self._at

    @property
    def speed(self) -> float:
        """Times the clock, over the last reports; 0 while nothing is known."""
        busy = sum(report.busy_us for report in self._reports)
        return sum(report.blocks for report in self._reports) * 40_000 / busy if busy else 0.0

    def told(self, report: Report, now: datetime, *, pressed: bool = False) -> bool:
        """Take in what the encoder says; return whether the step has changed.

        `pressed`: whether the air itself is short of time, which the encoder may be the cause of.
        """
        if now - self._since < SETTLE:
            return False
        self._reports.append(report)
        if self._is_late or pressed:
            self._calm_since = now
            return len(self._reports) == REPORTS and self._go(self._down(pressed=pressed), now)
        if self.speed < self.step.rises_at:
            self._calm_since = now
        return now - self._calm_since >= self._calm and self._go(-1, now)

    def _down(self, *, pressed: bool) -> int:
        """Return how many steps to go: an air that is short of time has no cores to give away."""
        after = self._steps[self._at + 1 :]
        return 2 if pressed and after and after[0].is_whole else 1

    @property
    def _is_late(self) -> bool:
        left_out = sum(report.left_out for report in self._reports)
        blocks = sum(report.blocks for report in self._reports)
        return self.speed < TOO_SLOW or left_out > blocks // 10

    def _go(self, by: int, now: datetime) -> bool:
        if not 0 <= self._at + by < len(self._steps):
            return False
        if by > 0:
            too_soon = self._rose and now - self._since < 2 * self._calm
            self._calm = min(2 * self._calm, LONGEST_CALM) if too_soon else CALM
        self._rose = by < 0
        self._at += by
        self._since = self._calm_since = now
        self._reports.clear()
        return True
