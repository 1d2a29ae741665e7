"""The sign of life: a few bytes on disk that say how far the airing on the air has come.

Not synced, so it survives the death of the process but perhaps not that of the machine; the next
life then falls back on the journal.
"""

import contextlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station.audio import from_utc_us, utc_us

NAME = "pulse"
SIZE = 256


@dataclass(frozen=True, slots=True)
class Pulse:
    """Where the lead was at an instant."""

    at: datetime
    airing: str
    heard: int
    """Frames of it heard so far."""
    position: int
    """Frame of its file."""


class Sign:
    """Writes the sign of life in place, all of it in one call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor = -1

    def write(self, pulse: Pulse) -> None:
        """Replace the last one; a disk that refuses is tried again with the next."""
        fields = [utc_us(pulse.at), pulse.airing, pulse.heard, pulse.position]
        with contextlib.suppress(OSError):
            if self._descriptor < 0:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._descriptor = os.open(self._folder / NAME, os.O_CREAT | os.O_WRONLY, 0o640)
            os.pwrite(self._descriptor, json.dumps(fields).encode().ljust(SIZE), 0)

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def read(folder: Path) -> Pulse | None:
    """Return the last sign of life, None when there is none that can be read."""
    try:
        at, airing, heard, position = json.loads((folder / NAME).read_text())
        return Pulse(from_utc_us(int(at)), str(airing), int(heard), int(position))
    except (OSError, ValueError, TypeError, OverflowError):
        return None
