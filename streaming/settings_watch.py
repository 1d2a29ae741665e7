"""Notices when `station.toml` has changed, and reads it."""

import logging

from station.config import Config, ConfigInvalid, load
from station.paths import StatePaths

logger = logging.getLogger(__name__)


class SettingsWatch:
    """Compares the file's time stamp and size at each look."""

    def __init__(self, paths: StatePaths) -> None:
        self._paths = paths
        self._seen = self._stamp()

    def changed(self) -> Config | None:
        """Return new settings, or None when there are none; a file with mistakes is named once."""
        stamp = self._stamp()
        if stamp == self._seen:
            return None
        self._seen = stamp
        try:
            return load(self._paths)
        except ConfigInvalid as error:
            logger.error("settings not taken up: %s", error, extra={"action": "settings_invalid"})
            return None

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._paths.config.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size
