"""web: the audit trail is looked into by what was done."""

from alembic import op

revision = "0022_audit_by_action"
down_revision = "0021_interpreters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_entry_action", "audit_entry", ["action", "id"])


def downgrade() -> None:
    op.drop_index("ix_audit_entry_action", "audit_entry")
