"""The program of an inset's child: decodes one film, each picture a drawn thing of its own.

    python -m streaming.graphics.inset.child FILE WIDTH HEIGHT FIRST FOLDER PREFIX

How far the air is comes on standard input; which pictures lie ready is told on standard output.
It keeps a second ahead and ends with its film, or with either pipe.
"""

import os
import sys
from pathlib import Path

import av.logging
import numpy as np

from station.errors import StationError
from station.fitting import write
from station.video import Shape
from streaming.graphics import drawn
from streaming.graphics.inset.decoding import pictures
from streaming.graphics.inset.opaque import opaque
from streaming.graphics.inset.records import PLACE, Ready, file_name, pack
from streaming.graphics.inset.reel import AHEAD

READ = 4_096


class Hung(Exception):
    """Nobody wants the film any more."""


class Place:
    """Which picture is seen now, as far as it was told."""

    def __init__(self, told: int, first: int) -> None:
        """`told` is an open descriptor."""
        self.number = first
        self._told = told
        self._rest = b""

    def wait_for(self, number: int) -> None:
        """Wait until a picture is no longer too far ahead; raises Hung."""
        while number > self.number + AHEAD:
            data = os.read(self._told, READ)
            if not data:
                raise Hung
            whole = self._rest + data
            end = len(whole) // PLACE.size * PLACE.size
            self._rest = whole[end:]
            if end:
                (self.number,) = PLACE.unpack_from(whole, end - PLACE.size)


def run(film: Path, box: Shape, first: int, out: tuple[Path, str], place: Place, told: int) -> None:
    """Write every picture from `first` on; `told` is an open descriptor."""
    folder, prefix = out
    number = first
    for number, shape, frame in pictures(film, box, first):
        place.wait_for(number)
        if number >= place.number:
            picture = np.empty(shape.size, np.uint8)
            write(frame, picture, shape)
            body = drawn.pack(opaque(picture, shape))
            (folder / file_name(prefix, number)).write_bytes(body)
            os.write(told, pack(Ready(number, shape.width, shape.height)))
    os.write(told, pack(Ready(number + 1)))


def main(film: str, width: str, height: str, first: str, folder: str, prefix: str) -> int:
    av.logging.set_level(av.logging.PANIC)
    box = Shape(int(width), int(height))
    try:
        run(Path(film), box, int(first), (Path(folder), prefix), Place(0, int(first)), 1)
    except (Hung, BrokenPipeError):
        return 0
    except (StationError, av.error.FFmpegError, OSError, ValueError) as error:
        sys.stderr.write(f"{error or type(error).__name__}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
