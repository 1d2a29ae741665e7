"""Rows of the rules: what the station decided, what broke them, and what planning remarked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from station.database import Base, UtcDateTime


class RuleSettingRow(Base):
    """What the station decided about a pack, or about a rule of one."""

    __tablename__ = "rule_setting"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    enabled: Mapped[bool | None]
    severity: Mapped[str | None] = mapped_column(String(8))
    terms: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RuleDayRow(Base):
    """A local day as it was checked, with its advertising."""

    __tablename__ = "rule_day"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    on_air_ms: Mapped[int] = mapped_column(BigInteger)
    commercial_ms: Mapped[int] = mapped_column(BigInteger)
    psa_ms: Mapped[int] = mapped_column(BigInteger)


class RuleBreachRow(Base):
    """What of a day on the air broke a rule; the rule may change or go, what it said stays."""

    __tablename__ = "rule_breach"
    __table_args__ = (Index("ix_rule_breach_day", "channel", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    day: Mapped[date]
    rule: Mapped[str] = mapped_column(String(100))
    severity: Mapped[str] = mapped_column(String(8))
    article: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    title_id: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    seconds: Mapped[float]
    key: Mapped[str] = mapped_column(String(128), default="")
    item_title: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class RundownFindingRow(Base):
    """What planning remarked about a version when it was published."""

    __tablename__ = "rundown_finding"
    __table_args__ = (Index("ix_rundown_finding_version", "channel", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    note: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
