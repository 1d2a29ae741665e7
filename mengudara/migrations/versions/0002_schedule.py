"""schedule: first tables."""

revision = "0002_schedule"
down_revision = "0001_library"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
