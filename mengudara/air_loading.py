"""What every air loads, whatever its channel: in a warm process once for all of them."""

from contextlib import suppress

import typer

from station.errors import StationError


def load_air() -> None:
    """Import what an air runs, make the built-in slate, and read the settings a first time.

    The settings are read again by each air: only what reading them needs stays.
    """
    import playout.process  # noqa: F401 (an air runs it)
    from mengudara.cli import app, station
    from playout.slate import chime

    chime()
    typer.main.get_command(app)
    with suppress(StationError):
        station()
