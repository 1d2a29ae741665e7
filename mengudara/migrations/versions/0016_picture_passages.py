"""schedule: how the picture changes where one kind of recording gives way to another."""

import sqlalchemy as sa
from alembic import op

revision = "0016_picture_passages"
down_revision = "0015_emergency_levels"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "transition",
        sa.Column("picture", sa.String(length=8), nullable=False, server_default="cut"),
    )
    op.add_column(
        "transition",
        sa.Column("picture_ms", sa.Integer(), nullable=False, server_default="600"),
    )


def downgrade() -> None:
    op.drop_column("transition", "picture_ms")
    op.drop_column("transition", "picture")
