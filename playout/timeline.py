"""Exact conversions between UTC and the frames of one life of the air."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from station.audio import RATE, TICK, from_utc_us, utc_us

_MICROSECOND = timedelta(microseconds=1)
_TICK_US = TICK // _MICROSECOND
_SECOND_US = 1_000_000


def whole_tick(instant: datetime) -> datetime:
    """Return the first whole 40 ms of UTC at or after `instant`."""
    return from_utc_us(-(-utc_us(instant) // _TICK_US) * _TICK_US)


@dataclass(slots=True)
class Timeline:
    """Frame 0 is the first sample of this life; tick n covers frames n·1920 … (n+1)·1920."""

    origin: datetime
    """UTC of frame 0; moved only when the air takes up a corrected clock."""

    def frame_at(self, instant: datetime) -> int:
        """Return the first frame at or after `instant`; negative before the origin."""
        since = (instant - self.origin) // _MICROSECOND
        return -(-since * RATE // _SECOND_US)

    def utc_of(self, frame: int) -> datetime:
        """Return the instant of a frame, rounded down to the microsecond."""
        return self.origin + timedelta(microseconds=frame * _SECOND_US // RATE)

    def utc_us_of(self, frame: int) -> int:
        """Return the instant of a frame in microseconds since 1970."""
        return utc_us(self.origin) + frame * _SECOND_US // RATE
