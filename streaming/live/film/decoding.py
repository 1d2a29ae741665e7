"""Decodes what is sent live, sound and pictures, each with its place in the sender's time.

Only ever called in a disposable child: bytes that crash a decoder crash nothing else. They are
read from an open file and from nowhere else, by the one demuxer that is named.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Protocol

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from station.audio import CHANNELS, RATE, Block
from station.decoding import MOST_FAULTS, NoPictures
from station.fitting import Fitter
from station.video import FPS, Shape
from streaming.live.film.joining import NO_PICTURES

PICTURES = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg2video", "mpeg4"})
SOUND = frozenset({"aac", "mp3", "mp3float", "mp2", "mp2float", "ac3", "opus", "libopus", "vorbis"})
"""Decoders that may be used."""
THREADS = 2
PROBE = {"probesize": "5000000", "analyzeduration": "3000000"}
READ = 1 << 15


class Bytes(Protocol):
    """Where the bytes come from; it cannot be sought."""

    def read(self, size: int) -> bytes:
        """Return what has come, waiting for the first byte; empty at the end."""


Placed = tuple[int, Block | VideoFrame]
NO_SOUND = None
"""Stands before the pictures of an input that has no track of sound."""


def decoded(source: Bytes, demuxer: str, shape: Shape) -> Iterator[Placed | None]:
    """Yield sound and fitted pictures as they come, with their places in samples,
    and first of all NO_SOUND where there is none.

    Raises NoPictures, and what PyAV raises.
    """
    options = {**PROBE, "format_whitelist": demuxer, "protocol_whitelist": ""}
    with av.open(source, "r", demuxer, options, buffer_size=READ) as container:
        yield from _decoded(container, shape)


def _decoded(container: InputContainer, shape: Shape) -> Iterator[Placed | None]:
    video = next((each for each in container.streams.video if each.name in PICTURES), None)
    audio = next((each for each in container.streams.audio if each.name in SOUND), None)
    if video is None:
        raise NoPictures(NO_PICTURES)
    video.thread_type = "AUTO"
    video.codec_context.thread_count = THREADS
    pictures = Pictures(video, shape)
    sounds = None if audio is None else Sounds(audio)
    if sounds is None:
        yield NO_SOUND
    faults = 0
    for packet in container.demux([video] if sounds is None else [video, audio]):
        try:
            for frame in packet.decode():
                faults = 0
                if isinstance(frame, VideoFrame):
                    yield from pictures.take(frame)
                elif sounds is not None and isinstance(frame, AudioFrame):
                    yield from sounds.take(frame)
        except av.error.FFmpegError as error:
            faults += 1
            if faults > MOST_FAULTS:
                raise NoPictures(f"nothing can be decoded any more: {error}") from error
    yield from pictures.rest()


class Pictures:
    """Fits pictures into the channel's shape."""

    def __init__(self, stream: VideoStream, shape: Shape) -> None:
        self._base = stream.time_base or Fraction(1, 1000)
        self._fitter = Fitter(shape, self._base, stream.sample_aspect_ratio)
        self._at = 0

    def take(self, frame: VideoFrame) -> Iterator[Placed]:
        if frame.pts is None:
            frame.pts = round(self._at / (RATE * self._base))
        for fitted in self._fitter.fit(frame):
            yield self._placed(fitted)

    def rest(self) -> Iterator[Placed]:
        """Yield what was held back."""
        for fitted in self._fitter.flush():
            yield self._placed(fitted)

    def _placed(self, frame: VideoFrame) -> Placed:
        at = round((frame.pts or 0) * (frame.time_base or self._base) * RATE)
        self._at = at + int(RATE / FPS)
        return at, frame


class Sounds:
    """Brings sound into the station's format, whatever it changes into on the way."""

    def __init__(self, stream: AudioStream) -> None:
        self._base = stream.time_base or Fraction(1, 1000)
        self._form: tuple[object, ...] = ()
        self._at = 0

    def take(self, frame: AudioFrame) -> Iterator[Placed]:
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if form != self._form:
            self._form = form
            self._resampler = AudioResampler(format="flt", layout="stereo", rate=RATE)
        if frame.pts is not None:
            self._at = round(frame.pts * (frame.time_base or self._base) * RATE)
        for made in self._resampler.resample(frame):
            block = made.to_ndarray().reshape(-1, CHANNELS)
            yield self._at, np.nan_to_num(block)
            self._at += len(block)
