"""What a channel publishes while its encoder gives nothing: the slate, encoded once and kept.

This module starts a child process, once after each change of what is made.
"""

import logging
import os
import subprocess
from pathlib import Path

from station.atomic_file import write_atomically
from station.audio import TICK, utc_us
from station.bus import NO_PICTURE
from station.clock import Clock
from streaming.pictures.cutter import STRETCH, LadderCutter, Stretch
from streaming.pictures.feed import Order, pack
from streaming.pictures.making import MAKING, Making
from streaming.pictures.rungs import GOP
from streaming.pictures.units import REPORT, UnitReader, UnitsBroken
from streaming.slate import Slate
from streaming.television.ladder_life import command
from streaming.television.unit_ring import Origin
from streaming.timeline import Timeline

logger = logging.getLogger(__name__)

BLOCKS = STRETCH + GOP
"""Enough that the key picture behind the stretch comes too."""
LIMIT_SECONDS = 120
FORMAT = b"filler 1 "


class KeptFiller:
    """A file of units behind a line that says what they are."""

    def __init__(self, path: Path, making: Making, slate: Slate, clock: Clock) -> None:
        self._path = path
        self._making = making
        self._slate = slate
        self._clock = clock
        self._stretch: Stretch | None = None
        self._origin = Origin(0, making.rungs, Timeline())

    def __call__(self) -> tuple[Origin, Stretch] | None:
        """Return it, None while there is none."""
        return (self._origin, self._stretch) if self._stretch else None

    def prepare(self) -> None:
        """Read what is kept, or encode it; takes a few seconds and never raises."""
        try:
            self._stretch = self._kept() or self._made()
        except (OSError, subprocess.SubprocessError, UnitsBroken) as error:
            logger.error("no filler: %s", error, extra={"action": "filler_failed"})

    def _kept(self) -> Stretch | None:
        try:
            line, _, units = self._path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        return _cut(units, self._making) if line == self._line() else None

    def _made(self) -> Stretch | None:
        done = subprocess.run(
            ["nice", *command(self._making)],
            input=self._orders(),
            capture_output=True,
            check=True,
            timeout=LIMIT_SECONDS,
        )
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path, self._line() + b"\n" + done.stdout)
        return _cut(done.stdout, self._making)

    def _orders(self) -> bytes:
        start = utc_us(self._clock.now())
        return b"".join(
            pack(
                Order(self._slate.read(), start + at * (TICK.microseconds), NO_PICTURE, overlay=())
            )
            for at in range(BLOCKS)
        )

    def _line(self) -> bytes:
        """Return what the units depend on, in one line."""
        try:
            changed = os.stat(self._making.slate).st_mtime_ns
        except OSError:
            changed = 0
        return FORMAT + b"%d " % changed + MAKING.dump_json(self._making)


def _cut(units: bytes, making: Making) -> Stretch | None:
    cutter = LadderCutter(len(making.rungs))
    for unit in UnitReader().feed(units):
        if unit.track != REPORT:
            cutter.add(unit)
    return next(cutter.stretches(), None)
