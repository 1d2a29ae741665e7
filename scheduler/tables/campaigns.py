"""Rows of the agencies and of what presenters read for them. For stores only."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from station.database import Base, UtcDateTime


class AgencyRow(Base):
    """Who orders announcements."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    cap_per_day: Mapped[int | None]
    contact: Mapped[str] = mapped_column(Text, default="")


class AgencyNameRow(Base):
    """A name that an agency is known by, folded: its own, and those merged into it."""

    __tablename__ = "agency_name"

    folded: Mapped[str] = mapped_column(String(300), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"), index=True)


class LiveReadingRow(Base):
    """A script that a presenter says he has read."""

    __tablename__ = "live_reading"
    __table_args__ = (
        UniqueConstraint("channel", "item_key"),
        Index("ix_live_reading_read_at", "channel", "read_at"),
        Index("ix_live_reading_campaign", "campaign_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    campaign_id: Mapped[int]
    item_key: Mapped[str] = mapped_column(String(128))
    day: Mapped[date]
    """Local day it counts for."""
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    planned: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seconds: Mapped[int]
    """What it counts for, as declared."""
    by: Mapped[str] = mapped_column(String(64))
