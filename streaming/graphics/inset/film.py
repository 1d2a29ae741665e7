"""The children that decode one film of an interpreter, one after the other. Adapter: starts
processes.

`seen` never waits: it belongs to the thread that feeds the encoder. The rest is in a thread of its
own, and what fails there costs this film alone.
"""

import contextlib
import logging
import os
import select
import subprocess
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Event, Thread

from station.video import Shape
from streaming.graphics.inset.records import PLACE, ReadyReader, file_name
from streaming.graphics.inset.reel import AHEAD, Reel
from streaming.graphics.layout import Sized

logger = logging.getLogger(__name__)

REST_MS = 200
RESTS_SECONDS = (0.0, 1.0, 4.0, 15.0, 60.0)
"""Before each child of one film; behind the last one it is left out."""
WELL = 50
"""A child that brought so many pictures has outlived the trouble before it."""
LAG_SECONDS = 4.0
"""For so long an encoder may still lay over what was seen last."""
STDERR_BYTES = 400
_SMALLEST = Shape(2, 2)
_PREFIXES = count()


@dataclass(frozen=True, slots=True)
class Cue:
    """Where in which film something begins."""

    path: str
    """Relative to the media folder."""
    box: Shape = _SMALLEST
    """Largest size."""
    first: int = 0
    """Number of the first picture that is seen."""

    def leads_to(self, other: "Cue") -> bool:
        """Whether what was decoded for this one will do for another."""
        near = -1 <= other.first - self.first <= AHEAD
        return near and (self.path, self.box) == (other.path, other.box)


class Film:
    """Decoded from its cue on, no further ahead of `place` than a second."""

    def __init__(self, media: Path, folder: Path, cue: Cue) -> None:
        """`folder` is where drawn things lie."""
        self.cue = cue
        self.child = 0
        """Number of the child's process while one runs."""
        self._media = media.resolve()
        self._folder = folder
        self._place = cue.first
        self._showing = ("", Reel())
        self._over = Event()
        self._closed = Event()
        self._thread = Thread(target=self._run, name=f"inset {cue.path}", daemon=True)
        self._thread.start()

    def seen(self, place: int) -> Sized | None:
        """Return the picture of a place, if there is one; from there it is decoded on."""
        self._place = max(0, place)
        prefix, reel = self._showing
        ready = reel.seen(place)
        if ready is None:
            return None
        return Sized(file_name(prefix, ready.number), ready.width, ready.height)

    @property
    def is_gone(self) -> bool:
        """Whether nothing is left of it."""
        return not self._thread.is_alive()

    def end(self) -> None:
        """Have it decoded no more; its last pictures are taken away a little later."""
        self._over.set()

    def close(self) -> None:
        """End it and wait until nothing is left of it."""
        self._over.set()
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        prefixes: list[str] = []
        try:
            self._show(prefixes)
        except Exception:
            logger.exception("%s: no interpreter", self.cue.path, extra={"action": "inset_failed"})
        self._over.wait()
        self._closed.wait(LAG_SECONDS)
        for prefix in prefixes:
            for path in self._folder.glob(file_name(prefix, "*")):
                path.unlink(missing_ok=True)

    def _show(self, prefixes: list[str]) -> None:
        """Have one child after the other decode it until its end; note under which prefixes."""
        tries = 0
        while tries < len(RESTS_SECONDS) and not self._over.wait(RESTS_SECONDS[tries]):
            prefixes.append(f"inset-{next(_PREFIXES)}")
            self._showing = (prefixes[-1], Reel())
            fault = self._decode(prefixes[-1])
            reel = self._showing[1]
            if self._over.is_set() or reel.end is not None:
                return
            tries = 1 if len(reel.ready) >= WELL else tries + 1
            about = {"action": "inset_failed"}
            logger.warning("%s: no interpreter now: %s", self.cue.path, fault, extra=about)

    def _decode(self, prefix: str) -> str:
        """Run one child; return why it ended before its film."""
        film = (self._media / self.cue.path).resolve()
        if not film.is_relative_to(self._media) or not film.is_file():
            return "the film is not there"
        box = self.cue.box
        arguments = [film, box.width, box.height, self._place, self._folder, prefix]
        with subprocess.Popen(
            [sys.executable, "-m", "streaming.graphics.inset.child", *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as child:  # fmt: skip
            self.child = child.pid
            try:
                return self._follow(child, prefix)
            finally:
                self.child = 0
                child.kill()

    def _follow(self, child: "subprocess.Popen[bytes]", prefix: str) -> str:
        """Tell the child how far the air is and take note of what lies ready."""
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        reader, told = ReadyReader(), child.stdout.fileno()
        poll = select.poll()
        poll.register(told, select.POLLIN)
        while not self._over.is_set() and self._showing[1].end is None:
            place = self._place
            with contextlib.suppress(BrokenPipeError):
                os.write(child.stdin.fileno(), PLACE.pack(place))
            if poll.poll(REST_MS):
                data = os.read(told, 65_536)
                if not data:
                    said = os.read(child.stderr.fileno(), STDERR_BYTES)
                    return said.decode(errors="replace").strip() or "the decoder has died"
                reel = self._showing[1]
                for ready in reader.feed(data):
                    reel = reel.with_(ready)
                self._showing = (prefix, self._tidied(reel, place, prefix))
        return ""

    def _tidied(self, reel: Reel, place: int, prefix: str) -> Reel:
        gone = reel.behind(place)
        for ready in gone:
            (self._folder / file_name(prefix, ready.number)).unlink(missing_ok=True)
        return reel.without(gone)
