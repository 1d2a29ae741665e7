"""Rows of the planning board: ideas, and the entries of agendas. For stores only."""

from datetime import date, datetime, time

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from station.database import Base, UtcDateTime


class AgendaEntryRow(Base):
    """One entry of an imported agenda."""

    __tablename__ = "agenda_entry"
    __table_args__ = (
        UniqueConstraint("channel", "uid"),
        Index("ix_agenda_entry_begins", "channel", "begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    uid: Mapped[str] = mapped_column(String(200))
    begins: Mapped[datetime] = mapped_column(UtcDateTime)
    ends: Mapped[datetime] = mapped_column(UtcDateTime)
    all_day: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    cancelled: Mapped[bool] = mapped_column(default=False)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class IdeaRow(Base):
    """A card of the planning board."""

    __tablename__ = "idea"
    __table_args__ = (Index("ix_idea_due", "channel", "due"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(64), default="")
    due: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    notes: Mapped[str] = mapped_column(Text, default="")
    made: Mapped[str] = mapped_column(String(64), default="")
    """What came of it: `programme:7`, `campaign:3`, `override:12`; empty: nothing yet."""
    agenda_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_entry.id", ondelete="SET NULL"), index=True
    )
    by: Mapped[str] = mapped_column(String(64), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    purpose: Mapped[str] = mapped_column(String(16), default="")
    wall: Mapped[time | None]
    """Local time at which it should begin."""
    length_min: Mapped[int] = mapped_column(default=0)
