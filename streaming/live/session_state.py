"""Where an input stands on its way to the air, as a table. No code outside it changes a state."""

import enum
from threading import Lock

from station.errors import StationError


class SessionState(enum.StrEnum):
    """States of every live session."""

    OPENING = "opening"
    """No sound has come yet."""
    LINKED = "linked"
    """Its sound goes to the air."""
    ADRIFT = "adrift"
    """Its sound comes, and the air is away."""
    ENDED = "ended"
    """It is over; nothing leads out of here."""


_S = SessionState
TRANSITIONS: dict[SessionState, frozenset[SessionState]] = {
    _S.OPENING: frozenset({_S.LINKED, _S.ADRIFT, _S.ENDED}),
    _S.LINKED: frozenset({_S.ADRIFT, _S.ENDED}),
    _S.ADRIFT: frozenset({_S.LINKED, _S.ENDED}),
    _S.ENDED: frozenset(),
}


class IllegalSessionState(StationError):
    """A session was told to go where it cannot go from where it is."""

    def __init__(self, before: SessionState, after: SessionState) -> None:
        super().__init__(f"a session cannot go from {before.value} to {after.value}")


class SessionStanding:
    """One session's state, told by its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.state = SessionState.OPENING
        self.why = ""
        """Why it ended."""

    def enter(self, state: SessionState) -> None:
        """Change the state; being there already is no change. Raises IllegalSessionState."""
        with self._lock:
            self._enter(state)

    def sound(self, *, linked: bool) -> None:
        """Note that sound has come, with or without an air to take it; late sound is no news."""
        with self._lock:
            if self.state is not SessionState.ENDED:
                self._enter(SessionState.LINKED if linked else SessionState.ADRIFT)

    def end(self, why: str) -> bool:
        """Return whether this call ended it."""
        with self._lock:
            if self.state is SessionState.ENDED:
                return False
            self._enter(SessionState.ENDED)
            self.why = why
            return True

    def _enter(self, state: SessionState) -> None:
        if state is self.state:
            return
        if state not in TRANSITIONS[self.state]:
            raise IllegalSessionState(self.state, state)
        self.state = state
