"""library: revisions by name, one of every change and one a kind of what rotations choose by."""

import sqlalchemy as sa
from alembic import op

revision = "0007_library_revisions"
down_revision = "0006_grid_and_rotation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("library_revision")
    table = op.create_table(
        "library_revision",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_library_revision")),
    )
    op.bulk_insert(table, [{"name": "all", "revision": 0}])


def downgrade() -> None:
    op.drop_table("library_revision")
    op.create_table(
        "library_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_revision")),
    )
