"""Sources that decode a file in a disposable FFmpeg child. Adapter: the air's only subprocesses.

A corrupt file kills a child, never the air. The child writes raw sound to a pipe that a thread
empties into a ring, in large pieces. A child that is killed is followed by another one, from the
frame that it did not bring. When the air dies, however it dies, the pipe closes and the child ends
with its next write.
"""

import contextlib
import fcntl
import logging
import os
import select
import subprocess
import threading
from pathlib import Path

from playout.ring import Ring
from station import ffmpeg
from station.audio import BYTES_PER_FRAME, RATE, Block
from station.errors import StationError
from station.film_commands import decode_film
from station.rundown import Item

logger = logging.getLogger(__name__)

HELD = 6 * RATE
"""Frames decoded ahead."""
ENOUGH = RATE // 2
"""Frames that must be there before a source counts as ready."""
PIPE_BYTES = 1 << 19
REFILL = 1 << 19
"""Bytes of room that are worth waking up for."""
REST_SECONDS = 0.5
RESTS_SECONDS = (0.0, 0.0, 1.0)
"""Before each child that follows one which was killed before it had brought enough."""
STDERR_BYTES = 400
_SET_PIPE_SIZE = getattr(fcntl, "F_SETPIPE_SZ", 1031)


class Decoder:
    """Opens files of the media folder; `open` is the engine's opener."""

    def __init__(
        self, media: Path, exe: str, held: int = HELD, rest_seconds: float = REST_SECONDS
    ) -> None:
        """`held` frames are decoded ahead; a full ring is looked at again after a rest."""
        self._media = media.resolve()
        self._exe = exe
        self._held = held
        self._rest = rest_seconds

    def open(self, item: Item, from_frame: int) -> "DecodedSource":
        """Begin to decode; only frames up to the item's cue-out are kept."""
        source = DecodedSource(self._exe, self._media, item, from_frame, self._held, self._rest)
        source.start()
        return source


class DecodedSource:
    """The sound of one file from one frame on. `read` and `close` never wait."""

    def __init__(
        self,
        exe: str,
        media: Path,
        item: Item,
        from_frame: int,
        held: int = HELD,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        self._exe = exe
        self._rest = rest_seconds
        self._media = media
        self._item = item
        self._from = from_frame
        self._left = (item.cue_out - from_frame) * BYTES_PER_FRAME
        self._ring = Ring(max(RATE // 10, min(held, item.cue_out - from_frame)))
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = threading.Event()
        self._finished = False
        self._said = b""
        self._thread = threading.Thread(
            target=self._run, name=f"decoder {item.key}"[:60], daemon=True
        )
        self.fault = ""

    def start(self) -> None:
        self._thread.start()

    @property
    def ready(self) -> bool:
        return self._finished or self._ring.filled >= ENOUGH

    @property
    def ended(self) -> bool:
        return self._finished and self._ring.filled == 0

    def read(self, frames: int) -> Block:
        return self._ring.read(frames)

    def close(self) -> None:
        self._closed.set()
        child = self._child
        if child is not None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()

    def _run(self) -> None:
        try:
            self._decode()
        except (OSError, ValueError, StationError) as error:
            self.fault = f"{type(error).__name__}: {error}"
        finally:
            self._finished = True

    def _decode(self) -> None:
        path = (self._media / self._item.path).resolve()
        if not path.is_relative_to(self._media):
            raise ValueError(f"{self._item.path} is outside the media folder")
        tries = 0
        while tries < len(RESTS_SECONDS) and not self._closed.wait(RESTS_SECONDS[tries]):
            before = self._ring.written
            if not self._is_killed(path):
                break
            self._left += self._ring.forget_torn()
            tries = 1 if self._ring.written - before >= ENOUGH else tries + 1
        if not self._ring.written and not self._closed.is_set():
            self.fault = self._said[:STDERR_BYTES].decode(errors="replace").strip() or "no sound"

    def _is_killed(self, path: Path) -> bool:
        """Have a child decode what there is not yet; return whether it was killed at it."""
        command = self._command(path, self._from + self._ring.written)
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as child:
            self._child = child
            try:
                self._pump(child)
                return self._left > 0 and self._died(child)
            finally:
                child.kill()

    def _died(self, child: "subprocess.Popen[bytes]") -> bool:
        """Return whether somebody else has killed a child that has closed its pipe."""
        if self._closed.is_set():
            return False
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(REST_SECONDS)
        if (child.returncode or 0) >= 0 or self._closed.is_set():
            return False
        logger.warning(
            "%s: the decoder has died, another one goes on", self._item.path,
            extra={"action": "decoder_died", "signal": -child.returncode},
        )  # fmt: skip
        return True

    def _command(self, path: Path, begin: int) -> list[str]:
        if not self._item.has_picture:
            return ffmpeg.decode(self._exe, path, begin)
        until, has_sound = self._item.cue_out, self._item.has_sound
        return decode_film(self._exe, path, begin, until, has_sound=has_sound)

    def _pump(self, child: subprocess.Popen[bytes]) -> None:
        """Move sound from the pipe to the ring until enough, or until the child ends."""
        assert child.stdout is not None
        assert child.stderr is not None
        pipe, errors = child.stdout.fileno(), child.stderr.fileno()
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, _SET_PIPE_SIZE, PIPE_BYTES)
        poll = select.poll()
        for open_end in (pipe, errors):
            poll.register(open_end, select.POLLIN)
        while not self._closed.is_set() and self._left > 0:
            if self._ring.room < min(REFILL, self._left):
                self._closed.wait(self._rest)
                continue
            ready = [descriptor for descriptor, _ in poll.poll(REST_SECONDS * 1000)]
            if errors in ready and not self._hear(errors):
                poll.unregister(errors)
            if pipe in ready and not self._fill(pipe):
                return

    def _fill(self, pipe: int) -> int:
        got = os.readv(pipe, _first(self._ring.gaps(), self._left))
        self._ring.wrote(got)
        self._left -= got
        return got

    def _hear(self, errors: int) -> int:
        """Empty the child's standard error, so that it never waits; keep the beginning."""
        said = os.read(errors, 65_536)
        if len(self._said) < STDERR_BYTES:
            self._said += said
        return len(said)


def _first(gaps: list[memoryview], size: int) -> list[memoryview]:
    """Return the part of these stretches that holds no more than `size` bytes."""
    kept = []
    for gap in gaps:
        if size > 0:
            kept.append(gap[:size])
            size -= len(gap)
    return kept
