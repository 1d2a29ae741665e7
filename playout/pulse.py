"""The sign of life: a few bytes on disk that say how far the airing on the air has come.

Not synced, so it survives the death of the process but perhaps not that of the machine; the next
life then falls back on the journal.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station.audio import from_utc_us, utc_us

NAME = "pulse"


@dataclass(frozen=True, slots=True)
class Pulse:
    """Where the lead was at an instant."""

    at: datetime
    airing: str
    heard: int
    """Frames of it heard so far."""
    position: int
    """Frame of its file."""


def write(folder: Path, pulse: Pulse) -> None:
    """Replace the sign of life; raises OSError."""
    fields = [utc_us(pulse.at), pulse.airing, pulse.heard, pulse.position]
    temporary = folder / f".{NAME}"
    temporary.write_text(json.dumps(fields))
    os.replace(temporary, folder / NAME)


def read(folder: Path) -> Pulse | None:
    """Return the last sign of life, None when there is none that can be read."""
    try:
        at, airing, heard, position = json.loads((folder / NAME).read_text())
        return Pulse(from_utc_us(int(at)), str(airing), int(heard), int(position))
    except (OSError, ValueError, TypeError, OverflowError):
        return None
