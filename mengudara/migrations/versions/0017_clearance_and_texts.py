"""library: a film's clearance and its interpreter; schedule: the running text of an order."""

import sqlalchemy as sa
from alembic import op

revision = "0017_clearance_and_texts"
down_revision = "0016_picture_passages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, length in (("clearance", 60), ("film_class", 4), ("sign_path", 255)):
        op.add_column(
            "cart", sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        )
    op.add_column(
        "campaign",
        sa.Column("running_text", sa.String(length=240), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("campaign", "running_text")
    for name in ("sign_path", "film_class", "clearance"):
        op.drop_column("cart", name)
