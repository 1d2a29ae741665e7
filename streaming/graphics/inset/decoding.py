"""Decodes the film of an interpreter in small, each picture with the moment it begins.

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

from station.decoding import NoPictures, decoded, seek
from station.demuxers import PICTURE_DEMUXERS
from station.fitting import Fitter
from station.video import FPS, Shape
from streaming.graphics.inset.box import fitted

_ONLY_LOCAL = {"protocol_whitelist": "file", "format_whitelist": PICTURE_DEMUXERS}
_TOLERANCE = Fraction(1, 2000)
"""Time stamps of a container are rounded, in Matroska to a millisecond."""

Numbered = tuple[int, Shape, VideoFrame]


def pictures(path: Path, box: Shape, first: int) -> Iterator[Numbered]:
    """Yield (number, shape, picture), one a number, none that is over before `first`.

    Numbers count 40 ms from where the file begins. Pictures are as large as fits into `box`.
    Raises NoPictures, and what PyAV raises.
    """
    with av.open(str(path), options=_ONLY_LOCAL) as container:
        if not container.streams.video:
            raise NoPictures("the file has no pictures")
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        shape = fitted(stream, box)
        waiting: Numbered | None = None
        for number, frame in _numbered(container, stream, shape, first):
            if waiting is not None and number > max(waiting[0], first):
                yield waiting
            waiting = (max(number, first), shape, frame)
        if waiting is not None:
            yield waiting


def _numbered(
    container: InputContainer, stream: VideoStream, shape: Shape, first: int
) -> Iterator[tuple[int, VideoFrame]]:
    base = stream.time_base or Fraction(1, 1000)
    zero = Fraction(container.start_time or 0, av.time_base)
    if first > 0:
        seek(container, stream, int((zero + first / FPS) / base))
    at = zero
    for frame in _fitted(container, stream, shape, base):
        at = at + 1 / FPS if frame.pts is None else frame.pts * (frame.time_base or base)
        yield math.ceil((at - zero - _TOLERANCE) * FPS), frame


def _fitted(
    container: InputContainer, stream: VideoStream, shape: Shape, base: Fraction
) -> Iterator[VideoFrame]:
    fitter = Fitter(shape, base, stream.sample_aspect_ratio)
    for frame in decoded(container.demux(stream)):
        yield from fitter.fit(frame)
    yield from fitter.flush()
