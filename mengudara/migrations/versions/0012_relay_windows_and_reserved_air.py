"""schedule: how far a relay may run over, and whose it is; the air that a card asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0012_relay_windows"
down_revision = "0011_campaigns"
branch_labels = None
depends_on = None


def _added() -> dict[str, tuple[sa.Column[object], ...]]:
    return {
        "programme": (
            sa.Column("relay_over_min", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("relay_source", sa.Text(), nullable=False, server_default=""),
        ),
        "idea": (
            sa.Column("purpose", sa.String(length=16), nullable=False, server_default=""),
            sa.Column("wall", sa.Time(), nullable=True),
            sa.Column("length_min", sa.Integer(), nullable=False, server_default="0"),
        ),
    }


def upgrade() -> None:
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)


def downgrade() -> None:
    for table, columns in _added().items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)
