"""Brings a database to the newest schema, by Alembic migrations only."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine


def settings() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply every migration up to `revision`; safe to call on an up-to-date database."""
    config = settings()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    wanted = ScriptDirectory.from_config(settings()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == wanted


def downgrade(engine: Engine, revision: str) -> None:
    config = settings()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def check(engine: Engine) -> None:
    """Raise alembic's CommandError when the tables in code and the migrations differ."""
    config = settings()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)
