"""Alembic's entry: runs the migrations on the connection it is handed."""

from alembic import context

import media_library.tables  # noqa: F401 (imported so that every table is known)
import scheduler.board_tables
import scheduler.calendar_tables
import scheduler.campaign_tables
import scheduler.rule_tables
import scheduler.tables
import scheduler.version_tables  # noqa: F401
import web.tables  # noqa: F401
from station.database import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
