"""accounts: first tables."""

revision = "0003_accounts"
down_revision = "0002_schedule"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
