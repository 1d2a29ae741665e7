"""Whether a remote server really takes what it is sent. Pure."""

from datetime import datetime, timedelta

from station.errors import StationError
from station.outputs import OutputState

STALLED_AFTER = timedelta(seconds=3)
GIVEN_UP_AFTER = timedelta(seconds=15)


class NothingTaken(StationError):
    """The server has confirmed nothing for so long that a new connection is better."""

    def __init__(self) -> None:
        super().__init__(f"nothing confirmed for {GIVEN_UP_AFTER.total_seconds():.0f} s")


class Progress:
    """Compares what was sent with what the other end confirmed."""

    def __init__(self, now: datetime) -> None:
        self._confirmed = 0
        self._since = now

    def judge(self, sent: int, confirmed: int, now: datetime) -> OutputState | None:
        """Return the state this shows, None for no news; raises NothingTaken."""
        if confirmed > self._confirmed:
            self._confirmed, self._since = confirmed, now
            return OutputState.UP
        if confirmed == sent:
            self._since = now
        if now - self._since >= GIVEN_UP_AFTER:
            raise NothingTaken
        return OutputState.STALLED if now - self._since >= STALLED_AFTER else None
