"""schedule: held versions, who published what, the lock; the planning board and its agendas."""

import sqlalchemy as sa
from alembic import op

from station.database import UtcDateTime

revision = "0008_versions_and_board"
down_revision = "0007_library_revisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _versions()
    _board()


def _versions() -> None:
    op.create_table(
        "rundown_pin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.Column("released_by", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rundown_pin")),
    )
    op.create_index("ix_rundown_pin_channel", "rundown_pin", ["channel", "until"])
    op.create_table(
        "rundown_publication",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("restored", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "version", name=op.f("pk_rundown_publication")),
    )
    op.create_table(
        "channel_planning",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("lock_minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_planning")),
    )


def _board() -> None:
    op.create_table(
        "agenda_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("begins", UtcDateTime(), nullable=False),
        sa.Column("ends", UtcDateTime(), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_entry")),
        sa.UniqueConstraint("channel", "uid", name=op.f("uq_agenda_entry_channel_uid")),
    )
    op.create_index("ix_agenda_entry_begins", "agenda_entry", ["channel", "begins"])
    op.create_table(
        "idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=64), nullable=False),
        sa.Column("agenda_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
        sa.ForeignKeyConstraint(
            ["agenda_id"],
            ["agenda_entry.id"],
            name=op.f("fk_idea_agenda_id_agenda_entry"),
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_idea_due", "idea", ["channel", "due"])
    op.create_index("ix_idea_agenda_id", "idea", ["agenda_id"])


def downgrade() -> None:
    tables = ("idea", "agenda_entry", "channel_planning", "rundown_publication", "rundown_pin")
    for table in tables:
        op.drop_table(table)
