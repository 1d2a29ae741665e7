"""wall: how grave an emergency message is, and what is written with it in pictures."""

import sqlalchemy as sa
from alembic import op

revision = "0015_emergency_levels"
down_revision = "0014_films"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "wall_button",
        sa.Column("level", sa.String(length=8), nullable=False, server_default="awas"),
    )
    op.add_column(
        "wall_button",
        sa.Column("words", sa.String(length=300), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("wall_button", "words")
    op.drop_column("wall_button", "level")
