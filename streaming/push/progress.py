"""Whether a remote server really takes what it is sent. Pure."""

from datetime import datetime, timedelta

from station.errors import StationError
from station.outputs import OutputState
from streaming.push.confirmation import Confirmation

STALLED_AFTER = timedelta(seconds=1.5)
"""The desk asks every second, and its pages ask the desk: with time to spare, they know within
five."""
GIVEN_UP_AFTER = timedelta(seconds=15)
LEAST = 1_024
"""Bytes that count as progress: the system of a server that stands still takes a few at a time."""
CREEPS = 4
"""What it takes grows by less than one in so many bytes received when nobody reads them: its
system only finds a little more room."""


class NothingTaken(StationError):
    """The server has confirmed nothing for so long that a new connection is better."""

    def __init__(self) -> None:
        super().__init__(f"nothing confirmed for {GIVEN_UP_AFTER.total_seconds():.0f} s")


class Progress:
    """Compares what was sent with what the other end confirmed."""

    def __init__(self, now: datetime) -> None:
        self._mark: Confirmation | None = None
        self._last: Confirmation | None = None
        self._since = now

    def judge(self, told: Confirmation | None, now: datetime) -> OutputState | None:
        """Return the state this shows, None for no news; raises NothingTaken.

        `told`: None before there is a connection; the very same again when nothing new was told.
        """
        last, self._last = self._last, told
        if self._mark is None:
            self._mark = told
        elif told and _moved(self._mark, told):
            self._mark, self._since = told, now
            return OutputState.UP
        elif told and told is not last and _quiet(self._mark, told):
            self._since = now
        if now - self._since >= GIVEN_UP_AFTER:
            raise NothingTaken
        return OutputState.STALLED if told and now - self._since >= STALLED_AFTER else None


def _moved(mark: Confirmation, told: Confirmation) -> bool:
    received, taken = told.received - mark.received, told.taken - mark.taken
    return min(received, taken) >= LEAST and CREEPS * taken >= received


def _quiet(mark: Confirmation, told: Confirmation) -> bool:
    """Return whether there is nothing that the server could have confirmed."""
    return told.received == told.sent and told.sent - mark.sent < LEAST
