"""Asks the air over its control socket what it expects; an air that is away is no obstacle."""

import logging
from datetime import timedelta
from pathlib import Path

from station import control
from station.commands import Forecast, Request
from station.control import AirUnreachable
from streaming.live.relay_plan import Expectation

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0
MINUTES = 75


def expectation(socket: Path, patience: float = PATIENCE_SECONDS) -> Expectation | None:
    """Return what the air expects of the next hour, None when it does not answer."""
    try:
        snapshot = next(control.snapshots(socket, patience))
        answer = control.send(socket, Request(Forecast(MINUTES), by="live"), patience)
    except (AirUnreachable, ValueError, StopIteration) as error:
        logger.debug("%s", error)
        return None
    left = snapshot.on_air.remaining_ms
    free_at = None if left is None else snapshot.at + timedelta(milliseconds=left)
    return Expectation(answer.expected, snapshot.on_air.item_key, free_at)
