"""library: whether a film's pictures are kept in the house's format as well."""

import sqlalchemy as sa
from alembic import op

revision = "0018_house_copies"
down_revision = "0017_clearance_and_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cart_film",
        sa.Column("house", sa.String(length=8), nullable=False, server_default="waiting"),
    )


def downgrade() -> None:
    op.drop_column("cart_film", "house")
