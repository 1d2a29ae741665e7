"""What the live process found out about the stations that are to be relayed: a small file.

Written whole whenever something changes; read by the desk for its warnings.
"""

import enum
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from station.atomic_file import write_atomically


class RelayState(enum.StrEnum):
    """Whether a station could be relayed when it was last tried."""

    READY = "ready"
    """It sounds."""
    FAILED = "failed"
    """It cannot be reached, cannot be decoded, or is silent."""


@dataclass(frozen=True, slots=True)
class Relay:
    """One address and how it did."""

    address: str
    """As in the items that want it."""
    channel: str
    """Slug of the channel it is for."""
    checked_at: datetime
    """When it was tried last, UTC."""
    state: RelayState
    """How that went."""
    why: str = ""
    """With FAILED: what went wrong, for people who know such things; else empty."""
    level: float = -120.0
    """RMS of what was heard, dBFS."""


_ADAPTER: TypeAdapter[tuple[Relay, ...]] = TypeAdapter(tuple[Relay, ...])


def publish(path: Path, relays: tuple[Relay, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, _ADAPTER.dump_json(relays))


def read(path: Path) -> tuple[Relay, ...]:
    """Return what is known, nothing where the file is missing or damaged."""
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValueError):
        return ()
