"""schedule: what orders ask beyond n a day; agencies of their own; what presenters read."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

from station.database import UtcDateTime

revision = "0011_campaigns"
down_revision = "0010_rules"
branch_labels = None
depends_on = None


def _added() -> tuple[sa.Column[object], ...]:
    no = sa.false()
    return (
        sa.Column("owed_from", UtcDateTime(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("weights", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("topic", sa.Text(), nullable=False, server_default=""),
        sa.Column("topic_gap_min", sa.Integer(), nullable=False, server_default="10"),
        sa.Column("priority", sa.Integer(), nullable=False, server_default="2"),
        sa.Column("paid", sa.Boolean(), nullable=False, server_default=no),
        sa.Column("category", sa.String(length=16), nullable=False, server_default="support"),
        sa.Column("purpose", sa.String(length=16), nullable=False, server_default="announcement"),
        sa.Column("reported_at", UtcDateTime(), nullable=True),
        sa.Column("due_hours", sa.Integer(), nullable=False, server_default="24"),
        sa.Column("hoaxed_cart_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Text(), nullable=False, server_default=""),
        sa.Column("phase", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("participant", sa.Text(), nullable=False, server_default=""),
        sa.Column("live_read", sa.Boolean(), nullable=False, server_default=no),
        sa.Column("script", sa.Text(), nullable=False, server_default=""),
        sa.Column("declared_s", sa.Integer(), nullable=False, server_default="0"),
    )


def upgrade() -> None:
    for column in _added():
        op.add_column("campaign", column)
    op.create_index("ix_campaign_agency_id", "campaign", ["agency_id"], unique=False)
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cap_per_day", sa.Integer(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("name", name=op.f("uq_agency_name")),
    )
    op.create_table(
        "agency_name",
        sa.Column("folded", sa.String(length=300), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["agency.id"],
            name=op.f("fk_agency_name_agency_id_agency"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("folded", name=op.f("pk_agency_name")),
    )
    op.create_index("ix_agency_name_agency_id", "agency_name", ["agency_id"], unique=False)
    _live_readings()
    _agencies_from_orders()


def _live_readings() -> None:
    op.create_table(
        "live_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=128), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("planned", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_reading")),
        sa.UniqueConstraint("channel", "item_key", name=op.f("uq_live_reading_channel_item_key")),
    )
    op.create_index(
        "ix_live_reading_campaign", "live_reading", ["campaign_id", "read_at"], unique=False
    )
    op.create_index("ix_live_reading_read_at", "live_reading", ["channel", "read_at"], unique=False)


def _agencies_from_orders() -> None:
    """Give every agency that an order names a row of its own; what was missed before stays so."""
    campaign = sa.table("campaign", sa.column("id"), sa.column("agency"), sa.column("agency_id"))
    agency = sa.table("agency", sa.column("id"), sa.column("name"), sa.column("contact"))
    name = sa.table("agency_name", sa.column("folded"), sa.column("agency_id"))
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE campaign SET owed_from = CURRENT_TIMESTAMP"))
    known: dict[str, int] = {}
    for order in connection.execute(sa.select(campaign).order_by(campaign.c.id)).all():
        folded = _folded(order.agency)
        if not folded:
            continue
        if folded not in known:
            known[folded] = len(known) + 1
            title = " ".join(order.agency.split())
            connection.execute(agency.insert().values(id=known[folded], name=title, contact=""))
            connection.execute(name.insert().values(folded=folded, agency_id=known[folded]))
        mine = campaign.c.id == order.id
        connection.execute(campaign.update().where(mine).values(agency_id=known[folded]))
    if known and connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("SELECT setval(pg_get_serial_sequence('agency', 'id'), :last)"),
            {"last": len(known)},
        )


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", " ", bare).strip()[:300]


def downgrade() -> None:
    for table in ("live_reading", "agency_name", "agency"):
        op.drop_table(table)
    op.drop_index("ix_campaign_agency_id", "campaign")
    for column in _added():
        op.drop_column("campaign", column.name)
