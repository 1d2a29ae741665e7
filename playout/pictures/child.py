"""The program of a picture child: decodes one file into slots of the picture ring.

    python -m playout.pictures.child RING FILE FIRST

Slots it may write into come on standard input, each used once, with how far the air is; what it
has written is told on standard output. What it would write too late is thinned out. It ends with
its file, or as soon as either pipe is closed, so it cannot outlive the air.
"""

import os
import select
import sys
from collections import deque
from pathlib import Path

import av.logging

from playout.pictures.decoding import pictures
from playout.pictures.records import NO_SLOT, OrderReader, Record, pack
from playout.pictures.thinning import Thinning
from station.decoding import NoPictures
from station.fitting import write
from station.pictures import PictureRing

READ = 4_096


class Hung(Exception):
    """The air has let go of this child."""


class Orders:
    """What the air says: where there is room, and how far it is."""

    def __init__(self, given: int, first: int) -> None:
        """`given` is an open descriptor."""
        self.place = first
        self._given = given
        self._slots: deque[int] = deque()
        self._reader = OrderReader()
        self._poll = select.poll()
        self._poll.register(given, select.POLLIN)

    def next_slot(self) -> int:
        """Wait for a slot; raises Hung."""
        while self._poll.poll(0) or not self._slots:
            self._read()
        return self._slots.popleft()

    def _read(self) -> None:
        data = os.read(self._given, READ)
        if not data:
            raise Hung
        for order in self._reader.feed(data):
            self.place = order.place
            if order.slot != NO_SLOT:
                self._slots.append(order.slot)


def run(ring: PictureRing, file: Path, first: int, given: int, told: int) -> None:
    """Write pictures of a file from `first` on; `given` and `told` are open descriptors."""
    number = first
    written: int | None = None
    orders, thinning = Orders(given, first), Thinning()
    for following, frame in pictures(file, ring.shape, first, thinning):
        if written is not None:
            os.write(told, pack(Record(written, number, following, thinning.step)))
        number, written = following, orders.next_slot()
        thinning.judge(number, orders.place)
        write(frame, ring.picture(written), ring.shape)
    if written is not None:
        os.write(told, pack(Record(written, number)))
    os.write(told, pack(Record(NO_SLOT, number + 1)))


def main(ring: str, file: str, first: str) -> int:
    av.logging.set_level(av.logging.PANIC)
    try:
        run(PictureRing(Path(ring), writable=True), Path(file), int(first), 0, 1)
    except (Hung, BrokenPipeError):
        return 0
    except (NoPictures, OSError, ValueError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
