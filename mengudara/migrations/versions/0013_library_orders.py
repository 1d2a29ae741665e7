"""library: an index of its own for each order of its list, with all that a search looks into."""

from alembic import op

revision = "0013_library_orders"
down_revision = "0012_relay_windows"
branch_labels = None
depends_on = None

_ORDERS = {
    "ix_cart_title": ["title_key", "id"],
    "ix_cart_artist": ["artist_key", "title_key", "id"],
    "ix_cart_length": ["length", "id"],
}


def upgrade() -> None:
    for name, columns in _ORDERS.items():
        op.drop_index(name, table_name="cart")
        op.create_index(name, "cart", ["archived", *columns, "kind", "search"])
    op.create_index("ix_cart_added", "cart", ["archived", "id", "kind", "search"])


def downgrade() -> None:
    op.drop_index("ix_cart_added", table_name="cart")
    for name, columns in _ORDERS.items():
        op.drop_index(name, table_name="cart")
        op.create_index(name, "cart", columns)
