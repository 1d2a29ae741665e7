"""library and schedule: what windows, talk-overs, live programmes, relays and pre-flight need."""

import sqlalchemy as sa
from alembic import op

from station.database import UtcDateTime

revision = "0005_rundown_format_2"
down_revision = "0004_wall_and_presenters"
branch_labels = None
depends_on = None


def _added() -> dict[str, tuple[sa.Column[object], ...]]:
    no = sa.false()
    return {
        "cart": (
            sa.Column("intro", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("quiet", sa.Boolean(), nullable=False, server_default=no),
        ),
        "programme": (
            sa.Column("overrun", sa.String(length=8), nullable=False, server_default="shift"),
            sa.Column("live", sa.JSON(), nullable=True),
            sa.Column("relay", sa.Text(), nullable=False, server_default=""),
            sa.Column("talk_overs", sa.JSON(), nullable=False, server_default="[]"),
        ),
        "grid_slot": (
            sa.Column("early_ms", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("late_ms", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("prefer", sa.String(length=8), nullable=False, server_default="closest"),
        ),
        "airing": (sa.Column("over", sa.Boolean(), nullable=False, server_default=no),),
        "as_run_fact": (
            sa.Column("title", sa.Text(), nullable=False, server_default=""),
            sa.Column("why", sa.Text(), nullable=False, server_default=""),
            sa.Column("over", sa.Boolean(), nullable=False, server_default=no),
        ),
    }


def upgrade() -> None:
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "transition",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("before", sa.String(length=16), nullable=True),
        sa.Column("after", sa.String(length=16), nullable=True),
        sa.Column("lag_ms", sa.Integer(), nullable=True),
        sa.Column("fall_ms", sa.Integer(), nullable=True),
        sa.Column("rise_ms", sa.Integer(), nullable=False),
        sa.Column("curve", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("channel", "place", name=op.f("pk_transition")),
    )
    op.create_table(
        "preflight",
        sa.Column("cart_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("changed_ns", sa.BigInteger(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cart_id", name=op.f("pk_preflight")),
    )


def downgrade() -> None:
    for table in ("preflight", "transition"):
        op.drop_table(table)
    for table, columns in _added().items():
        for column in columns:
            op.drop_column(table, column.name)
