"""Watches the rundowns for stations to relay: tries them ahead, connects them in time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Semaphore, Thread

from station.clock import Clock
from station.config import Config
from station.paths import StatePaths
from station.relays import Relay
from station.rundown import CURRENT, RundownUnreadable, read_current
from streaming.live.air_expects import expectation
from streaming.live.film.route import film_route
from streaming.live.relay_board import RelayBoard
from streaming.live.relay_line import Link, RelayLine
from streaming.live.relay_plan import (
    Airing,
    Expectation,
    ProbePlan,
    Wish,
    airings,
    as_expected,
    wanted,
)
from streaming.live.relay_probe import probe

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
CLOSE_SECONDS = 3.0
"""For all that is connected, when the process ends."""
AT_ONCE = 4
"""Stations tried at the same time."""
ASK_EVERY = timedelta(seconds=5)
"""How often the air is asked where it stands while a relay is near."""
NEAR = timedelta(hours=1)
"""A relay no further ahead than this, or no longer over, is near."""


@dataclass
class _Watched:
    """What of one channel's rundown has been read."""

    seen: str = ""
    coming: tuple[Airing, ...] = ()
    """As the rundown has it."""
    air: Expectation | None = None
    """What the air said last; None when it did not answer."""
    asked_at: datetime | None = None
    """When it was asked."""


class Relays:
    """Reads each rundown when it changes; looks at the clock twice a second."""

    def __init__(
        self,
        config: Config,
        paths: StatePaths,
        exe: str,
        clock: Clock,
        ask: Callable[[Path], Expectation | None] = expectation,
    ) -> None:
        """`ask` gets what the air expects over its control socket."""
        self._config = config
        self._paths = paths
        self._exe = exe
        self._clock = clock
        self._ask = ask
        self._board = RelayBoard(paths.relays, clock)
        self._plan = ProbePlan()
        self._room = Semaphore(AT_ONCE)
        self._watched = {channel.slug: _Watched() for channel in config.channels}
        self._lines: dict[Wish, RelayLine] = {}
        self._refused: set[Wish] = set()
        self._stop = Event()
        self._thread = Thread(target=self._run, name="relays", daemon=True)

    def known(self) -> tuple[Relay, ...]:
        """Return what is known about the stations to be relayed."""
        return self._board.known()

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(LOOK_SECONDS)
        for line in self._lines.values():
            line.close()
        for line in self._lines.values():
            line.join(CLOSE_SECONDS / len(self._lines))

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:
                logger.exception("relays not looked after", extra={"action": "relays_failed"})

    def look(self) -> None:
        """Begin and end what the rundowns want now."""
        now = self._clock.now()
        for channel, watched in self._watched.items():
            self._read(channel, watched)
            self._follow(channel, watched, now)
        coming = [
            each
            for watched in self._watched.values()
            for each in as_expected(watched.coming, watched.air)
        ]
        wishes = wanted(coming, now)
        self._connect(wishes)
        for wish in self._plan.due(coming, now) - wishes:
            Thread(target=self._try, args=(wish,), name="relay probe", daemon=True).start()
        self._board.keep({each.wish for each in coming})

    def _read(self, channel: str, watched: _Watched) -> None:
        folder = self._paths.rundown(channel)
        try:
            pointer = (folder / CURRENT).read_text()
        except (OSError, ValueError):
            return
        if pointer == watched.seen:
            return
        watched.seen = pointer
        try:
            watched.coming = airings(channel, read_current(folder).items)
        except RundownUnreadable as error:
            logger.error("relays: %s", error, extra={"action": "rundown_unreadable"})

    def _follow(self, channel: str, watched: _Watched, now: datetime) -> None:
        """Ask the air where it stands while a relay is near."""
        near = any(one.begins - NEAR <= now < one.ends + NEAR for one in watched.coming)
        if not near:
            watched.air = None
        elif watched.asked_at is None or now - watched.asked_at >= ASK_EVERY:
            watched.asked_at = now
            watched.air = self._ask(self._paths.control_socket(channel))

    def _connect(self, wishes: set[Wish]) -> None:
        """Connect what is wanted; what is on the air stays until the air lets it go."""
        for wish, line in list(self._lines.items()):
            if line.may_return or (wish not in wishes and not line.on_air):
                self._lines.pop(wish).close()
        for wish in wishes - self._lines.keys():
            try:
                self._lines[wish] = RelayLine(wish, self._link(wish.channel), self._board)
            except ValueError as error:
                self._refuse(wish, str(error))

    def _link(self, channel: str) -> Link:
        settings = self._config.channel(channel)
        air, floor = self._paths.live_socket(channel), settings.air.live_floor_dbfs
        film = film_route(settings, self._paths)
        return Link(air, self._exe, floor, self._clock, film)

    def _refuse(self, wish: Wish, why: str) -> None:
        """Say once that an address cannot be relayed."""
        if wish not in self._refused:
            self._refused.add(wish)
            self._board.failed(wish, why)

    def _try(self, wish: Wish) -> None:
        with self._room:
            if wish in self._lines:
                return
            floor = self._config.channel(wish.channel).air.live_floor_dbfs
            heard = probe(self._exe, wish.address, floor, self._stop)
        if self._stop.is_set():
            return
        if heard.why:
            self._board.failed(wish, heard.why, heard.level)
        else:
            self._board.ready(wish, heard.level)
