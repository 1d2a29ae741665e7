"""In which languages a channel has captions: the station's own, and those of what is on or to come.

A language that was told of once is told of until the process ends, so that no player loses it.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from station.clock import Clock
from station.errors import StationError
from station.languages import LANGUAGES, OWN
from station.rundown import CURRENT, read_current

logger = logging.getLogger(__name__)

LOOK_EVERY = timedelta(seconds=30)


class CaptionLanguages:
    """Belongs to the thread that publishes; blocks on the disk."""

    def __init__(
        self, rundown: Path, languages: Callable[[str], Iterable[str]], clock: Clock
    ) -> None:
        """`rundown` is the folder of what is published; `languages` are those of a file's."""
        self._rundown = rundown
        self._of = languages
        self._clock = clock
        self._found = {OWN}
        self._looked: datetime | None = None
        self._version: tuple[int, int, int] | None = None
        self._planned: frozenset[str] = frozenset()

    def now(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return all of them, those of files that begin included."""
        for path in paths:
            self._found.update(self._of(path))
        now = self._clock.now()
        if self._looked is None or now - self._looked >= LOOK_EVERY:
            self._looked = now
            self._look()
        return tuple(each.code for each in LANGUAGES if each.code in self._found)

    def _look(self) -> None:
        """Take up those of the plan; a damaged one changes nothing."""
        try:
            self._read()
        except FileNotFoundError:
            return
        except (StationError, OSError) as error:
            logger.error("captions: %s", error, extra={"action": "captions_unreadable"})
        for path in self._planned:
            self._found.update(self._of(path))

    def _read(self) -> None:
        """Read which films are planned, if that has changed."""
        found = (self._rundown / CURRENT).stat()
        version = found.st_mtime_ns, found.st_size, found.st_ino
        if version != self._version:
            self._version = version
            items = read_current(self._rundown).items
            self._planned = frozenset(item.path for item in items if item.has_picture)
