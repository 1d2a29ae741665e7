"""schedule: programmes, the grid, campaigns, overrides, published rundowns, as-run."""

import sqlalchemy as sa
from alembic import op

from station.database import UtcDateTime

revision = "0002_schedule"
down_revision = "0001_library"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "airing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("airing", sa.String(length=128), nullable=False),
        sa.Column("item_key", sa.String(length=128), nullable=False),
        sa.Column("cart_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("artist", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("start", sa.String(length=8), nullable=True),
        sa.Column("planned", UtcDateTime(), nullable=True),
        sa.Column("planned_frames", sa.BigInteger(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("frames", sa.BigInteger(), nullable=False),
        sa.Column("started_by", sa.String(length=16), nullable=True),
        sa.Column("ended_by", sa.String(length=16), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("interruptions", sa.Integer(), nullable=False),
        sa.Column("rundown_version", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_airing")),
        sa.UniqueConstraint("channel", "airing", name=op.f("uq_airing_channel_airing")),
    )
    op.create_index("ix_airing_campaign", "airing", ["campaign_id", "started_at"], unique=False)
    op.create_index("ix_airing_cart", "airing", ["cart_id", "started_at"], unique=False)
    op.create_index("ix_airing_item_key", "airing", ["channel", "item_key"], unique=False)
    op.create_index("ix_airing_started_at", "airing", ["channel", "started_at"], unique=False)
    op.create_table(
        "as_run_fact",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("airing", sa.String(length=128), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "id", name=op.f("pk_as_run_fact")),
    )
    op.create_index("ix_as_run_fact_at", "as_run_fact", ["channel", "at"], unique=False)
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("letter_number", sa.Text(), nullable=False),
        sa.Column("cart_ids", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("plays", sa.JSON(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("effective_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_index(op.f("ix_campaign_channel"), "campaign", ["channel"], unique=False)
    op.create_table(
        "journal_cursor",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_journal_cursor")),
    )
    op.create_table(
        "planned_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("item_key", sa.String(length=128), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", UtcDateTime(), nullable=False),
        sa.Column("frames", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.String(length=8), nullable=False),
        sa.Column("cart_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("artist", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_item")),
        sa.UniqueConstraint("channel", "item_key", name=op.f("uq_planned_item_channel_item_key")),
    )
    op.create_index("ix_planned_item_begins", "planned_item", ["channel", "begins"], unique=False)
    op.create_index(
        "ix_planned_item_campaign", "planned_item", ["campaign_id", "day"], unique=False
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=16), nullable=False),
        sa.Column("rating", sa.String(length=4), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
    )
    op.create_index(op.f("ix_programme_channel"), "programme", ["channel"], unique=False)
    op.create_table(
        "rundown_version",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("begins", UtcDateTime(), nullable=False),
        sa.Column("ends", UtcDateTime(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("library", sa.String(length=64), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "version", name=op.f("pk_rundown_version")),
    )
    op.create_table(
        "schedule_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("wish", sa.String(length=8), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("cart_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=128), nullable=False),
        sa.Column("after_key", sa.String(length=128), nullable=False),
        sa.Column("start", sa.String(length=8), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_override")),
    )
    op.create_index(
        "ix_schedule_override_channel", "schedule_override", ["channel", "expires_at"], unique=False
    )
    op.create_table(
        "grid_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("wall", sa.Time(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(length=500), nullable=False),
        sa.Column("start", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_grid_slot_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_slot")),
    )
    op.create_index(op.f("ix_grid_slot_channel"), "grid_slot", ["channel"], unique=False)
    op.create_index(op.f("ix_grid_slot_programme_id"), "grid_slot", ["programme_id"], unique=False)
    op.create_table(
        "grid_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("to_wall", sa.Time(), nullable=True),
        sa.Column("duration_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["grid_slot.id"],
            name=op.f("fk_grid_exception_slot_id_grid_slot"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_exception")),
        sa.UniqueConstraint("slot_id", "day", name=op.f("uq_grid_exception_slot_id_day")),
    )


def downgrade() -> None:
    op.drop_table("grid_exception")
    op.drop_index(op.f("ix_grid_slot_programme_id"), table_name="grid_slot")
    op.drop_index(op.f("ix_grid_slot_channel"), table_name="grid_slot")
    op.drop_table("grid_slot")
    op.drop_index("ix_schedule_override_channel", table_name="schedule_override")
    op.drop_table("schedule_override")
    op.drop_table("rundown_version")
    op.drop_index(op.f("ix_programme_channel"), table_name="programme")
    op.drop_table("programme")
    op.drop_index("ix_planned_item_campaign", table_name="planned_item")
    op.drop_index("ix_planned_item_begins", table_name="planned_item")
    op.drop_table("planned_item")
    op.drop_table("journal_cursor")
    op.drop_index(op.f("ix_campaign_channel"), table_name="campaign")
    op.drop_table("campaign")
    op.drop_index("ix_as_run_fact_at", table_name="as_run_fact")
    op.drop_table("as_run_fact")
    op.drop_index("ix_airing_started_at", table_name="airing")
    op.drop_index("ix_airing_item_key", table_name="airing")
    op.drop_index("ix_airing_cart", table_name="airing")
    op.drop_index("ix_airing_campaign", table_name="airing")
    op.drop_table("airing")
