"""The running texts of a channel: of its published rundown and the urgent ones, read anew when
they change."""

import logging
from datetime import datetime
from pathlib import Path

from station import urgent
from station.rundown import CURRENT, RundownUnreadable, RunningText, read_current
from station.urgent import UrgentUnreadable

logger = logging.getLogger(__name__)


class RunningTexts:
    """One thread looks; any may ask."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where the channel's rundown is published."""
        self._folder = folder
        self._seen = ""
        self._planned: tuple[RunningText, ...] = ()
        self._urgent: tuple[RunningText, ...] = ()
        self._fault = ""

    def look(self) -> None:
        """Read what is published; what is damaged changes nothing."""
        self._look_at_urgent()
        try:
            pointer = (self._folder / CURRENT).read_text()
        except (OSError, ValueError):
            return
        if pointer == self._seen:
            return
        self._seen = pointer
        try:
            self._planned = read_current(self._folder).texts
        except RundownUnreadable as error:
            logger.error("running texts: %s", error, extra={"action": "rundown_unreadable"})

    def at(self, now: datetime) -> tuple[RunningText, ...]:
        """Return what is shown at an instant: urgent texts first, then in order of beginning."""
        on = (one for one in (*self._urgent, *self._planned) if one.begins <= now < one.ends)
        return tuple(sorted(on, key=lambda one: (not one.urgent, one.begins, one.key)))

    def _look_at_urgent(self) -> None:
        try:
            self._urgent = urgent.read(self._folder)
        except UrgentUnreadable as error:
            if str(error) != self._fault:
                logger.error("urgent texts: %s", error, extra={"action": "urgent_unreadable"})
            self._fault = str(error)
        else:
            self._fault = ""
