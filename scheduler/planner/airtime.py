"""Instants as frames since 1970, so that the planner counts integers and converts once."""

from datetime import datetime

from station.audio import RATE, from_utc_us, utc_us

SECOND = RATE
MINUTE = 60 * RATE
HOUR = 60 * MINUTE


def frame_at(instant: datetime) -> int:
    """Return the frame nearest to an instant; undoes `instant_at` exactly."""
    return (utc_us(instant) * RATE + 500_000) // 1_000_000


def instant_at(frame: int) -> datetime:
    """Return the instant of a frame, rounded down to the microsecond."""
    return from_utc_us(frame * 1_000_000 // RATE)
