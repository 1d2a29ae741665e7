"""schedule: switches of the rules, days checked against them, findings of published versions."""

import sqlalchemy as sa
from alembic import op

from station.database import UtcDateTime

revision = "0010_rules"
down_revision = "0009_calendar"
branch_labels = None
depends_on = None

_TABLES = ("rundown_finding", "rule_breach", "rule_day", "rule_setting")


def upgrade() -> None:
    op.add_column(
        "planned_item",
        sa.Column("rating", sa.String(length=4), nullable=False, server_default="SU"),
    )
    op.create_table(
        "rule_setting",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=True),
        sa.Column("severity", sa.String(length=8), nullable=True),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rule_setting")),
    )
    op.create_table(
        "rule_day",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("on_air_ms", sa.BigInteger(), nullable=False),
        sa.Column("commercial_ms", sa.BigInteger(), nullable=False),
        sa.Column("psa_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "day", name=op.f("pk_rule_day")),
    )
    _breaches()


def _breaches() -> None:
    op.create_table(
        "rule_breach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=100), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("item_title", sa.Text(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_breach")),
    )
    op.create_index("ix_rule_breach_day", "rule_breach", ["channel", "day"])
    op.create_table(
        "rundown_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rundown_finding")),
    )
    op.create_index("ix_rundown_finding_version", "rundown_finding", ["channel", "version"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    op.drop_column("planned_item", "rating")
