"""Reads and writes what days of the calendar bring."""

from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.calendar.attachment import (
    Attachment,
    Brings,
    BringsCampaign,
    BringsPlaylist,
    BringsProgramme,
    OnDates,
    OnHijri,
    OnOccasion,
    OnPasaran,
    When,
)
from scheduler.problem import NotInSchedule
from scheduler.tables.calendar import DayAttachmentRow
from station.rundown import Start

_WHEN: TypeAdapter[OnOccasion | OnHijri | OnPasaran | OnDates] = TypeAdapter(When)
_BRINGS: TypeAdapter[BringsProgramme | BringsCampaign | BringsPlaylist] = TypeAdapter(Brings)
_MS = timedelta(milliseconds=1)


class AttachmentStore:
    """One session's view of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, channel: str) -> list[Attachment]:
        """Return every rule, in order of their names."""
        rows = self._session.scalars(
            select(DayAttachmentRow)
            .where(DayAttachmentRow.channel == channel)
            .order_by(DayAttachmentRow.name, DayAttachmentRow.id)
        )
        return [_attachment(row) for row in rows]

    def get(self, channel: str, attachment_id: int) -> Attachment:
        """Return a rule; raises NotInSchedule."""
        return _attachment(self._row(channel, attachment_id))

    def save(self, attachment: Attachment) -> Attachment:
        """Add a rule without a number, change one that has it; return it as stored."""
        channel = attachment.channel
        row = (
            self._row(channel, attachment.id)
            if attachment.id
            else DayAttachmentRow(channel=channel)
        )
        row.name = attachment.name.strip()
        row.when = {**_WHEN.dump_python(attachment.when, mode="json"), "eve": attachment.eve}
        row.brings = _BRINGS.dump_python(attachment.brings, mode="json")
        row.wall = attachment.wall
        row.duration_ms = attachment.duration // _MS
        row.start = attachment.start
        row.days_before = attachment.days_before
        row.active = attachment.active
        row.notes = attachment.notes
        self._session.add(row)
        self._session.flush()
        return _attachment(row)

    def remove(self, channel: str, attachment_id: int) -> None:
        self._session.delete(self._row(channel, attachment_id))
        self._session.flush()

    def _row(self, channel: str, attachment_id: int) -> DayAttachmentRow:
        row = self._session.get(DayAttachmentRow, attachment_id)
        if row is None or row.channel != channel:
            raise NotInSchedule("attachment", attachment_id)
        return row


def _attachment(row: DayAttachmentRow) -> Attachment:
    when: dict[str, Any] = dict(row.when)
    eve = bool(when.pop("eve", False))
    return Attachment(
        row.channel,
        row.name,
        _WHEN.validate_python(when),
        _BRINGS.validate_python(row.brings),
        row.wall,
        row.duration_ms * _MS,
        Start(row.start),
        row.days_before,
        eve=eve,
        active=row.active,
        notes=row.notes,
        id=row.id,
    )
