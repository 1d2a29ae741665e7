"""Keeps the encoder fed in real time: from the bus while it speaks, else from the slate.

Holds no socket and no thread. Frames are counted against the clock: what is fed never runs more
than a few blocks behind or ahead of the time that has passed.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from station.audio import BLOCK, TICK, Block, utc_us
from station.bus import NO_PICTURE, Metadata, Packet
from station.ladder import Rung
from streaming.graphics.placed import Overlay
from streaming.slate import FADE, Slate

PATIENCE = 3 * TICK
"""Silence after which the slate is heard when the bus is gone, and how far ahead it may run."""
STALL = 25 * TICK
"""Silence of a bus that is still connected: a busy machine sends late what it owes, and a listener
who has a burst in hand hears nothing of it."""
_TICK_US = TICK // timedelta(microseconds=1)
_RISE = np.linspace(0.0, 1.0, FADE, dtype=np.float32)[:, None]
_ON_SLATE = Metadata(0, Rung.SLATE)


@dataclass(frozen=True, slots=True)
class Fed:
    """One block on its way to the encoder."""

    sound: Block
    utc_us: int
    metadata: tuple[Metadata, ...] = ()
    picture: int = NO_PICTURE
    """Ticket of the picture that is seen with it; without one, what was seen stays."""
    overlay: Overlay = ()
    """What stands over it."""


class Feeder:
    """Decides block by block what the encoder hears."""

    def __init__(self, slate: Slate, start: datetime) -> None:
        self.on_slate = False
        self.connected = False
        """Whether the bus is there, though it may be silent."""
        self.outages = 0
        """Times the slate had to be taken."""
        self.dropped = 0
        """Blocks of the bus left out because they came too early."""
        self._slate = slate
        self._fed_until = start
        self._next_utc_us = utc_us(start)
        self._on_air: Metadata | None = None
        self._announce = False

    @property
    def due(self) -> datetime:
        """When `tick` has something to do unless a packet comes first."""
        if self.on_slate:
            return self._fed_until + TICK
        return self._fed_until + (STALL if self.connected else PATIENCE)

    def packet(self, packet: Packet, now: datetime) -> list[Fed]:
        """Take what the bus sent; return what the encoder shall hear."""
        if packet.metadata:
            self._on_air = replace(packet.metadata[-1], offset=0)
        if self._fed_until - now >= PATIENCE:
            self.dropped += 1
            self._announce = True
            return []
        sound = self._return_to(packet.sound) if self.on_slate else packet.sound
        fed = Fed(sound, packet.utc_us, self._metadata_of(packet), packet.picture)
        return [self._feed(fed)]

    def tick(self, now: datetime) -> list[Fed]:
        """Fill what is missing up to `now` from the slate once the bus has been silent."""
        fed: list[Fed] = []
        if now < self.due:
            return fed
        if now - self._fed_until > timedelta(seconds=2):
            self._skip_to(now)
        while now - self._fed_until >= TICK:
            fed.append(self._feed(self._slate_block()))
        return fed

    def _metadata_of(self, packet: Packet) -> tuple[Metadata, ...]:
        """Return what begins; after a slate or a dropped block, what is on is said again."""
        announce, self._announce = self._announce, False
        if announce and self._on_air and not packet.metadata:
            return (self._on_air,)
        return packet.metadata

    def _slate_block(self) -> Fed:
        if self.on_slate:
            return Fed(self._slate.read(), self._next_utc_us)
        self.on_slate = self._announce = True
        self.outages += 1
        self._slate.rewind()
        sound = self._slate.read().copy()
        sound[:FADE] *= _RISE
        return Fed(sound, self._next_utc_us, (_ON_SLATE,))

    def _return_to(self, sound: Block) -> Block:
        """Fade from the slate to the programme inside one block."""
        self.on_slate = False
        mixed = sound.copy()
        fade = min(FADE, len(mixed))
        mixed[:fade] *= _RISE[:fade]
        mixed[:fade] += self._slate.read()[:fade] * _RISE[::-1][:fade]
        return np.clip(mixed, -1.0, 1.0)

    def _feed(self, fed: Fed) -> Fed:
        self._fed_until += TICK * len(fed.sound) / BLOCK
        self._next_utc_us = fed.utc_us + _TICK_US * len(fed.sound) // BLOCK
        return fed

    def _skip_to(self, now: datetime) -> None:
        """Give up time in which this process did not run, rather than feed it in a burst."""
        missed = now - TICK - self._fed_until
        self._fed_until += missed
        self._next_utc_us += missed // timedelta(microseconds=1)
