"""library: the stretches of a film in which nothing is heard."""

import sqlalchemy as sa
from alembic import op

revision = "0020_silent_stretches"
down_revision = "0019_cart_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cart_film", sa.Column("silent", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("cart_film", "silent")
