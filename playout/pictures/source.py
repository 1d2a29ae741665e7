"""The pictures of one item, decoded ahead by disposable children. Adapter: starts processes.

Sound and pictures of an item come from children of their own and meet by count: picture n is to be
seen while the sound is between sample 1,920 n and the next multiple. A child that dies is followed
by another one, from the place where the sound is by then.
"""

import contextlib
import logging
import os
import select
import subprocess
import sys
import threading
from pathlib import Path

from playout.pictures.pool import SlotPool
from playout.pictures.records import FOREVER, NO_SLOT, Order, Record, RecordReader
from playout.pictures.reel import Reel
from playout.pictures.supply import TOO_SLOW
from station.audio import BLOCK

logger = logging.getLogger(__name__)

AHEAD = 12
"""Pictures decoded ahead of what is seen: half a second."""
WAITING = 6
"""Pictures of an item that waits; its child has them all but decoded when it takes the air."""
LOW = AHEAD // 2
"""With so few left, the thread looks at once whether there are slots for more."""
REST_MS = 200
SLOW = 10
"""After so many rests without a picture nobody waits for the first one any more."""
HUNG = 300
"""After so many, the child is given up."""
RESTS_SECONDS = (0.0, 0.0, 1.0, 4.0, 15.0, *[60.0] * 10)
"""Before each child that follows one which did not do well."""
WELL = 25
"""A child that has brought so many pictures has outlived the trouble before it."""
HOLE = 25
"""So many pictures do not lack in a row where a copy is whole: it has one for each number."""
DIED = "the decoder has died"
STDERR_BYTES = 400


class CopyDamaged(Exception):
    """The copy lacks pictures that the film may have."""


