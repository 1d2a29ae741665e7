"""as-run: a journal beside that of the air has a cursor of its own, named after its channel."""

import sqlalchemy as sa
from alembic import op

revision = "0023_journals_beside"
down_revision = "0022_audit_by_action"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("journal_cursor") as batch:
        batch.alter_column("channel", type_=sa.String(48), existing_type=sa.String(32))


def downgrade() -> None:
    op.execute("DELETE FROM journal_cursor WHERE channel LIKE '%/%'")
    with op.batch_alter_table("journal_cursor") as batch:
        batch.alter_column("channel", type_=sa.String(32), existing_type=sa.String(48))
