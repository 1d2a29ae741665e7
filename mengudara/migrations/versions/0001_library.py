"""library: carts, their tags and waveforms, the quarantine, ingest jobs."""

import sqlalchemy as sa
from alembic import op

from station.database import UtcDateTime

revision = "0001_library"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("artist", sa.Text(), nullable=False),
        sa.Column("album", sa.Text(), nullable=False),
        sa.Column("composer", sa.Text(), nullable=False),
        sa.Column("isrc", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("frames", sa.BigInteger(), nullable=False),
        sa.Column("cue_in", sa.BigInteger(), nullable=False),
        sa.Column("cue_out", sa.BigInteger(), nullable=False),
        sa.Column("segue", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("loudness_lufs", sa.Double(), nullable=True),
        sa.Column("true_peak_db", sa.Double(), nullable=True),
        sa.Column("has_picture", sa.Boolean(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("search", sa.String(length=600), nullable=False),
        sa.Column("title_key", sa.String(length=120), nullable=False),
        sa.Column("artist_key", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "0 <= cue_in AND cue_in < segue AND segue <= cue_out AND cue_out <= frames",
            name=op.f("ck_cart_cues_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart")),
        sa.UniqueConstraint("path", name=op.f("uq_cart_path")),
        sa.UniqueConstraint("sha256", name=op.f("uq_cart_sha256")),
    )
    op.create_index("ix_cart_artist", "cart", ["artist_key", "title_key", "id"], unique=False)
    op.create_index("ix_cart_found", "cart", ["archived", "kind", "search"], unique=False)
    op.create_index("ix_cart_length", "cart", ["length", "id"], unique=False)
    op.create_index("ix_cart_title", "cart", ["title_key", "id"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("fault", sa.String(length=32), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("first_seen", UtcDateTime(), nullable=False),
        sa.Column("last_seen", UtcDateTime(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint("sha256", name=op.f("uq_quarantine_sha256")),
    )
    op.create_index(op.f("ix_quarantine_last_seen"), "quarantine", ["last_seen"], unique=False)
    op.create_table(
        "cart_peaks",
        sa.Column("cart_id", sa.Integer(), nullable=False),
        sa.Column("per_second", sa.Integer(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["cart.id"], name=op.f("fk_cart_peaks_cart_id_cart"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cart_id", name=op.f("pk_cart_peaks")),
    )
    op.create_table(
        "cart_tag",
        sa.Column("cart_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["cart.id"], name=op.f("fk_cart_tag_cart_id_cart"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cart_id", "tag", name=op.f("pk_cart_tag")),
    )
    op.create_index("ix_cart_tag_tag", "cart_tag", ["tag", "cart_id"], unique=False)
    op.create_table(
        "ingest_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("worker", sa.String(length=64), nullable=False),
        sa.Column("fault", sa.String(length=32), nullable=False),
        sa.Column("cart_id", sa.Integer(), nullable=True),
        sa.Column("quarantine_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["cart.id"], name=op.f("fk_ingest_job_cart_id_cart"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["quarantine_id"],
            ["quarantine.id"],
            name=op.f("fk_ingest_job_quarantine_id_quarantine"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_job")),
    )
    op.create_index("ix_ingest_job_state", "ingest_job", ["state", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_ingest_job_state", table_name="ingest_job")
    op.drop_table("ingest_job")
    op.drop_index("ix_cart_tag_tag", table_name="cart_tag")
    op.drop_table("cart_tag")
    op.drop_table("cart_peaks")
    op.drop_index(op.f("ix_quarantine_last_seen"), table_name="quarantine")
    op.drop_table("quarantine")
    op.drop_index("ix_cart_title", table_name="cart")
    op.drop_index("ix_cart_length", table_name="cart")
    op.drop_index("ix_cart_found", table_name="cart")
    op.drop_index("ix_cart_artist", table_name="cart")
    op.drop_table("cart")
