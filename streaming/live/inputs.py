"""The people who are connected: how many may be, who is sent away, whose title changes."""

import logging
from collections import Counter
from datetime import datetime, timedelta
from threading import Condition, Lock

from station.clock import Clock
from station.live import Door
from streaming.live.admission import Admission
from streaming.live.session import Session

logger = logging.getLogger(__name__)

Way = tuple[str, Door]
"""A channel and the door to it."""
BY_KEY = frozenset({Door.ICECAST, Door.RTMP, Door.SRT})
STALE = timedelta(seconds=3)
"""An older connection of the same presenter that has been silent for so long was cut off."""
REST = timedelta(seconds=60)
"""Whom the operator has sent away cannot come back before; programs try again by themselves."""


class Inputs:
    """Told by the doors, looked at twice a second."""

    def __init__(self, most: int, admission: Admission, clock: Clock) -> None:
        self._most = most
        self._admission = admission
        self._clock = clock
        self._lock = Lock()
        self._left = Condition(self._lock)
        self._sessions: list[Session] = []
        self._sent_away: dict[tuple[str, str], datetime] = {}
        self._begun: Counter[Way] = Counter()
        self._bytes: Counter[Way] = Counter()
        """Of those who have left."""
        self.refused = 0
        """How many were not let in; told by the doors."""

    @property
    def full(self) -> bool:
        return len(self._sessions) >= self._most

    def sessions(self) -> list[Session]:
        with self._lock:
            return list(self._sessions)

    def enter(self, session: Session) -> bool:
        """Start it and return True, if there is room for it."""
        for old in self._stale(session):
            old.end("replaced")
            self.leave(old)
        with self._lock:
            if self.full:
                return False
            self._sessions.append(session)
            self._begun[_way(session)] += 1
        session.start()
        _log(session, "live_began", "began")
        return True

    def leave(self, session: Session) -> None:
        with self._lock:
            if session not in self._sessions:
                return
            self._sessions.remove(session)
            self._bytes[_way(session)] += session.bytes_in
            self._left.notify_all()
            if session.standing.why == "kicked":
                self._sent_away[_person(session)] = self._clock.now() + REST
        _log(session, "live_ended", f"ended ({session.standing.why})")

    def totals(self) -> dict[Way, tuple[int, int]]:
        """Return how many have come in by each door since the start, and their bytes."""
        with self._lock:
            taken = self._bytes.copy()
            for session in self._sessions:
                taken[_way(session)] += session.bytes_in
            return {way: (count, taken[way]) for way, count in self._begun.items()}

    def find(self, channel: str, login: str) -> Session | None:
        """Return the newest session of a presenter."""
        return next((s for s in reversed(self.sessions()) if _person(s) == (channel, login)), None)

    def rests(self, channel: str, login: str) -> bool:
        """Whether he has been sent away a moment ago."""
        until = self._sent_away.get((channel, login))
        return until is not None and self._clock.now() < until

    def look(self) -> None:
        """End what brings no sound, and whoever is no presenter any more."""
        now = self._clock.now()
        for session in self.sessions():
            session.look(now)
            if session.hello.door in BY_KEY and not self._is_still_admitted(session):
                session.end("revoked")

    def close(self) -> None:
        for session in self.sessions():
            session.end("shutdown")

    def wait_until_empty(self, seconds: float) -> None:
        """Give the sessions that were ended time to go."""
        with self._left:
            self._left.wait_for(lambda: not self._sessions, seconds)

    def _is_still_admitted(self, session: Session) -> bool:
        who, channel = session.hello.who, session.channel
        return self._admission.still_admits(who, channel, interprets=session.interprets)

    def _stale(self, new: Session) -> list[Session]:
        now = self._clock.now()
        same = (s for s in self.sessions() if _person(s) == _person(new))
        return [s for s in same if s.hello.door is new.hello.door and now - s.last_byte > STALE]


def _way(session: Session) -> Way:
    return session.channel, session.hello.door


def _person(session: Session) -> tuple[str, str]:
    return session.channel, session.hello.who


def _log(session: Session, action: str, verb: str) -> None:
    hello = session.hello
    about = {
        "action": action,
        "session": hello.session,
        "who": hello.who,
        "channel": session.channel,
        "bytes": session.bytes_in,
    }
    logger.info("%s: %s by %s %s", session.channel, hello.name, hello.door, verb, extra=about)
