"""The presenters as the desk has published them last, read again when their file changes."""

import logging
from collections.abc import Mapping
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
        return self._now().get(login)

    def with_key(self, key: str) -> Presenter | None:
        """Return whose key it is; a key that says whose it is, as `login:key`, must be his."""
        login, _, alone = key.rpartition(":")
        found = (each for each in self._now().values() if each.has_key(alone))
        presenter = next(found, None)
        return None if presenter is None or login not in ("", presenter.login) else presenter

    def _now(self) -> Mapping[str, Presenter]:
        with self._lock:
            if (stamp := self._stamp()) != self._seen:
                self._seen = stamp
                self._read()
            return self._presenters

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
