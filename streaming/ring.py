"""The recent bytes of a rendition, in immutable chunks of whole frames."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from threading import Condition

from station.bus import Metadata
from streaming.renditions import Rendition

DEPTH_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that begins inside a chunk."""

    offset: int
    """Byte of the chunk, on a frame border, at which it begins."""
    utc_us: int
    """Station time of its first sample."""
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Piece:
    """What an encoder gives: some whole frames. A ring makes it a chunk."""

    frames: tuple[bytes, ...]
    life: int
    """Counts the lives of the encoder; frames of different lives do not join seamlessly."""
    first_frame: int
    """Codec frames of this life before the piece."""
    utc_us: int
    """Station time of its first sample."""
    marks: tuple[Mark, ...] = ()
    together: tuple[str, ...] = ()
    """Names of all renditions that this life of the encoder makes; empty: of all there are."""
    samples: int = 0
    """Sample frames of sound in it, where its frames are not all of the codec's length."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece with its place in the ring."""

    index: int
    piece: Piece
    data: bytes
    """All its frames in one object, which every listener is handed."""
    playing: Metadata | None
    """What was on when it began."""

    @property
    def playing_at_end(self) -> Metadata | None:
        return self.piece.marks[-1].metadata if self.piece.marks else self.playing


class Ring:
    """Chunks by absolute index. One thread appends; any number of threads read."""

    def __init__(self, rendition: Rendition, depth_seconds: float = DEPTH_SECONDS) -> None:
        self.rendition = rendition
        self.grew: list[Callable[[], None]] = []
        """Called by the appending thread after each chunk, and when it is shed; must not wait."""
        self.shed = False
        """Whether nothing comes for now, for the sake of the programme."""
        self._depth = depth_seconds
        self._held = 0
        self._chunks: deque[Chunk] = deque()
        self._first = 0
        self._changed = Condition()

    @property
    def first(self) -> int:
        """Index of the oldest chunk that can still be read."""
        return self._first

    @property
    def end(self) -> int:
        """Index the next chunk will get."""
        return self._first + len(self._chunks)

    @property
    def playing(self) -> Metadata | None:
        """What is on at the live end."""
        with self._changed:
            return self._chunks[-1].playing_at_end if self._chunks else None

    def append(self, piece: Piece) -> None:
        self.shed = False
        with self._changed:
            playing = self._chunks[-1].playing_at_end if self._chunks else None
            self._chunks.append(Chunk(self.end, piece, b"".join(piece.frames), playing))
            self._held += len(piece.frames)
            self._forget()
            self._changed.notify_all()
        for call in self.grew:
            call()

    def leave_out(self) -> None:
        """Tell everybody that nothing more comes, until something does."""
        if not self.shed:
            self.shed = True
            for call in self.grew:
                call()

    def read(self, index: int, limit: int = 1_000_000) -> list[Chunk]:
        """Return up to `limit` chunks from `index` on; what is already forgotten is left out."""
        with self._changed:
            start = max(index - self._first, 0)
            return list(islice(self._chunks, start, start + limit))

    def live_point(self, seconds: float) -> int:
        """Return the index from which at least `seconds` of sound are held, or the oldest."""
        with self._changed:
            index, span = self.end, 0.0
            for chunk in reversed(self._chunks):
                if span >= seconds:
                    break
                index, span = chunk.index, span + self.rendition.span(len(chunk.piece.frames))
            return index

    def wait(self, index: int, timeout: float) -> bool:
        """Wait until chunk `index` is there; return whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self.end > index, timeout)

    def _forget(self) -> None:
        while self.rendition.span(self._held) > self._depth:
            self._held -= len(self._chunks.popleft().piece.frames)
            self._first += 1
