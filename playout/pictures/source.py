"""The pictures of one item, decoded ahead by a disposable child. Adapter: starts one process.

Sound and pictures of an item come from two children of their own and meet by count: picture n is
to be seen while the sound is between sample 1,920 n and the next multiple.
"""

import contextlib
import os
import select
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path

from playout.pictures.pool import SlotPool
from playout.pictures.records import SLOT, Record, RecordReader
from station.audio import BLOCK

AHEAD = 12
"""Pictures decoded ahead of an item: half a second."""
REST_MS = 200
STDERR_BYTES = 400


class PictureSource:
    """`at` and `close` never wait; everything else happens in a thread."""

    def __init__(self, pool: SlotPool, file: Path, first_frame: int, ahead: int = AHEAD) -> None:
        """`file` is absolute; `first_frame` is the frame of its sound with which it begins."""
        self._pool = pool
        self._file = file
        self._first = first_frame // BLOCK
        self._ahead = ahead
        self._coming: deque[Record] = deque()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
        self._taken = 0
        self._out: set[int] = set()
        """Slots that the child may write into."""
        self.ended_at: int | None = None
        """Number of the first picture that the file does not have, once that is known."""
        self.fault = ""
        self.child = 0
        """Number of the child's process once it runs."""

    def start(self) -> None:
        self._thread.start()

    @property
    def ready(self) -> bool:
        """Return whether its first picture is there, or will never be."""
        return bool(self._coming) or self.ended_at is not None or bool(self.fault)

    def at(self, frame: int) -> int | None:
        """Return the slot with which a new picture begins at a frame of the sound, if one does.

        The slot is the caller's from now on; pictures that it is too late for are passed over.
        """
        number = frame // BLOCK
        shown: int | None = None
        while self._coming and self._coming[0].number <= number:
            if shown is not None:
                self._pool.give_back(shown)
            shown = self._coming.popleft().slot
        return shown

    def missing(self, frame: int) -> bool:
        """Return whether the file has, or should have by now, no picture for a frame.

        A file of one picture, a still, has it for all of its sound.
        """
        if self._coming:
            return False
        if self.ended_at is None:
            return True
        return self._taken > 1 and frame // BLOCK >= self.ended_at

    def close(self) -> None:
        self._closed.set()

    def join(self) -> None:
        """Wait until the child is gone and its slots are given back."""
        self._thread.join()

    def _run(self) -> None:
        try:
            self._decode()
        except OSError as error:
            self.fault = f"{type(error).__name__}: {error}"
        finally:
            if self._closed.is_set():
                self._give_all_back()

    def _decode(self) -> None:
        arguments = [str(self._pool.ring.path), str(self._file), str(self._first)]
        with subprocess.Popen(
            [sys.executable, "-m", "playout.pictures.child", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as child:  # fmt: skip
            self.child = child.pid
            try:
                self._feed(child)
            finally:
                child.kill()
        if self.ended_at is None and not self._closed.is_set():
            self.fault = self.fault or "the decoder has died"
        for slot in self._out:
            self._pool.give_back(slot)
        self._out.clear()
        self._closed.wait()

    def _feed(self, child: subprocess.Popen[bytes]) -> None:
        """Hand out slots and take in what was written, until the file or the air lets go."""
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        reader = RecordReader()
        told, said = child.stdout.fileno(), child.stderr.fileno()
        poll = select.poll()
        for open_end in (told, said):
            poll.register(open_end, select.POLLIN)
        while not self._closed.is_set() and self.ended_at is None:
            self._hand_out(child.stdin.fileno())
            ready = [descriptor for descriptor, _ in poll.poll(REST_MS)]
            if said in ready:
                self._hear(said)
            if told in ready:
                data = os.read(told, 65_536)
                if not data:
                    self._hear(said)
                    return
                for record in reader.feed(data):
                    self._take(record)

    def _hand_out(self, to: int) -> None:
        while len(self._out) + len(self._coming) < self._ahead:
            slot = self._pool.take()
            if slot is None:
                return
            self._out.add(slot)
            with contextlib.suppress(BrokenPipeError):
                os.write(to, SLOT.pack(slot))

    def _take(self, record: Record) -> None:
        if record.is_end:
            self.ended_at = record.number
            return
        self._out.discard(record.slot)
        self._taken += 1
        self._coming.append(record)

    def _hear(self, said: int) -> None:
        text = os.read(said, STDERR_BYTES).decode(errors="replace").strip()
        self.fault = self.fault or text

    def _give_all_back(self) -> None:
        while self._coming:
            self._pool.give_back(self._coming.popleft().slot)
