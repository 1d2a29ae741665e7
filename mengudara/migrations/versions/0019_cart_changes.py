"""library: the last changes of what searches find, by which counts are brought up to date."""

import sqlalchemy as sa
from alembic import op

revision = "0019_cart_changes"
down_revision = "0018_house_copies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cart_change",
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_cart_change")),
    )
    op.execute("DELETE FROM library_revision WHERE name = 'tags'")


def downgrade() -> None:
    op.drop_table("cart_change")
