"""Listens to the program bus of a rehearsal: counts blocks, silence, peaks and who had the air."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from playout.limiter import highest
from station.audio import BLOCK, RATE, Block, decibels, from_utc_us, linear, span_of
from station.bus import LIVE_RUNG, Packet

NOTED = 2 * RATE
"""Shorter silence is a pause in the programme."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch in which nothing was heard."""

    begins: datetime
    """UTC."""
    frames: int
    """How long."""
    item_key: str
    """What had the air when it began."""


class Monitor:
    """A sink that keeps only figures."""

    def __init__(self, floor_dbfs: float) -> None:
        self._floor = linear(floor_dbfs)
        self._next = 0
        self._quiet = 0
        """Frames of silence so far."""
        self._since = datetime.min.replace(tzinfo=UTC)
        self._on_air = ""
        self._under = ""
        self.blocks = 0
        self.frames = 0
        self.wrong_ticks = 0
        """Blocks whose number did not follow the one before."""
        self.without_programme = 0
        """Blocks in which no item had the air: a filler, the slate, or silence."""
        self.peak = 0.0
        self.silences: list[Silence] = []
        self.quiet: set[str] = set()
        """Keys of items that are meant to have long silences: those of others are told."""

    @property
    def peak_dbfs(self) -> float:
        return round(decibels(self.peak), 1)

    def new_life(self) -> None:
        """Expect the count of ticks to begin anew."""
        self._next = 0

    def write(self, packet: Packet) -> None:
        self.wrong_ticks += packet.tick != self._next
        self._next = packet.tick + 1
        self.blocks += 1
        self.frames += len(packet.sound)
        self.without_programme += not packet.flags & LIVE_RUNG
        if packet.metadata:
            following = packet.metadata[-1].item_key
            if self.quiet & {self._on_air, following}:
                self._end_silence()
            self._on_air = following
        step = BLOCK if isinstance(packet.sound, np.ndarray) else max(1, len(packet.sound))
        self._listen(packet.sound, packet.utc_us, step)

    def close(self) -> None:
        self._end_silence()

    def _listen(self, sound: Block, utc_us: int, step: int) -> None:
        """Find the silent stretches: to a tick of the real air, or to a block that was counted."""
        for first in range(0, len(sound), step):
            peak = highest(sound if step >= len(sound) else sound[first : first + step])
            self.peak = max(self.peak, peak)
            if peak >= self._floor:
                self._end_silence()
                continue
            if not self._quiet:
                self._since = from_utc_us(utc_us) + span_of(first)
                self._under = self._on_air
            self._quiet += min(step, len(sound) - first)

    def _end_silence(self) -> None:
        if self._quiet >= NOTED and self._under not in self.quiet:
            self.silences.append(Silence(self._since, self._quiet, self._under))
        self._quiet = 0
