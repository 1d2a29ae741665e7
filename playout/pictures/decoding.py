"""Decodes the pictures of one local file in their order, each with the moment it begins.

Only ever called in a disposable child: a file that crashes the decoder crashes nothing else.
"""

import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from playout.pictures.fitting import Fitter
from station.errors import StationError
from station.ffmpeg import PICTURE_DEMUXERS
from station.video import FPS, Shape

MOST_FAULTS = 500
"""Faulty packets in a row behind which a file is given up."""
THREADS = 2
_ONLY_LOCAL = {"protocol_whitelist": "file", "format_whitelist": PICTURE_DEMUXERS}
_TOLERANCE = Fraction(1, 2000)
"""Time stamps of a container are rounded, in Matroska to a millisecond."""

Numbered = tuple[int, VideoFrame]


class NoPictures(StationError):
    """The file has nothing to be seen."""


def pictures(path: Path, shape: Shape, first: int = 0) -> Iterator[Numbered]:
    """Yield (number, frame): a frame is to be seen from its number on until the next one.

    Numbers rise from `first` on and count 40 ms from the first sample of the file's sound, or
    from its first picture where it has none. Raises NoPictures, and what PyAV raises.
    """
    with av.open(str(path), options=_ONLY_LOCAL) as container:
        if not container.streams.video:
            raise NoPictures("the file has no pictures")
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = THREADS
        zero = _zero(container, stream)
        if first:
            _seek(container, stream, zero + first / FPS)
        yield from _newest(_numbered(container, stream, shape, zero), first)


def _numbered(
    container: InputContainer, stream: VideoStream, shape: Shape, zero: Fraction
) -> Iterator[Numbered]:
    """Yield each picture with the number from which it is to be seen, which may be below zero."""
    base = _base(stream)
    at = zero
    for frame in _fitted(container, stream, shape):
        if frame.pts is None:
            at += 1 / Fraction(stream.average_rate or FPS)
        else:
            at = frame.pts * (frame.time_base or base)
        yield math.ceil((at - zero - _TOLERANCE) * FPS), frame


def _fitted(container: InputContainer, stream: VideoStream, shape: Shape) -> Iterator[VideoFrame]:
    fitter = Fitter(shape, _base(stream), stream.sample_aspect_ratio)
    for frame in _decoded(container, stream):
        yield from fitter.fit(frame)
    yield from fitter.flush()


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Yield what can be decoded; faults are passed over as long as something follows them."""
    faults = 0
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.error.FFmpegError as error:
            faults += 1
            if faults > MOST_FAULTS:
                raise NoPictures(f"nothing can be decoded any more: {error}") from error
            continue
        for frame in frames:
            assert isinstance(frame, VideoFrame)
            faults = 0
            yield frame


def _newest(numbered: Iterator[Numbered], first: int) -> Iterator[Numbered]:
    """Yield one picture a number, from the one that is to be seen at `first` on."""
    waiting: Numbered | None = None
    for number, frame in numbered:
        if waiting is not None and number > waiting[0]:
            yield waiting
            waiting = None
        if waiting is None or number >= waiting[0] or number < first:
            waiting = (max(number, first), frame)
    if waiting is not None:
        yield waiting


def _zero(container: InputContainer, stream: VideoStream) -> Fraction:
    """Return the time stamp of the first sample of sound, or else of the first picture, seconds."""
    leading = container.streams.audio[0] if container.streams.audio else stream
    if leading.start_time is None or leading.time_base is None:
        return Fraction(0)
    return leading.start_time * leading.time_base


def _seek(container: InputContainer, stream: VideoStream, at: Fraction) -> None:
    """Go to the key frame before a moment; what cannot be sought is decoded from its start."""
    try:
        container.seek(int(at / _base(stream)), stream=stream, backward=True)
    except av.error.FFmpegError:
        return


def _base(stream: VideoStream) -> Fraction:
    return stream.time_base or Fraction(1, 1000)
