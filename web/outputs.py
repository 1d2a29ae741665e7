"""Asks the streaming process, every second, what its outputs really do."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from threading import Event, Thread
from urllib.request import urlopen

from station.clock import Clock
from station.outputs import OUTPUTS, Output

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
TIMEOUT_SECONDS = 2.0
_LARGEST = 1_000_000
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}

Ask = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class OutputsView:
    """What the streaming process last said."""

    reachable: bool = False
    """Whether it answered the last time."""
    outputs: tuple[Output, ...] = ()
    """Its outputs; empty when it does not answer."""
    asked_at: datetime | None = None
    """When it was asked, UTC."""


def asking(host: str, port: int) -> Ask:
    """Return a function that fetches `/outputs.json` from the stream server."""
    url = f"http://{_ANYWHERE.get(host, host)}:{port}/outputs.json"

    def ask() -> bytes:
        with urlopen(url, timeout=TIMEOUT_SECONDS) as answer:
            return bytes(answer.read(_LARGEST))

    return ask


class OutputsWatch:
    """Keeps the latest answer; one thread asks."""

    def __init__(self, ask: Ask, clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._stop = Event()
        self._thread = Thread(target=self._run, name="outputs", daemon=True)
        self.view = OutputsView()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=TIMEOUT_SECONDS + 1)

    def look(self) -> None:
        """Ask once."""
        now = self._clock.now()
        try:
            self.view = OutputsView(True, tuple(OUTPUTS.validate_json(self._ask())), now)
        except (OSError, HTTPException, ValueError) as error:
            if self.view.reachable:
                logger.warning("streams: %s", error, extra={"action": "streams_lost"})
            self.view = OutputsView(False, (), now)

    def _run(self) -> None:
        while not self._stop.is_set():
            self.look()
            self._stop.wait(EVERY_SECONDS)
