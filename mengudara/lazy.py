"""A command group that imports a room only when one of its commands is called.

`mengudara air` must be on the air in a second; it cannot wait for the desk to be imported.
"""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

ROOMS = {
    "media": "mengudara.media",
    "schedule": "scheduler.cli",
    "user": "mengudara.users",
    "schema": "mengudara.schema_command",
}
"""Command group → the module whose `app` holds its commands."""


class LazyGroup(TyperGroup):
    """Knows its own commands and, by name only, those of the rooms."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 (typer hides click's Context)
        return [*super().list_commands(ctx), *ROOMS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        if cmd_name not in ROOMS:
            return super().get_command(ctx, cmd_name)
        return typer.main.get_command(import_module(ROOMS[cmd_name]).app)
