"""accounts: first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0003_accounts"
down_revision = "0002_schedule"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("display_name", sa.String, nullable=False),
        sa.Column("password", sa.String, nullable=False),
        sa.Column("roles", sa.String, nullable=False),
        sa.Column("language", sa.String),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("must_change_password", sa.Boolean, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("name", name="uq_account_name"),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("token_hash", name="uq_session_token_hash"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name="fk_session_account_id_account",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_session_account_id", "session", ["account_id"])
    op.create_index("ix_session_expires_at", "session", ["expires_at"])
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failed_at", _MOMENT, nullable=False),
        sa.Column("wait_until", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_login_attempt"),
        sa.UniqueConstraint("scope", "key", name="uq_login_attempt_scope_key"),
        sa.CheckConstraint(
            "scope IN ('name', 'address')", name=op.f("ck_login_attempt_known_scope")
        ),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("account", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entry"),
    )
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])


def downgrade() -> None:
    for table in ("audit_entry", "login_attempt", "session", "account"):
        op.drop_table(table)
