"""What a television channel's air has more than a radio's: ring, pool, opener and screen, wired."""

import logging
from pathlib import Path

from playout.deck import Deck
from playout.live_source import LiveSource
from playout.pictures import cards
from playout.pictures.film import Film, FilmOpener
from playout.pictures.live import LiveFilm
from playout.pictures.pool import SlotPool
from playout.pictures.screen import NoScreen, RingScreen
from playout.pictures.slots import FOR_THE_LEAD, SLOTS
from playout.pictures.source import PictureSource
from playout.pictures.supply import Pictures
from playout.source import OpenSource
from station import live
from station.bus import Hello
from station.pictures import PictureRing
from station.video import Shape

logger = logging.getLogger(__name__)


class SoundOnly:
    """The place of a projector on a radio channel."""

    def __init__(self, open_sound: OpenSource) -> None:
        self.open = open_sound
        self.screen = NoScreen()

    def film_of(self, hello: live.Hello) -> LiveFilm | None:
        """Live inputs are only heard."""
        return None

    def hello(self, channel: str) -> Hello:
        """Return what readers of the program bus are told."""
        return Hello(channel)

    def close(self) -> None:
        """Nothing to give back."""


class Projector:
    """Makes the ring anew; `open` and `screen` are for the engine."""

    def __init__(
        self, path: Path, shape: Shape, open_sound: OpenSource, media: Path, slate: Path
    ) -> None:
        """`path` is where the ring is made, what stood there before is void; `slate` is the
        station's own picture, which is drawn where the file is not there or none. Raises OSError
        where there is no room for the ring."""
        self._ring = PictureRing.create(path, shape, SLOTS)
        pool = self._pool = SlotPool(self._ring, for_the_lead=FOR_THE_LEAD)
        self.open: OpenSource = FilmOpener(open_sound, media, pool).open
        self.screen = RingScreen(
            pool,
            pictures_of,
            slate=cards.slate(shape),
            card=cards.card(shape),
            own_slate=_opened(pool, slate) if slate.exists() else None,
        )

    def film_of(self, hello: live.Hello) -> LiveFilm | None:
        """Return what a live input is seen by; None for one that is only heard."""
        return LiveFilm(Path(hello.pictures), self._pool) if hello.pictures else None

    def hello(self, channel: str) -> Hello:
        """Return what readers of the program bus are told."""
        shape = self._ring.shape
        return Hello(channel, width=shape.width, height=shape.height, pictures=str(self._ring.path))

    def close(self) -> None:
        """Give the memory back; readers see that the ring is gone."""
        self._ring.path.unlink(missing_ok=True)


def projector_for(
    shape: Shape | None, path: Path, open_sound: OpenSource, media: Path, slate: Path
) -> Projector | SoundOnly:
    """Return what a channel shows with; without room for pictures it is at least heard."""
    if shape is None:
        return SoundOnly(open_sound)
    try:
        return Projector(path, shape, open_sound, media, slate)
    except OSError as error:
        logger.error(
            "no room for pictures, sound alone is sent: %s", error,
            extra={"action": "pictures_without_room"},
        )  # fmt: skip
        return SoundOnly(open_sound)


def pictures_of(deck: Deck) -> Pictures | None:
    return deck.source.pictures if isinstance(deck.source, Film | LiveSource) else None


def _opened(pool: SlotPool, file: Path) -> PictureSource:
    pictures = PictureSource(pool, file.parent.resolve(), file.name, 0)
    pictures.start()
    return pictures
