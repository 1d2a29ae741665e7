"""The children that decode an interpreter's film, one after the other. Adapter: starts processes.

`turn_to` and `seen` never wait: they belong to the thread that feeds the encoder. The rest is in
a thread of its own, and what fails there costs the inset alone.
"""

import contextlib
import logging
import os
import select
import subprocess
import sys
import threading
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from station.audio import BLOCK, RATE
from station.video import Shape
from streaming.graphics.inset.records import PLACE, SUFFIX, ReadyReader, file_name
from streaming.graphics.inset.reel import Reel
from streaming.graphics.layout import Sized

logger = logging.getLogger(__name__)

REST_MS = 200
RESTS_SECONDS = (0.0, 1.0, 4.0, 15.0, 60.0)
"""Before each child of one film; behind the last one it is left out."""
WELL = 50
"""A child that brought so many pictures has outlived the trouble before it."""
STDERR_BYTES = 400
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


NOTHING = Wish()


class Inset:
    """The pictures of one channel's interpreter."""

    def __init__(self, media: Path, folder: Path) -> None:
        """`folder` is where drawn things lie."""
        self._media = media.resolve()
        self._folder = folder
        self._wish = NOTHING
        self._at = 0
        self._showing: tuple[Wish, str, Reel] = (NOTHING, "", Reel())
        self._changed = threading.Event()
        self._stop = threading.Event()
        self._prefixes = count()
        self._thread = threading.Thread(target=self._run, name="inset", daemon=True)
        self.child = 0
        """Number of the child's process while one runs."""

    def start(self) -> None:
        self._sweep("")
        self._thread.start()

    def close(self) -> None:
        """Let go of it and wait until the child is gone."""
        self._stop.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join()
        self._sweep("")

    def turn_to(self, wish: Wish, at: int) -> None:
        """Have another film decoded, or none, from the block that begins at an instant."""
        if wish != self._wish:
            self._at = at
            self._wish = wish
            self._changed.set()

    def seen(self, at: int) -> Sized | None:
        """Return the picture of the block that begins at an instant, if there is one."""
        self._at = at
        wish, prefix, reel = self._showing
        ready = reel.seen(wish.place(at)) if wish == self._wish else None
        if ready is None:
            return None
        return Sized(file_name(prefix, ready.number), ready.width, ready.height)

    def _run(self) -> None:
        shown = NOTHING
        while not self._stop.is_set():
            self._changed.wait()
            self._changed.clear()
            if self._wish != shown:
                shown = self._wish
                self._show(shown)

    def _show(self, wish: Wish) -> None:
        """Have one child after the other decode a film until another one is wanted."""
        self._sweep(self._showing[1])
        tries = 0
        while wish.path and tries < len(RESTS_SECONDS):
            self._changed.wait(RESTS_SECONDS[tries])
            if not self._wants(wish):
                break
            prefix = f"inset-{next(self._prefixes)}"
            self._showing = (wish, prefix, Reel())
            fault = self._decode(wish, prefix)
            if not self._wants(wish) or self._showing[2].end is not None:
                break
            tries = 1 if len(self._showing[2].ready) >= WELL else tries + 1
            logger.warning(
                "%s: no interpreter now: %s", wish.path, fault, extra={"action": "inset_failed"}
            )

    def _wants(self, wish: Wish) -> bool:
        return wish == self._wish and not self._stop.is_set()

    def _decode(self, wish: Wish, prefix: str) -> str:
        """Run one child; return why it ended before its film."""
        film = (self._media / wish.path).resolve()
        if not film.is_relative_to(self._media) or not film.is_file():
            return "the film is not there"
        box, first = wish.box, max(0, wish.place(self._at))
        arguments = [film, box.width, box.height, first, self._folder, prefix]
        with subprocess.Popen(
            [sys.executable, "-m", "streaming.graphics.inset.child", *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as child:  # fmt: skip
            self.child = child.pid
            try:
                return self._follow(child, wish, prefix)
            finally:
                self.child = 0
                child.kill()

    def _follow(self, child: "subprocess.Popen[bytes]", wish: Wish, prefix: str) -> str:
        """Tell the child how far the air is and take note of what lies ready."""
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        reader, told = ReadyReader(), child.stdout.fileno()
        poll = select.poll()
        poll.register(told, select.POLLIN)
        while self._wants(wish) and self._showing[2].end is None:
            place = max(0, wish.place(self._at))
            with contextlib.suppress(BrokenPipeError):
                os.write(child.stdin.fileno(), PLACE.pack(place))
            if poll.poll(REST_MS):
                data = os.read(told, 65_536)
                if not data:
                    said = os.read(child.stderr.fileno(), STDERR_BYTES)
                    return said.decode(errors="replace").strip() or "the decoder has died"
                reel = self._showing[2]
                for ready in reader.feed(data):
                    reel = reel.with_(ready)
                self._showing = (wish, prefix, self._tidied(reel, place, prefix))
        return ""

    def _tidied(self, reel: Reel, place: int, prefix: str) -> Reel:
        gone = reel.behind(place)
        for ready in gone:
            (self._folder / file_name(prefix, ready.number)).unlink(missing_ok=True)
        return reel.without(gone)

    def _sweep(self, spared: str) -> None:
        """Remove what no film needs any more; an encoder may still lay the last one's over."""
        for path in self._folder.glob(f"*{SUFFIX}"):
            if not spared or not path.name.startswith(f"{spared}-"):
                path.unlink(missing_ok=True)
