"""wall: pages and buttons; presenters: keys."""

import sqlalchemy as sa
from alembic import op

from station.database import UtcDateTime

revision = "0004_wall_and_presenters"
down_revision = "0003_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wall_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_page")),
    )
    op.create_index("ix_wall_page_channel", "wall_page", ["channel", "position"])
    op.create_table(
        "wall_button",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cart_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("instead", sa.Boolean(), nullable=False),
        sa.Column("duck_db", sa.Double(), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_button")),
        sa.ForeignKeyConstraint(
            ["page_id"],
            ["wall_page.id"],
            name=op.f("fk_wall_button_page_id_wall_page"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "emergency = (page_id IS NULL)", name=op.f("ck_wall_button_page_or_emergency")
        ),
        sa.CheckConstraint("duck_db <= 0", name=op.f("ck_wall_button_duck_lowers")),
    )
    op.create_index("ix_wall_button_channel", "wall_button", ["channel", "position"])
    op.create_index("ix_wall_button_page_id", "wall_button", ["page_id"])
    op.create_table(
        "presenter_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key_sha256", sa.String(length=64), nullable=False),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("always", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presenter_key")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_presenter_key_key_sha256")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_presenter_key_account_id_account"),
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_presenter_key_account_id", "presenter_key", ["account_id"])


def downgrade() -> None:
    for table in ("presenter_key", "wall_button", "wall_page"):
        op.drop_table(table)
