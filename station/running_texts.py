"""The running texts of a channel's published rundown, read anew when that changes."""

import logging
from datetime import datetime
from pathlib import Path

from station.rundown import CURRENT, RundownUnreadable, RunningText, read_current

logger = logging.getLogger(__name__)


class RunningTexts:
    """One thread looks; any may ask."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where the channel's rundown is published."""
        self._folder = folder
        self._seen = ""
        self._texts: tuple[RunningText, ...] = ()

    def look(self) -> None:
        """Read the rundown if another version is published; a damaged one changes nothing."""
        try:
            pointer = (self._folder / CURRENT).read_text()
        except (OSError, ValueError):
            return
        if pointer == self._seen:
            return
        self._seen = pointer
        try:
            self._texts = read_current(self._folder).texts
        except RundownUnreadable as error:
            logger.error("running texts: %s", error, extra={"action": "rundown_unreadable"})

    def at(self, now: datetime) -> tuple[RunningText, ...]:
        """Return what is shown at an instant, in the order of beginning."""
        on = (text for text in self._texts if text.begins <= now < text.ends)
        return tuple(sorted(on, key=lambda text: (text.begins, text.key)))
