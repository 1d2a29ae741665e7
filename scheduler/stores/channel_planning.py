"""Reads and writes how a channel is planned."""

from datetime import timedelta

from sqlalchemy.orm import Session

from scheduler.planner.inputs import LOCK
from scheduler.problem import Problem, ScheduleInvalid
from scheduler.tables.versions import ChannelPlanningRow

LONGEST_LOCK = timedelta(hours=12)
_MINUTE = timedelta(minutes=1)


class ChannelPlanningStore:
    """One session's view of the channels' settings of planning."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self, channel: str) -> timedelta:
        """Return how long before its airing an item changes only by an operator's hand."""
        row = self._session.get(ChannelPlanningRow, channel)
        return LOCK if row is None else row.lock_minutes * _MINUTE

    def set_lock(self, channel: str, lock: timedelta) -> None:
        """Raises ScheduleInvalid for less than nothing, or more than half a day."""
        if not timedelta(0) <= lock <= LONGEST_LOCK:
            raise ScheduleInvalid(Problem.LOCK_IMPOSSIBLE, "lock", lock)
        row = self._session.get(ChannelPlanningRow, channel) or ChannelPlanningRow(channel=channel)
        row.lock_minutes = lock // _MINUTE
        self._session.add(row)
        self._session.flush()
