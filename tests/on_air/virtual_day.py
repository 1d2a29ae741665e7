"""A television channel's air on a clock that does not wait: only the clock is virtual.

Engine, screen, picture ring, decoders of sound and of pictures are those of the air, and the files
are real; the sources are waited for, because decoders work in real time.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import numpy as np

from mengudara.simulate.sources import Patient
from playout.deck import Deck
from playout.decoder import Decoder
from playout.engine import Engine
from playout.pictures import cards
from playout.pictures.film import Film, FilmOpener
from playout.pictures.pool import SlotPool
from playout.pictures.screen import RingScreen
from playout.pictures.slots import FOR_THE_LEAD, SLOTS
from playout.pictures.source import PictureSource
from playout.source import Source
from station import ffmpeg
from station.audio import BLOCK, RATE, Block, silence
from station.bus import Packet
from station.clock import VirtualClock
from station.journal import Fact
from station.kinds import Kind
from station.pictures import PictureRing, planes, slot_of
from station.rundown import Item, Rundown
from station.video import Shape

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
SHAPE = Shape(64, 36)
HELD = 10 * RATE
LOOK_SECONDS = 0.000_5
MOST_LOOKS = 100_000
LOUD, WHITE = 0.2, 200
NEAR = RATE
"""A flash belongs to the beep that is no further away."""
REST = 2 * RATE
"""So long it is quiet and dark between two of them."""


class PatientPictures:
    """Waits for the decoder, so that virtual time never outruns it."""

    def __init__(self, pictures: PictureSource) -> None:
        self._pictures = pictures
        self._pause = Event()

    def at(self, frame: int) -> int | None:
        for _ in range(MOST_LOOKS):
            if self._is_known(frame):
                break
            self._pause.wait(LOOK_SECONDS)
        return self._pictures.at(frame)

    def _is_known(self, frame: int) -> bool:
        """Return whether it is there, or will never be; the air itself would not wait for it."""
        pictures = self._pictures
        return not pictures.missing(frame) or pictures.ended_at is not None or pictures.gone

    def missing(self, frame: int) -> bool:
        return self._pictures.missing(frame)

    def close(self) -> None:
        self._pictures.close()

    @property
    def fault(self) -> str:
        return self._pictures.fault

    @property
    def gone(self) -> bool:
        return self._pictures.gone


class PatientFilm:
    """A film that is there when it is asked for."""

    def __init__(self, film: Film) -> None:
        self._film = film
        self._pause = Event()
        self.pictures = PatientPictures(film.pictures)

    @property
    def ready(self) -> bool:
        for _ in range(MOST_LOOKS):
            if self._film.ready or self._film.fault:
                break
            self._pause.wait(LOOK_SECONDS)
        return self._film.ready

    @property
    def ended(self) -> bool:
        return self._film.ended

    @property
    def fault(self) -> str:
        return self._film.fault

    def read(self, frames: int) -> Block:
        return self._film.read(frames)

    def close(self) -> None:
        self._film.close()


@dataclass
class Spectator:
    """Takes what the program bus carries, and notes when it flashes, beeps, and what begins."""

    ring: PictureRing
    begins: list[int] = field(default_factory=list)
    """Samples with which an item begins."""
    paths: list[str] = field(default_factory=list)
    beeps: list[int] = field(default_factory=list)
    flashes: list[int] = field(default_factory=list)
    blocks: int = 0
    lost: int = 0
    """Blocks whose number did not follow the one before."""
    void: int = 0
    """Pictures that did not stand any more when they were looked at."""
    _ticket: int = -1
    _loud: int = -REST
    _white: bool = False

    def write(self, packet: Packet) -> None:
        at = packet.tick * BLOCK
        self.lost += packet.tick != self.blocks
        self.blocks = packet.tick + 1
        for told in packet.metadata:
            self.begins.append(at + told.offset)
            self.paths.append(told.title)
        self._listen(packet.sound, at)
        if packet.picture != self._ticket:
            self._ticket = packet.picture
            self._look(at)

    def _listen(self, sound: Block, at: int) -> None:
        loud = np.flatnonzero(np.abs(sound[:, 0]) > LOUD)
        if len(loud):
            if at + loud[0] - self._loud > REST:
                self.beeps.append(at + int(loud[0]))
            self._loud = at + int(loud[-1])

    def _look(self, at: int) -> None:
        luma = planes(self.ring.picture(slot_of(self._ticket)), self.ring.shape)[0]
        white = bool(luma[::6, ::8].min() > WHITE)
        self.void += not self.ring.holds(self._ticket)
        if white and not self._white:
            self.flashes.append(at)
        self._white = white

    def in_step(self) -> Iterator[tuple[str, int, float, float]]:
        """Yield file, sample of the air, second of the file, and how much later than the beep the
        flash began, seconds, of each beep; those without a flash are left out."""
        for beep in self.beeps:
            place = bisect_right(self.begins, beep) - 1
            flash = min(self.flashes, key=lambda one, beep=beep: abs(one - beep), default=1 << 62)
            if abs(flash - beep) < NEAR:
                within = (beep - self.begins[place]) / RATE
                yield self.paths[place], beep, within, (flash - beep) / RATE


@dataclass
class VirtualDay:
    """The air, and who watches it."""

    engine: Engine
    screen: RingScreen
    seen: Spectator
    facts: list[Fact]

    def play(self, items: list[Item], until: datetime) -> None:
        version = Rundown("tv", 1, EIGHT, items[0].begins, items[-1].ends, tuple(items))
        self.engine.start_with(version, ())
        for _ in range(8):
            self.engine.director.prepare(0)
        self.engine.run(until)


@contextmanager
def virtual_day(folder: Path, media: Path) -> Iterator[VirtualDay]:
    ring = PictureRing.create(folder / "ring", SHAPE, SLOTS)
    pool = SlotPool(ring, for_the_lead=FOR_THE_LEAD)
    decoder = Decoder(media, ffmpeg.binary(), HELD, 0.01)
    opener = FilmOpener(_patient(decoder.open), media, pool)
    screen = RingScreen(
        pool, _pictures_of, slate=cards.slate(SHAPE), card=cards.card(SHAPE)
    )  # fmt: skip
    seen, facts = Spectator(ring), []
    engine = Engine(
        VirtualClock(EIGHT),
        lambda item, at: PatientFilm(opener.open(item, at)),
        [seen],
        facts.append,
        channel="tv",
        slate=silence(RATE),
        screen=screen,
    )
    try:
        yield VirtualDay(engine, screen, seen, facts)
    finally:
        engine.close()


def film_item(path: str, frames: int, begins: datetime, number: int) -> Item:
    """Return an airing of a whole film."""
    return Item(
        key=f"{number}:{path}", cart_id=1, kind=Kind.PROGRAMME, title=path, path=path,
        begins=begins, cue_in=0, segue=frames, cue_out=frames, has_picture=True,
    )  # fmt: skip


def one_after_the_other(lengths: dict[str, int], until: timedelta) -> list[Item]:
    """Return films in turn, again and again, for so long and a little more."""
    items: list[Item] = []
    begins = EIGHT
    while begins < EIGHT + until + timedelta(minutes=1):
        for path, frames in lengths.items():
            items.append(film_item(path, frames, begins, len(items)))
            begins = items[-1].ends
    return items


def _patient(open_source: Callable[[Item, int], Source]) -> Callable[[Item, int], Source]:
    return lambda item, at: Patient(open_source(item, at))


def _pictures_of(deck: Deck) -> PatientPictures | None:
    return deck.source.pictures if isinstance(deck.source, PatientFilm) else None
