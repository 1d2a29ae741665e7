"""Rows of this room. Only its stores may import this module.

Numbers of carts are kept without a foreign key: what aired outlives the recording, and a plan
that names one which is gone says so instead of failing.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from station.database import Base, UtcDateTime


class ProgrammeRow(Base):
    """A programme."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(16))
    rating: Mapped[str] = mapped_column(String(4))
    colour: Mapped[str] = mapped_column(String(7), default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Its `form` tells which: see scheduler.week.programme."""
    notes: Mapped[str] = mapped_column(Text, default="")
    overrun: Mapped[str] = mapped_column(String(8), default="shift")
    live: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    relay: Mapped[str] = mapped_column(Text, default="")
    talk_overs: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    hosts: Mapped[list[str]] = mapped_column(JSON, default=list)
    language: Mapped[str] = mapped_column(String(35), default="")
    source: Mapped[str] = mapped_column(String(16), default="own")
    relay_over_min: Mapped[int] = mapped_column(default=0)
    relay_source: Mapped[str] = mapped_column(Text, default="")


class EpisodeRow(Base):
    """One episode of a programme."""

    __tablename__ = "episode"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    title: Mapped[str] = mapped_column(Text, default="")
    cart_id: Mapped[int | None]
    first_air: Mapped[date | None]
    repeats: Mapped[int | None]
    notes: Mapped[str] = mapped_column(Text, default="")


class SeasonRow(Base):
    """A grid of its own for a range of days."""

    __tablename__ = "season"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date]
    last_day: Mapped[date]
    active: Mapped[bool] = mapped_column(default=False)
    cover: Mapped[str] = mapped_column(String(8))


class HourTemplateRow(Base):
    """The recipe of an hour."""

    __tablename__ = "hour_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(Text)
    elements: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    notes: Mapped[str] = mapped_column(Text, default="")


class OpenHourRow(Base):
    """The template of an hour in which no programme airs."""

    __tablename__ = "open_hour"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    template_id: Mapped[int] = mapped_column(ForeignKey("hour_template.id", ondelete="CASCADE"))


class GridSlotRow(Base):
    """A programme's place on the grid; days and wall times are local."""

    __tablename__ = "grid_slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    first_day: Mapped[date]
    wall: Mapped[time]
    duration_ms: Mapped[int] = mapped_column(BigInteger)
    rule: Mapped[str] = mapped_column(String(500), default="")
    start: Mapped[str] = mapped_column(String(8))
    early_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    late_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    prefer: Mapped[str] = mapped_column(String(8), default="closest")
    season_id: Mapped[int | None] = mapped_column(index=True)
    """None: the standing grid. No foreign key: the season's store takes its slots along."""


class GridExceptionRow(Base):
    """One occurrence that is cancelled or moved."""

    __tablename__ = "grid_exception"
    __table_args__ = (UniqueConstraint("slot_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("grid_slot.id", ondelete="CASCADE"))
    day: Mapped[date]
    to_day: Mapped[date | None]
    to_wall: Mapped[time | None]
    duration_ms: Mapped[int | None] = mapped_column(BigInteger)


class CampaignRow(Base):
    """An order for spots."""

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), index=True)
    title: Mapped[str] = mapped_column(Text)
    agency: Mapped[str] = mapped_column(Text, default="")
    letter_number: Mapped[str] = mapped_column(Text, default="")
    cart_ids: Mapped[list[int]] = mapped_column(JSON)
    first_day: Mapped[date]
    last_day: Mapped[date]
    plays: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Its `form` tells which: see scheduler.traffic.campaign."""
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    active: Mapped[bool] = mapped_column(default=True)
    notes: Mapped[str] = mapped_column(Text, default="")
    effective_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owed_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agency_id: Mapped[int | None] = mapped_column(index=True)
    """No foreign key: an order outlives what is known of the agency."""
    weights: Mapped[list[int]] = mapped_column(JSON)
    topic: Mapped[str] = mapped_column(Text, default="")
    topic_gap_min: Mapped[int]
    priority: Mapped[int]
    paid: Mapped[bool] = mapped_column(default=False)
    category: Mapped[str] = mapped_column(String(16))
    purpose: Mapped[str] = mapped_column(String(16))
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_hours: Mapped[int]
    hoaxed_cart_id: Mapped[int | None]
    sequence: Mapped[str] = mapped_column(Text, default="")
    phase: Mapped[int]
    participant: Mapped[str] = mapped_column(Text, default="")
    live_read: Mapped[bool] = mapped_column(default=False)
    script: Mapped[str] = mapped_column(Text, default="")
    declared_s: Mapped[int]
    running_text: Mapped[str] = mapped_column(String(240), default="")


class OverrideRow(Base):
    """An operator's wish."""

    __tablename__ = "schedule_override"
    __table_args__ = (Index("ix_schedule_override_channel", "channel", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    wish: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    cart_id: Mapped[int]
    item_key: Mapped[str] = mapped_column(String(128), default="")
    after_key: Mapped[str] = mapped_column(String(128), default="")
    start: Mapped[str] = mapped_column(String(8))
    by: Mapped[str] = mapped_column(String(64), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str] = mapped_column(String(64), default="")


class RundownVersionRow(Base):
    """One publication."""

    __tablename__ = "rundown_version"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begins: Mapped[datetime] = mapped_column(UtcDateTime)
    ends: Mapped[datetime] = mapped_column(UtcDateTime)
    items: Mapped[int]
    checksum: Mapped[str] = mapped_column(String(64))
    library: Mapped[str] = mapped_column(String(64))
    """Fingerprint of the playable carts it was made from."""
    cause: Mapped[str] = mapped_column(String(32), default="")
    added: Mapped[int]
    removed: Mapped[int]
    changed: Mapped[int]


class PlannedItemRow(Base):
    """An item as the newest rundown that held it planned it."""

    __tablename__ = "planned_item"
    __table_args__ = (
        UniqueConstraint("channel", "item_key"),
        Index("ix_planned_item_begins", "channel", "begins"),
        Index("ix_planned_item_campaign", "campaign_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    item_key: Mapped[str] = mapped_column(String(128))
    day: Mapped[date]
    begins: Mapped[datetime] = mapped_column(UtcDateTime)
    frames: Mapped[int] = mapped_column(BigInteger)
    start: Mapped[str] = mapped_column(String(8))
    cart_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    artist: Mapped[str] = mapped_column(Text)
    programme: Mapped[str] = mapped_column(Text)
    campaign_id: Mapped[int | None]
    why: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    rating: Mapped[str] = mapped_column(String(4), default="SU")


class AiringRow(Base):
    """One recording on the air, summed up from its facts."""

    __tablename__ = "airing"
    __table_args__ = (
        UniqueConstraint("channel", "airing"),
        Index("ix_airing_started_at", "channel", "started_at"),
        Index("ix_airing_item_key", "channel", "item_key"),
        Index("ix_airing_campaign", "campaign_id", "started_at"),
        Index("ix_airing_cart", "cart_id", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    airing: Mapped[str] = mapped_column(String(128))
    item_key: Mapped[str] = mapped_column(String(128), default="")
    cart_id: Mapped[int | None]
    kind: Mapped[str | None] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text, default="")
    artist: Mapped[str] = mapped_column(Text, default="")
    programme: Mapped[str] = mapped_column(Text, default="")
    campaign_id: Mapped[int | None]
    rung: Mapped[int]
    start: Mapped[str | None] = mapped_column(String(8))
    planned: Mapped[datetime | None] = mapped_column(UtcDateTime)
    planned_frames: Mapped[int] = mapped_column(BigInteger, default=0)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    frames: Mapped[int] = mapped_column(BigInteger, default=0)
    started_by: Mapped[str | None] = mapped_column(String(16))
    ended_by: Mapped[str | None] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(8))
    interruptions: Mapped[int] = mapped_column(default=0)
    rundown_version: Mapped[int] = mapped_column(default=0)
    by: Mapped[str] = mapped_column(String(64), default="")
    over: Mapped[bool] = mapped_column(default=False)
    """It sounded over another airing and is no part of the time line."""


class AsRunFactRow(Base):
    """A fact of the journal, kept whole; its number makes collecting it twice harmless."""

    __tablename__ = "as_run_fact"
    __table_args__ = (Index("ix_as_run_fact_at", "channel", "at"),)

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    act: Mapped[str] = mapped_column(String(16))
    airing: Mapped[str] = mapped_column(String(128), default="")
    rung: Mapped[int]
    by: Mapped[str] = mapped_column(String(64), default="")
    detail: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text, default="")
    """Title of what aired, or the code of an alarm."""
    why: Mapped[str] = mapped_column(Text, default="")
    over: Mapped[bool] = mapped_column(default=False)


class JournalCursorRow(Base):
    """How far a journal has been collected: `tv`, or `tv/recorder` beside it."""

    __tablename__ = "journal_cursor"

    channel: Mapped[str] = mapped_column(String(48), primary_key=True)
    file: Mapped[str] = mapped_column(String(32), default="")
    offset: Mapped[int] = mapped_column(BigInteger, default=0)


class TransitionRow(Base):
    """A transition rule of the station's own; the first that fits a pair of kinds counts."""

    __tablename__ = "transition"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    before: Mapped[str | None] = mapped_column(String(16))
    after: Mapped[str | None] = mapped_column(String(16))
    lag_ms: Mapped[int | None]
    fall_ms: Mapped[int | None]
    rise_ms: Mapped[int]
    curve: Mapped[str] = mapped_column(String(16))
    picture: Mapped[str] = mapped_column(String(8), server_default="cut")
    picture_ms: Mapped[int] = mapped_column(server_default="600")


class PreflightRow(Base):
    """What became of the last check of a recording before its airing."""

    __tablename__ = "preflight"

    cart_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    changed_ns: Mapped[int] = mapped_column(BigInteger)
    """When the file was last written, as the file system says."""
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    about: Mapped[str] = mapped_column(Text, default="")
