"""Rows of this room. Only its stores may import this module."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from station.database import Base, UtcDateTime


class AccountRow(Base):
    """Someone who may sign in. `roles` are words separated by spaces."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password: Mapped[str]
    roles: Mapped[str]
    language: Mapped[str | None]
    disabled: Mapped[bool] = mapped_column(default=False)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SessionRow(Base):
    """A signed-in browser. The token itself is only in the cookie; here is its SHA-256."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class LoginAttemptRow(Base):
    """Failures in a row of one account name or one address, and until when it must wait."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        UniqueConstraint("scope", "key"),
        CheckConstraint("scope IN ('name', 'address')", "known_scope"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]
    key: Mapped[str]
    failures: Mapped[int]
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    wait_until: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditRow(Base):
    """Who did what, when. Rows are added and never changed; the name outlives the account."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_at", "at"),
        Index("ix_audit_entry_action", "action", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account: Mapped[str]
    action: Mapped[str]
    about: Mapped[str]


class WallPageRow(Base):
    """One page of the cart wall."""

    __tablename__ = "wall_page"
    __table_args__ = (Index("ix_wall_page_channel", "channel", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(64))


class WallButtonRow(Base):
    """A button of a page, or an emergency message, which stands on no page."""

    __tablename__ = "wall_button"
    __table_args__ = (
        CheckConstraint("emergency = (page_id IS NULL)", "page_or_emergency"),
        CheckConstraint("duck_db <= 0", "duck_lowers"),
        Index("ix_wall_button_channel", "channel", "position"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    page_id: Mapped[int | None] = mapped_column(
        ForeignKey("wall_page.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    cart_id: Mapped[int]
    label: Mapped[str] = mapped_column(String(64))
    instead: Mapped[bool]
    duck_db: Mapped[float]
    colour: Mapped[str] = mapped_column(String(7))
    emergency: Mapped[bool]
    level: Mapped[str] = mapped_column(String(8), server_default="awas")
    words: Mapped[str] = mapped_column(String(300), server_default="")


class PresenterKeyRow(Base):
    """A key with which an account connects live, as its SHA-256. `channels`: words with spaces."""

    __tablename__ = "presenter_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    key_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    channels: Mapped[str] = mapped_column(Text)
    always: Mapped[bool]
    interprets: Mapped[bool] = mapped_column(default=False)
    """Whether it is a sign-language interpreter's: seen in a corner, never on the air."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
