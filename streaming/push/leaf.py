"""One push: a thread that connects again and again until nobody wants it any more."""

import logging
from abc import ABC, abstractmethod
from random import Random
from threading import Event, Thread

from station.outputs import OutputState
from streaming.backoff import Backoff
from streaming.standing import Standing

logger = logging.getLogger(__name__)

LONGEST_REST = 3.0
"""Seconds, so that a server that is back is found within ten: the try before may last three, and
a key picture is waited for."""

TAKES_NOTHING = "the server takes nothing"


class Leaf(ABC):
    """Its server may refuse, hang or vanish; nobody else notices."""

    def __init__(
        self, name: str, standing: Standing, *, longest_rest: float = LONGEST_REST
    ) -> None:
        self.standing = standing
        self._name = name
        self._backoff = Backoff(Random(), longest_rest)
        self._complaint = ""
        self._stop = Event()
        self._thread = Thread(target=self._run, name=f"push {name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()

    def join(self, timeout: float) -> None:
        self._thread.join(timeout)

    @abstractmethod
    def _run_once(self) -> None:
        """Connect and send until the connection breaks or nobody wants it any more."""

    def _run(self) -> None:
        while not self._stop.is_set():
            self.standing.enter(OutputState.CONNECTING)
            try:
                self._run_once()
            except Exception as error:
                logger.debug("push failed", exc_info=True)
                self._rest(self._told(error))
        self.standing.enter(OutputState.IDLE)

    def _well(self, state: OutputState) -> None:
        """Note that it does what it should."""
        self._backoff.reset()
        if self._complaint:
            logger.info("push %s: %s again", self._name, state, extra={"action": "push_well"})
        self._complaint = ""
        self.standing.enter(state)

    def _stalled(self) -> None:
        self._complain(TAKES_NOTHING)
        self.standing.enter(OutputState.STALLED, TAKES_NOTHING)

    def _rest(self, error: str) -> None:
        self._complain(error)
        self.standing.enter(OutputState.BACKOFF, error)
        self.standing.restarted()
        self._stop.wait(self._backoff.next())

    def _complain(self, error: str) -> None:
        """Tell what is wrong, but not once more at every try."""
        if error != self._complaint:
            logger.warning("push %s: %s", self._name, error, extra={"action": "push_failed"})
        self._complaint = error

    def _told(self, error: Exception) -> str:
        return getattr(error, "strerror", None) or str(error) or type(error).__name__
