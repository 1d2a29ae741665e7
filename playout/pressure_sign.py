"""Tells the other processes how hard the air is pressed; by the housekeeping thread."""

import logging
from datetime import datetime
from pathlib import Path

from station import pressure
from station.pressure import FRESH, Level, Pressure

logger = logging.getLogger(__name__)


class PressureSign:
    """Writes at every change, and now and then while there is pressure."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._level = Level.NONE
        self._since: datetime | None = None
        self._said: Pressure | None = None

    def show(self, level: Level, now: datetime) -> None:
        """Say it unless it was said lately; a disk that fails is tried again at the next look."""
        if self._since is None or level is not self._level:
            self._change(level, now)
        wanted = Pressure(level, self._since or now, now)
        if self._is_known(wanted):
            return
        try:
            pressure.publish(self._path, wanted)
        except OSError as error:
            logger.debug("pressure not told: %s", error)
            return
        self._said = wanted

    def _change(self, level: Level, now: datetime) -> None:
        if level is not self._level:
            logger.warning(
                "left out for the programme: %s", ", ".join(pressure.shed(level)) or "nothing",
                extra={"action": "pressure_changed", "level": int(level)},
            )  # fmt: skip
        self._level, self._since = level, now

    def _is_known(self, wanted: Pressure) -> bool:
        if self._said is None or self._said.level is not wanted.level:
            return False
        return not wanted.level or abs(wanted.at - self._said.at) < FRESH / 3
