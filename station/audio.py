"""The one audio format inside the station, and exact conversions of time to frames."""

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
"""Sample frames per second."""
CHANNELS = 2
BLOCK = 1_920
"""Frames mixed per tick: 40 ms, exactly one video frame at 25 fps."""
TICK = timedelta(milliseconds=40)
BYTES_PER_FRAME = CHANNELS * 4

Block = NDArray[np.float32]
"""PCM of shape (frames, channels); full scale is ±1.0."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def silence(frames: int) -> Block:
    return np.zeros((frames, CHANNELS), dtype=np.float32)


def frames_in(span: timedelta) -> int:
    """Return the whole frames in `span`; exact, for timedelta counts microseconds."""
    return span // _MICROSECOND * RATE // 1_000_000


def span_of(frames: int) -> timedelta:
    """Return how long `frames` last, rounded down to the microsecond."""
    return timedelta(microseconds=frames * 1_000_000 // RATE)


def utc_us(instant: datetime) -> int:
    """Return microseconds since 1970 UTC; the form in which instants cross sockets and files."""
    return (instant - _EPOCH) // _MICROSECOND


def from_utc_us(value: int) -> datetime:
    return _EPOCH + timedelta(microseconds=value)


def linear(decibels: float) -> float:
    """Return the amplitude factor of a gain in dB."""
    return float(10.0 ** (decibels / 20.0))


def decibels(amplitude: float) -> float:
    """Return dBFS of an amplitude; silence is −120 rather than minus infinity."""
    return 20.0 * float(np.log10(max(amplitude, 1e-6)))
