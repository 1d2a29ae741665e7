"""The film of an interpreter beside what is on, and the one behind it, decoded ahead.

`turn_to` and `seen` never wait: they belong to the thread that feeds the encoder.
"""

from dataclasses import dataclass
from pathlib import Path

from station.audio import BLOCK, RATE
from station.video import Shape
from streaming.graphics.inset.film import Cue, Film
from streaming.graphics.inset.records import SUFFIX
from streaming.graphics.layout import Sized

_SECOND = 1_000_000
_SMALLEST = Shape(2, 2)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which film is wanted."""

    path: str = ""
    """Relative to the media folder; empty: none."""
    began: int = 0
    """UTC at which the first frame of its item's file would have been heard, microseconds."""
    box: Shape = _SMALLEST
    """Largest size."""

    def place(self, at: int) -> int:
        """Return the number of the picture in the middle of the block that begins at an instant."""
        return ((at - self.began) * RATE // _SECOND + BLOCK // 2) // BLOCK

    def cue(self, at: int) -> Cue:
        return Cue(self.path, self.box, max(0, self.place(at)))


NOTHING = Wish()


class Inset:
    """The films of one channel's interpreters."""

    def __init__(self, media: Path, folder: Path) -> None:
        """`folder` is where drawn things lie."""
        self._media = media
        self._folder = folder
        self._wish = NOTHING
        self._now: Film | None = None
        self._next: Film | None = None
        self._past: list[Film] = []

    @property
    def child(self) -> int:
        """Number of the process that decodes what is wanted, 0 while there is none."""
        return 0 if self._now is None else self._now.child

    @property
    def is_wanted(self) -> bool:
        """Whether a film should be seen now."""
        return bool(self._wish.path)

    def start(self) -> None:
        """Take away what a former life has left."""
        for path in self._folder.glob(f"*{SUFFIX}"):
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of everything and wait until it is gone."""
        self._turn(None)
        self._prepare(None)
        for film in self._past:
            film.close()

    def turn_to(self, wish: Wish, at: int, coming: Cue | None = None) -> None:
        """Have a film seen, or none, from the block that begins at an instant; `coming` is what
        begins soon: a second of it is decoded."""
        if wish != self._wish:
            self._wish = wish
            self._turn(self._taken(wish.cue(at)) if wish.path else None)
        if coming is not None and self._now is not None and coming == self._now.cue:
            coming = None
        if coming != (None if self._next is None else self._next.cue):
            self._prepare(coming)

    def seen(self, at: int) -> Sized | None:
        """Return the picture of the block that begins at an instant, if there is one."""
        return None if self._now is None else self._now.seen(self._wish.place(at))

    def _taken(self, cue: Cue) -> Film:
        """Return what was decoded for a cue ahead of its time, or begin with it now."""
        film = self._next
        if film is None or not film.cue.leads_to(cue):
            return Film(self._media, self._folder, cue)
        self._next = None
        return film

    def _turn(self, film: Film | None) -> None:
        self._leave(self._now)
        self._now = film

    def _prepare(self, cue: Cue | None) -> None:
        self._leave(self._next)
        self._next = None if cue is None else Film(self._media, self._folder, cue)

    def _leave(self, film: Film | None) -> None:
        self._past = [one for one in self._past if not one.is_gone]
        if film is not None:
            film.end()
            self._past.append(film)
