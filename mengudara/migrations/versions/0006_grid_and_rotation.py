"""library: what rotations weigh, and revisions; schedule: seasons, hour templates, episodes."""

import sqlalchemy as sa
from alembic import op

revision = "0006_grid_and_rotation"
down_revision = "0005_rundown_format_2"
branch_labels = None
depends_on = None


def _added() -> dict[str, tuple[sa.Column[object], ...]]:
    return {
        "cart": (
            sa.Column("rating", sa.String(length=4), nullable=False, server_default="SU"),
            sa.Column("dayparts", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("evergreen", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("weight", sa.Integer(), nullable=False, server_default="1"),
            sa.Column("tempo", sa.Integer(), nullable=True),
            sa.Column("mood", sa.String(length=16), nullable=False, server_default=""),
            sa.Column("revision", sa.BigInteger(), nullable=False, server_default="0"),
        ),
        "programme": (
            sa.Column("hosts", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("language", sa.String(length=35), nullable=False, server_default=""),
            sa.Column("source", sa.String(length=16), nullable=False, server_default="own"),
        ),
        "grid_slot": (sa.Column("season_id", sa.Integer(), nullable=True),),
    }


def upgrade() -> None:
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    op.create_index("ix_cart_revision", "cart", ["revision"])
    op.create_index("ix_grid_slot_season_id", "grid_slot", ["season_id"])
    op.create_table(
        "library_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_revision")),
    )
    op.create_table(
        "episode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("cart_id", sa.Integer(), nullable=True),
        sa.Column("first_air", sa.Date(), nullable=True),
        sa.Column("repeats", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_episode_programme_id_programme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode")),
    )
    op.create_index("ix_episode_programme_id", "episode", ["programme_id"])
    op.create_table(
        "season",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("cover", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season")),
    )
    op.create_index("ix_season_channel", "season", ["channel"])
    op.create_table(
        "hour_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("elements", sa.JSON(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hour_template")),
    )
    op.create_index("ix_hour_template_channel", "hour_template", ["channel"])
    op.create_table(
        "open_hour",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["hour_template.id"],
            name=op.f("fk_open_hour_template_id_hour_template"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("channel", "weekday", "hour", name=op.f("pk_open_hour")),
    )


def downgrade() -> None:
    for table in ("open_hour", "hour_template", "season", "episode", "library_revision"):
        op.drop_table(table)
    op.drop_index("ix_grid_slot_season_id", table_name="grid_slot")
    op.drop_index("ix_cart_revision", table_name="cart")
    for table, columns in _added().items():
        for column in columns:
            op.drop_column(table, column.name)
