"""Cuts all AAC renditions of a channel at the same frames. Holds no file and no thread.

A life of the encoder may make fewer of them than there are: its cuts then hold those it makes.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from station.audio import RATE
from streaming.hls.window import SEGMENT_FRAMES, SHORTEST_FRAMES, Airing
from streaming.ring import Piece

SHORT_FRAMES = SEGMENT_FRAMES // 3
"""2.005 s: the first three segments of a process, so that players need not wait."""
FRAME_SAMPLES = 1_024


@dataclass(frozen=True, slots=True)
class Cut:
    """The same stretch of air in every rendition that was made."""

    frames: dict[str, list[bytes]]
    first_frame: int
    """Codec frames of this encoder life before it."""
    utc_us: int
    joins: bool
    """Whether it follows the cut before it without a gap."""
    airings: tuple[Airing, ...] = ()

    @property
    def count(self) -> int:
        return len(next(iter(self.frames.values())))


class Cutter:
    """Takes pieces of each rendition in order; gives cuts that hold the same frames of all."""

    def __init__(self, renditions: list[str]) -> None:
        self._waiting: dict[str, deque[Piece]] = {name: deque() for name in renditions}
        self._frames: dict[str, list[bytes]] = {name: [] for name in renditions}
        self._guide = renditions[0]
        """The rendition that is always made."""
        self._life = 0
        self._first = 0
        self._joins = True
        self._shorts = 3
        self._times: list[tuple[int, int]] = []
        self._airings: list[Airing] = []

    def add(self, rendition: str, piece: Piece) -> None:
        self._waiting[rendition].append(piece)

    def cuts(self) -> Iterator[Cut]:
        """Yield what is complete."""
        while True:
            self._take()
            while self._common() >= self._wanted():
                yield self._cut(self._wanted())
            if not self._stretch_is_over():
                return
            if self._common() >= SHORTEST_FRAMES:
                yield self._cut(self._common())
            self._begin_stretch()

    def _wanted(self) -> int:
        return SHORT_FRAMES if self._shorts else SEGMENT_FRAMES

    def _common(self) -> int:
        return min(len(frames) for frames in self._frames.values())

    def _take(self) -> None:
        """Move on the pieces that continue what is there, forgetting what is older."""
        for name, waiting in self._waiting.items():
            while waiting and _place(waiting[0]) <= self._expected(name):
                piece = waiting.popleft()
                if _place(piece) == self._expected(name) and name in self._frames:
                    self._append(name, piece)

    def _expected(self, name: str) -> tuple[int, int]:
        return self._life, self._first + len(self._frames.get(name, ()))

    def _append(self, name: str, piece: Piece) -> None:
        self._frames[name] += piece.frames
        if name == self._guide:
            self._times.append((piece.first_frame, piece.utc_us))
            marks = [mark for mark in piece.marks if mark.metadata.title]
            self._airings += [Airing.of(mark.metadata, mark.utc_us) for mark in marks]

    def _stretch_is_over(self) -> bool:
        """Whether every rendition has gone on to another life, or one has left the others."""
        if self._waiting[self._guide] and all(self._waiting[name] for name in self._goes_on()):
            return True
        longest = max(len(frames) for frames in self._frames.values())
        return any(self._waiting.values()) and longest > 2 * SEGMENT_FRAMES

    def _goes_on(self) -> list[str]:
        """Return what both this stretch and the next one hold."""
        return [name for name in self._made(self._waiting[self._guide][0]) if name in self._frames]

    def _made(self, piece: Piece) -> list[str]:
        """Return which of the renditions its life of the encoder makes."""
        return [name for name in self._waiting if not piece.together or name in piece.together]

    def _begin_stretch(self) -> None:
        """Start again at the first frame that all renditions can have."""
        heads = [waiting[0] for waiting in self._waiting.values() if waiting]
        first = max(heads, key=_place)
        self._joins = self._life == 0
        self._life, self._first = _place(first)
        self._frames = {name: [] for name in self._made(first)}
        self._times = []

    def _cut(self, count: int) -> Cut:
        frames = {name: held[:count] for name, held in self._frames.items()}
        utc_us = self._utc_us(self._first)
        end_us = self._utc_us(self._first + count)
        airings = tuple(each for each in self._airings if each.utc_us < end_us)
        cut = Cut(frames, self._first, utc_us, self._joins, airings)
        for held in self._frames.values():
            del held[:count]
        self._airings = self._airings[len(airings) :]
        self._first += count
        self._joins = True
        self._shorts = max(0, self._shorts - 1)
        return cut

    def _utc_us(self, frame: int) -> int:
        """Return the station time of a frame from the nearest piece at or before it."""
        while len(self._times) > 1 and self._times[1][0] <= frame:
            del self._times[0]
        at, utc_us = self._times[0]
        return utc_us + (frame - at) * FRAME_SAMPLES * 1_000_000 // RATE


def _place(piece: Piece) -> tuple[int, int]:
    return piece.life, piece.first_frame
