"""What each person can still undo: kept in memory, for ten minutes."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from station.errors import StationError

KEPT = timedelta(minutes=10)
_MOST = 50


class NothingToUndo(StationError):
    """There is no deed, or none young enough."""

    def __init__(self) -> None:
        super().__init__("nothing to undo")


@dataclass(frozen=True, slots=True)
class Deed:
    """A change that was made, and the way back."""

    channel: str
    """What to plan again."""
    what: str
    """A code of the audit trail."""
    name: str
    """What it was done to, as people call it."""
    at: datetime
    """When, UTC."""
    back: Callable[[Session], object]
    """Puts things as they were."""


class UndoLog:
    """The latest deeds of everybody, the newest last."""

    def __init__(self) -> None:
        self._deeds: dict[str, deque[Deed]] = {}
        self._lock = Lock()

    def note(self, account: str, deed: Deed) -> None:
        with self._lock:
            self._deeds.setdefault(account, deque(maxlen=_MOST)).append(deed)

    def last(self, account: str, now: datetime) -> Deed | None:
        with self._lock:
            deeds = self._deeds.get(account)
            if not deeds or deeds[-1].at + KEPT < now:
                return None
            return deeds[-1]

    def take(self, account: str, now: datetime) -> Deed:
        """Return the last deed and forget it; raises NothingToUndo."""
        deed = self.last(account, now)
        if deed is None:
            raise NothingToUndo
        with self._lock:
            self._deeds[account].remove(deed)
        return deed


def _undo_log(request: Request) -> UndoLog:
    found = getattr(request.app.state, "undo_log", None)
    if not isinstance(found, UndoLog):
        found = request.app.state.undo_log = UndoLog()
    return found


TheUndoLog = Annotated[UndoLog, Depends(_undo_log)]
