"""One station that is connected: its sound and pictures to the air, how it does to the board."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread

from station.audio import RATE, Block
from station.clock import Clock
from station.ffmpeg import relay, relay_film
from station.live import Door, Hello, Word
from station.snapshot import LiveState
from streaming.live.film.joining import NO_PICTURES
from streaming.live.film.route import FilmRoute
from streaming.live.relay_board import SILENCE, RelayBoard
from streaming.live.relay_plan import Wish
from streaming.live.relay_probe import Listening
from streaming.live.session import new_name
from streaming.live.supply import MakeDecoder, Supply, heard, seen
from streaming.live.uplink import Uplink

MEASURED = 2 * RATE
"""Frames that are measured at a time."""


@dataclass(frozen=True, slots=True)
class Link:
    """What connecting a station needs."""

    air: Path
    exe: str
    floor_dbfs: float
    clock: Clock
    film: FilmRoute | None = None
    """On a television channel, how its pictures get there."""


class RelayLine:
    """In a thread of its own. Raises ValueError for an address that cannot be relayed."""

    def __init__(self, wish: Wish, link: Link, board: RelayBoard) -> None:
        self._wish = wish
        self._board = board
        self._floor = link.floor_dbfs
        self._listening = Listening()
        self._said: str | None = None
        self._is_blind = False
        """Whether it has turned out to have no pictures."""
        hello = Hello(new_name(), Door.RELAY, wish.name, relay=wish.address)
        decoder = heard(relay(link.exe, wish.address))
        if link.film is not None:
            hello = replace(hello, pictures=str(link.film.ring(hello.session)))
            decoder = self._film(link, link.film, hello, decoder)

        def make_uplink(told: Callable[[Word], None]) -> Uplink:
            return Uplink(link.air, hello, told, link.clock)

        self._supply = Supply(hello, decoder, make_uplink, heard=self._heard, failed=self._failed)
        self._stop = Event()
        self._thread = Thread(
            target=self._supply.run, args=(self._stop,), name="relay", daemon=True
        )
        self._thread.start()

    def _film(self, link: Link, film: FilmRoute, hello: Hello, blind: MakeDecoder) -> MakeDecoder:
        """Return what decodes its pictures too, until it is known to have none."""
        whole = seen(relay_film(link.exe, hello.relay), film, hello.pictures)

        return lambda *to: (blind if self._is_blind else whole)(*to)

    @property
    def on_air(self) -> bool:
        word = self._supply.word
        return word is not None and word.state is LiveState.ON_AIR

    @property
    def may_return(self) -> bool:
        """Whether the air has ended it for a reason that is over, not at an operator's wish."""
        return self._supply.ended not in ("", "kicked")

    def close(self) -> None:
        self._stop.set()

    def join(self, seconds: float) -> None:
        """Wait until its children are gone and their memory is given back."""
        self._thread.join(seconds)

    def _heard(self, sound: Block) -> None:
        self._listening.take(sound)
        if self._listening.frames < MEASURED:
            return
        level, self._listening = self._listening.level, Listening()
        silent = level < self._floor
        self._tell("silent" if silent else "", level)

    def _failed(self, why: str) -> None:
        self._listening = Listening()
        self._is_blind |= NO_PICTURES in why
        lines = why.strip().splitlines()
        self._tell(lines[-1][:200] if lines else "it ended", SILENCE)

    def _tell(self, why: str, level: float) -> None:
        """Say how it goes whenever that changes."""
        if why == self._said:
            return
        self._said = why
        if why:
            self._board.failed(self._wish, why, level)
        else:
            self._board.ready(self._wish, level)
