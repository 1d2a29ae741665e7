"""Alembic's entry: runs the migrations on the connection it is handed."""

from alembic import context

import media_library.tables  # noqa: F401 (imported so that every table is known)
import scheduler.tables.board
import scheduler.tables.calendar
import scheduler.tables.campaigns
import scheduler.tables.rules
import scheduler.tables.schedule
import scheduler.tables.versions  # noqa: F401
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
