"""schedule: the calendar, prayer times, modes of events, and what days bring."""

import sqlalchemy as sa
from alembic import op

from station.database import UtcDateTime

revision = "0009_calendar"
down_revision = "0008_versions_and_board"
branch_labels = None
depends_on = None

_TABLES = (
    "day_attachment",
    "hijri_month",
    "calendar_day",
    "event_mode",
    "prayer_day",
    "schedule_setting",
)


def upgrade() -> None:
    op.create_table(
        "schedule_setting",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_schedule_setting")),
    )
    _events()
    _calendar()


def _events() -> None:
    op.create_table(
        "prayer_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_prayer_day")),
    )
    op.create_table(
        "event_mode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_mode")),
    )
    op.create_index("ix_event_mode_last_day", "event_mode", ["channel", "last_day"])


def _calendar() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("yearly", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name_id", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("removes", sa.Boolean(), nullable=False),
        sa.Column("decree", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
    )
    op.create_index("ix_calendar_day_days", "calendar_day", ["first_day", "last_day"])
    op.create_table(
        "hijri_month",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("decree", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", "month", name=op.f("pk_hijri_month")),
    )
    op.create_table(
        "day_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("when", sa.JSON(), nullable=False),
        sa.Column("brings", sa.JSON(), nullable=False),
        sa.Column("wall", sa.Time(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.String(length=8), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_attachment")),
    )
    op.create_index(op.f("ix_day_attachment_channel"), "day_attachment", ["channel"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
