"""Tells an Icecast what is on, in a thread of its own so that a slow answer delays no sound."""

import http.client
import logging
from collections.abc import Callable
from threading import Condition, Thread

from station.errors import StationError

logger = logging.getLogger(__name__)

TRIES = 3
REST_SECONDS = 2.0


class TitleSender:
    """Keeps only the newest title; an older one not yet sent is of no interest."""

    def __init__(self, name: str, send: Callable[[str], None]) -> None:
        self.last_error = ""
        self._send = send
        self._changed = Condition()
        self._title: str | None = None
        self._stopped = False
        self._thread = Thread(target=self._run, name=f"titles {name}", daemon=True)
        self._thread.start()

    def tell(self, title: str) -> None:
        with self._changed:
            self._title = title
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _run(self) -> None:
        while (title := self._next()) is not None:
            self._try(title)

    def _next(self) -> str | None:
        """Wait for a title; None when there will be no more."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._title is not None)
            title, self._title = self._title, None
            return None if self._stopped else title

    def _try(self, title: str) -> None:
        """Send a title, again if need be: a mount that has just come up is not known yet."""
        for _ in range(TRIES):
            try:
                self._send(title)
                self.last_error = ""
                return
            except (OSError, http.client.HTTPException, StationError) as error:
                self.last_error = str(error)
            with self._changed:
                if self._changed.wait_for(self._superseded, REST_SECONDS):
                    return
        logger.warning("title not sent: %s", self.last_error, extra={"action": "title_not_sent"})

    def _superseded(self) -> bool:
        return self._stopped or self._title is not None
