"""One live input from its connection to its end: what is held of it, and how it stands."""

from collections.abc import Iterable

from playout.live_buffer import LiveBuffer
from playout.live_source import LiveSource
from playout.pictures.live import LiveFilm, LivePictures
from station.audio import RATE, Block, decibels
from station.live import Hello, Seen

STALE = RATE * 3 // 2
"""Frames without anything new after which what is held is too old to be heard."""
SILENCE = -120.0


class LiveSession:
    """`receive` and `end` belong to the receiving thread, all the rest to the tick.

    Its frames are its own: whoever connects later has a session and a buffer of his own.
    """

    def __init__(self, hello: Hello, reserve: int, film: LiveFilm | None = None) -> None:
        """`reserve`: frames that are held against an uneven line; `film`: for one that is seen."""
        self.hello = hello
        """As last told; the title in it changes."""
        self._reserve = reserve
        self._buffer = LiveBuffer(2 * reserve + 2 * RATE)
        self._peak = SILENCE
        self._film = film
        self._pictures = 0
        """How many of its pictures were noticed."""
        self._picture_at: int | None = None
        self._source: LiveSource | None = None
        self._base = 0
        self._seen = 0
        self._at = 0
        self._data_at: int | None = None

    def receive(self, blocks: list[Block], hello: Hello, pictures: Iterable[Seen] = ()) -> None:
        """Take up what has come; pictures before the sound that they begin with."""
        if self._film is not None:
            self._film.receive(pictures)
        for block in blocks:
            self._buffer.write(block)
        self._peak = decibels(self._buffer.peak())
        self.hello = hello

    def end(self) -> None:
        self._buffer.closed = True

    @property
    def closed(self) -> bool:
        """Whether its connection has ended."""
        return self._buffer.closed

    @property
    def level(self) -> float:
        """Return the peak of the last 200 ms received, dBFS."""
        return SILENCE if self.absent > STALE else self._peak

    @property
    def buffered(self) -> int:
        """Return the frames that are held for the air."""
        if self._source is not None and not self._source.ended:
            return self._source.held
        return min(self._buffer.written - self._base, 2 * self._reserve)

    @property
    def absent(self) -> int:
        """Return how many frames of the air have gone by since sound last came in."""
        return 0 if self._data_at is None else self._at - self._data_at

    @property
    def still(self) -> int:
        """Return how many frames have gone by since it last sent a picture, 0 if it sends none."""
        return 0 if self._picture_at is None else self._at - self._picture_at

    def watch(self, at: int) -> None:
        """Look at it, once a block, as of frame `at` of the air."""
        self._at = at
        if self._data_at is None or self._buffer.written != self._seen:
            self._seen = self._buffer.written
            self._data_at = at
        if self._film is not None and self._film.received != self._pictures:
            self._pictures, self._picture_at = self._film.received, at
        if self._source is not None:
            self._base = max(self._base, self._source.position)
        if self.absent > STALE and (self._source is None or self._source.ended):
            self._base = self._seen

    def open_source(self) -> LiveSource:
        """Return its newest sound as a source, nothing of it twice; the source before is over."""
        if self._source is not None:
            self._source.close()
            self._base = max(self._base, self._source.position)
        start = max(self._base, self._buffer.oldest, self._buffer.written - self._reserve)
        source = self._source = LiveSource(self._buffer, start, self._reserve)
        if self._film is not None:
            source.pictures = LivePictures(self._film, lambda: source.position)
        return source
