"""Rows of the calendar, the prayer times and the events of the day. For stores only."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from station.database import Base, UtcDateTime


class ScheduleSettingRow(Base):
    """Settings of the calendar, or of the events of a channel, as one document."""

    __tablename__ = "schedule_setting"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    """`calendar`, or `events:` and a channel."""
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PrayerDayRow(Base):
    """A line of an official table of prayer times."""

    __tablename__ = "prayer_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[dict[str, str]] = mapped_column(JSON)
    """`HH:MM` by the names of the times; one that the table does not give is absent."""
    place: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")


class EventModeRow(Base):
    """How events are observed on some days, other than usual."""

    __tablename__ = "event_mode"
    __table_args__ = (Index("ix_event_mode_last_day", "channel", "last_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    names: Mapped[list[str]] = mapped_column(JSON)
    first_day: Mapped[date]
    last_day: Mapped[date]
    mode: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class CalendarDayRow(Base):
    """A day of the station's own, or one that corrects the holidays that come along."""

    __tablename__ = "calendar_day"
    __table_args__ = (Index("ix_calendar_day_days", "first_day", "last_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    yearly: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[str] = mapped_column(String(16))
    name_id: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text, default="")
    removes: Mapped[bool] = mapped_column(default=False)
    decree: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")


class HijriMonthRow(Base):
    """The day on which the government let a Hijri month begin."""

    __tablename__ = "hijri_month"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_day: Mapped[date]
    decree: Mapped[str] = mapped_column(Text, default="")


class DayAttachmentRow(Base):
    """A rule that brings a programme, a campaign or a playlist to days of the calendar."""

    __tablename__ = "day_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(Text)
    when: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Its `form` tells which: see scheduler.calendar.attachment."""
    brings: Mapped[dict[str, Any]] = mapped_column(JSON)
    wall: Mapped[time]
    duration_ms: Mapped[int] = mapped_column(BigInteger)
    start: Mapped[str] = mapped_column(String(8))
    days_before: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    notes: Mapped[str] = mapped_column(Text, default="")
