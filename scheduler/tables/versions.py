"""Rows of what holds a published rundown, and of how a channel is planned. For stores only."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from station.database import Base, UtcDateTime


class PinRow(Base):
    """A published version that is held against planning."""

    __tablename__ = "rundown_pin"
    __table_args__ = (Index("ix_rundown_pin_channel", "channel", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    checksum: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64), default="")
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by: Mapped[str] = mapped_column(String(64), default="")
    rows: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The grid as it was when collecting began."""


class PublicationRow(Base):
    """Who brought a version about, where a person did."""

    __tablename__ = "rundown_publication"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    by: Mapped[str] = mapped_column(String(64), default="")
    restored: Mapped[int | None]
    """The version it brought back."""


class ChannelPlanningRow(Base):
    """How a channel is planned."""

    __tablename__ = "channel_planning"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    lock_minutes: Mapped[int]
