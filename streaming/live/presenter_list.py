"""The presenters as the desk has published them last, read again when their file changes."""

import logging
from pathlib import Path
from threading import Lock

from station.presenters import Presenter, PresentersUnreadable, read

logger = logging.getLogger(__name__)


class PresenterList:
    """A damaged file changes nothing: whoever could connect before still can."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._seen: tuple[int, int, int] | None = (0, 0, 0)
        self._presenters: dict[str, Presenter] = {}

    def find(self, login: str) -> Presenter | None:
        with self._lock:
            if (stamp := self._stamp()) != self._seen:
                self._seen = stamp
                self._read()
            return self._presenters.get(login)

    def _read(self) -> None:
        try:
            self._presenters = {each.login: each for each in read(self._path)}
        except PresentersUnreadable as error:
            logger.error("presenters: %s", error, extra={"action": "presenters_unreadable"})

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
