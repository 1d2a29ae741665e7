"""presenters: a key may be a sign-language interpreter's, seen in a corner and never on the air."""

import sqlalchemy as sa
from alembic import op

revision = "0021_interpreters"
down_revision = "0020_silent_stretches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "presenter_key",
        sa.Column("interprets", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("presenter_key", "interprets")