class PictureSource:
    """`at`, `pass_over` and `close` never wait and belong to the tick; the rest is in a thread."""

    def __init__(
        self,
        pool: SlotPool,
        folder: Path,
        path: str,
        first_frame: int,
        *,
        copy: str = "",
        frames: int = 0,
    ) -> None:
        """`path` is that of a file inside `folder`, which is absolute; `first_frame` is the frame
        of its sound with which it begins. `copy` is read in its place for as long as it is whole,
        up to `frames` at least."""
        self._pool = pool
        self._folder = folder
        self._path = path
        self._copy = copy
        self._least = frames // BLOCK
        self._first = first_frame // BLOCK
        self._place = self._first
        """Number of the picture that was asked for last."""
        self._next = self._first
        """Number of the next picture that no child has brought."""
        self._seen = False
        self._reel = Reel(pool)
        self._closed = threading.Event()
        self._woken = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
        self._brought = 0
        """Pictures that the present child has brought."""
        self._moves = False
        """Whether the file has shown more than one."""
        self._idle = 0
        self._out: set[int] = set()
        """Slots that the child may write into."""
        self.ended_at: int | None = None
        """Number of the first picture that the file does not have, once that is known."""
        self.fault = ""
        """Why there are none at the moment, or fewer than there should be."""
        self.gone = False
        """Whether no child will be tried any more."""
        self.child = 0
        """Number of the child's process once it runs."""

    def start(self) -> None:
        self._thread.start()

    @property
    def ready(self) -> bool:
        """Return whether its first picture is there, or is not worth waiting for."""
        known = self.ended_at is not None or bool(self.fault)
        return bool(self._reel) or known or self._idle >= SLOW

    def at(self, frame: int) -> int | None:
        """Return the slot with which a new picture begins at a frame of the sound, if one does.

        The slot is the caller's from now on; pictures that it is too late for are passed over.
        """
        if self._closed.is_set():
            return None
        self._place = frame // BLOCK
        if not self._seen or len(self._reel) <= LOW:
            self._seen = True
            self._wake()
        return self._reel.take(self._place)

    def pass_over(self, frame: int) -> None:
        """Let go of what will not be seen any more when the sound is at this frame."""
        if self._closed.is_set():
            return
        self._place = frame // BLOCK
        if self._reel.pass_over(self._place):
            self._wake()

    def missing(self, frame: int) -> bool:
        """Return whether the file has, or should have by now, no picture for a frame.

        A file of one picture, a still, has it for all of its sound.
        """
        if self._reel:
            return False
        if self.ended_at is None:
            return True
        return self._moves and frame // BLOCK >= self.ended_at

    def close(self) -> None:
        if not self._closed.is_set():
            self._wake()
            self._closed.set()

    def join(self) -> None:
        """Wait until the child is gone and its slots are given back."""
        self._thread.join()

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.eventfd_write(self._woken, 1)

    def _run(self) -> None:
        """Have one child after the other decode, until the file or the air is at its end."""
        tries = 0
        while not self._closed.wait(RESTS_SECONDS[tries]):
            if not self._try_a_child():
                tries = 0
                continue
            if self.ended_at is not None:
                break
            tries = 1 if self._brought >= WELL else tries + 1
            self.gone = tries == len(RESTS_SECONDS) or not self._is_worth_a_try()
            if not self._closed.is_set():
                self._tell()
            if self.gone:
                break
        self._closed.wait()
        self._reel.clear()
        os.close(self._woken)

    def _try_a_child(self) -> bool:
        """Have a child decode; return False where the film itself is to be read instead."""
        whole = True
        try:
            self._decode()
        except (OSError, ValueError) as error:
            self.fault = f"{type(error).__name__}: {error}"
        except CopyDamaged as error:
            whole, self.fault = False, str(error)
        self._take_back_slots()
        whole &= self.ended_at is not None or self._brought >= WELL
        if whole or not self._copy or self._closed.is_set():
            return True
        logger.warning(
            "%s: its copy in the house's format is damaged, the film itself is shown: %s",
            self._path, self.fault, extra={"action": "house_copy_damaged", "fault": self.fault},
        )  # fmt: skip
        self._copy = self.fault = ""
        return False

    def _tell(self) -> None:
        """Log what became of a child; that a song has no cover is no news."""
        had_some = self._next > self._first
        logger.log(
            logging.WARNING if had_some or not self.gone else logging.DEBUG,
            "%s: no pictures %s: %s", self._path, "any more" if self.gone else "now", self.fault,
            extra={"action": "pictures_failed", "fault": self.fault, "gone": self.gone},
        )  # fmt: skip

    def _is_worth_a_try(self) -> bool:
        """Return whether another child might do better: not where one has nothing to decode."""
        return self._next > self._first or self.fault == DIED

    def _decode(self) -> None:
        first = max(self._next, self._place)
        self._brought = self._idle = 0
        path = self._copy or self._path
        file = (self._folder / path).resolve()
        if not file.is_relative_to(self._folder):
            raise ValueError(f"{path} is outside its folder")
        arguments = [str(self._pool.ring.path), str(file), str(first)]
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
            self.fault = self.fault or DIED

    def _take_back_slots(self) -> None:
        """Take back what a child that is gone may not write into any more."""
        for slot in self._out:
            self._pool.give_back(slot)
        self._out.clear()

    def _feed(self, child: subprocess.Popen[bytes]) -> None:
        """Hand out slots and take in what was written, until the file or the air lets go."""
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        reader = RecordReader()
        told, said = child.stdout.fileno(), child.stderr.fileno()
        poll = select.poll()
        for open_end in (told, said, self._woken):
            poll.register(open_end, select.POLLIN)
        while not self._closed.is_set() and self.ended_at is None and self._idle < HUNG:
            self._hand_out(child.stdin.fileno())
            ready = [descriptor for descriptor, _ in poll.poll(REST_MS)]
            self._idle = 0 if ready or not self._lacks else self._idle + 1
            if self._woken in ready:
                os.eventfd_read(self._woken)
            if said in ready:
                self._hear(said)
            if told in ready:
                data = os.read(told, 65_536)
                if not data:
                    self._hear(said)
                    return
                for record in reader.feed(data):
                    self._take(record)
                self._hurry(child.stdin.fileno())

    def _hurry(self, to: int) -> None:
        """Tell a child that is late how far the air is: what its slots came with is long ago."""
        if self._next <= self._place and self.ended_at is None:
            with contextlib.suppress(BrokenPipeError):
                os.write(to, Order(NO_SLOT, self._place).pack())

    @property
    def _lacks(self) -> bool:
        return bool(self._out) or not self._reel

    def _hand_out(self, to: int) -> None:
        wanted = AHEAD if self._seen else WAITING
        while len(self._out) + len(self._reel) < wanted:
            slot = self._pool.take(waits=not self._seen)
            if slot is None:
                return
            self._out.add(slot)
            with contextlib.suppress(BrokenPipeError):
                os.write(to, Order(slot, self._place).pack())

    def _take(self, record: Record) -> None:
        self._note_speed(record)
        if record.is_end:
            self._next = record.number
            if self._copy and record.number <= self._least - HOLE:
                raise CopyDamaged(f"it ends with picture {record.number}")
            self.ended_at = record.number
            return
        self._next = record.number + 1
        self._out.discard(record.slot)
        self._brought += 1
        self._moves |= self._brought > 1
        self._reel.put(record)
        is_last = record.until == FOREVER
        if self._copy and not (is_last or record.thinned) and record.until > self._next + HOLE:
            raise CopyDamaged(f"nothing stands behind picture {record.number}")

    def _note_speed(self, record: Record) -> None:
        """Note whether the child leaves pictures out for lack of time."""
        before, self.fault = self.fault, TOO_SLOW if record.thinned else ""
        if self.fault and not before:
            logger.warning(
                "%s: pictures are left out, decoding is too slow", self._path,
                extra={"action": "pictures_thinned", "step": record.thinned},
            )  # fmt: skip

    def _hear(self, said: int) -> None:
        text = os.read(said, STDERR_BYTES).decode(errors="replace").strip()
        self.fault = self.fault or text
