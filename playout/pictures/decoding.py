"""Decodes the pictures of one local file in their order, each with the moment it begins.

Only ever called in a disposable child: a file that crashes the decoder crashes nothing else.
"""

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from playout.pictures.thinning import Step, Thinning
from playout.pictures.time_jumps import TimeJumps
from station.decoding import NoPictures, decoded, seek
from station.demuxers import PICTURE_DEMUXERS
from station.fitting import Fitter
from station.video import FPS, Shape

THREADS = 2
"""For pictures that are larger than `ONE_THREAD`."""
ONE_THREAD = 1_280 * 720
"""Pixels that one thread decodes many times faster than they are shown; two cost more in all."""
_COVERS = Disposition.attached_pic | Disposition.still_image
_BACK = (0, 3, 15)
"""Seconds."""
_TIME_JUMPS = 0x0200
"""AVFMT_TS_DISCONT: the container's time stamps need not begin together, nor go on evenly."""
_ONLY_LOCAL = {"protocol_whitelist": "file", "format_whitelist": PICTURE_DEMUXERS}
_TOLERANCE = Fraction(1, 2000)
"""Time stamps of a container are rounded, in Matroska to a millisecond."""
_NEAREST = Fraction(1, 2)
"""A picture begins with the block that is nearest: never more than half of one off its moment."""

Numbered = tuple[int, VideoFrame]


def pictures(
    path: Path, shape: Shape, first: int = 0, thinning: Thinning | None = None
) -> Iterator[Numbered]:
    """Yield (number, frame): a frame is to be seen from its number on until the next one, without
    those that `thinning` leaves out.

    Numbers rise from `first` on and count 40 ms from where the file begins, as the samples of its
    sound do: `station.film_commands`. Raises NoPictures, and what PyAV raises.
    """
    with av.open(str(path), format=_single(path), options=_ONLY_LOCAL) as container:
        stream = _moving(container)
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = _threads(stream)
        zero = _zero(container, stream)
        begin = 0 if _is_single(container, stream) else first
        thinning = thinning or Thinning()
        yield from _newest(_from(begin, container, stream, shape, zero, thinning), first)


def _threads(stream: VideoStream) -> int:
    codec = stream.codec_context
    return 1 if codec.width * codec.height <= ONE_THREAD else THREADS


def _single(path: Path) -> str | None:
    """Return the demuxer of a JPEG: by its name it would be taken for one of a row of pictures."""
    with path.open("rb") as file:
        return "jpeg_pipe" if file.read(3) == b"\xff\xd8\xff" else None


def _moving(container: InputContainer) -> VideoStream:
    """Return the first pictures that are no cover, or else the cover."""
    tracks = container.streams.video
    if not tracks:
        raise NoPictures("the file has no pictures")
    moving = (track for track in tracks if not track.disposition & _COVERS)
    return next(moving, tracks[0])


def _is_single(container: InputContainer, stream: VideoStream) -> bool:
    """Return whether there is one picture for all of the sound: it cannot be sought."""
    return bool(stream.disposition & _COVERS) or container.format.name.endswith("_pipe")


def _from(
    first: int,
    container: InputContainer,
    stream: VideoStream,
    shape: Shape,
    zero: Fraction,
    thinning: Thinning,
) -> Iterator[Numbered]:
    """Yield pictures from one on that is to be seen at `first`, or before.

    Where a container has no index the demuxer may come down behind the key frame it should have
    found; then it is sent further back.
    """
    for back in _BACK if first else ():
        _seek(container, stream, max(zero, zero + first / FPS - back))
        found = _numbered(container, stream, shape, zero, thinning)
        head = next(found, None)
        if head is not None and head[0] <= first:
            return chain([head], found)
    if first:
        _seek(container, stream, zero)
    return _numbered(container, stream, shape, zero, thinning)


def _numbered(
    container: InputContainer,
    stream: VideoStream,
    shape: Shape,
    zero: Fraction,
    thinning: Thinning,
) -> Iterator[Numbered]:
    """Yield each picture with the number from which it is to be seen, which may be below zero."""
    base = _base(stream)
    at = zero
    for frame in _fitted(container, stream, shape, thinning):
        if frame.pts is None:
            at += 1 / Fraction(stream.average_rate or FPS)
        else:
            at = frame.pts * (frame.time_base or base)
        yield math.floor((at - zero + _TOLERANCE) * FPS + _NEAREST), frame


def _fitted(
    container: InputContainer, stream: VideoStream, shape: Shape, thinning: Thinning
) -> Iterator[VideoFrame]:
    fitter = Fitter(shape, _base(stream), stream.sample_aspect_ratio)
    for frame in _decoded(container, stream, thinning):
        yield from fitter.fit(frame)
    yield from fitter.flush()


def _decoded(
    container: InputContainer, stream: VideoStream, thinning: Thinning
) -> Iterator[VideoFrame]:
    frames = decoded(_thinned(_packets(container, stream), stream, thinning))
    return islice(frames, 1) if stream.disposition & _COVERS else frames


def _thinned(
    packets: Iterator["Packet[Any]"], stream: VideoStream, thinning: Thinning
) -> Iterator["Packet[Any]"]:
    """Leave out what there is no time for; behind a hole pictures begin with one of their own."""
    is_whole = True
    for packet in packets:
        is_whole = thinning.step is not Step.BETWEEN_KEYS and (is_whole or packet.is_keyframe)
        stream.codec_context.skip_frame = thinning.leaves_out
        if is_whole or packet.is_keyframe or packet.size == 0:
            yield packet


def _packets(container: InputContainer, stream: VideoStream) -> Iterator["Packet[Any]"]:
    """Yield the packets of the pictures, at times that go on evenly."""
    if not container.format.flags & _TIME_JUMPS:
        yield from container.demux(stream)
        return
    jumps = TimeJumps()
    for packet in container.demux(stream, *container.streams.audio[:1]):
        jumps.even_out(packet, packet.stream)
        if packet.stream.index == stream.index:
            yield packet


def _newest(numbered: Iterator[Numbered], first: int) -> Iterator[Numbered]:
    """Yield one picture a number, from the one that is to be seen at `first` on.

    The very first is seen at once, for nothing of the item before may stay in its place.
    """
    waiting: Numbered | None = None
    for number, frame in numbered:
        if waiting is not None and number > waiting[0]:
            yield waiting
            waiting = (number, frame)
        elif waiting is None or number == waiting[0] or number < first:
            waiting = (first if waiting is None else waiting[0], frame)
    if waiting is not None:
        yield waiting


def _zero(container: InputContainer, stream: VideoStream) -> Fraction:
    """Return when a file begins, seconds: as FFmpeg does it when sound and pictures are read."""
    jumping = container.format.flags & _TIME_JUMPS
    if container.start_time is not None and not jumping:
        return Fraction(container.start_time, av.time_base)
    starts = [
        track.start_time * track.time_base
        for track in (stream, *container.streams.audio[:1])
        if track.start_time is not None and track.time_base is not None
    ]
    return min(starts, default=Fraction(0))


def _seek(container: InputContainer, stream: VideoStream, at: Fraction) -> None:
    seek(container, stream, int(at / _base(stream)))


def _base(stream: VideoStream) -> Fraction:
    return stream.time_base or Fraction(1, 1000)
