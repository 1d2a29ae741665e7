"""`mengudara schema …`: the tables of the database."""

import typer

from mengudara import schema
from mengudara.cli import station
from station.database import engine_for

app = typer.Typer(help="The tables of the database.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The tables of the database."""


@app.command()
def upgrade() -> None:
    """Bring the database to the newest schema; safe to repeat."""
    config, paths = station()
    paths.create()
    engine = engine_for(config.database_at(paths))
    schema.upgrade(engine)
    engine.dispose()
