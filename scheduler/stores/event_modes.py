"""Reads and writes the days on which events are observed otherwise."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.observance.modes import ModeRule
from scheduler.planner.event import EventMode
from scheduler.problem import NotInSchedule
from scheduler.tables.calendar import EventModeRow


class EventModeStore:
    """One session's view of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def since(self, channel: str, day: date) -> list[ModeRule]:
        """Return the rules that are not over before a local day, in order of their days."""
        rows = self._session.scalars(
            select(EventModeRow)
            .where(EventModeRow.channel == channel, EventModeRow.last_day >= day)
            .order_by(EventModeRow.first_day, EventModeRow.id)
        )
        return [_rule(row) for row in rows]

    def add(self, rule: ModeRule) -> ModeRule:
        """Add a rule; return it as stored."""
        row = EventModeRow(
            channel=rule.channel,
            names=list(rule.names),
            first_day=rule.first_day,
            last_day=rule.last_day,
            mode=rule.mode,
            text=rule.text.strip(),
            reason=rule.reason.strip(),
        )
        self._session.add(row)
        self._session.flush()
        return _rule(row)

    def remove(self, channel: str, rule_id: int) -> None:
        """Delete a rule; raises NotInSchedule."""
        row = self._session.get(EventModeRow, rule_id)
        if row is None or row.channel != channel:
            raise NotInSchedule("event mode", rule_id)
        self._session.delete(row)
        self._session.flush()


def _rule(row: EventModeRow) -> ModeRule:
    return ModeRule(
        row.channel,
        tuple(row.names),
        row.first_day,
        row.last_day,
        EventMode(row.mode),
        row.text,
        row.reason,
        row.id,
    )
