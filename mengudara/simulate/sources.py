"""Sources of a rehearsal: counted or truly decoded, and each of them can be spoilt."""

from collections import deque
from pathlib import Path
from random import Random
from threading import Event

import numpy as np

from mengudara.simulate.faults import Fault, Incident
from mengudara.simulate.unheard import unheard
from playout.source import OpenSource, Source
from station.audio import RATE, Block
from station.rundown import Item

HELD = 6 * RATE
"""What is decoded ahead is still heard when a decoder dies."""
ENDLESS = 1 << 62
LOOK_SECONDS = 0.001
MOST_LOOKS = 20_000
"""A decoder that gives nothing for so long will give nothing more."""


class Counted:
    """As many frames as the plan says the file has, without a sample."""

    ready = True

    def __init__(self, frames: int, fault: str = "") -> None:
        self._left = frames
        self.fault = fault

    @property
    def ended(self) -> bool:
        return self._left == 0

    def read(self, frames: int) -> Block:
        taken = min(frames, self._left)
        self._left -= taken
        return unheard(taken)

    def close(self) -> None:
        """Nothing to release."""


class Patient:
    """Waits for a decoder, which works in real time, so that virtual time never outruns it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._pause = Event()

    @property
    def ready(self) -> bool:
        for _ in range(MOST_LOOKS):
            if self._source.ready or self._source.fault:
                break
            self._pause.wait(LOOK_SECONDS)
        return self._source.ready

    @property
    def ended(self) -> bool:
        return self._source.ended

    @property
    def fault(self) -> str:
        return self._source.fault

    def read(self, frames: int) -> Block:
        parts: list[Block] = []
        missing = frames
        for _ in range(MOST_LOOKS):
            parts.append(self._source.read(missing))
            missing -= len(parts[-1])
            if not missing or self._source.ended:
                break
            if not len(parts[-1]):
                self._pause.wait(LOOK_SECONDS)
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def close(self) -> None:
        self._source.close()


class Spoilable:
    """Any source, until it is told to go wrong."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._left = ENDLESS
        """Frames until it goes wrong."""
        self._hangs = False
        self._fault = ""

    def spoil(self, left: int, *, hangs: bool = False, fault: str = "") -> None:
        """Give `left` more frames, then hang, or end with a fault or just too early."""
        self._left, self._hangs, self._fault = left, hangs, fault

    @property
    def ready(self) -> bool:
        return self._source.ready

    @property
    def ended(self) -> bool:
        return self._source.ended or (not self._left and not self._hangs)

    @property
    def fault(self) -> str:
        return self._source.fault or ("" if self._left else self._fault)

    def read(self, frames: int) -> Block:
        if self._left == ENDLESS:
            return self._source.read(frames)
        block = self._source.read(min(frames, self._left))
        self._left -= len(block)
        return block

    def close(self) -> None:
        self._source.close()


class Opener:
    """Opens every file of a rehearsal; `open` is the engine's opener."""

    def __init__(self, media: Path, decode: OpenSource | None = None) -> None:
        """Without `decode` nothing is decoded: a file only has to be there."""
        self._media = media
        self._decode = decode
        self._spoils: deque[Incident] = deque()
        self._open: list[tuple[str, Spoilable]] = []

    def open(self, item: Item, from_frame: int) -> Spoilable:
        source = Spoilable(self._source(item, from_frame))
        if self._spoils:
            self._spoil(source, self._spoils.popleft(), item.cue_out - from_frame)
        self._open = [*self._open[-15:], (item.key, source)]
        return source

    def spoil_next(self, incident: Incident) -> None:
        """Have the next file that is opened be missing or damaged."""
        self._spoils.append(incident)

    def spoil_now(self, key: str, incident: Incident) -> bool:
        """Have the decoder of an item die or hang; what it has decoded is still heard."""
        found = [source for open_key, source in self._open if open_key == key]
        for source in found:
            source.spoil(HELD, hangs=incident.fault is Fault.HUNG)
        return bool(found)

    def close_all(self) -> None:
        """Let go of everything at once, as the death of the process would."""
        for _, source in self._open:
            source.close()
        self._open.clear()

    def _source(self, item: Item, from_frame: int) -> Source:
        if self._decode is not None:
            return Patient(self._decode(item, from_frame))
        there = (self._media / item.path).is_file()
        return Counted(item.cue_out - from_frame, "" if there else f"no file {item.path}")

    def _spoil(self, source: Spoilable, incident: Incident, frames: int) -> None:
        if incident.fault is Fault.MISSING:
            source.spoil(0, fault="the file is not there")
            return
        random = Random(incident.chance)
        fault = random.choice(("", "cannot be decoded from here on"))
        source.spoil(random.randrange(max(1, frames)), fault=fault)
