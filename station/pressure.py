"""How hard the machine of the air is pressed: told by each air, heeded by work that can wait.

A small file per channel in the run folder. It counts for half a minute, so that an air which has
died holds up nobody.
"""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter

from station.atomic_file import write_atomically

FRESH = timedelta(seconds=30)
"""How long a file counts; the air writes it anew well before."""
SUFFIX = ".pressure"


class Level(enum.IntEnum):
    """What is left out, each with all above it; the order in which work is shed."""

    NONE = 0
    METERS = 1
    WAVEFORMS = 2
    INGEST = 3
    RENDITIONS = 4


@dataclass(frozen=True, slots=True)
class Pressure:
    """What one air says."""

    level: Level
    """What is to be left out."""
    since: datetime
    """When it came to that, UTC."""
    at: datetime
    """When it was last said, UTC."""


_ADAPTER: TypeAdapter[Pressure] = TypeAdapter(Pressure)


def shed(level: Level) -> tuple[str, ...]:
    """Return the names of the work that is left out, in order."""
    return tuple(one.name.lower() for one in Level if Level.NONE < one <= level)


def publish(path: Path, pressure: Pressure) -> None:
    """Replace what this air has said; raises OSError."""
    write_atomically(path, _ADAPTER.dump_json(pressure))


def highest(run: Path, now: datetime) -> Level:
    """Return the highest level that any air of this machine says; never raises."""
    return max((_level(path, now) for path in run.glob(f"*{SUFFIX}")), default=Level.NONE)


def _level(path: Path, now: datetime) -> Level:
    try:
        pressure = _ADAPTER.validate_json(path.read_bytes())
        return pressure.level if abs(now - pressure.at) <= FRESH else Level.NONE
    except (OSError, ValueError, TypeError):
        return Level.NONE
