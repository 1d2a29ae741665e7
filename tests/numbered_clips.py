"""Clips whose pictures carry their number as bars of light and dark, so that it can be read off."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.stream import Disposition
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from station.audio import RATE
from station.pictures import Picture, planes
from station.video import Shape

BITS = 10
_EDGE = 2
"""Dark columns at each side, where pads meet the picture."""


def bars(number: int, width: int, height: int) -> Picture:
    """Return the Y plane of a picture that shows a number, highest bit at the left."""
    columns = np.zeros(BITS + 2 * _EDGE, np.uint8)
    for bit in range(BITS):
        columns[_EDGE + bit] = number >> (BITS - 1 - bit) & 1
    line = columns[np.arange(width) * len(columns) // width]
    return np.broadcast_to(np.where(line, 200, 30).astype(np.uint8), (height, width))


def number_on(picture: Picture, shape: Shape, inside: tuple[float, float] = (0.0, 1.0)) -> int:
    """Read the number off; `inside` is the part of the width that the clip fills."""
    luma = planes(picture, shape)[0][shape.height * 2 // 5 : shape.height * 3 // 5]
    left, right = (int(shape.width * edge) for edge in inside)
    middles = left + (np.arange(BITS) + _EDGE + 0.5) * (right - left) / (BITS + 2 * _EDGE)
    number = 0
    for column in middles.astype(int):
        number = number << 1 | int(luma[:, column].mean() > 115)
    return number


def make_clip(
    path: Path,
    pictures: int,
    *,
    rate: Fraction | int = 25,
    size: tuple[int, int] = (320, 180),
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    sound_seconds: float | None = None,
    times: Sequence[float] | None = None,
    pixel_aspect: Fraction | None = None,
    first: int = 0,
    cover: bool = False,
    sound: NDArray[np.int16] | None = None,
) -> Path:
    """Write a clip of pictures numbered from `first` on; `times` gives each one a moment of its
    own, seconds, and `sound` is kept sample by sample where the container can."""
    rate = Fraction(rate)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            codec, rate=rate, options=options or ({} if cover else {"g": "12", "crf": "18"})
        )
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p" if cover else "yuv420p"
        if cover:
            stream.disposition = Disposition.attached_pic
        base = Fraction(1, 1000) if times else 1 / rate
        stream.codec_context.time_base = base
        if pixel_aspect:
            stream.sample_aspect_ratio = pixel_aspect
        tone = None if sound_seconds is None else container.add_stream("aac", rate=RATE)
        raw = None if sound is None else container.add_stream("pcm_s16le", rate=RATE)
        for number in range(pictures):
            frame = _frame(first + number, size)
            frame.time_base = base
            frame.pts = round(times[number] * 1000) if times else number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if tone is not None and sound_seconds is not None:
            _add_tone(container, tone, round(sound_seconds * RATE))
        if raw is not None:
            _add_sound(container, raw, np.ascontiguousarray(sound, "<i2").reshape(1, -1), "s16")
    return path


def _frame(number: int, size: tuple[int, int]) -> VideoFrame:
    width, height = size
    whole = np.full((height * 3 // 2, width), 128, np.uint8)
    whole[:height] = bars(number, width, height)
    return VideoFrame.from_ndarray(whole, format="yuv420p")


def _add_tone(container, stream, frames: int) -> None:
    wave = 0.1 * np.sin(2 * np.pi * 440 * np.arange(frames) / RATE)
    _add_sound(container, stream, np.stack([wave, wave]).astype(np.float32), "fltp")


def _add_sound(container, stream, samples, form: str) -> None:
    sound = av.AudioFrame.from_ndarray(samples, format=form, layout="stereo")
    sound.sample_rate = RATE
    sound.pts = 0
    container.mux(stream.encode(sound))
    container.mux(stream.encode(None))
