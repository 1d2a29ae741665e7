"""Reads and writes pins: which versions are held, and since when no more."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.pin import Pin, Purpose
from scheduler.problem import NotInSchedule, Problem, ScheduleInvalid
from scheduler.tables.versions import PinRow


class PinStore:
    """One session's view of the pins."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, pin: Pin, rows: dict[str, Any] | None = None) -> Pin:
        """Hold a version; what was held before is released. `rows`: the grid as it is now."""
        before = self.in_force(pin.channel, pin.made_at)
        if before is not None:
            self.release(before.id, by=pin.by, now=pin.made_at)
        row = PinRow(
            channel=pin.channel,
            version=pin.version,
            checksum=pin.checksum,
            purpose=pin.purpose,
            made_at=pin.made_at,
            by=pin.by,
            until=pin.until,
            rows=rows,
        )
        self._session.add(row)
        self._session.flush()
        return _pin(row)

    def release(self, pin_id: int, *, by: str, now: datetime) -> Pin:
        """Let go of a version; raises NotInSchedule, ScheduleInvalid when it was already."""
        row = self._row(pin_id)
        if not _pin(row).holds(now):
            raise ScheduleInvalid(Problem.ALREADY_UNDONE, "pin", pin_id)
        row.released_at, row.released_by = now, by
        self._session.flush()
        return _pin(row)

    def in_force(self, channel: str, now: datetime) -> Pin | None:
        """Return what is held now."""
        rows = self._session.scalars(
            select(PinRow)
            .where(PinRow.channel == channel, PinRow.until > now, PinRow.released_at.is_(None))
            .order_by(PinRow.id.desc())
        )
        return next((pin for pin in map(_pin, rows) if pin.holds(now)), None)

    def rolled_back_since(self, channel: str, instant: datetime) -> Pin | None:
        """Return the roll-back that was taken back last, at an instant or later."""
        rows = self._session.scalars(
            select(PinRow)
            .where(
                PinRow.channel == channel,
                PinRow.purpose == Purpose.ROLL_BACK,
                PinRow.released_at >= instant,
            )
            .order_by(PinRow.id.desc())
            .limit(1)
        )
        return next(map(_pin, rows), None)

    def grid_at(self, pin_id: int) -> dict[str, Any]:
        """Return the rows that were noted when a pin was set; raises NotInSchedule."""
        return self._row(pin_id).rows or {}

    def versions_held(self, channel: str, now: datetime) -> set[int]:
        """Return the versions that must not be deleted."""
        pin = self.in_force(channel, now)
        return set() if pin is None else {pin.version}

    def _row(self, pin_id: int) -> PinRow:
        row = self._session.get(PinRow, pin_id)
        if row is None:
            raise NotInSchedule("pin", pin_id)
        return row


def _pin(row: PinRow) -> Pin:
    return Pin(
        id=row.id,
        channel=row.channel,
        version=row.version,
        checksum=row.checksum,
        purpose=Purpose(row.purpose),
        made_at=row.made_at,
        until=row.until,
        by=row.by,
        released_at=row.released_at,
        released_by=row.released_by,
    )
