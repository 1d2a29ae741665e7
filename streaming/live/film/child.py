"""The program that decodes one live input which is seen: sound and tickets out, pictures beside.

    python -m streaming.live.film.child RING WIDTH HEIGHT SLOTS DEMUXER

Standard input is what was sent, standard output packets of `station.live`. The ring is made when
the first picture is there; nothing is told before. Ends with its input, or with either pipe.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import av.logging
from av.video.frame import VideoFrame

from station.decoding import NoPictures
from station.errors import StationError
from station.fitting import write
from station.live import pack, pack_mute, pack_picture
from station.pictures import PictureRing
from station.video import Shape
from streaming.live.film.decoding import NO_SOUND, decoded
from streaming.live.film.joining import NO_PICTURES, PATIENCE, Joining
from streaming.live.film.timeline import Timeline


class Pipe:
    """What comes over an open descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self, size: int) -> bytes:
        return os.read(self._descriptor, size)


class Album:
    """The slots of one input's ring, written round and round."""

    def __init__(self, path: Path, shape: Shape, slots: int) -> None:
        self._ring = PictureRing.create(path, shape, slots)
        self._next = 0

    def put(self, picture: VideoFrame) -> int:
        """Write a picture and return its ticket; the oldest one gives way to it."""
        slot = self._next
        self._next = (slot + 1) % self._ring.slots
        self._ring.restamp(slot)
        write(picture, self._ring.picture(slot), self._ring.shape)
        return self._ring.ticket(slot)


def run(given: int, told: int, ring: Path, shape: Shape, slots: int, demuxer: str) -> None:
    """Decode until the input ends; raises NoPictures, and what PyAV raises."""
    timeline, joining = Timeline(), Joining[VideoFrame]()
    album: Album | None = None
    mute = False

    def tell(*, ended: bool = False) -> None:
        nonlocal album, mute
        if joining.is_mute is not mute:
            mute = joining.is_mute
            send(told, pack_mute(mute=mute))
        for each in joining.ready(ended=ended):
            if isinstance(each, VideoFrame):
                album = album or Album(ring, shape, slots)
                send(told, pack_picture(album.put(each)))
            else:
                send(told, pack(each))

    for placed in decoded(Pipe(given), demuxer, shape):
        if placed is NO_SOUND:
            joining.expects_sound = False
            continue
        at, what = placed
        place = timeline.place(at)
        if isinstance(what, VideoFrame):
            joining.picture(place, what)
        else:
            joining.sound(place, what)
        if joining.waited > PATIENCE:
            raise NoPictures(NO_PICTURES)
        tell()
    tell(ended=True)


def send(told: int, packet: bytes) -> None:
    """Write a packet whole to an open descriptor."""
    view = memoryview(packet)
    while view:
        view = view[os.write(told, view) :]


def ended(work: Callable[[], None]) -> int:
    """Do the work of a child; return how it ended, with the reason on standard error."""
    av.logging.set_level(av.logging.PANIC)
    try:
        work()
    except BrokenPipeError:
        return 0
    except (StationError, av.error.FFmpegError, OSError, ValueError) as error:
        sys.stderr.write(f"{error or type(error).__name__}\n")
        return 1
    return 0


def main(ring: str, width: str, height: str, slots: str, demuxer: str) -> int:
    shape = Shape(int(width), int(height))
    return ended(lambda: run(0, 1, Path(ring), shape, int(slots), demuxer))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
