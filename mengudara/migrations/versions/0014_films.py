"""library: what is known of the pictures of recordings; films may have no sound."""

import sqlalchemy as sa
from alembic import op

revision = "0014_films"
down_revision = "0013_library_orders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cart", sa.Column("has_sound", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.create_table(
        "cart_film",
        sa.Column("cart_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pictures", sa.BigInteger(), nullable=False),
        sa.Column("span", sa.BigInteger(), nullable=False),
        sa.Column("sound", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("pixel_aspect", sa.String(length=24), nullable=False),
        sa.Column("turned", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.Column("steady", sa.Boolean(), nullable=False),
        sa.Column("interlaced", sa.Boolean(), nullable=False),
        sa.Column("sound_tracks", sa.Integer(), nullable=False),
        sa.Column("black", sa.JSON(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("preview", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("thumbnails", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["cart.id"], name=op.f("fk_cart_film_cart_id_cart"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cart_id", name=op.f("pk_cart_film")),
    )
    op.create_index("ix_cart_film_preview", "cart_film", ["preview", "cart_id"])


def downgrade() -> None:
    op.drop_table("cart_film")
    op.drop_column("cart", "has_sound")
