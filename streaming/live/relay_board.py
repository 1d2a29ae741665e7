"""What is known about each relayed station, published whenever it changes."""

import logging
from collections.abc import Collection
from pathlib import Path
from threading import Lock

from station.clock import Clock
from station.relays import Relay, RelayState, publish
from streaming.live.relay_plan import Wish

logger = logging.getLogger(__name__)

SILENCE = -120.0


class RelayBoard:
    """Written by the threads that try and that relay."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._lock = Lock()
        self._known: dict[Wish, Relay] = {}

    def ready(self, wish: Wish, level: float) -> None:
        self._note(wish, RelayState.READY, "", level)

    def failed(self, wish: Wish, why: str, level: float = SILENCE) -> None:
        self._note(wish, RelayState.FAILED, why, level)

    def known(self) -> tuple[Relay, ...]:
        with self._lock:
            return tuple(self._known.values())

    def keep(self, wishes: Collection[Wish]) -> None:
        """Forget the stations that nobody wants any more."""
        with self._lock:
            if any(wish not in wishes for wish in self._known):
                self._known = {w: known for w, known in self._known.items() if w in wishes}
                self._publish()

    def _note(self, wish: Wish, state: RelayState, why: str, level: float) -> None:
        now = self._clock.now()
        relay = Relay(wish.address, wish.channel, now, state, why, round(level, 1))
        with self._lock:
            self._known[wish] = relay
            self._publish()
        action = {"action": f"relay_{state.value}", "channel": wish.channel}
        logger.info("relay %s: %s %s", wish.name, state.value, why, extra=action)

    def _publish(self) -> None:
        try:
            publish(self._path, tuple(self._known.values()))
        except OSError as error:
            logger.error("relays not told: %s", error, extra={"action": "relays_unwritten"})
