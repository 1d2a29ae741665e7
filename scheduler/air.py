"""Speaks with the air over its control socket; an air that is away is no obstacle to planning."""

import logging
from datetime import timedelta
from pathlib import Path

from scheduler.drift import Heard
from station import control
from station.commands import Adopt, Request
from station.control import AirUnreachable
from station.ladder import Rung

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0


def heard(socket: Path) -> Heard | None:
    """Return the rundown item that is on the air, None when there is none or no answer."""
    try:
        snapshot = next(control.snapshots(socket, PATIENCE_SECONDS))
    except (AirUnreachable, ValueError, StopIteration) as error:
        logger.debug("%s", error)
        return None
    on_air = snapshot.on_air
    if on_air.rung is not Rung.SCHEDULE or not on_air.item_key:
        return None
    return Heard(on_air.item_key, snapshot.at - timedelta(milliseconds=on_air.position_ms))


def tell(socket: Path) -> None:
    """Have the air read the new version at once; one that does not answer reads it by itself."""
    try:
        control.send(socket, Request(Adopt(), by="plan"), PATIENCE_SECONDS)
    except (AirUnreachable, ValueError) as error:
        logger.debug("%s", error)
