"""The program of a picture child: decodes one file into slots of the picture ring.

    python -m playout.pictures.child RING FILE FIRST

Slots it may write into come on standard input, each used once; what it has written is told on
standard output. It ends with its file, or as soon as either pipe is closed, so it cannot outlive
the air.
"""

import os
import sys
from pathlib import Path

import av.logging

from playout.pictures.decoding import NoPictures, pictures
from playout.pictures.records import NO_SLOT, SLOT, Record, pack
from station.fitting import write
from station.pictures import PictureRing


class Hung(Exception):
    """The air has let go of this child."""


def run(ring: PictureRing, file: Path, first: int, slots: int, told: int) -> None:
    """Write every picture of a file from `first` on; `slots` and `told` are open descriptors."""
    number = first
    written: int | None = None
    for following, frame in pictures(file, ring.shape, first):
        if written is not None:
            os.write(told, pack(Record(written, number, following)))
        number, written = following, _next_slot(slots)
        write(frame, ring.picture(written), ring.shape)
    if written is not None:
        os.write(told, pack(Record(written, number)))
    os.write(told, pack(Record(NO_SLOT, number + 1)))


def _next_slot(slots: int) -> int:
    """Wait for a slot; raises Hung."""
    got = b""
    while len(got) < SLOT.size:
        more = os.read(slots, SLOT.size - len(got))
        if not more:
            raise Hung
        got += more
    (slot,) = SLOT.unpack(got)
    return int(slot)


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
